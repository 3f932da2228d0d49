"""The two curves: a card's readouts run by run, and the project's dollars day by day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from aiboard.instruments.text import clean
from aiboard.views import fmt
from aiboard.views.charts.cells import (
    GLUE,
    PIXELS,
    Grid,
    Ground,
    Role,
    Scale,
    Words,
    clauses,
    label_stride,
    nice_step,
    ticks,
)
from aiboard.views.charts.chart import Chart

_MARK_LABEL: Final = 60
_GOOD_ROWS: Final = 20
"""Rows of a value line, its shelf and its axis that need no more."""


@dataclass(frozen=True)
class Readout:
    """One finished run: its number from 1, what it read, the interval around that if known. Millionths."""

    run: int
    value: int
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class ReadoutChart(Chart):
    """A card's learning curve. Qualities in millionths.

    Attributes:
        readouts: the finished runs in order.
        planned: runs of the plan, finished ones among them.
        bar, kill: the ticket's two lines; None without a ticket.
        note: a few more words ("plateau"), ours or cleaned.
    """

    readouts: tuple[Readout, ...]
    planned: int
    bar: int | None = None
    kill: int | None = None
    note: str = ""

    def words(self) -> Words:
        """The learning curve in words: 'run 2 of 3: 84.1 (81.3–86.9), +2.1 on run 1; bar 92; kill line 80'."""
        known = [(self.note, Role.WARN)] if self.note else []
        bar = [(f"bar{GLUE}{fmt.points(self.bar)}", Role.TEXT)] if self.bar is not None else []
        kill = [(f"kill{GLUE}line{GLUE}{fmt.points(self.kill)}", Role.TEXT)] if self.kill is not None else []
        return clauses([_last_run(self), known, bar, kill])

    def draw(self, grid: Grid, top: int) -> None:
        """The learning curve on the rows from `top` on: runs along the x axis, band and lines behind."""
        width = grid.width
        if grid.height - top < 3:
            return
        values = [readout.value for readout in self.readouts]
        values += [readout.low for readout in self.readouts if readout.low is not None]
        values += [readout.high for readout in self.readouts if readout.high is not None]
        lines = [line for line in (self.bar, self.kill) if line is not None]
        values += lines
        values = values or [fmt.FULL // 2]
        margin = max((max(values) - min(values)) // 12, fmt.POINT)
        frame = _Frame(grid, top, max(0, min(values) - margin), min(fmt.FULL, max(values) + margin), fmt.POINT // 2)
        # Runs after the plan (iterations) lengthen the axis.
        last_run = max([self.planned, 1, *(readout.run for readout in self.readouts)])
        columns = {run: _run_column(frame, run, last_run) for run in range(1, last_run + 1)}
        _band(frame, self, columns)
        for value, word, role in ((self.kill, "kill", Role.KILL), (self.bar, "bar", Role.BAR)):
            if value is not None:
                y = frame.row(value)
                label = f" {word} {fmt.points(value)}"
                grid.put(frame.left, y, "╌" * frame.cells, role)
                if frame.cells >= 3 * len(label):
                    grid.put(width - len(label), y, label, role)
        frame.curve([(columns[readout.run], readout.value) for readout in self.readouts], Role.LINE)
        for readout in self.readouts:
            grid.put(columns[readout.run], frame.row(readout.value), "●", Role.DOT)
        frame.draw_axis(fmt.points, [(columns[run], f"run {run}", str(run)) for run in columns], lines=lines)


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

    def words(self) -> Words:
        """The value line in words: '−$31.2k after day 24 of 80; lowest −$33.0k after day 22'."""
        if not self.cents:
            return [("no day has ended", Role.TEXT)]
        now = self.cents[-1]
        ends = []
        # The line begins at $0: a project that never earned was never higher.
        for word, value in (("lowest", min(0, *self.cents)), ("highest", max(0, *self.cents))):
            if value not in (0, now):
                ends.append([(f"{word} {fmt.money(value)} after day {self.cents.index(value) + 1}", Role.TEXT)])
        return clauses([[(f"{fmt.money(now)} after day {len(self.cents)} of {self.days}", Role.STRONG)], *ends])

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
        frame = _Frame(grid, top, low, max(values) + margin, 100, below)
        days = Scale(1, max(2, self.days), frame.cells)
        zero = frame.row(0)
        for day, cents in enumerate(self.cents, 1):
            following = min(len(self.cents), day + 1)
            for x in range(frame.left + days.at(day), frame.left + max(days.at(day), days.at(following) - 1) + 1):
                row = frame.row(cents)
                for y in range(min(row, zero), max(row, zero) + 1):
                    if y != zero and (y != row or frame.reaches(cents)):
                        grid.ground(x, y, Ground.GAIN if cents > 0 else Ground.LOSS)
        grid.put(frame.left, zero, "╌" * frame.cells, Role.BASE)
        frame.curve([(frame.left + days.at(day), cents) for day, cents in enumerate(self.cents, 1)], Role.LINE)
        # Marks stand on a row of their own under the plot, so that they never hide the line.
        if self.marks:
            for mark in self.marks:
                grid.put(frame.left + days.at(mark.day), frame.bottom + 1, mark.glyph[:1], mark.role)
        ends = range(self.sprint_days, self.days + 1, max(1, self.sprint_days))
        stops = [(frame.left + days.at(day), f"day {day}", str(day)) for day in ends]
        frame.draw_axis(_dollars, stops, shelf=1 if self.marks else 0)
        for i, line in enumerate(legend):
            grid.words(height - len(legend) + i, line)


def _last_run(chart: ReadoutChart) -> Words:
    """The last run, and what it gained on the one before."""
    if not chart.readouts:
        return [(f"no run of {chart.planned} has ended", Role.TEXT)]
    last = chart.readouts[-1]
    text = f"run{GLUE}{last.run}{GLUE}of{GLUE}{max(chart.planned, last.run)}: {fmt.tenth(last.value)}"
    if last.low is not None and last.high is not None:
        text += f"{GLUE}({fmt.tenth(last.low)}–{fmt.tenth(last.high)})"
    if len(chart.readouts) == 1:
        return [(text, Role.STRONG)]
    before = chart.readouts[-2]
    gain = fmt.signed_points(last.value - before.value)
    return [(f"{text},", Role.STRONG), (f"{gain}{GLUE}on{GLUE}run{GLUE}{before.run}", Role.TEXT)]


def _run_column(frame: _Frame, run: int, last_run: int) -> int:
    """Middle of a run's share of the axis."""
    return frame.left + frame.cells * (2 * run - 1) // (2 * last_run)


