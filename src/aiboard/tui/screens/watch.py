"""Watching: a bot plays, you throw chaos at it, and the same luck without it runs beside. `t` takes the board over."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.worker import get_current_worker

from aiboard.engine.happenings import Event
from aiboard.play.session import Session
from aiboard.play.watching import Ghost
from aiboard.tui import keys
from aiboard.tui.hints import Hints, named
from aiboard.tui.screens.game import GameScreen


class WatchScreen(GameScreen, inherit_bindings=False):
    """The board, with a bot at it: the session was opened with one."""

    SCREEN = "watch"
    looking = True
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(
        "anywhere", "board:Look", "board:Time", "board:Chaos", "watch"
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._compared: Ghost | None = None
        session.coach = f"{self._bot} plays. space a day, > a sprint; G D R S chaos; t take over."

    @property
    def _bot(self) -> str:
        watching = self.session.watching
        return watching.bot_name if watching is not None else ""

    def hints(self) -> Hints:
        """Time, chaos, taking over."""
        names = ["help", "day", "sprint", "next_stop", "take_over", "open", "why", "add_idea"]
        return named(self.SCREEN, self.game_app.table, names)

    def hint_tail(self) -> str:
        """Chaos by key."""
        return "G D R S V N chaos"

    def _mark(self) -> str:
        return f"watching {self._bot}"

    def show_change(self, events: list[Event]) -> None:
        """The cursor follows the bot; a new injection is compared with the same luck in a thread."""
        watching = self.session.watching
        if watching is not None and watching.card >= 0:
            self.board_view.focus_card(watching.card)
        super().show_change(events)
        if watching is not None and watching.ghost is not None and watching.ghost is not self._compared:
            self._compared = ghost = watching.ghost
            self.run_worker(lambda: self._compare(ghost), thread=True, exclusive=True, group="futures")

    def _compare(self, ghost: Ghost) -> None:
        """Runs in a thread; another injection or leaving the screen cancels it."""
        worker = get_current_worker()
        for _ in ghost.futures():
            if worker.is_cancelled:
                return
            self.app.call_from_thread(self.show_foot)
        self.app.call_from_thread(self._told)

    def _told(self) -> None:
        self.session.compared()
        self.show_sheet()

    def action_take_over(self) -> None:
        """The board is the player's from now on."""
        self.clock.halt()
        self.workers.cancel_group(self, "futures")
        self.session.take_over()
        screen = GameScreen(self.session)
        self.app.switch_screen(screen)
        screen.call_after_refresh(screen.say, "You play from here.", "accent")
