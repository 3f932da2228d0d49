"""What the session puts before the player, one screen at a time: a launch, a sheet with answers, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiboard.instruments.errors import InputError
from aiboard.play.beats import BeatKind
from aiboard.play.sheets import Sheet, SheetKind

if TYPE_CHECKING:
    from textual.app import App

    from aiboard.play.session import Session
    from aiboard.tui.app import AiBoard

_TONES = {BeatKind.KILL: "accent"}


class Moments:
    """A mixin of the board's screen."""

    if TYPE_CHECKING:
        session: Session
        app: App[object]

        @property
        def game_app(self) -> AiBoard:
            """The app."""

        @property
        def animated(self) -> bool:
            """Animation is on."""

        @property
        def waits(self) -> bool:
            """Another screen lies on this one."""

        def say(self, text: str, tone: str = "text", front: str = "") -> None:
            """A line."""

        def run_later(self, action: str) -> None:
            """Run a key's action."""

    def say_news(self) -> None:
        """The plain lines of what just happened."""
        for beat in self.session.news:
            self.say(beat.plain.removeprefix(f"{beat.glyph} "), _TONES.get(beat.kind, "bad"), beat.glyph)

    def show_sheet(self) -> None:
        """Open what is before the player, unless something lies over the board already."""
        sheet = self.session.sheet
        if sheet is None or self.waits:
            return
        if sheet.kind is SheetKind.LAUNCH:
            self._launched(sheet)
        elif sheet.kind is SheetKind.END:
            self.session.answer()
            self.ended()
        else:
            from aiboard.tui.screens.rituals import SheetScreen

            self.app.push_screen(SheetScreen(sheet), self._answered)

    def _launched(self, sheet: Sheet) -> None:
        beat = sheet.beat
        assert beat is not None
        if not self.animated:
            self.say(beat.plain, "good", beat.glyph)
            self._answered(None)
            return
        from aiboard.tui.screens.beat import BeatScreen

        self.app.push_screen(BeatScreen(beat), lambda _: self._answered(None))

    def _answered(self, name: str | None) -> None:
        """Hand the answer on, open what it opens, then the next sheet."""
        before = len(self.session.board.history)
        try:
            chosen = self.session.answer(name or "")
        except InputError as error:
            self.game_app.complain(error.message)
            self.session.answer()
            chosen = None
        events = self.session.board.history[before:]
        if events:
            self.game_app.changed(events)
        if chosen is not None and chosen.opens:
            self.run_later(chosen.opens)
        self.show_sheet()

    # --- the end -------------------------------------------------------------------------------------------

    def ended(self) -> None:
        """The epilogue and the ways on."""
        from aiboard.tui.screens.end import EndScreen

        self.app.push_screen(EndScreen(self.session), self.end_chosen)

    def end_chosen(self, chosen: str | None) -> None:
        """What was chosen when the project had ended."""
        session, app = self.session, self.game_app
        if chosen == "again":
            app.open_new(session.title, session.game.seed)
        elif chosen == "new":
            app.open_new(session.title, None)
        elif chosen == "first":
            app.to_first()
        elif chosen == "leave":
            app.leave()
        elif chosen == "debrief":
            app.open_debrief()
