"""Charts as plain text, and the one door to all of them: what to draw goes in, a grid or lines come out.

The full-screen game colours the same grid, so the grid and its words are made once.
"""

from __future__ import annotations

from typing import Final

from aiboard.views.charts.cells import GLUE, Grid, Mode, Role, wrap_words
from aiboard.views.charts.curves import (
    Readout,
    ReadoutChart,
    ValueChart,
    ValueMark,
    draw_readouts,
    draw_value,
    readout_words,
    value_words,
)
from aiboard.views.charts.evals import EvalChart, draw_eval, eval_words

__all__ = [
    "Grid",
    "Chart",
    "EvalChart",
    "Mode",
    "Readout",
    "ReadoutChart",
    "Role",
    "ValueChart",
    "ValueMark",
    "draw",
    "height_for",
    "lines",
    "words",
]

Chart = EvalChart | ReadoutChart | ValueChart
"""Anything that can be drawn."""

#: Rows of grid under the words that a chart likes best, and the least that still shows one.
_LIKED: Final = 10
_PLAIN_WIDTH: Final = 72


def words(chart: Chart) -> str:
    """The chart in one sentence: every number in it that matters, so that nobody needs the grid."""
    return " ".join(text for text, _ in _parts(chart)).replace(GLUE, " ")


def draw(chart: Chart, width: int, height: int, mode: Mode = Mode.BRAILLE, shade: bool = False) -> Grid:
    """The chart on a grid of this size, words on top.

    Args:
        chart: what to draw.
        width, height: characters; made for 30 x 6 to 150 x 40.
        mode: which characters may be used.
        shade: show coloured grounds by characters, for faces without colour.
    """
    if isinstance(chart, EvalChart):
        return draw_eval(chart, width, height, mode, shade)
    if isinstance(chart, ReadoutChart):
        return draw_readouts(chart, width, height, mode, shade)
    return draw_value(chart, width, height, mode, shade)


def height_for(chart: Chart, width: int) -> int:
    """Rows in which the chart shows everything without waste."""
    rows = len(wrap_words(_parts(chart), width))
    if isinstance(chart, EvalChart):
        labelled = width >= 44 and 0 < len(chart.scores) <= 12
        return rows + 1 + (len(chart.scores) if labelled else 3) + 4
    return rows + 1 + _LIKED


def lines(chart: Chart, width: int = _PLAIN_WIDTH, height: int | None = None, mode: Mode = Mode.BLOCK) -> list[str]:
    """The chart as lines of plain text, grounds shown by characters; for plain mode and files."""
    return draw(chart, width, height or height_for(chart, width), mode, shade=True).lines()


def _parts(chart: Chart) -> list[tuple[str, Role]]:
    if isinstance(chart, EvalChart):
        return eval_words(chart)
    if isinstance(chart, ReadoutChart):
        return readout_words(chart)
    return value_words(chart)
