"""The end of a board's history, which is long: what happened lately."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from aiboard.engine.happenings import Event
from aiboard.engine.happenings.plan import OrderSet
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Order


def events_since(board: Board, day: int) -> Iterator[Event]:
    """What happened from a day on, the newest first."""
    return takewhile(lambda event: event.day >= day, reversed(board.history))


def since_yesterday(board: Board) -> Iterator[Event]:
    """What happened on the last day played and today, the newest first."""
    return events_since(board, board.day - 1)


def was_set_today(board: Board, order: Order) -> bool:
    """Whether a standing order was set today: it begins this evening and not tomorrow morning."""
    return any(isinstance(event, OrderSet) and event.order == order for event in events_since(board, board.day))
