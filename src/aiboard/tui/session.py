"""One open game, as the screens need it: the game, the texts of its scenario, and what was said already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiboard.engine.board import Board
from aiboard.engine.events import Action, Event
from aiboard.engine.world import World
from aiboard.scenario.moments import START, moments

if TYPE_CHECKING:
    from aiboard.game import Game
    from aiboard.scenario.story import Story


class Session:
    """A game being played. `do` and `end_day` are the only ways in which a screen changes it."""

    def __init__(self, game: Game, coach: bool = True) -> None:
        self.game = game
        self.coach_on = coach
        #: The coach's line of this moment; empty when there is none.
        self.coach = ""
        self._counted: dict[str, int] = {}
        self._said: set[int] = set()
        self._hear([])
        for event in self.board.history:
            self._hear([event])

    # --- looking -------------------------------------------------------------------------------------------

    @property
    def board(self) -> Board:
        """What the player may see. A new object after an undo: never keep it."""
        return self.game.board

    @property
    def world(self) -> World:
        """The scenario in the engine's units."""
        return self.game.world

    @property
    def story(self) -> Story | None:
        """The scenario's prose, or None."""
        return self.game.resolved.scenario.story

    @property
    def show_hours(self) -> bool:
        """Whether the manager's hours are on the screen."""
        return self.game.resolved.scenario.show_hours

    @property
    def title(self) -> str:
        """The scenario's id with its variant."""
        return self.game.resolved.key

    def place(self) -> str:
        """Where the game is in its calendar, and which: one line for a list."""
        board = self.board
        if board.over:
            return f"{self.title}, finished"
        return f"{self.title}, day {board.day} of {board.world.days}"

    # --- changing ------------------------------------------------------------------------------------------

    def do(self, action: Action | str) -> list[Event]:
        """One action; raises what `Game.do` raises, and nothing has changed then."""
        events = self.game.do(action)
        self._hear(events)
        return events

    def end_day(self) -> list[Event]:
        """The day ends; what happened."""
        events = self.game.end_day()
        self._hear(events)
        return events

    def undo(self) -> str | None:
        """The last action or day taken back; its line."""
        return self.game.undo()

    def close(self) -> None:
        """Let the save go."""
        self.game.close()

    # --- the coach -----------------------------------------------------------------------------------------

    def _hear(self, events: list[Event]) -> None:
        """Count the moments that passed; the newest coach line that hangs on one of them is the coach's line."""
        names = [START] if not self._counted else []
        for event in events:
            names += moments(event)
        for name in names:
            self._counted[name] = self._counted.get(name, 0) + 1
            for i, line in enumerate(self.game.resolved.scenario.coach):
                if line.when == name and line.nth == self._counted[name] and i not in self._said:
                    self._said.add(i)
                    if self.coach_on:
                        self.coach = line.say
