"""The coach of the first sprint: one line at a time, hung on what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiboard.engine.board import Board
from aiboard.engine.kinds import EventKind
from aiboard.instruments.text import clean
from aiboard.scenario.moments import START, moments

if TYPE_CHECKING:
    from aiboard.scenario.story import CoachLine

_LIMIT = 70
_DAYS = 3
"""A line that nothing answered is dropped after so many days: what it spoke of is old."""
_ANSWERS = frozenset(
    {
        EventKind.RUN_ENDED,
        EventKind.EVAL_STARTED,
        EventKind.ITERATING,
        EventKind.PROMOTED,
        EventKind.KILLED,
        EventKind.SHARE_SET,
        EventKind.ROLLED_BACK,
    }
)
"""What happens to a card next makes a line about it old."""


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


class Coach:
    """Which line is shown: one at a time, and none is lost when several are called for at once."""

    def __init__(self, lines: Sequence[CoachLine], board: Board) -> None:
        """For a resumed game all lines but the last one called for are old."""
        self._lines = lines
        self._heard = max(0, len(said(lines, board)) - 1)
        self._shown: Said | None = None

    def next(self, board: Board) -> str:
        """The next line that was called for and still speaks of today, once; empty when there is none."""
        found = said(self._lines, board)
        while self._heard < len(found):
            line = found[self._heard]
            self._heard += 1
            if not _old(board, line.at):
                self._shown = line
                return line.text
        return ""

    def now(self, board: Board) -> str:
        """The line to show after a change: the next one, else the one shown while it still speaks of today."""
        # After an undo the history is shorter than what was heard.
        self._heard = min(self._heard, len(said(self._lines, board)))
        text = self.next(board)
        if not text and self._shown is not None and not _old(board, self._shown.at):
            text = self._shown.text
        return text


def _old(board: Board, at: int) -> bool:
    if at < 0:
        return False  # what the game begins with holds until another line follows
    if at >= len(board.history):
        return True  # taken back
    about = board.history[at]
    if board.day > about.day + (_DAYS if about.card >= 0 else 1):
        return True
    later = board.history[at + 1 :]
    return about.card >= 0 and any(event.card == about.card and event.kind in _ANSWERS for event in later)
