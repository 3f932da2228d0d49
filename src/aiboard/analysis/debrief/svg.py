"""Pictures of a debrief as SVG, drawn here: the value line with luck and decisions, and the calibration plot.

Every text passes `escape`. Colours are the page's: `currentColor` and classes that its style sheet names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from aiboard.views import fmt
from aiboard.views.charts.calibration import CalibrationChart
from aiboard.views.charts.cells import nice_step, ticks
from aiboard.views.charts.chart import Chart
from aiboard.views.charts.chart import words as in_words
from aiboard.views.charts.strips import LedgerChart, Strip
from aiboard.views.charts.value import ValueChart

_WIDTH: Final = 760
_LEFT: Final = 88
_RIGHT: Final = 30
_TOP: Final = 28
_PLOT: Final = 240
_DAYS: Final = 20
"""Under the plot: the days of the axis."""
_ROW: Final = 20
"""A row of marks."""
_STRIP: Final = 118
_SIDE: Final = 340
_LABEL: Final = 60
"""Letters of a mark's words."""
_MOST_DAYS: Final = 10
"""Days named along the axis."""
#: Marks of the value line, a row each, so that what falls on one day never covers what falls on the next.
_KINDS: Final = {"●": "launch", "!": "incident", "▲": "disruption"}


def chart_figure(chart: Chart) -> str:
    """A chart as one `<figure>` with its words under it; empty for a kind that a debrief does not have."""
    picture, lines = "", [in_words(chart)]
    if isinstance(chart, LedgerChart):
        picture = ledger_svg(chart)
        lines += [f"{glyph} {name}: {days}" for glyph, name, days in _by_kind(chart.value)]
    elif isinstance(chart, CalibrationChart):
        picture = calibration_svg(chart)
    if not picture:
        return ""
    return (
        f'<figure><div class="wide">{picture}</div><figcaption>{"<br>".join(map(_ended, lines))}</figcaption></figure>'
    )


def _by_kind(chart: ValueChart) -> list[tuple[str, str, str]]:
    """Marks by kind: glyph, name, `day 8 training divergence; day 21 data issue`; the name is not said again."""
    rows = []
    for glyph, name in _KINDS.items():
        marks = [one for one in chart.marks if one.glyph == glyph]
        days = [f"day {one.day}" + (f" {one.label[:_LABEL]}" if one.label != name else "") for one in marks]
        if days:
            rows.append((glyph, name, "; ".join(days)))
    return rows


def _ended(text: str) -> str:
    return f"{escape(text)}."


# --- the value line and its strips ---------------------------------------------------------------------------


def ledger_svg(chart: LedgerChart) -> str:
    """The value line with its marks; under it a strip of bars for each thing that has points by day."""
    value = chart.value
    # Half a day more on either side: the first day's bar never covers the numbers of the axis.
    across = _scale(0.5, max(2, value.days) + 0.5, _LEFT, _WIDTH - _RIGHT)
    kinds = _by_kind(value)
    below = _PLOT + _DAYS + _ROW * len(kinds)
    bottom = below + _STRIP * len(chart.strips)
    parts = [*_days(value, across, bottom), *_value(value, across)]
    for row, (glyph, name, _) in enumerate(kinds):
        parts += _marks(value, glyph, name, across, _PLOT + _DAYS + _ROW * row + 14)
    # One scale for all strips: luck and choices are there to be compared.
    peak = max((abs(point) for strip in chart.strips for point in strip.points), default=0.0) or 1.0
    for number, strip in enumerate(chart.strips):
        parts += _bars(strip, across, below + _STRIP * number, peak, value.days)
    return _svg(parts, bottom + 10, in_words(chart))


