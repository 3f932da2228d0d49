"""Time on the board's screen: days end by key or timer, and what the session then puts before the player is shown."""

from __future__ import annotations

from functools import partialmethod
from typing import Final

from textual.timer import Timer

from aiboard.instruments.errors import InputError
from aiboard.play.beats import BeatKind
from aiboard.play.clock import Pace
from aiboard.play.sheets import Sheet, SheetKind
from aiboard.tui.host import unless_cancelled
from aiboard.tui.screens.board_host import BoardHost
from aiboard.views.board.trouble import troubles
from aiboard.views.words import LATER

#: Seconds a day takes: on the way to a stop it only has to be seen; a sprint runs at four days a second.
_SECONDS: Final = {Pace.TO_STOP: 0.06, Pace.TO_SPRINT: 0.25}
_UNANIMATED: Final = 0.01


class TimeControls:
    """A part of the board's screen. Whether another day follows is the session's clock's decision."""

    def __init__(self, table: BoardHost) -> None:
        self._table = table
        self._timer: Timer | None = None

    @property
    def running(self) -> bool:
        """Whether days end by themselves now."""
        return self._table.session.clock.running

    def halt(self) -> bool:
        """Stop; whether it was running."""
        was = self._table.session.clock.halt()
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        return was

    def action_day(self) -> None:
        """End the day; of a project that is over, the ways on."""
        if self._table.session.board.over:
            self.open_end_menu()
            return
        self.halt()
        self._table.end_day()

    def go(self, pace: Pace) -> None:
        """Let days pass until the clock stands, a key is pressed, or a screen lies on the board."""
        if self._table.session.board.over:
            self.open_end_menu()
            return
        self.halt()
        self._table.session.clock.begin(pace)
        # A sprint runs at the same pace without animation: it is there to be stopped.
        seconds = _SECONDS[pace] if self._table.animated or pace is Pace.TO_SPRINT else _UNANIMATED
        self._timer = self._table.set_interval(seconds, self._tick)
        self._tick()

    action_next_stop = partialmethod(go, Pace.TO_STOP)
    action_sprint = partialmethod(go, Pace.TO_SPRINT)

    def _tick(self) -> None:
        if self.running and not self._table.is_covered:
            self._table.end_day()
        if not self.running:
            self.halt()

    # --- what is put before the player -----------------------------------------------------------------------

    def show_sheet(self) -> None:
        """Open what is before the player, unless something lies over the board already."""
        session = self._table.session
        sheet = session.sheet
        # One thing at a time: the next sheet comes when what lies over the board has closed.
        if sheet is None or self._table.is_covered:
            return
        if sheet.kind is SheetKind.LAUNCH:
            self._launched(sheet)
        elif sheet.kind is SheetKind.END:
            session.answer()
            self.open_end_menu()
        else:
            self._table.host.open("sheet", sheet, then=self._answered)

    def _launched(self, sheet: Sheet) -> None:
        beat = sheet.beat
        assert beat is not None
        if self._table.animated:
            self._table.host.open("launch", beat, then=self._answered)
        else:
            self._table.say(beat.summary, "good", beat.glyph)
            self._answered(None)

    def _answered(self, name: str | None) -> None:
        """Hand the answer on, open what it opens, then the next sheet."""
        session = self._table.session
        # An answer may be an action, and an action may be refused: the sheet is left then and the reason said.
        before = len(session.board.history)
        try:
            chosen = session.answer(name or "")
        except InputError as error:
            self._table.host.say(error.message)
            chosen = session.answer()
        if events := session.board.history[before:]:
            self._table.host.notify_screens(events)
        elif chosen is not None and chosen.action is not None:
            self._table.host.say(LATER, "good")
        if chosen is not None and chosen.opens:
            self._table.press_later(chosen.opens)
        self.show_sheet()

    def say_news(self) -> None:
        """The plain lines of what just happened; what goes wrong stands under the board as long as it does."""
        session = self._table.session
        lasting = troubles(session.board)
        for beat in session.news:
            if beat.kind is not BeatKind.KILL and lasting:
                continue
            tone = "accent" if beat.kind is BeatKind.KILL else "bad"
            self._table.say(beat.summary.removeprefix(f"{beat.glyph} "), tone, beat.glyph)

    def open_end_menu(self) -> None:
        """The epilogue and the ways on."""
        self._table.host.open(
            "end", self._table.session, self._table.host, then=unless_cancelled(lambda action: action())
        )
