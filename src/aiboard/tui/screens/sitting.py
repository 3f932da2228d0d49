"""A drill in use: its question is read in a thread, answers are kept and handed in, games are waited for."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from aiboard.drills.asks import Ask
from aiboard.drills.attempts import Store
from aiboard.drills.drill import Drill, ReportsProgress, Setting, make
from aiboard.drills.question import reason
from aiboard.drills.sitting import Sitting
from aiboard.instruments.errors import InputError
from aiboard.tui.screens.full import FullScreen
from aiboard.tui.widgets.drill import DrillView

REACTION_SECONDS: Final = 0.3
"""Seconds that a person needs at least to see that something is asked."""


class _GivenUp(Exception):
    """The person does not want to wait for the games."""


class SittingScreen(FullScreen):
    """One question after the other. What is given is kept at once, so that leaving in the middle loses nothing.

    A subclass shows what is asked now and reads the answer.
    """

    def __init__(self, name: str, setting: Setting, question: str | None) -> None:
        super().__init__()
        self.view = DrillView()
        self.drill_id = name
        self.setting = setting
        self._requested = question
        self._drill: Drill | None = None
        self._store: Store | None = None
        self._given_up = False
        #: Whether the drill plays games, so that an answer is taken in a thread.
        self._watched = False
        #: Whether it was asked for another question, which would drop this one.
        self.dropping = False
        self._drop_asked_at = 0.0
        #: When it was asked for the end of the program in the middle of a question; 0 where it was not.
        self.leaving = 0.0

    @property
    def sitting(self) -> Sitting | None:
        """The question that is being answered."""
        return self.view.drill_session

    @property
    def ask(self) -> Ask | None:
        """What is asked now; None before a question is there and after the grade."""
        return self.sitting.ask if self.sitting is not None else None

    def show_ask(self) -> None:
        """Show what is asked now, or that there is a grade."""
        raise NotImplementedError

    # --- a question ----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Read attempts and a question in a thread: a story first works out a debrief."""
        self.view.wait()
        self._given_up = False
        self.run_in_thread(self._load, self._begun, self._failed)

    def action_another(self) -> None:
        """Another question."""
        drill_session = self.sitting
        if drill_session is None or self.view.busy:
            return
        if drill_session.grade is not None:
            self._begin_another()
        elif not self.dropping:
            # The key is a letter: it may have been meant for a text.
            self.dropping, self._drop_asked_at = True, monotonic()
            self.show_hints()

    def drop(self) -> None:
        """Drop the question, if that was seen: keys that came in one burst were meant for something else."""
        self.dropping = False
        if monotonic() - self._drop_asked_at < REACTION_SECONDS:
            self.show_hints()
        else:
            self._begin_another()

    def action_leave(self) -> None:
        """Leave the program; in the middle of a question when asked twice: the key is a letter too."""
        if self.ask is None or (self.leaving and monotonic() - self.leaving >= REACTION_SECONDS):
            super().action_leave()
        else:
            self.leaving = monotonic()
            self.view.say_once("Press it again to leave the program; what you gave is kept.")

    def _begin_another(self) -> None:
        store = self._store
        if store is not None and self.try_write(lambda one: store.forget(one.question)):
            self.begin()

    def _failed(self, message: str) -> None:
        self.view.set_busy("")
        self.view.fail(message)

    def _load(self) -> Sitting:
        # Read anew each time: another window may have practised meanwhile.
        self._store = store = Store.load()
        self._drill = self._drill or make(self.drill_id, self.setting)
        drill: object = self._drill
        if isinstance(drill, ReportsProgress):
            drill.watch = self._watch
            self._watched = True
        requested, self._requested = self._requested, None
        return Sitting.begin(self.drill_id, self._drill, store, requested)

    def _begun(self, drill_session: Sitting) -> None:
        self.view.show(drill_session)
        self.show_ask()
        if drill_session.resumed:
            self.view.say_once("You began this before; it goes on where it was.")
        elif self._store is not None and self._store.notices:
            self.tell(self._store.notices[0], "warn")

    def _watch(self, completed: int, total: int) -> None:
        """Called in the thread that plays: say how far it is, and stop it when nobody waits any more."""
        if self._given_up:
            raise _GivenUp
        if completed * 100 // total != (completed - 1) * 100 // total:
            percent = completed * 100 // total
            message = f"Playing: {completed} of {total} games, {percent} %. Esc gives up; what you gave is kept."
            self.app.call_from_thread(self.view.set_busy, message)

    # --- answers -------------------------------------------------------------------------------------------

    def try_write(self, change: Callable[[Sitting], object]) -> bool:
        """Do something that writes; say what went wrong. Whether it was done."""
        assert self.sitting is not None
        try:
            change(self.sitting)
        except InputError as error:
            self.tell(reason(error), "warn")
        except OSError as error:
            self.tell(f"not kept: {error.strerror or error}", "warn")
        else:
            return True
        return False

    def give(self, ask: Ask, value: object) -> None:
        """Hand an answer in: at once, or in a thread where it makes the drill play games."""
        if not self._watched:
            if self.try_write(lambda one: one.submit(ask, value)):
                self._given()
            return
        self._given_up = False
        self._busy("One moment …")
        drill_session = self.sitting
        assert drill_session is not None

        def job() -> bool:
            try:
                drill_session.submit(ask, value)
            except _GivenUp:
                return False
            return True

        self.run_in_thread(job, self._handed_in, self._not_taken)

    def _busy(self, message: str) -> None:
        """Say what takes long, or that it is over; other keys hold meanwhile."""
        self.view.set_busy(message)
        self.show_hints()

    def give_up(self) -> None:
        """Stop the games that are played for an answer."""
        self._given_up = True

    def on_unmount(self) -> None:
        """Games that are still played have nobody left to watch them."""
        self.give_up()

    def _handed_in(self, completed: bool) -> None:
        self._busy("")
        if completed:
            self._given()
        else:
            self.tell("given up; your answer is kept")

    def _not_taken(self, message: str) -> None:
        self._busy("")
        self.tell(message, "warn")

    def _given(self) -> None:
        # What was said of the last step has nothing to do with the next.
        self.hush()
        self.show_ask()
        if self.sitting is not None and self.sitting.grade is not None:
            self.view.to_grade()
