"""What was left undone: the dollars of the days on which something stood still."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from aiboard.actions.words import minutes
from aiboard.analysis.record import DayRecord, Record
from aiboard.analysis.stakes.base import Stake, stretches
from aiboard.analysis.stakes.dollars import incident_risk_cents, over_live
from aiboard.analysis.stakes.serving import serving_stakes
from aiboard.analysis.unpaid import unpaid_revenue
from aiboard.engine.gate import verdict
from aiboard.engine.happenings.live import LegalStarted
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Block, Stage
from aiboard.engine.outlook import live_mean_error
from aiboard.engine.systems.accounting import measured_worth_cents
from aiboard.engine.verbs import Iterate, Kill, LegalReview, RootCause, verb_minutes
from aiboard.views import fmt
from aiboard.views.card.measure import quality_estimate


def undone_stakes(record: Record) -> Iterator[Stake]:
    """A ready model that waited for legal review, an unmet requirement, a passed card left in Evaluation, a regressed
    model that nobody mended, a canary that nobody widened, an incident that nobody answered."""
    yield from _legal(record)
    yield from _requirement(record)
    yield from _undecided_stakes(record)
    yield from _regression_stakes(record)
    yield from serving_stakes(record)


def _legal(record: Record) -> Iterator[Stake]:
    waits = _waits(record.days, lambda day: day.blocked.get(Block.LEGAL, []))
    started = next((event.day for event in record.history if isinstance(event, LegalStarted)), 0)
    status = f"started on day {started}" if started else "not started"
    for card, days in waits.items():
        # By what was measured when it began to wait: what came later was not known.
        board = days[0].morning
        cents = sum(over_live(day.morning, card, board.cards[card].mean_ppm()) for day in days)
        # The last day on which a start would have cost no waiting.
        by = max(1, days[0].day - record.world.legal_days)
        name = fmt.key(record.world, card)
        takes = (
            f"{fmt.days(record.world.legal_days)} and {minutes(verb_minutes(record.world, LegalReview))} of your time"
        )
        yield Stake(
            days[0].day,
            card,
            cents,
            f"{name} was ready; legal review was {status}",
            _score(board, card),
            f"start the review by day {by}: it takes {takes}",
            f"{name} waited {fmt.days(len(days))}",
        )


def _requirement(record: Record) -> Iterator[Stake]:
    missed = unpaid_revenue(record)
    if not missed.cents:
        return
    data = fmt.dataset(record.world, record.board.scope_data)
    yield Stake(
        missed.first_day or record.board.day,
        -1,
        missed.cents,
        f"the new requirement ({data}) was not met",
        f"due on day {record.board.scope_from}; until it is met {record.world.scope_revenue_pct} % of revenue is paid",
        f"order all of {data} when it appears, and evaluate the live model's slices",
        f"{fmt.exact_money(missed.cents)} was not paid, {fmt.days(missed.days)} and the time after close counted",
    )


def _undecided_stakes(record: Record) -> Iterator[Stake]:
    """Cards that had passed the gate and stood in Evaluation with nothing under way."""
    waits = _waits(
        record.days, lambda day: [card for card in day.waiting_decision if verdict(day.morning, card).passed]
    )
    for card, waiting in waits.items():
        cents, days = _dearest(waiting, partial(_passed_cents, card))
        yield Stake(
            days[0].day,
            card,
            cents,
            f"{fmt.key(record.world, card)} had passed the gate and was left in Evaluation",
            _score(days[0].morning, card),
            f"promote it on day {days[0].day}",
            f"it stood {fmt.days(len(days))}",
        )


def _regression_stakes(record: Record) -> Iterator[Stake]:
    """Models that regressed and stood in Evaluation on days on which nobody began to mend them."""
    acted = {
        (day.day, step.action.card)
        for day in record.days
        for step in day.steps
        if isinstance(step.action, (RootCause, Iterate, Kill))
    }
    # By the board on which each day began: what came to light in its evening could not be acted on.
    waits: dict[int, list[DayRecord]] = {}
    for previous, day in pairwise(record.days):
        for card in previous.morning.cards:
            if card.regressed and card.stage == Stage.EVALUATION and (day.day, card.index) not in acted:
                waits.setdefault(card.index, []).append(previous)
    for index, waiting in waits.items():
        cents, days = _dearest(waiting, partial(_regressed_cents, index))
        board = days[0].morning
        name, quality = fmt.key(record.world, index), _best_known(board, index)
        worth = fmt.money(measured_worth_cents(board, quality))
        takes = minutes(verb_minutes(record.world, RootCause))
        yield Stake(
            board.day,
            index,
            cents,
            f"{name} had regressed and nobody began to mend it",
            f"before it regressed it measured {fmt.tenth(quality)}; that earns {worth} a day at full traffic",
            f"find its root cause on day {board.day} ({takes} of your time), then iterate it",
            f"it stood {fmt.days(len(days))}",
        )


def _best_known(board: Board, index: int) -> int:
    """What customers got of a model, else what was measured before; a regression takes neither away."""
    card = board.cards[index]
    return live_mean_error(board, card)[0] if card.monitored_ppm else card.mean_ppm()


def _passed_cents(index: int, day: DayRecord) -> int:
    # What struck while it served came to light, and would again: its scores do not say so.
    card = day.morning.cards[index]
    return max(0, over_live(day.morning, index, card.mean_ppm()) - incident_risk_cents(day.morning, card))


def _regressed_cents(card: int, day: DayRecord) -> int:
    return over_live(day.morning, card, _best_known(day.morning, card))


def _dearest(days: Sequence[DayRecord], a_day: Callable[[DayRecord], int]) -> tuple[int, list[DayRecord]]:
    """The stretch of days that cost most, with what it cost: a model that came back from its launch waits anew."""
    weighed = [(sum(map(a_day, stretch)), stretch) for stretch in stretches(days)]
    return max(weighed, key=lambda one: one[0])


def _waits(days: Sequence[DayRecord], cards_held: Callable[[DayRecord], list[int]]) -> dict[int, list[DayRecord]]:
    """Card -> the days on which it was held."""
    waits: dict[int, list[DayRecord]] = {}
    for day in days:
        for card in cards_held(day):
            waits.setdefault(card, []).append(day)
    return waits


def _score(board: Board, card: int) -> str:
    estimate = quality_estimate(board, card)
    if estimate is None:
        return "not measured"
    worth = measured_worth_cents(board, estimate.mean)
    return f"{estimate.text}; that earns {fmt.money(worth)} a day at full traffic"
