"""The kinds of event that stop time: a function a kind. What falls due: `stop_dues.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from aiboard.engine import outlook
from aiboard.engine.gate import LEAST_SEEDS
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import GATE_PASSED, Diverged, EvalDone, Moved, RunEnded
from aiboard.engine.happenings.chaos import ChaosBegan, ChaosEnded
from aiboard.engine.happenings.data import BatchAccepted, KappaRead
from aiboard.engine.happenings.live import Alerted, Incident, IncidentWentOn
from aiboard.engine.happenings.plan import OrderAsked, SprintEnded
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import CHAOS_ROWS, ON_DATA, Chaos, Mode, Order, Regression, Stage
from aiboard.engine.systems.chaos import WITH_CAUSE
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.engine.systems.training import LOSSES_WITH_CAUSE
from aiboard.engine.verbs import OrderData, Promote, Resume, RootCause
from aiboard.play.stop import SHORTAGE_DECISION, Cause, Stop
from aiboard.views import fmt
from aiboard.views.decisions.decision import is_possible_soon
from aiboard.views.questions import answer, question
from aiboard.views.recent import events_since
from aiboard.views.sentences import sentence


def verdict_words(board: Board, card: Card) -> str:
    """What can be decided now about a card in Evaluation: `promote, iterate or kill`."""
    if card.regressed == Regression.UNEXPLAINED:
        return "find the root cause or kill"
    if card.regressed == Regression.EXPLAINED:
        return "iterate or kill"
    if not card.scores:
        return "evaluate or kill"
    if is_possible_soon(board, Promote(card.index)):
        # On one seed the gate cannot pass, whatever it reads.
        more = "evaluate again, " if len(card.scores) < LEAST_SEEDS else ""
        return f"{more}promote, iterate or kill"
    other = outlook.unsettled_newcomer(board)
    # On the last day there is no day left to wait for.
    waits = other >= 0 and board.day < board.world.days
    return f"iterate, kill or wait for {fmt.short(board.world, other)}" if waits else "iterate or kill"


def stop_for_event(board: Board, event: Event) -> Stop | None:
    """The stop that an event is, or None."""
    rule = _STOPS.get(type(event))
    return rule(board, event) if rule is not None else None


def _sprint_ended(board: Board, event: SprintEnded) -> Stop:
    return Stop(Cause.SPRINT, sentence(board.world, event).text)


def _kappa_read(board: Board, event: KappaRead) -> Stop | None:
    if not awaiting_verdict(board.data[event.data]) or board.orders[Order.KAPPA] == Mode.AUTO:
        return None
    return Stop(Cause.VERDICT, sentence(board.world, event).text, "accept or relabel", data=event.data)


def _batch_accepted(board: Board, event: BatchAccepted) -> Stop | None:
    if event.delivered_pct == 100 or board.orders[Order.DATA] != Mode.OFF:
        return None
    text, remaining_order = sentence(board.world, event).text, OrderData(event.data, 100)
    return Stop(Cause.VERDICT, text, "order the rest?", data=event.data, usual=remaining_order)


def _eval_done(board: Board, event: EvalDone) -> Stop | None:
    card = board.cards[event.card]
    text = sentence(board.world, event).text
    if card.stage == Stage.EVALUATION:
        passed = event.gate == GATE_PASSED
        return Stop(Cause.VERDICT, text, verdict_words(board, card), card=event.card, pressing=passed)
    if card.stage == Stage.PRODUCTION:
        return Stop(Cause.VERDICT, text, "compare the newcomer", card=event.card)
    return None


def _run_ended(board: Board, event: RunEnded) -> Stop | None:
    card = board.cards[event.card]
    if not card.in_flight():
        return None
    text = sentence(board.world, event).text
    # The event carries the line only when it was crossed: a later run under it stops again, by its own event.
    if event.kill_ppm:
        return Stop(Cause.RESULT, text, "kill or go on", card=card.index)
    # Over the bar once: every further good run is no news that changes a decision.
    first = not any(value >= card.success_ppm for value in card.corrected[:-1])
    if card.success_ppm and event.corrected_ppm >= card.success_ppm and first and not card.seeds_pending:
        passed_text = f"{text[:-1]}, over its bar {fmt.points(card.success_ppm)}."
        return Stop(Cause.RESULT, passed_text, "evaluate or go on", card=card.index)
    return None


def _diverged(board: Board, event: Diverged) -> Stop | None:
    """The second run in a row lost to NaN: a row has a cause that can be looked for; one loss may be bad luck."""
    card = board.cards[event.card]
    if not card.in_flight() or event.in_a_row != LOSSES_WITH_CAUSE:
        return None
    name = fmt.short(board.world, card.index)
    text = f"{name} lost {event.in_a_row} runs in a row to NaN."
    return Stop(Cause.RESULT, text, _lost_words(board, card.index), card=card.index, pressing=True)


def _lost_words(board: Board, index: int) -> str:
    """What can be decided about a card that lost a run."""
    return "find the root cause, kill or go on" if is_possible_soon(board, RootCause(index)) else "kill or go on"


def _moved(board: Board, event: Moved) -> Stop | None:
    """A card whose training is over and that waits without a score."""
    card = board.cards[event.card]
    if event.after != Stage.EVALUATION or event.before not in (Stage.EXPERIMENT, Stage.ITERATION):
        return None
    if card.stage != Stage.EVALUATION or card.scores or card.seeds_pending:
        return None
    return Stop(Cause.VERDICT, _trained(board, card), verdict_words(board, card), card=card.index)


def _trained(board: Board, card: Card) -> str:
    """What its runs came to; the last of them needs no line of its own then."""
    text = f"{fmt.short(board.world, card.index)}: its runs are done"
    if card.corrected and card.under_kill_line():
        reading = fmt.points_beside_line(card.corrected[-1], card.kill_ppm)
        text += f", {reading} is under its kill line {fmt.points(card.kill_ppm)}"
    elif card.corrected:
        text += f", the last about {fmt.whole(card.corrected[-1])}"
    return f"{text}; no score yet."


def needs_response(board: Board, event: Alerted | Incident | IncidentWentOn) -> bool:
    """Whether an alert or incident calls for an answer: the model serves, and it is not one more of a row of alerts."""
    card = board.cards[event.card]
    if card.stage != Stage.PRODUCTION or card.share_pct == 0:
        return False
    return not isinstance(event, Alerted) or not _alerted_before(board, event)


def _alert(board: Board, event: Alerted | Incident | IncidentWentOn) -> Stop | None:
    card = board.cards[event.card]
    if not needs_response(board, event):
        return None
    text = sentence(board.world, event).text
    # Response answers an incident; an alert alone leaves nothing to respond to.
    decision = "roll back, respond or leave it" if card.incident else "roll back or leave it"
    return Stop(Cause.ALERT, text, decision, card=card.index)


def _alerted_before(board: Board, event: Alerted) -> bool:
    before = event.day - 1
    alerts = (one for one in events_since(board, before) if isinstance(one, Alerted) and one.card == event.card)
    return any(one.day == before for one in alerts)


def _disruption(board: Board, event: ChaosBegan) -> Stop | None:
    kind = Chaos(event.chaos)
    text = _until(board, event)
    if kind == Chaos.GPU_SHORTAGE:
        # With nobody in training a shortage takes nothing that a decision could save; who is paused asks for no GPU.
        waiting = [card for card in board.cards if card.in_training() and not card.paused]
        if not waiting:
            return None
        # One card alone trains on: it is news, and nothing to decide. Evaluations live on what training leaves.
        others = len(waiting) > 1 or any(card.seeds_pending and not card.paused for card in board.cards)
        return Stop(Cause.DISRUPTION, text, SHORTAGE_DECISION if others else "", card=waiting[0].index)
    if kind in WITH_CAUSE:
        # With its cause found already there is nothing to decide about it.
        if not is_possible_soon(board, RootCause()):
            return None
        return Stop(Cause.DISRUPTION, text, "find the root cause?", data=event.data, usual=RootCause())
    if kind == Chaos.SCOPE_CHANGE:
        usual = OrderData.default_action(board, event.data)
        return Stop(Cause.DISRUPTION, text, "order its data?", event.card, event.data, usual=usual)
    if kind == Chaos.EVAL_REGRESSION:
        find = RootCause(event.card)
        return Stop(Cause.DISRUPTION, text, "find the root cause?", event.card, event.data, usual=find)
    return Stop(Cause.DISRUPTION, text, _lost_words(board, event.card), event.card, event.data)


def _until(board: Board, event: ChaosBegan) -> str:
    """`GPU shortage until D14.`: its last day, for some of its days may be over."""
    text = sentence(board.world, event).text
    at = board.disruption_place(event.chaos)
    if at < 0 or not CHAOS_ROWS[event.chaos].lasting:
        return text
    return text.replace(f", {fmt.days(event.days)}", f" until D{board.disruptions[at].until_day}", 1)


def _disruption_over(board: Board, event: ChaosEnded) -> Stop | None:
    """Cards that were paused for a shortage do not go on by themselves."""
    if event.chaos != Chaos.GPU_SHORTAGE:
        return None
    paused = [card.index for card in board.cards if card.paused and card.in_training()]
    if not paused:
        return None
    name = fmt.short(board.world, paused[0])
    text = f"{sentence(board.world, event).text} {name} is paused."
    return Stop(Cause.SLOT, text, "resume it?", card=paused[0], usual=Resume(paused[0]))


def _asked(board: Board, event: OrderAsked) -> Stop | None:
    order = Order(event.order)
    target = event.data if order in ON_DATA else event.card
    # The event is of the night: by the morning the question may have been settled by another order.
    if not any((item.order, item.card, item.data) == (order, event.card, event.data) for item in board.asked):
        return None
    causes = {Order.KILL_LINE: Cause.RESULT, Order.START: Cause.SLOT, Order.ROLL_BACK: Cause.ALERT}
    cause = causes.get(order, Cause.VERDICT)
    if order == Order.PROMOTE and not is_possible_soon(board, Promote(target)):
        passed = f"{fmt.short(board.world, target)} passed the gate."
        return Stop(cause, passed, verdict_words(board, board.cards[target]), card=target)
    decision_text = f"{answer(board, order, target)}, or leave it"
    return Stop(cause, question(board.world, order, target, event.ordered_pct), decision_text, event.card, event.data)


#: The kinds of event that may stop time.
_STOPS: Final[dict[type[Event], Callable[[Board, Any], Stop | None]]] = {
    SprintEnded: _sprint_ended,
    Alerted: _alert,
    Incident: _alert,
    IncidentWentOn: _alert,
    ChaosBegan: _disruption,
    ChaosEnded: _disruption_over,
    OrderAsked: _asked,
    KappaRead: _kappa_read,
    BatchAccepted: _batch_accepted,
    EvalDone: _eval_done,
    RunEnded: _run_ended,
    Diverged: _diverged,
    Moved: _moved,
}
