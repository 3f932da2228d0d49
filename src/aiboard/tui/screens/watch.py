"""Watching: a bot plays, you inject disruptions, and the same luck runs beside without them. `t` takes the board."""

from __future__ import annotations

from textual.worker import get_current_worker

from aiboard.engine.happenings import Event
from aiboard.play.session import Session
from aiboard.play.watching import Counterfactual
from aiboard.tui import keys
from aiboard.tui.screens.full import Hints, hints_of
from aiboard.tui.screens.game import AFTER_END, GameScreen


class WatchScreen(GameScreen):
    """The board, with a bot at it: the session was opened with one."""

    SCREEN = "watch"
    LOOKING = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._compared: Counterfactual | None = None
        session.coach = f"{self._bot} plays. You may inject disruptions, or take the board over."

    @property
    def _bot(self) -> str:
        watching = self.session.watching
        return watching.bot_name if watching is not None else ""

    def hints(self) -> Hints:
        """Time, chaos, taking over."""
        if self.session.board.over:
            first, *others = hints_of(self.SCREEN, self.host.table, ["help", "open", "why"])
            return [first, AFTER_END, *others]
        names = ["help", "day", "sprint", "next_stop", "take_over", "open", "why", "add_idea"]
        hints = hints_of(self.SCREEN, self.host.table, names)
        # What a watcher is here for stands where every terminal has room for it.
        return [*hints[:5], ("G D R S V N", "chaos"), *hints[5:]]

    def hint_tail(self) -> str:
        """Nothing: chaos is among the hints."""
        return ""

    def pressed(self, key: str) -> None:
        """A key that would decide on another board says who decides here."""
        table = self.host.table
        live = {name for row in keys.screen_keys(self.SCREEN, table) for name in row.keys}
        if key not in live and any(key in row.keys for row in keys.screen_keys("board", table)):
            self.say(self.session.locked_reason, "warn")

    def _mark(self) -> str:
        return f"watching {self._bot}"

    def show_change(self, events: list[Event]) -> None:
        """The cursor follows the bot; a new injection is compared with the same luck in a thread."""
        watching = self.session.watching
        if watching is not None and watching.card >= 0:
            self.board_view.focus_card(watching.card)
        super().show_change(events)
        # Comparing plays many futures: in a thread, and only once for each disruption.
        if (
            watching is not None
            and watching.counterfactual is not None
            and watching.counterfactual is not self._compared
        ):
            self._compared = counterfactual = watching.counterfactual
            self.workers.cancel_group(self, "futures")
            self.run_in_thread(
                lambda: self._compare(counterfactual), self._show_cost, self.say_failure, group="futures"
            )

    def _compare(self, counterfactual: Counterfactual) -> bool:
        """Runs in a thread; whether it came to its end: another injection or taking over cancels it."""
        worker = get_current_worker()
        for _ in counterfactual.futures():
            if worker.is_cancelled:
                return False
            self.app.call_from_thread(self.show_status)
        return True

    def _show_cost(self, completed: bool) -> None:
        if completed:
            self.session.queue_cost_sheet()
            self.days.show_sheet()

    def say_failure(self, reason: str) -> None:
        """The comparison failed."""
        self.say(f"the futures could not be compared: {reason}", "warn")

    def action_take_over(self) -> None:
        """The board is the player's from now on."""
        if self.session.board.over:
            self.say(self.session.locked_reason, "warn")
            return
        self.days.halt()
        # The comparison is about a board that the bot plays.
        self.workers.cancel_group(self, "futures")
        self.session.take_over()
        screen = GameScreen(self.session)
        self.app.switch_screen(screen)
        screen.call_after_refresh(screen.say, "You play from here.", "accent")
