"""The compute queue: who runs, who waits, since when; priorities are changed here."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from aiboard.engine.model.vocabulary import ActionKind
from aiboard.engine.verbs import Action
from aiboard.play.session import Session
from aiboard.tui import paint
from aiboard.tui.canvas import Canvas
from aiboard.tui.paint import Span
from aiboard.tui.screens.base import GameBase
from aiboard.tui.widgets.pager import bound
from aiboard.views.board.queue import Queue, QueueLine, queue


class QueueView(Canvas):
    """The pool in words, then a line a card."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.at = 0

    def current(self) -> Queue:
        """The queue now."""
        return queue(self.session.board)

    @property
    def line(self) -> QueueLine | None:
        """The card under the cursor."""
        lines = self.current().lines
        self.at = max(0, min(self.at, len(lines) - 1))
        return lines[self.at] if lines else None

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """Words, heading, lines."""
        look = self.look
        found = self.current()
        out: list[list[Span]] = [[(" COMPUTE", look["heading.focus"])], [(f" {found.pool}", look["text"])]]
        if found.shortage:
            out.append([(f" ■ {found.shortage}", look["bad"])])
        if found.reserved:
            out.append([(f" + {found.reserved}", look["good"])])
        out.append([])
        if not found.lines:
            return [*out, [(" Nobody wants a GPU.", look["dim"])]]
        title = max(10, min(44, width - 60))
        head = f"   {paint.pad('card', title + 4)} {'need':<6} {'prio':<5} {'state':<29} waits"
        out.append([(paint.cut(head, width), look["heading"])])
        here = self.line
        for line in found.lines:
            on = here is not None and line.card == here.card
            plain = look["cursor.text"] if on else look["text"]
            tone = str(line.mark.tone)
            need = f"{line.gpus} GPU" if line.gpus else "eval"
            state = f"{line.mark.glyph} {line.why or line.mark.word}"
            if not line.why and line.days_left:
                state += f", {line.days_left} d left"
            wait = f"since D{line.since}" if line.since else ""
            row: list[Span] = [
                (" ▸ " if on else "   ", look["cursor.accent"] if on else plain),
                (f"{line.short} ", look["cursor" if on else "strong"]),
                (paint.pad(line.title, title), plain),
                (f" {need:<6} ", plain),
                (f"{line.priority:<5} ", look["cursor.accent"] if on else look["accent"]),
                (paint.pad(state, 29), look.on_cursor(tone) if on else look[tone]),
                (f" {wait}", look["cursor.dim"] if on else look["dim"]),
            ]
            out.append(paint.fitted(row, width, plain))
        return out


class QueueScreen(GameBase):
    """The queue's screen."""

    SCREEN = "queue"
    BINDINGS: ClassVar[list[BindingType]] = bound("queue")

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.view = QueueView(session)

    def body(self) -> ComposeResult:
        """One canvas."""
        yield self.view

    def action_up(self) -> None:
        """Card above."""
        self.view.at = max(0, self.view.at - 1)
        self.view.update()

    def action_down(self) -> None:
        """Card below."""
        self.view.at += 1
        self.view.update()

    def action_priority(self, digit: str) -> None:
        """Change who goes first."""
        line = self.view.line
        if line is not None and line.priority != int(digit):
            self.game_app.dispatch(Action(ActionKind.PRIORITISE, line.card, int(digit)))
            self.view.update()

    def action_open(self) -> None:
        """Go to the card on the board."""
        line = self.view.line
        if line is not None:
            self.game_app.go_to_card(line.card)

    def action_reserve(self) -> None:
        """GPUs kept through a shortage stand on the orders' sheet."""
        self.dismiss()
        self.game_app.open_orders()
