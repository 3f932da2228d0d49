"""All decisions of a game priced, day by day, here or in any executor; the result is the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

from aiboard.actions.grammar import Turn, parse, to_text
from aiboard.analysis import anchors
from aiboard.analysis.anchors import EVALUATOR, Anchors
from aiboard.analysis.belief import Memory, Priors
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.pricing.day import Day, Priced, Scale
from aiboard.analysis.pricing.figures import joined, mean_of, total
from aiboard.analysis.pricing.model import Night, Prices
from aiboard.analysis.rollouts import REFERENCE, Base, Line, in_plan, plan_of
from aiboard.analysis.runner import as_text, from_text, in_chunks
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.fields import copy_truth
from aiboard.engine.model.state import State, digest
from aiboard.engine.verbs import Action
from aiboard.game.view import GameView
from aiboard.instruments.errors import InputError
from aiboard.scenario import Resolved

ROLLOUTS: Final = 256
"""Most replicates of one price unless asked otherwise."""
LUCK_KEYS: Final = 16
"""Replicates of each value that luck is measured by."""
DAYS_A_TASK: Final = 4
GAP: Final = 3
"""Days without it after which something left undone counts as another decision."""
LEAST_DECISIONS: Final = 10
"""Fewer actions and day ends than this make no decision score."""


@dataclass(frozen=True)
class Settings:
    """How much work is done: most replicates of a price, guesses, luck of each day; another `key`, other replicates.

    `policy` is the bot that plays on: another evaluator's prices are on the same scale, from the same truths and luck.
    """

    rollouts: int = ROLLOUTS
    guess: bool = False
    luck: bool = False
    key: str = ""
    policy: str = REFERENCE


@dataclass(frozen=True)
class _Game:
    """A game as plain data, for a worker."""

    scenario: str
    seed: int
    lines: tuple[tuple[str, ...], ...]
    cents: float
    settings: Settings


@dataclass(frozen=True)
class _Found:
    """What a day came to: prices, the true value of its morning and of its end redrawn (None: not asked for)."""

    priced: Priced
    morning: float | None
    redrawn: float | None


def price_saved(
    game: GameView,
    settings: Settings | None = None,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
) -> Prices:
    """Price a game as it is open; InputError where its scenario has no sound equity scale. See `price_game`."""
    scale = anchors.find(game.resolved)
    weak = anchors.warning(game.resolved, scale)
    if scale is None or weak:
        raise InputError(None, None, None, f"no prices: {weak}")
    return price_game(game.resolved, game.seed, game.timeline.days, scale, settings, executor, progress)


def price_game(
    resolved: Resolved,
    seed: int,
    days: Sequence[Sequence[Action]],
    scale: Anchors,
    settings: Settings | None = None,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
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
    chosen = settings or Settings()
    world = resolved.world()
    lines = tuple(tuple(to_text(action, world) for action in done) for done in days)
    work = partial(_days, _Game(as_text(resolved), seed, lines, scale.length / 100, chosen))
    found = in_chunks(work, range(len(days)), executor, progress, DAYS_A_TASK)
    decisions = joined([one for day in found for one in day.priced.decisions], GAP)
    taken = sum(day.priced.taken for day in found)
    injected = sum(day.priced.injected for day in found)
    score = total(decisions, 100.0) if taken >= LEAST_DECISIONS else None
    luck: tuple[Night, ...] = ()
    if chosen.luck and _finished(world.days, days):
        luck = _nights(found, scale, _end(resolved, seed, days))
    prices = Prices(tuple(decisions), injected, luck, score, None, chosen.rollouts, taken)
    return _adjusted(prices, scale, luck, _end(resolved, seed, days)) if luck else prices


def _finished(last: int, days: Sequence[Sequence[Action]]) -> bool:
    return len(days) > last


def _adjusted(prices: Prices, scale: Anchors, luck: Sequence[Night], end: int) -> Prices:
    """Equity less luck, guesses and injections, with the decisions' own error."""
    equity = scale.equity(end)
    if equity is None or prices.guessed is None or prices.score is None:
        return prices
    mean = equity - sum(night.amount for night in luck) - prices.guessed - prices.injected
    low, high = prices.score.low or 0.0, prices.score.high or 0.0
    half = (high - low) / 2
    return Prices(
        prices.decisions, prices.injected, prices.luck, prices.score, Estimate(mean, mean - half, mean + half),
        prices.rollouts, prices.taken,
    )  # fmt: skip


def _nights(found: Sequence[_Found], scale: Anchors, end: int) -> tuple[Night, ...]:
    """The deal: the first morning's true value over par. A day: the next morning's over the day redrawn."""
    point = scale.length / 100
    mornings = [day.morning for day in found if day.morning is not None]
    redrawn = [day.redrawn for day in found if day.redrawn is not None]
    nights = [Night(0, (mornings[0] - scale.reference) / point)]
    nights += [
        Night(day, (after - middle) / point)
        for day, (after, middle) in enumerate(zip([*mornings[1:], float(end)], redrawn, strict=True), 1)
    ]
    return tuple(nights)


def _end(resolved: Resolved, seed: int, days: Sequence[Sequence[Action]]) -> int:
    state = new_state(resolved.world(), seed)
    for number, done in enumerate(days):
        for action in done:
            act(state, action)
        if number < len(days) - 1:
            advance(state)
    return state.returns()


@lru_cache(maxsize=2)
def _priors(scenario: str) -> Priors:
    return Priors(from_text(scenario).world())


def _days(game: _Game, numbers: tuple[int, ...]) -> list[_Found]:
    """What a worker does: replay to each of these days and price it."""
    priors = _priors(game.scenario)
    state = new_state(priors.world, game.seed, priors.latents)
    settings = game.settings
    key = EVALUATOR + settings.key
    scale = Scale(game.cents, settings.rollouts, settings.guess, key, digest(state), settings.policy)
    found: list[_Found] = []
    memory = Memory()
    for number in range(numbers[-1] + 1):
        memory.look(state.board)
        actions = [_parsed(line, priors) for line in game.lines[number]]
        ended = number < len(game.lines) - 1
        if number in numbers and not state.board.over:
            priced = Day(state, priors, scale, memory).price(actions, ended)
            morning, redrawn = _true_values(state, actions, scale, priors) if settings.luck else (None, None)
            found.append(_Found(priced, morning, redrawn))
        elif number in numbers:
            found.append(_Found(Priced([]), None, None))
        for action in actions:
            act(state, action)
        if ended:
            advance(state)
    return found


def _true_values(state: State, actions: list[Action], scale: Scale, priors: Priors) -> tuple[float, float]:
    """The morning's value from its true state, and the same when the day goes as it was played, its luck redrawn."""
    base = Base(
        state.board, scale.evaluator, scale.game + "luck", priors, copy_truth(state.truth), policy=scale.policy
    )
    morning = mean_of(base.values(Line(), LUCK_KEYS))
    plan = plan_of(state, scale.policy)
    if len(plan) == len(actions) and all(in_plan(action, plan) for action in actions):
        return morning, morning
    return morning, mean_of(base.values(Line(tuple(actions), ends=True), LUCK_KEYS))


def _parsed(line: str, priors: Priors) -> Action:
    found = parse(line, priors.world)
    assert not isinstance(found, Turn)
    return found
