"""Find the defect: a naive rule, and an input to find on which it fails. The rule is run on it, not read."""

from __future__ import annotations

import json
from typing import Any, Final

from aiboard.drills.asks import Words
from aiboard.drills.attempts import Store
from aiboard.drills.brief import Brief, Point
from aiboard.drills.defects import RULES, Rule
from aiboard.drills.drill import Setting, entry
from aiboard.drills.question import Answer, Grade, Question
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean

ID: Final = "defect"


def make(setting: Setting) -> Defects:
    """The drill on the nine rules; a seed says which."""
    return Defects(setting.seed)


class Defects:
    """A question a rule."""

    def __init__(self, seed: int | None) -> None:
        self._seed = seed

    def next(self, store: Store) -> Question:
        """The rule of the seed; without one that which was failed or not tried, then the one tried least often."""
        if self._seed is not None:
            return self.find(RULES[self._seed % len(RULES)].id)
        tries = [attempt for attempt in store.attempts if attempt.drill == ID]
        broken = [attempt.question for attempt in tries if attempt.right]
        past_rules = [attempt.question for attempt in tries]
        # Of equals the first, in the order of their chapters.
        return self.find(min((rule.id for rule in RULES), key=lambda id: (broken.count(id), past_rules.count(id))))

    def find(self, id: str) -> Question:
        """A rule by its id."""
        rule = _rule(id)
        lines = (
            f"Chapter {rule.chapter}. This rule is wrong for some inputs. Find one.",
            "",
            *rule.text,
            "",
            "An input on which it is right, as JSON, to be changed:",
            f"  {rule.example}",
        )
        return Question(
            ID,
            rule.id,
            f"Find the defect: {rule.title.lower()}",
            lines,
            (Words("input", "An input on which the rule is wrong, as JSON:", initial=rule.example),),
            entry(ID).checked,
            dimension="CODE",
        )

    def brief(self, question: Question) -> Brief:
        """An input for any of the known defects, and why each is one; the others are asked for."""
        rule = _rule(question.id)
        good = (Point(f"an input for one of: {'; '.join(one.name for one in rule.defects)}", question.dimension),)
        follow_ups = tuple(f"Another input, one that shows this: {one.name}?" for one in rule.defects)
        return Brief(good, follow_ups, tuple(f"{one.name}: {one.why}" for one in rule.defects))

    def grade(self, question: Question, answer: Answer) -> Grade:
        """Right if the rule fails on the input. InputError for an input that is not of its form."""
        rule = _rule(question.id)
        inputs = _object(answer["input"])
        # It stands in the field from the start: a key that comes too early is no attempt.
        if inputs == json.loads(rule.example):
            raise InputError("what stands here is the example, on which the rule is right; change it")
        result, defect = rule.failure(inputs)
        result_line = f"The rule says: {clean(result, 200)}."
        data: dict[str, Any] = {"result": result, "defect": defect.name if defect else None, "known": len(rule.defects)}
        if defect is None:
            hint = "Think of inputs that nobody thought of: empty, one value, all the same, far off, better when lower."
            return Grade(0.0, False, (result_line, "That is what it should say here.", hint), data=data)
        others = [other.name for other in rule.defects if other is not defect]
        lines = [result_line, f"That is wrong: {defect.name}.", defect.why, ""]
        lines.append(f"It has {len(others)} more known defects: {'; '.join(others)}." if others else "It has no other.")
        return Grade(1.0, True, tuple(lines), data=data)


def _rule(id: str) -> Rule:
    for rule in RULES:
        if rule.id == id:
            return rule
    names = ", ".join(rule.id for rule in RULES)
    raise InputError(f"no rule is called '{clean(id, 60)}'; there are {names}")


def _object(text: str) -> dict[str, Any]:
    """The JSON object in a text. Numbers JSON does not know (NaN, Infinity) are refused."""

    def refuse(constant: str) -> float:
        raise ValueError(constant)

    try:
        value = json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise InputError("what you wrote is not JSON; write an object as in the example", line=line) from None
    if not isinstance(value, dict):
        raise InputError("should be a JSON object as in the example")
    return value
