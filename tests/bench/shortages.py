"""What an injected GPU shortage costs, as `watch` tells it: over many seeds, by held-up cards, decisions and money.

Beside it the judgement it replaced: dollars booked by the fifth day after the shortage, on the same luck only. Cards
that stand still burn less, so that judgement takes most shortages for gains.
"""

from __future__ import annotations

import sys
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache

from common import arguments, rerun, told

from aiboard.analysis.estimate import estimate
from aiboard.analysis.pool import pool as processes
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Chaos
from aiboard.engine.verbs import Inject
from aiboard.play.counterfactual import REDRAWS, Cost, compare
from aiboard.scenario import ResolvedScenario, load

BOT = "heuristic"
DAY = 11
AFTER = 5


@dataclass(frozen=True)
class Shortage:
    """One seed: the cost over futures, and the dollars booked some days after the shortage."""

    cost: Cost
    booked: float


@lru_cache(maxsize=1)
def _loaded(scenario: str) -> tuple[ResolvedScenario, Latents]:
    resolved = load(scenario)
    return resolved, Latents(resolved.world())


def shortage(scenario: str, seed: int) -> Shortage:
    """Play to the day, inject, compare."""
    resolved, latents = _loaded(scenario)
    without = _until(new_state(resolved.world(), seed, latents), DAY)
    with_it = without.clone()
    act(with_it, Inject(int(Chaos.GPU_SHORTAGE)))
    last = with_it.board.disruptions[with_it.board.disruption_place(Chaos.GPU_SHORTAGE)].until_day + AFTER
    *_, cost = compare(with_it, without, BOT, REDRAWS)
    booked = _until(with_it.clone(), last).returns() - _until(without.clone(), last).returns()
    return Shortage(cost, booked / 100)


def _until(state: State, day: int) -> State:
    bot = make_bot(BOT, state.seed)
    while state.board.day < day and not state.board.over:
        play_day(state, bot)
        advance(state)
    return state


def _all(pool: Executor | None, scenario: str, seeds: range) -> list[Shortage]:
    if pool is None:
        return [shortage(scenario, seed) for seed in seeds]
    return [task.result() for task in [pool.submit(shortage, scenario, seed) for seed in seeds]]


def main() -> int:
    """Measure and print."""
    asked = arguments(__doc__ or "", 80).parse_args()
    seeds = range(asked.seed, asked.seed + asked.games)
    with processes(asked.jobs) as pool:
        found = _all(pool, asked.scenario, seeds)
    count = len(found)
    print(f"{asked.scenario}, GPU shortage on day {DAY}, {count} seeds from {seeds[0]}, {REDRAWS} futures each\n")
    print(f"card-days held up: {told(estimate([one.cost.held_days for one in found]))}")
    print(f"next decision, days later: {told(estimate([one.cost.later for one in found]))}")
    print(f"dollars at the end: {told(estimate([one.cost.cents / 100 for one in found]), 0)}")
    gains = sum(one.booked > 0 for one in found)
    clear = sum(one.cost.low > 0 for one in found)
    print(f"dollars booked {AFTER} days after: {told(estimate([one.booked for one in found]), 0)}")
    print(f"called a gain: {100 * gains // count} % by dollars booked then, {100 * clear // count} % by the interval")
    print(f"\n{rerun()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
