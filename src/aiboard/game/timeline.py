"""One game in memory: the state now, what was done on each day, and a copy of each morning to go back to."""

from __future__ import annotations

from aiboard.actions.grammar import Turn
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.events import Action
from aiboard.engine.happenings import Event
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.world import World


class Timeline:
    """A game's states. Everything here follows from world, seed and what was done.

    Attributes:
        state: the game now. It holds the hidden truth: for analysis; faces and bots take `board`.
        days: actions of each day in order; the last list is today's (after the last day it stays empty).
        work: acts and days computed so far, those repeated for undo included.
    """

    def __init__(self, world: World, seed: int, latents: Latents | None = None) -> None:
        self.state = new_state(world, seed, latents)
        self.days: list[list[Action]] = [[]]
        self.work = 0
        self._mornings = [self.state.clone()]

    @property
    def board(self) -> Board:
        """What a player may see now."""
        return self.state.board

    def act(self, action: Action) -> list[Event]:
        """Do it; raises the engine's IllegalAction."""
        events = act(self.state, action)
        self.days[-1].append(action)
        self.work += 1
        return events

    def end_day(self) -> list[Event]:
        """One day on; nothing when the game is over."""
        if self.state.board.over:
            return []
        events = advance(self.state)
        self.days.append([])
        self._mornings.append(self.state.clone())
        self.work += 1
        return events

    def undo(self) -> Action | Turn | None:
        """Go back to before the last action or day; what was taken back, None at the very beginning."""
        if not self.days[-1]:
            if len(self.days) == 1:
                return None
            self.days.pop()
            self._mornings.pop()
            self._again()
            return Turn.END_DAY
        last = self.days[-1].pop()
        self._again()
        return last

    def ended(self) -> int:
        """How many days have ended."""
        return len(self.days) - 1

    def morning(self, ended: int) -> State:
        """The state after that many days, before anything was done. Shared: clone it before changing it."""
        return self._mornings[ended]

    def _again(self) -> None:
        """Derive today anew from its morning."""
        self.state = self._mornings[-1].clone()
        for action in self.days[-1]:
            act(self.state, action)
        self.work += 1 + len(self.days[-1])
