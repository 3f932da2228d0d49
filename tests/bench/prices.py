"""What pricing a whole game takes: seconds of all processes' CPU, and until every decision is priced.

    python tests/bench/prices.py [SCENARIO] [--seed 1000003] [--rollouts 64] [--bot heuristic] [--jobs 2]
"""

from __future__ import annotations

import time
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from common import arguments, rerun

from aiboard.analysis import anchors
from aiboard.analysis.pool import pool
from aiboard.analysis.pricing.game import Settings, price_game
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
    parser.add_argument("--rollouts", type=int, default=64, metavar="N", help="replicates of a price at most")
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
        with pool(asked.jobs) as executor:
            prices = price_game(resolved, seed, [*days, []], scale, Settings(asked.rollouts), executor)
            wall = time.perf_counter() - began
        print(
            f"{asked.scenario}, {asked.bot}, seed {seed}: {len(prices.decisions)} decisions, at most {asked.rollouts} "
            f"replicates; {wall:.1f} s with {asked.jobs} processes, {used() - before:.1f} s of CPU"
        )
    print(rerun())


if __name__ == "__main__":
    main()
