"""A sheet of the session in a dialog: what there is to read, then the answers; the last one ends the project."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, partialmethod

from aiboard.play.session import Session
from aiboard.play.sheets import Section, Sheet
from aiboard.tui import cells
from aiboard.tui.host import Host
from aiboard.tui.line_window import line_window
from aiboard.tui.screens.dialog import Item, Lines, Menu
from aiboard.views.board.log import log
from aiboard.views.board.project import after_close, epilogue

_LEAST = 4
"""Lines of text that are shown however many answers there are."""
_FACT_ROWS = 4
"""Rows that a fact may take: the longest says how a live number and a score read together."""
_FRAME = 3
"""Lines of the dialog besides text and answers."""


class SheetScreen(Menu[str]):
    """An incident, a review, a retro, a planning, a guess. The result is the chosen answer's name, None for Esc."""

    SCREEN = "sheet"
    WIDTH = 80
    KEYS = "⏎ choose   Esc skip"

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet.title, [Item(one.name, one.key, one.word, one.detail) for one in sheet.choices])
        # A last heading without facts is what is asked: it stays above the answers.
        asks = bool(sheet.sections) and not sheet.sections[-1].lines
        self._fact_sections = sheet.sections[:-1] if asks else sheet.sections
        self._question_sections = sheet.sections[-1:] if asks else ()
        self._first = 0
        self._page = 1

    def text_lines(self, width: int) -> Lines:
        """Heading after heading; of a text longer than the screen a page, which says how much is left out."""
        question_lines = self._facts(self._question_sections, width)
        fact_lines = self._facts(self._fact_sections, width)
        tail = [[], *question_lines] if fact_lines and question_lines else question_lines
        room = max(_LEAST, self.app.size.height - _FRAME - sum(map(len, self.item_rows(width))) - len(tail))
        # The marks cover a line each: a page leaves none of them out.
        self._page = room - 2
        visible, self._first = line_window(fact_lines, self._first, room, self.window.look)
        return [*visible, *tail]

    def scroll_page(self, by: int) -> None:
        """On or back in a text that is longer than the screen."""
        self._first += by * self._page
        self.redraw()

    action_page_up = partialmethod(scroll_page, -1)
    action_page_down = partialmethod(scroll_page, 1)

    def _facts(self, sections: tuple[Section, ...], width: int) -> Lines:
        look = self.window.look
        out: Lines = []
        for section in sections:
            if out:
                out.append([])
            if section.heading:
                out += [[(line, look["strong"])] for line in cells.wrap(section.heading, width, 2)]
            for line in section.lines:
                rows = cells.wrap(line, width - 2, _FACT_ROWS)
                out += [[("  ", look["text"]), (part, look["text"])] for part in rows]
        return out


class EndMenu(Menu[Callable[[], None]]):
    """The epilogue, the closing entry, and the ways on; the result does what was chosen."""

    WIDTH = 76

    def __init__(self, session: Session, host: Host) -> None:
        # Bound to the title and seed of this game: by the time one is chosen the session may be closed.
        again = partial(host.play, session.title)
        debrief = partial(host.open, "debrief", session)
        super().__init__(
            "The project has ended",
            [
                Item(debrief, "d", "Debrief", "what made or lost the most, what was known, luck"),
                Item(partial(again, session.game.seed), "s", "Same luck", "only your decisions differ"),
                Item(again, "n", "New luck", "the same project, other luck"),
                Item(lambda: None, "b", "The board", "look at it as it stands"),
                Item(host.to_first, "m", host.way_back),
                Item(host.leave, "q", "Leave"),
            ],
        )
        self.session = session

    def text_lines(self, width: int) -> Lines:
        """Epilogue and the closing entry of the log, which names the money."""
        look = self.window.look
        board = self.session.board
        text = epilogue(self.session.game.resolved, board)
        out: Lines = [[(line, look["text"])] for line in cells.wrap(text, width, 9)] + [[]]
        closing = [line.text for day in log(board, since=board.world.days) for line in day.lines][-1:]
        out += [[(part, look["strong"])] for line in closing for part in cells.wrap(line, width, 3)]
        return out + [[(part, look["dim"])] for part in cells.wrap(after_close(board), width, 2)]
