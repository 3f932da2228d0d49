"""How fast the days follow each other on the screen. Whether another one follows is the session's clock's decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiboard.play.clock import Pace

if TYPE_CHECKING:
    from textual.timer import Timer

    from aiboard.tui.screens.game import GameScreen

#: Seconds a day takes: on the way to a stop it only has to be seen; a sprint runs at four days a second.
_SECONDS: Final = {Pace.TO_STOP: 0.06, Pace.TO_SPRINT: 0.25}
_UNANIMATED: Final = 0.01


class Ticker:
    """Steps a screen's clock by a timer until it stands, a key is pressed or another screen lies on this one."""

    def __init__(self, screen: GameScreen) -> None:
        self._screen = screen
        self._timer: Timer | None = None

    @property
    def running(self) -> bool:
        """Whether days end by themselves now."""
        return self._screen.session.clock.running

    def day(self) -> None:
        """One day."""
        self.halt()
        self._screen.end_day()

    def go(self, pace: Pace) -> None:
        """Days from now on."""
        self.halt()
        self._screen.session.clock.begin(pace)
        seconds = _SECONDS[pace] if self._screen.animated or pace is Pace.TO_SPRINT else _UNANIMATED
        self._timer = self._screen.set_interval(seconds, self._tick)
        self._tick()

    def halt(self) -> bool:
        """Stop; whether it was running."""
        was = self._screen.session.clock.halt()
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        return was

    def _tick(self) -> None:
        if self.running and not self._screen.waits:
            self._screen.end_day()
        if not self.running:
            self.halt()
