"""The project's dollars, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.instruments.text import clean
from aiboard.views import fmt
from aiboard.views.charts.cells import (
    CellBackground,
    Grid,
    Role,
    RoleTexts,
    Scale,
    clauses,
)
from aiboard.views.charts.chart import Chart
from aiboard.views.charts.frame import Frame

_MARK_LABEL: Final = 60
_GOOD_ROWS: Final = 20
"""Rows of a value line, its shelf and its axis that need no more."""


@dataclass(frozen=True)
class ValueMark:
    """Something that happened, under the value line: its day, a narrow glyph, a few words, how it looks."""

    day: int
    glyph: str
    label: str
    role: Role = Role.STRONG


@dataclass(frozen=True)
class ValueChart(Chart):
    """Cumulative dollars by day.

    Attributes:
        cents: booked cents at the end of day 1, 2, ...
        days: days of the project (the axis reaches there).
        sprint_days: days between two ticks.
        marks: what happened when.
    """

    cents: tuple[int, ...]
    days: int
    sprint_days: int = 10
    marks: tuple[ValueMark, ...] = ()

    def words(self) -> RoleTexts:
        """The value line in words: '−$31.2k after day 24 of 80; lowest −$33.0k after day 22'."""
        if not self.cents:
            return [("no day has ended", Role.TEXT)]
        balance = self.cents[-1]
        extremes = []
        # The line begins at $0: a project that never earned was never higher.
        for word, value in (("lowest", min(0, *self.cents)), ("highest", max(0, *self.cents))):
            if value not in (0, balance):
                extremes.append([(f"{word} {fmt.money(value)} after day {self.cents.index(value) + 1}", Role.TEXT)])
        return clauses([[(f"{fmt.money(balance)} after day {len(self.cents)} of {self.days}", Role.STRONG)], *extremes])

    def draw(self, grid: Grid, top: int, under: int = 0) -> None:
        """The value line from row `top` on: gains and losses as ground, marks on a shelf, a legend.

        The last `under` rows of the grid are left for others.
        """
        width, height = grid.width, grid.height - under
        # Half of what a small plot leaves, and all that one of a good height leaves.
        room = height - top
        legend = _legend(self, width, max(0, (room - 7) // 2, room - _GOOD_ROWS))
        if height - top - len(legend) < 4:
            return
        values = [0, *self.cents]
        margin = max((max(values) - min(values)) // 12, 10_000)
        low = min(values) - (margin if min(values) < 0 else 0)
        below = under + len(legend) + (1 if self.marks else 0)
        frame = Frame(grid, top, low, max(values) + margin, 100, below)
        days = Scale(1, max(2, self.days), frame.cells)
        zero = frame.row(0)
        for day, cents in enumerate(self.cents, 1):
            next_day = min(len(self.cents), day + 1)
            for x in range(
                frame.left + days.position(day), frame.left + max(days.position(day), days.position(next_day) - 1) + 1
            ):
                row = frame.row(cents)
                for y in range(min(row, zero), max(row, zero) + 1):
                    if y != zero and (y != row or frame.reaches(cents)):
                        grid.set_background(x, y, CellBackground.GAIN if cents > 0 else CellBackground.LOSS)
        grid.put(frame.left, zero, "╌" * frame.cells, Role.BASE)
        frame.curve([(frame.left + days.position(day), cents) for day, cents in enumerate(self.cents, 1)], Role.LINE)
        # Marks stand on a row of their own under the plot, so that they never hide the line.
        if self.marks:
            for mark in self.marks:
                grid.put(frame.left + days.position(mark.day), frame.bottom + 1, mark.glyph[:1], mark.role)
        tick_days = range(self.sprint_days, self.days + 1, max(1, self.sprint_days))
        stops = [(frame.left + days.position(day), f"day {day}", str(day)) for day in tick_days]
        frame.draw_axis(_dollars, stops, shelf=1 if self.marks else 0)
        for i, line in enumerate(legend):
            grid.words(height - len(legend) + i, line)


def _dollars(cents: int) -> str:
    return fmt.money(cents).replace(".0", "")


def _legend(chart: ValueChart, width: int, max_rows: int) -> list[RoleTexts]:
    """The marks in words, in columns, as many as fit in `max_rows` rows; what is left out is counted."""
    if max_rows < 1 or not chart.marks:
        return []
    texts = [(mark, f"day {mark.day:<3} {mark.glyph[:1]} {clean(mark.label, _MARK_LABEL)}") for mark in chart.marks]
    column = min(width, max(len(text) for _, text in texts) + 3)
    across = max(1, width // column)
    rows = min(max_rows, -(-len(texts) // across))
    fit = rows * across
    cells = [(text, mark.role) for mark, text in texts]
    if len(cells) > fit:
        cells = [*cells[: fit - 1], (f"and {len(texts) - fit + 1} more", Role.AXIS)]
    lines: list[RoleTexts] = [[] for _ in range(rows)]
    for i, (text, role) in enumerate(cells):
        lines[i % rows].append((text[: column - 1].ljust(column), role))
    return lines
