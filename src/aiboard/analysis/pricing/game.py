"""All decisions of a game priced, day by day, here or in any executor; the result is the same.

`price_game` gives the whole at the end; `stream_prices` gives it as it grows: every day with a few replicates first,
then each with more, then further options and whatever else was asked for.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from typing import Final

from aiboard.actions.grammar import to_text
from aiboard.analysis import anchors
from aiboard.analysis.anchors import Anchors
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.pricing.day import SCREEN_REPLICATES, DayCache
from aiboard.analysis.pricing.figures import merge_undone, total
from aiboard.analysis.pricing.model import DayLuck, Prices
from aiboard.analysis.pricing.worker import DayResult, LookSettings, PlainGame, price_day
from aiboard.analysis.rollouts import REFERENCE
from aiboard.analysis.runner import Progress, scenario_to_text
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.verbs import Action
from aiboard.game.view import GameView
from aiboard.instruments.errors import InputError
from aiboard.scenario import ResolvedScenario

ROLLOUTS: Final = 256
"""Most replicates of one price unless asked otherwise."""
FIRST_REPLICATES: Final = 16
"""Replicates of the first look at a game."""
AHEAD: Final = 2 * (os.cpu_count() or 1)
"""Days handed to an executor at once."""
GAP: Final = 3
"""Days without it after which something left undone counts as another decision."""
LEAST_DECISIONS: Final = 10
"""Fewer actions and day ends than this make no decision score."""


@dataclass(frozen=True)
class Settings:
    """How much work is done: most replicates of a price, guesses, luck of each day, further options; another `key`,
    other replicates.

    `policy` is the bot that plays on: another evaluator's prices are on the same scale, from the same truths and luck.
    """

    rollouts: int = ROLLOUTS
    guess: bool = False
    luck: bool = False
    key: str = ""
    options: bool = True
    policy: str = REFERENCE


@dataclass(frozen=True)
class PartialPrices:
    """Prices as far as they are known.

    Attributes:
        prices: of the days looked at so far; a decision score only when every day was.
        replicates: most rollouts behind a price of the look under way.
        done, days: days that this look has priced, and all.
    """

    prices: Prices
    replicates: int
    done: int
    days: int


def price_saved(
    game: GameView,
    settings: Settings,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Prices:
    """Price a game as it is open; InputError where its scenario has no sound equity scale. See `price_game`."""
    return price_game(game.resolved, game.seed, game.timeline.days, scale_of(game), settings, executor, progress)


def price_game(
    resolved: ResolvedScenario,
    seed: int,
    days: Sequence[Sequence[Action]],
    scale: Anchors,
    settings: Settings,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Prices:
    """Price a game given by what was done on each of its days (`aiboard.game.Timeline.days`).

    Args:
        resolved, seed: the game's.
        days: actions of each day; each list but the last ended its day.
        scale: the equity scale; a sound one.
        settings: how much work is done.
        executor: where; None does it here.
        progress: told how many days are done.
    """
    pricer = _GamePricer(resolved, seed, days, scale, settings)
    for done, _ in enumerate(pricer.look(_whole(settings), executor), 1):
        if progress is not None:
            progress(done)
    return pricer.prices(settings.rollouts, complete=True)


def stream_prices(
    resolved: ResolvedScenario,
    seed: int,
    days: Sequence[Sequence[Action]],
    scale: Anchors,
    settings: Settings,
    executor: Executor | None = None,
) -> Generator[PartialPrices]:
    """Prices as they grow, after each day of each look; the last ones are those of `price_game` with these arguments.

    The first look takes the days in order, later ones those first that may have cost most.

    Without an executor one step is the work on one day. To stop, close the generator.
    """
    pricer = _GamePricer(resolved, seed, days, scale, settings)
    full_look = _whole(settings)
    rough = [LookSettings(count) for count in (FIRST_REPLICATES, SCREEN_REPLICATES) if count < settings.rollouts]
    for number, look in enumerate([*rough, full_look]):
        for done, _ in enumerate(pricer.look(look, executor), 1):
            prices = pricer.prices(look.max_replicates, complete=number > 0 or done == len(days))
            yield PartialPrices(prices, look.max_replicates, done, len(days))


def _whole(settings: Settings) -> LookSettings:
    return LookSettings(settings.rollouts, settings.options, settings.guess, settings.luck)


def scale_of(game: GameView) -> Anchors:
    """The equity scale of a game; InputError where its scenario has no sound one."""
    scale = anchors.find(game.resolved)
    weak = anchors.warning(game.resolved, scale)
    if scale is None or weak:
        raise InputError(f"no prices: {weak}")
    return scale


class _GamePricer:
    """A game and what is known of its days so far."""

    def __init__(
        self, resolved: ResolvedScenario, seed: int, days: Sequence[Sequence[Action]], scale: Anchors,
        settings: Settings,
    ) -> None:  # fmt: skip
        self._world = resolved.world()
        self._days = days
        self._scale = scale
        self._seed = seed
        self._luck = settings.luck and len(days) > self._world.days
        lines = tuple(tuple(to_text(action, self._world) for action in actions) for actions in days)
        self._game = PlainGame(
            scenario_to_text(resolved), seed, lines, scale.length / 100, settings.key, settings.policy
        )
        self._results: dict[int, DayResult] = {}
        #: Whether the executor has done anything yet.
        self._executor_started = False

    def look(self, look: LookSettings, executor: Executor | None) -> Generator[int]:
        """Look at every day; the numbers of those that are done, as they are."""
        numbers = sorted(range(len(self._days)), key=self._promise, reverse=True)
        caches = {number: self._results[number].cache if number in self._results else DayCache() for number in numbers}
        if executor is None:
            for number in numbers:
                self._results[number] = price_day(self._game, look, number, caches[number])
                yield number
            return
        waiting: dict[Future[DayResult], int] = {}
        for number in numbers:
            # Only a few days ahead: whoever leaves the generator leaves little work behind.
            if len(waiting) >= AHEAD:
                if not self._executor_started and not any(one.done() for one in waiting):
                    # Processes take half a second to begin. The first prices are there before that.
                    self._results[number] = price_day(self._game, look, number, caches[number])
                    yield number
                    continue
                yield from self._collect_done(waiting)
            waiting[executor.submit(price_day, self._game, look, number, caches[number])] = number
        while waiting:
            yield from self._collect_done(waiting)

    def _collect_done(self, waiting: dict[Future[DayResult], int]) -> Generator[int]:
        """Wait for a day, and take in all that are done."""
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
        self._executor_started = True
        for future in done:
            number = waiting.pop(future)
            self._results[number] = future.result()
            yield number

    def _promise(self, number: int) -> tuple[float, int]:
        """What is looked at first: the days that may have cost most by the look before, in a first look the first."""
        result = self._results.get(number)
        costs = [-(one.advantage.low or 0.0) for one in result.priced.decisions] if result is not None else []
        return max(costs, default=0.0), -number

    def prices(self, rollouts: int, complete: bool) -> Prices:
        """All that is known now; `complete` when every day was looked at."""
        results = [self._results[number] for number in sorted(self._results)]
        decisions = merge_undone([one for day in results for one in day.priced.decisions], GAP)
        choice_count = sum(day.priced.choice_count for day in results)
        injected = sum(day.priced.injected for day in results)
        score = total(decisions, 100.0) if complete and choice_count >= LEAST_DECISIONS else None
        prices = Prices(tuple(decisions), injected, (), score, None, rollouts, choice_count)
        if not self._luck or any(day.morning is None for day in results[: self._world.days]):
            return prices
        end = self._end()
        return _adjusted(replace(prices, luck=_luck_by_day(results, self._scale, end)), self._scale, end)

    def _end(self) -> int:
        """Final cents of the game."""
        state = new_state(self._world, self._seed)
        for actions in self._days[: self._world.days]:
            for action in actions:
                act(state, action)
            advance(state)
        return state.returns()


def _adjusted(prices: Prices, scale: Anchors, end: int) -> Prices:
    """With equity less luck, guesses and injections, and the decisions' own error."""
    equity = scale.equity(end)
    if equity is None or prices.guessed is None or prices.score is None:
        return prices
    mean = equity - sum(night.amount for night in prices.luck) - prices.guessed - prices.injected
    return replace(prices, adjusted=Estimate.from_half_width(mean, prices.score.half_width))


def _luck_by_day(results: Sequence[DayResult], scale: Anchors, end: int) -> tuple[DayLuck, ...]:
    """The deal: the first morning's true value over par. A day: the next morning's over the day redrawn."""
    point = scale.length / 100
    mornings = [day.morning for day in results if day.morning is not None]
    redrawn = [day.redrawn for day in results if day.redrawn is not None]
    nights = [DayLuck(0, (mornings[0] - scale.reference) / point)]
    nights += [
        DayLuck(day, (after - expected) / point)
        for day, (after, expected) in enumerate(zip([*mornings[1:], float(end)], redrawn, strict=True), 1)
    ]
    return tuple(nights)
