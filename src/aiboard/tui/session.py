"""One open game, as the screens need it: the game, the texts of its scenario, and what was said already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiboard.actions.grammar import parse
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.chaos import ChaosHinted
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Chaos
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action
from aiboard.scenario.moments import moments
from aiboard.scenario.units import word
from aiboard.views.board.project import message
from aiboard.views.coach import Coach
from aiboard.views.decisions.menu import typed
from aiboard.views.linear import kept
from aiboard.views.stop_causes import Stop
from aiboard.views.stops import still_open

if TYPE_CHECKING:
    from aiboard.game import Game
    from aiboard.scenario.story import Story


_MOST_VOICES: Final = 2


class Session:
    """A game being played. `do` and `end_day` are the only ways in which a screen changes it."""

    def __init__(self, game: Game, coach: bool = True) -> None:
        self.game = game
        self.coach_on = coach
        #: The coach's line of this moment; empty when there is none.
        self.coach = ""
        lines = game.resolved.scenario.coach
        self._coach = Coach(lines, game.board) if lines else None
        game.extras = lambda played: kept(played.board)
        #: Grows with every change, so that screens may keep what they worked out.
        self.version = 0
        self._spoken: set[tuple[int, str]] = set()
        #: Who says what about the last thing that happened; an empty name is the story's own voice.
        self.voices: list[tuple[str, str]] = []
        self._stops: tuple[Stop, ...] = ()
        self._stopped_at = 0
        # A resumed game has heard all this before.
        self._hear(self.board.history)
        self.voices = []

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
        """One action; raises what `Game.do` raises, and nothing has changed then. A typed kill gets its learning."""
        if isinstance(action, str):
            found = parse(action, self.world)
            action = typed(self.board, found, action) if isinstance(found, Action) else action
        events = self.game.do(action)
        self._hear(events)
        return events

    def end_day(self) -> list[Event]:
        """The day ends; what happened."""
        events = self.game.end_day()
        self._stops = ()
        self._hear(events)
        return events

    def undo(self) -> str | None:
        """The last action or day taken back; its line."""
        line = self.game.undo()
        self._stops = ()
        self._hear([])
        return line

    def stopped(self, found: tuple[Stop, ...]) -> None:
        """Why time stopped, kept until the next day."""
        self._stops = found
        self._stopped_at = len(self.board.history)
        self.version += 1

    def stops(self) -> tuple[Stop, ...]:
        """Why time stopped this morning, without what was dealt with since."""
        return still_open(self._stops, self._stopped_at, self.board)

    def moved_on(self) -> None:
        """The player pressed a key: a coach line that stands has been read."""
        if self._coach is not None:
            self._coach.read()

    def close(self) -> None:
        """Let the save go."""
        self.game.close()

    def speak(self, voices: list[tuple[str, str]]) -> None:
        """Other things said about the last day (a watched bot's reasons)."""
        self.voices = voices
        self.version += 1

    # --- what is said --------------------------------------------------------------------------------------

    def _hear(self, events: list[Event]) -> None:
        """The coach's line of this moment, and what people say about what happened."""
        self.version += 1
        self.voices = []
        if self.coach_on and self._coach is not None:
            self.coach = self._coach.hear(self.board)
            if self.coach and not self.game.read_only:
                self.game.mark_practice("coach")
        for event in events:
            for name in moments(event):
                self._speak(name, event)

    def _speak(self, name: str, event: Event) -> None:
        """The first time a moment comes, the person behind the card says their line about it, if they have one."""
        if isinstance(event, ChaosHinted) and self.story is not None:
            said = self.story.hints.get(word(Chaos(event.chaos)))
            if said:
                self.voices.append(("", said))
        if event.card < 0 or len(self.voices) >= _MOST_VOICES:
            return
        person = self.world.ideas[event.card].person
        people = self.game.resolved.scenario.people
        if 0 <= person < len(people) and name in people[person].lines and (person, name) not in self._spoken:
            self._spoken.add((person, name))
            self.voices.append((people[person].name, people[person].lines[name]))

    def message(self) -> str:
        """What somebody writes at the start of this sprint; empty when nobody does."""
        return message(self.game.resolved, self.board.sprint())
