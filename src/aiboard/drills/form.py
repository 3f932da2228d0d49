"""Forms: an ask of many small fields, filled in on the screen, or given as YAML or JSON by field, grouped or not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from aiboard.drills import prose
from aiboard.drills.asks import Ask, Option
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean

MOST_LINE: Final = 600
"""Longest text of a field."""


class Grader(Enum):
    """Who judges a field: a program compares it with the brief, a simulation plays it, or the person does."""

    PROGRAM = "program"
    SIMULATION = "simulation"
    PERSON = "you"


@dataclass(frozen=True)
class Field:
    """A text of one line, and what all fields have: key (unlike any other's), group, name, who judges it."""

    key: str
    group: str
    name: str
    by: Grader

    def input_hint(self) -> str:
        """What it takes, for a person."""
        return "a sentence"

    def parse(self, value: object) -> Any:
        """The value if the field takes it, else None."""
        text = clean(value, MOST_LINE + 1).strip() if isinstance(value, str) else ""
        return text if 0 < len(text) <= MOST_LINE else None

    def error_text(self, value: object) -> str:
        """Why it does not take a value, and what it takes."""
        return f"not understood; give {self.input_hint()}"

    def value_text(self, value: Any) -> str:
        """A value of the field in words."""
        return str(value)


@dataclass(frozen=True)
class SentenceField(Field):
    """A text of at least so many words, whatever they say."""

    min_words: int

    def input_hint(self) -> str:
        """How long."""
        return f"a sentence of {self.min_words} words or more, at most {MOST_LINE} characters"

    def parse(self, value: object) -> Any:
        """The text if it could be an answer."""
        text = super().parse(value)
        return None if text is None or prose.flaw(text, self.min_words) else text

    def error_text(self, value: object) -> str:
        """What it has too little of."""
        text = clean(value, MOST_LINE).strip() if isinstance(value, str) else ""
        return (prose.flaw(text, self.min_words) if text else "") or super().error_text(value)


@dataclass(frozen=True)
class NumberField(Field):
    """A number; arrows change it by `step`, beginning at `start`. Whole where the step is."""

    low: float
    high: float
    step: float
    start: float
    unit: str

    def input_hint(self) -> str:
        """Its range and unit."""
        return f"{self.low:g} to {self.high:g} {self.unit}".rstrip()

    def parse(self, value: object) -> Any:
        """Within the range."""
        if not isinstance(value, int | float) or isinstance(value, bool) or not self.low <= value <= self.high:
            return None
        # Refused rather than rounded: the person should see which number is graded.
        if isinstance(self.step, int) and value != int(value):
            return None
        return int(value) if value == int(value) else round(value, 3)

    def value_text(self, value: Any) -> str:
        """With its unit."""
        unit = self.unit.removesuffix("s") if value == 1 and self.unit != "ms" else self.unit
        return f"{value:g} {unit}".rstrip()


@dataclass(frozen=True)
class OptionsField(Field):
    """A field that is answered by options."""

    options: tuple[Option, ...]

    @property
    def keys(self) -> list[str]:
        """Of the options."""
        return [option.key for option in self.options]


@dataclass(frozen=True)
class ChoiceField(OptionsField):
    """One of some options."""

    def input_hint(self) -> str:
        """The options."""
        return "one of " + ", ".join(self.keys)

    def parse(self, value: object) -> Any:
        """One of the keys; YAML reads yes and no as truth values, and 50 as a number."""
        if isinstance(value, bool):
            value = "yes" if value else "no"
        elif isinstance(value, int | float):
            value = f"{value:g}"
        return value if value in self.keys else None

    def value_text(self, value: Any) -> str:
        """The option's words."""
        return next(option.text for option in self.options if option.key == value)


@dataclass(frozen=True)
class MultiChoiceField(OptionsField):
    """Any number of some options, none included."""

    def input_hint(self) -> str:
        """The options."""
        return "a list of any of " + ", ".join(self.keys) + "; [] for none"

    def parse(self, value: object) -> Any:
        """A list of keys, put into the order of the options."""
        if not isinstance(value, list) or any(key not in self.keys for key in value):
            return None
        return [key for key in self.keys if key in value]

    def value_text(self, value: Any) -> str:
        """The options' words."""
        return "; ".join(option.text for option in self.options if option.key in value) or "none"


@dataclass(frozen=True)
class Form(Ask):
    """Fill in the fields; the answer holds a value for each, by its key."""

    fields: tuple[Field, ...]

    def input_hint(self) -> str:
        return f"give a value for each field: {self._names()}"

    def parse(self, value: object) -> dict[str, Any]:
        """Every field's value in a mapping by field, or by group and field.

        Raises InputError naming the first field that is missing, unknown, or not what it takes.
        """
        fields = {field.key: field for field in self.fields}
        values: dict[str, Any] = {}
        for key, field_value in self._flat(value):
            if key not in fields:
                raise InputError(f"is no field; fields are {self._names()}", field=clean(key, 40))
            values[key] = validate_field(fields[key], field_value)
        for field in self.missing(values):
            raise InputError(f"is missing; give {field.input_hint()}", field=field.key)
        return values

    def parse_draft(self, value: object) -> dict[str, Any]:
        """The values among what was given that their fields take; the rest is left out."""
        if not isinstance(value, Mapping):
            return {}
        rows = {field.key: field.parse(value[field.key]) for field in self.fields if field.key in value}
        return {key: field_value for key, field_value in rows.items() if field_value is not None}

    def answer_text(self, value: Any) -> str:
        return "\n".join(f"{field.name}: {field.value_text(value[field.key])}" for field in self.fields)

    def data(self, opened: list[str]) -> dict[str, Any]:
        rows = [
            {
                "key": one.key,
                "group": one.group,
                "name": one.name,
                "judged_by": one.by.value,
                "wanted": one.input_hint(),
            }
            for one in self.fields
        ]
        return {"fields": rows}

    def field_by_key(self, key: str) -> Field:
        """A field by its key."""
        return next(field for field in self.fields if field.key == key)

    def missing(self, values: Mapping[str, Any]) -> list[Field]:
        """The fields that have no value yet."""
        return [field for field in self.fields if field.key not in values]

    def groups(self) -> Iterator[tuple[str, list[Field]]]:
        """Fields by group, in their order."""
        for name in dict.fromkeys(field.group for field in self.fields):
            yield name, [field for field in self.fields if field.group == name]

    def _names(self) -> str:
        return ", ".join(field.key for field in self.fields)

    def _flat(self, answer: object) -> Iterator[tuple[str, object]]:
        """Fields with what was given for them, out of their groups."""
        if not isinstance(answer, Mapping):
            raise InputError(f"should be fields with values: {self._names()}")
        groups = {field.group for field in self.fields}
        for key, value in answer.items():
            if key in groups and isinstance(value, Mapping):
                for inner, field_value in value.items():
                    yield str(inner), field_value
            else:
                yield str(key), value


def validate_field(field: Field, value: object) -> Any:
    """The value if the field takes it, else InputError."""
    answer = field.parse(value)
    if answer is None:
        raise InputError(field.error_text(value), field=field.key)
    return answer


# --- line by line ----------------------------------------------------------------------------------------------


def parse_field_line(form: Form, line: str) -> tuple[Field, str] | None:
    """The field that a line `field: value` sets, with the text after the colon; None for any other line."""
    name, colon, text = line.strip().partition(":")
    named_field = next((field for field in form.fields if field.key == name.strip()), None)
    return (named_field, text.strip()) if colon and named_field is not None else None


def parse_field_text(field: Field, text: str) -> Any:
    """The value that a typed text means, in or without the signs that YAML puts around it; InputError for none."""
    content = text.strip().strip("\"'").strip()
    value: object = content
    if isinstance(field, NumberField):
        match = re.fullmatch(r"\$?(-?[0-9]{1,9}(?:\.[0-9]{1,6})?)\s?[%$]?", content)
        # By a pattern and not by float alone, which also reads nan, inf and 1_000.
        value = float(match[1]) if match else None
    elif isinstance(field, MultiChoiceField):
        words = re.split(r"[,\s]+", content.strip("[]").strip())
        value = [word for word in words if word and word != "none"]
        # An empty line is no answer; none is said.
        value = value if content else None
    return validate_field(field, value)


def template(form: Form, values: Mapping[str, Any]) -> list[str]:
    """The form as lines of YAML: the values there are, and as remarks what the other fields take."""
    lines = []
    for name, fields in form.groups():
        lines.append(f"{name}:")
        for field in fields:
            # JSON is YAML, and needs no rule of its own for quotes.
            if field.key in values:
                lines.append(f"  {field.key}: {json.dumps(values[field.key], ensure_ascii=False)}")
            else:
                lines.append(f"  # {field.key}: {field.input_hint()}")
    return lines
