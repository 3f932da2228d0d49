"""Where `.` stops: stops of a game, days between them, what stopped it, decisions taken.

The reference bot acts only where time stopped, as a person who plays with `.` does; beside it, what the same bot makes
when it acts every morning. Aim: a median of at most 50 stops, no gap over 5 days, about 65 decisions.
"""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from statistics import median, quantiles

from common import arguments, rerun, told

from aiboard.analysis.estimate import estimate, paired_difference
from aiboard.analysis.pool import pool as processes
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day, play_game
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.happenings import Event
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.play.stop import Cause
from aiboard.scenario import ResolvedScenario, load
from tests.views.playing import run_to_stop

BOT = "heuristic"


class Bare:
    """A game without a journal: all that moving time needs."""

    def __init__(self, state: State) -> None:
        self.state = state

    @property
    def board(self) -> Board:
        """The board now."""
        return self.state.board

    def end_day(self) -> list[Event]:
        """One day."""
        return advance(self.state)


@dataclass(frozen=True)
class Played:
    """One game: stops, days from each to the next, first causes, decisions, dollars; dollars of acting daily."""

    gaps: list[int]
    causes: list[Cause]
    decisions: int
    dollars: float
    daily: float


@lru_cache(maxsize=1)
def _loaded(scenario: str) -> tuple[ResolvedScenario, Latents]:
    resolved = load(scenario)
    return resolved, Latents(resolved.world())


def play(scenario: str, seed: int) -> Played:
    """Play a seed twice: at stops only, and every morning."""
    resolved, latents = _loaded(scenario)
    world = resolved.world()
    game = Bare(new_state(world, seed, latents))
    bot = make_bot(BOT, seed)
    gaps: list[int] = []
    causes: list[Cause] = []
    decisions = 0
    while not game.board.over:
        decisions += len(play_day(game.state, bot))
        run = run_to_stop(game)
        gaps.append(run.days)
        causes.append(run.stops[0].cause)
    daily = play_game(world, seed, make_bot(BOT, seed), latents, [])
    return Played(gaps, causes, decisions, game.state.returns() / 100, daily.returns() / 100)


def _games(pool: Executor | None, scenario: str, seeds: range) -> list[Played]:
    if pool is None:
        return [play(scenario, seed) for seed in seeds]
    return [task.result() for task in [pool.submit(play, scenario, seed) for seed in seeds]]


def main() -> int:
    """Play and print."""
    asked = arguments(__doc__ or "", 300).parse_args()
    seeds = range(asked.seed, asked.seed + asked.games)
    with processes(asked.jobs) as pool:
        games = _games(pool, asked.scenario, seeds)
    counts = [len(game.gaps) for game in games]
    tenths = quantiles(counts, n=10)
    decisions = [game.decisions for game in games]
    print(f"{asked.scenario}, {asked.games} games of {BOT}, seeds {seeds[0]} to {seeds[-1]}\n")
    print(f"stops a game: median {median(counts):g}, one in ten under {tenths[0]:g}, one in ten over {tenths[-1]:g}")
    gaps = [days for game in games for days in game.gaps]
    print(f"longest gap: {max(gaps)} days; mean {sum(gaps) / len(gaps):.1f}")
    print(f"actions a game: median {median(decisions):g}")
    causes = Counter(cause for game in games for cause in game.causes)
    print(
        "stopped by: " + ", ".join(f"{cause.value} {100 * n / sum(counts):.0f} %" for cause, n in causes.most_common())
    )
    at_stops, daily = [game.dollars for game in games], [game.daily for game in games]
    print(f"dollars at stops only: {told(estimate(at_stops), 0)}; every morning: {told(estimate(daily), 0)}")
    print(f"what every morning adds: {told(paired_difference(daily, at_stops), 0)}")
    print(f"\n{rerun()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
