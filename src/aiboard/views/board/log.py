"""The log: everything that happened in sentences; and the few lines that fit under the board."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import Moved
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Stage
from aiboard.views import fmt
from aiboard.views.board.header import MOST_NUMBERS, Header, header
from aiboard.views.happenings import ROWS
from aiboard.views.recent import since_yesterday
from aiboard.views.sentences import Sentence, is_news, sentence

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class LogDay:
    """A day of the log, oldest line first."""

    day: int
    weekday: str
    sprint: int
    lines: tuple[Sentence, ...]


def log(board: Board, since: int = 1, ordered: Collection[int] = ()) -> tuple[LogDay, ...]:
    """The log from a day on, newest day first; routine lines are left out."""
    days: dict[int, list[Sentence]] = {}
    for event in board.history:
        if event.day >= since and is_in_log(event):
            days.setdefault(event.day, []).append(sentence(board.world, event, ordered))
    length = board.world.sprint_days
    return tuple(
        LogDay(day, fmt.weekday(day), (day - 1) // length + 1, tuple(days[day])) for day in sorted(days, reverse=True)
    )


def is_in_log(event: Event) -> bool:
    """Whether the log tells an event: not what another line says already."""
    if not isinstance(event, Moved):
        return not ROWS[type(event)].quiet
    # Starting and walking back are news; other moves follow from what was done.
    back = event.before == Stage.PRODUCTION and event.after == Stage.EVALUATION
    return back or (event.before == Stage.HYPOTHESIS and event.after == Stage.EXPERIMENT)


def numbers(text: str) -> int:
    """How many numbers a text shows; ids of cards and datasets are names, not numbers."""
    return sum(1 for match in _NUMBER.finditer(text) if not _is_name(text, match.start(), match.group()))


def _is_name(text: str, start: int, digits: str) -> bool:
    # EXP-012, #3 and 012 are names.
    return (start > 0 and text[start - 1] in "-#") or (len(digits) == 3 and digits.startswith("0"))


def last_lines(
    board: Board, room: int = 3, head: Header | None = None, ordered: Collection[int] = ()
) -> tuple[Sentence, ...]:
    """The most important lines of the last day played, in their order.

    At most `room` of them, and no more numbers than the header leaves of `MOST_NUMBERS`; one line always fits.
    """
    top = head or header(board)
    # Header and log share one budget of numbers: more than a dozen are not read.
    budget = MOST_NUMBERS - numbers(" ".join(top.parts))
    recent = [event for event in since_yesterday(board) if is_news(event)][::-1]
    order = sorted(range(len(recent)), key=lambda i: (-ROWS[type(recent[i])].weight, i))
    chosen: list[int] = []
    for at in order:
        line = sentence(board.world, recent[at], ordered)
        cost = numbers(line.text)
        # A line that does not fit is passed over: a shorter one of less weight may still fit.
        if len(chosen) < room and (cost <= budget or not chosen):
            chosen.append(at)
            budget -= cost
    # Chosen by weight, told in the order in which they happened.
    return tuple(sentence(board.world, recent[at], ordered) for at in sorted(chosen))
