"""The value line with strips of bars under it, a bar a day: what luck and what choices were worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.views import fmt
from aiboard.views.charts.cells import GLUE, GlyphMode, Grid, Role, RoleTexts, Scale
from aiboard.views.charts.chart import Chart
from aiboard.views.charts.frame import plot_of
from aiboard.views.charts.value import ValueChart

_HALVES: Final = (2, 1)
"""Rows on each side of a strip's zero, and where those leave the value line too little; each shows two steps."""
STRIP_ROWS: Final = 2 * _HALVES[0] + 1
"""Rows of a strip, with the empty one above it."""
_CURVE_ROWS: Final = 8
"""Rows under which a value line says nothing."""
_LEAST: Final = 0.5
"""Points from which a bar is drawn at all."""


@dataclass(frozen=True)
class Strip:
    """A row of bars: its name, points by day from day 1, and what no day holds, in words ("the deal −31")."""

    name: str
    points: tuple[float, ...]
    remainder: str = ""


@dataclass(frozen=True)
class LedgerChart(Chart):
    """The value line, and strips on the same days. All strips have one scale."""

    value: ValueChart
    strips: tuple[Strip, ...]

    def words(self) -> RoleTexts:
        """The value line in words, then each strip: its sum, what no day holds, its largest day."""
        texts = self.value.words()
        for strip in self.strips:
            texts[-1] = (f"{texts[-1][0]};", texts[-1][1])
            # What no day holds is no part of this sum, and a page beside may show both together: it says of what it is.
            of = f"{GLUE}on{GLUE}its{GLUE}days" if strip.remainder else ""
            # A name alone at the end of a row says nothing: it goes on with its number.
            parts = [f"{strip.name}{GLUE}{fmt.signed_number(sum(strip.points))}{GLUE}points{of}"]
            if strip.remainder:
                parts.append(strip.remainder.replace(" ", GLUE))
            top = max(range(len(strip.points)), key=lambda at: abs(strip.points[at]), default=-1)
            if top >= 0 and abs(strip.points[top]) >= _LEAST:
                # A day's sum: one choice of another day may have lost more than any of its own.
                parts.append(f"most on day{GLUE}{top + 1}: {fmt.signed_number(strip.points[top])} in{GLUE}all")
            texts.append((", ".join(parts), Role.TEXT))
        return texts

    def draw(self, grid: Grid, top: int) -> None:
        """The value line, and under it the strips as far as there is room for both."""
        for half in _HALVES:
            rows = (2 * half + 1) * len(self.strips)
            if grid.height - top - rows >= _CURVE_ROWS:
                break
        else:
            self.value.draw(grid, top)
            return
        # Under the legend, so that bars stand below the days of the axis they belong to.
        self.value.draw(grid, top, rows)
        peak = max((abs(value) for strip in self.strips for value in strip.points), default=0.0)
        for number, strip in enumerate(self.strips):
            y = grid.height - rows + 1 + number * (2 * half + 1)
            _strip(strip, grid, y, half, self.value.days, peak)

    def rows(self, width: int) -> int:
        """Those of a curve, and the strips."""
        return super().rows(width) + len(self.strips) * STRIP_ROWS


def _strip(strip: Strip, grid: Grid, y: int, half: int, days: int, peak: float) -> None:
    left, cells = plot_of(grid)
    scale = Scale(1, max(2, days), cells)
    zero = y + half - 1
    grid.put(0, zero, strip.name[: left - 1], Role.AXIS)
    grid.put(left, zero, "▁" * cells, Role.AXIS)
    if peak < _LEAST:
        return
    # So that nobody has to guess what a full bar means, and on which side losses are.
    if half == 1:
        grid.put(0, y + 1, f"±{fmt.number(peak)}", Role.AXIS)
    else:
        for row, end in ((y, peak), (y + 2 * half - 1, -peak)):
            grid.put(0, row, f"{fmt.signed_number(end):>{left - 2}}", Role.AXIS)
    for day, value in enumerate(strip.points, 1):
        if abs(value) < _LEAST:
            continue
        first = scale.position(day)
        last = max(first, (scale.position(day + 1) if day < days else cells) - 2)
        steps = max(1, round(abs(value) / peak * 2 * half))
        for column in range(left + first, left + last + 1):
            _bar(grid, column, zero, steps if value > 0 else -steps)


def _bar(grid: Grid, x: int, zero: int, steps: int) -> None:
    """A bar of half-cell steps from the line under the row `zero`, up or down."""
    role = Role.GOOD if steps > 0 else Role.BAD
    half = "▄" if steps > 0 else "▀"
    for row in range((abs(steps) + 1) // 2):
        full = abs(steps) >= 2 * row + 2
        at = zero - row if steps > 0 else zero + 1 + row
        grid.put(x, at, "#" if grid.mode is GlyphMode.ASCII else "█" if full else half, role)
