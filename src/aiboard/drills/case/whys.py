"""What an interviewer looks for in a design and asks, and why a choice costs or pays. Data beside this file."""

from __future__ import annotations

from typing import Annotated, Final

from aiboard.drills.bank import Dimension
from aiboard.drills.brief import Point
from aiboard.scenario.content import Content, ContentFile, shipped
from aiboard.scenario.units import Line, Text


class _Good(Content):
    text: Line
    dimension: Dimension


class _File(ContentFile):
    good: list[_Good]
    follow_ups: list[Line]
    whys: dict[str, Annotated[str, Text(400)]]


_GIVEN: Final = shipped(_File, "aiboard.drills.case", "whys.yaml")
GOOD: Final = tuple(Point(one.text, one.dimension) for one in _GIVEN.good)
"""What good looks like, beside the figures of the brief."""
FOLLOW_UPS: Final = tuple(_GIVEN.follow_ups)
WHYS: Final = _GIVEN.whys
"""By the name of a switch: what the choice costs and what it buys."""
