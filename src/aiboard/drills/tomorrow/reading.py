"""What to read again: the books and guides that people who hire for this work know, by dimension. Data beside this."""

from __future__ import annotations

from typing import Final

from aiboard.drills.bank import Dimension
from aiboard.scenario.content import Content, ContentFile, shipped
from aiboard.scenario.units import Line


class Reading(Content):
    """Something to read or to take: its title, what it is, what is in it for you, for which dimensions."""

    title: Line
    kind: Line
    gives: Line
    dimensions: list[Dimension]


class _File(ContentFile):
    reading: list[Reading]
    drills: dict[Dimension, list[str]]


_FOUND: Final = shipped(_File, "aiboard.drills.tomorrow", "reading.yaml")
READING: Final = _FOUND.reading
DRILLS: Final = _FOUND.drills
"""By dimension: the drills that practise it."""
