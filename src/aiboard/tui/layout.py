"""How wide each column of the board is: three layouts by width, from one rule.

Under about 100 cells the focused column is unfolded and the others are counts with ids. From there on columns that
hold cards get room for titles, and from 140 on all of them draw whole cards.
"""

from __future__ import annotations

from typing import Final

from aiboard.views.columns import Column

#: Least cells of a column by stage: its short name and tally.
_LEAST: Final = (7, 9, 8, 9, 7, 9, 8)
_FOCUS: Final = 26
_TITLES: Final = 20
_WHOLE: Final = 27
_MOST: Final = 40


def widths_of(columns: tuple[Column, ...], focus: int, width: int) -> list[int]:
    """Cells of each column; with one cell between neighbours they fill `width` exactly."""
    widths = [max(least, len(column.short) + len(column.tally) + 2) for least, column in zip(_LEAST, columns, strict=True)]
    left = width - (len(columns) - 1) - sum(widths)
    holding = [i for i, column in enumerate(columns) if column.cards and not column.counts_only and i != focus]
    left = _grow(widths, [focus], _FOCUS, left)
    for target in (_TITLES, _WHOLE):
        left = _grow_whole(widths, holding, target, left) if target == _TITLES else _grow(widths, [focus, *holding], target, left)
    left = _grow(widths, [focus, *holding], _MOST, left)
    others = [i for i, column in enumerate(columns) if column.cards and column.counts_only and i != focus]
    left = _grow(widths, others, _TITLES + 4, left)
    widths[focus] += left
    return widths


def _grow(widths: list[int], who: list[int], target: int, left: int) -> int:
    """Widen the columns evenly up to `target`; returns what is left over."""
    while left > 0:
        narrow = [i for i in who if widths[i] < target]
        if not narrow:
            break
        least = min(narrow, key=lambda i: widths[i])
        widths[least] += 1
        left -= 1
    return left


def _grow_whole(widths: list[int], who: list[int], target: int, left: int) -> int:
    """Widen columns to `target` one after the other, the fullest use first: half a title helps nobody."""
    for i in who:
        need = target - widths[i]
        if 0 < need <= left:
            widths[i] += need
            left -= need
    return left
