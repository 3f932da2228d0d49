"""A part of the debrief, declared once for every printer: its title, its lines, its keys in the JSON document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiboard.analysis.debrief.model import Debrief
from aiboard.views.charts.chart import Chart


@dataclass(frozen=True)
class Section:
    """A part of the debrief as a face shows it.

    Attributes:
        title: what it is.
        tab: the same in a word.
        chart: what is drawn above its lines, or None.
        lines: plain text, each at most 80 characters.
    """

    title: str
    tab: str
    chart: Chart | None
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """How one section is made.

    Attributes:
        title: of the section.
        tab: its name where there is room for a word.
        lines: its lines.
        data: what it says as JSON: keys of the whole document. What no rollout has priced is None.
        fixed: its lines are laid out in columns and may not be filled again.
        chart: what is drawn above the lines, or None.
    """

    title: str
    tab: str
    lines: Callable[[Debrief], Sequence[str]]
    data: Callable[[Debrief], dict[str, Any]]
    fixed: bool = False
    chart: Callable[[Debrief], Chart | None] = lambda found: None

    def section(self, debrief: Debrief) -> Section:
        """The section of a game's debrief."""
        return Section(self.title, self.tab, self.chart(debrief), tuple(self.lines(debrief)))
