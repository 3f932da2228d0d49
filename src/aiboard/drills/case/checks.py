"""What a program can check in a design: figures against the brief, the board by its structure, lines that fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from aiboard.drills import whiteboard
from aiboard.drills.case import form
from aiboard.drills.whiteboard import Check
from aiboard.engine.model.world import World
from aiboard.engine.outlook import DAY_POINTS, days_at
from aiboard.views import fmt

_POINT: Final = 10_000
#: On what a metric is measured: letters with which such a word begins.
_SETS: Final = ("question", "ticket", "page", "quer", "set", "sample", "conversation", "answer", "customer", "slice")


def checks(values: dict[str, Any], world: World) -> list[Check]:
    """Every point, in the order of the form."""
    return [*_canvas(values, world), *_ticket(values), *whiteboard.columns(form.columns(values["columns"]))]


def _canvas(values: dict[str, Any], world: World) -> Iterator[Check]:
    metric = values["metric"].lower()
    said = bool(re.search(r"\d", metric)) and any(re.search(rf"\b{word}", metric) for word in _SETS)
    yield Check("metric", said, "the metric names no number, or not on what it is measured")
    yield _equal("baseline", values["baseline"], world.baseline_ppm / _POINT, "%")
    yield _equal("serving", values["serving"], world.serving_limit_cents / 100, "dollars a day")
    yield _equal("latency", values["latency"], world.latency_limit_ms, "ms")
    # Legal, or else a plan of runs, comes first; then the handoff.
    ready = (world.legal_days if world.needs_legal else 0) + days_at(world.handoff_points, DAY_POINTS)
    last = fmt.sprint_end(world, values["first_live"])
    possible = ready < last and values["first_live"] <= -(-world.days // world.sprint_days)
    missing = f"sprint {values['first_live']} ends on day {last}; legal and handoff take {ready} of {world.days} days"
    yield Check("first version", possible, missing)


def _equal(name: str, given: float, true: float, unit: str) -> Check:
    # A person rounds; the brief says the number.
    return Check(name, abs(given - true) < 0.51, f"{name}: the brief says {true:g} {unit}, you wrote {given:g}")


def _ticket(values: dict[str, Any]) -> Iterator[Check]:
    numbers = re.findall(r"\d+(?:\.\d+)?", values["hypothesis"])
    yield Check("hypothesis", len(numbers) >= 1, "the hypothesis names no number that could turn out wrong")
    fits = values["kill_line"] < values["success"]
    yield Check("kill line", fits, "the kill line is not under the success line: nothing could lie between them")
    above = values["success"] > values["baseline"]
    yield Check("success line", above, "the success line is not over the baseline: what runs today would pass")
