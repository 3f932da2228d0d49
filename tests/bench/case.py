"""How designs of the case study fare over many projects: `python tests/bench/case.py [PROJECTS] [GAMES]`.

Prints a row a project: the heuristic's and the reference's dollars a game, and paired differences to the heuristic of
designs with one thing turned round, with 95 % intervals; then how often each one lost, and how long fifty games take.
"""

from __future__ import annotations

import argparse
import time
from functools import partial
from typing import Any

from aiboard.analysis.estimate import paired_difference
from aiboard.analysis.runner import run_games
from aiboard.bots import Bot
from aiboard.bots.designed import Design, Designed
from aiboard.drills.case import form, simulation
from aiboard.drills.case.project import project

DESIGNS: dict[str, dict[str, Any]] = {
    "no gates, no kill rule": {"gates": [], "kill_rule": "never", "take_back": "no"},
    "no kill rule": {"kill_rule": "never"},
    "no gates": {"gates": []},
    "one seed": {"launch_seeds": 1, "first_seeds": 1},
    "legal late": {"legal": "when-near"},
    "all at once": {"canary": "100"},
    "not taken back": {"take_back": "no"},
    "GPUs not minded": {"pool": "no"},
    "no guidelines": {"guidelines": "no"},
}


def _player(design: Design, seed: int) -> Bot:
    return Designed(design)


def main(projects: int, games: int) -> None:
    """Play and print."""
    lost: dict[str, list[float]] = {name: [] for name in DESIGNS}
    for number in range(projects):
        found = project(number)
        usual, seeds = form.usual(found.world), range(games)
        base = [game.value_cents / 100 for game in run_games(found.resolved, "heuristic", seeds)]
        row = []
        for name, changes in DESIGNS.items():
            player = partial(_player, form.design({**usual, **changes}, found.world))
            values = [game.value_cents / 100 for game in run_games(found.resolved, player, seeds)]
            difference = paired_difference(values, base)
            lost[name].append(difference.mean)
            row.append(f"{name} {difference.mean:+,.0f} [{difference.low:+,.0f}, {difference.high:+,.0f}]")
        print(f"{number} {found.base} heuristic {sum(base) / games:,.0f}: {'; '.join(row)}", flush=True)
    for name, means in lost.items():
        print(f"{name}: lost in {sum(mean < 0 for mean in means)} of {projects}, mean {sum(means) / projects:+,.0f}")
    began, work = time.perf_counter(), time.process_time()
    simulation.play(project(0), form.usual(project(0).world))
    wall, own = time.perf_counter() - began, time.process_time() - work
    print(f"{simulation.SEEDS} games of a design and its rivals: {wall:.2f} s, {own:.2f} s of them its own")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="?", type=int, default=12, metavar="PROJECTS", help="default 12")
    parser.add_argument("games", nargs="?", type=int, default=100, metavar="GAMES", help="of a design (default 100)")
    arguments = parser.parse_args()
    main(arguments.projects, arguments.games)
