"""The value line with strips of bars under it, a bar a day: what luck and what choices were worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.views import fmt
from aiboard.views.charts.cells import GLUE, Grid, Mode, Role, Scale, Words
from aiboard.views.charts.curves import ValueChart, draw_value, plot_of, value_words

_HALF: Final = 2
"""Rows on each side of a strip's zero; each shows two steps by half blocks."""
STRIP_ROWS: Final = 2 * _HALF + 1
"""Rows of a strip, with the empty one above it."""
_LEAST: Final = 0.5
"""Points from which a bar is drawn at all."""


@dataclass(frozen=True)
class Strip:
    """A row of bars: its name, points by day from day 1, and what no day holds, in words ("the deal −31")."""

    name: str
    points: tuple[float, ...]
    besides: str = ""


@dataclass(frozen=True)
class LedgerChart:
    """The value line, and strips on the same days. All strips have one scale."""

    value: ValueChart
    strips: tuple[Strip, ...]


def ledger_words(chart: LedgerChart) -> Words:
    """The value line in words, then each strip: its sum, what no day holds, its largest day."""
    found = value_words(chart.value)
    for strip in chart.strips:
        found[-1] = (f"{found[-1][0]};", found[-1][1])
        parts = [f"{strip.name} {_signed(sum(strip.points))}{GLUE}points"]
        if strip.besides:
            parts.append(strip.besides.replace(" ", GLUE))
        top = max(range(len(strip.points)), key=lambda at: abs(strip.points[at]), default=-1)
        if top >= 0 and abs(strip.points[top]) >= _LEAST:
            parts.append(f"most on day{GLUE}{top + 1}: {_signed(strip.points[top])}")
        found.append((", ".join(parts), Role.TEXT))
    return found


def draw_ledger(chart: LedgerChart, grid: Grid, top: int) -> None:
    """The value line, and under it the strips as far as there is room for both."""
    rows = STRIP_ROWS * len(chart.strips)
    # A value line of a few rows says nothing: it has what there is.
    if grid.height - top - rows < 8:
        draw_value(chart.value, grid, top)
        return
    # Under the legend, so that bars stand below the days of the axis they belong to.
    draw_value(chart.value, grid, top, rows)
    most = max((abs(value) for strip in chart.strips for value in strip.points), default=0.0)
    for number, strip in enumerate(chart.strips):
        _strip(strip, grid, grid.height - rows + 1 + number * STRIP_ROWS, chart.value.days, most)


def _strip(strip: Strip, grid: Grid, y: int, days: int, most: float) -> None:
    left, cells = plot_of(grid)
    place = Scale(1, max(2, days), cells)
    grid.put(0, y + _HALF - 1, strip.name[: left - 1], Role.AXIS)
    grid.put(left, y + _HALF - 1, "▁" * cells, Role.AXIS)
    if most < _LEAST:
        return
    # At the side that it stands for, so that nobody has to guess what a full bar means.
    grid.put(0, y, f"{_signed(most):>{left - 2}}", Role.AXIS)
    for day, value in enumerate(strip.points, 1):
        if abs(value) < _LEAST:
            continue
        first = place.at(day)
        last = max(first, (place.at(day + 1) if day < days else cells) - 2)
        steps = max(1, round(abs(value) / most * 2 * _HALF))
        for column in range(left + first, left + last + 1):
            _bar(grid, column, y, steps if value > 0 else -steps)


def _bar(grid: Grid, x: int, y: int, steps: int) -> None:
    """A bar of half-cell steps from the line between the two middle rows, up or down."""
    role = Role.GOOD if steps > 0 else Role.BAD
    half = "▄" if steps > 0 else "▀"
    for row in range((abs(steps) + 1) // 2):
        whole = abs(steps) >= 2 * row + 2
        at = y + _HALF - 1 - row if steps > 0 else y + _HALF + row
        grid.put(x, at, "#" if grid.mode is Mode.ASCII else "█" if whole else half, role)


def _signed(points: float) -> str:
    text = fmt.number(points)
    return f"+{text}" if points >= _LEAST else text
