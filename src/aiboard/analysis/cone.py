"""The cone: when the target is reached, in futures played on by the reference from what the board shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from aiboard.analysis.anchors import EVALUATOR_VERSION
from aiboard.analysis.belief import Priors
from aiboard.analysis.position import Position, current_position
from aiboard.analysis.rollouts import REFERENCE, RolloutBase
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day, without_gc
from aiboard.engine.day import advance
from aiboard.engine.model.state import State
from aiboard.views.charts.cone import ConeChart

if TYPE_CHECKING:
    from aiboard.game.view import GameView

FUTURES: Final = 256
STEP: Final = 16
"""Futures after which there is something new to show."""


def game_cone(game: GameView) -> Iterator[ConeChart]:
    """The cone as a game stands, after more and more futures."""
    return cone(current_position(game), FUTURES)


def cone(position: Position, futures: int) -> Iterator[ConeChart]:
    """The day on which the target is first reached in each future; `futures` futures at the end."""
    board = position.state.board
    base = RolloutBase(board, EVALUATOR_VERSION, position.game, Priors(board.world), memory=position.memory)
    days: list[int] = []
    while len(days) < futures:
        with without_gc():
            days += [_reached(base.start(replicate)) for replicate in range(len(days), min(futures, len(days) + STEP))]
        yield ConeChart(board.day, board.world.days, tuple(days), board.forecast_70, board.forecast_90)


def _reached(state: State) -> int:
    """The day on which a future first measures the target; 0 for never."""
    # Ended at the target: what the rest of the future brings changes no answer.
    bot = make_bot(REFERENCE, state.seed)
    while not state.board.over and not state.board.target_day:
        play_day(state, bot)
        advance(state)
    return state.board.target_day
