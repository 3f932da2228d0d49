"""The board's screen: header, board, foot, hints. What it shows comes from the views; what it does goes to the app."""

from __future__ import annotations

from typing import ClassVar

from textual import events as tui_events
from textual.app import ComposeResult
from textual.binding import BindingType

from aiboard.engine.happenings import Event
from aiboard.tui import keys
from aiboard.tui.board import BoardView
from aiboard.tui.foot import Foot, Said
from aiboard.tui.header import PRACTICE, HeaderBar
from aiboard.tui.hints import HintBar, Hints, named
from aiboard.tui.moving import Clock, Pace
from aiboard.tui.peek import Peek
from aiboard.tui.possible import data_asks, may_inject, possible_keys, project_asks
from aiboard.tui.screens.base import GameBase
from aiboard.tui.screens.deciding import Deciding
from aiboard.tui.screens.looking import Looking
from aiboard.tui.screens.moments import Moments, Step
from aiboard.tui.session import Session
from aiboard.views.beats import BeatKind, beats
from aiboard.views.board.columns import columns
from aiboard.views.board.header import header
from aiboard.views.stop_causes import Stop

_NOTHING = Said("")
_FLASH_SECONDS = 0.25
_AFTER_KEY_SECONDS = 0.03


class GameScreen(Looking, Deciding, Moments, GameBase):
    """The board."""

    SCREEN = "board"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("board")
    DEFAULT_CSS = """
    GameScreen Foot { dock: bottom; margin-bottom: 1; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.board_view = BoardView()
        self.foot = Foot()
        self.peek = Peek(session)
        self.head = HeaderBar()
        self.clock = Clock(self, self.end_one_day)
        self._notice = _NOTHING
        self._looks: dict[int, str] = {}
        self._queue: list[Step] = []
        self._held = False

    def body(self) -> ComposeResult:
        """Header, board, foot."""
        yield self.head
        yield self.board_view
        yield self.foot

    def on_mount(self) -> None:
        """The board as it stands, and what is to be said about the save."""
        self.show_board()
        self._looks = self._pictures()
        self.board_view.move_ask(1)
        self.show_foot()
        for notice in self.session.game.take_notices():
            self.say(notice, "warn")

    def on_resize(self, event: tui_events.Resize) -> None:
        """The foot gets more lines where there are more."""
        rows = event.size.height
        self.foot.styles.height = 10 if rows < 30 else 12 if rows < 38 else 19
        super().on_resize(event)
        self.show_board()

    # --- showing -------------------------------------------------------------------------------------------

    @property
    def animated(self) -> bool:
        """Whether changes may be animated."""
        return self.game_app.settings.animation

    @property
    def waits(self) -> bool:
        """Another screen lies on this one: time waits."""
        return self.app.screen is not self

    def show_board(self) -> None:
        """Hand every panel its slice; each repaints only what changed."""
        board = self.session.board
        self.head.show(header(board, self.session.show_hours), self._mark())
        self.board_view.show(columns(board))
        self.show_foot()

    def show_foot(self) -> None:
        """The lines under the board, and the hints."""
        head = self.head.head or header(self.session.board, self.session.show_hours)
        height = int(self.foot.styles.height.value) if self.foot.styles.height else 10
        if self.is_mounted:
            self.query_one(HintBar).show(self.hints(), self.hint_tail())
        self.foot.show(self.peek.view(head, self.board_view.line, self._notice, self.size.width, height))

    def _mark(self) -> str:
        game = self.session.game
        if game.trouble:
            return "NOT SAVED"
        if game.read_only:
            return "read only"
        return PRACTICE if game.practice else ""

    def say(self, text: str, tone: str = "text", front: str = "") -> None:
        """One line at the bottom of the foot, until the next key."""
        self._notice = Said(text, tone, front or ("!" if tone == "warn" else "■"))
        self.show_foot()

    def hints(self) -> Hints:
        """Help, then what can be done with the focused card, then time."""
        board, card = self.session.board, self.board_view.card
        names = ["help", "open", *possible_keys(board, card), "day", "next_stop", "why", "orders", "data", "compute"]
        if board.over:
            found = named(self.SCREEN, self.game_app.table, ["help", "open", "why", "data", "compute"])
            return [found[0], ("space", "debrief and ways on"), *found[1:]]
        if project_asks(board):
            names.insert(names.index("why"), "project")
        if data_asks(board):
            names.remove("data")
            names.insert(1, "data")
        return named(self.SCREEN, self.game_app.table, names)

    def hint_tail(self) -> str:
        """Chaos by key, where it is allowed."""
        return "G D R S chaos" if may_inject(self.session.board) else ""

    def changed(self, events: list[Event]) -> None:
        """Something was done or a day ended. A day is shown once, by `day_ended`."""
        if not self._held:
            self.show_change(events)

    def show_change(self, events: list[Event]) -> None:
        """The board after what happened, changed cells lit."""
        before = self._looks
        self.show_board()
        self._looks = self._pictures()
        if self.animated:
            lit = frozenset(card for card, picture in self._looks.items() if before.get(card, picture) != picture)
            if lit:
                self.board_view.light(lit)
                self.set_timer(_FLASH_SECONDS, self._dim)
        for beat in beats(self.session.board, events):
            if beat.kind == BeatKind.KILL:
                self.say(beat.plain.removeprefix(f"{beat.glyph} "), "accent", beat.glyph)
        for notice in self.session.game.take_notices():
            self.say(notice, "warn")

    def _pictures(self) -> dict[int, str]:
        """How each card looks, numbers apart: a card is lit when this changes."""
        return {
            line.card: f"{line.stage}{line.mark.glyph}{line.state.progress.partition('  ')[0]}"
            for column in self.board_view.columns
            for line in column.cards
        }

    def _dim(self) -> None:
        self.board_view.light(frozenset())

    # --- time ----------------------------------------------------------------------------------------------

    def end_one_day(self) -> list[Event] | None:
        """What the clock does once a day."""
        self._held = True
        try:
            return self.game_app.end_day()
        finally:
            self._held = False

    def day_ended(self, events: list[Event], stops: tuple[Stop, ...]) -> None:
        """A day has passed: say why time stopped and go there."""
        self._notice = _NOTHING
        if stops and not self.clock.running:
            self.session.stopped(stops)
            if stops[0].card >= 0:
                self.board_view.card = stops[0].card
        self.show_change(events)
        self.after(events)

    def on_key(self, event: tui_events.Key) -> None:
        """Any key stops moving time, and takes the notice away."""
        self.session.moved_on()
        if self.clock.halt():
            event.stop()
            event.prevent_default()
            self.say("stopped", "dim")
            return
        if not (event.character or "").isupper():
            self.capitals = 0
        if self.settle_pending(event.key):
            event.stop()
            event.prevent_default()
        if self._notice.text:
            # After what the key does: a paint before it would put off the paint that matters by a frame.
            stale = self._notice
            self.set_timer(_AFTER_KEY_SECONDS, lambda: self._forget(stale))

    def _forget(self, notice: Said) -> None:
        if self._notice is notice:
            self._notice = _NOTHING
            self.show_foot()

    def action_day(self) -> None:
        """End the day; of a project that is over, the ways on."""
        if self.session.board.over:
            self._ended()
            return
        self.clock.day()

    def action_next_stop(self) -> None:
        """Until something needs the player."""
        if self.session.board.over:
            self._ended()
            return
        self.clock.go(Pace.TO_STOP)

    def action_sprint(self) -> None:
        """Until the sprint ends."""
        if self.session.board.over:
            self._ended()
            return
        self.clock.go(Pace.TO_SPRINT)

    # --- the way out -----------------------------------------------------------------------------------------

    def on_board_view_chosen(self, message: BoardView.Chosen) -> None:
        """A click moved the cursor; a second one opens."""
        self.show_foot()
        if message.again:
            self.run_later("open")

    def run_later(self, action: str) -> None:
        """What a key does, once the screen over this one is gone."""
        self.call_later(self.run_action, action)

    def action_back(self) -> None:
        """Unzoom, else pause."""
        if self.session.board.over:
            self._ended()
            return
        if self.board_view.zoomed:
            self.action_zoom()
            return
        from aiboard.tui.screens.menu import pause_menu

        game = self.session.game
        place = str(game.path) if game.path is not None else ""
        self.app.push_screen(pause_menu(self.session.title, place, game.trouble), self._paused)

    def _paused(self, chosen: str | None) -> None:
        if chosen == "settings":
            self.action_settings()
        elif chosen == "help":
            self.action_help()
        elif chosen == "first":
            self.game_app.to_first()
        elif chosen == "leave":
            self.game_app.leave()
        elif chosen == "save_as":
            self.action_save_as()
        elif chosen == "canvas":
            self.action_canvas()

    def repaint(self) -> None:
        """Everything again."""
        self.show_board()
        super().repaint()
