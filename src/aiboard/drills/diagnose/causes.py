"""The causes in words: names to rank, first actions, and which evidence shows them. Data beside this file."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field, StringConstraints

from aiboard.scenario.content import Content, ContentFile, shipped

_Text = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Cause(Content):
    """A cause: its id among the plants, its name, the first thing to do, evidence that shows it, and how it shows."""

    id: str
    name: _Text
    action: _Text
    shows: list[str] = Field(min_length=1)
    why: _Text


class _File(ContentFile):
    causes: list[Cause]


@cache
def causes() -> dict[str, Cause]:
    """All causes by id, in the order in which they are listed."""
    return {cause.id: cause for cause in shipped(_File, "aiboard.drills.diagnose", "causes.yaml").causes}
