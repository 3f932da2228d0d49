"""A game at one moment again: the state just before something was done, and what earlier mornings had shown.

Only the analysis holds the state: faces show its board, and what is worked out for them comes from the belief.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiboard.actions.grammar import to_text, without_words
from aiboard.engine.act import act
from aiboard.engine.model.state import State, digest
from aiboard.engine.verbs import Action

if TYPE_CHECKING:
    from aiboard.analysis.belief import Memory
    from aiboard.game.view import GameView


@dataclass(frozen=True)
class Position:
    """A moment of a game.

    Attributes:
        state: the state; shared, never changed.
        day: its day.
        actions: what had been done on that day before it.
        memory: what the mornings up to that day had shown.
        game: digest of the game as it was dealt, which futures derive their luck from.
    """

    state: State
    day: int
    actions: tuple[Action, ...]
    memory: Memory
    game: str


def current_position(game: GameView) -> Position:
    """A game as it stands."""
    days = game.timeline.days
    return position_at(game, len(days), len(days[-1]))


def position_before(game: GameView, day: int, line: str, undone: bool) -> Position:
    """Just before a decision of a day; for something left undone the end of that day, with all that was done on it."""
    actions = game.timeline.days[day - 1]
    # Without its words: a price keeps a kill's line without the learning that was written with it.
    lines = [without_words(to_text(action, game.world)) for action in actions]
    return position_at(game, day, len(actions) if undone or line not in lines else lines.index(line))


def position_at(game: GameView, day: int, count: int) -> Position:
    """After the first `count` actions of a day."""
    # numpy comes with the package of beliefs.
    from aiboard.analysis.belief import Memory

    timeline = game.timeline
    memory = Memory()
    for earlier_day in range(day):
        memory.observe(timeline.morning(earlier_day).board)
    state = timeline.morning(day - 1).clone()
    actions = tuple(timeline.days[day - 1][:count])
    for action in actions:
        act(state, action)
    return Position(state, day, actions, memory, digest(timeline.morning(0)))
