"""The focused card in a few lines, for the foot of the board."""

from __future__ import annotations

from aiboard.engine.board import Board
from aiboard.tui.foot import FootView, Said
from aiboard.views import log as log_view
from aiboard.views.columns import CardLine, Column
from aiboard.views.header import Header
from aiboard.views.standup import standup
from aiboard.views.words import STAGE_EXIT

Row = tuple[tuple[str, str], ...]
"""Texts and roles of one line."""


def card_rows(board: Board, line: CardLine) -> tuple[Row, ...]:
    """State first, then measurement, then what its ticket says."""
    tone = str(line.mark.tone)
    rows: list[Row] = []
    first: list[tuple[str, str]] = [(f"{line.mark.glyph} ", tone)]
    first.append((line.state.cause or line.mark.word or line.stage.name.capitalize(), tone))
    if line.state.progress:
        first.append((f"   {line.state.progress}", "text"))
    for fact in line.state.facts:
        first.append((f"   {fact}", "dim"))
    rows.append(tuple(first))
    if line.measured is not None:
        rows.append((("measured ", "dim"), (line.measured.text, "strong")))
    return tuple(rows)


def log_rows(board: Board, head: Header, room: int) -> tuple[Said, ...]:
    """What people say this morning; once something was done today, what happened last."""
    today = [said for day in log_view.log(board, since=board.day) for said in day.lines if said.day == board.day]
    out: list[Said] = []
    if not today:
        out = [Said(line.text, str(line.tone), "") for line in standup(board)][:room]
    if not out:
        lines = log_view.last_lines(board, room, head)
        out = [Said(line.text, str(line.tone), _day(line.day)) for line in lines]
    return tuple(out)


def _day(day: int) -> str:
    from aiboard.views.fmt import weekday

    return weekday(day)


def column_words(column: Column | None) -> str:
    """What an empty place under the cursor says."""
    return STAGE_EXIT[column.stage] if column is not None else ""


def foot_view(
    board: Board, head: Header, line: CardLine | None, column: Column | None, coach: str, notice: Said, room: int
) -> FootView:
    """Everything under the board."""
    if line is None:
        title, tail, rows = "", "", ()
    else:
        title = f"{line.key} {line.title}"
        tail = "  ".join(part for part in (line.person, line.family) if part)
        rows = card_rows(board, line)
    return FootView(title, tail, rows, log_rows(board, head, room), coach, notice)
