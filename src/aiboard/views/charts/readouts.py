"""A card's readouts, run by run."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from aiboard.views import fmt
from aiboard.views.charts.cells import (
    GLUE,
    CellBackground,
    Grid,
    Role,
    RoleTexts,
    clauses,
)
from aiboard.views.charts.chart import Chart
from aiboard.views.charts.frame import Frame


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

    def words(self) -> RoleTexts:
        """The learning curve in words: 'run 2 of 3: 84.1 (81.3–86.9), +2.1 since run 1; bar 92; kill line 80'."""
        notes = [(self.note, Role.WARN)] if self.note else []
        bar = [(f"bar{GLUE}{fmt.points(self.bar)}", Role.TEXT)] if self.bar is not None else []
        kill = [(f"kill{GLUE}line{GLUE}{fmt.points(self.kill)}", Role.TEXT)] if self.kill is not None else []
        return clauses([_last_run(self), notes, bar, kill])

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
        frame = Frame(grid, top, max(0, min(values) - margin), min(fmt.FULL, max(values) + margin), fmt.POINT // 2)
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


def _last_run(chart: ReadoutChart) -> RoleTexts:
    """The last run, and what it gained on the one before."""
    if not chart.readouts:
        return [(f"no run of {chart.planned} has ended", Role.TEXT)]
    last = chart.readouts[-1]
    text = f"run{GLUE}{last.run}{GLUE}of{GLUE}{max(chart.planned, last.run)}: {fmt.tenth(last.value)}"
    if last.low is not None and last.high is not None:
        text += f"{GLUE}({fmt.tenth(last.low)}–{fmt.tenth(last.high)})"
    if len(chart.readouts) == 1:
        return [(text, Role.STRONG)]
    previous = chart.readouts[-2]
    gain = fmt.signed_points(last.value - previous.value)
    gain = gain if gain != "0" else f"no{GLUE}change"
    return [(f"{text},", Role.STRONG), (f"{gain}{GLUE}since{GLUE}run{GLUE}{previous.run}", Role.TEXT)]


def _run_column(frame: Frame, run: int, last_run: int) -> int:
    """Middle of a run's share of the axis."""
    return frame.left + frame.cells * (2 * run - 1) // (2 * last_run)


def _band(frame: Frame, chart: ReadoutChart, columns: dict[int, int]) -> None:
    """The readouts' intervals as ground, joined between neighbouring runs."""
    intervals = [
        (columns[readout.run], readout.low, readout.high)
        for readout in chart.readouts
        if readout.low is not None and readout.high is not None
    ]
    half = max(1, frame.cells // (2 * max(1, len(columns))))
    if len(intervals) == 1:
        x, low, high = intervals[0]
        frame.fill(x - half // 2, x + half // 2, low, high, CellBackground.BAND)
    for (x0, low0, high0), (x1, low1, high1) in pairwise(intervals):
        for x in range(x0, x1 + 1):
            share, span = x - x0, max(1, x1 - x0)
            low = low0 + (low1 - low0) * share // span
            high = high0 + (high1 - high0) * share // span
            frame.fill(x, x, low, high, CellBackground.BAND)
