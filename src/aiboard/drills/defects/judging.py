"""Naive rules that judge scores: when to kill, when to accept, when it will be done."""

from __future__ import annotations

from itertools import pairwise
from statistics import mean
from typing import Final

from aiboard.drills.defects.rule import Defect, Input, Result, Rule, number, numbers
from aiboard.instruments import kill_rules
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


def _kill(given: Input) -> Result:
    scores, target = numbers(given, "scores"), number(given, "target")
    used, budget = number(given, "used_hours", 0), number(given, "budget_hours", 0)
    return _KILLS[kill_rules.naive([score / 100 for score in scores], target / 100, used, budget).rule]


def _reached(given: Input, result: Result) -> bool:
    scores = numbers(given, "scores")
    return result.startswith("kill") and bool(scores) and max(scores) >= number(given, "target")


KILL: Final = Rule(
    "kill-rule",
    1,
    "When to kill an experiment",
    (
        "Scores in points, higher is better. In this order:",
        "  used_hours > 2 * budget_hours                       kill (a missing value is 0)",
        "  the last three scores lie within less than a point  kill: plateau",
        "  target - best score > 15                            kill: gap too large",
        "  otherwise                                           continue",
    ),
    '{"scores": [80, 82, 85], "target": 92, "used_hours": 10, "budget_hours": 24}',
    _kill,
    (
        Defect(
            "kills what has reached its target",
            _reached,
            "What has arrived is flat, and may have cost more than planned. Ask first whether the target is reached.",
        ),
        Defect(
            "a missing budget kills",
            lambda given, result: "budget" in result and number(given, "budget_hours", 0) == 0,
            "The default 0 means not given, and any hours are more than twice of it. Refuse to judge what is missing.",
        ),
        Defect(
            "the gap kills at the first reading",
            lambda given, result: "gap" in result and len(numbers(given, "scores")) == 1,
            "The first reading of a curve is far below its end. Compare the gap with what is still to come.",
        ),
        Defect(
            "the gap kills a curve that is closing it",
            lambda given, result: "gap" in result and _closing(numbers(given, "scores")),
            "Points were gained with every run. What the curve still brings counts, not the distance today.",
        ),
        Defect(
            "the plateau kills a slow riser",
            lambda given, result: "plateau" in result and _rising(numbers(given, "scores")),
            "Each run was better than the last. Weigh the trend against the noise of a run before calling it flat.",
        ),
    ),
)


def _closing(scores: list[float]) -> bool:
    return len(scores) >= 2 and all(later - earlier >= 1 for earlier, later in pairwise(scores))


def _rising(scores: list[float]) -> bool:
    last = scores[-3:]
    return all(later > earlier for earlier, later in pairwise(last)) and last[-1] - last[0] >= _RISE


# --- the gate --------------------------------------------------------------------------------------------------


def _gate(given: Input) -> Result:
    scores, baseline = numbers(given, "scores"), numbers(given, "baseline")
    if scores and mean(scores) < number(given, "threshold"):
        return "fail: under the threshold"
    if significantly_lower(scores, baseline):
        return "fail: regression"
    return "pass"


GATE: Final = Rule(
    "gate-rule",
    3,
    "When an evaluation is passed",
    (
        "One score a seed, in points. In this order:",
        "  mean of scores < threshold (without scores not asked)       fail",
        "  a t-test finds a loss against the baseline (from 2 scores)  fail",
        "  otherwise                                                   pass",
        "The same rule is used for accuracy, latency and toxicity; lower_is_better is not read.",
    ),
    '{"scores": [90, 91, 92], "baseline": [88, 89, 90], "threshold": 90, "lower_is_better": false}',
    _gate,
    (
        Defect(
            "nothing passes",
            lambda given, result: result == "pass" and not numbers(given, "scores"),
            "A rule about all of no scores is true. A gate must know that it has seen some.",
        ),
        Defect(
            "lower is better is not known",
            lambda given, result: _wrong_way(given, result),
            "For latency or toxicity the comparison points the wrong way. Each metric needs its direction.",
        ),
        Defect(
            "one seed passes",
            lambda given, result: result == "pass" and len(numbers(given, "scores")) == 1,
            "One number has no spread. Say that the evidence is not enough.",
        ),
        Defect(
            "a drop that is not significant passes",
            lambda given, result: result == "pass" and _dropped(given),
            "Not shown is not the same as not there. Ask whether a drop of two points can be ruled out.",
        ),
    ),
)


def _wrong_way(given: Input, result: Result) -> bool:
    scores = numbers(given, "scores")
    if given.get("lower_is_better") is not True or not scores:
        return False
    return (result == "pass") != (mean(scores) <= number(given, "threshold"))


def _dropped(given: Input) -> bool:
    scores, baseline = numbers(given, "scores"), numbers(given, "baseline")
    return bool(scores and baseline) and mean(baseline) - mean(scores) > _MARGIN


# --- the date --------------------------------------------------------------------------------------------------


def _status(given: Input) -> Result:
    bests, target = numbers(given, "best_by_sprint"), number(given, "target")
    rate = (bests[-1] - bests[0]) / (len(bests) - 1)
    if rate <= 0:
        return "STALLED"
    return f"~{(target - bests[-1]) / rate:.0f} sprints"


STATUS: Final = Rule(
    "status-rule",
    7,
    "When the target will be reached",
    (
        "best_by_sprint: the best score of each sprint, in points.",
        "  rate = (last best - first best) / (number of sprints - 1)",
        "  rate <= 0   STALLED",
        "  otherwise   (target - last best) / rate sprints, as one number",
    ),
    '{"best_by_sprint": [72, 76, 80], "target": 92}',
    _status,
    (
        Defect(
            "a single sprint is an error",
            lambda given, result: result.startswith("error"),
            "With one point, or none, there is no rate. Say so in place of failing.",
        ),
        Defect(
            "what is reached is still to come",
            lambda given, result: max(numbers(given, "best_by_sprint")) >= number(given, "target"),
            "The target was reached. A date, or STALLED, is the wrong answer.",
        ),
        Defect(
            "a curve that levels off",
            lambda given, result: result != "STALLED" and _ends_below(given),
            "The gains shrink, and by the same factor the curve ends under the target: never is an honest answer.",
        ),
    ),
)


def _ends_below(given: Input) -> bool:
    """Whether gains that go on shrinking as the last two did never reach the target."""
    bests = numbers(given, "best_by_sprint")
    if len(bests) < 3 or bests[-2] <= bests[-3] or bests[-1] <= bests[-2]:
        return False
    # Gains that shrink by one share add up to a finite sum: last gain * share / (1 - share).
    share = (bests[-1] - bests[-2]) / (bests[-2] - bests[-3])
    return share < 1 and bests[-1] + (bests[-1] - bests[-2]) * share / (1 - share) < number(given, "target")
