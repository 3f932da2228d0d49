"""Moving time: a day, on to the next stop, on to the end of the sprint. The stops are the view's; here is the clock."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol

from aiboard.engine.events import Event
from aiboard.engine.model.vocabulary import EventKind
from aiboard.tui.session import Session
from aiboard.views.stop_causes import Stop
from aiboard.views.stops import quiet, stops

if TYPE_CHECKING:
    from textual.timer import Timer



class Moved(Protocol):
    """The screen whose days end."""

    session: Session

    @property
    def animated(self) -> bool:
        """Animation is on."""

    @property
    def waits(self) -> bool:
        """Time waits."""

    def day_ended(self, events: list[Event], stops: tuple[Stop, ...]) -> None:
        """A day has passed."""

    def set_interval(self, interval: float, callback: Callable[[], None]) -> Timer:
        """Textual's timer."""


class Pace(Enum):
    """How far time moves by itself."""

    STILL = "still"
    TO_STOP = "to the next stop"
    TO_SPRINT = "to the end of the sprint"


#: Seconds a day takes: on the way to a stop it only has to be seen; a sprint runs at four days a second.
_SECONDS: Final = {Pace.TO_STOP: 0.06, Pace.TO_SPRINT: 0.25}


class Clock:
    """Ends days for a screen, one after another, until something needs the player or a key is pressed."""

    def __init__(self, screen: Moved, end_day: Callable[[], list[Event] | None]) -> None:
        self._screen = screen
        self._end_day = end_day
        self._timer: Timer | None = None
        self.pace = Pace.STILL
        self._days = 0

    @property
    def running(self) -> bool:
        """Whether days end by themselves now."""
        return self.pace is not Pace.STILL

    def day(self) -> None:
        """One day."""
        self.halt()
        self._step()

    def go(self, pace: Pace) -> None:
        """Days from now on."""
        self.halt()
        self.pace, self._days = pace, 0
        seconds = _SECONDS[pace] if self._screen.animated or pace is Pace.TO_SPRINT else 0.01
        self._timer = self._screen.set_interval(seconds, self._tick)
        self._tick()

    def halt(self) -> bool:
        """Stop; whether it was running."""
        was = self.running
        self.pace = Pace.STILL
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        return was

    def _tick(self) -> None:
        if self.running and not self._screen.waits:
            self._step()

    def _step(self) -> None:
        screen = self._screen
        before = len(screen.session.board.history)
        events = self._end_day()
        if events is None:
            self.halt()
            return
        board = screen.session.board
        found = stops(before, board)
        self._days += 1
        still = None if found or self.pace is not Pace.TO_STOP else quiet(board, self._days)
        if still is not None:
            found = (still,)
        sprint_over = any(event.kind == EventKind.SPRINT_ENDED for event in events)
        if board.over or sprint_over or (found and self.pace is not Pace.TO_SPRINT):
            self.halt()
        screen.day_ended(events, found)
