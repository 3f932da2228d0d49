"""The causes in words: names to rank, first actions, and which evidence shows them. Data beside this file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from aiboard.scenario.source import parse

_Text = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Cause(BaseModel):
    """A cause: its id among the plants, its name, the first thing to do, evidence that shows it, and how it shows."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: str
    name: _Text
    action: _Text
    shows: list[str] = Field(min_length=1)
    why: _Text


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    format: Literal[1]
    causes: list[Cause]


@cache
def causes() -> dict[str, Cause]:
    """All causes by id, in the order in which they are listed."""
    place = files("aiboard.drills.diagnose") / "causes.yaml"
    return {cause.id: cause for cause in _File.model_validate(parse(place.read_bytes(), place.name).data).causes}
