"""The debrief on screen: pages of the analysis, worked out in a thread; `y` copies all of it and writes a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType

from aiboard.play.session import Session
from aiboard.tui import paint
from aiboard.tui.screens.base import GameBase
from aiboard.tui.widgets.chart import mode_of, painted
from aiboard.tui.widgets.debrief_page import page
from aiboard.tui.widgets.pager import Line, Pager, bound

if TYPE_CHECKING:
    from aiboard.analysis.debrief import Debrief

_CHART: Final = "Value line"
#: Rows that the pages' names may take; more than that, and only the open page is named.
_NAME_ROWS: Final = 2


class DebriefView(Pager):
    """One page at a time, with the pages' names on top."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Debrief | None = None
        self.pages: list[tuple[str, tuple[str, ...]]] = []
        self.page = 0
        self.wrong = ""

    def show(self, found: Debrief) -> None:
        """The analysis is there."""
        self.found = found
        self.pages = [(section.title, section.lines) for section in found.sections()]
        self.update()

    def content(self, width: int) -> list[Line]:
        """Names of the pages, then the page."""
        look = self.look
        if self.wrong:
            return [[], *([(f"  {text}", look["warn"])] for text in paint.wrap(self.wrong, width - 4, 8))]
        if self.found is None:
            words = "Working it out: every bot plays this luck once …"
            return [[], [(f"  {words}", look["strong"])], [], [("  Esc cancels", look["dim"])]]
        out: list[Line] = [*self._names(width), []]
        title, lines = self.pages[self.page]
        if title == _CHART:
            rows = max(10, self.size.height - len(out) - 2)
            chart = painted(self.found.value_chart(), look, width - 4, rows, mode_of(self.app))
            return out + [[("  ", look["text"]), *row] for row in chart]
        for row in page(lines, width - 4, look, hero=self.page == 0):
            out.append([("  ", look["text"]), *row])
        if self.page == len(self.pages) - 1:
            out += [[], [("  ", look["text"]), (self.found.share(), look["accent"])]]
        return out

    def _names(self, width: int) -> list[Line]:
        look = self.look
        rows: list[Line] = [[(" ", look["text"])]]
        used = 1
        for i, (title, _) in enumerate(self.pages):
            here = i == self.page
            number = f"{i + 1} " if i < 9 else ""
            need = paint.width_of(title) + len(number) + 3
            if used + need > width:
                rows.append([(" ", look["text"])])
                used = 1
            name = (title, look["cursor" if here else "dim"])
            rows[-1] += [(f" {number}", look["key"]), name, ("  ", look["text"])]
            used += need
        return rows if len(rows) <= _NAME_ROWS else [self._short_names()]

    def _short_names(self) -> Line:
        """Numbers only, the name of the page that is open."""
        look = self.look
        row: Line = [(" ", look["text"])]
        for i, (title, _) in enumerate(self.pages):
            row.append((f" {i + 1} " if i < 9 else " · ", look["key"]))
            if i == self.page:
                row.append((f" {title} ", look["cursor"]))
        return row


class DebriefScreen(GameBase):
    """The debrief of the open game."""

    SCREEN = "debrief"
    BINDINGS: ClassVar[list[BindingType]] = bound("debrief")

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.view = DebriefView()

    def body(self) -> ComposeResult:
        """One pager."""
        yield self.view

    def on_mount(self) -> None:
        """Analyse in a thread; leaving the screen drops the result."""
        self.run_worker(self._work, thread=True, exit_on_error=False)

    def _work(self) -> None:
        from aiboard.analysis.debrief import debrief
        from aiboard.instruments.errors import InputError

        try:
            found = debrief(self.session.game)
        except InputError as error:
            self.app.call_from_thread(self._failed, str(error))
        else:
            self.app.call_from_thread(self._show, found)

    def _failed(self, text: str) -> None:
        self.view.wrong = text
        self.view.update()

    def _show(self, found: Debrief) -> None:
        if self.is_attached:
            self.view.show(found)

    def _go(self, page: int) -> None:
        if 0 <= page < len(self.view.pages):
            self.view.page = page
            self.view.offset_rows = 0
            self.view.update()

    def action_next_page(self) -> None:
        """Next page."""
        self._go(self.view.page + 1)

    def action_previous_page(self) -> None:
        """Page before."""
        self._go(self.view.page - 1)

    def action_page(self, digit: str) -> None:
        """A page by its number."""
        self._go(int(digit) - 1)

    def action_up(self) -> None:
        """Line up."""
        self.view.action_up()

    def action_down(self) -> None:
        """Line down."""
        self.view.action_down()

    def action_page_up(self) -> None:
        """Screen up."""
        self.view.action_page_up()

    def action_page_down(self) -> None:
        """Screen down; at the end of a page, the next one."""
        if self.view.at_end:
            self.action_next_page()
        else:
            self.view.action_page_down()

    def action_copy(self) -> None:
        """All of it as text, into the clipboard and a file."""
        if self.view.found is not None:
            from aiboard.tui.copying import copy_out

            self.tell(copy_out(self.game_app, self.view.found.text(), "debrief"))
