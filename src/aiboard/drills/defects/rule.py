"""What a rule with defects is: it runs on an input, and each defect knows by which inputs it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from aiboard.instruments.errors import InputError
from aiboard.scenario.content import Content, ContentFile, shipped
from aiboard.scenario.units import Key, Line, Sentence, Text

Input = Mapping[str, Any]
"""What a person gives: the fields of a JSON object."""
Result = str
"""What the rule says, in words; an exception it ends with is `error: ...`."""

MOST: Final = 2_000
"""Longest list in an input."""


@dataclass(frozen=True)
class Defect:
    """A way in which a rule fails.

    Attributes:
        name: in a few words.
        test: whether an input, with the result of the rule on it, shows it.
        why: why that result is wrong and what a sound rule does, one or two sentences.
    """

    name: str
    test: Callable[[Input, Result], bool]
    why: str


@dataclass(frozen=True)
class Rule:
    """A naive rule.

    Attributes:
        id: names the question.
        chapter: of the source's listing that has such a rule.
        title: what it decides.
        text: the rule as it stands, in lines of plain words.
        example: an input, as JSON.
        run: the rule; what it raises is a result too.
        defects: those that are known, the plainest first.
    """

    id: str
    chapter: int
    title: str
    text: tuple[str, ...]
    example: str
    run: Callable[[Input], str]
    defects: tuple[Defect, ...]

    def result(self, inputs: Input) -> Result:
        """What the rule says to an input. InputError for an input that is not of its form."""
        try:
            return self.run(inputs)
        except InputError:
            raise
        # The rule may end with any error: that it does is what may be looked for.
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            return f"error: {type(error).__name__}: {error}"

    def failure(self, inputs: Input) -> tuple[Result, Defect | None]:
        """The result, and the first defect that it shows; None where the rule is right."""
        result = self.result(inputs)
        return result, next((one for one in self.defects if one.test(inputs, result)), None)


class _Written(Content):
    """What is said of a rule, in rules.yaml; why each defect matters, by its name."""

    chapter: int
    title: Line
    text: Annotated[str, Text(800, lines=True)]
    example: Sentence
    defects: dict[str, Sentence]


class _File(ContentFile):
    rules: dict[Key, _Written]


_WRITTEN: Final = shipped(_File, "aiboard.drills.defects", "rules.yaml").rules


def rule(id: str, run: Callable[[Input], Result], tests: Mapping[str, Callable[[Input, Result], bool]]) -> Rule:
    """The rule of rules.yaml with this id. `tests` has the test of each of its defects, by the defect's name."""
    record = _WRITTEN[id]
    defects = tuple(Defect(name, tests[name], reason) for name, reason in record.defects.items())
    return Rule(id, record.chapter, record.title, tuple(record.text.split("\n")), record.example, run, defects)


# --- reading an input ------------------------------------------------------------------------------------------


def numbers(inputs: Input, name: str) -> list[float]:
    """A list of numbers; InputError when the field is something else."""
    values = _list(inputs, name)
    if any(not _is_number(value) for value in values):
        raise InputError("should be a list of numbers", field=name)
    return [float(value) for value in values]


def number(inputs: Input, name: str, default: float | None = None) -> float:
    """A number; the default where the field is not given. InputError otherwise."""
    value = inputs.get(name, default)
    if not _is_number(value):
        raise InputError("should be a number", field=name)
    return float(value)


def texts(inputs: Input, name: str) -> list[str]:
    """A list of texts; InputError when the field is something else."""
    values = _list(inputs, name)
    if any(not isinstance(value, str) for value in values):
        raise InputError("should be a list of texts", field=name)
    return values


def rows(inputs: Input, name: str, *fields: str) -> list[Mapping[str, Any]]:
    """A list of objects that have these fields; InputError otherwise."""
    values = _list(inputs, name)
    for value in values:
        if not isinstance(value, dict) or any(field not in value for field in fields):
            raise InputError("should be a list of objects with " + ", ".join(fields), field=name)
    return values


def _list(inputs: Input, name: str) -> list[Any]:
    values = inputs.get(name)
    if not isinstance(values, list) or len(values) > MOST:
        raise InputError(f"should be a list of at most {MOST} values", field=name)
    return values


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
