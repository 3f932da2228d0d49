"""How the work flowed: throughput, cycle time, kill and promotion rate, blockers, data readiness.

Context for a debrief, never a score: anyone can raise a kill rate by killing. The bands are those of the course that
the game is built on (docs/model.md).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from aiboard.analysis.record import Record, ready_batches
from aiboard.engine.happenings.data import DataOrdered
from aiboard.engine.model.vocabulary import Block
from aiboard.engine.systems.compute import DAY_GPU_MIN

KILL_BAND: Final = (0.60, 0.80)
PROMOTION_BAND: Final = (0.10, 0.30)
READY_TARGET: Final = 0.80
READY_FLOOR: Final = 0.60


@dataclass(frozen=True)
class OrderedBatch:
    """A batch of data that was ordered.

    Attributes:
        data: dataset.
        ordered_day: day of the order.
        promised_day: the day the vendor named then (the usual longest).
        delivered_day: day it came back from the vendor, 0 when it has not.
    """

    data: int
    ordered_day: int
    promised_day: int
    delivered_day: int

    def on_time(self, today: int) -> bool | None:
        """Whether it came on or before the promised day; None while neither is known."""
        if self.delivered_day:
            # Whatever day it is now: late stays late.
            return self.delivered_day <= self.promised_day
        return False if today > self.promised_day else None


@dataclass(frozen=True)
class Health:
    """The flow of one game.

    Attributes:
        decided, promoted, killed: cards.
        throughput: decided cards a sprint (days played / days of a sprint).
        cycle_time: mean working days from ticket to decision; None when none was decided.
        kill_rate, promotion_rate: shares of decided cards; None when none was decided.
        blockers: cause -> card-days it kept a card from moving.
        blocked_by_sprint: card-days on which something kept a card from moving, by sprint from the first.
        decision_days: card-days in Evaluation with nothing under way.
        batches: data ordered.
        readiness: batches that came on time, share of those that came or are overdue; None when there is none.
        focus_lost: points of work lost because people held several cards (100 a card's day).
        worked: points of work done by running cards.
        idle_gpu_days: GPU-days nobody used while a card that fits stood ready and a slot was free.
        pool_gpu_days: GPU-days the pool offered.
        over_days: days on which some column held more cards than its limit.
    """

    decided: int
    promoted: int
    killed: int
    throughput: float
    cycle_time: float | None
    kill_rate: float | None
    promotion_rate: float | None
    blockers: dict[Block, int]
    blocked_by_sprint: tuple[int, ...]
    decision_days: int
    batches: tuple[OrderedBatch, ...]
    readiness: float | None
    focus_lost: int
    worked: int
    idle_gpu_days: int
    pool_gpu_days: int
    over_days: int


def health(record: Record) -> Health:
    """The flow of a recorded game."""
    board = record.board
    days_played = len(record.days)
    # Decisions of a retired or twice promoted model count once, on their first day: as the engine counts them.
    cycles = [card.decided_day - card.ticket_day for card in board.cards if card.decision and card.ticket_day]
    blockers: Counter[Block] = Counter()
    for day in record.days:
        for cause, cards in day.blocked.items():
            blockers[cause] += len(cards)
    # A batch that is neither here nor overdue says nothing about the vendor yet.
    orders = batches(record)
    on_time = [timely for batch in orders if (timely := batch.on_time(board.day)) is not None]
    return Health(
        decided=board.decided,
        promoted=board.promoted,
        killed=board.killed,
        throughput=board.decided / (days_played / record.world.sprint_days) if days_played else 0.0,
        cycle_time=sum(cycles) / len(cycles) if cycles else None,
        kill_rate=board.killed / board.decided if board.decided else None,
        promotion_rate=board.promoted / board.decided if board.decided else None,
        blockers=dict(blockers.most_common()),
        blocked_by_sprint=_by_sprint(record),
        decision_days=sum(len(day.waiting_decision) for day in record.days),
        batches=tuple(orders),
        readiness=sum(on_time) / len(on_time) if on_time else None,
        focus_lost=sum(day.focus_lost for day in record.days),
        # A card's speed is its points of the day: 100 where its holder has no other.
        worked=sum(card.speed_pct for day in record.days for card in day.morning.cards if card.running),
        # Only days on which a start could have used them: the rest of the idle time had no alternative.
        idle_gpu_days=sum(day.idle_gpus for day in record.days if day.startable),
        pool_gpu_days=sum(day.morning.gpu_min for day in record.days) // DAY_GPU_MIN,
        over_days=sum(bool(day.over_limit) for day in record.days),
    )


def _by_sprint(record: Record) -> tuple[int, ...]:
    """Card-days blocked in each sprint that was begun."""
    length = record.world.sprint_days
    totals = [0] * -(-len(record.days) // length)
    for at, day in enumerate(record.days):
        totals[at // length] += sum(map(len, day.blocked.values()))
    return tuple(totals)


def batches(record: Record) -> list[OrderedBatch]:
    """All batches of data that were ordered, with the vendor's word and when they came (sent-back ones: first time)."""
    ordered: dict[int, tuple[int, int]] = {}
    orders: list[OrderedBatch] = []
    before = None
    for day in record.days:
        events = [event for step in day.steps for event in step.events] + day.night
        for event in events:
            if isinstance(event, DataOrdered):
                ordered[event.data] = (event.day, day.morning.data[event.data].promised_day)
        if before is not None:
            for data in ready_batches(before, day.morning):
                if data in ordered:
                    # Taken out, so that a batch that comes again after relabelling keeps its first date.
                    start, promised = ordered.pop(data)
                    orders.append(OrderedBatch(data, start, promised, day.day))
        before = day.morning
    for step in record.open_steps:
        for event in step.events:
            if isinstance(event, DataOrdered):
                ordered[event.data] = (event.day, record.board.data[event.data].promised_day)
    orders += [OrderedBatch(data, start, promised, 0) for data, (start, promised) in ordered.items()]
    return sorted(orders, key=lambda batch: (batch.ordered_day, batch.data))
