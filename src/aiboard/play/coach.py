"""The coach of the first sprint: one line at a time, hung on what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiboard.engine import outlook
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import (
    GATE_PASSED,
    EvalDone,
    EvalStarted,
    Iterating,
    Killed,
    Moved,
    Promoted,
    RunEnded,
)
from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.happenings.live import RolledBack, ShareSet
from aiboard.engine.happenings.plan import SprintEnded
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Chaos, Stage
from aiboard.engine.systems.compute import allocate, gpu_queue
from aiboard.instruments.text import clean
from aiboard.play.stop_dues import free_slot_stop
from aiboard.scenario.moments import START, moments

if TYPE_CHECKING:
    from aiboard.scenario.story import CoachLine

_LIMIT = 70
_DAYS = 3
"""A line that nothing answered is dropped after so many days: what it spoke of is old."""
_DECIDED = (EvalStarted, Iterating, Promoted, Killed, ShareSet, RolledBack)
"""What somebody decides about a card that is begun."""
_ANSWERS = (RunEnded, *_DECIDED)
"""What happens to a card next makes a line about it old."""


@dataclass(frozen=True, slots=True)
class TriggeredLine:
    """A coach line that was called for: its text, and the place in the history of the event it hangs on."""

    at: int
    text: str


def triggered_lines(lines: Sequence[CoachLine], board: Board) -> tuple[TriggeredLine, ...]:
    """Every line called for so far, in the order in which it was; the same history gives the same lines."""
    triggered: list[TriggeredLine] = []
    counts: dict[str, int] = {}
    for line in lines:
        if line.when == START:
            triggered.append(TriggeredLine(-1, clean(line.say, _LIMIT)))
    for at, event in enumerate(board.history):
        for moment in moments(event):
            counts[moment] = counts.get(moment, 0) + 1
            triggered += [
                TriggeredLine(at, clean(line.say, _LIMIT))
                for line in lines
                if line.when == moment and line.nth == counts[moment]
            ]
    return tuple(triggered)


class Coach:
    """One line at a time. What is called for while another stands waits until that one was read."""

    def __init__(self, lines: Sequence[CoachLine], board: Board) -> None:
        """A resumed game was told its lines; the last one may still speak of today."""
        self._lines = lines
        # Not all of them: the last may have been called for on the day the game was left.
        self._shown_count = max(0, len(triggered_lines(lines, board)) - 1)
        self._read = True

    def mark_read(self) -> None:
        """The player has moved on: the line that stands may give way."""
        self._read = True

    def current_line(self, board: Board) -> str:
        """The line to show after a change: the next one called for, else the one that stands while it is not old."""
        triggered = triggered_lines(self._lines, board)
        # After an undo the history is shorter than what was told.
        self._shown_count = min(self._shown_count, len(triggered))
        while self._read and self._shown_count < len(triggered):
            at = triggered[self._shown_count].at
            # One that waited until it was old is left out: it speaks of what is over.
            self._read = _is_stale(board, at)
            if not self._read and _moot(board, at):
                self._read = True
                break
            self._shown_count += 1
        if not self._shown_count or board.over:
            return ""
        line = triggered[self._shown_count - 1]
        return "" if self._read and (_is_stale(board, line.at) or _moot(board, line.at)) else line.text


def _is_decision(event: Event) -> bool:
    """Whether somebody decided something: a start, or one of what makes a line about a card old."""
    return _is_start(event) or isinstance(event, _DECIDED)


def _is_start(event: Event | None) -> bool:
    return isinstance(event, Moved) and event.after == Stage.EXPERIMENT


def _moot(board: Board, at: int) -> bool:
    """Whether a line is not true yet: who runs first, while every card that asks for a GPU has one; that nothing needs
    anybody, while another card could start.
    """
    trigger = board.history[at] if at >= 0 else None
    if isinstance(trigger, ChaosBegan):
        return trigger.chaos == Chaos.GPU_SHORTAGE and not allocate(board, gpu_queue(board)).waiting
    return _is_start(trigger) and free_slot_stop(board) is not None


def _is_stale(board: Board, at: int) -> bool:
    if at < 0:
        return False  # what the game begins with holds until another line follows
    trigger = board.history[at]
    # A line about a passed gate speaks of promotion, which has to wait while another model is on its way.
    if isinstance(trigger, EvalDone) and trigger.gate == GATE_PASSED and outlook.unsettled_newcomer(board) >= 0:
        return True
    if board.day > trigger.day + (_DAYS if trigger.card >= 0 else 1):
        return True
    later = board.history[at + 1 :]
    if isinstance(trigger, SprintEnded):
        # What a sprint taught is asked until the first thing is done in the next one.
        return any(event.day > trigger.day and _is_decision(event) for event in later)
    # After a start nothing needs anybody until the first result, of whichever card.
    if _is_start(trigger) and any(isinstance(event, RunEnded) for event in later):
        return True
    # What a kill asks for is another start.
    if isinstance(trigger, Killed) and any(map(_is_start, later)):
        return True
    return trigger.card >= 0 and any(event.card == trigger.card and isinstance(event, _ANSWERS) for event in later)
