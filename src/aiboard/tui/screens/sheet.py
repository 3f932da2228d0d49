"""A sheet of the session in a dialog: what there is to read, then the answers; the last one ends the project."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from aiboard.play.session import Session
from aiboard.play.sheets import Sheet
from aiboard.tui import cells
from aiboard.tui.host import Host
from aiboard.tui.screens.dialog import Item, Lines, Menu
from aiboard.views import fmt
from aiboard.views.board.log import log
from aiboard.views.board.project import after_close, epilogue

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
        room = self.app.size.height - _FRAME - sum(map(len, self.item_rows(width)))
        # Fewer facts under every heading, rather than whole headings cut at the end.
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
                left = fmt.count(len(section.lines) - most, "more line")
                out.append([(f"  +{left}", look["dim"])])
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
