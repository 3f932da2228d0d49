"""What may stop time: from an event, a promise that falls due, a slot that came free. One function a cause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from aiboard.engine import outlook
from aiboard.engine.gate import LEAST_SEEDS
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import GATE_PASSED, Diverged, EvalDone, Moved, RunEnded
from aiboard.engine.happenings.chaos import ChaosBegan, ChaosEnded
from aiboard.engine.happenings.data import BatchAccepted, KappaRead
from aiboard.engine.happenings.live import Alerted, Incident, IncidentWentOn
from aiboard.engine.happenings.plan import ForecastGiven, OrderAsked, SprintEnded
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import ON_DATA, Block, Chaos, Mode, Order, Stage
from aiboard.engine.systems.chaos import WITH_CAUSE
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.engine.systems.training import LOSSES_WITH_CAUSE
from aiboard.engine.verbs import Action, Deploy, OrderData, Prioritise, Promote, Resume, RootCause, Start
from aiboard.views import fmt, words
from aiboard.views.board.header import launched
from aiboard.views.card.measure import best_measured, live
from aiboard.views.card.starting import keeps_waiting
from aiboard.views.decisions.decision import able
from aiboard.views.questions import answer, question
from aiboard.views.sentences import sentence


class Cause(StrEnum):
    """Why time stopped, worst first."""

    ALERT = "live alert"
    DISRUPTION = "new disruption"
    VERDICT = "verdict"
    RESULT = "result"
    PROMISE = "promise due"
    SLOT = "free slot"
    SPRINT = "sprint ends"
    QUIET = "quiet days"
    END = "the project ends"


@dataclass(frozen=True, slots=True)
class Stop:
    """One reason to look.

    Attributes:
        cause: which of the listed causes.
        sentence: why, one line.
        card, data: where the cursor goes (indices), -1 for none.
        decision: what is to be decided, a few words; empty at a sprint's end.
        pressing: goes before others of its cause.
        usual: what says yes to a decision that is a question, for faces in which it is typed; None for none.
        answer: the kind of event that answers it, where it is about no card or dataset; None for none.
    """

    cause: Cause
    sentence: str
    card: int
    data: int
    decision: str
    pressing: bool = False
    usual: Action | None = None
    answer: type[Event] | None = None

    @property
    def text(self) -> str:
        """Why, and what is to be decided, on one line."""
        return f"{self.sentence} {self.decision[:1].upper()}{self.decision[1:]}".rstrip()


def verdict_words(board: Board, card: Card) -> str:
    """What can be decided now about a card in Evaluation: `promote, iterate or kill`."""
    if not card.scores:
        return "evaluate or kill"
    if able(board, Promote(card.index)):
        # On one seed the gate cannot pass, whatever it reads.
        more = "evaluate again, " if len(card.scores) < LEAST_SEEDS else ""
        return f"{more}promote, iterate or kill"
    other = outlook.unsettled_newcomer(board)
    return f"iterate, kill or wait for {fmt.short(board.world, other)}" if other >= 0 else "iterate or kill"


def of_event(board: Board, event: Event) -> Stop | None:
    """The stop that an event is, or None."""
    rule = _STOPS.get(type(event))
    return rule(board, event) if rule is not None else None


def _sprint_ended(board: Board, event: SprintEnded) -> Stop:
    return Stop(Cause.SPRINT, sentence(board.world, event).text, -1, -1, "")


def _kappa_read(board: Board, event: KappaRead) -> Stop | None:
    if not awaiting_verdict(board.data[event.data]) or _auto(board, Order.KAPPA):
        return None
    return Stop(Cause.VERDICT, sentence(board.world, event).text, -1, event.data, "accept or relabel")


def _batch_accepted(board: Board, event: BatchAccepted) -> Stop | None:
    if event.delivered_pct == 100 or board.orders[Order.DATA] != Mode.OFF:
        return None
    rest = OrderData(event.data, 100)
    return Stop(Cause.VERDICT, sentence(board.world, event).text, -1, event.data, "order the rest?", usual=rest)


def _eval_done(board: Board, event: EvalDone) -> Stop | None:
    card = board.cards[event.card]
    text = sentence(board.world, event).text
    if card.stage == Stage.EVALUATION:
        passed = event.gate == GATE_PASSED
        return Stop(Cause.VERDICT, text, event.card, -1, verdict_words(board, card), passed)
    if card.stage == Stage.PRODUCTION:
        return Stop(Cause.VERDICT, text, event.card, -1, "compare the newcomer")
    return None


def _run_ended(board: Board, event: RunEnded) -> Stop | None:
    card = board.cards[event.card]
    if not card.in_flight():
        return None
    text = sentence(board.world, event).text
    # The event carries the line only when it was crossed: a later run under it stops again, by its own event.
    if event.kill_ppm:
        return Stop(Cause.RESULT, text, card.index, -1, "kill or go on")
    # Over the bar once: every further good run is no news that changes a decision.
    first = not any(value >= card.success_ppm for value in card.corrected[:-1])
    if card.success_ppm and event.corrected_ppm >= card.success_ppm and first and not card.seeds_pending:
        over = f"{text[:-1]}, over its bar {fmt.points(card.success_ppm)}."
        return Stop(Cause.RESULT, over, card.index, -1, "evaluate or go on")
    return None


def _diverged(board: Board, event: Diverged) -> Stop | None:
    """The second run in a row lost to NaN: a row has a cause that can be looked for; one loss may be bad luck."""
    card = board.cards[event.card]
    if not card.in_flight() or event.in_a_row != LOSSES_WITH_CAUSE:
        return None
    name = fmt.short(board.world, card.index)
    text = f"{name} lost {event.in_a_row} runs in a row to NaN."
    return Stop(Cause.RESULT, text, card.index, -1, _lost_words(board, card.index), pressing=True)


def _lost_words(board: Board, index: int) -> str:
    """What can be decided about a card that lost a run."""
    return "find the root cause, kill or go on" if able(board, RootCause(index)) else "kill or go on"


def _moved(board: Board, event: Moved) -> Stop | None:
    """A card whose training is over and that waits without a score."""
    card = board.cards[event.card]
    if event.after != Stage.EVALUATION or event.before not in (Stage.EXPERIMENT, Stage.ITERATION):
        return None
    if card.stage != Stage.EVALUATION or card.scores or card.seeds_pending:
        return None
    return Stop(Cause.VERDICT, _trained(board, card), card.index, -1, verdict_words(board, card))


def _trained(board: Board, card: Card) -> str:
    """What its runs came to; the last of them needs no line of its own then."""
    text = f"{fmt.short(board.world, card.index)}: its runs are done"
    if card.corrected and card.under_kill_line():
        text += f", {fmt.beside(card.corrected[-1], card.kill_ppm)} is under its kill line {fmt.points(card.kill_ppm)}"
    elif card.corrected:
        text += f", the last about {fmt.whole(card.corrected[-1])}"
    return f"{text}; no score yet."


def _auto(board: Board, order: Order) -> bool:
    return board.orders[order] == Mode.AUTO


def calls(board: Board, event: Alerted | Incident | IncidentWentOn) -> bool:
    """Whether an alert or incident calls for an answer: the model serves, and it is not one more of a row of alerts."""
    card = board.cards[event.card]
    if card.stage != Stage.PRODUCTION or card.share_pct == 0:
        return False
    return not isinstance(event, Alerted) or not _alerted_before(board, event)


def _alert(board: Board, event: Alerted | Incident | IncidentWentOn) -> Stop | None:
    card = board.cards[event.card]
    if not calls(board, event):
        return None
    return Stop(Cause.ALERT, sentence(board.world, event).text, card.index, -1, "roll back, respond or leave it")


def _alerted_before(board: Board, event: Alerted) -> bool:
    for other in reversed(board.history):
        if other.day < event.day - 1:
            return False
        if other.day == event.day - 1 and isinstance(other, Alerted) and other.card == event.card:
            return True
    return False


def _disruption(board: Board, event: ChaosBegan) -> Stop | None:
    text = sentence(board.world, event).text
    kind = Chaos(event.chaos)
    if kind == Chaos.GPU_SHORTAGE:
        # With nobody in training a shortage takes nothing that a decision could save; who is paused asks for no GPU.
        waiting = [card for card in board.cards if card.in_training() and not card.paused]
        if not waiting:
            return None
        return Stop(Cause.DISRUPTION, text, waiting[0].index, -1, "who runs?")
    if kind in WITH_CAUSE:
        # With its cause found already there is nothing to decide about it.
        if not able(board, RootCause()):
            return None
        return Stop(Cause.DISRUPTION, text, -1, event.data, "find the root cause?", usual=RootCause())
    if kind == Chaos.SCOPE_CHANGE:
        usual = OrderData.usual(board, event.data)
        return Stop(Cause.DISRUPTION, text, event.card, event.data, "order its data?", usual=usual)
    if kind == Chaos.EVAL_REGRESSION:
        usual_card = RootCause(event.card)
        return Stop(Cause.DISRUPTION, text, event.card, event.data, "find the root cause?", usual=usual_card)
    return Stop(Cause.DISRUPTION, text, event.card, event.data, _lost_words(board, event.card))


def _disruption_over(board: Board, event: ChaosEnded) -> Stop | None:
    """Cards that were paused for a shortage do not go on by themselves."""
    if event.chaos != Chaos.GPU_SHORTAGE:
        return None
    paused = [card.index for card in board.cards if card.paused and card.stage in (Stage.EXPERIMENT, Stage.ITERATION)]
    if not paused:
        return None
    name = fmt.short(board.world, paused[0])
    text = f"{sentence(board.world, event).text} {name} is paused."
    return Stop(Cause.SLOT, text, paused[0], -1, "resume it?", usual=Resume(paused[0]))


def _asked(board: Board, event: OrderAsked) -> Stop | None:
    order = Order(event.order)
    target = event.data if order in ON_DATA else event.card
    # The event is of the night: by the morning the question may have been settled by another order.
    if not any((item.order, item.card, item.data) == (order, event.card, event.data) for item in board.asked):
        return None
    causes = {Order.KILL_LINE: Cause.RESULT, Order.START: Cause.SLOT, Order.ROLL_BACK: Cause.ALERT}
    cause = causes.get(order, Cause.VERDICT)
    if order == Order.PROMOTE and not able(board, Promote(target)):
        passed = f"{fmt.short(board.world, target)} passed the gate."
        return Stop(cause, passed, target, -1, verdict_words(board, board.cards[target]))
    said = f"{answer(board, order, target)}, or leave it"
    return Stop(cause, question(board.world, order, target, event.ordered_pct), event.card, event.data, said)


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


def promises(board: Board) -> list[Stop]:
    """Promises due today, and canaries whose days at this share are over."""
    world = board.world
    found: list[Stop] = []
    today = board.day
    if not launched(board):
        # On the promised day itself something can still be done; the day after is only a fact.
        if today == fmt.sprint_end(world, world.launch_by_sprint):
            there = any(able(board, Promote(card.index)) for card in board.cards)
            decision = "promote what there is?" if there else ""
            found.append(Stop(Cause.PROMISE, "The launch is promised for today.", -1, -1, decision))
        if today == fmt.kill_check_day(world):
            best = best_measured(board, range(len(board.cards)))
            known = f"the best is {fmt.short(world, best[0])} at {best[1].brief}" if best else "nothing is measured"
            text = f"Kill check today: the line is {fmt.points(world.kill_ppm)}, {known}."
            found.append(Stop(Cause.PROMISE, text, -1, -1, "what goes on?"))
    if outlook.requirement_begins(board):
        name, cut = fmt.dataset(world, board.scope_data), 100 - world.scope_revenue_pct
        text = f"The new requirement is not met: from today it takes {cut} % of revenue."
        found.append(Stop(Cause.PROMISE, text, -1, board.scope_data, f"{name} and a slice score meet it"))
    # The day after: on the day itself the target may still be cleared in the evening.
    for odds, day in ((70, board.forecast_70), (90, board.forecast_90)):
        if day and day == today - 1 and not board.target_day:
            text = f"Your {odds} % forecast, D{day}, is missed: no card has cleared {fmt.points(world.target_ppm)}."
            found.append(Stop(Cause.PROMISE, text, -1, -1, "a new forecast?", answer=ForecastGiven))
    for task in board.data:
        # Late by one day, said once: the due day that is known now is in the list of promises.
        if task.shown and task.batch_pct and task.promised_day == today - 1 and task.due_day >= today:
            where = f"in {words.COLUMN[task.column]}, now due D{task.due_day}"
            text = f"{fmt.dataset(world, task.index)} was promised for yesterday and is {where}."
            found.append(Stop(Cause.PROMISE, text, -1, task.index, "wait or chase"))
    for card in board.cards:
        # One in Evaluation waits for its decision already, one that is paused for the player.
        if outlook.box_over(board, card) == 1 and not card.paused and card.stage in (Stage.EXPERIMENT, Stage.ITERATION):
            text = f"{fmt.short(world, card.index)} has used the {fmt.days(card.box_days)} of its time box."
            found.append(Stop(Cause.PROMISE, text, card.index, -1, "kill or go on"))
        due = outlook.share_due_day(board, card) if card.stage == Stage.PRODUCTION else 0
        if due == today and not _auto(board, Order.CANARY) and not outlook.fading(board, card):
            found.append(_share_over(board, card))
    return found


def _share_over(board: Board, card: Card) -> Stop:
    """A canary's days at its share are over: what customers saw of it, beside the line of an incident."""
    name, share = fmt.short(board.world, card.index), outlook.next_share(card)
    text, decision = f"{name} has had its days at {card.share_pct} % of traffic", f"raise to {share} %?"
    usual: Action | None = Deploy(card.index, share)
    seen = live(board, card.index)
    if seen is not None:
        text += f", {seen.text} live"
        if seen.mean < board.world.bad_launch_ppm:
            decision = f"under {fmt.points(board.world.bad_launch_ppm)} an incident threatens: roll back, hold or raise"
            usual = None
    return Stop(Cause.PROMISE, f"{text}.", card.index, -1, decision, usual=usual)


