"""The debrief on screen: pages of the analysis, worked out in a thread; `y` copies all of it and writes a file."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import Final

from textual.app import ComposeResult

from aiboard.analysis.debrief import Debrief, debrief, sections, share, text
from aiboard.instruments.errors import InputError
from aiboard.play.session import Session
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import Pager
from aiboard.tui.screens.full import FullScreen
from aiboard.tui.widgets.chart import mode_of, spans_of
from aiboard.tui.widgets.debrief_page import page

_CHART: Final = "Value line"
_CHART_ROWS: Final = 10
"""Rows in which the chart can still be read."""
#: A lower screen needs its rows for the decisions, not for large digits.
_TALL: Final = 34
#: Futures of a price: enough to tell large losses, few enough to wait for.
_ROLLOUTS: Final = 64


class DebriefView(Pager):
    """One page at a time, with the pages' names on top."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Debrief | None = None
        self.pages: list[tuple[str, tuple[str, ...]]] = []
        self.page = 0
        #: The first page that is not shown beside the open one.
        self.after = 1
        #: How far the prices are; empty while nobody works them out.
        self.pricing = ""

    def show(self, found: Debrief) -> None:
        """The analysis is there."""
        self.found = found
        self.pages = [(section.title, section.lines) for section in sections(found)]
        self.update()

    def content(self, width: int) -> list[Line]:
        """Names of the pages, then the page."""
        look = self.look
        if self.found is None:
            words = "Working it out: every bot plays this luck once …"
            return [[], [(f"  {words}", look["strong"])], [], [("  Esc cancels", look["dim"])]]
        # Drawn again at the end, when it is known which pages fit; their names take the same rows.
        pricing: list[Line] = [[(f"  {self.pricing}", look["accent"])], []] if self.pricing else []
        top = len(self._names(width)) + 1 + len(pricing)
        out: list[Line] = []
        left = self.size.height - top
        self.after = self.page
        # The pages that follow stand below as long as they fit whole, or half of the screen would be left empty.
        half = left // 2
        while self.after < len(self.pages):
            title, _ = self.pages[self.after]
            heading: list[Line] = [[], [(f" {title}", look["heading.focus"])]] if self.after > self.page else []
            rows = heading + self._page(self.found, self.after, width, left - len(heading))
            if self.after > self.page and len(rows) > left and left < half:
                break
            out += rows
            left -= len(rows)
            self.after += 1
        return [*self._names(width), [], *pricing, *out]

    def _page(self, found: Debrief, at: int, width: int, room: int) -> list[Line]:
        """The rows of a page, the chart in `room` rows or the fewest it can be read in."""
        look = self.look
        title, lines = self.pages[at]
        # The value line is drawn for this screen; its page of text is for files.
        if title == _CHART:
            chart = spans_of(found.value_chart(), look, width - 4, max(_CHART_ROWS, room - 2), mode_of(self.app))
            return [[("  ", look["text"]), *row] for row in chart]
        rows = page(lines, width - 4, look, hero=at == 0 and self.size.height >= _TALL)
        out: list[Line] = [[("  ", look["text"]), *row] for row in rows]
        if at == len(self.pages) - 1:
            out += [[], [("  ", look["text"]), (share(found), look["accent"])]]
        return out

    def _names(self, width: int) -> list[Line]:
        look = self.look
        rows: list[Line] = [[(" ", look["text"])]]
        used = 1
        for i, (title, _) in enumerate(self.pages):
            here = self.page <= i < max(self.after, self.page + 1)
            number = f"{i + 1} " if i < 9 else ""
            need = cells.width_of(title) + len(number) + 3
            if used + need > width:
                rows.append([(" ", look["text"])])
                used = 1
            name = (title, look["cursor" if here else "dim"])
            rows[-1] += [(f" {number}", look["key"]), name, ("  ", look["text"])]
            used += need
        # Where names would take more rows than these, only the open page is named.
        most = 3 if self.size.height >= _TALL else 2
        return rows if len(rows) <= most else [self._short_names()]

    def _short_names(self) -> Line:
        """Numbers only, the name of the page that is open."""
        look = self.look
        row: Line = [(" ", look["text"])]
        for i, (title, _) in enumerate(self.pages):
            # The pages from 10 on have no key of their own.
            row.append((f" {i + 1} ", look["key" if i < 9 else "dim"]))
            if i == self.page:
                row.append((f" {title} ", look["cursor"]))
        return row


class DebriefScreen(FullScreen):
    """The debrief of a game."""

    SCREEN = "debrief"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.view = DebriefView()
        self.parts = (self.view,)
        self._stop: Event | None = None

    def body(self) -> ComposeResult:
        """One pager."""
        yield self.view

    def on_mount(self) -> None:
        """Analyse in a thread; leaving the screen drops the result."""
        self.work(lambda: debrief(self.session.game), self.view.show, self.view.fail)

    def action_page(self, digit: str) -> None:
        """A page by its number."""
        page = int(digit) - 1
        if 0 <= page < len(self.view.pages):
            self.view.page = page
            self.view.go_to(0)

    def action_next_page(self) -> None:
        """The first page that is not shown yet."""
        self.action_page(str(self.view.after + 1))

    def action_previous_page(self) -> None:
        """Page before."""
        self.action_page(str(self.view.page))

    def action_page_down(self) -> None:
        """Screen down; at the end of a page, the next one."""
        if self.view.at_end:
            self.action_next_page()
        else:
            self.view.action_page_down()

    def action_price(self) -> None:
        """Work out what each decision was worth, in a thread; asked again, stop."""
        found = self.view.found
        if self._stop is not None:
            self._stop.set()
        elif found is None or found.prices is not None:
            self.tell("The analysis is not there yet." if found is None else "The decisions are priced.", "warn")
        else:
            stop = self._stop = Event()
            self._say_days(0)
            self.work(lambda: self._priced(found, stop), self._show_prices, self._no_prices, "prices")

    def on_unmount(self) -> None:
        """Nobody waits for prices any more."""
        if self._stop is not None:
            self._stop.set()

    def _priced(self, found: Debrief, stop: Event) -> Debrief:
        """The analysis with prices. Raises InputError when it was stopped or there is no scale."""
        from aiboard.analysis.pricing.game import Settings, price_saved

        def told(done: int) -> None:
            if stop.is_set():
                raise InputError(None, None, None, "Stopped; nothing is priced.")
            self.app.call_from_thread(self._say_days, done)

        return replace(found, prices=price_saved(self.session.game, Settings(_ROLLOUTS), None, told))

    def _say_days(self, done: int) -> None:
        days = len(self.session.game.timeline.days)
        self.view.pricing = f"Pricing decisions: {done} of {days} days done. p stops."
        self.view.update()

    def _show_prices(self, found: Debrief) -> None:
        self._stop = None
        self.view.pricing = ""
        self.view.page = 0
        self.view.show(found)

    def _no_prices(self, why: str) -> None:
        self._stop = None
        self.view.pricing = ""
        self.view.update()
        self.tell(why, "warn")

    def action_copy(self) -> None:
        """All of it as text, into the clipboard and a file."""
        if self.view.found is not None:
            self.tell(self.host.copy(text(self.view.found), "debrief"))
