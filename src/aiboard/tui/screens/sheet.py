"""A sheet of the session in a dialog: what there is to read, then the answers."""

from __future__ import annotations

from aiboard.play.sheets import Sheet
from aiboard.tui import cells
from aiboard.tui.screens.dialog import Item, Lines, Menu

_MOST, _LEAST = 12, 2
"""Facts under a heading."""
_FRAME = 3
"""Lines of the dialog besides text and answers."""


class SheetScreen(Menu[str]):
    """An incident, a review, a retro, a planning, a guess. The result is the chosen answer's name, None for Esc."""

    WIDTH = 80
    KEYS = "⏎ choose   Esc skip"

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet.title, [Item(one.name, one.key, one.word, one.what) for one in sheet.choices])
        self._sections = sheet.sections

    def text_lines(self, width: int) -> Lines:
        """Heading after heading, each with as many of its facts as the screen has room for."""
        room = self.app.size.height - _FRAME - len(self.items)
        for most in range(_MOST, _LEAST, -1):
            found = self._facts(width, most)
            if len(found) <= room:
                return found
        return self._facts(width, _LEAST)

    def _facts(self, width: int, most: int) -> Lines:
        look = self.window.look
        out: Lines = []
        for section in self._sections:
            if out:
                out.append([])
            if section.heading:
                out += [[(line, look["strong"])] for line in cells.wrap(section.heading, width, 2)]
            for line in section.lines[:most]:
                out += [[("  ", look["text"]), (part, look["text"])] for part in cells.wrap(line, width - 2, 2)]
            if len(section.lines) > most:
                out.append([(f"  +{len(section.lines) - most} more", look["dim"])])
        return out
