"""A chart in colour: the canvas that `aiboard.views` draws, painted with the palette's roles."""

from __future__ import annotations

from typing import Final

from rich.style import Style

from aiboard.tui import themes
from aiboard.tui.canvas import Canvas
from aiboard.tui.paint import Span
from aiboard.views.charts.cells import Ground, Role
from aiboard.views.charts.text import Chart, Mode, draw, height_for, words

_ROLES: Final[dict[Role, str]] = {
    Role.TEXT: "text",
    Role.STRONG: "strong",
    Role.AXIS: "dim",
    Role.DOT: "accent",
    Role.PAIR: "dim",
    Role.MEAN: "warn",
    Role.LINE: "accent",
    Role.BAR: "strong",
    Role.BASE: "dim",
    Role.KILL: "bad",
    Role.GOOD: "good",
    Role.BAD: "bad",
    Role.WARN: "warn",
}
_GROUNDS: Final[dict[Ground, str]] = {
    Ground.ZONE: "zone.good",
    Ground.BAND: "band",
    Ground.GAIN: "zone.good",
    Ground.LOSS: "band",
}


def painted(chart: Chart, look: themes.Palette, width: int, height: int, mode: Mode = Mode.BRAILLE) -> list[list[Span]]:
    """The chart as lines of spans; where a palette has no colours of its own, grounds are shown by characters."""
    rows = draw(chart, width, height, mode, shade=look.ansi).rows()
    return [[(text, _style(look, role, ground)) for text, role, ground in row] for row in rows]


def _style(look: themes.Palette, role: Role, ground: Ground) -> Style:
    style = look[_ROLES[role]]
    if ground is Ground.NONE:
        return style
    if look.ansi:
        return look["good" if ground in (Ground.ZONE, Ground.GAIN) else "dim"] if role is Role.TEXT else style
    return style + Style(bgcolor=look[_GROUNDS[ground]].bgcolor)


class ChartView(Canvas):
    """One chart, as large as its place; words on top say what it shows."""

    DEFAULT_CSS = "ChartView { height: 1fr; }"

    def __init__(self, chart: Chart | None = None, mode: Mode | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.chart = chart
        self._mode = mode

    def show(self, chart: Chart | None) -> None:
        """Show another chart, or none."""
        if chart != self.chart:
            self.chart = chart
            self.update()

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """The chart, or nothing."""
        if self.chart is None:
            return []
        return painted(self.chart, self.look, width, height, self._mode or mode_of(self.app))

    def words(self) -> str:
        """The chart in one sentence."""
        return words(self.chart) if self.chart is not None else ""

    def liked_height(self, width: int) -> int:
        """Rows in which the chart shows everything."""
        return height_for(self.chart, width) if self.chart is not None else 0


def mode_of(app: object) -> Mode:
    """The characters the player chose for charts; block where an app has no settings."""
    return Mode(getattr(getattr(app, "settings", None), "charts", Mode.BLOCK))
