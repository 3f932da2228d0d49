"""Calibration: what was said to be how likely, against how often it came."""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.views import fmt
from aiboard.views.charts.cells import GLUE, PERCENT_LEFT, PERCENT_TICKS, Grid, Role, RoleTexts, Scale, percent_axes
from aiboard.views.charts.chart import Chart


@dataclass(frozen=True)
class Group:
    """Statements of about the same odds: mean stated and share that came, percent; how many; whether the player's."""

    stated: float
    observed: float
    count: int
    own: bool


@dataclass(frozen=True)
class CalibrationChart(Chart):
    """Groups of statements. On the diagonal what was said is what came."""

    groups: tuple[Group, ...]

    def words(self) -> RoleTexts:
        """How many statements there are and whose."""
        own = sum(group.count for group in self.groups if group.own)
        people = sum(group.count for group in self.groups if not group.own)
        texts: RoleTexts = [(f"●{GLUE}yours: {fmt.count(own, 'statement')};", Role.STRONG)]
        texts.append((f"○{GLUE}the team's stated odds: {fmt.count(people, 'idea')};", Role.TEXT))
        axes = "across: how likely it was said to be; up: how often it came; the dots: both the same"
        texts.append((axes, Role.TEXT))
        return texts

    def draw(self, grid: Grid, top: int) -> None:
        """Stated odds along the x axis, share that came up the y axis, the diagonal behind."""
        bottom = grid.height - 3
        if bottom - top < 4 or grid.width - PERCENT_LEFT < 20:
            return
        # Twice as wide as high in cells is about square on a screen.
        cells = min(grid.width - PERCENT_LEFT, 4 * (bottom - top + 1))
        across, up = Scale(0, 100, cells), Scale(0, 100, bottom - top + 1)
        for x in range(0, cells, 2):
            grid.put(PERCENT_LEFT + x, bottom - up.position(100 * x // max(1, cells - 1)), "·", Role.BASE)
        percent_axes(grid, top, bottom, cells, [(across.position(tick), str(tick)) for tick in PERCENT_TICKS])
        for group in sorted(self.groups, key=lambda one: one.own):
            x, y = PERCENT_LEFT + across.position(round(group.stated)), bottom - up.position(round(group.observed))
            grid.put(x, y, "●" if group.own else "○", Role.DOT if group.own else Role.TEXT)
            grid.put(x + 1, y, str(group.count), Role.AXIS)
