"""`w`: what a number is, what moved it since yesterday, what could be done and at what price.

Built from the rule's own inputs of the day. Signed parts of a sum add up to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Final

from aiboard.actions.words import LEGAL_DONE
from aiboard.engine.cost_of_delay import cost_of_delay
from aiboard.engine.happenings.live import Monitored
from aiboard.engine.model.board import Board
from aiboard.engine.systems import accounting
from aiboard.engine.verbs import VERBS, Forecast, Start, Ticket, verb_minutes
from aiboard.views import fmt
from aiboard.views.board.header import due_dates, forecast_words, has_launched
from aiboard.views.board.trouble import troubles
from aiboard.views.why import accounts
from aiboard.views.why.card import (
    Explanation,
    ExplanationPart,
    why_card,
    why_dataset,
    why_gate,
    why_odds,
    why_score,
    why_speed,
)


class Topic(StrEnum):
    """A number or state that `w` explains. Those about a card or dataset need its index."""

    CARD = "card"
    SCORE = "score"
    SPEED = "speed"
    ODDS = "odds"
    GATE = "gate"
    DATASET = "dataset"
    BOOKED = "booked"
    LIVE = "live"
    BURN = "burn"
    WAITING = "waiting"
    DUE = "due"
    FORECAST = "forecast"
    HOURS = "hours"
    TROUBLE = "trouble"


def explain(board: Board, topic: Topic, index: int = -1, watching: bool = False) -> Explanation:
    """The answer to `w`. `index` is a card, or a dataset for DATASET; ignored for the project's numbers.

    With `watching`, where somebody else plays, without what a player could do.

    Raises IndexError for a topic about a card or dataset without one.
    """
    if topic in ABOUT_ONE:
        items = board.data if topic == Topic.DATASET else board.cards
        if not 0 <= index < len(items):
            raise IndexError(f"{topic} needs a card or dataset")
        explanation = _ONE[topic](board, index)
    else:
        explanation = _PROJECT[topic](board)
    return replace(explanation, details=()) if watching and topic in _TO_DO else explanation


def _money_parts(money_parts: tuple[accounts.MoneyPart, ...]) -> tuple[ExplanationPart, ...]:
    return tuple(ExplanationPart(part.name, fmt.signed_money(part.cents), part.cents) for part in money_parts)


def _booked(board: Board) -> Explanation:
    changes = accounts.changed_parts(board)
    change = board.ledger.booked() - board.before.booked()
    breakdown = ", ".join(f"{part.name} {fmt.signed_money(part.cents)}" for part in accounts.parts(board))
    return Explanation(
        "booked",
        fmt.exact_money(board.ledger.booked()),
        f"Everything earned less everything spent so far. The project's result is this number after {_end(board)}.",
        (*_requirement(board), f"so far: {breakdown}" if breakdown else "nothing booked yet"),
        "since yesterday morning",
        _money_parts(changes),
        fmt.signed_money(change),
    )


def _end(board: Board) -> str:
    """When the last dollar is booked: at the close, or after the days that live models go on earning."""
    tail = board.world.tail_days
    return f"the {fmt.days(tail)} that live models earn on after close" if tail else "the last day"


def _live(board: Board) -> Explanation:
    world = board.world
    earned = accounts.live_by_card(board)
    parts = tuple(
        ExplanationPart(f"{fmt.short(world, card)} {_served(board, card)}", fmt.signed_money(cents), cents)
        for card, cents in sorted(earned.items())
    )
    point, floor = fmt.exact_money(world.point_cents), fmt.points(world.value_floor_ppm)
    return Explanation(
        "live",
        f"{fmt.exact_money(accounting.live_cents(board))} a day",
        f"What live models earned yesterday: {point} a point over {floor} at full traffic, times their share. A day is "
        "paid by what was read on it, and days differ; the card's live quality weighs them all.",
        (*_requirement(board), "promote a measured card, then raise its share"),
        "by model" if parts else "",
        parts,
        fmt.signed_money(accounting.live_cents(board)),
    )


def _requirement(board: Board) -> tuple[str, ...]:
    """What an unmet requirement takes, and what meets it; empty while it takes nothing."""
    if not board.has_scope_cost():
        return ()
    paid_pct = board.world.scope_revenue_pct
    loss = accounting.unpaid_cents(board.world, accounting.live_cents(board)) if board.day > board.scope_from else 0
    yesterday = f", {fmt.exact_money(loss)} yesterday" if loss > 0 else ""
    needs = f"{fmt.dataset(board.world, board.scope_data)} in full and a slice score of a live model"
    return (f"the new requirement is not met and takes {100 - paid_pct} % of revenue{yesterday}; it needs {needs}",)


def _served(board: Board, card: int) -> str:
    """The share of traffic behind what a card earned on the last day played, and the live quality read on it."""
    for event in reversed(board.history):
        if isinstance(event, Monitored) and event.card == card:
            return f"at {event.share_pct} %, {fmt.tenth(event.online_ppm)} that day"
    return "at 0 %"


def _burn(board: Board) -> Explanation:
    hour = fmt.cents(board.world.gpu_hour_cents)
    trained, evaluated = fmt.gpu_hours(board.gpu_used_min), fmt.gpu_hours(board.eval_used_min)
    details = [
        f"{trouble.problem}: {trouble.remedy}" for trouble in troubles(board) if trouble.card >= 0 and trouble.remedy
    ]
    burn, once = accounts.burn_cents(board), accounts.once_cents(board)
    spending = accounts.spent_parts(board)
    parts = tuple(replace(part, name=f"{part.name}, once") if part.once else part for part in spending)
    return Explanation(
        "burn",
        f"{fmt.exact_money(burn)} a day" + (f"; besides, {fmt.exact_money(once)} was paid once" if once else ""),
        f"What runs by the day: GPU time at {hour} an hour ({trained} h trained, {evaluated} h evaluated), serving, "
        "incidents that go on. Labels, launches and roll-backs are paid once. What was earned is in live.",
        (*details, *(["kill or pause a card: its GPU time is no longer paid"] if board.gpu_used_min else [])),
        "since yesterday morning",
        _money_parts(parts),
        fmt.signed_money(-burn - once),
    )


def _waiting(board: Board) -> Explanation:
    summary = (
        "What one more day costs: the best model that passed its gate or is on its way to all customers, at full "
        "traffic, less what the models that serve now earn. By live quality where there is any, else as measured."
    )
    delay_cost = cost_of_delay(board)
    if delay_cost is None:
        return Explanation("waiting", "nothing waits", summary, ("no such model would earn more than what serves",))
    parts = (
        accounts.MoneyPart(f"{fmt.short(board.world, delay_cost.card)} at full traffic", delay_cost.worth_cents),
        accounts.MoneyPart("what serves now", -delay_cost.now_cents),
    )
    remedy = (
        "raise its share" if board.cards[delay_cost.card].share_pct else "promote it and clear its way to customers"
    )
    value = f"{fmt.exact_money(delay_cost.cents())} a day"
    return Explanation(
        "waiting", value, summary, (remedy,), "parts", _money_parts(parts), fmt.signed_money(delay_cost.cents())
    )


def _due(board: Board) -> Explanation:
    lines = tuple(due.text for due in due_dates(board)[:6])
    # Its end has a day no more; what was waited for is looked for here.
    if board.world.needs_legal and board.legal == LEGAL_DONE and not has_launched(board):
        lines += ("legal: the review is done",)
    return Explanation("due", lines[0] if lines else "nothing", "What has a day, the nearest first.", lines)


def _forecast(board: Board) -> Explanation:
    world = board.world
    target = fmt.points(world.target_ppm)
    stated = forecast_words(board) + (f", said on D{board.forecast_day}" if board.forecast_70 else "")
    reached = f"reached on D{board.target_day}" if board.target_day else "not reached yet"
    cost = fmt.minutes(verb_minutes(world, Forecast))
    again = "a new range" if board.forecast_70 else "a range"
    return Explanation(
        "forecast",
        stated,
        f"Your range for the first day on which a card clears {target}. It is scored at the end.",
        (f"{target}: {reached}", *([] if board.target_day else [f"state {again}: {cost}"])),
    )


def _hours(board: Board) -> Explanation:
    world = board.world
    prices: dict[int, list[str]] = {}
    for verb in VERBS:
        minutes = verb_minutes(world, verb)
        if minutes:
            prices.setdefault(minutes, []).append(verb.VERB)
    lines = tuple(f"{fmt.minutes(minutes)}: {', '.join(names)}" for minutes, names in sorted(prices.items()))
    total = verb_minutes(world, Start) + verb_minutes(world, Ticket)
    if total:
        lines = (*lines, f"{fmt.minutes(total)}: an idea of the Backlog, ticket and start")
    return Explanation(
        "hours",
        f"{fmt.minutes(board.minutes_left)} of {fmt.minutes(world.minutes)} left",
        "Your own time today; meetings take the rest of the day. What is not used is gone.",
        lines or ("nothing costs hours here",),
    )


def _trouble(board: Board) -> Explanation:
    problems = troubles(board)
    names = fmt.count(len(problems), "thing") + (" goes" if len(problems) == 1 else " go") + " wrong"
    return Explanation(
        "trouble",
        names if problems else "nothing goes wrong",
        "What holds cards up or costs by the day until it ends or somebody acts, and what can be done about it.",
        tuple(trouble.text for trouble in problems),
    )


_ONE: Final[dict[Topic, Callable[[Board, int], Explanation]]] = {
    Topic.CARD: why_card,
    Topic.SCORE: why_score,
    Topic.ODDS: why_odds,
    Topic.GATE: why_gate,
    Topic.DATASET: why_dataset,
}
ABOUT_ONE: Final = frozenset(_ONE)
"""Topics about one card (or dataset)."""
_TO_DO: Final = frozenset({Topic.CARD, Topic.SCORE, Topic.DATASET, Topic.LIVE, Topic.BURN, Topic.WAITING, Topic.SPEED})
"""Topics whose last lines are what a player could do; of the others they are facts."""
_PROJECT: Final[dict[Topic, Callable[[Board], Explanation]]] = {
    Topic.SPEED: why_speed,
    Topic.BOOKED: _booked,
    Topic.LIVE: _live,
    Topic.BURN: _burn,
    Topic.WAITING: _waiting,
    Topic.DUE: _due,
    Topic.FORECAST: _forecast,
    Topic.HOURS: _hours,
    Topic.TROUBLE: _trouble,
}
