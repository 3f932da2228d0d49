"""How the board is laid out: the width of each column, and a card in it as a block of lines, a table's row or an id.

Under about 100 cells the focused column is unfolded and the others are counts with ids. From there on columns that
hold cards get room for titles, and from 140 on all of them draw whole cards. Nothing here knows a rule.
"""

from __future__ import annotations

from typing import Final

from aiboard.engine.model.vocabulary import Stage
from aiboard.tui import cells
from aiboard.tui.cells import Span
from aiboard.tui.themes import Palette
from aiboard.views.board.columns import CardLine, Column

_FOCUS: Final = 28
_TITLES: Final = 21
_WHOLE: Final = 28
_MOST: Final = 44

TABLE: Final = 48
"""Cells from which on a column too long for blocks is a table, one card a row."""
_SLIM: Final = 13
"""Cells from which on a narrow column has room for a word beside the id."""
_FACTS: Final = 3
"""Most facts of a card: days, GPUs, speed."""
_LEAST_TITLE: Final = 26
"""Cells a title keeps before another cell of the table is added."""


def block(line: CardLine, width: int, detail: int, look: Palette, selected: bool, lit: bool) -> list[list[Span]]:
    """The title, then as many as `detail` lines under it."""
    on = look.row_styles(selected)
    text_style = on("text")
    rows = [_head(line, look, selected, lit)]
    for i, text in enumerate(line.lines[:detail]):
        style = on("dim")
        fitted = _whole(text, width - 3)
        if i == 0 and line.state.cause:
            style = on(str(line.mark.tone))
        elif i == 0 or text.endswith(line.state.progress):
            style = text_style
        rows.append([("   ", text_style), (fitted, style)])
    return [cells.fit_spans(row, width, text_style) for row in rows]


def _whole(text: str, width: int) -> str:
    """Those of a line's facts, from the first on, that have room as a whole, and dots where some have none."""
    first, *others = text.split("  ")
    for other in others:
        if cells.width_of(f"{first}  {other}") > width:
            return first + " …" if cells.width_of(first) + 2 <= width else first
        first += f"  {other}"
    return first


def table(lines: tuple[CardLine, ...], width: int) -> tuple[int, ...]:
    """Widths of the cells beside the titles: those of `_cells` that leave titles enough room, at least the first."""
    sizes: list[int] = []
    remaining = width - 5
    for texts in zip(*(_cells(line) for line in lines), strict=True):
        widest = max(cells.width_of(text) for text in texts)
        # What no line of the table has takes no room, the first cell apart.
        need = widest + 2 if widest or not sizes else 0
        if sizes and remaining - need < _LEAST_TITLE:
            break
        remaining -= need
        sizes.append(need)
    return tuple(sizes)


def row(line: CardLine, width: int, sizes: tuple[int, ...], look: Palette, selected: bool, lit: bool) -> list[Span]:
    """The card on one row: title, then cells as wide as `table` says."""
    on = look.row_styles(selected)
    spans = cells.fit_spans(_head(line, look, selected, lit), width - sum(sizes), on("text"))
    first = str(line.mark.tone) if line.state.cause else "text"
    for i, (text, size) in enumerate(zip(_cells(line), sizes, strict=False)):
        spans.append((cells.pad("  " + text, size), on("dim" if i else first)))
    return cells.fit_spans(spans, width, on("text"))


def _cells(line: CardLine) -> tuple[str, ...]:
    """What stands beside a title, a cell each: facts of one kind stand under each other however long those before."""
    first = f"{line.mark.glyph} {line.state.cause}" if line.state.cause else line.state.progress
    facts = (*line.state.facts, *[""] * _FACTS)[:_FACTS]
    return (first, line.state.needs, *facts, line.family)


def _pointer(line: CardLine, look: Palette, selected: bool) -> Span:
    return ("▸" if selected else "•" if line.news else " ", look["cursor.accent"] if selected else look["news"])


def _head(line: CardLine, look: Palette, selected: bool, lit: bool) -> list[Span]:
    text_style = look.row_styles(selected)("text")
    title = look["flash"] if lit and not selected else look.row_styles(selected)("strong")
    return [
        _pointer(line, look, selected),
        (line.short, title),
        (" ", title if lit or selected else text_style),
        (line.title, title if selected or lit else text_style),
    ]


