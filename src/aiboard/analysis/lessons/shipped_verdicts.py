"""The verdicts that ship (`verdicts.json`, written by `make lessons`), and what a debrief says of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from aiboard.analysis.estimate import Estimate
from aiboard.analysis.lessons import LESSONS
from aiboard.analysis.lessons.measured_lesson import Effect, MeasuredLesson
from aiboard.analysis.lessons.verdict import BoundaryVerdict, Verdict
from aiboard.engine.model.world import RULES_VERSION
from aiboard.scenario import ResolvedScenario
from aiboard.views import fmt

FILE: Final = "verdicts.json"


@dataclass(frozen=True)
class Verdicts:
    """Stored verdicts: under which rules, over which seeds; a row for each lesson and scenario."""

    rules: int
    seed: int
    games: int
    rows: tuple[MeasuredLesson, ...]

    def find(self, lesson: str, sha: str) -> MeasuredLesson | None:
        """The verdict on a lesson in the scenario with this sha; None where it was not measured."""
        return next((row for row in self.rows if (row.lesson.id, row.here.sha) == (lesson, sha)), None)

    def to_json(self) -> str:
        """The file that ships: a row a line, so that a new measurement is a reviewable difference."""
        rows = ",\n".join(f"  {json.dumps(_stored(row))}" for row in self.rows)
        head = f'"rules_version": {self.rules},\n "seed": {self.seed},\n "games": {self.games}'
        return f'{{{head},\n "verdicts": [\n{rows}\n]}}\n'


@cache
def verdicts() -> Verdicts:
    """What came with the package; no rows where they belong to other rules."""
    path = files("aiboard.analysis.lessons") / FILE
    stored = parsed(path.read_text(encoding="utf-8")) if path.is_file() else None
    return stored if stored and stored.rules == RULES_VERSION else Verdicts(RULES_VERSION, 0, 0, ())


def parsed(text: str) -> Verdicts:
    """The verdicts in a file of ours."""
    document = json.loads(text)
    rows = tuple(_row(item) for item in document["verdicts"])
    return Verdicts(document["rules_version"], document["seed"], document["games"], rows)


def worth_sentence(resolved: ResolvedScenario, lesson: str) -> str:
    """What an advice was measured to be worth in this scenario and where it stops, one sentence; empty if never."""
    row = verdicts().find(lesson, resolved.sha)
    if row is None or row.here.equity is None:
        return ""
    return f"{_scenario_words(row.verdict, row.here.equity)}{_boundary_words(row)}."


def _scenario_words(verdict: Verdict, equity: Estimate) -> str:
    figures = f"Worth {points_text(equity)} points a game here"
    if verdict == Verdict.LOSES:
        return f"{figures}, so that it costs"
    return f"{figures}, not told apart from nothing" if verdict == Verdict.OPEN else figures


def _boundary_words(row: MeasuredLesson) -> str:
    if row.boundary_verdict is None or row.there.equity is None:
        return ""
    condition = row.lesson.boundary.where
    if row.boundary_verdict == BoundaryVerdict.STOPS:
        return f"; pays nothing {condition}"
    if row.boundary_verdict == BoundaryVerdict.LOSES:
        return f"; costs {fmt.number(-row.there.equity.mean, 1)} {condition}"
    return f"; still {fmt.number(row.there.equity.mean, 1)} {condition}"


def points_text(equity: Estimate) -> str:
    """`4.2 (3.1 to 5.3)`."""
    return equity.to_text(lambda points: fmt.number(points, 1))


# --- the file ------------------------------------------------------------------------------------------------


def _stored(row: MeasuredLesson) -> dict[str, Any]:
    return {
        "lesson": row.lesson.id,
        "here": _effect_data(row.here),
        "there": _effect_data(row.there),
        "probe": [list(values) for values in row.probe],
    }


def _effect_data(effect: Effect) -> dict[str, Any]:
    return {
        "world": effect.world,
        "sha": effect.sha,
        "value": _rounded(effect.value, 0),
        "equity": _rounded(effect.equity, 2) if effect.equity else None,
    }


def _rounded(value: Estimate, digits: int) -> list[float | None]:
    """Mean and ends with the digits that the interval warrants."""
    return [None if end is None else round(end, digits) for end in (value.mean, value.low, value.high)]


def _row(data: Mapping[str, Any]) -> MeasuredLesson:
    obeyed, ignored = (tuple(values) for values in data["probe"])
    return MeasuredLesson(LESSONS[data["lesson"]], _effect(data["here"]), _effect(data["there"]), (obeyed, ignored))


def _effect(data: Mapping[str, Any]) -> Effect:
    equity = Estimate(*data["equity"]) if data["equity"] else None
    return Effect(data["world"], data["sha"], Estimate(*data["value"]), equity)