def _band(frame: _Frame, chart: ReadoutChart, columns: dict[int, int]) -> None:
    """The readouts' intervals as ground, joined between neighbouring runs."""
    known = [
        (columns[readout.run], readout.low, readout.high)
        for readout in chart.readouts
        if readout.low is not None and readout.high is not None
    ]
    half = max(1, frame.cells // (2 * max(1, len(columns))))
    if len(known) == 1:
        x, low, high = known[0]
        frame.fill(x - half // 2, x + half // 2, low, high, Ground.BAND)
    for (x0, low0, high0), (x1, low1, high1) in pairwise(known):
        for x in range(x0, x1 + 1):
            share, span = x - x0, max(1, x1 - x0)
            low = low0 + (low1 - low0) * share // span
            high = high0 + (high1 - high0) * share // span
            frame.fill(x, x, low, high, Ground.BAND)


def plot_of(grid: Grid) -> tuple[int, int]:
    """First column of a curve's plot on a grid, and how many it has: left of it stands the axis."""
    left = 8 if grid.width >= 44 else 6
    return left, max(1, grid.width - left)


def _dollars(cents: int) -> str:
    return fmt.money(cents).replace(".0", "")


def _legend(chart: ValueChart, width: int, most: int) -> list[Words]:
    """The marks in words, in columns, as many as fit in `most` rows; what is left out is counted."""
    if most < 1 or not chart.marks:
        return []
    texts = [(mark, f"day {mark.day:<3} {mark.glyph[:1]} {clean(mark.label, _MARK_LABEL)}") for mark in chart.marks]
    column = min(width, max(len(text) for _, text in texts) + 3)
    across = max(1, width // column)
    rows = min(most, -(-len(texts) // across))
    fit = rows * across
    cells = [(text, mark.role) for mark, text in texts]
    if len(cells) > fit:
        cells = [*cells[: fit - 1], (f"and {len(texts) - fit + 1} more", Role.AXIS)]
    lines: list[Words] = [[] for _ in range(rows)]
    for i, (text, role) in enumerate(cells):
        lines[i % rows].append((text[: column - 1].ljust(column), role))
    return lines


class _Frame:
    """A y axis of values and the plot beside it."""

    def __init__(self, grid: Grid, top: int, low: int, high: int, least: int, below: int = 0) -> None:
        self.grid = grid
        self.top = top
        #: Last row of the plot: under it stand the shelf, the axis and its labels.
        self.bottom = grid.height - 1 - below - (2 if grid.height - top - below >= 5 else 1)
        rows = self.bottom - top + 1
        self.step = nice_step(high - low, max(2, rows // 3), least)
        self.values = Scale(low, high, rows)
        across, down = PIXELS[grid.mode]
        self._fine = Scale(low, high, rows * down)
        self._across, self._down = across, down
        self.left, self.cells = plot_of(grid)

    def row(self, value: int) -> int:
        """Row of a value."""
        return self.top + (self._fine.cells - 1 - self._fine.at(value)) // self._down

    def reaches(self, value: int) -> bool:
        """Whether a curve at this value fills its cell's far side, seen from zero, so that the ground may join it."""
        low_half = self._fine.at(value) % self._down < (self._down + 1) // 2
        return self._down > 1 and low_half == (value < 0)

    def curve(self, points: list[tuple[int, int]], role: Role) -> None:
        """A line through (column, value) points."""
        top = self.top * self._down
        pixels = [
            (x * self._across + self._across // 2, top + self._fine.cells - 1 - self._fine.at(value))
            for x, value in points
        ]
        self.grid.curve(pixels, role)

    def fill(self, x0: int, x1: int, low: int, high: int, ground: Ground) -> None:
        """Colour the ground of columns x0..x1 between two values."""
        for x in range(max(self.left, x0), min(self.grid.width - 1, x1) + 1):
            for y in range(self.row(high), self.row(low) + 1):
                self.grid.ground(x, y, ground)

    def draw_axis(
        self,
        label: Callable[[int], str],
        stops: list[tuple[int, str, str]],
        shelf: int = 0,
        lines: Sequence[int] = (),
    ) -> None:
        """Both axes; `stops` are columns of the x axis with a long and a short label.

        A tick gives way to one of `lines` on its row: the line would look as if it were the tick's value.
        """
        grid = self.grid
        grid.column(self.left - 1, self.top, self.bottom + shelf, "│", Role.AXIS)
        for tick in ticks(self.values.low, self.values.high, self.step):
            y = self.row(tick)
            if any(line != tick and self.row(line) == y for line in lines):
                continue
            grid.put(0, y, f"{label(tick):>{self.left - 2}}", Role.AXIS)
            grid.put(self.left - 1, y, "┤", Role.AXIS)
        y = self.bottom + 1 + shelf
        ruled = grid.height - y >= 2
        if ruled:
            grid.put(self.left - 1, y, "└" + "─" * self.cells, Role.AXIS)
        longs = sum(len(long) + 2 for _, long, _ in stops) <= self.cells
        texts = [(x, long if longs else short) for x, long, short in stops]
        starts = [max(self.left, min(x - (len(text) - 1) // 2, grid.width - len(text))) for x, text in texts]
        stride = label_stride([(start, len(text)) for start, (_, text) in zip(starts, texts, strict=True)])
        for i, (x, text) in enumerate(texts):
            if ruled:
                grid.put(x, y, "┬", Role.AXIS)
            if (i + 1) % stride == 0:
                grid.put(starts[i], y + (1 if ruled else 0), text, Role.AXIS)
