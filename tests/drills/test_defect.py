"""Each known defect of each rule is shown by an input, and the example shows none."""

import json
from typing import Any

import pytest

from aiboard.drills import defect
from aiboard.drills.defects import RULES
from aiboard.drills.drill import Setting
from aiboard.instruments.errors import InputError

DRILL = defect.make(Setting())
_MAILS = [{"tool": "send_email", "input": f"text {n}", "output": "sent"} for n in range(47)]
_ROUND = [{"tool": tool, "input": "x", "output": "same"} for tool in ("search", "read") * 5]
_POLL = [{"tool": "status", "input": "job", "output": out} for out in ("wait", "wait", "wait", "done")]
_LEVEL = [float(n % 20) for n in range(200)]
_SHIFTED = [value + 6 for value in _LEVEL[:-1]]

#: Rule -> (an input, the defect it shows).
SHOWN: dict[str, list[tuple[dict[str, Any], str]]] = {
    "kill-rule": [
        ({"scores": [93.1, 93.3, 93.5], "target": 92, "budget_hours": 9}, "kills what has reached its target"),
        ({"scores": [80], "target": 92, "used_hours": 0.1}, "a missing budget kills"),
        ({"scores": [72], "target": 92, "budget_hours": 9}, "the gap kills at the first reading"),
        ({"scores": [66, 70, 75], "target": 92, "budget_hours": 9}, "the gap kills a curve that is closing it"),
        ({"scores": [86.0, 86.4, 86.8], "target": 92, "budget_hours": 9}, "the plateau kills a slow riser"),
    ],
    "gate-rule": [
        ({"scores": [], "baseline": [88], "threshold": 90}, "an evaluation without scores passes"),
        ({"scores": [900, 901], "baseline": [300, 300], "threshold": 500, "lower_is_better": True},
         "lower is better is not known"),
        ({"scores": [91], "baseline": [88], "threshold": 90}, "one seed passes"),
        ({"scores": [90, 94, 86.1], "baseline": [94, 91, 96], "threshold": 90},
         "a drop that is not significant passes"),
        # A point lower on the mean, and two points are not ruled out.
        ({"scores": [85, 95], "baseline": [91, 91.5], "threshold": 90}, "a drop that is not significant passes"),
    ],
    "kappa-rule": [
        ({"a": [], "b": []}, "no items count as no agreement"),
        ({"a": ["x"] * 4, "b": ["x", "y", "y", "y"]}, "one who always says the same agrees with everybody"),
        ({"a": ["x"] * 18 + ["y"] * 2, "b": ["x"] * 10 + ["y"] * 10}, "chance from one annotator only"),
        ({"a": ["x"] * 6 + ["y"] * 6, "b": ["y"] + ["x"] * 5 + ["x"] + ["y"] * 5}, "passes below the agreed 0.8"),
    ],
    "logger-rule": [
        ({"experiments": [{"metric": 1, "decision": "iterate"}]}, "an unknown decision is an error"),
        ({"experiments": [{"metric": 95, "decision": "killed"}]}, "a killed result is the headline"),
        ({"experiments": []}, "best starts at 0"),
    ],
    "handoff-rule": [
        ({"requirements": [], "train_ids": ["1"], "test_ids": ["2"]}, "an empty file counts as pinned"),
        ({"requirements": ["numpy==1.*"], "train_ids": ["1"], "test_ids": ["2"]}, "== in the wrong place"),
        ({"requirements": ["x @ git+https://a/b@c0ffee"], "train_ids": ["1"], "test_ids": ["2"]},
         "a pin by commit is not known"),
        ({"requirements": ["a==1"], "train_ids": [], "test_ids": []}, "without ids there is no leak"),
        ({"requirements": ["a==1"], "train_ids": ["a1"], "test_ids": ["A1"]}, "the same item with another spelling"),
    ],
    "status-rule": [
        ({"best_by_sprint": [72], "target": 92}, "a single sprint is an error"),
        ({"best_by_sprint": [93, 90], "target": 92}, "a reached target still gets a date"),
        ({"best_by_sprint": [72, 80, 84], "target": 92}, "a curve that levels off"),
    ],
    "prompt-rule": [
        ({"registered": []}, "nothing registered is an error"),
        ({"registered": [{"prompt": "a", "score": 90}, {"prompt": "a", "score": 50}]}, "a score is lost"),
        ({"registered": [{"prompt": "a b", "score": 1}, {"prompt": "b a", "score": 2}]},
         "another prompt, no difference"),
    ],
    "loop-rule": [
        ({"steps": _ROUND}, "goes round in two steps"),
        ({"steps": _MAILS}, "the same effect in other words"),
        ({"steps": _POLL}, "waiting is taken for a loop"),
    ],
    "drift-rule": [
        ({"expected": [1], "actual": []}, "no values are an error"),
        ({"expected": [1, 2, 3, 4, 5, 9], "actual": [1, 3, 3, 4, 6, 8]}, "alarm from few values"),
        ({"expected": [*_LEVEL, 1e6], "actual": [*_SHIFTED, 7]}, "an outlier hides the shift"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_defect_is_shown_by_an_input_and_none_by_the_example(rule: Any) -> None:
    assert rule.failure(json.loads(rule.example))[1] is None
    shown = {}
    for given, name in SHOWN[rule.id]:
        result, found = rule.failure(given)
        shown[name] = found.name if found else result
    assert shown == {one.name: one.name for one in rule.defects}


def test_right_and_wrong_and_not_json() -> None:
    question = DRILL.find("kill-rule")
    good = DRILL.grade(question, {"input": json.dumps(SHOWN["kill-rule"][0][0])})
    assert good.right and good.data["result"] == "kill: plateau" and "has reached its target" in good.lines[1]
    bad = DRILL.grade(question, {"input": '{"scores": [80, 84], "target": 92, "budget_hours": 5}'})
    assert (bad.score, bad.right) == (0.0, False)
    # The example stands in the field: handed in as it is, it is no attempt.
    with pytest.raises(InputError, match="the example, on which the rule is right"):
        DRILL.grade(question, {"input": question.asks[0].initial + " "})
    for text in ("not json", "[1]", '{"scores": [NaN], "target": 1}', '{"scores": "x", "target": 1}', "{}"):
        with pytest.raises(InputError):
            DRILL.grade(question, {"input": text})


@pytest.mark.parametrize(
    "given",
    [
        {"scores": [90.4, 90.6, 90.5], "baseline": [90.5, 91.2, 89.9], "threshold": 90},
        {"scores": [300, 300], "baseline": [450, 450], "threshold": 300, "lower_is_better": True},
    ],
)
def test_the_gate_rule_is_right_where_two_points_are_ruled_out(given: dict[str, Any]) -> None:
    rule = next(one for one in RULES if one.id == "gate-rule")
    assert rule.failure(given) == ("pass", None)
