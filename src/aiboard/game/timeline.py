"""One game in memory: the state now, what was done on each day, and copies of earlier states for undo to return to.

`work` estimates what a game has cost to compute, in steps of about 20 microseconds without a compiler. A save is
limited by it, because a short file can make a program play for hours.
"""

from __future__ import annotations

from typing import Final

from aiboard.actions.grammar import Turn
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.happenings import Event
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action

KEPT_EVERY: Final = 32
"""A copy is kept after so many actions of one day, so that undo never repeats more than these."""
ACT_WORK: Final = 2
"""Steps to read and do one action."""
_DAY_WORK: Final = 6
"""Steps a card that a day takes, its digests included (measured with 41 and with 199 cards)."""
_COPY_WORK: Final = 1
"""Steps a card to copy a state."""


class Timeline:
    """A game's states. Everything here follows from world, seed and what was done.

    Attributes:
        state: the game now. It holds the hidden truth: for analysis; faces and bots take `board`.
        days: actions of each day in order; the last list is today's (after the last day it stays empty).
        work: estimated cost of everything computed so far, what undo repeated included, in steps.
    """

    def __init__(self, world: World, seed: int, latents: Latents | None = None) -> None:
        self.state = new_state(world, seed, latents)
        self.days: list[list[Action]] = [[]]
        self.work = 0
        self._cards = len(world.ideas)
        #: Of each day: its morning, and a copy after every KEPT_EVERY-th action.
        self._copies = [[self.state.clone()]]

    @property
    def board(self) -> Board:
        """What a player may see now."""
        return self.state.board

    def act(self, action: Action) -> list[Event]:
        """Do it; raises the engine's IllegalAction."""
        events = act(self.state, action)
        day_actions = self.days[-1]
        # Only after the engine took it: a refused action must not be there for undo to repeat.
        day_actions.append(action)
        self.work += ACT_WORK
        if len(day_actions) % KEPT_EVERY == 0:
            self._copies[-1].append(self._copy(self.state))
        return events

    def end_day(self) -> list[Event]:
        """One day on; nothing when the game is over."""
        if self.state.board.over:
            return []
        events = advance(self.state)
        self.days.append([])
        self.work += _DAY_WORK * self._cards
        self._copies.append([self._copy(self.state)])
        return events

    def undo(self) -> Action | Turn | None:
        """Go back to before the last action or day; what was taken back, None at the very beginning."""
        undone: Action | Turn = Turn.END_DAY
        if self.days[-1]:
            undone = self.days[-1].pop()
        elif len(self.days) == 1:
            return None
        else:
            self.days.pop()
            self._copies.pop()
        self._go_back()
        return undone

    def days_ended(self) -> int:
        """How many days have ended."""
        return len(self.days) - 1

    def morning(self, ended: int) -> State:
        """The state after that many days, before anything was done. Shared: clone it before changing it."""
        return self._copies[ended][0]

    def day_work(self) -> int:
        """What one more day costs."""
        return (_DAY_WORK + _COPY_WORK) * self._cards

    def undo_work(self) -> int:
        """The most that one undo costs."""
        return _COPY_WORK * self._cards + KEPT_EVERY * ACT_WORK

    def _go_back(self) -> None:
        """Derive the state of today after the actions that are left: from the nearest copy."""
        day_actions = self.days[-1]
        copies = self._copies[-1]
        # Copies of what was taken back go too: other actions may come in their place.
        del copies[len(day_actions) // KEPT_EVERY + 1 :]
        self.state = self._copy(copies[-1])
        repeated = day_actions[(len(copies) - 1) * KEPT_EVERY :]
        for action in repeated:
            act(self.state, action)
        # Never taken off again: a save that undoes in circles is stopped by the work it causes, not by its length.
        self.work += ACT_WORK * len(repeated)

    def _copy(self, state: State) -> State:
        self.work += _COPY_WORK * self._cards
        return state.clone()
