"""One card as the board draws it: a block of lines, a row of a table, or an id with its mark. Knows no rule."""

from __future__ import annotations

from typing import Final

from aiboard.tui import paint
from aiboard.tui.paint import Span
from aiboard.tui.themes import Palette
from aiboard.views.board.columns import CardLine

TABLE: Final = 48
"""Cells from which on a column too long for blocks is a table, one card a row."""
_SLIM: Final = 13
"""Cells from which on a narrow column has room for a word beside the id."""
_LEAST_TITLE: Final = 26
"""Cells a title keeps before another cell of the table is added."""


def block(line: CardLine, width: int, detail: int, look: Palette, here: bool, lit: bool) -> list[list[Span]]:
    """The title, then as many as `detail` lines under it."""
    plain = look["cursor.text"] if here else look["text"]
    soft = look["cursor.dim"] if here else look["dim"]
    rows = [_head(line, look, here, lit)]
    tone = str(line.mark.tone)
    for i, text in enumerate(line.lines[:detail]):
        style = soft
        if i == 0 and line.state.cause:
            style = look.on_cursor(tone) if here else look[tone]
        elif i == 0 or text == line.state.progress:
            style = plain
        rows.append([("   ", plain), (text, style)])
    return [paint.fitted(row, width, plain) for row in rows]


def table(lines: tuple[CardLine, ...], width: int) -> tuple[int, ...]:
    """Widths of the cells beside the titles: those of `_cells` that leave titles enough room, at least the first."""
    found: list[int] = []
    left = width - 5
    for texts in zip(*(_cells(line) for line in lines), strict=True):
        need = max(paint.width_of(text) for text in texts) + 2
        if found and left - need < _LEAST_TITLE:
            break
        left -= need
        found.append(need)
    return tuple(found)


def row(line: CardLine, width: int, cells: tuple[int, ...], look: Palette, here: bool, lit: bool) -> list[Span]:
    """The card on one row: title, then cells as wide as `table` says."""
    plain = look["cursor.text"] if here else look["text"]
    soft = look["cursor.dim"] if here else look["dim"]
    spans = paint.fitted(_head(line, look, here, lit), width - sum(cells), plain)
    tone = str(line.mark.tone)
    for i, (text, size) in enumerate(zip(_cells(line), cells, strict=False)):
        style = soft if i else plain
        if i == 0 and line.state.cause:
            style = look.on_cursor(tone) if here else look[tone]
        spans.append((paint.pad("  " + text, size), style))
    return paint.fitted(spans, width, plain)


def _cells(line: CardLine) -> tuple[str, str, str]:
    return (line.lines[0] if line.lines else "", "  ".join(line.state.facts), line.family)


def _head(line: CardLine, look: Palette, here: bool, lit: bool) -> list[Span]:
    plain = look["cursor.text"] if here else look["text"]
    title = look["cursor"] if here else look["flash"] if lit else look["strong"]
    pointer = "▸" if here else "•" if line.news else " "
    return [
        (pointer, look["cursor.accent"] if here else look["news"] if line.news else plain),
        (line.short, title),
        (" ", title if lit or here else plain),
        (line.title, title if here or lit else plain),
    ]


def narrow(line: CardLine, width: int, look: Palette, here: bool, lit: bool) -> list[Span]:
    """The id and its mark, and a word where there is room for one."""
    tone = str(line.mark.tone)
    base = look["cursor"] if here else look["flash"] if lit else look["text"]
    mark = look.on_cursor(tone) if here else look[tone]
    spans: list[Span] = [
        (("▸" if here else "•" if line.news else " "), look["cursor.accent"] if here else look["news"]),
        (line.short, base),
        (" ", look["cursor.text"] if here else look["text"]),
        (line.mark.glyph, mark),
    ]
    left = width - sum(paint.width_of(text) for text, _ in spans) - 1
    if width >= _SLIM and left > 3 and line.mark.word:
        spans.append((" " + paint.cut(line.mark.word, left), mark))
    elif width >= _SLIM and left > 3:
        spans.append((" " + paint.cut(line.title, left), look.on_cursor("dim") if here else look["dim"]))
    return spans
