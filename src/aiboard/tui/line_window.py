"""A window on more lines than there is room for; its edges say how many more there are, and the key that shows them."""

from __future__ import annotations

from aiboard.tui.cells import Line
from aiboard.tui.themes import Palette
from aiboard.views import fmt


def line_window(lines: list[Line], first: int, height: int, look: Palette) -> tuple[list[Line], int]:
    """The lines from `first` on that fit into `height` rows, and where they begin: not after the last full window."""
    height = max(0, height)
    first = max(0, min(first, len(lines) - height))
    visible = lines[first : first + height]
    below = len(lines) - first - height
    # A terminal of a few rows has no room for any line.
    if visible and below > 0:
        visible[-1] = _mark("▼ ", "PgDn", below + 1, look)
    if visible and first:
        visible[0] = _mark("▲ ", "PgUp", first + 1, look)
    return visible, first


def _mark(arrow: str, key: str, lines: int, look: Palette) -> Line:
    """It covers a line itself, which counts as one of those that are not shown."""
    return [(arrow, look["dim"]), (key, look["key"]), (f" {fmt.count(lines, 'more line')}", look["dim"])]
