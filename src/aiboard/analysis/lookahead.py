"""`lookahead`: the reference, which looks ahead before some of its choices and departs where another is surely better.

It reads the Board only: what it tries is played on by the reference from truths drawn from the belief, with luck of its
own. What it departs in shows what the reference does not know yet.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from aiboard.analysis.belief import Memory, Priors
from aiboard.analysis.estimate import Estimate, estimate
from aiboard.analysis.pricing.options import is_choice, other_options, subject
from aiboard.analysis.rollouts import Continuation, RolloutBase
from aiboard.bots import ActionReason, Bot, Reference
from aiboard.engine.chance.latents import Purpose
from aiboard.engine.chance.luck import mix
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Reason, Stage
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action, Kill, Prioritise, Start

NAME: Final = "lookahead"
END_DAY: Final = "end the day"
"""The choice to do nothing more today."""


@dataclass(frozen=True)
class LookaheadSettings:
    """How it looks ahead.

    Attributes:
        rollouts: futures of each option.
        max_looks: choices looked at in a game, spread over its days.
        every: one choice in so many is looked at, while there are looks left: not always the day's first ones.
        min_errors: an option is taken when it is better by so many standard errors.
    """

    rollouts: int = 32
    max_looks: int = 12
    every: int = 3
    min_errors: float = 2.0


AS_NAMED: Final = LookaheadSettings()
"""What the bot's name stands for."""
EVERYTHING: Final = LookaheadSettings(rollouts=64, max_looks=1_000_000, every=1, min_errors=math.inf)
"""Every choice looked at and none changed: what the reference leaves on the table in its own games."""


@dataclass(frozen=True)
class TriedOption:
    """An option beside the reference's choice (None ends the day), what it is worth more, cents, and that's error."""

    option: Action | None
    mean: float
    error: float
    taken: bool


@dataclass(frozen=True)
class LookaheadResult:
    """One choice that was looked at.

    Attributes:
        day: when.
        proposed: the reference's choice; None ends the day.
        tried: the options beside it.
        gains: cents that the best choice brings over the proposed one: chosen on one half of the futures and estimated
            on the other, both ways. 0 where that is the proposed one. Unlike the largest of `tried` it flatters nobody.
    """

    day: int
    proposed: Action | None
    tried: tuple[TriedOption, ...]
    gains: tuple[Estimate, Estimate]


class Lookahead(Bot):
    """Looks ahead at some choices; `seed` feeds its own luck.

    Attributes:
        looks: every choice looked at, in order, for whoever wants to know where it departs.
    """

    def __init__(self, seed: int, looks: LookaheadSettings = AS_NAMED) -> None:
        super().__init__(NAME)
        self.looks: list[LookaheadResult] = []
        self._seed = seed
        self._settings = looks
        self._reference: Bot = Reference()
        self._memory = Memory()
        self._day = 0
        self._ended = False
        self._considered = 0
        self._examined: set[str] = set()

    def play(self, board: Board) -> Action | None:
        """The reference's next action, or what is surely better."""
        if board.day != self._day:
            self._day, self._ended, self._examined = board.day, False, set()
            self._memory.observe(board)
        if self._ended:
            return None
        proposed = self._reference.play(board)
        self.why = self._reference.why
        return self._best(board, proposed) if self._wants_a_look(board, proposed) else proposed

    def _wants_a_look(self, board: Board, proposed: Action | None) -> bool:
        """Whether this choice is looked at: by chance, within what the days so far allow, each thing once a day."""
        # A rank in a queue and a forecast hardly change what comes: no look is spent on them.
        idle = proposed is not None and (isinstance(proposed, Prioritise) or not is_choice(proposed))
        if idle or _about(proposed) in self._examined:
            return False
        if len(self.looks) * board.world.days >= self._settings.max_looks * board.day:
            return False
        self._considered += 1
        return mix(self._seed, Purpose.BOT, 2, self._considered) % self._settings.every == 0

    def _best(self, board: Board, proposed: Action | None) -> Action | None:
        self._examined.add(_about(proposed))
        options = self._options(board, proposed)
        # Another look, other futures: one lucky draw must not speak for the same option day after day.
        key = f"{self._seed}:{len(self.looks)}"
        base = RolloutBase(board, NAME, key, _priors(board.world), memory=Memory(self._memory))
        # Then the reference's own day goes on; with nothing left to do it ends by itself.
        reference_values = base.values(Continuation(() if proposed is None else (proposed,)), self._settings.rollouts)
        gaps = [_less(base.values(_line(option), self._settings.rollouts), reference_values) for option in options]
        estimates = [(statistics.fmean(gap), statistics.stdev(gap) / math.sqrt(len(gap))) for gap in gaps]
        best = max(range(len(estimates)), key=lambda index: self._gain(estimates[index]), default=-1)
        pick = best if best >= 0 and self._gain(estimates[best]) > 0 else -1
        tried = tuple(TriedOption(options[index], *estimates[index], index == pick) for index in range(len(options)))
        self.looks.append(LookaheadResult(board.day, proposed, tried, _gains(gaps)))
        return proposed if pick < 0 else self._depart(options[pick])

    def _gain(self, mean_error: tuple[float, float]) -> float:
        """The mean where it is over 0 beyond its error; else nothing."""
        mean, error = mean_error
        return mean if mean > self._settings.min_errors * error else 0.0

    def _depart(self, option: Action | None) -> Action | None:
        # The futures that spoke for it were played on by one that had let nothing be this morning.
        self._reference = Reference()
        self.why = ActionReason.LOOK_AHEAD
        self._ended = option is None
        return option

    def _options(self, board: Board, proposed: Action | None) -> list[Action | None]:
        """What else could be done; None ends the day."""
        if proposed is not None:
            return [*other_options(board, proposed, [proposed]), None]
        return [*self._left(board)]

    def _left(self, board: Board) -> list[Action]:
        """When the reference has nothing left to do: a start, and what can be done with one card under way."""
        options = other_options(board, Start(-1), [])[:1]
        cards = [card.index for card in board.cards if card.in_flight() or card.stage == Stage.PRODUCTION]
        if cards:
            index = cards[mix(self._seed, Purpose.BOT, 3, len(self.looks)) % len(cards)]
            # Any action on the card leads to its row of the options table.
            options += other_options(board, Kill(index, int(Reason.OTHER)), [])
        return options


def verb(action: Action | None) -> str:
    """The kind of a choice."""
    return END_DAY if action is None else type(action).VERB


def _about(action: Action | None) -> str:
    return END_DAY if action is None else subject(action)


def _line(option: Action | None) -> Continuation:
    return Continuation(ends=True) if option is None else Continuation((option,))


def _less(values: Sequence[int], baseline: Sequence[int]) -> list[int]:
    return [a - b for a, b in zip(values, baseline, strict=True)]


def _gains(gaps: Sequence[Sequence[int]]) -> tuple[Estimate, Estimate]:
    """Both ways: what is best on one half of the futures, estimated on the other half."""
    halves = [[gap[0::2] for gap in gaps], [gap[1::2] for gap in gaps]]
    return _held_out(*halves), _held_out(*halves[::-1])


def _held_out(selection: Sequence[Sequence[int]], evaluation: Sequence[Sequence[int]]) -> Estimate:
    best = max(range(len(selection)), key=lambda index: sum(selection[index]), default=-1)
    return estimate(evaluation[best]) if best >= 0 and sum(selection[best]) > 0 else Estimate(0.0, 0.0, 0.0)


@lru_cache(maxsize=2)
def _priors(world: World) -> Priors:
    return Priors(world)
