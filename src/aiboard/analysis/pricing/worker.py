"""One look at one day of a game, from plain data: what a worker does, in whatever process."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from aiboard.actions.grammar import Turn, parse
from aiboard.analysis.anchors import EVALUATOR
from aiboard.analysis.belief import Memory, Priors
from aiboard.analysis.pricing.day import Day, Kept, Priced, Scale
from aiboard.analysis.rollouts import Base, Line, in_plan, plan_of
from aiboard.analysis.runner import from_text
from aiboard.bots.runner import counted_only
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
class Look:
    """One look at every day: most replicates of a price, whether further options, guesses and luck too."""

    most: int
    options: bool = False
    guess: bool = False
    luck: bool = False


@dataclass(frozen=True)
class Found:
    """What a day came to: prices, the true value of its morning and of its end redrawn (None: not asked for).

    `kept` is what stands behind it, for the next look.
    """

    priced: Priced
    morning: float | None = None
    redrawn: float | None = None
    kept: Kept = field(default_factory=Kept)


@lru_cache(maxsize=2)
def _priors(scenario: str) -> Priors:
    return Priors(from_text(scenario).world())


@lru_cache(maxsize=1)
def _replayed(game: PlainGame) -> list[tuple[State, list[Action], Memory]]:
    """Each morning of a game, what was done on it, what boards had shown by then; none of it to be changed."""
    priors = _priors(game.scenario)
    state = new_state(priors.world, game.seed, priors.latents)
    memory = Memory()
    found: list[tuple[State, list[Action], Memory]] = []
    for number, lines in enumerate(game.lines):
        memory.look(state.board)
        actions = [_parsed(line, priors) for line in lines]
        found.append((state.clone(), actions, Memory(memory)))
        for action in actions:
            act(state, action)
        if number < len(game.lines) - 1:
            advance(state)
    return found


def looked(game: PlainGame, look: Look, number: int, kept: Kept) -> Found:
    """What a worker does: one look at one day."""
    priors = _priors(game.scenario)
    mornings = _replayed(game)
    morning, actions, memory = mornings[number]
    if morning.board.over:
        return Found(Priced([]))
    dealt = digest(mornings[0][0])
    key = EVALUATOR + game.key
    scale = Scale(game.cents, look.most, look.guess, look.options, key, dealt, game.policy)
    ended = number < len(game.lines) - 1
    # Over the whole day: a collection in between goes through the thousands of cards that wait to be played.
    with counted_only():
        priced = Day(morning, priors, scale, memory, kept).price(actions, ended)
        value, redrawn = _true_values(morning, actions, scale, priors) if look.luck else (None, None)
    return Found(priced, value, redrawn, kept)


def _true_values(state: State, actions: list[Action], scale: Scale, priors: Priors) -> tuple[float, float]:
    """The morning's value from its true state, and the same when the day goes as it was played, its luck redrawn."""
    base = Base(
        state.board, scale.evaluator, scale.game + "luck", priors, copy_truth(state.truth), policy=scale.policy
    )
    morning = statistics.fmean(base.values(Line(), LUCK_KEYS))
    plan = plan_of(state, scale.policy)
    if len(plan) == len(actions) and all(in_plan(action, plan) for action in actions):
        return morning, morning
    return morning, statistics.fmean(base.values(Line(tuple(actions), ends=True), LUCK_KEYS))


def _parsed(line: str, priors: Priors) -> Action:
    found = parse(line, priors.world)
    assert not isinstance(found, Turn)
    return found
