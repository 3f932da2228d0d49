"""What a chart is, and any of them in words, on a grid, as lines of plain text.

The full-screen game colours the same grid, so the grid and its words are made once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Final

from aiboard.views.charts.cells import GLUE, GlyphMode, Grid, RoleTexts, wrap_words

#: Rows of grid under the words that a curve likes best.
_LIKED: Final = 10
_PLAIN_WIDTH: Final = 72


class Chart(ABC):
    """Anything that can be drawn."""

    @abstractmethod
    def words(self) -> RoleTexts:
        """It in words: every number in it that matters."""

    @abstractmethod
    def draw(self, grid: Grid, top: int) -> None:
        """Draw the picture on the rows of the grid from `top` on, as much as fits."""

    def rows(self, width: int) -> int:
        """Rows in which the picture shows everything without waste, at this width."""
        return _LIKED


def words(chart: Chart) -> str:
    """The chart in one sentence: every number in it that matters, so that nobody needs the grid."""
    return " ".join(text for text, _ in chart.words()).replace(GLUE, " ")


def draw(chart: Chart, width: int, height: int, mode: GlyphMode = GlyphMode.BRAILLE, shade: bool = False) -> Grid:
    """The chart on a grid of this size, words on top, then as much picture as fits.

    Args:
        chart: what to draw.
        width, height: characters; made for 30 x 6 to 150 x 40.
        mode: which characters may be used.
        shade: show coloured grounds by characters, for faces without colour.
    """
    grid = Grid(width, height, mode, shade)
    top = grid.words_on_top(chart.words())
    chart.draw(grid, top)
    return grid


def height_for(chart: Chart, width: int) -> int:
    """Rows in which the chart shows everything without waste."""
    return len(wrap_words(chart.words(), width)) + 1 + chart.rows(width)


def lines(
    chart: Chart, width: int = _PLAIN_WIDTH, height: int | None = None, mode: GlyphMode = GlyphMode.BLOCK
) -> list[str]:
    """The chart as lines of plain text, grounds shown by characters; for plain mode and files."""
    return draw(chart, width, height or height_for(chart, width), mode, shade=True).lines()
