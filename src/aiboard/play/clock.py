"""The clock: one day a step, and after each whether time goes on. How fast the steps follow is the face's affair."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Protocol

from aiboard.engine.happenings import Event
from aiboard.engine.happenings.plan import SprintEnded
from aiboard.engine.model.board import Board
from aiboard.play.stop import Stop
from aiboard.play.stops import find_stops


class Pace(Enum):
    """How far time moves by itself."""

    STILL = "still"
    TO_STOP = "to the next stop"
    TO_SPRINT = "to the end of the sprint"


class Playable(Protocol):
    """What time can be moved in: a game, with or without a save."""

    @property
    def board(self) -> Board:
        """The board now."""

    def end_day(self) -> Sequence[Event]:
        """One day."""


class Clock:
    """Ends days of a game.

    Attributes:
        pace: how far time is to move; STILL when it has stopped.
        quiet_days: days in a row on which nothing stopped time and nobody did anything.
    """

    def __init__(self, game: Playable) -> None:
        self._game = game
        self.pace = Pace.STILL
        self.quiet_days = 0

    @property
    def running(self) -> bool:
        """Whether another step is to follow."""
        return self.pace is not Pace.STILL

    def begin(self, pace: Pace) -> None:
        """Let time move from now on; the steps are the caller's."""
        self.pace = pace

    def halt(self) -> bool:
        """Stop; whether it was running."""
        was_running = self.running
        self.pace = Pace.STILL
        return was_running

    def reset_quiet_days(self) -> None:
        """Somebody did something: the days without a cause count from here."""
        self.quiet_days = 0

    def step(self) -> tuple[Stop, ...]:
        """One day; what there is to stop for after it. On the way to a sprint's end only that end stops.

        Raises what the game's `end_day` raises; time stands then.
        """
        # Still while the day is played: whatever raises in it leaves time standing.
        pace, self.pace = self.pace, Pace.STILL
        before = len(self._game.board.history)
        events = self._game.end_day()
        board = self._game.board
        # Counted on every pace: resuming from a save counts the same days again and must find the same stops.
        self.quiet_days += 1
        stops = find_stops(board, before, self.quiet_days)
        if stops:
            self.quiet_days = 0
        # A sprint's end stops both paces: its rituals are for the player.
        sprint_over = any(isinstance(event, SprintEnded) for event in events)
        stopped = stops and pace is Pace.TO_STOP
        if not (sprint_over or stopped or board.over):
            self.pace = pace
        return stops
