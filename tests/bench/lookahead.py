"""Does looking ahead beat the reference, and by which kinds of choices: what the reference does not know yet.

    make lookahead                                    every scenario, 100 paired seeds, cached
    python tests/bench/lookahead.py [SCENARIO...] [--games 100] [--jobs 2]
    python tests/bench/lookahead.py first-sprint --all --worst 20

The first table: `lookahead` less `reference` on the same seeds, equity points, and the kinds of choices it departed in.
With --all every choice of the reference's own games is looked at, with 64 futures an option, and none is changed. Then
`gain` is what the surest of an option's prices come to in a game (over 2.5 standard errors): an upper bound of what a
rule could bring, since the largest of many noisy prices are too large; `mean` is unbiased. --worst prints the boards.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final

from common import FIRST_SEED, table, told

from aiboard.actions.grammar import to_text
from aiboard.analysis import anchors
from aiboard.analysis.cache import Cache
from aiboard.analysis.estimate import estimate
from aiboard.analysis.lessons.cells import source_digest
from aiboard.analysis.lookahead import (
    AS_NAMED,
    END_DAY,
    EVERYTHING,
    Lookahead,
    LookaheadResult,
    LookaheadSettings,
    verb,
)
from aiboard.analysis.pool import pool
from aiboard.analysis.runner import iter_chunks, scenario_from_text, scenario_to_text
from aiboard.bots import make_bot
from aiboard.bots.runner import play_game
from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.world import RULES_VERSION, World
from aiboard.engine.verbs import Action
from aiboard.scenario import ResolvedScenario, load

SCENARIOS: Final = ("first-sprint", "slow-starters", "gpu-drought", "support-chatbot")
SURE: Final = 2.5
LEAST: Final = 2.0
"""Points and standard errors from which a gain counts as sure in the table of --all."""

LABEL: Final = 5.0
"""Points of a sure loss that a price would label."""

FORMAT: Final = 2
"""Raised when rows hold something else, or the bot looks otherwise."""

Row = dict[str, Any]


def games(text: str, looks: LookaheadSettings, seeds: tuple[int, ...]) -> list[Row]:
    """Of each seed: both values, cents, and what was looked at."""
    world = scenario_from_text(text).world()
    latents = Latents(world)
    found = []
    for seed in seeds:
        bot = Lookahead(seed, looks)
        ahead = play_game(world, seed, bot, latents, []).returns()
        plain = play_game(world, seed, make_bot("reference"), latents, []).returns()
        rows = [look_row(one, world) for one in bot.looks]
        found.append({"seed": seed, "reference": plain, "lookahead": ahead, "looks": rows})
    return found


def look_row(look: LookaheadResult, world: World) -> Row:
    tried = [
        {
            "option": _line(one.option, world), "kind": f"{verb(look.proposed)} -> {verb(one.option)}",
            "mean": one.mean, "error": one.error, "taken": one.taken,
        }
        for one in look.tried
    ]  # fmt: skip
    gains = [[gain.mean, gain.low] for gain in look.gains]
    return {"day": look.day, "proposed": _line(look.proposed, world), "tried": tried, "gains": gains}


def _line(action: Action | None, world: World) -> str:
    return END_DAY if action is None else to_text(action, world).partition(' "')[0]


def measured(resolved: ResolvedScenario, looks: LookaheadSettings, seeds: range, jobs: int) -> list[Row]:
    """The rows of these seeds; those of an earlier run are not played again."""
    of = {"format": FORMAT, "sha": resolved.sha, "rules": RULES_VERSION, "source": source_digest()}
    kept = Cache("lookahead", {**of, "looks": repr(looks)})
    found = {row["seed"]: row for row in kept.read()}
    missing = [seed for seed in seeds if seed not in found]
    with pool(min(jobs, len(missing))) as executor, kept.writing() as file:
        for rows in iter_chunks(partial(games, scenario_to_text(resolved), looks), missing, executor, size=1):
            for row in rows:
                file.add(row)
                found[row["seed"]] = row
    return [found[seed] for seed in seeds]


def compared(rows: Sequence[Row], point: float) -> Iterable[str]:
    """The paired difference, and by the kinds of choices that were changed in a game."""
    gaps = {row["seed"]: (row["lookahead"] - row["reference"]) / point for row in rows}
    departures = sum(one["taken"] for row in rows for one in _tried(row))
    yield f"  lookahead less reference: {told(estimate(list(gaps.values())))} points; {departures} departures"
    by_kind: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        kinds = sorted({one["kind"] for one in _tried(row) if one["taken"]})
        if kinds:
            by_kind[kinds[0] if len(kinds) == 1 else "several kinds"].append(gaps[row["seed"]])
    order = sorted(by_kind.items(), key=lambda item: -sum(item[1]))
    lines = [
        [f"  {kind}", str(len(found)), f"{statistics.fmean(found):.1f}", f"{sum(found):.0f}"] for kind, found in order
    ]
    if lines:
        yield table(["  games that departed in", "games", "mean", "sum"], lines)


def left(rows: Sequence[Row], point: float, worst: int) -> Iterable[str]:
    """What the options beside the reference's choices are worth, by kind."""
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for one in _tried(row):
            by_kind[one["kind"]].append({**one, "seed": row["seed"]})
    yield from regret(rows, point)
    lines = []
    for kind, found in by_kind.items():
        per_game = [sum(one["mean"] for one in found if one["seed"] == row["seed"]) / point for row in rows]
        sure = [one["mean"] / point for one in found if _sure(one, point)]
        # Options of one game share their luck: the interval goes by games.
        mean = estimate(per_game).rescale(0, 100 * len(found) / len(rows))
        cells = [f"  {kind}", f"{len(found) / len(rows):.2f}", told(mean), str(len(sure))]
        lines.append((sum(sure) / len(rows), cells))
    lines.sort(key=lambda line: -line[0])
    head = ["  choice -> option", "a game", "mean, points", "sure ones", "gain a game"]
    yield table(head, [[*cells, f"{gain:.2f}"] for gain, cells in lines])
    everything = [one for found in by_kind.values() for one in found if _sure(one, point)]
    for one in sorted(everything, key=lambda one: 2 * one["error"] - one["mean"])[:worst]:
        size = f"{one['mean'] / point:.0f} ± {2 * one['error'] / point:.0f}"
        yield f"  seed {one['seed']} day {one['day']}: {one['proposed']} -> {one['option']}: {size}"


