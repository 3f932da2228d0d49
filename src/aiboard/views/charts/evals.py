"""The eval-variance chart: scores per seed, their mean and interval, against the bar and the baseline."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from aiboard.views import fmt
from aiboard.views.charts.cells import GLUE, CellBackground, Grid, Role, RoleTexts, Scale, clauses, nice_step, ticks
from aiboard.views.charts.chart import Chart

_GUTTER: Final = 14
_LABELLED_WIDTH: Final = 44
_LABELLED_SEEDS: Final = 12
_EIGHTHS: Final = "▁▂▃▄▅▆▇█"
#: The axis spans at least this, so that one seed's luck does not fill the screen.
_LEAST_SPAN: Final = 8 * fmt.POINT
#: A baseline further away than this many times the span of everything else becomes an arrow at the edge.
_FAR: Final = 6


@dataclass(frozen=True)
class EvalChart(Chart):
    """Scores of one checkpoint and what the gate says of them. Qualities in millionths.

    Attributes:
        scores: one score a seed, in the order they were measured.
        mean, low, high: the gate's mean and interval; None where it gives none (one seed).
        bar: what has to be cleared.
        cleared: the lower end of the interval is over the bar; None when there is too little evidence to say.
        baseline: mean of the baseline on the same items; None when not measured.
        paired: the baseline's score for each seed, when the seeds are paired.
        pending: seeds ordered and not finished.
    """

    scores: tuple[int, ...]
    mean: int | None
    low: int | None
    high: int | None
    bar: int
    cleared: bool | None = None
    baseline: int | None = None
    paired: tuple[int, ...] = ()
    pending: int = 0

    def words(self) -> RoleTexts:
        """It in words: '5 seeds: mean 88.4, 95 % 86.1–90.7; bar 88: not cleared; baseline 72'."""
        bar = [(f"bar{GLUE}{fmt.points(self.bar)}" + (":" if self.scores else ""), Role.TEXT)]
        if self.scores:
            bar.append(_answer(self))
        pending = [(f"{self.pending} more under way", Role.TEXT)] if self.pending else []
        baseline = [] if self.baseline is None else [(f"baseline{GLUE}{fmt.points(self.baseline)}", Role.TEXT)]
        return clauses([_scores(self), pending, bar, baseline])

    def draw(self, grid: Grid, top: int) -> None:
        """Draw the picture on the rows of the grid from `top` on; nothing where there are fewer than two."""
        count = len(self.scores)
        rows = grid.height - top
        if rows < 2:
            return
        labelled = grid.width >= _LABELLED_WIDTH and 0 < count <= _LABELLED_SEEDS and rows >= count + 3
        _Picture(grid, self, top, _GUTTER if labelled else 0).draw(labelled)

    def rows(self, width: int) -> int:
        """A row a seed where each has a label, else a stack of dots; and what stands around them."""
        labelled = width >= _LABELLED_WIDTH and 0 < len(self.scores) <= _LABELLED_SEEDS
        return (len(self.scores) if labelled else 3) + 4


def _scores(chart: EvalChart) -> RoleTexts:
    """The seeds' mean with its interval."""
    count = len(chart.scores)
    if count == 0:
        return [("no scores yet", Role.TEXT)]
    if chart.low is None or chart.high is None or chart.mean is None:
        return [(f"{fmt.count(count, 'seed')}: {fmt.tenth(sum(chart.scores) // count)}", Role.STRONG)]
    mean = "mean" + GLUE if count > 1 else ""
    seeds = fmt.count(count, "seed").replace(" ", GLUE)
    interval = f"95{GLUE}%{GLUE}{fmt.tenth(chart.low)}–{fmt.tenth(chart.high)}"
    return [(f"{seeds}: {mean}{fmt.tenth(chart.mean)},", Role.STRONG), (interval, Role.STRONG)]


def _answer(chart: EvalChart) -> tuple[str, Role]:
    if chart.cleared is None:
        return "not enough evidence", Role.WARN
    if chart.cleared:
        return "cleared", Role.GOOD
    # The gate takes a mean that reaches the bar; it is only not sure to stay there.
    reached = chart.mean is not None and chart.mean >= chart.bar
    return ("reached, not cleared", Role.WARN) if reached else ("not cleared", Role.BAD)


