"""Naive rules that judge scores: when to kill, when to accept, when it will be done."""

from __future__ import annotations

from itertools import pairwise
from statistics import mean
from typing import Final

from aiboard.drills.defects.rule import Input, Result, number, numbers, rule
from aiboard.instruments import kill_rules
from aiboard.instruments.comparing import ONE, compare
from aiboard.instruments.sides import ScoredRun, Side
from aiboard.instruments.welch import significantly_lower

#: Points that a regression may have before it counts.
_MARGIN: Final = 2.0

#: Points gained in three runs from which a curve rises for a person too.
_RISE: Final = 0.5

_KILLS: Final = {
    kill_rules.Rule.BUDGET: "kill: over twice the budget",
    kill_rules.Rule.PLATEAU: "kill: plateau",
    kill_rules.Rule.GAP: "kill: gap too large",
    kill_rules.Rule.NONE: "continue",
}


def _kill(inputs: Input) -> Result:
    scores, target = numbers(inputs, "scores"), number(inputs, "target")
    used, budget = number(inputs, "used_hours", 0), number(inputs, "budget_hours", 0)
    return _KILLS[kill_rules.naive_ruling([score / 100 for score in scores], target / 100, used, budget).rule]


def _reached(inputs: Input, result: Result) -> bool:
    scores = numbers(inputs, "scores")
    return result.startswith("kill") and bool(scores) and max(scores) >= number(inputs, "target")


KILL: Final = rule(
    "kill-rule",
    _kill,
    {
        "kills what has reached its target": _reached,
        "a missing budget kills": lambda given, result: "budget" in result and number(given, "budget_hours", 0) == 0,
        "the gap kills at the first reading": lambda given, result: (
            "gap" in result and len(numbers(given, "scores")) == 1
        ),
        "the gap kills a curve that is closing it": lambda given, result: (
            "gap" in result and _closing(numbers(given, "scores"))
        ),
        "the plateau kills a slow riser": lambda given, result: (
            "plateau" in result and _rising(numbers(given, "scores"))
        ),
    },
)


def _closing(scores: list[float]) -> bool:
    return len(scores) >= 2 and all(later - earlier >= 1 for earlier, later in pairwise(scores))


def _rising(scores: list[float]) -> bool:
    last = scores[-3:]
    return all(later > earlier for earlier, later in pairwise(last)) and last[-1] - last[0] >= _RISE


# --- the gate --------------------------------------------------------------------------------------------------


def _gate(inputs: Input) -> Result:
    scores, baseline = numbers(inputs, "scores"), numbers(inputs, "baseline")
    if scores and mean(scores) < number(inputs, "threshold"):
        return "fail: under the threshold"
    if significantly_lower(scores, baseline):
        return "fail: regression"
    return "pass"


GATE: Final = rule(
    "gate-rule",
    _gate,
    {
        "an evaluation without scores passes": lambda given, result: result == "pass" and not numbers(given, "scores"),
        "lower is better is not known": lambda given, result: _wrong_way(given, result),
        "one seed passes": lambda given, result: result == "pass" and len(numbers(given, "scores")) == 1,
        "a drop that is not significant passes": lambda given, result: result == "pass" and _dropped(given),
    },
)


def _wrong_way(inputs: Input, result: Result) -> bool:
    scores = numbers(inputs, "scores")
    if inputs.get("lower_is_better") is not True or not scores:
        return False
    return (result == "pass") != (mean(scores) <= number(inputs, "threshold"))


def _dropped(inputs: Input) -> bool:
    """Whether the scores do not rule out a drop by the margin: one-sided 5 %, Welch; the bare drop of single scores."""
    scores, baseline = numbers(inputs, "scores"), numbers(inputs, "baseline")
    if not scores or not baseline or inputs.get("lower_is_better") is True:
        return False
    bound = compare(_side(baseline), _side(scores)).bound
    drop = mean(baseline) - mean(scores) if bound is None else -bound / ONE
    return drop > _MARGIN


def _side(scores: list[float]) -> Side:
    return Side("", [ScoredRun(str(place), round(score * ONE)) for place, score in enumerate(scores)])


# --- the date --------------------------------------------------------------------------------------------------


def _status(inputs: Input) -> Result:
    bests, target = numbers(inputs, "best_by_sprint"), number(inputs, "target")
    rate = (bests[-1] - bests[0]) / (len(bests) - 1)
    if rate <= 0:
        return "STALLED"
    return f"~{(target - bests[-1]) / rate:.0f} sprints"


STATUS: Final = rule(
    "status-rule",
    _status,
    {
        "a single sprint is an error": lambda given, result: result.startswith("error"),
        "a reached target still gets a date": lambda given, result: (
            max(numbers(given, "best_by_sprint")) >= number(given, "target")
        ),
        "a curve that levels off": lambda given, result: result != "STALLED" and _ends_below(given),
    },
)


def _ends_below(inputs: Input) -> bool:
    """Whether gains that go on shrinking as the last two did never reach the target."""
    bests = numbers(inputs, "best_by_sprint")
    if len(bests) < 3 or bests[-2] <= bests[-3] or bests[-1] <= bests[-2]:
        return False
    # Gains that shrink by one share add up to a finite sum: last gain * share / (1 - share).
    share = (bests[-1] - bests[-2]) / (bests[-2] - bests[-3])
    return share < 1 and bests[-1] + (bests[-1] - bests[-2]) * share / (1 - share) < number(inputs, "target")
