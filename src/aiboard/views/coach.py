"""The coach of the first sprint: one line at a time, hung on what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiboard.engine.board import Board
from aiboard.instruments.text import clean
from aiboard.scenario.moments import START, moments

if TYPE_CHECKING:
    from aiboard.scenario.story import CoachLine

_LIMIT = 70


@dataclass(frozen=True, slots=True)
class Said:
    """A coach line that was called for: its text, and the place in the history of the event it hangs on."""

    at: int
    text: str


def said(lines: Sequence[CoachLine], board: Board) -> tuple[Said, ...]:
    """Every line called for so far, in the order in which it was; the same history gives the same lines."""
    found: list[Said] = []
    counts: dict[str, int] = {}
    for line in lines:
        if line.when == START:
            found.append(Said(-1, clean(line.say, _LIMIT)))
    for at, event in enumerate(board.history):
        for moment in moments(event):
            counts[moment] = counts.get(moment, 0) + 1
            found += [
                Said(at, clean(line.say, _LIMIT))
                for line in lines
                if line.when == moment and line.nth == counts[moment]
            ]
    return tuple(found)


def current(lines: Sequence[CoachLine], board: Board) -> Said | None:
    """The line to show now: the last one called for; None before any."""
    found = said(lines, board)
    return found[-1] if found else None
