"""Every decision of a game in the debrief: a row each, and the one under the cursor with what is said about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aiboard.analysis.debrief import Debrief
from aiboard.analysis.debrief.answers import rows
from aiboard.analysis.debrief.decisions import Entry
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.themes import Palette
from aiboard.tui.widgets.answers import MARKS, words_of

_WIDEST: Final = 110
_WHEN: Final = 8
_LABEL: Final = 12
_MOST: Final = 3
"""Rows of a sentence."""


def entry_rows(
    found: Debrief, entries: Sequence[Entry], at: int, width: int, look: Palette
) -> tuple[list[Line], list[int]]:
    """The rows of all decisions, and the row at which each begins."""
    out: list[Line] = []
    places: list[int] = []
    room = min(width, _WIDEST)
    for number, entry in enumerate(entries):
        places.append(len(out))
        out.append(_row(entry, number == at, room, look))
        if number == at:
            out += _told(found, entry, room, look)
    return out, places


def _row(entry: Entry, here: bool, room: int, look: Palette) -> Line:
    one, style = entry.answer, look.at(here)
    tone = MARKS.get(one.kind, "dim")
    when = f"D{one.day}" if one.day == one.last_day else f"D{one.day}–{one.last_day}"
    by = "" if entry.by == "player" else f" ({entry.by})"
    left = max(10, room - cells.width_of(entry.price) - _WHEN - 6)
    return [
        ("▸ " if here else "  ", style("accent")),
        (cells.pad(when, _WHEN), style("dim")),
        (f"{one.kind.value} ", style(tone)),
        (words_of(one, by, left), style("strong" if here else "text")),
        (f" {entry.price}", style(tone)),
    ]


def _told(found: Debrief, entry: Entry, room: int, look: Palette) -> list[Line]:
    out: list[Line] = []
    for label, text in rows(found, entry.answer).items():
        out += cells.hung(f"     {label:<{_LABEL}}", look["dim"], text, look["text"], room - _LABEL - 6, _MOST)
    return out
