"""Retry: the costliest boards of a game again, one after another, each with options to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiboard.analysis.debrief.answers import Answer
from aiboard.analysis.debrief.phrases import parsed
from aiboard.analysis.position import Position, before
from aiboard.analysis.rollouts import plan_of
from aiboard.analysis.weighing import Option, Weighing, of_decision, weigh
from aiboard.engine.verbs import Action, AddIdea
from aiboard.views.decisions.menu import typed

if TYPE_CHECKING:
    from aiboard.game import Game
    from aiboard.game.view import GameView

PASS: Final = 2.0
"""Points within which of the best a choice passes."""
FUTURES: Final = 64


@dataclass(frozen=True)
class Exercise:
    """A board to decide again: where it was, what was done there, the ways on."""

    answer: Answer
    position: Position
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Verdict:
    """What a choice comes to: points behind the best, whether that passes."""

    behind: float
    passed: bool


def exercise(game: GameView, answer: Answer) -> Exercise | None:
    """The board before a decision that was told of; None where nothing else can be chosen there."""
    position = before(game, answer.day, answer.line, answer.undone)
    action = _action(position, answer.line)
    if answer.undone and answer.card < 0:
        # About a card that was not on the board: what could be done was to ask for an idea.
        action = next((one for one in plan_of(position.state) if isinstance(one, AddIdea)), action)
    if action is None:
        return None
    instead = None if answer.undone else _action(position, answer.alternative)
    options = of_decision(position, action, instead)
    return Exercise(answer, position, options) if len(options) > 1 else None


def _action(position: Position, line: str) -> Action | None:
    """The action of a line; a kill with the learning that the evidence speaks for, without which it teaches nothing."""
    action = parsed(line, position.state.world)
    return None if action is None else typed(position.state.board, action, line)


def priced(found: Exercise) -> Iterator[Weighing]:
    """The options' worth after more and more futures."""
    return weigh(found.position, found.options, FUTURES)


def judge(weighed: Weighing, chosen: int, point_cents: float) -> Verdict:
    """Whether a choice is within two points of the best.

    Which option is best is chosen on some futures and what it is worth told by others: the largest of several noisy
    means flatters itself, and would fail a choice that is as good.
    """
    behind = max(0.0, weighed.regret(chosen).mean / point_cents)
    return Verdict(behind, behind <= PASS)


def branch(game: Game, position: Position, path: str | None) -> Game:
    """A new game that goes on from there; practice, as every branch is. `path` of its save, None for none."""
    new = game.branch(path, ended=position.day - 1)
    for action in position.done:
        new.do(action)
    return new
