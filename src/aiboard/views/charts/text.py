"""Any chart by its kind: in words, on a grid, as lines of plain text.

The full-screen game colours the same grid, so the grid and its words are made once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from aiboard.views.charts.calibration import CalibrationChart, calibration_words, draw_calibration
from aiboard.views.charts.cells import GLUE, Grid, Mode, Words, wrap_words
from aiboard.views.charts.cone import ConeChart, cone_words, draw_cone
from aiboard.views.charts.curves import (
    ReadoutChart,
    ValueChart,
    draw_readouts,
    draw_value,
    readout_words,
    value_words,
)
from aiboard.views.charts.evals import EvalChart, draw_eval, eval_words
from aiboard.views.charts.strips import STRIP_ROWS, LedgerChart, draw_ledger, ledger_words

Chart = CalibrationChart | ConeChart | EvalChart | LedgerChart | ReadoutChart | ValueChart
"""Anything that can be drawn."""

_WORDS: Final[dict[type[Chart], Callable[[Any], Words]]] = {
    CalibrationChart: calibration_words,
    ConeChart: cone_words,
    EvalChart: eval_words,
    LedgerChart: ledger_words,
    ReadoutChart: readout_words,
    ValueChart: value_words,
}
_DRAW: Final[dict[type[Chart], Callable[[Any, Grid, int], None]]] = {
    CalibrationChart: draw_calibration,
    ConeChart: draw_cone,
    EvalChart: draw_eval,
    LedgerChart: draw_ledger,
    ReadoutChart: draw_readouts,
    ValueChart: draw_value,
}
#: Rows of grid under the words that a curve likes best.
_LIKED: Final = 10
_PLAIN_WIDTH: Final = 72


def words(chart: Chart) -> str:
    """The chart in one sentence: every number in it that matters, so that nobody needs the grid."""
    return " ".join(text for text, _ in _WORDS[type(chart)](chart)).replace(GLUE, " ")


def draw(chart: Chart, width: int, height: int, mode: Mode = Mode.BRAILLE, shade: bool = False) -> Grid:
    """The chart on a grid of this size, words on top, then as much picture as fits.

    Args:
        chart: what to draw.
        width, height: characters; made for 30 x 6 to 150 x 40.
        mode: which characters may be used.
        shade: show coloured grounds by characters, for faces without colour.
    """
    grid = Grid(width, height, mode, shade)
    top = grid.words_on_top(_WORDS[type(chart)](chart))
    _DRAW[type(chart)](chart, grid, top)
    return grid


def height_for(chart: Chart, width: int) -> int:
    """Rows in which the chart shows everything without waste."""
    rows = len(wrap_words(_WORDS[type(chart)](chart), width))
    if isinstance(chart, EvalChart):
        labelled = width >= 44 and 0 < len(chart.scores) <= 12
        return rows + 1 + (len(chart.scores) if labelled else 3) + 4
    strips = len(chart.strips) if isinstance(chart, LedgerChart) else 0
    return rows + 1 + _LIKED + strips * STRIP_ROWS


def lines(chart: Chart, width: int = _PLAIN_WIDTH, height: int | None = None, mode: Mode = Mode.BLOCK) -> list[str]:
    """The chart as lines of plain text, grounds shown by characters; for plain mode and files."""
    return draw(chart, width, height or height_for(chart, width), mode, shade=True).lines()
