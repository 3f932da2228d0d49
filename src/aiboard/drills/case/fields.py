"""What the person fills in, and who judges it. Data in fields.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from aiboard.drills.asks import Option
from aiboard.drills.form import ChoiceField, Field, Form, Grader, MultiChoiceField, NumberField, SentenceField
from aiboard.scenario.content import Content, ContentFile, shipped

KEY: Final = "design"


class _Range(Content):
    low: int | float
    high: int | float
    step: int | float
    start: int | float
    unit: str


class _Row(Content):
    key: str
    name: str
    by: Literal["program", "simulation", "you"]
    least: int | None = None
    number: _Range | None = None
    one_of: dict[str, str] | None = None
    any_of: dict[str, str] | None = None

    def field(self, group: str) -> Field:
        common = (self.key, group, self.name, Grader(self.by))
        if self.least is not None:
            return SentenceField(*common, self.least)
        if self.number is not None:
            return NumberField(*common, **dict(self.number))
        if self.one_of is not None:
            return ChoiceField(*common, _options(self.one_of))
        return Field(*common) if self.any_of is None else MultiChoiceField(*common, _options(self.any_of))


class _File(ContentFile):
    groups: dict[str, list[_Row]]


def _options(words: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(Option(key, text) for key, text in words.items())


_GROUPS: Final = shipped(_File, "aiboard.drills.case", "fields.yaml").groups
FORM: Final = Form(
    KEY,
    "Your design. Each line says who judges it.",
    tuple(row.field(group) for group, rows in _GROUPS.items() for row in rows),
)
