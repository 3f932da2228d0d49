"""One look at one day of a game, from plain data: what a worker does, in whatever process."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from aiboard.actions.grammar import Turn, parse
from aiboard.analysis.anchors import EVALUATOR_VERSION
from aiboard.analysis.belief import Memory, Priors
from aiboard.analysis.pricing.day import DayCache, DayPricer, PricedDay, PricingParameters
from aiboard.analysis.rollouts import Continuation, RolloutBase, is_in_plan, plan_of
from aiboard.analysis.runner import scenario_from_text
from aiboard.bots.runner import without_gc
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.fields import copy_truth
from aiboard.engine.model.state import State, digest
from aiboard.engine.verbs import Action

LUCK_KEYS: Final = 16
"""Replicates of each value that luck is measured by."""


@dataclass(frozen=True)
class PlainGame:
    """A game as plain data, for a worker."""

    scenario: str
    seed: int
    lines: tuple[tuple[str, ...], ...]
    cents: float
    key: str
    policy: str


@dataclass(frozen=True)
class LookSettings:
    """One look at every day: most replicates of a price, whether further options, guesses and luck too."""

    max_replicates: int
    options: bool = False
    guess: bool = False
    luck: bool = False


@dataclass(frozen=True)
class DayResult:
    """What a day came to: prices, the true value of its morning and of its end redrawn (None: not asked for).

    `cache` is what stands behind it, for the next look.
    """

    priced: PricedDay
    morning: float | None = None
    redrawn: float | None = None
    cache: DayCache = field(default_factory=DayCache)


@lru_cache(maxsize=2)
def _priors(scenario: str) -> Priors:
    return Priors(scenario_from_text(scenario).world())


@lru_cache(maxsize=1)
def _replayed(game: PlainGame) -> list[tuple[State, list[Action], Memory]]:
    """Each morning of a game, what was done on it, what boards had shown by then; none of it to be changed."""
    priors = _priors(game.scenario)
    state = new_state(priors.world, game.seed, priors.latents)
    memory = Memory()
    mornings: list[tuple[State, list[Action], Memory]] = []
    for number, lines in enumerate(game.lines):
        memory.observe(state.board)
        actions = [_parsed(line, priors) for line in lines]
        mornings.append((state.clone(), actions, Memory(memory)))
        for action in actions:
            act(state, action)
        if number < len(game.lines) - 1:
            advance(state)
    return mornings


def price_day(game: PlainGame, look: LookSettings, number: int, cache: DayCache) -> DayResult:
    """What a worker does: one look at one day."""
    priors = _priors(game.scenario)
    mornings = _replayed(game)
    morning, actions, memory = mornings[number]
    if morning.board.over:
        return DayResult(PricedDay([]))
    dealt = digest(mornings[0][0])
    key = EVALUATOR_VERSION + game.key
    params = PricingParameters(game.cents, look.max_replicates, look.guess, look.options, key, dealt, game.policy)
    ended = number < len(game.lines) - 1
    # Over the whole day: a collection in between goes through the thousands of cards that wait to be played.
    with without_gc():
        priced_day = DayPricer(morning, priors, params, memory, cache).price(actions, ended)
        value, redrawn = _true_values(morning, actions, params, priors) if look.luck else (None, None)
    return DayResult(priced_day, value, redrawn, cache)


def _true_values(state: State, actions: list[Action], params: PricingParameters, priors: Priors) -> tuple[float, float]:
    """The morning's value from its true state, and the same when the day goes as it was played, its luck redrawn."""
    base = RolloutBase(
        state.board, params.evaluator, params.game + "luck", priors, copy_truth(state.truth), policy=params.policy
    )
    morning = statistics.fmean(base.values(Continuation(), LUCK_KEYS))
    plan = plan_of(state, params.policy)
    if len(plan) == len(actions) and all(is_in_plan(action, plan) for action in actions):
        return morning, morning
    return morning, statistics.fmean(base.values(Continuation(tuple(actions), ends=True), LUCK_KEYS))


def _parsed(line: str, priors: Priors) -> Action:
    action = parse(line, priors.world)
    assert not isinstance(action, Turn)
    return action
