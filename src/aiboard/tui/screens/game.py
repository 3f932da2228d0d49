"""The board's screen: header, board, foot, hints. What it shows comes from the views; what it does goes to the app."""

from __future__ import annotations

from typing import ClassVar

from textual import events as tui_events
from textual.app import ComposeResult
from textual.binding import BindingType

from aiboard.engine.events import Action, Event
from aiboard.engine.kinds import ActionKind
from aiboard.tui import keys
from aiboard.tui.board import BoardView
from aiboard.tui.foot import Foot, Said
from aiboard.tui.header import HeaderBar
from aiboard.tui.hints import HintBar, Hints, named
from aiboard.tui.moving import Clock, Pace
from aiboard.tui.peek import Peek
from aiboard.tui.possible import data_asks, may_inject, possible_keys
from aiboard.tui.screens.base import GameBase
from aiboard.tui.screens.deciding import Deciding
from aiboard.tui.screens.moments import Moments, Step
from aiboard.tui.session import Session
from aiboard.views.beats import BeatKind, beats
from aiboard.views.columns import columns
from aiboard.views.header import header
from aiboard.views.stops import Stop

_NOTHING = Said("")
_FLASH_SECONDS = 0.25
_AFTER_KEY_SECONDS = 0.03


class GameScreen(Deciding, Moments, GameBase):
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

    #: Somebody else plays: the board is only looked at.
    looking = False

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
        return "practice" if game.practice else ""

    def say(self, text: str, tone: str = "text", front: str = "") -> None:
        """One line at the bottom of the foot, until the next key."""
        self._notice = Said(text, tone, front or ("!" if tone == "warn" else "■"))
        self.show_foot()

    def hints(self) -> Hints:
        """Help, then what can be done with the focused card, then time."""
        board, card = self.session.board, self.board_view.card
        names = ["help", "open", *possible_keys(board, card), "day", "next_stop", "why", "orders", "data", "compute"]
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
            first = stops[0]
            rest = f"  (+{len(stops) - 1} more)" if len(stops) > 1 else ""
            if first.card >= 0:
                self.board_view.card = first.card
            ask = f" {first.decision[:1].upper()}{first.decision[1:]}" if first.decision else ""
            self._notice = Said(f"{first.sentence}{ask}{rest}", "accent", "■")
        self.show_change(events)
        self.after(events)

    def on_key(self, event: tui_events.Key) -> None:
        """Any key stops moving time, and takes the notice away."""
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
        """End the day."""
        self.clock.day()

    def action_next_stop(self) -> None:
        """Until something needs the player."""
        self.clock.go(Pace.TO_STOP)

    def action_sprint(self) -> None:
        """Until the sprint ends."""
        self.clock.go(Pace.TO_SPRINT)

    # --- looking -------------------------------------------------------------------------------------------

    def action_left(self) -> None:
        """Column to the left."""
        self.board_view.move_column(-1)
        self.show_foot()

    def action_right(self) -> None:
        """Column to the right."""
        self.board_view.move_column(1)
        self.show_foot()

    def action_up(self) -> None:
        """Card above."""
        self.board_view.move_card(-1)
        self.show_foot()

    def action_down(self) -> None:
        """Card below."""
        self.board_view.move_card(1)
        self.show_foot()

    def action_next_ask(self) -> None:
        """Next card that waits for the player."""
        self._ask_move(1)

    def action_previous_ask(self) -> None:
        """Previous card that waits for the player."""
        self._ask_move(-1)

    def _ask_move(self, by: int) -> None:
        if self.board_view.move_ask(by):
            self.show_foot()
        else:
            self.say("no card waits for a decision", "dim")

    def action_zoom(self) -> None:
        """One column over the whole width, and back."""
        self.board_view.zoomed = not self.board_view.zoomed
        self.board_view.update()

    def action_open(self) -> None:
        """Everything about the card."""
        card = self.board_view.card
        if card < 0:
            return
        from aiboard.tui.screens.card import CardBox

        def chosen(name: str | None) -> None:
            if name is None:
                return
            if name == "legal":
                self._do(Action(ActionKind.LEGAL_REVIEW))
            elif name.startswith("do:"):
                self.ask_card(ActionKind(int(name.removeprefix("do:"))))
            else:
                self.call_later(self.run_action, name)

        self.app.push_screen(CardBox(self.session, card, self.game_app.table, self.looking), chosen)

    def action_data(self) -> None:
        """The data board."""
        from aiboard.tui.screens.data import DataScreen
        from aiboard.views.databoard import exists

        if exists(self.session.board):
            self.app.push_screen(DataScreen(self.session), lambda _: self.show_board())
        else:
            self.say("nothing is being labelled in this project", "dim")

    def action_compute(self) -> None:
        """The compute queue."""
        from aiboard.tui.screens.compute import QueueScreen

        self.app.push_screen(QueueScreen(self.session), lambda _: self.show_board())

    def action_runs(self) -> None:
        """The runs of an agent card."""
        from aiboard.tui.screens.runs import of_card

        card = self.board_view.card
        screen = of_card(self.session, card) if card >= 0 else None
        if screen is None:
            self.say("no agent runs to look at: evaluating an agent card makes them", "dim")
        else:
            self.app.push_screen(screen)

    def action_why(self) -> None:
        """What the numbers are, and what moved them."""
        from aiboard.tui.screens.why import WhyScreen

        self.app.push_screen(WhyScreen(self.session.board, self.board_view.card))

    def action_orders(self) -> None:
        """Standing orders, limits, rented GPUs."""
        from aiboard.tui.screens.orders import OrdersScreen

        self.app.push_screen(OrdersScreen(self.session), self._ordered)

    def _ordered(self, actions: list[Action] | None) -> None:
        for action in actions or []:
            if self.game_app.dispatch(action) is None:
                break

    def action_canvas(self) -> None:
        """What this project is about."""
        from aiboard.tui.screens.page import PageScreen, canvas_rows
        from aiboard.views.project import project

        found = project(self.session.game.resolved)
        self.app.push_screen(PageScreen(found.title, canvas_rows(found), "canvas"))

    def action_messages(self) -> None:
        """The whole log."""
        from aiboard.tui.screens.log import LogScreen
        from aiboard.views.log import log

        rows = []
        for day in log(self.session.board):
            for i, line in enumerate(day.lines):
                rows.append((f"{day.weekday} D{day.day}" if i == 0 else "", line.text, str(line.tone)))
            rows.append(("", "", "text"))
        self.app.push_screen(LogScreen("Everything that happened, newest day first", rows))

    def action_copy(self) -> None:
        """The board as text, into the clipboard and a file."""
        from aiboard.tui.copying import copy_out
        from aiboard.views.columns import columns as all_columns

        lines = [self.head.head.text] if self.head.head else []
        for column in all_columns(self.session.board):
            lines.append(f"{column.name} {column.tally}")
            lines += [f"  {line.text}" for line in column.cards]
        self.say(copy_out(self.game_app, "\n".join(lines), "board"), "good", "✓")

    def action_save_as(self) -> None:
        """Go on in another file."""
        from aiboard.tui.widgets.dialog import Answer, Fact, Question, QuestionScreen

        path = self.session.game.path
        question = Question(
            title="Save as",
            verb="save",
            facts=(Fact("The game goes on in this file; the one it was in stays as it is."),),
            text_label="File",
            text=str(path.with_name(path.stem + "-copy.jsonl")) if path else "game.jsonl",
            text_needed=True,
        )

        def answered(answer: Answer | None) -> None:
            if answer is not None:
                self.game_app.save_as(answer.text)

        self.app.push_screen(QuestionScreen(question), answered)

    def on_board_view_chosen(self, message: BoardView.Chosen) -> None:
        """A click moved the cursor; a second one opens."""
        self.show_foot()
        if message.again:
            self.call_later(self.run_action, "open")

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