def thrown_off(board: Board) -> list[Stop]:
    """Cards that were in a run yesterday and have no GPUs today, since others come first by priority."""
    found = []
    ended = {event.card for event in board.history[-60:] if isinstance(event, RunEnded) and event.day == board.day - 1}
    for card in board.cards:
        lost = card.block == Block.NO_GPU and card.waited_days == 1 and card.run_points_done > 0
        # Also one whose run ended with the day: it had them then.
        had = [other for other in board.cards if other.running or other.index in ended]
        first = [other for other in had if other.priority < card.priority]
        if lost and first and not card.paused and card.stage in (Stage.EXPERIMENT, Stage.ITERATION):
            names = ", ".join(fmt.short(board.world, other.index) for other in first)
            text = f"{fmt.short(board.world, card.index)} lost its GPUs in the middle of a run: {names} came first."
            usual = Prioritise(card.index, 1)
            found.append(Stop(Cause.SLOT, text, card.index, -1, "put it first (priority 1)?", usual=usual))
    return found


def slot(board: Board, events: Sequence[Event]) -> Stop | None:
    """An Experiment slot that became free, no order for it, and a card that could use it."""
    # A slot that has been free for days stopped time when it came free.
    freed = any(isinstance(event, Moved) and event.before == Stage.EXPERIMENT for event in events)
    return free_slot(board) if freed else None


def free_slot(board: Board) -> Stop | None:
    """Free Experiment slots as they are now, and the card that could use the first."""
    free = board.wip[Stage.EXPERIMENT] - board.count(Stage.EXPERIMENT)
    if free <= 0 or board.orders[Order.START] != Mode.OFF:
        return None
    # Only now: it looks at every card that could start.
    index = outlook.best_start(board)
    if index < 0:
        return None
    if not able(board, Start(index)):
        return None
    name = fmt.short(board.world, index)
    # Not simply the next: what has no data or too few GPUs free is passed over.
    kept = keeps_waiting(board, index)
    but = f", but then {kept}" if kept else ""
    text = f"{fmt.count(free, 'slot')} free in Experiment; by priority {name} could train now{but}."
    return Stop(Cause.SLOT, text, index, -1, "start what?", usual=Start(index))
