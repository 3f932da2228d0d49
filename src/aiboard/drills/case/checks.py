"""What a program can check in a design: figures against the brief, the board by its structure, lines that fit.

The words it looks for are data in checks.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from aiboard.drills import whiteboard
from aiboard.drills.case import form
from aiboard.drills.rubric import has_word_prefix
from aiboard.drills.whiteboard import Check
from aiboard.engine.model.world import World
from aiboard.engine.outlook import DAY_POINTS, days_at
from aiboard.scenario.content import ContentFile, shipped
from aiboard.views import fmt


class _Words(ContentFile):
    measured_on: list[str]
    business: list[str]
    meetings: dict[str, list[str]]


_WORDS: Final = shipped(_Words, "aiboard.drills.case", "checks.yaml")
#: A number with the sign of a share, as a part of one, or named as what is aimed at.
_SHARE: Final = re.compile(
    r"\d\s?(?:%|percent|points?\b|of \d|out of)|\b0?\.\d|\d/\d"
    r"|(?:target|goal|aim|at least|minimum|≥|>=|over|above)\D{0,10}\d"
)
#: How a sentence says that something becomes another.
_CHANGE: Final = re.compile(
    r"\b(?:from|to|by|than|rais|lift|bring|reach|improv|increas|reduc|cut|lower|drop|add|gain|gets?|gives?|make"
    r"|over|above|under|below|at least|less|more)"
)


def checks(values: dict[str, Any], world: World) -> list[Check]:
    """Every point, in the order of the form."""
    board = whiteboard.columns(form.columns(values["columns"]))
    return [*_canvas(values, world), *_ticket(values), *board, *_cadence(values)]


def _canvas(values: dict[str, Any], world: World) -> Iterator[Check]:
    metric = values["metric"].lower()
    names_business = _says(values["objective"], _WORDS.business) or "$" in values["objective"]
    yield Check(
        "objective", names_business, "the objective names neither customers nor money: what changes for the business?"
    )
    yield Check("metric: its target", bool(_SHARE.search(metric)), "the metric has no target, such as 90 %")
    yield Check("metric: on what", _says(metric, _WORDS.measured_on), "the metric does not say on what it is measured")
    yield _equal("baseline", values["baseline"], world.baseline_ppm / fmt.POINT, "%")
    yield _equal("serving", values["serving"], world.serving_limit_cents / 100, "dollars a day")
    yield _equal("latency", values["latency"], world.latency_limit_ms, "ms")
    # Legal, or else a plan of runs, comes first; then the handoff.
    ready = (world.legal_days if world.needs_legal else 0) + days_at(world.handoff_points, DAY_POINTS)
    last = fmt.sprint_end(world, values["first_live"])
    possible = ready < last and values["first_live"] <= -(-world.days // world.sprint_days)
    problem = f"sprint {values['first_live']} ends on day {last}; legal and handoff take {ready} of {world.days} days"
    yield Check("first version", possible, problem)


def _equal(name: str, stated: float, true: float, unit: str) -> Check:
    # A person rounds; the brief says the number.
    return Check(name, abs(stated - true) < 0.51, f"{name}: the brief says {true:g} {unit}, you wrote {stated:g}")


def _ticket(values: dict[str, Any]) -> Iterator[Check]:
    hypothesis = values["hypothesis"].lower()
    number = bool(re.search(r"\d", hypothesis))
    yield Check("hypothesis: a number", number, "the hypothesis names no number that could turn out wrong")
    change = bool(_CHANGE.search(hypothesis))
    problem = "the hypothesis does not say what becomes more or less, and by how much"
    yield Check("hypothesis: what changes", change, problem)
    # Held against each other and not against the brief: which lines are right, the games tell.
    fits = values["kill_line"] < values["success"]
    yield Check("kill line", fits, "the kill line is not under the success line: nothing could lie between them")
    above = values["success"] > values["baseline"]
    yield Check("success line", above, "the success line is not over the baseline: what runs today would pass")


def _cadence(values: dict[str, Any]) -> Iterator[Check]:
    """That the meetings are there; what is asked in them is for the person to judge."""
    rituals = values["rituals"].lower()
    missing = [name for name, words in _WORDS.meetings.items() if not any(word in rituals for word in words)]
    yield Check("rituals", not missing, f"nothing is said about the {' and the '.join(missing)}")


def _says(text: str, words: Iterable[str]) -> bool:
    return any(has_word_prefix(word, text.lower()) for word in words)
