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


def tables(found: Calibration) -> Iterator[tuple[str, list[Sequence[str]]]]:
    """The title and the rows, heads first, of every table that was asked for; none of one without rows."""
    for part, table in _TABLES.items():
        measured = getattr(found, part)
        if measured:
            yield table.title, [table.heads, *map(table.cells, measured)]


def estimate_text(value: Estimate) -> str:
    """`1.2 (0.8 to 1.6)`."""
    return value.to_text("{:.1f}".format)


def _price(item: DisruptionCost) -> Sequence[str]:
    band = f"{item.band[0]:g} to {item.band[1]:g}" if item.band else ""
    cost = estimate_text(item.cost) if item.cost else "nothing to hit"
    tail = "" if item.p95 is None else f"{item.p95:.1f}"
    return (item.kind, str(item.day), item.policy, str(item.games), cost, tail, band, _FLAGS[item.flag])


def _ordering(item: Ordering) -> Sequence[str]:
    by = f" by {item.least:g}" if item.least else ""
    return (f"{item.better} over {item.worse}{by}", estimate_text(item.difference), "yes" if item.holds else "NO")


def _figure(item: BandCheck) -> Sequence[str]:
    value = "none" if item.value is None else f"{item.value:.0f}"
    holds = "" if item.holds is None else "yes" if item.holds else "NO"
    band = item.band
    return (band.name, value, f"{band.low:g} to {band.high:g}", band.unit, holds, band.source)


def _effect(item: Effect) -> Sequence[str]:
    uses = "" if item.uses is None else f"{item.uses:.1f}"
    if item.effect is None:
        return (item.name, item.kind, item.policy, uses, "", "never used")
    return (
        item.name,
        item.kind,
        item.policy,
        uses,
        estimate_text(item.effect),
        f"under {SMALL:g}" if item.small else "",
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
