"""The board's screen: header, board, status pane, hints. What it shows comes from the views."""

from __future__ import annotations

from textual import events as tui_events
from textual.app import ComposeResult

from aiboard.engine.happenings import Event
from aiboard.play.session import Session
from aiboard.tui import keys
from aiboard.tui.host import KeyCommand, LineCommand, LineQuestion, VerbQuestion
from aiboard.tui.screens.days import TimeControls
from aiboard.tui.screens.decisions import Decisions, Injections, available_keys, may_inject
from aiboard.tui.screens.full import FullScreen, Hints, hints_of
from aiboard.tui.screens.looks import ViewActions
from aiboard.tui.widgets.board import BoardView
from aiboard.tui.widgets.header import PRACTICE, HeaderBar
from aiboard.tui.widgets.status import StatusLine, StatusPane
from aiboard.tui.widgets.status_text import StatusText
from aiboard.views.board.columns import columns
from aiboard.views.board.header import header
from aiboard.views.data.databoard import data_columns, has_data_board
from aiboard.views.decisions.menu import project_options

_NOTHING = StatusLine("")
_FLASH_SECONDS = 0.25
_AFTER_KEY_SECONDS = 0.03
AFTER_END = ("space", "debrief, play again")
"""The hint of a finished board."""


class GameScreen(FullScreen):
    """The board. Its parts answer the keys that look, decide, inject chaos and end days."""

    SCREEN = "board"
    DEFAULT_CSS = """
    GameScreen StatusPane { dock: bottom; margin-bottom: 1; }
    """

    #: Somebody else plays: the board is only looked at.
    LOOKING = False

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.board_view = BoardView(self.show_status, lambda: self.press_later("open"))
        self.pane = StatusPane()
        self.head = HeaderBar()
        self.days = TimeControls(self)
        self.decisions = Decisions(self)
        self.looks = ViewActions(self, self.LOOKING)
        self.injections = Injections(self)
        self.parts = (self.board_view, self.looks, self.decisions, self.injections, self.days)
        self._text = StatusText(session, self._key)
        self._notice = _NOTHING
        self._pictures: dict[int, str] = {}
        self._ending_day = False

    def body(self) -> ComposeResult:
        """Header, board, pane."""
        yield self.head
        yield self.board_view
        yield self.pane

    def on_mount(self) -> None:
        """The board as it stands, and what is to be said about the save."""
        self.show_board()
        self._pictures = self._look_at_cards()
        # The cursor starts where a decision waits.
        if not self._to_stop():
            self.board_view.move_ask(1)
        self.show_status()
        self._take_notices()

    def resized(self, width: int, height: int) -> None:
        """The pane gets more lines where there are more."""
        self.pane.styles.height = 10 if height < 30 else 12 if height < 38 else 19
        self.show_board()

    # --- showing -------------------------------------------------------------------------------------------

    @property
    def animated(self) -> bool:
        """Whether changes may be animated."""
        return self.host.settings.animation

    @property
    def is_covered(self) -> bool:
        """Another screen lies on this one, or it is covered: time waits."""
        return self.app.screen is not self

    def show_board(self) -> None:
        """Hand every panel its slice; each repaints only what changed."""
        board = self.session.board
        self.head.show(header(board, self.session.show_hours), self._mark())
        self.board_view.show(columns(board))
        self.show_status()

    def show_status(self) -> None:
        """The lines under the board, and the hints."""
        head = self.head.head or header(self.session.board, self.session.show_hours)
        height = int(self.pane.styles.height.value) if self.pane.styles.height else 10
        self.show_hints()
        self.pane.show(self._text.status(head, self.board_view.line, self._notice, self.size.width, height))

    def _key(self, name: str) -> str:
        return keys.first_key("board", name, self.host.table)

    def _mark(self) -> str:
        game = self.session.game
        # Worst first: the mark has room for one.
        if game.trouble:
            return "NOT SAVED"
        if game.read_only:
            return "read only"
        return PRACTICE if game.practice else ""

    def say(self, text: str, tone: str = "text", front: str = "") -> None:
        """One line at the bottom of the pane, until the next key."""
        self._notice = StatusLine(text, tone, front or ("!" if tone == "warn" else "■"))
        self.show_status()

    def tell(self, text: str, tone: str = "good") -> None:
        """The same for what every screen can tell."""
        self.say(text, tone)

    def _take_notices(self) -> None:
        for notice in self.session.game.take_notices():
            self.say(notice, "warn")

    def hints(self) -> Hints:
        """Help, then what can be done with the focused card, then time."""
        board, card = self.session.board, self.board_view.card
        if board.over:
            names = ["help", "open", "why", *(["data"] if has_data_board(board) else []), "compute"]
            hints = hints_of(self.SCREEN, self.host.table, names)
            return [hints[0], AFTER_END, *hints[1:]]
        names = ["help", "open", *available_keys(board, card), "day", "next_stop", "why", "orders", "data"]
        # Last, since a wide terminal has room for them and a narrow one has `?`, which lists the compute queue too.
        names += ["coach", "canvas"]
        # Said only while something about the project can be done: the bar has room for a few.
        if any(not option.refusal for option in project_options(board)):
            names.insert(names.index("why"), "project")
        # There is no data board before its system first speaks; what is to be decided on it comes first.
        if not has_data_board(board):
            names.remove("data")
        elif any(line.decide for column in data_columns(board) for line in column.lines):
            names.remove("data")
            names.insert(1, "data")
        paused = card >= 0 and board.cards[card].paused
        return hints_of(self.SCREEN, self.host.table, names, {"hold": "resume"} if paused else {})

    def hint_tail(self) -> str:
        """Chaos by key, where it is allowed."""
        return "G D R S chaos" if may_inject(self.session.board) else ""

    def handle_game_change(self, events: list[Event]) -> None:
        """Something was done or a day ended. A day is shown once, by `end_day`."""
        if not self._ending_day:
            self.show_change(events)

    def show_change(self, events: list[Event]) -> None:
        """The board after what happened, changed cells lit."""
        before = self._pictures
        self.show_board()
        self._pictures = self._look_at_cards()
        if self.animated:
            lit = frozenset(card for card, picture in self._pictures.items() if before.get(card, picture) != picture)
            if lit:
                self.board_view.light(lit)
                self.set_timer(_FLASH_SECONDS, lambda: self.board_view.light(frozenset()))
        self.days.say_news()
        self._take_notices()
        self.days.show_sheet()

    def _look_at_cards(self) -> dict[int, str]:
        """How each card looks, numbers apart: a card is lit when this changes."""
        return {
            line.card: f"{line.stage}{line.mark.glyph}{line.state.progress.partition('  ')[0]}"
            for column in self.board_view.columns
            for line in column.cards
        }

    def repaint(self) -> None:
        """Everything again."""
        self.show_board()
        super().repaint()

    # --- time ----------------------------------------------------------------------------------------------

    def end_day(self) -> None:
        """One step of the clock; what it brought is shown, with the cursor where time stopped."""
        before = len(self.session.board.history)
        # What an order or the day itself changes comes as one change, shown once with its stop.
        self._ending_day = True
        try:
            ended = self.host.end_day()
        finally:
            self._ending_day = False
        if ended:
            self._notice = _NOTHING
            self._to_stop()
            self.show_change(self.session.board.history[before:])

    def _to_stop(self) -> bool:
        """The cursor goes where the first decision is; whether there is one on a card."""
        card = next((stop.card for stop in self.session.stops() if stop.card >= 0), -1)
        if card >= 0:
            self.board_view.card = card
        return card >= 0

    def on_key(self, event: tui_events.Key) -> None:
        """Any key stops moving time, and takes the notice away."""
        # A coach line counts as read with the first key after it.
        self.session.mark_coach_read()
        if self.days.halt():
            event.stop()
            event.prevent_default()
            self.say("stopped", "dim")
            return
        if self.injections.handle_key(event.key, event.character or ""):
            event.stop()
            event.prevent_default()
        if self._notice.text:
            # After what the key does: a paint before it would put off the paint that matters by a frame.
            stale = self._notice
            self.set_timer(_AFTER_KEY_SECONDS, lambda: self._forget(stale))
        self.pressed(event.key)

    def pressed(self, key: str) -> None:
        """A key that stopped nothing, besides what its action does."""

    def _forget(self, notice: StatusLine) -> None:
        if self._notice is notice:
            self._notice = _NOTHING
            self.show_status()

    # --- the way out -----------------------------------------------------------------------------------------

    def run_command(self, command: KeyCommand | LineCommand | VerbQuestion | LineQuestion | None) -> None:
        """Do what was chosen in a menu."""
        if isinstance(command, VerbQuestion):
            self.decisions.ask(command.verb)
        elif isinstance(command, LineQuestion):
            self.decisions.ask_line(command.line)
        else:
            super().run_command(command)

    def action_back(self) -> None:
        """Unzoom, else pause."""
        if self.session.board.over:
            self.days.open_end_menu()
        elif self.board_view.zoomed:
            self.board_view.action_zoom()
        else:
            self._pause()

    def action_first(self) -> None:
        """The first screen."""
        self.host.to_first()

    def _pause(self) -> None:
        # Late: the first menu may never be opened.
        from aiboard.tui.screens.dialog import Item

        game = self.session.game
        saved = game.trouble or (f"saved as you play: {game.path}" if game.path else "")
        items = [
            Item(None, "", "Go on", "back to the board"),
            Item(KeyCommand("settings"), ",", "Settings", "theme, animation, charts, hints"),
            Item(KeyCommand("help"), "?", "Help", "every key, searchable"),
            Item(KeyCommand("save_as"), "s", "Save as", "go on in another file"),
            Item(KeyCommand("canvas"), "C", "Canvas", "what a point is worth, what is due when"),
            Item(KeyCommand("first"), "m", self.host.way_back, "leave this game; it is saved"),
            Item(KeyCommand("leave"), "q", "Leave"),
        ]
        intro = [saved or "not saved: this game has no file"]
        self.host.open("menu", f"Paused: {self.session.title}", items, intro, then=self.run_command)
