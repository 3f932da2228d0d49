"""The project has ended: what came of it, and what to do now."""

from __future__ import annotations

from aiboard.play.session import Session
from aiboard.tui import paint
from aiboard.tui.screens.box import Lines
from aiboard.tui.screens.menu import Item, Menu
from aiboard.views import fmt
from aiboard.views.board.log import log
from aiboard.views.board.project import epilogue


class EndScreen(Menu):
    """The epilogue, the money, and the ways on."""

    WIDTH = 76

    def __init__(self, session: Session) -> None:
        super().__init__(
            "The project has ended",
            [
                Item("debrief", "d", "Debrief", "what earned, what was known, what bots made"),
                Item("again", "s", "Same luck", "another plan, the same world"),
                Item("new", "n", "New luck", "the same project, dealt anew"),
                Item("board", "b", "The board", "look at it as it stands"),
                Item("first", "m", "Other games", ""),
                Item("leave", "q", "Leave", "the game is saved"),
            ],
        )
        self.session = session

    def text_lines(self, width: int) -> Lines:
        """Epilogue and money."""
        look = self.sheet.look
        board = self.session.board
        text = epilogue(self.session.game.resolved, board)
        out: Lines = [[(line, look["text"])] for line in paint.wrap(text, width, 6)] + [[]]
        booked = board.ledger.booked()
        out.append([("Net value  ", look["dim"]), (fmt.exact_money(booked), look["good" if booked > 0 else "bad"])])
        closing = [line.text for day in log(board, since=board.world.days) for line in day.lines][-1:]
        return out + [[(paint.cut(line, width), look["dim"])] for line in closing]
