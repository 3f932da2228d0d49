"""Money by cause: the ledger's own signed parts, which add up to what is booked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from aiboard.engine.happenings import Event
from aiboard.engine.happenings.live import IncidentWentOn, Monitored
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import Ledger
from aiboard.engine.model.fields import dump_ledger
from aiboard.views import fmt
from aiboard.views.recent import events_since


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """One signed part of a sum, cents; `once` for what was paid once and does not come again by the day."""

    name: str
    cents: int
    once: bool = False


_NAMES: Final[dict[str, str]] = {
    "revenue": "live models earned",
    "compute": "GPU time",
    "labels": "labelling",
    "serving": "serving",
    "launches": "launches",
    "incidents": "incidents and roll-backs",
}


_SPENT: Final = frozenset(name for field, name in _NAMES.items() if field != "revenue")
# What is paid once would make the burn of a day jump: it is told beside it.
_ONCE: Final = frozenset(_NAMES[field] for field in ("labels", "launches", "incidents"))
"""Spent by a decision or an event; GPU time and serving are paid by the day."""


def parts(board: Board) -> tuple[MoneyPart, ...]:
    """What is booked, by cause; adds up to the ledger's net. Causes without money are left out."""
    return _parts(board.ledger, Ledger(), board.world.tail_days)


def changed_parts(board: Board) -> tuple[MoneyPart, ...]:
    """What moved since yesterday morning, by cause; adds up to the change of the ledger's net."""
    return _parts(board.ledger, board.before, board.world.tail_days)


def spent_parts(board: Board) -> tuple[MoneyPart, ...]:
    """What was spent since yesterday morning, by cause: what runs by the day first, then what was paid once."""
    running_cents = _incidents_cents(board)
    money_parts = [MoneyPart("incidents that go on", running_cents)] if running_cents else []
    for part in changed_parts(board):
        # One account holds an incident's days and what was paid once for it.
        cents = part.cents - (running_cents if part.name == _NAMES["incidents"] else 0)
        if part.name in _SPENT and cents:
            money_parts.append(MoneyPart(part.name, cents, part.name in _ONCE))
    return tuple(sorted(money_parts, key=lambda part: part.once))


def burn_cents(board: Board) -> int:
    """What runs by the day, as it was spent since yesterday morning: GPU time, serving, incidents; positive cents."""
    return -sum(part.cents for part in spent_parts(board) if not part.once)


def once_cents(board: Board) -> int:
    """What was paid once since yesterday morning: labels, launches, roll-backs, an incident; positive cents."""
    return -sum(part.cents for part in spent_parts(board) if part.once)


def _incidents_cents(board: Board) -> int:
    """What the days of incidents that went on cost on the last day played, with its sign."""
    return -sum(event.cents for event in _last_day(board) if isinstance(event, IncidentWentOn))


def _parts(now: Ledger, then: Ledger, tail_days: int) -> tuple[MoneyPart, ...]:
    money_parts: list[MoneyPart] = []
    earlier = dump_ledger(then)
    for field, booked in dump_ledger(now).items():
        cents = booked - earlier[field]
        if cents:
            name = f"the {fmt.days(tail_days)} after close" if field == "tail" else _NAMES[field]
            money_parts.append(MoneyPart(name, cents))
    return tuple(money_parts)


def live_by_card(board: Board) -> dict[int, int]:
    """What each live model earned on the last day played, cents; adds up to the live number of the header."""
    revenues: dict[int, int] = {}
    for event in _last_day(board):
        if isinstance(event, Monitored):
            revenues[event.card] = revenues.get(event.card, 0) + event.revenue_cents
    return revenues


def _last_day(board: Board) -> Iterator[Event]:
    """What happened since yesterday morning, the newest first."""
    # A closed project has no next morning: its last day is today.
    first = board.day - (0 if board.over else 1)
    return events_since(board, first)
