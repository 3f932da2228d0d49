"""The project has ended: what came of it, and the ways on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from aiboard.play.session import Session
from aiboard.tui import cells
from aiboard.tui.host import Host
from aiboard.tui.screens.dialog import Item, Lines, Menu
from aiboard.views.board.log import log
from aiboard.views.board.project import epilogue


class EndMenu(Menu[Callable[[], None]]):
    """The epilogue, the closing entry, and the ways on; the result does what was chosen."""

    WIDTH = 76

    def __init__(self, session: Session, host: Host) -> None:
        again = partial(host.play, session.title)
        debrief = partial(host.open, "debrief", session)
        super().__init__(
            "The project has ended",
            [
                Item(debrief, "d", "Debrief", "what earned, what was known, what bots made"),
                Item(partial(again, session.game.seed), "s", "Same luck", "another plan, the same world"),
                Item(again, "n", "New luck", "the same project, dealt anew"),
                Item(lambda: None, "b", "The board", "look at it as it stands"),
                Item(host.to_first, "m", "Other games"),
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
        return out + [[(part, look["dim"])] for line in closing for part in cells.wrap(line, width, 3)]