def _days(chart: ValueChart, across: Callable[[float], float], bottom: float) -> list[str]:
    """A line through the whole picture at sprint ends, named under the value line."""
    sprints = max(1, chart.days // max(1, chart.sprint_days))
    step = max(1, chart.sprint_days) * -(-sprints // _MOST_DAYS)
    parts: list[str] = []
    for day in range(step, chart.days + 1, step):
        parts.append(_line(across(day), _TOP, across(day), bottom, "grid"))
        parts.append(_text(across(day), _PLOT + 15, f"day {day}", "middle"))
    return parts


def _value(chart: ValueChart, across: Callable[[float], float]) -> list[str]:
    values = [0, *chart.cents]
    low, high = min(values), max(values)
    margin = max((high - low) // 12, 10_000)
    down = _scale(low - margin, high + margin, _PLOT, _TOP)
    parts = [_text(_LEFT, _TOP - 12, "net value, dollars", "start", "name")]
    for tick in ticks(low - margin, high + margin, nice_step(high - low + 2 * margin, 6, 100)):
        y = down(tick)
        parts.append(_line(_LEFT, y, _WIDTH - _RIGHT, y, "zero" if tick == 0 else "grid"))
        parts.append(_text(_LEFT - 8, y + 4, fmt.money(tick).replace(".0", ""), "end"))
    points = [(across(day), down(cents)) for day, cents in enumerate(chart.cents, 1)]
    # A game of which no day has ended has a frame and no curve.
    if points:
        first, last = points[0][0], points[-1][0]
        area = " ".join(f"{x:.1f},{y:.1f}" for x, y in [(first, down(0)), *points, (last, down(0))])
        parts.append(f'<polygon class="area" points="{area}"/>')
        curve = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline class="curve" points="{curve}"/>')
    return parts


def _marks(chart: ValueChart, glyph: str, name: str, across: Callable[[float], float], y: float) -> list[str]:
    """One kind of mark on its days."""
    parts = [_text(_LEFT - 8, y, name, "end")]
    for mark in chart.marks:
        if mark.glyph == glyph:
            tooltip = escape(f"day {mark.day}: {mark.label[:_LABEL]}")
            attributes = f'x="{across(mark.day):.1f}" y="{y:.1f}" text-anchor="middle"'
            parts.append(f'<text class="mark" {attributes}>{escape(glyph)}<title>{tooltip}</title></text>')
    return parts


def _bars(strip: Strip, across: Callable[[float], float], top: float, peak: float, days: int) -> list[str]:
    axis, reach = top + 22 + (_STRIP - 28) / 2, (_STRIP - 28) / 2
    wide = max(2.0, (across(2) - across(1)) * 0.7) if days > 1 else 8.0
    besides = f", {strip.remainder}" if strip.remainder else ""
    parts = [
        _text(_LEFT, top + 14, f"{strip.name}, points by day{besides}", "start", "name"),
        _line(_LEFT, axis, _WIDTH - _RIGHT, axis, "zero"),
        _text(_LEFT - 8, axis + 4, "0", "end"),
        _text(_LEFT - 8, axis - reach + 4, fmt.signed_number(peak), "end"),
        _text(_LEFT - 8, axis + reach + 4, fmt.signed_number(-peak), "end"),
    ]
    for day, points in enumerate(strip.points, 1):
        if not points:
            continue
        high = abs(points) / peak * reach
        y = axis - high if points > 0 else axis
        tooltip = escape(f"day {day}: {fmt.signed_number(points)} points")
        parts.append(
            f'<rect class="{"won" if points > 0 else "lost"}" x="{across(day) - wide / 2:.1f}" y="{y:.1f}" '
            f'width="{wide:.1f}" height="{max(high, 0.5):.1f}"><title>{tooltip}</title></rect>'
        )
    return parts


# --- calibration ---------------------------------------------------------------------------------------------


def calibration_svg(chart: CalibrationChart) -> str:
    """Stated odds along, share that came up; the size of a dot tells how many statements it stands for."""
    across = _scale(0, 100, _LEFT, _LEFT + _SIDE)
    down = _scale(0, 100, _SIDE + 38, 38)
    parts = [_line(across(0), down(0), across(100), down(100), "zero")]
    for tick in (0, 25, 50, 75, 100):
        parts += [
            _line(across(0), down(tick), across(100), down(tick), "grid"),
            _line(across(tick), down(0), across(tick), down(100), "grid"),
            _text(_LEFT - 8, down(tick) + 4, f"{tick} %", "end"),
            _text(across(tick), _SIDE + 58, f"{tick} %", "middle"),
        ]
    parts.append(_text(across(50), _SIDE + 78, "said to be so likely", "middle", "name"))
    parts.append(_text(_LEFT, 14, "came so often; beside a dot, of how many", "start", "name"))
    # The player's dots last, so that the team's never cover them.
    for group in sorted(chart.groups, key=lambda one: one.own):
        x, y, radius = across(group.stated), down(group.observed), 4 + min(10.0, 1.5 * group.count**0.5)
        whose = "yours" if group.own else "the team's"
        tooltip = escape(f"{whose}: said {group.stated:.0f} %, came {group.observed:.0f} % of {group.count}")
        kind = "own" if group.own else "team"
        attributes = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
        parts.append(f'<circle class="{kind}" {attributes}><title>{tooltip}</title></circle>')
        parts.append(_text(x + radius + 3, y + 4, str(group.count), "start"))
    return _svg(parts, _SIDE + 88, in_words(chart))


# --- pieces --------------------------------------------------------------------------------------------------


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    span = (high - low) or 1
    return lambda value: start + (value - low) / span * (end - start)


def _line(x0: float, y0: float, x1: float, y1: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}"/>'


def _text(x: float, y: float, text: str, anchor: str, kind: str = "") -> str:
    name = f' class="{kind}"' if kind else ""
    return f'<text{name} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(parts: Sequence[str], height: float, description: str) -> str:
    """The picture; what it shows in words comes first, for who cannot see it."""
    head = f'<svg role="img" viewBox="0 0 {_WIDTH} {height:.0f}" aria-label="{escape(description)}">'
    return "\n".join([head, f"<title>{escape(description)}</title>", *parts, "</svg>"])
