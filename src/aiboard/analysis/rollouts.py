"""Rollouts: what a game is worth when the reference plays on, from what a player could know or from the truth.

A base is a board with truths that may be behind it, and fresh luck for each: keys from (evaluator, game, replicate),
never the game's own seed. All options of a decision get the same truths and luck: they are compared in pairs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from aiboard.analysis.belief import Belief, Memory, Priors
from aiboard.analysis.belief.draws import Draws
from aiboard.analysis.belief.trail import Reader
from aiboard.analysis.belief.vendor import is_consistent_luck
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day, play_on, without_gc
from aiboard.engine.act import act, check
from aiboard.engine.chance.deal import stated_odds
from aiboard.engine.day import advance
from aiboard.engine.model.board import Board
from aiboard.engine.model.fields import copy_board, copy_truth
from aiboard.engine.model.state import State
from aiboard.engine.model.truth import Truth
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import Action

REFERENCE: Final = "reference"
BLOCKS: Final = (0, 64, 128, 256, 1024)
"""Truths are drawn from one of these counts to the next: as many as the next look at a price asks for."""
_BLOCK: Final = 768
"""Truths drawn at a time after those."""
_TRIES: Final = 400
"""Keys tried until one labels batches as they were labelled."""


@dataclass(frozen=True)
class Continuation:
    """What is done from a board on: these actions, then the reference; with `ends` only from the next morning on."""

    actions: tuple[Action, ...] = ()
    ends: bool = False


def fresh_seed(evaluator: str, game: str, replicate: int, attempt: int = 0) -> int:
    """The luck of one replicate of a game, 0 .. 2**63 - 1."""
    text = f"{evaluator}:{game}:{replicate}:{attempt}"
    # Seeds have 63 bits.
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


@dataclass(frozen=True)
class ReplicateStart:
    """What one replicate begins with besides the board: its truth, its luck, odds that nobody has stated yet."""

    truth: Truth
    seed: int
    odds: tuple[int, ...]


class RolloutBase:
    """A board and how its rollouts begin. Truths come from the belief, or are the true one again and again.

    Args:
        board: copied at once; what happens to it later does not matter.
        evaluator, game: what the luck is derived from.
        priors: the world's tables.
        truth: the true state's; None draws from the belief.
        memory: what earlier boards showed.
        policy: the bot that plays on.
        draw_cache: draws that another base of the same board and keys made, by their first replicate; the first block,
            which every look begins with, is added here.
    """

    def __init__(
        self, board: Board, evaluator: str, game: str, priors: Priors, truth: Truth | None = None,
        memory: Memory | None = None, policy: str = REFERENCE, draw_cache: dict[int, Draws] | None = None,
    ) -> None:  # fmt: skip
        self._board = copy_board(board)
        self._key = evaluator, game
        self._priors = priors
        self._policy = policy
        self._truth = truth
        self._memory = memory
        self._draw_cache = draw_cache if draw_cache is not None else {}
        #: The truths of each block, by the block's first replicate, and the starts that were asked for.
        self._truths: dict[int, list[Truth]] = {}
        self._starts: dict[int, ReplicateStart] = {}
        self._values: dict[Continuation, list[int]] = {}
        self._hidden_cards = [card.index for card in self._board.cards if not card.shown] if truth is None else []

    @cached_property
    def _belief(self) -> Belief:
        # Made when truths are drawn: most that is looked at again has its draws, or all the values that are asked for.
        return Belief(self._board, self._priors, self._memory, self._reader)

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._board, self._memory)

    def values(self, line: Continuation, count: int, cache: list[int] | None = None) -> list[int]:
        """Final cents of the first `count` replicates of a line. Asked for again, only new ones are played.

        `cache` are values that another base of the same board and keys found; what is added here is appended to it.
        """
        values = self._values.setdefault(line, []) if cache is None else cache
        with without_gc():
            for replicate in range(len(values), count):
                values.append(self._play(self.start(replicate), line))
        return values[:count]

    def truths(self, count: int) -> list[Truth]:
        """What may be behind the board: of the first `count` replicates. Not to be changed."""
        return [self._truth_of(replicate) for replicate in range(count)]

    def start(self, replicate: int) -> State:
        """The state that a replicate begins with, the caller's own; for asking how it ends otherwise than by value."""
        start = self._starts.get(replicate)
        if start is None:
            start = self._starts[replicate] = self._make_start(self._truth_of(replicate), replicate)
        # The board is copied for each line that is played; a copy for each replicate would only be copied again.
        board = copy_board(self._board)
        for index, odds in zip(self._hidden_cards, start.odds, strict=True):
            board.cards[index].stated_pct = odds
        return State(board.world, start.seed, self._priors.latents, board, copy_truth(start.truth))

    def _truth_of(self, replicate: int) -> Truth:
        if self._truth is not None:
            return self._truth
        first, last = _block(replicate)
        if first not in self._truths:
            self._truths[first] = self._draws(first, last).truths()
        return self._truths[first][replicate - first]

    def _draws(self, first: int, last: int) -> Draws:
        draws = self._draw_cache.get(first)
        if draws is None:
            # Attempt -1 is no replicate's, so that drawing truths and playing them never share luck.
            draws = self._belief.draw_arrays(last - first, fresh_seed(*self._key, first, attempt=-1), killed=False)
            if first == 0:
                self._draw_cache[first] = draws
        return draws

    def _make_start(self, truth: Truth, replicate: int) -> ReplicateStart:
        world, latents, seed = self._board.world, self._priors.latents, self._luck(truth, replicate)
        # Odds that nobody has stated yet are no knowledge: they are stated by this truth's people.
        odds = tuple(stated_odds(world, latents, truth, seed, index) for index in self._hidden_cards)
        return ReplicateStart(truth, seed, odds)

    def _luck(self, truth: Truth, replicate: int) -> int:
        """Fresh luck that labels the rest of a vendor run as it labelled the pilot: that class lies in the luck."""
        waiting = [
            (task.index, supply.batches[supply.current])
            for task, supply in zip(self._board.data, self._reader.sets.supplies, strict=True)
            if supply.current >= 0 and task.ordered_pct < 100
        ]
        seed = fresh_seed(*self._key, replicate)
        # After so many the last seed is taken as it is: a rare class must not stop the pricing.
        for attempt in range(1, _TRIES):
            if all(
                is_consistent_luck(self._priors.latents, data, batch, truth.batch[data], seed)
                for data, batch in waiting
            ):
                break
            seed = fresh_seed(*self._key, replicate, attempt)
        return seed

    def _play(self, state: State, line: Continuation) -> int:
        for action in line.actions:
            # What this truth makes impossible (an agent's leak was found, say) is left out.
            if check(state.board, action) == Refusal.NONE:
                act(state, action)
        if line.ends:
            advance(state)
        return play_out(state, self._policy)


