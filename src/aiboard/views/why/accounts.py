"""Money by cause: the ledger's own signed parts, which add up to what is booked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.engine.happenings.live import Monitored
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import Ledger
from aiboard.engine.model.fields import dump_ledger


@dataclass(frozen=True, slots=True)
class Part:
    """One signed part of a sum, cents."""

    name: str
    cents: int


_NAMES: Final[dict[str, str]] = {
    "revenue": "live models earned",
    "compute": "GPU time",
    "labels": "labelling",
    "serving": "serving",
    "launches": "launches",
    "incidents": "incidents and roll-backs",
}


_SPENT: Final = frozenset(name for field, name in _NAMES.items() if field != "revenue")


def parts(board: Board) -> tuple[Part, ...]:
    """What is booked, by cause; adds up to the ledger's net. Causes without money are left out."""
    return _parts(board.ledger, Ledger(), board.world.tail_days)


def moved(board: Board) -> tuple[Part, ...]:
    """What moved since yesterday morning, by cause; adds up to the change of the ledger's net."""
    return _parts(board.ledger, board.before, board.world.tail_days)


def spent(board: Board) -> tuple[Part, ...]:
    """What was spent since yesterday morning, by cause; adds up to the burn of the header, with its sign."""
    return tuple(part for part in moved(board) if part.name in _SPENT)


def burn_cents(board: Board) -> int:
    """What was spent since yesterday morning, incidents and launches too: positive cents."""
    return -sum(part.cents for part in spent(board))


def _parts(now: Ledger, then: Ledger, tail_days: int) -> tuple[Part, ...]:
    found: list[Part] = []
    earlier = dump_ledger(then)
    for field, booked in dump_ledger(now).items():
        cents = booked - earlier[field]
        if cents:
            name = f"the {tail_days} days after close" if field == "tail" else _NAMES[field]
            found.append(Part(name, cents))
    return tuple(found)


def live_by_card(board: Board) -> dict[int, int]:
    """What each live model earned on the last day played, cents; adds up to the live number of the header."""
    found: dict[int, int] = {}
    # A closed project has no next morning: its last day is today.
    for event in reversed(board.history):
        if event.day < board.day - (0 if board.over else 1):
            break
        if isinstance(event, Monitored):
            found[event.card] = found.get(event.card, 0) + event.revenue_cents
    return found