def regret(rows: Sequence[Row], point: float) -> Iterable[str]:
    """What the best choice would bring over the reference's, told on futures that did not choose it."""
    looks = [[look["gains"] for look in row["looks"]] for row in rows]
    games = [sum(mean for gains in row for mean, _ in gains) / 2 / point for row in looks]
    labels = [sum((low or 0.0) > LABEL * point for gains in row for _, low in gains) / 2 for row in looks]
    count = sum(map(len, looks)) / len(rows)
    each = statistics.fmean(games) / count
    yield f"  {count:.1f} choices a game. What is best on one half of the futures brings on the other half"
    yield f"  {told(estimate(games))} points a game, {each:.2f} a choice;"
    yield f"  over {LABEL:g} points at the low end there: {told(estimate(labels), 2)} choices a game"


def _tried(row: Row) -> Iterable[Row]:
    """All options of a game, each with its day and the reference's choice."""
    for look in row["looks"]:
        for one in look["tried"]:
            yield {"day": look["day"], "proposed": look["proposed"], **one}


def _sure(one: Row, point: float) -> bool:
    return bool(one["mean"] > SURE * one["error"] and one["mean"] > LEAST * point)


def main() -> None:
    """Play what is missing and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=list(SCENARIOS))
    parser.add_argument("--games", type=int, default=100, help="paired seeds (default 100)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--all", action="store_true", help="look at every choice and change none")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="with --all: print so many boards")
    asked = parser.parse_args()
    for name in asked.scenarios:
        resolved = load(name)
        with pool(asked.jobs) as executor:
            point = anchors.get(resolved, executor).length / 100
        seeds = range(FIRST_SEED, FIRST_SEED + asked.games)
        rows = measured(resolved, EVERYTHING if asked.all else AS_NAMED, seeds, asked.jobs)
        print(f"{resolved.key}, {asked.games} games, seeds from {FIRST_SEED}, rules {RULES_VERSION}")
        print("\n".join(left(rows, point, asked.worst) if asked.all else compared(rows, point)), flush=True)


if __name__ == "__main__":
    main()
