"""The debrief on screen: worked out and priced in a thread, pass after pass; `y` copies it and writes a file."""

from __future__ import annotations

from typing import Final

from aiboard.analysis import position
from aiboard.analysis.debrief import Debrief, debrief, text, with_second_evaluator
from aiboard.analysis.debrief.decision_summaries import DecisionSummary, possible_losses
from aiboard.analysis.debrief.passes import PassProgress, price_in_passes
from aiboard.analysis.evaluators import OTHERS, other_evaluator
from aiboard.play.session import Session
from aiboard.tui.pricing import Pricing
from aiboard.tui.screens.full import Hints, PanelScreen, hints_of
from aiboard.tui.screens.moment import branch_game
from aiboard.tui.widgets.debrief_view import DebriefView

_SECOND_ROLLOUTS: Final = 64
"""Futures behind a second evaluator's prices."""
_SCREEN: Final = 12
"""Decisions that a screen moves the cursor of their page by."""
_WAITS: Final = frozenset({
    "page", "next_page", "previous_page", "up", "down", "page_up", "page_down", "top", "bottom", "open", "copy",
})  # fmt: skip


class DebriefScreen(PanelScreen[DebriefView]):
    """The debrief of a game."""

    SCREEN = "debrief"

    def __init__(self, session: Session) -> None:
        super().__init__(DebriefView())
        self.session = session
        #: The pricing that goes on; None while none does.
        self._work: Pricing | None = None
        #: Keys that were typed before there was a page to do them on.
        self._typed: list[tuple[str, tuple[str, ...]]] = []

    def on_mount(self) -> None:
        """Analyse in a thread, then price; leaving the screen drops what comes."""
        self.run_in_thread(lambda: debrief(self.session.game), self._analysed, self.view.fail)

    def _analysed(self, game_debrief: Debrief) -> None:
        self.view.show(game_debrief)
        for name, args in self._typed:
            self.action_press(name, *args)
        # A game that is over is looked at for its prices; of one that goes on they are asked for.
        if game_debrief.finished:
            self.action_price()

    def hints(self) -> Hints:
        """What the first page is for comes first."""
        # Where the cursor is on a decision, a game can go on from its board.
        branch = ["branch"] if self.view.answer is not None else []
        names = ["help", "back", "open", "retry", *branch, *([] if self.view.listing else ["next_page"]), "copy"]
        # On the question that comes before the prices the same key picks.
        asks = self.view.asking and self.view.page == 0
        return hints_of(self.SCREEN, self.host.table, names, {"open": "pick"} if asks else None)

    def hint_tail(self) -> str:
        """How far the prices are."""
        return self.view.pricing

    def action_press(self, name: str, *args: str) -> object:
        """A key; until the analysis is there it waits, and is done then."""
        if self.view.debrief is None and name in _WAITS:
            self._typed.append((name, args))
            return None
        return super().action_press(name, *args)

    # --- pages -------------------------------------------------------------------------------------------------

    def action_page(self, digit: str) -> None:
        """A page by its number."""
        self._open(int(digit) - 1)

    def action_next_page(self) -> None:
        """The first page that is not shown yet."""
        self._open(self.view.after)

    def action_previous_page(self) -> None:
        """Page before."""
        self._open(self.view.page - 1)

    def _open(self, number: int) -> None:
        self.view.open_page(number)
        self.show_hints()

    def action_page_down(self) -> None:
        """Screen down; at the end of a page, the next one."""
        if self.view.at_end:
            self.action_next_page()
        elif self.view.listing:
            self.view.move(_SCREEN)
        else:
            self.view.cursor = None
            self.view.action_page_down()

    def action_page_up(self) -> None:
        """Screen up."""
        if self.view.listing:
            self.view.move(-_SCREEN)
        else:
            self.view.cursor = None
            self.view.action_page_up()

    def action_open(self) -> None:
        """Take the pick; else the board of the morning of the answer under the cursor."""
        if self.view.asking and self.view.page == 0:
            self.view.pick()
            self.show_hints()
        elif self.view.answer is not None and self.view.debrief is not None:
            self.host.open("moment", self.session, self.view.debrief, self.view.answer)
        elif self.view.page == 0:
            self.tell("Enter opens a board once decisions are priced; page 5 lists them all now.", "warn")

    def action_branch(self) -> None:
        """A new game that goes on from the board of the decision under the cursor."""
        one = self.view.answer
        if one is None:
            self.tell("Choose a decision first, on the first page or on the page of all decisions.", "warn")
        else:
            branch_game(
                self.host, self.session, position.position_before(self.session.game, one.day, one.line, one.undone)
            )

    def action_retry(self) -> None:
        """The costliest boards again, one after another; on the page of all decisions the one under the cursor."""
        game_debrief = self.view.debrief
        selected_decision = self.view.answer if self.view.listing else None
        decisions: list[DecisionSummary] = (
            []
            if game_debrief is None
            else [selected_decision]
            if selected_decision is not None
            else possible_losses(game_debrief)
        )
        if game_debrief is None or game_debrief.prices is None:
            self.tell("The boards to try again are known once the decisions are priced.", "warn")
        elif not decisions:
            self.tell("No decision lost two points or more: there is no board to try again.", "warn")
        else:
            self.host.open("retry", self.session, game_debrief, decisions)

    # --- prices ------------------------------------------------------------------------------------------------

    def action_price(self) -> None:
        """Work out what each decision was worth, in other processes, finer and finer; asked again, stop."""
        game_debrief = self.view.debrief
        if self._work is not None:
            self._work.stop()
            self.tell("Stopped; what is priced stays.")
        elif game_debrief is None:
            self.tell("The analysis is not there yet.", "warn")
        else:
            work = self._work = Pricing()
            self.run_in_thread(
                lambda: self._price(game_debrief, work), lambda _: self._ended(""), self._ended, "prices"
            )

    def action_second(self) -> None:
        """What another evaluator says of the same decisions, on a page of its own."""
        game_debrief = self.view.debrief
        if self._work is not None:
            self.tell("The first evaluator is still at work; p stops it, what is priced stays.", "warn")
        elif game_debrief is None or game_debrief.prices is None:
            self.tell("A second evaluator is asked when the decisions are priced.", "warn")
        else:
            work = self._work = Pricing()
            self.run_in_thread(lambda: self._ask_second(game_debrief, work), self._asked_second, self._ended, "prices")

    def _ask_second(self, game_debrief: Debrief, work: Pricing) -> Debrief:
        """Runs in a thread."""
        days = len(self.session.game.timeline.days)

        def told(days_done: int) -> None:
            work.raise_if_stopped()
            self.app.call_from_thread(self._say, PassProgress(1, 1, days_done, days))

        # Stopped, the block ends early and leaves it as it was.
        result = game_debrief
        with work.running() as executor:
            told(0)
            result = with_second_evaluator(
                game_debrief, self.session.game, other_evaluator(OTHERS[0]), _SECOND_ROLLOUTS, executor, told
            )
        return result

    def _asked_second(self, game_debrief: Debrief) -> None:
        self._ended("")
        if game_debrief.bias is not None:
            self.view.show(game_debrief)
            self._open(len(self.view.pages) - 1)

    def on_unmount(self) -> None:
        """Nobody waits for prices any more."""
        if self._work is not None:
            self._work.stop()

    def _price(self, game_debrief: Debrief, work: Pricing) -> None:
        """Runs in a thread: each pass is shown when it is done. Raises InputError where there is no scale."""

        def told(so_far: PassProgress) -> None:
            work.raise_if_stopped()
            self.app.call_from_thread(self._say, so_far)

        with work.running() as executor:
            for priced in price_in_passes(game_debrief, self.session.game, told, executor):
                work.raise_if_stopped()
                self.app.call_from_thread(self._priced, priced)

    def _priced(self, game_debrief: Debrief) -> None:
        self.view.show(game_debrief)
        self.show_hints()

    def _say(self, so_far: PassProgress) -> None:
        # Short enough to stand beside the hints at 80 columns.
        look = f" {so_far.number}/{so_far.passes}" if so_far.number > 1 else ""
        # The record of a finished game ends with the morning after, on which nothing is decided.
        days = min(so_far.days, self.session.world.days)
        self.view.pricing = f"pricing{look}: day {min(so_far.done, days)} of {days}"
        self.show_hints()
        self.view.update()

    def _ended(self, reason: str) -> None:
        self._work = None
        self.view.pricing = ""
        self.show_hints()
        self.view.update()
        # The screen may have been left while the thread came to its end.
        if reason and self.is_mounted:
            self.tell(reason, "warn")

    def action_copy(self) -> None:
        """All of it as text, into the clipboard and a file."""
        if self.view.debrief is not None:
            self.tell(self.host.copy(text(self.view.debrief), "debrief"))
