"""The simulated players: who they are is fixed before anything is measured, by their number alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.bots import Bot, Reference
from aiboard.bots.reference import IGNORED, Habits
from aiboard.engine.act import options_of
from aiboard.engine.chance.latents import Purpose
from aiboard.engine.chance.luck import mix
from aiboard.engine.model.board import Board
from aiboard.engine.verbs import Action

VERSION: Final = "p1"
"""Raised when the same number would mean another player."""
MOST_SLIPS_PPM: Final = 300_000
"""Slips are drawn evenly from 0 to this share of choices, millionths."""
MOST_IGNORED: Final = 3
"""A player ignores 0 to so many lessons."""
LESSONS: Final = tuple(IGNORED)
_KEY: Final = 20_261_127
"""Luck of the population: no game's seed."""
_SLIPS: Final = 0
_COUNT: Final = 1
_WHICH: Final = 2
_TRIES: Final = 20
"""Things asked for something possible to do with them."""


@dataclass(frozen=True)
class Player:
    """One simulated player.

    Attributes:
        number: 0, 1, ... names the player.
        slips_ppm: the share of choices that are a random possible action instead, millionths.
        ignored: lessons whose advice the player turns into its opposite, by id.
    """

    number: int
    slips_ppm: int
    ignored: tuple[str, ...]

    def bot(self, seed: int) -> Bot:
        """Who plays the game of this seed for the player."""
        return SimulatedPlayer(self, seed)


def player(number: int) -> Player:
    """The player of that number."""
    slips = mix(_KEY, Purpose.BOT, number, _SLIPS) % (MOST_SLIPS_PPM + 1)
    count = mix(_KEY, Purpose.BOT, number, _COUNT) % (MOST_IGNORED + 1)
    remaining = list(LESSONS)
    ignored = [remaining.pop(mix(_KEY, Purpose.BOT, number, _WHICH + draw) % len(remaining)) for draw in range(count)]
    return Player(number, slips, tuple(sorted(ignored)))


class SimulatedPlayer(Bot):
    """The reference with some lessons ignored, which now and then does a random possible thing instead."""

    def __init__(self, profile: Player, seed: int) -> None:
        super().__init__(f"player {profile.number}")
        habits = Habits()
        for lesson in profile.ignored:
            setattr(habits, IGNORED[lesson], False)
        self._policy = Reference(self.name, habits)
        self._slips_ppm = profile.slips_ppm
        # Another game, other slips; never the game's own luck.
        self._key = mix(seed, Purpose.BOT, profile.number, _KEY)
        self._draw_count = 0

    def play(self, board: Board) -> Action | None:
        """The policy's choice, or a slip."""
        if self._drawn() % 1_000_000 < self._slips_ppm:
            slip = self._slip(board)
            if slip is not None:
                return slip
        return self._policy.play(board)

    def _slip(self, board: Board) -> Action | None:
        """A random possible action: a random thing that something can be done with, then what."""
        for _ in range(_TRIES):
            options = options_of(board, self._drawn())
            if options:
                return options[self._drawn() % len(options)]
        return None

    def _drawn(self) -> int:
        self._draw_count += 1
        return mix(self._key, Purpose.BOT, 0, self._draw_count)
