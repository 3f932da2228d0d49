"""Where time stops by itself: only where a legal action could change something, one stop a cause and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiboard.engine import outlook
from aiboard.engine.act import act
from aiboard.engine.gate import verdict
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.plan import Closed
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Source, Stage
from aiboard.engine.verbs import Action, Inject, Start
from aiboard.play.stop import Cause, Stop
from aiboard.play.stop_causes import stop_for_event, verdict_words
from aiboard.play.stop_dues import (
    canary_stop,
    due_stops,
    free_slot_count,
    free_slot_stop,
    preemption_stops,
    slot_event_stop,
)
from aiboard.views import fmt
from aiboard.views.card.states import decision_words, state
from aiboard.views.decisions.decision import is_possible_soon
from aiboard.views.sentences import sentence

if TYPE_CHECKING:
    from aiboard.game import Timeline

MAX_STOPS: Final = 3
"""Things to decide at one stop."""
MAX_QUIET_DAYS: Final = 5
"""Days that pass at most: after so many without a cause, time stops to show where things stand."""


def find_stops(board: Board, before: int, quiet_days: int) -> tuple[Stop, ...]:
    """Why time stops after the events from `before` on; `quiet_days` have passed without a cause, this one included."""
    stops = ranked_stops(before, board)
    quiet = quiet_stop(board, quiet_days) if not stops else None
    if quiet is None:
        return stops
    # A slot that was left open stops time no more; on a board at rest it is the other thing to do.
    free = free_slot_stop(board) if _is_idle(board) else None
    return (quiet, free) if free is not None else (quiet,)


@dataclass(frozen=True, slots=True)
class StopState:
    """Why time stood when today began.

    Attributes:
        stops: the reasons, as they were then.
        since: the length of the history then; what came later may have dealt with them.
        quiet_days: days without a cause before today.
    """

    stops: tuple[Stop, ...] = ()
    since: int = 0
    quiet_days: int = 0


def replay_stops(timeline: Timeline) -> StopState:
    """Why time stands in a game that was opened again: its days are gone through, since a save holds no reasons."""
    stops: tuple[Stop, ...] = ()
    quiet_days = 0
    now, actions = _morning(timeline, 0)
    for day in range(1, timeline.days_ended() + 1):
        quiet_days = 1 if actions else quiet_days + 1
        for action in actions:
            act(now, action)
        before = len(now.board.history)
        now, actions = _morning(timeline, day)
        stops = find_stops(now.board, before, quiet_days)
        if stops:
            quiet_days = 0
    return StopState(stops, len(now.board.history), quiet_days)


def _morning(timeline: Timeline, ended: int) -> tuple[State, list[Action]]:
    """A copy of the state as that morning was shown, planned disruptions in it; and what was done then."""
    morning = timeline.morning(ended).clone()
    actions = list(timeline.days[ended])
    while actions and isinstance(actions[0], Inject) and actions[0].source != Source.PLAYER:
        act(morning, actions.pop(0))
    return morning, actions


def quiet_stop(board: Board, days: int) -> Stop | None:
    """Where to look after `days` days without a cause: None while something moves and few days have passed.

    On the last morning a share that is not widened comes first, else an open decision, else the card nearest to its
    end. When nothing is under way any more and a card waits for its decision, no day brings anything by itself: the
    first such day stops. So does the project's last morning.
    """
    waiting = [card for card in board.cards if state(board, card.index).decide]
    last = board.day == board.world.days
    # Of two models that share the traffic the older one waits for nothing.
    shared = (card for card in board.cards if 0 < card.share_pct < 100 and not outlook.fading(board, card))
    part = next(shared, None)
    if last and part is not None:
        name = fmt.short(board.world, part.index)
        after = " for the days after the close" if board.world.tail_days else ""
        text = f"The last day. {name} keeps its {part.share_pct} % of traffic{after}."
        return Stop(Cause.QUIET, text, canary_stop(board, part).decision, card=part.index)
    # What happened on the last evening carries yesterday's day, what was decided that morning the same.
    came_to_rest = _is_idle(board) and _last_work(board) >= board.day - 2
    if days < MAX_QUIET_DAYS and not (waiting and (last or came_to_rest)):
        return None
    text = f"{fmt.days(days)} without a stop."
    if waiting:
        first = min(waiting, key=lambda one: _decided_first(board, one))
        name = fmt.short(board.world, first.index)
        idle = _is_idle(board)
        if idle:
            text = "Nothing is under way."
        if last:
            text = "The last day."
        text = f"{text} {name} waits for a decision."
        # Whatever is begun after it ends the rest.
        answer = Event if idle and not last else None
        return Stop(Cause.QUIET, text, _to_decide(board, first), card=first.index, answer=answer)
    training = [card for card in board.cards if outlook.training_days_left(board, card) > 0]
    if not training:
        free = fmt.count(free_slot_count(board), "slot")
        return Stop(Cause.QUIET, f"{text} No card is in training; {free} in Experiment free.")
    card = min(training, key=lambda one: outlook.training_days_left(board, one))
    days_left = fmt.days(outlook.training_days_left(board, card))
    text = f"{text} {fmt.short(board.world, card.index)} has {days_left} of work left."
    return Stop(Cause.QUIET, text, card=card.index)


def _decided_first(board: Board, card: Card) -> tuple[bool, bool, int, int, int]:
    """The place of a card among those that wait: a live model that waits for its share, then one that passed its gate.

    What customers do not get earns nothing.
    """
    passed = card.stage == Stage.EVALUATION and verdict(board, card.index).passed
    return card.share_pct == 0, not passed, card.priority, card.moved_day, card.index


def _to_decide(board: Board, card: Card) -> str:
    """What can be decided about a card that waits; of a canary beside what customers saw of it."""
    if card.stage == Stage.EVALUATION:
        return verdict_words(board, card)
    return canary_stop(board, card).decision if 0 < card.share_pct < 100 else decision_words(board, card)


def _last_work(board: Board) -> int:
    """The last day on which something happened to a card or a dataset; 0 for none."""
    return next((event.day for event in reversed(board.history) if event.card >= 0 or event.data >= 0), 0)


def _is_idle(board: Board) -> bool:
    """Whether nothing is under way: no card designed, trained, scored or live, no data on its way."""
    busy = (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.ITERATION, Stage.PRODUCTION)
    if any(not card.paused and (card.stage in busy or card.seeds_pending) for card in board.cards):
        return False
    return not any(task.shown and task.batch_pct and task.due_day >= board.day for task in board.data)


def ranked_stops(history_before: int, board: Board) -> tuple[Stop, ...]:
    """Why time stops after the events from `history_before` on: at most three, one a card or dataset, worst first."""
    events = board.history[history_before:]
    if board.over:
        end = next((event for event in reversed(events) if isinstance(event, Closed)), None)
        text = sentence(board.world, end).text if end is not None else "The project is over."
        return (Stop(Cause.END, text),)
    stops: list[Stop] = []
    for event in events:
        stop = stop_for_event(board, event)
        if stop is not None:
            stops.append(stop)
    stops += due_stops(board)
    stops += preemption_stops(board)
    free = slot_event_stop(board, events)
    if free is not None:
        stops.append(free)
    order = list(Cause)
    chosen: list[Stop] = []
    for stop in sorted(stops, key=lambda one: (order.index(one.cause), not one.pressing)):
        # What another cause already put the cursor on needs no second line.
        nowhere = stop.card < 0 and stop.data < 0
        if nowhere or all((stop.card, stop.data) != (other.card, other.data) for other in chosen):
            chosen.append(stop)
    return tuple(chosen[:MAX_STOPS])


def open_stops(stops: Sequence[Stop], since: int, board: Board) -> tuple[Stop, ...]:
    """The stops that nothing has answered since the history was `since` events long; a free slot as it is now."""
    later = board.history[since:]
    unresolved = [
        stop
        for stop in stops
        if not any(_resolves_stop(event, stop) for event in later) and _is_actionable(board, stop)
    ]
    # A slot is taken by any card, not only by the one that was named.
    now = [free_slot_stop(board) if isinstance(stop.usual, Start) else stop for stop in unresolved]
    return tuple(stop for stop in now if stop is not None)


def open_decisions(board: Board, stops: Sequence[Stop]) -> str:
    """The cards that wait for a decision besides those that time stopped for, one line; empty for none.

    Time does not stop twice for one question, so what was left open is named with whatever it stops for next.
    """
    stopped_cards = {stop.card for stop in stops}
    states = [(card.index, state(board, card.index)) for card in board.cards if card.index not in stopped_cards]
    waiting = [f"{fmt.short(board.world, index)} ({now.cause or 'decide'})" for index, now in states if now.decide]
    # On a finished board nothing can be decided any more.
    if not waiting or board.over:
        return ""
    more = f" and {len(waiting) - MAX_STOPS} more" if len(waiting) > MAX_STOPS else ""
    return f"Still open: {', '.join(waiting[:MAX_STOPS])}{more}."


def _is_actionable(board: Board, stop: Stop) -> bool:
    """Whether what says yes to a stop's question can still be done: a cause that was found is asked for no more."""
    return stop.usual is None or isinstance(stop.usual, Start) or is_possible_soon(board, stop.usual)


def _resolves_stop(event: Event, stop: Stop) -> bool:
    """Whether an event deals with a stop: it is about its card or dataset, or of the kind that answers it."""
    if isinstance(stop.usual, Start):
        return False
    same_card = stop.card >= 0 and stop.card == event.card
    same_data = stop.data >= 0 and stop.data == event.data
    return same_card or same_data or (stop.answer is not None and isinstance(event, stop.answer))
