"""Why a choice of the design costs or pays: the model answers to the follow-up questions. Data beside this file."""

from __future__ import annotations

from typing import Annotated, Final

from aiboard.scenario.content import ContentFile, shipped
from aiboard.scenario.units import Text


class _File(ContentFile):
    whys: dict[str, Annotated[str, Text(400)]]


WHYS: Final = shipped(_File, "aiboard.drills.case", "whys.yaml").whys
"""By the name of a switch: what the choice costs and what it buys."""
