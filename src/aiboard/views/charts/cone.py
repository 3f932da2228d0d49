"""The cone of a forecast: by which day the target is reached, in how many of many futures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.views.charts.cells import GLUE, PIXELS, Grid, Role, Scale, Words

_TICKS: Final = (0, 25, 50, 75, 100)
_LEFT: Final = 6
QUANTILES: Final = (10, 50, 90)
"""Percent of futures whose days are named."""


@dataclass(frozen=True)
class ConeChart:
    """When a target is reached.

    Attributes:
        day, days: today, and the last day of the project.
        came: of each future the day on which it is reached; 0 for never.
        stated_70, stated_90: the player's own days; 0 where none was stated.
    """

    day: int
    days: int
    came: tuple[int, ...]
    stated_70: int = 0
    stated_90: int = 0

    @property
    def never(self) -> int:
        """Percent of futures in which it is not reached."""
        return round(100 * sum(day == 0 for day in self.came) / max(1, len(self.came)))

    def quantile(self, percent: int) -> int:
        """The first day by which so many percent of futures have reached it; 0 where so many never do."""
        reached = sorted(day for day in self.came if day)
        need = -(-percent * len(self.came) // 100)
        return reached[need - 1] if 0 < need <= len(reached) else 0

    def by(self, day: int) -> int:
        """Percent of futures that have reached it by a day."""
        return round(100 * sum(0 < one <= day for one in self.came) / max(1, len(self.came)))


def cone_words(chart: ConeChart) -> Words:
    """The quantiles, the chance of never, and what the player's own days have."""
    named = [f"P{percent}{GLUE}{_day(chart.quantile(percent))}" for percent in QUANTILES]
    found: Words = [(f"{', '.join(named)};", Role.STRONG), (f"never: {chart.never}{GLUE}%;", Role.WARN)]
    for percent, day in ((70, chart.stated_70), (90, chart.stated_90)):
        if day:
            said = f"you said day{GLUE}{day} for {percent}{GLUE}%, here {chart.by(day)}{GLUE}%;"
            found.append((said, Role.TEXT))
    how = f"{len(chart.came)}{GLUE}futures in which the reference plays on from here, and measures as it would"
    return [*found, (how, Role.AXIS)]


def _day(day: int) -> str:
    return f"day{GLUE}{day}" if day else "never"


def draw_cone(chart: ConeChart, grid: Grid, top: int) -> None:
    """The share of futures that has reached it, day by day; the quantiles and the player's days as marks."""
    bottom = grid.height - 3
    cells = grid.width - _LEFT
    if bottom - top < 4 or cells < 20 or not chart.came:
        return
    rows = bottom - top + 1
    along, up = Scale(chart.day, max(chart.day + 1, chart.days), cells), Scale(0, 100, rows)
    across, down = PIXELS[grid.mode]
    fine = Scale(0, 100, rows * down)
    for tick in _TICKS:
        grid.put(0, bottom - up.at(tick), f"{tick:>3} %", Role.AXIS)
    grid.column(_LEFT - 1, top, bottom, "│", Role.AXIS)
    grid.put(_LEFT - 1, bottom + 1, "└" + "─" * cells, Role.AXIS)
    points = [
        ((_LEFT + along.at(day)) * across, top * down + rows * down - 1 - fine.at(chart.by(day)))
        for day in range(chart.day, chart.days + 1)
    ]
    for percent, day in ((70, chart.stated_70), (90, chart.stated_90)):
        if chart.day <= day <= chart.days:
            grid.column(_LEFT + along.at(day), top, bottom, "╎", Role.MEAN)
            grid.put(_LEFT + along.at(day), bottom - up.at(percent), "◆", Role.MEAN)
    # The curve over the player's lines, its quantiles over both.
    grid.curve(points, Role.LINE)
    for percent in QUANTILES:
        if day := chart.quantile(percent):
            grid.put(_LEFT + along.at(day), bottom - up.at(percent), "●", Role.DOT)
    for day in (chart.day, (chart.day + chart.days) // 2, chart.days):
        label = f"day {day}"
        x = max(0, min(along.at(day) - len(label) // 2, cells - len(label)))
        grid.put(_LEFT + x, bottom + 2, label, Role.AXIS)
