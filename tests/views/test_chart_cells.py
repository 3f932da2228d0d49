"""Charts as they are drawn, cell by cell: the picture, and beside it what each cell says, a letter a role.

The pictures stand in golden/charts.txt; `AIBOARD_GOLDEN=write pytest tests/views/test_chart_cells.py` writes them anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from aiboard.views.charts.calibration import CalibrationChart, Group
from aiboard.views.charts.cells import GlyphMode, Role
from aiboard.views.charts.chart import Chart, draw, height_for, lines, words
from aiboard.views.charts.cone import ConeChart
from aiboard.views.charts.evals import EvalChart
from aiboard.views.charts.readouts import Readout, ReadoutChart
from aiboard.views.charts.strips import LedgerChart, Strip
from aiboard.views.charts.value import ValueChart, ValueMark
from tests.written import as_written

GOLDEN: Final = Path(__file__).parent / "golden"
_SCORES: Final = (882_000, 860_000, 901_000, 874_000, 904_000)
_LOW_HIGH: Final = (884_200, 861_000, 907_000)
_CENTS: Final = tuple(-190_000 * n for n in range(1, 13)) + tuple(-2_280_000 + 700_000 * n for n in range(1, 9))
_MARKS: Final = (
    ValueMark(3, "✗", "killed 004: plateau"),
    ValueMark(9, "!", "GPU shortage", Role.WARN),
    ValueMark(13, "●", "009 live at 100 %", Role.GOOD),
    ValueMark(20, "▲", "drift", Role.BAD),
)
_VALUE: Final = ValueChart(_CENTS, 30, 10, _MARKS)


def _curve(*values: int, planned: int = 3, note: str = "", lines: bool = True) -> ReadoutChart:
    readouts = tuple(Readout(n, value, value - 28_000, value + 28_000) for n, value in enumerate(values, 1))
    return ReadoutChart(readouts, planned, 920_000 if lines else None, 800_000 if lines else None, note)


CHARTS: Final[dict[str, Chart]] = {
    "scores": EvalChart(_SCORES, *_LOW_HIGH, 880_000, False, 720_000, (715_000, 722_000, 719_000, 731_000, 724_000)),
    "scores cleared, baseline near": EvalChart(_SCORES, *_LOW_HIGH, 860_000, True, 868_000),
    "scores, baseline far": EvalChart(_SCORES, *_LOW_HIGH, 880_000, False, 300_000),
    "one score": EvalChart((910_000,), 910_000, 868_000, 952_000, 880_000, None, 720_000, (724_000,), pending=2),
    "no score": EvalChart((), None, None, None, 880_000, None, 720_000),
    "scores at both ends": EvalChart((0, 1_000_000), None, None, None, 500_000),
    "two without an interval": EvalChart((870_000, 880_000), None, None, None, 880_000, None),
    "twelve scores": EvalChart(tuple(range(870_000, 906_000, 3_000)), 886_000, 880_000, 892_000, 886_000, False),
    "sixty scores": EvalChart(
        tuple(884_000 + 2_000 * ((i * 37) % 23 - 11) for i in range(60)), 884_000, 879_000, 889_000, 880_000, False
    ),
    "two runs": _curve(802_000, 841_000),
    "one run": _curve(802_000),
    "four runs of three, a plateau": _curve(802_000, 841_000, 843_000, 842_000, note="plateau"),
    "no run": _curve(),
    "runs without a ticket": _curve(790_000, 810_000, lines=False),
    "nine runs": _curve(*range(700_000, 790_000, 10_000), planned=12),
    "value": _VALUE,
    "value, many marks": ValueChart(_CENTS, 30, 10, _MARKS * 6),
    "value, gains only": ValueChart((100_000, 250_000), 4, 2),
    "value, one day": ValueChart((-5_000_000,), 80),
    "no value": ValueChart((), 40),
    "ledger": LedgerChart(
        _VALUE, (Strip("luck", (0.0, 4.2, -8.0, 0.4, 2.0), "the deal −31"), Strip("choices", (0.5, -0.5, 3.0)))
    ),
    "ledger without amounts": LedgerChart(_VALUE, (Strip("luck", (0.0, 0.49)), Strip("choices", ()))),
    "calibration": CalibrationChart(
        (Group(12.4, 10.0, 5, True), Group(50, 66.7, 3, True), Group(88, 60, 10, False), Group(100, 100, 1, True))
    ),
    "cone": ConeChart(12, 40, tuple([0] * 3 + list(range(14, 31))), 20, 33),
    "cone, never": ConeChart(12, 40, (0, 0, 0, 20), 5, 0),
    "cone, last day": ConeChart(40, 40, (40,) * 4, 40, 41),
}  # fmt: skip
SIZES: Final = ((30, 8), (44, 12), (90, 24))
_LETTERS: Final = {
    Role.TEXT: " ", Role.STRONG: "s", Role.AXIS: "-", Role.DOT: "o", Role.PAIR: "p", Role.MEAN: "m", Role.LINE: "l",
    Role.BAR: "b", Role.BASE: ".", Role.KILL: "k", Role.GOOD: "+", Role.BAD: "x", Role.WARN: "!",
}  # fmt: skip


def picture(chart: Chart, width: int, height: int, mode: GlyphMode) -> Iterator[str]:
    """The rows of a chart, each with its roles."""
    for row in draw(chart, width, height, mode, shade=True).rows():
        text = "".join(text for text, _, _ in row)
        roles = "".join(_LETTERS[role] * len(text) for text, role, _ in row)
        yield f"{text}¦{roles}".rstrip()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_chart_is_drawn_as_it_was_written_down(size: tuple[int, int]) -> None:
    out: list[str] = []
    for name, chart in CHARTS.items():
        out += [f"=== {name}: {words(chart)}", *picture(chart, *size, GlyphMode.BLOCK)]
    as_written(GOLDEN / f"charts-{size[0]}x{size[1]}.txt", "\n".join(out))


def test_curves_in_braille_and_in_ascii() -> None:
    out: list[str] = []
    for name in ("scores", "two runs", "value", "ledger", "cone"):
        for mode in (GlyphMode.BRAILLE, GlyphMode.ASCII):
            out += [f"=== {name}, {mode}", *picture(CHARTS[name], 60, 18, mode)]
    as_written(GOLDEN / "charts-modes.txt", "\n".join(out))


@pytest.mark.parametrize(
    ("name", "heights"),
    [("scores", (10, 12)), ("twelve scores", (10, 18)), ("two runs", (13, 12)), ("ledger", (25, 24))],
)
def test_a_chart_in_plain_text_has_the_height_that_it_likes(name: str, heights: tuple[int, int]) -> None:
    """Narrower than 44 cells seeds have no rows of their own; strips of a ledger are drawn under the curve."""
    assert (height_for(CHARTS[name], 43), height_for(CHARTS[name], 72)) == heights
    assert len(lines(CHARTS[name])) == heights[1] and len(lines(CHARTS[name], 43)) == heights[0]