def _block(replicate: int) -> tuple[int, int]:
    """The block that a replicate is drawn with: its first replicate and the one after its last."""
    for first, last in pairwise(BLOCKS):
        if replicate < last:
            return first, last
    first = BLOCKS[-1] + (replicate - BLOCKS[-1]) // _BLOCK * _BLOCK
    return first, first + _BLOCK


def play_out(state: State, policy: str) -> int:
    """The value at the end when the policy plays on; the state is used up."""
    return play_on(state, make_bot(policy, state.seed)).returns()


def plan_of(state: State, policy: str = REFERENCE) -> list[Action]:
    """What the policy would do on the rest of this day; the state stays as it is."""
    return play_day(state.clone(), make_bot(policy, state.seed))


def is_same_choice(first: Action, second: Action) -> bool:
    """Whether two actions are the same decision: words do not matter, whether something was written down does."""
    if type(first) is not type(second):
        return False
    first_core, second_core = _core(first), _core(second)
    return first_core == second_core


def _core(action: Action) -> tuple[object, ...]:
    words = ("learning", "reason")
    return tuple(
        bool(value) if slot.field == "learning" else None if slot.field in words else value
        for slot, value in zip(action.SLOTS, action.values(), strict=True)
    )


def is_in_plan(action: Action, plan: Sequence[Action]) -> bool:
    """Whether the reference would take this very choice today."""
    return any(is_same_choice(action, other) for other in plan)
