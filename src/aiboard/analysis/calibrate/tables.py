"""Calibration as tables of text: the command prints them aligned, the page as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiboard.analysis.calibrate.ablation import SMALL, Effect
from aiboard.analysis.calibrate.chaos import MOST_P95, DisruptionCost
from aiboard.analysis.calibrate.flow import BandCheck
from aiboard.analysis.calibrate.orderings import Ordering
from aiboard.analysis.calibrate.report import Calibration
from aiboard.analysis.estimate import Estimate

_FLAGS: Final = {"low": "too cheap", "high": "too dear", "tail": f"p95 over {MOST_P95:g}", "": ""}


@dataclass(frozen=True)
class Table:
    """One table of a calibration: its title, the heads of its columns, and a row of it as cells."""

    title: str
    heads: tuple[str, ...]
    cells: Callable[[Any], Sequence[str]]


def tables(calibration: Calibration) -> Iterator[tuple[str, list[Sequence[str]]]]:
    """The title and the rows, heads first, of every table that was asked for; none of one without rows."""
    for part, table in _TABLES.items():
        rows = getattr(calibration, part)
        if rows:
            yield table.title, [table.heads, *map(table.cells, rows)]


def estimate_text(value: Estimate) -> str:
    """`1.2 (0.8 to 1.6)`."""
    return value.to_text("{:.1f}".format)


def _price(row: DisruptionCost) -> Sequence[str]:
    band = f"{row.band[0]:g} to {row.band[1]:g}" if row.band else ""
    cost = estimate_text(row.cost) if row.cost else "nothing to hit"
    tail = "" if row.p95 is None else f"{row.p95:.1f}"
    return (row.kind, str(row.day), row.policy, str(row.games), cost, tail, band, _FLAGS[row.flag])


def _ordering(row: Ordering) -> Sequence[str]:
    by = f" by {row.least:g}" if row.least else ""
    return (f"{row.better} over {row.worse}{by}", estimate_text(row.difference), "yes" if row.holds else "NO")


def _figure(row: BandCheck) -> Sequence[str]:
    value = "none" if row.value is None else f"{row.value:.0f}"
    holds = "" if row.holds is None else "yes" if row.holds else "NO"
    band = row.band
    return (band.name, value, f"{band.low:g} to {band.high:g}", band.unit, holds, band.source)


def _effect(row: Effect) -> Sequence[str]:
    uses = "" if row.uses is None else f"{row.uses:.1f}"
    if row.effect is None:
        return (row.name, row.kind, row.policy, uses, "", "never used")
    return (
        row.name,
        row.kind,
        row.policy,
        uses,
        estimate_text(row.effect),
        f"under {SMALL:g}" if row.small else "",
    )


_TABLES: Final = {
    "chaos": Table(
        "What a disruption costs (equity points, 95 % interval)",
        ("kind", "day", "policy", "games", "cost", "p95 of its own", "should be", ""),
        _price,
    ),
    "orderings": Table(
        "Which play beats which (equity points, the same seeds)", ("claim", "difference", "holds"), _ordering
    ),
    "flow": Table(
        "How work flows under good play", ("figure", "measured", "should be", "unit", "holds", "source"), _figure
    ),
    "off": Table(
        "What changes without it (equity points, the same seeds)",
        ("without", "kind", "under", "uses a game", "effect", ""),
        _effect,
    ),
}
