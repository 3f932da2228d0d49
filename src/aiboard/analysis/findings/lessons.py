"""The lessons that findings speak of. Data in lessons.yaml, in the order in which a debrief names them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field

from aiboard.analysis.lessons import LESSONS as MEASURED
from aiboard.scenario.content import Content, ContentFile, shipped
from aiboard.scenario.units import Key, Line, OneOf, Text


class Dimension(StrEnum):
    """The five dimensions an AI interview looks at."""

    CONCEPT = "CONCEPT"
    DESIGN = "DESIGN"
    CODE = "CODE"
    DEBUG = "DEBUG"
    FRONTIER = "FRONTIER"


_Said = Annotated[str, Text(300)] | Literal[""]


class FindingLesson(Content):
    """What a finding is an example of.

    Attributes:
        dimension: interview dimension.
        name: the lesson in a few words, as an instruction without its full stop.
        measured: id of the lesson whose bots measure what it is worth; empty where none does.
        own: when it stops paying, where the measured lesson does not say it; goes on after "Stops paying".
        missed: the sentence for a game that went another way; names in braces are facts that its detector knows.
        next: one thing to try then.
        followed: the sentence for a game that followed it.
    """

    dimension: Annotated[Dimension, Field(strict=False)]
    name: Line
    own: _Said = ""
    measured: Annotated[str, OneOf(list(MEASURED))] | Literal[""] = ""
    missed: _Said = ""
    next: _Said = ""
    followed: _Said = ""

    @property
    def until(self) -> str:
        """When it stops paying; goes on after "Stops paying"."""
        return self.own or MEASURED[self.measured].until


class _File(ContentFile):
    lessons: dict[Key, FindingLesson]


LESSONS: Final = shipped(_File, "aiboard.analysis.findings", "lessons.yaml").lessons
"""By key. The order is a fixed order of kinds, not a price: nothing has been rolled out."""
