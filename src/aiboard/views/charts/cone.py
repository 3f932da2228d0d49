"""The cone of a forecast: by which day the target is reached, in how many of many futures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.views.charts.cells import GLUE, PERCENT_LEFT, PIXELS, Grid, Role, RoleTexts, Scale, percent_axes
from aiboard.views.charts.chart import Chart

QUANTILES: Final = (10, 50, 90)
"""Percent of futures whose days are named."""


@dataclass(frozen=True)
class ConeChart(Chart):
    """When a target is reached.

    Attributes:
        day, days: today, and the last day of the project.
        reach_days: of each future the day on which it is reached; 0 for never.
        stated_70, stated_90: the player's own days; 0 where none was stated.
    """

    day: int
    days: int
    reach_days: tuple[int, ...]
    stated_70: int = 0
    stated_90: int = 0

    @property
    def never(self) -> int:
        """Percent of futures in which it is not reached."""
        return round(100 * sum(day == 0 for day in self.reach_days) / max(1, len(self.reach_days)))

    def quantile(self, percent: int) -> int:
        """The first day by which so many percent of futures have reached it; 0 where so many never do."""
        days = sorted(day for day in self.reach_days if day)
        rank = -(-percent * len(self.reach_days) // 100)
        return days[rank - 1] if 0 < rank <= len(days) else 0

    def reached_percent(self, day: int) -> int:
        """Percent of futures that have reached it by a day."""
        return round(100 * sum(0 < one <= day for one in self.reach_days) / max(1, len(self.reach_days)))

    def words(self) -> RoleTexts:
        """The quantiles, the chance of never, and what the player's own days have."""
        quantiles = [f"P{percent}{GLUE}{_day(self.quantile(percent))}" for percent in QUANTILES]
        never = f"never in {self.never}{GLUE}% of futures."
        texts: RoleTexts = [(f"●{GLUE}{', '.join(quantiles)};", Role.STRONG), (never, Role.WARN)]
        for percent, day in ((70, self.stated_70), (90, self.stated_90)):
            if day:
                text = f"◆{GLUE}You said {percent}{GLUE}% by day{GLUE}{day}; here {self.reached_percent(day)}{GLUE}%."
                texts.append((text, Role.TEXT))
        legend = f"Up: the share of {len(self.reach_days)}{GLUE}futures that has reached it by a day; "
        legend += "the reference bot plays on from here, with its own evaluations."
        return [*texts, (legend, Role.AXIS)]

    def draw(self, grid: Grid, top: int) -> None:
        """The share of futures that has reached it, day by day; the quantiles and the player's days as marks."""
        bottom = grid.height - 3
        cells = grid.width - PERCENT_LEFT
        if bottom - top < 4 or cells < 20 or not self.reach_days:
            return
        rows = bottom - top + 1
        along, up = Scale(self.day, max(self.day + 1, self.days), cells), Scale(0, 100, rows)
        across, down = PIXELS[grid.mode]
        fine = Scale(0, 100, rows * down)
        tick_days = (self.day, (self.day + self.days) // 2, self.days)
        percent_axes(grid, top, bottom, cells, [(along.position(day), f"day {day}") for day in tick_days])
        points = [
            (
                (PERCENT_LEFT + along.position(day)) * across,
                top * down + rows * down - 1 - fine.position(self.reached_percent(day)),
            )
            for day in range(self.day, self.days + 1)
        ]
        for percent, day in ((70, self.stated_70), (90, self.stated_90)):
            if self.day <= day <= self.days:
                grid.column(PERCENT_LEFT + along.position(day), top, bottom, "╎", Role.MEAN)
                grid.put(PERCENT_LEFT + along.position(day), bottom - up.position(percent), "◆", Role.MEAN)
        # The curve over the player's lines, its quantiles over both.
        grid.curve(points, Role.LINE)
        for percent in QUANTILES:
            if day := self.quantile(percent):
                grid.put(PERCENT_LEFT + along.position(day), bottom - up.position(percent), "●", Role.DOT)


def _day(day: int) -> str:
    return f"day{GLUE}{day}" if day else "never"
