"""What the report of an evaluation tool gives, and what tells one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from aiboard.formats.document import Document, Node


class Score(NamedTuple):
    """The score of an item in a run, or of all items where `item` is empty; of the file's system without a name."""

    metric: str
    value: float | None
    item: str = ""
    run: str = ""
    system: str = ""
    stderr: float | None = None
    lower_is_better: bool | None = None
    """None where the metric's name says it."""


class Report(NamedTuple):
    """A tool's report: its name in `format`, what tells it by a value near the top, its scores."""

    name: str
    is_report: Callable[[Node], bool]
    scores: Callable[[Document], Iterator[Score]]
    alone: bool = False
    """It is all of a document, and no list of them is."""


def has(*names: str) -> Callable[[Node], bool]:
    """What tells an object with all of these members, by their `folded` names."""
    return lambda node: isinstance(node.value, dict) and all(name in node.names for name in names)
