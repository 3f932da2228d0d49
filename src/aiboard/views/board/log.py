"""The log: everything that happened in sentences; and the few lines that fit under the board."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from aiboard.engine.events import Event
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import EventKind, Stage
from aiboard.views import fmt
from aiboard.views.board.header import MOST_NUMBERS, Header, header
from aiboard.views.sentences import Sentence, sentence

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")

#: What an event is worth on a crowded screen; higher comes first. Kinds left out wait for the whole log.
_WEIGHT: Final[dict[EventKind, int]] = {
    EventKind.INCIDENT: 100,
    EventKind.ALERT: 95,
    EventKind.ROLLED_BACK: 92,
    EventKind.CHAOS_BEGAN: 90,
    EventKind.DIVERGED: 80,
    EventKind.SCOPE_ADDED: 78,
    EventKind.CHAOS_HINT: 76,
    EventKind.EVAL_DONE: 70,
    EventKind.PROMOTED: 66,
    EventKind.LEGAL_DONE: 62,
    EventKind.HANDOFF_DONE: 61,
    EventKind.SHARE_SET: 60,
    EventKind.ASKED: 58,
    EventKind.CANARY_REVIEWED: 56,
    EventKind.RUN_ENDED: 54,
    EventKind.KAPPA_READ: 50,
    EventKind.BATCH_ACCEPTED: 48,
    EventKind.KILLED: 46,
    EventKind.CHAOS_ENDED: 44,
    EventKind.SET_REFRESHED: 42,
    EventKind.SCOPE_MET: 40,
    EventKind.IDEA_ADDED: 30,
    EventKind.FORECAST: 26,
    EventKind.SPRINT_ENDED: 24,
    EventKind.CLOSED: 20,
    EventKind.REFUSED_ORDER: 18,
}
#: Events that others tell better: moves that follow from a decision, money booked every day.
_QUIET: Final = frozenset({EventKind.DECIDED, EventKind.MONITORED})


@dataclass(frozen=True, slots=True)
class LogDay:
    """A day of the log, oldest line first."""

    day: int
    weekday: str
    sprint: int
    lines: tuple[Sentence, ...]


def log(board: Board, since: int = 1, everything: bool = False) -> tuple[LogDay, ...]:
    """The log from a day on, newest day first. Without `everything`, routine lines are left out."""
    days: dict[int, list[Sentence]] = {}
    for event in board.history:
        if event.day >= since and (everything or told(event)):
            days.setdefault(event.day, []).append(sentence(board.world, event))
    length = board.world.sprint_days
    return tuple(
        LogDay(day, fmt.weekday(day), (day - 1) // length + 1, tuple(days[day])) for day in sorted(days, reverse=True)
    )


def told(event: Event) -> bool:
    """Whether the log tells an event: not what another line says already."""
    if event.kind in _QUIET:
        return False
    if event.kind != EventKind.MOVED:
        return True
    # Starting and walking back are news; other moves follow from what was done.
    back = event.a == Stage.PRODUCTION and event.b == Stage.EVALUATION
    return back or (event.a == Stage.HYPOTHESIS and event.b == Stage.EXPERIMENT)


def numbers(text: str) -> int:
    """How many numbers a text shows; ids of cards and datasets are names, not numbers."""
    return sum(1 for found in _NUMBER.finditer(text) if not _is_name(text, found.start(), found.group()))


def _is_name(text: str, start: int, digits: str) -> bool:
    return (start > 0 and text[start - 1] in "-#") or (len(digits) == 3 and digits.startswith("0"))


def last_lines(board: Board, room: int = 3, head: Header | None = None) -> tuple[Sentence, ...]:
    """The most important lines of the last day played, in their order.

    At most `room` of them, and no more numbers than the header leaves of `MOST_NUMBERS`; one line always fits.
    """
    top = head or header(board)
    budget = MOST_NUMBERS - numbers(" ".join(top.parts))
    recent = [event for event in _recent(board) if event.kind in _WEIGHT]
    order = sorted(range(len(recent)), key=lambda i: (-_WEIGHT[recent[i].kind], i))
    chosen: list[int] = []
    for at in order:
        line = sentence(board.world, recent[at])
        cost = numbers(line.text)
        if len(chosen) < room and (cost <= budget or not chosen):
            chosen.append(at)
            budget -= cost
    return tuple(sentence(board.world, recent[at]) for at in sorted(chosen))


def _recent(board: Board) -> list[Event]:
    """Events of the last day played and of today, oldest first."""
    found: list[Event] = []
    for event in reversed(board.history):
        if event.day < board.day - 1:
            break
        found.append(event)
    return found[::-1]
