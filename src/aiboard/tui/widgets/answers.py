"""Decisions of the debrief on the screen: the answers with a cursor, the question before them, the list of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aiboard.analysis.debrief import Debrief
from aiboard.analysis.debrief.costliest_quiz import QUESTION
from aiboard.analysis.debrief.decision_summaries import DecisionKind, DecisionSummary, method_words, rows, scale_words
from aiboard.analysis.debrief.decisions import Entry
from aiboard.analysis.debrief.prices import interval_text
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.themes import Palette

MARKS: Final = {
    DecisionKind.WON: "good",
    DecisionKind.RULE: "accent",
    DecisionKind.LOST: "bad",
    DecisionKind.MAYBE: "warn",
}
_WIDEST: Final = 110
_LABEL: Final = 11
_WHEN: Final = 8
_MOST: Final = 4
"""Rows of a sentence."""
#: What a short screen has no row for; the board of that morning tells it.
_LONG: Final = frozenset({"Hidden", "Best tried"})


def head(sentences: Sequence[str], width: int, look: Palette) -> list[Line]:
    """What came out, in a few sentences."""
    room = min(width, _WIDEST)
    return [[(row, look["strong" if at == 0 else "text"])] for at, text in enumerate(sentences)
            for row in cells.wrap(text, room, _MOST)]  # fmt: skip


def answer_rows(
    debrief: Debrief, decisions: Sequence[DecisionSummary], at: int, width: int, look: Palette, rows_left: int
) -> tuple[list[Line], list[int]]:
    """The answers, and the row at which each begins.

    With only `rows_left` rows sentences are cut to them and some are left to the board of that morning; with
    0 there is room for everything.
    """
    if not rows_left:
        rows, starts = _answers(debrief, decisions, at, width, look, _MOST, True, True)
        return [
            *rows,
            *([(row, look["dim"])] for row in cells.wrap(method_words(debrief), min(width, _WIDEST), 4)),
        ], starts
    # As much as fits: everything that is known of them, else less, in shorter and shorter sentences.
    for max_rows, detailed in [(_MOST, True), *((max_rows, False) for max_rows in range(_MOST, 0, -1))]:
        rows, starts = _answers(debrief, decisions, at, width, look, max_rows, detailed)
        if len(rows) <= rows_left:
            break
    note = cells.wrap(scale_words(debrief), min(width, _WIDEST), 2)
    if len(rows) + 1 + len(note) <= rows_left:
        rows += [[], *([(row, look["dim"])] for row in note)]
    return rows, starts


def _answers(
    debrief: Debrief, decisions: Sequence[DecisionSummary], at: int, width: int, look: Palette,
    max_rows: int, detailed: bool, air: bool = False,
) -> tuple[list[Line], list[int]]:  # fmt: skip
    out: list[Line] = []
    starts: list[int] = []
    room = min(width, _WIDEST)
    for number, one in enumerate(decisions):
        starts.append(len(out))
        out.append(_first(one, number == at, room, look))
        for label, text in _facts(debrief, one, detailed).items():
            style = look["accent" if label == "Textbook" else "text"]
            out += cells.hanging_indent(f"    {label:<{_LABEL}}", look["dim"], text, style, room - _LABEL - 4, max_rows)
        if air:
            out.append([])
    return out, starts


def _facts(debrief: Debrief, one: DecisionSummary, detailed: bool) -> dict[str, str]:
    facts = rows(debrief, one)
    if detailed:
        return facts
    # The sentence on the textbook needs its row where it is the point; beside a loss the board of then has it.
    omitted = _LONG if one.kind is DecisionKind.RULE else _LONG | {"Textbook"}
    return {label: text for label, text in facts.items() if label not in omitted}


def decision_title(one: DecisionSummary, more: str, width: int) -> str:
    """A decision and what follows it in exactly `width` cells: the title gives way before a share or a number."""
    full_title = f"{one.text}{more}"
    return cells.pad(f"{one.brief}{more}" if one.brief and cells.width_of(full_title) > width else full_title, width)


def _first(one: DecisionSummary, selected: bool, room: int, look: Palette) -> Line:
    style = look.row_styles(selected)
    size = interval_text(one.points, 0, signed=True) if one.points is not None else ""
    title_width = max(10, room - cells.width_of(size) - 16)
    return [
        ("▸ " if selected else "  ", style("accent")),
        (f"{one.kind.value} ", style(MARKS[one.kind])),
        (cells.pad(one.when, 11), style("dim")),
        (decision_title(one, "", title_width), style("strong")),
        (f" {size}", style(MARKS[one.kind])),
    ]


def question_rows(picks: Sequence[DecisionSummary], at: int, width: int, look: Palette) -> list[Line]:
    """The question with its decisions; the last line shows the prices without a pick."""
    room = min(width, _WIDEST)
    out: list[Line] = [[(row, look["strong"])] for row in cells.wrap(QUESTION, room, 2)] + [[]]
    lines = [(cells.pad(one.when, 12), one.text) for one in picks] + [("", "Show the prices without a pick")]
    for number, (date, title) in enumerate(lines):
        style = look.row_styles(number == at)
        mark = ("▸ " if number == at else "  ", style("accent"))
        out.append([mark, (date, style("dim")), (cells.pad(title, max(10, room - 15)), style("text"))])
    return out


# --- the page of all decisions ---------------------------------------------------------------------------------------


def entry_rows(
    debrief: Debrief, entries: Sequence[Entry], at: int, width: int, look: Palette
) -> tuple[list[Line], list[int]]:
    """The rows of all decisions, and the row at which each begins."""
    out: list[Line] = []
    starts: list[int] = []
    room = min(width, _WIDEST)
    for number, entry in enumerate(entries):
        starts.append(len(out))
        out.append(_entry(entry, number == at, room, look))
        if number == at:
            for label, text in rows(debrief, entry.answer).items():
                out += cells.hanging_indent(f"     {label:<12}", look["dim"], text, look["text"], room - 18, 3)
    return out, starts


def _entry(entry: Entry, selected: bool, room: int, look: Palette) -> Line:
    one, style = entry.answer, look.row_styles(selected)
    tone = MARKS.get(one.kind, "dim")
    date = f"D{one.day}" if one.day == one.last_day else f"D{one.day}–{one.last_day}"
    by = "" if entry.by == "player" else f" ({entry.by})"
    title_width = max(10, room - cells.width_of(entry.price) - _WHEN - 6)
    return [
        ("▸ " if selected else "  ", style("accent")),
        (cells.pad(date, _WHEN), style("dim")),
        (f"{one.kind.value} ", style(tone)),
        (decision_title(one, by, title_width), style("strong" if selected else "text")),
        (f" {entry.price}", style(tone)),
    ]
