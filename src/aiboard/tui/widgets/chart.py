"""A chart in colour: the cells that `aiboard.views` draws, with the palette's roles."""

from __future__ import annotations

from typing import Final

from rich.style import Style

from aiboard.tui import themes
from aiboard.tui.cells import Line
from aiboard.views.charts.cells import CellBackground, GlyphMode, Role
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
_GROUNDS: Final[dict[CellBackground, str]] = {
    CellBackground.ZONE: "zone.good",
    CellBackground.BAND: "band",
    CellBackground.GAIN: "zone.good",
    CellBackground.LOSS: "band",
}


def spans_of(
    chart: Chart, look: themes.Palette, width: int, height: int, mode: GlyphMode = GlyphMode.BRAILLE
) -> list[Line]:
    """The chart as lines of spans; where a palette has no colours of its own, grounds are shown by characters."""
    rows = draw(chart, width, height, mode, shade=look.ansi).rows()
    return [[(text, _style(look, role, ground)) for text, role, ground in row] for row in rows]


def _style(look: themes.Palette, role: Role, ground: CellBackground) -> Style:
    style = look[_ROLES[role]]
    if ground is CellBackground.NONE:
        return style
    if look.ansi:
        return (
            look["good" if ground in (CellBackground.ZONE, CellBackground.GAIN) else "dim"]
            if role is Role.TEXT
            else style
        )
    return style + Style(bgcolor=look[_GROUNDS[ground]].bgcolor)


def mode_of(app: object) -> GlyphMode:
    """The characters the player chose for charts; block where an app has no settings."""
    return GlyphMode(getattr(getattr(app, "settings", None), "charts", GlyphMode.BLOCK))