class _Picture:
    """The part of the chart under its words."""

    def __init__(self, grid: Grid, chart: EvalChart, top: int, gutter: int) -> None:
        self.grid = grid
        self.chart = chart
        self.top = top
        self.gutter = gutter
        low, high, self.far = _range(chart)
        self.scale = Scale(low, high, grid.width - gutter)
        self.bar = self.at(chart.bar)

    def at(self, value: int) -> int:
        """Column of a value."""
        return self.gutter + self.scale.position(value)

    def draw(self, labelled: bool) -> None:
        count = len(self.chart.scores)
        rows = self.grid.height - self.top
        # What a low grid has no room for is left out: first the axis' rule, then the words over the lines.
        axis = rows >= (count + 4 if labelled else 5)
        marked = rows >= (count + 3 if labelled else 3)
        first = self.top + (1 if marked else 0)
        room = rows - 1 - (1 if axis else 0) - (1 if marked else 0)
        if labelled:
            pitch = max(1, min(3, (room - 1) // count))
            mean_row = first + pitch * count
        else:
            bins = Counter(self.at(score) for score in self.chart.scores)
            tallest = max(bins.values(), default=1)
            mean_row = first + max(0, min(room - 1, max(tallest, 3)))
        self._lines(first, mean_row)
        if marked:
            self._marks(self.top)
        if labelled:
            self._seed_rows(first, pitch)
        elif mean_row > first:
            self._stacks(bins, first, mean_row - 1)
        self._interval(mean_row, labelled)
        self._axis(mean_row + 1, axis)

    def _lines(self, first: int, last: int) -> None:
        for y in range(first, last + 1):
            for x in range(self.bar + 1, self.grid.width):
                self.grid.set_background(x, y, CellBackground.ZONE)
        if self.chart.baseline is not None and not self.far:
            self.grid.column(self.at(self.chart.baseline), first, last, "╎", Role.BASE)
        self.grid.column(self.bar, first, last, "│", Role.BAR)

    def _marks(self, y: int) -> None:
        """The words over the two lines; the baseline's only where it does not touch the bar's."""
        width = self.grid.width
        text = f"bar {fmt.points(self.chart.bar)}"
        start = min(self.bar, width - len(text))
        self.grid.put(start, y, text, Role.BAR)
        if self.chart.baseline is None:
            return
        number = fmt.points(self.chart.baseline)
        if self.far:
            above = self.chart.baseline > self.scale.high
            label = f"baseline {number} ▸" if above else f"◂ baseline {number}"
            label_x = width - len(label) if above else self.gutter
            choices = [(label_x, label)]
        else:
            column = self.at(self.chart.baseline)
            # The open dots of a labelled chart are the other side's seeds.
            dots = "○ " if self.chart.paired and self.gutter else ""
            choices = [
                (x, label)
                for label in (f"{dots}baseline {number}", f"{dots}base {number}", number)
                for x in (column, column - len(label) + 1)
            ]
        for x, label in choices:
            clear = x + len(label) < start or x > start + len(text)
            if self.gutter <= x <= width - len(label) and clear:
                self.grid.put(x, y, label, Role.BASE)
                return

    def _seed_rows(self, first: int, pitch: int) -> None:
        for i, score in enumerate(self.chart.scores):
            y = first + i * pitch
            self.grid.put(0, y, f"seed {i + 1}", Role.AXIS)
            self.grid.put(_GUTTER - 6, y, f"{fmt.tenth(score):>5}", Role.TEXT)
            if i < len(self.chart.paired) and not self.far:
                self.grid.put(self.at(self.chart.paired[i]), y, "○", Role.PAIR)
            # The card's own score is written last: where both fall on one cell it is the one to see.
            self.grid.put(self.at(score), y, "●", Role.DOT)

    def _stacks(self, bins: dict[int, int], first: int, last: int) -> None:
        """Dots piled up by column, or columns in eighths where the pile would not fit."""
        room = last - first + 1
        tallest = max(bins.values(), default=1)
        for x, number in bins.items():
            if tallest <= room:
                for i in range(number):
                    self.grid.put(x, last - i, "●", Role.DOT)
                continue
            eighths = max(1, number * room * 8 // tallest)
            for i in range(-(-eighths // 8)):
                self.grid.put(x, last - i, _EIGHTHS[min(8, eighths - 8 * i) - 1], Role.DOT)

    def _interval(self, y: int, labelled: bool) -> None:
        chart = self.chart
        if not chart.scores:
            return
        if chart.low is not None and chart.high is not None and chart.mean is not None:
            role = Role.GOOD if chart.cleared else Role.MEAN
            low, high, mean = self.at(chart.low), self.at(chart.high), self.at(chart.mean)
            self.grid.put(low, y, "━" * (high - low + 1), role)
            self.grid.put(low, y, "┣", role)
            self.grid.put(high, y, "┫", role)
            self.grid.put(mean, y, "●", role)
            if labelled:
                self.grid.put(0, y, "mean", role)
                self.grid.put(_GUTTER - 6, y, f"{fmt.tenth(chart.mean):>5}", role)
        elif labelled:
            self.grid.put(0, y, "no interval", Role.AXIS)

    def _axis(self, y: int, ruled: bool) -> None:
        if ruled:
            self.grid.put(self.gutter, y, "─" * self.scale.cells, Role.AXIS)
        step = nice_step(self.scale.high - self.scale.low, max(2, self.scale.cells // 9), fmt.POINT // 2)
        for tick in ticks(self.scale.low, self.scale.high, step):
            x = self.at(tick)
            if ruled:
                self.grid.put(x, y, "┬", Role.AXIS)
            text = fmt.points(tick)
            start = max(self.gutter, min(x - (len(text) - 1) // 2, self.grid.width - len(text)))
            self.grid.put(start, y + 1 if ruled else y, text, Role.AXIS)


def _range(chart: EvalChart) -> tuple[int, int, bool]:
    """Lowest and highest value of the axis, and whether the baseline lies off it."""
    values = [chart.bar, *chart.scores]
    if chart.low is not None and chart.high is not None:
        values += [chart.low, chart.high]
    low, high = min(values), max(values)
    far = False
    if chart.baseline is not None:
        rivals = (chart.baseline, *chart.paired)
        near = (min(low, *rivals), max(high, *rivals))
        far = near[1] - near[0] > _FAR * max(high - low, 5 * fmt.POINT)
        if not far:
            low, high = near
    # Room at both ends, never less than half a point, and more where all values lie close together.
    margin = max((high - low) // 12, fmt.POINT // 2, (_LEAST_SPAN - (high - low)) // 2)
    return max(0, low - margin), min(fmt.FULL, high + margin), far
