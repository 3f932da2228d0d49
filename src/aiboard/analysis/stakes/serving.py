"""What was left undone with a model that serves: a canary that had its days, an incident that went on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from aiboard.analysis.record import DayRecord, Record
from aiboard.analysis.stakes.base import Stake, stretches
from aiboard.analysis.stakes.dollars import after_close, incident_risk_cents, measured_quality, over_live
from aiboard.engine.happenings.live import Incident, IncidentAnswered, IncidentWentOn, Monitored, RolledBack
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.outlook import fading, next_share, share_due_day
from aiboard.views import fmt
from aiboard.views.card.measure import live, quality_estimate


def serving_stakes(record: Record) -> Iterator[Stake]:
    """A canary that stayed at its share after its days, and an incident that nobody answered."""
    for index in range(len(record.board.cards)):
        yield from _canary_stakes(record, index)
        yield from _incident_stakes(record, index)


def _canary_stakes(record: Record, index: int) -> Iterator[Stake]:
    days = [day for begun, day in pairwise(record.days) if _left_at_share(begun.morning, day, index)]
    mornings = {day.day: begun.morning for begun, day in pairwise(record.days)}
    for stretch in stretches(days):
        board = mornings[stretch[0].day]
        card = board.cards[index]
        quality = _quality(board, index)
        added = next_share(card) - card.share_pct
        risk = incident_risk_cents(board, card)
        cents = len(stretch) * (over_live(board, index, quality) - risk) * added // 100
        closed = record.finished and stretch[-1].day == record.days[-1].day
        if closed:
            world = record.world
            raised, left = (after_close(world, quality, share, risk) for share in (next_share(card), card.share_pct))
            cents += raised - left
        name = fmt.key(record.world, index)
        yield Stake(
            board.day,
            index,
            cents,
            f"{name} had its days at {card.share_pct} % of traffic and stayed there",
            _served(board, index),
            f"raise it to {next_share(card)} % on day {board.day}",
            f"it stayed for {fmt.days(len(stretch))}" + (", and after close" if closed else ""),
        )


def _left_at_share(board: Board, day: DayRecord, index: int) -> bool:
    """Whether the step to more traffic was due that morning, nothing known spoke against it, and nobody took it."""
    card = board.cards[index]
    due = share_due_day(board, card)
    if card.stage != Stage.PRODUCTION or not 0 < due <= board.day or card.incident or not card.monitored_ppm:
        return False
    quality = _quality(board, index)
    # What a newer model takes over is no canary, and under the bar of incidents one threatens.
    if fading(board, card) or quality < board.world.bad_launch_ppm:
        return False
    worth = over_live(board, index, quality) - incident_risk_cents(board, card)
    return worth > 0 and day.morning.cards[index].share_pct == card.share_pct


def _incident_stakes(record: Record, index: int) -> Iterator[Stake]:
    """The days of an incident, and of what struck meanwhile, less what the model earned on them."""
    for begun, first, after in _open_incidents(record, index):
        span = [event for event in record.history if event.card == index and first <= event.day < after]
        costs = sum(event.cents for event in span if isinstance(event, Incident | IncidentWentOn))
        earned = sum(event.revenue_cents for event in span if isinstance(event, Monitored))
        more = sum(isinstance(event, Incident) for event in span)
        name = fmt.key(record.world, index)
        yield Stake(
            first,
            index,
            costs - earned,
            f"{name} went on serving through its incident",
            _served(begun, index),
            f"respond to it, or roll {name} back, on day {first}",
            f"it went on for {fmt.days(after - first)}"
            + (f", and {fmt.count(more, 'more incident')} struck" if more else ""),
        )


def _open_incidents(record: Record, index: int) -> Iterator[tuple[Board, int, int]]:
    """Stretches of days that ended with an incident left open: the board before, the first day, the day after."""
    left = [
        (begun, day)
        for begun, day in pairwise(record.days)
        if begun.morning.cards[index].incident and not _acted(record, index, day.day)
    ]
    mornings = {day.day: begun.morning for begun, day in left}
    for stretch in stretches([day for _, day in left]):
        yield mornings[stretch[0].day], stretch[0].day, stretch[-1].day + 1


def _acted(record: Record, index: int, day: int) -> bool:
    """Whether the incident was answered or the model rolled back on that day."""
    return any(
        isinstance(event, IncidentAnswered | RolledBack) and event.card == index and event.day == day
        for event in record.history
    )


def _quality(board: Board, index: int) -> int:
    return round(measured_quality(quality_estimate(board, index), live(board, index)).mean)


def _served(board: Board, index: int) -> str:
    """What was known of a model that serves."""
    card: Card = board.cards[index]
    measured, met = quality_estimate(board, index), live(board, index)
    parts = [measured.text] if measured else []
    if met:
        parts.append(f"live {fmt.tenth(met.mean)} ({met.span}) in {fmt.days(len(card.monitored_ppm))}")
    if card.incidents:
        parts.append(fmt.count(card.incidents, "incident"))
    parts.append(f"{card.share_pct} % of traffic")
    return "; ".join(parts)
