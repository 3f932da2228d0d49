"""The end of a board's history, which is long: what happened lately."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from aiboard.engine.happenings import Event
from aiboard.engine.model.board import Board


def since(board: Board, day: int) -> Iterator[Event]:
    """What happened from a day on, the newest first."""
    return takewhile(lambda event: event.day >= day, reversed(board.history))


def since_yesterday(board: Board) -> Iterator[Event]:
    """What happened on the last day played and today, the newest first."""
    return since(board, board.day - 1)
