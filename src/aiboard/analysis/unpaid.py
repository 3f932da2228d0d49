"""What an unmet requirement cost: the share of revenue that customers did not pay."""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.analysis.record import Record
from aiboard.engine.happenings.live import Monitored
from aiboard.engine.systems.accounting import unpaid_cents


@dataclass(frozen=True)
class UnpaidRevenue:
    """Revenue lost to an unmet requirement.

    Attributes:
        days: on which a live model earned and was paid only in part.
        first_day: the first of them; 0 for none (the close alone may be unpaid).
        cents: all of it, what was lost after close included.
        tail_cents: lost after close.
    """

    days: int
    first_day: int
    cents: int
    tail_cents: int


def unpaid_revenue(record: Record) -> UnpaidRevenue:
    """Counted from what was booked: that is `scope_revenue_pct` percent of what a met requirement would have paid."""
    days: list[int] = []
    booked = 0
    for day in record.days:
        board = day.morning
        if board.scope_data < 0 or board.scope_met or day.day < board.scope_from:
            continue
        earned = [event.revenue_cents for event in day.night if isinstance(event, Monitored) and event.day == day.day]
        # Only what is earned is cut; a model under the floor costs the same as ever.
        gains = sum(cents for cents in earned if cents > 0)
        if gains:
            days.append(day.day)
            booked += gains
    end = record.board
    tail = max(0, end.ledger.tail) if end.over and end.scope_data >= 0 and not end.scope_met else 0
    lost_tail = unpaid_cents(record.world, tail)
    return UnpaidRevenue(len(days), days[0] if days else 0, unpaid_cents(record.world, booked) + lost_tail, lost_tail)
