"""Limits, standing orders, forecasts and the calendar: each happening's row."""

from __future__ import annotations

from typing import Final

from aiboard.actions.words import refusal_cause
from aiboard.engine.happenings import plan as happened
from aiboard.engine.model.vocabulary import ON_DATA, Mode, Order, Refusal, Stage
from aiboard.engine.model.world import World
from aiboard.views import fmt, words
from aiboard.views.happenings.row import EventRow, row, target
from aiboard.views.questions import question
from aiboard.views.words import Tone


def _asked(world: World, event: happened.OrderAsked) -> str:
    order = Order(event.order)
    return f"Order asks: {question(world, order, event.data if order in ON_DATA else event.card)}"


def _order_set(world: World, event: happened.OrderSet) -> str:
    begins = " from this evening on" if event.mode else ""
    return f"Standing order {words.MODE[Mode(event.mode)]}{begins}: {words.ORDER[Order(event.order)]}."


def _wip_set(world: World, event: happened.WipSet) -> str:
    return f"{words.STAGE[Stage(event.stage)]} limit is {event.limit} now."


def _refused_order(world: World, event: happened.OrderRefused) -> str:
    name = words.ORDER[Order(event.order)].split(":")[0]
    return f"Order '{name}' waits, {target(world, event)}: {refusal_cause(Refusal(event.refusal))}."


def _sprint_ended(world: World, event: happened.SprintEnded) -> str:
    # A second promotion, or the end of a model that was live, is no new decision: said, since players count those too.
    decided = fmt.count(event.decided, "card") if event.decided else "no card"
    were = "were" if event.decided > 1 else "was"
    return f"Sprint {event.sprint} ends: {decided} {were} newly decided (promoted or killed)."


def _closed(world: World, event: happened.Closed) -> str:
    tail = fmt.signed_money(event.tail_cents)
    more = fmt.count(world.tail_days, "more day")
    return f"The project closes. {more} live: {tail}. Net {fmt.exact_money(event.value_cents)}."


ROWS: Final[tuple[EventRow, ...]] = (
    row(happened.OrderAsked, _asked, tone=Tone.NEWS, weight=58),
    row(happened.OrderSet, _order_set),
    row(happened.WipSet, _wip_set),
    row(
        happened.GpusReserved,
        lambda world, event: f"{fmt.count(event.gpus, 'GPU')} reserved for {fmt.days(event.days)}.",
    ),
    row(
        happened.ForecastGiven,
        lambda world, event: f"Forecast: 70 % by day {event.day_70}, 90 % by day {event.day_90}.",
        weight=26,
    ),
    row(happened.OrderRefused, _refused_order, tone=Tone.WARN, weight=18),
    row(happened.SprintEnded, _sprint_ended, weight=24),
    row(happened.Closed, _closed, weight=20),
)
