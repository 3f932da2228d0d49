"""The list of labs, by chapter of the course."""

from __future__ import annotations

from aiboard.labs import ENTRIES
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import ListPanel
from aiboard.tui.screens.full import PanelScreen

_TITLE = 30


class _Labs(ListPanel):
    """A line a lab; those that are not there yet say so."""

    def count(self) -> int:
        """The labs."""
        return len(ENTRIES)

    def draw(self, width: int, height: int) -> list[Line]:
        """Chapter, title, what it is about."""
        look = self.look
        out: list[Line] = [[(" LABS", look["heading.focus"])]]
        intro = "Five minutes each: a question, then both rules on the same draw."
        out += [[(f" {intro}", look["dim"])], []]
        for i, entry in enumerate(ENTRIES):
            selected = i == self.at
            style = look.row_styles(selected)
            detail = entry.about if entry.is_available else "not there yet"
            row: Line = [
                (" ▸ " if selected else "   ", style("accent")),
                (f"{entry.chapter:>2}  ", style("dim")),
                (cells.pad(entry.title, _TITLE), style("text" if entry.is_available else "dim")),
                (detail, style("dim")),
            ]
            out.append(cells.fit_spans(row, min(width, 80), style("text")))
        return out


class LabsScreen(PanelScreen[_Labs]):
    """Choose a lab."""

    SCREEN = "labs"

    def __init__(self) -> None:
        super().__init__(_Labs())
        self.view.at = next(i for i, entry in enumerate(ENTRIES) if entry.is_available)

    def action_choose(self) -> None:
        """Open it."""
        entry = ENTRIES[self.view.at]
        if entry.is_available:
            self.host.open("lab", entry)
        else:
            self.tell(f"{entry.title} is not there yet", "warn")
