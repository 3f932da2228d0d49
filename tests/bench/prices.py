"""What pricing a whole game takes, look by look as the debrief's screen asks for it.

Seconds until the first price, until each look has seen every day, and until all is complete (further options, guesses,
luck); and seconds of all processes' CPU.

    python tests/bench/prices.py [SCENARIO] [--seed 1000003] [--rollouts 256] [--bot heuristic] [--jobs 2]
"""

from __future__ import annotations

import time
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from common import arguments, rerun

from aiboard.analysis import anchors
from aiboard.analysis.pool import pool
from aiboard.analysis.pricing.game import Settings, stream
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.scenario import load


def used() -> float:
    """Seconds of CPU of this process and of those that it began and that have ended."""
    return sum(one.ru_utime + one.ru_stime for one in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))


def main() -> None:
    parser = arguments(__doc__ or "", 1)
    parser.add_argument("--rollouts", type=int, default=256, metavar="N", help="replicates of a price at most")
    parser.add_argument("--bot", default="heuristic", help="whose game it is")
    parser.set_defaults(seed=1_000_003)
    asked = parser.parse_args()
    resolved = load(asked.scenario)
    scale = anchors.find(resolved)
    assert scale is not None
    for seed in range(asked.seed, asked.seed + asked.games):
        state, bot = new_state(resolved.world(), seed), make_bot(asked.bot, seed)
        days = []
        while not state.board.over:
            days.append(play_day(state, bot))
            advance(state)
        began, before = time.perf_counter(), used()
        settings = Settings(asked.rollouts, guess=True, luck=True)
        looks: dict[int, float] = {}
        first, decisions = None, 0
        with pool(asked.jobs) as executor:
            for partial in stream(resolved, seed, [*days, []], scale, settings, executor):
                wall = time.perf_counter() - began
                decisions = len(partial.prices.decisions)
                first = wall if first is None and decisions else first
                looks[partial.replicates] = wall
        *rough, last = looks.items()
        print(f"{asked.scenario}, {asked.bot}, seed {seed}: {decisions} decisions, {asked.jobs} processes")
        print(f"first price after {first or 0.0:.1f} s")
        for replicates, wall in rough:
            print(f"all decisions at {replicates} replicates after {wall:.1f} s")
        print(f"complete, at most {last[0]} replicates, options, guesses and luck, after {last[1]:.1f} s")
        print(f"CPU of all processes: {used() - before:.1f} s")
    print(rerun())


if __name__ == "__main__":
    main()
