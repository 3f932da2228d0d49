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
from aiboard.views.charts.curves import ValueChart
from aiboard.views.charts.strips import LedgerChart, Strip
from aiboard.views.charts.text import Chart
from aiboard.views.charts.text import words as in_words

_WIDTH: Final = 760
_LEFT: Final = 74
_RIGHT: Final = 30
_PLOT: Final = 230
_MARKS: Final = 46
_STRIP: Final = 112
_SIDE: Final = 340
_LABEL: Final = 60
"""Letters of a mark's words."""


def drawn(chart: Chart) -> str:
    """A chart as one `<figure>` with its words under it; empty for a kind that a debrief does not have."""
    picture, said = "", in_words(chart)
    if isinstance(chart, LedgerChart):
        picture = ledger(chart)
        marks = [f"day {mark.day} {mark.glyph[:1]} {mark.label[:_LABEL]}" for mark in chart.value.marks]
        said = ". ".join(filter(None, [said, "; ".join(marks)]))
    elif isinstance(chart, CalibrationChart):
        picture = calibration(chart)
    return f"<figure>{picture}<figcaption>{escape(said)}.</figcaption></figure>" if picture else ""


# --- the value line and its strips ---------------------------------------------------------------------------


def ledger(chart: LedgerChart) -> str:
    """The value line with its marks; under it a strip of bars for each thing that has points by day."""
    value = chart.value
    across = _scale(1, max(2, value.days), _LEFT, _WIDTH - _RIGHT)
    parts = _value(value, across)
    top = _PLOT + _MARKS
    # One scale for all strips: luck and choices are there to be compared.
    most = max((abs(point) for strip in chart.strips for point in strip.points), default=0.0) or 1.0
    for strip in chart.strips:
        parts += _bars(strip, across, top, most, value.days)
        top += _STRIP
    return _svg(parts, top + 24, in_words(chart))


def _value(chart: ValueChart, across: Callable[[float], float]) -> list[str]:
    values = [0, *chart.cents]
    low, high = min(values), max(values)
    margin = max((high - low) // 12, 10_000)
    down = _scale(low - margin, high + margin, _PLOT, 12)
    parts: list[str] = []
    for tick in ticks(low - margin, high + margin, nice_step(high - low + 2 * margin, 6, 100)):
        y = down(tick)
        parts.append(_line(_LEFT, y, _WIDTH - _RIGHT, y, "zero" if tick == 0 else "grid"))
        parts.append(_text(_LEFT - 8, y + 4, fmt.money(tick).replace(".0", ""), "end"))
    for day in range(chart.sprint_days, chart.days + 1, max(1, chart.sprint_days)):
        parts.append(_line(across(day), 12, across(day), _PLOT, "grid"))
        parts.append(_text(across(day), _PLOT + _MARKS - 6, f"day {day}", "middle"))
    points = [(across(day), down(cents)) for day, cents in enumerate(chart.cents, 1)]
    # A game of which no day has ended has a frame and no curve.
    if points:
        first, last = points[0][0], points[-1][0]
        area = " ".join(f"{x:.1f},{y:.1f}" for x, y in [(first, down(0)), *points, (last, down(0))])
        parts.append(f'<polygon class="area" points="{area}"/>')
        curve = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline class="curve" points="{curve}"/>')
    for mark in chart.marks:
        x = across(mark.day)
        said = escape(f"day {mark.day}: {mark.label[:_LABEL]}")
        parts.append(f'<text class="mark" x="{x:.1f}" y="{_PLOT + 18}" text-anchor="middle">{escape(mark.glyph[:1])}')
        parts[-1] += f"<title>{said}</title></text>"
    return parts


def _bars(strip: Strip, across: Callable[[float], float], top: float, most: float, days: int) -> list[str]:
    middle, reach = top + _STRIP / 2, _STRIP / 2 - 12
    wide = max(2.0, (across(2) - across(1)) * 0.7) if days > 1 else 8.0
    parts = [
        _line(_LEFT, middle, _WIDTH - _RIGHT, middle, "zero"),
        _text(_LEFT - 8, middle + 4, strip.name, "end"),
        _text(_LEFT - 8, middle - reach + 4, fmt.signed_number(most), "end"),
        _text(_LEFT - 8, middle + reach + 4, fmt.signed_number(-most), "end"),
    ]
    if strip.besides:
        parts.append(_text(_WIDTH - _RIGHT, top + 14, strip.besides, "end"))
    for day, points in enumerate(strip.points, 1):
        if not points:
            continue
        high = abs(points) / most * reach
        y = middle - high if points > 0 else middle
        said = escape(f"day {day}: {fmt.signed_number(points)} points")
        parts.append(
            f'<rect class="{"won" if points > 0 else "lost"}" x="{across(day) - wide / 2:.1f}" y="{y:.1f}" '
            f'width="{wide:.1f}" height="{max(high, 0.5):.1f}"><title>{said}</title></rect>'
        )
    return parts


# --- calibration ---------------------------------------------------------------------------------------------


def calibration(chart: CalibrationChart) -> str:
    """Stated odds along, share that came up; the size of a dot tells how many statements it stands for."""
    across = _scale(0, 100, _LEFT, _LEFT + _SIDE)
    down = _scale(0, 100, _SIDE + 10, 10)
    parts = [_line(across(0), down(0), across(100), down(100), "zero")]
    for tick in (0, 25, 50, 75, 100):
        parts += [
            _line(across(0), down(tick), across(100), down(tick), "grid"),
            _line(across(tick), down(0), across(tick), down(100), "grid"),
            _text(_LEFT - 8, down(tick) + 4, f"{tick} %", "end"),
            _text(across(tick), _SIDE + 30, f"{tick} %", "middle"),
        ]
    parts.append(_text(across(50), _SIDE + 52, "said to be so likely", "middle"))
    parts.append(_text(across(100) + 16, down(100) + 4, "came so often", "start"))
    # The player's dots last, so that the team's never cover them.
    for group in sorted(chart.groups, key=lambda one: one.own):
        x, y, radius = across(group.stated), down(group.came), 4 + min(10.0, 1.5 * group.count**0.5)
        whose = "yours" if group.own else "the team's"
        said = escape(f"{whose}: said {group.stated:.0f} %, came {group.came:.0f} % of {group.count}")
        kind = "own" if group.own else "team"
        place = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
        parts.append(f'<circle class="{kind}" {place}><title>{said}</title></circle>')
        parts.append(_text(x + radius + 3, y + 4, str(group.count), "start"))
    return _svg(parts, _SIDE + 62, in_words(chart))


# --- pieces --------------------------------------------------------------------------------------------------


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    span = (high - low) or 1
    return lambda value: start + (value - low) / span * (end - start)


def _line(x0: float, y0: float, x1: float, y1: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(parts: Sequence[str], height: float, said: str) -> str:
    """The picture; what it shows in words comes first, for who cannot see it."""
    head = f'<svg role="img" viewBox="0 0 {_WIDTH} {height:.0f}" aria-label="{escape(said)}">'
    return "\n".join([head, f"<title>{escape(said)}</title>", *parts, "</svg>"])