def narrow(line: CardLine, width: int, look: Palette, selected: bool, lit: bool) -> list[Span]:
    """The id and its mark, and a word where there is room for one."""
    on = look.row_styles(selected)
    base = on("strong") if selected else look["flash" if lit else "text"]
    mark = on(str(line.mark.tone))
    spans: list[Span] = [_pointer(line, look, selected), (line.short, base), (" ", on("text")), (line.mark.glyph, mark)]
    remaining = width - sum(cells.width_of(text) for text, _ in spans) - 1
    # In a column of killed cards their reasons tell more than the word that they were killed.
    word = line.state.progress if line.stage == Stage.KILLED else line.mark.word
    if width >= _SLIM and remaining > 3 and word:
        # Half a word tells less than the first of two, or than the glyph alone.
        first = next((one for one in (word, word.partition(" ")[0]) if cells.width_of(one) <= remaining), "")
        spans.append((f" {first}" if first else "", mark))
    elif width >= _SLIM and remaining > 3:
        spans.append((" " + cells.cut(line.title, remaining), on("dim")))
    return spans


def heading(column: Column, focused: bool, width: int) -> str:
    """A column's heading in at most `width` cells; an empty one that nobody looks at is just its name."""
    tally = column.tally + ("!" if column.is_over_limit else "")
    name = column.name.upper() if focused else column.name
    # An empty column says only its name: a zero is one more number to read.
    if not column.count and not focused:
        return f" {column.name}" if width > len(column.name) + 6 else f" {column.short}"
    full = [f" {name} {tally}: {column.note}"] if focused and column.note else []
    if focused and column.limit:
        full = [f" {name} {column.count}, {'over its ' if column.is_over_limit else ''}limit {column.limit}"]
    for text in (*full, f" {name} {tally}", f" {column.short} {tally}"):
        if len(text) <= width:
            return text
    return f"{column.short} {tally}"


def widths_of(columns: tuple[Column, ...], focus: int, width: int) -> list[int]:
    """Cells of each column; with one cell between neighbours they fill `width` exactly."""
    widths = [max(6, len(heading(column, False, 0)) + 1) for column in columns]
    remaining = width - (len(columns) - 1) - sum(widths)
    holding = [i for i, column in enumerate(columns) if column.cards and not column.counts_only and i != focus]
    remaining = _titled(widths, holding, _grow(widths, [focus], _FOCUS, remaining))
    remaining = _grow(widths, [focus, *holding], _WHOLE, remaining)
    others = [i for i, column in enumerate(columns) if column.cards and column.counts_only and i != focus]
    remaining = _titled(widths, others, remaining)
    remaining = _grow(widths, [focus, *holding], _MOST, remaining)
    remaining = _grow(widths, others, _WHOLE, remaining)
    widths[focus] += max(0, remaining)
    return widths


def _titled(widths: list[int], columns: list[int], remaining: int) -> int:
    """Room for titles in one column after the other: half a title helps nobody. Returns what is left over."""
    for i in columns:
        if 0 < _TITLES - widths[i] <= remaining:
            remaining -= _TITLES - widths[i]
            widths[i] = _TITLES
    return remaining


def _grow(widths: list[int], columns: list[int], target: int, remaining: int) -> int:
    """Widen the columns evenly up to `target`; returns what is left over."""
    while remaining > 0:
        narrow = [i for i in columns if widths[i] < target]
        if not narrow:
            break
        widths[min(narrow, key=lambda i: widths[i])] += 1
        remaining -= 1
    return remaining


def fit_column(column: Column, height: int, max_detail: int, min_detail: int) -> tuple[int, int, int]:
    """A column in so many rows: lines of detail (`min_detail` to `max_detail`), rows between cards, cards shown."""
    detail, gap = max_detail, 1
    heights = [1 + len(line.lines[:detail]) for line in column.cards]
    # Gaps go first, then details: every card in view is worth more than its third line.
    while sum(heights) + gap * (len(heights) - 1) > height and (gap or detail > min_detail):
        if gap:
            gap = 0
        else:
            detail -= 1
            heights = [1 + len(line.lines[:detail]) for line in column.cards]
    room, used = 0, 0
    for rows in heights:
        used += rows + (gap if room else 0)
        if used > height:
            break
        room += 1
    if room < len(heights):
        # The last row says how many are left out.
        spare = height - (used - heights[room])
        room = max(1, room if spare >= 1 else room - 1)
    return detail, gap, room


def window(column: Column, room: int, focus: int) -> tuple[tuple[CardLine, ...], int]:
    """The cards to draw: the first ones, or a window that ends at the focused card."""
    lines = column.cards
    if len(lines) <= room:
        return lines, 0
    if room <= 0:
        return (), len(lines)
    order = [line.card for line in lines]
    position = order.index(focus) if focus in order else 0
    first = max(0, position - room + 1)
    return lines[first : first + room], len(lines) - room
