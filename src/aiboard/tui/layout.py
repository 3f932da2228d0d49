"""How wide each column of the board is: three layouts by width, from one rule.

Under about 100 cells the focused column is unfolded and the others are counts with ids. From there on columns that
hold cards get room for titles, and from 140 on all of them draw whole cards.
"""

from __future__ import annotations

from typing import Final

from aiboard.views.board.columns import Column

_FOCUS: Final = 28
_TITLES: Final = 21
_WHOLE: Final = 28
_MOST: Final = 44


def heading(column: Column, focused: bool, width: int) -> str:
    """A column's heading in at most `width` cells; an empty one that nobody looks at is just its name."""
    tally = column.tally + ("!" if column.over else "")
    name = column.name.upper() if focused else column.name
    if not column.count and not focused:
        return f" {column.name}" if width > len(column.name) + 6 else f" {column.short}"
    for text in (f" {name} {tally}", f" {column.short} {tally}"):
        if len(text) <= width:
            return text
    return f"{column.short} {tally}"


def widths_of(columns: tuple[Column, ...], focus: int, width: int) -> list[int]:
    """Cells of each column; with one cell between neighbours they fill `width` exactly."""
    widths = [max(6, len(heading(column, False, 0)) + 1) for column in columns]
    left = width - (len(columns) - 1) - sum(widths)
    holding = [i for i, column in enumerate(columns) if column.cards and not column.counts_only and i != focus]
    left = _grow(widths, [focus], _FOCUS, left)
    for i in holding:
        # One after the other: half a title helps nobody.
        if 0 < _TITLES - widths[i] <= left:
            left -= _TITLES - widths[i]
            widths[i] = _TITLES
    left = _grow(widths, [focus, *holding], _WHOLE, left)
    others = [i for i, column in enumerate(columns) if column.cards and column.counts_only and i != focus]
    for i in others:
        if 0 < _TITLES - widths[i] <= left:
            left -= _TITLES - widths[i]
            widths[i] = _TITLES
    left = _grow(widths, [focus, *holding], _MOST, left)
    left = _grow(widths, others, _WHOLE, left)
    widths[focus] += max(0, left)
    return widths


def _grow(widths: list[int], who: list[int], target: int, left: int) -> int:
    """Widen the columns evenly up to `target`; returns what is left over."""
    while left > 0:
        narrow = [i for i in who if widths[i] < target]
        if not narrow:
            break
        widths[min(narrow, key=lambda i: widths[i])] += 1
        left -= 1
    return left
