"""`.`: where time stops by itself. Only where a legal action could change something, one stop a cause and day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from aiboard.engine import outlook
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.plan import Closed
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Stage
from aiboard.views import fmt
from aiboard.views.card.states import state
from aiboard.views.sentences import sentence
from aiboard.views.stop_causes import Cause, Stop, of_event, promises, slot

MOST: Final = 3
"""Things to decide at one stop."""
MOST_QUIET: Final = 5
"""Days that pass at most: after so many without a cause, time stops to show where things stand."""


class Playable(Protocol):
    """What time can be moved in: a Game."""

    @property
    def board(self) -> Board:
        """The board now."""

    def end_day(self) -> Sequence[Event]:
        """One day."""


@dataclass(frozen=True, slots=True)
class Run:
    """How time moved: days played and why it stopped (empty when told to, or at the end)."""

    days: int
    stops: tuple[Stop, ...]

    @property
    def card(self) -> int:
        """Where the cursor goes, -1 for nowhere."""
        return next((stop.card for stop in self.stops if stop.card >= 0), -1)


def run_to_stop(game: Playable, on_day: Callable[[], bool] | None = None) -> Run:
    """Let days pass until something stops time. `on_day` is called after each quiet day; True breaks off."""
    days = 0
    while not game.board.over:
        before = len(game.board.history)
        game.end_day()
        days += 1
        found = stops(before, game.board)
        if found:
            return Run(days, found)
        still = quiet(game.board, days)
        if still is not None:
            return Run(days, (still,))
        if on_day is not None and on_day():
            break
    return Run(days, ())


def quiet(board: Board, days: int) -> Stop | None:
    """Where to look after `days` days without a cause: None while something moves and few days have passed.

    An open decision comes first, else the card nearest to its end. When nothing is under way any more and a card waits
    for its decision, no day brings anything by itself: the first such day stops. So does the project's last morning.
    """
    waiting = [card for card in board.cards if card.stage == Stage.EVALUATION and state(board, card.index).decide]
    last = board.day == board.world.days
    # What happened on the last evening carries yesterday's day, what was decided that morning the same.
    came_to_rest = _still(board) and _last_work(board) >= board.day - 2
    if days < MOST_QUIET and not (waiting and (last or came_to_rest)):
        return None
    text = f"{fmt.days(days)} without a stop."
    if waiting:
        index = min(waiting, key=lambda one: (one.priority, one.moved_day, one.index)).index
        name = fmt.short(board.world, index)
        if _still(board):
            text = "Nothing is under way."
        if last:
            text = "The last day."
        return Stop(Cause.QUIET, f"{text} {name} waits for a decision.", index, -1, "promote, iterate or kill")
    training = [card for card in board.cards if outlook.days_left(board, card) > 0]
    if not training:
        return Stop(Cause.QUIET, text, -1, -1, "")
    card = min(training, key=lambda one: outlook.days_left(board, one))
    left = fmt.days(outlook.days_left(board, card))
    text = f"{text} {fmt.short(board.world, card.index)} has {left} of work left."
    return Stop(Cause.QUIET, text, card.index, -1, "")


def _last_work(board: Board) -> int:
    """The last day on which something happened to a card or a dataset; 0 for none."""
    return next((event.day for event in reversed(board.history) if event.card >= 0 or event.data >= 0), 0)


def _still(board: Board) -> bool:
    """Whether nothing is under way: no card designed, trained, scored or live, no data on its way."""
    busy = (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.ITERATION, Stage.PRODUCTION)
    if any(card.stage in busy or card.seeds_pending for card in board.cards):
        return False
    return not any(task.shown and task.batch_pct and task.due_day >= board.day for task in board.data)


def stops(history_before: int, board: Board) -> tuple[Stop, ...]:
    """Why time stops after the events from `history_before` on: at most three, one a card or dataset, worst first."""
    events = board.history[history_before:]
    if board.over:
        end = next((event for event in reversed(events) if isinstance(event, Closed)), None)
        text = sentence(board.world, end).text if end is not None else "The project is over."
        return (Stop(Cause.END, text, -1, -1, ""),)
    found: list[Stop] = []
    for event in events:
        stop = of_event(board, event)
        if stop is not None:
            found.append(stop)
    found += promises(board)
    free = slot(board, events)
    if free is not None:
        found.append(free)
    order = list(Cause)
    chosen: list[Stop] = []
    for stop in sorted(found, key=lambda one: (order.index(one.cause), not one.pressing)):
        # What another cause already put the cursor on needs no second line.
        nowhere = stop.card < 0 and stop.data < 0
        if nowhere or all((stop.card, stop.data) != (other.card, other.data) for other in chosen):
            chosen.append(stop)
    return tuple(chosen[:MOST])


def still_open(found: Sequence[Stop], since: int, board: Board) -> tuple[Stop, ...]:
    """The stops whose card or dataset nothing has been done to since the history was `since` events long."""
    later = board.history[since:]
    return tuple(
        stop
        for stop in found
        if not any(
            (stop.card >= 0 and stop.card == event.card) or (stop.data >= 0 and stop.data == event.data)
            for event in later
        )
    )
