"""A chart in colour: the cells that `aiboard.views` draws, with the palette's roles."""

from __future__ import annotations

from typing import Final

from rich.style import Style

from aiboard.tui import themes
from aiboard.tui.cells import Line
from aiboard.views.charts.cells import Ground, Mode, Role
from aiboard.views.charts.chart import Chart, draw

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


def spans_of(chart: Chart, look: themes.Palette, width: int, height: int, mode: Mode = Mode.BRAILLE) -> list[Line]:
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


def mode_of(app: object) -> Mode:
    """The characters the player chose for charts; block where an app has no settings."""
    return Mode(getattr(getattr(app, "settings", None), "charts", Mode.BLOCK))
