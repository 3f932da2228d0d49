"""Standing orders, one line each, and what they ask today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.actions.words import refusal_cause
from aiboard.engine import outlook
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import EvalStarted, Iterating, Moved, Promoted
from aiboard.engine.happenings.chaos import RootCauseFound
from aiboard.engine.happenings.data import BatchAccepted, DataOrdered, SentBack
from aiboard.engine.happenings.live import LegalStarted, RolledBack, ShareSet
from aiboard.engine.happenings.plan import OrderRefused
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import ASK_ONLY, Chaos, Mode, Order, Refusal
from aiboard.engine.model.world import World
from aiboard.engine.orders import SMALL_POOL, WEEK, order_seeds
from aiboard.views import fmt, words
from aiboard.views.happenings.row import target
from aiboard.views.questions import answer, question
from aiboard.views.recent import events_since


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A standing order.

    Attributes:
        order, mode: what it is and how it is set.
        name: what it does, one line.
        choices: the modes it can have.
        note: what has to be known before it is set; empty for nothing.
    """

    order: Order
    mode: Mode
    name: str
    choices: tuple[Mode, ...]
    note: str = ""

    @property
    def text(self) -> str:
        """`ask   Gate passed: promote to canary`."""
        return f"{words.MODE[self.mode]:<5} {self.name}"


@dataclass(frozen=True, slots=True)
class OrderQuestionLine:
    """A question that a standing order put to you, in words, and the line to type for yes.

    `card` or `data` is what it is about, the other is -1.
    """

    order: Order
    card: int
    data: int
    text: str
    answer: str


_DETAIL: Final[dict[Order, str]] = {
    Order.EVALUATE: "{seeds}",
    Order.DATA: "{pilot} %; after a week all",
    Order.KAPPA: "under {hold}",
    Order.CANARY: "{days} at each share",
    Order.ROLL_BACK: "{alert} points",
}
#: What follows when an order acts.
_DOES: Final[dict[Order, tuple[type[Event], ...]]] = {
    Order.EVALUATE: (EvalStarted,),
    Order.PROMOTE: (Promoted, LegalStarted),
    Order.START: (Moved,),
    Order.DATA: (DataOrdered,),
    Order.KAPPA: (BatchAccepted, SentBack),
    Order.CANARY: (ShareSet,),
    Order.ROLL_BACK: (RolledBack,),
    Order.MEND: (RootCauseFound, Iterating),
}
#: What an order's own words do not say and a player would not guess.
_ABOUT: Final[dict[Order, str]] = {
    Order.START: "It leaves a GPU for evaluations{small}, and passes by people who hold two cards.",
    Order.ROLL_BACK: "It compares with the plan only: it takes back a model that is better than the one before, too.",
}


def order_lines(board: Board) -> tuple[OrderLine, ...]:
    """All standing orders in their fixed order."""
    lines: list[OrderLine] = []
    for order in Order:
        mode = Mode(board.orders[order])
        choices = tuple(one for one in Mode if not (one == Mode.AUTO and order in ASK_ONLY))
        small = " once a card is in Evaluation" if board.world.gpus <= SMALL_POOL else ""
        note = " ".join(part for part in (_ABOUT.get(order, "").format(small=small), _waited(board, order)) if part)
        lines.append(OrderLine(order, mode, order_name(board.world, order), choices, note))
    return tuple(lines)


def _waited(board: Board, order: Order) -> str:
    """When it could not act last, and why: the log has the same reason once a sprint only, however often it waits.

    Left out is what was done since, by it or by the player; empty where nothing else waited.
    """
    handled: set[tuple[int, int]] = set()
    for event in events_since(board, max(1, board.day - board.world.sprint_days + 1)):
        if isinstance(event, _DOES.get(order, ())):
            handled.add((event.card, event.data))
        if isinstance(event, OrderRefused) and event.order == order and board.orders[order] == Mode.AUTO:
            if (event.card, event.data) in handled:
                continue
            cause = refusal_cause(Refusal(event.refusal))
            return f"D{event.day}: it waited, {target(board.world, event)}: {cause}. The log tells that once a sprint."
    return ""


def order_name(world: World, order: Order) -> str:
    """What an order does, with this scenario's numbers."""
    detail = _DETAIL.get(order, "").format(
        seeds=fmt.count(order_seeds(world), "seed"),
        pilot=world.pilot_pct,
        hold=fmt.kappa(world.kappa_hold_ppm),
        days=fmt.days(world.canary_days),
        alert=fmt.points(world.alert_ppm),
    )
    return f"{words.ORDER[order]} ({detail})" if detail else words.ORDER[order]


def reserve_days(board: Board) -> int:
    """For how many days a GPU is offered to be kept, today included: to the shortage's end, else for a week."""
    at = board.disruption_place(Chaos.GPU_SHORTAGE)
    return max(1, board.disruptions[at].until_day - board.day + 1) if at >= 0 else WEEK


def order_questions(board: Board) -> tuple[OrderQuestionLine, ...]:
    """What standing orders ask now, in the order in which it was asked; nothing on a finished board."""
    questions: list[OrderQuestionLine] = []
    for item in () if board.over else board.asked:
        order = Order(item.order)
        # One model at a time is on its way to customers: until that is settled there is nothing to say yes to.
        if order == Order.PROMOTE and outlook.unsettled_newcomer(board) >= 0:
            continue
        ordered = board.data[item.data].ordered_pct if item.data >= 0 else 0
        subject = item.data if item.data >= 0 else item.card
        text = question(board.world, order, subject, ordered)
        questions.append(OrderQuestionLine(order, item.card, item.data, text, answer(board, order, subject)))
    return tuple(questions)
