"""A question in use on the screen: where the cursor is, what is set, what of the question is in view."""

from __future__ import annotations

from functools import partialmethod
from typing import Any

from aiboard.drills.asks import Ask
from aiboard.drills.form import Field
from aiboard.drills.sitting import Sitting
from aiboard.tui.panel import Pager
from aiboard.tui.screens.full import FullScreen
from aiboard.tui.widgets.drill_form import FormRows
from aiboard.tui.widgets.drill_reply import FormReply, OpenReply, Reply, WeightsReply, reply_to


class DrillState(Pager):
    """The cursor, what is set until it is taken, and where the window on the question stands; a subclass draws it."""

    def __init__(self) -> None:
        super().__init__()
        self.drill_session: Sitting | None = None
        #: How what is asked now is answered; None where nothing is asked.
        self.reply: Reply[Any] | None = None
        #: What takes so long that it is said; nothing is asked meanwhile.
        self.busy = ""
        #: The line on which the cursor stands, and the one on which the grade begins.
        self.cursor_line: int | None = None
        self.grade_line = 0
        #: Where what is asked now begins.
        self.ask_line = 0
        #: What was asked when the question opened: with it the question is shown from its first line.
        self._first = ""
        #: Lines of the question in view above what is asked.
        self.window = 0
        #: Said once, between the question and what is asked.
        self.note = ""
        #: What a check of the text said.
        self.checked: list[str] = []

    def wait(self) -> None:
        """Nothing to show yet."""
        self.drill_session = None
        self.wrong = ""
        self.update()

    def show(self, drill_session: Sitting) -> None:
        """Another question."""
        self.drill_session = drill_session
        self._first = drill_session.ask.key if drill_session.ask is not None else ""
        self.note = ""
        self.prepare()

    def prepare(self) -> None:
        """What is asked is another thing now: begin with its first line."""
        ask = self.asked
        self.checked = []
        self.reply = None
        if self.drill_session is not None and ask is not None:
            self.reply = reply_to(ask, self.drill_session.partial(ask))
        if ask is None or ask.key == self._first:
            self.offset_rows = 0
        else:
            self._to_end()
        self.redraw()

    @property
    def asked(self) -> Ask | None:
        """What is asked now; None before there is a question and after its grade."""
        return self.drill_session.ask if self.drill_session is not None else None

    # --- what is set ---------------------------------------------------------------------------------------

    @property
    def at(self) -> int:
        """The line under the cursor, of those to choose from."""
        return self.reply.at if self.reply is not None else 0

    @property
    def form(self) -> FormRows | None:
        """The form that is filled in; None where something else is asked."""
        return self.reply.form if isinstance(self.reply, FormReply) else None

    def field(self) -> Field | None:
        """The field of the form under the cursor; None on the line that hands it in."""
        return self.reply.field() if isinstance(self.reply, FormReply) else None

    def toggle(self) -> bool:
        """Set or unset the option under the cursor; False where Enter takes what is set."""
        toggled = self.reply is not None and self.reply.toggle()
        if toggled:
            self.redraw()
        return toggled

    def reveal(self, reply: OpenReply, key: str) -> None:
        """An item was opened."""
        reply.reveal(key)
        self._to_end()
        self.redraw()

    def move(self, by: int) -> None:
        """The cursor by some lines; the page where there is nothing to choose."""
        self._hush()
        if self.reply is not None and self.reply.move(by):
            self.redraw()
        else:
            self.scroll(by)

    def change(self, by: int) -> None:
        """More or less of what is set."""
        self._hush()
        if self.reply is not None:
            self.reply.change(by)
        self.redraw()

    def type_character(self, sign: str) -> bool:
        """A digit of a percentage, in a row one number; or an answer's letter. False where neither is asked for."""
        if self.reply is None or not self.reply.type_character(sign):
            return False
        self._hush()
        self.redraw()
        return True

    def level(self) -> None:
        """What is left in equal parts."""
        if isinstance(self.reply, WeightsReply):
            self.reply.level()
            self.redraw()

    def to_last(self) -> None:
        """The cursor on the line that goes on; without one, the end of the page."""
        if self.reply is not None and (count := self.reply.count()):
            self.reply.at = count - 1
            self.redraw()
        else:
            self.scroll(0, 1_000)

    def show_check(self, lines: list[str]) -> None:
        """What was asked about a text while it is written."""
        self.checked = lines
        self.redraw()

    def _hush(self) -> None:
        """What was said of the last key goes with this one."""
        if self.is_mounted and isinstance(self.screen, FullScreen):
            self.screen.hush()

    def set_busy(self, busy: str) -> None:
        """Say what takes long."""
        self.busy = busy
        self.redraw()

    def redraw(self) -> None:
        """Draw; what is asked is in view whatever of the question is."""
        self.update()

    def _to_end(self) -> None:
        """What was given or opened last stands at the end of the question; drawing takes it back to what there is."""
        self.offset_rows = len(self.content(max(20, self.size.width - 2)))

    def scroll(self, lines: int = 0, pages: int = 0) -> None:
        """Move the question; a page keeps one line of the last one."""
        self.go_to(self.offset_rows + lines + pages * max(1, (self.window or self.size.height) - 1))

    action_page_up = partialmethod(scroll, 0, -1)
    action_page_down = partialmethod(scroll, 0, 1)

    def say_once(self, note: str) -> None:
        """Say something until the next key, without taking the place of the keys."""
        if note != self.note:
            self.note = note
            self.update()
