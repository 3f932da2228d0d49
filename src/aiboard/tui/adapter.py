"""Thin bridges to views that are on their way; each is replaced by an import when its view lands."""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.engine.board import Board
from aiboard.engine.events import Event
from aiboard.views import sentences


@dataclass(frozen=True, slots=True)
class Stop:
    """Why time stopped: one line, and the card it is about (-1: none)."""

    text: str
    card: int


def stops(board: Board, events: list[Event]) -> tuple[Stop, ...]:
    """Every event worth telling is a stop."""
    return tuple(
        Stop(sentences.sentence(board.world, event).text, event.card) for event in events if sentences.is_news(event)
    )
