"""A disruption, or experiments added at once, on one luck: the same game with and without it, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act, check
from aiboard.engine.day import advance
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Chaos, Refusal, Stage
from aiboard.engine.verbs import Inject
from aiboard.labs.games import morning, next_start, start_more
from aiboard.play.counterfactual import count_held
from aiboard.play.watching import PILE_UP_STAGES, Counterfactual
from aiboard.views import words
from aiboard.views.why import accounts

SCENARIO: Final = "support-chatbot:calm"
ADDED: Final = 4
"""Experiments begun at once, the kind after the four disruptions."""
FOLLOW_UP_DAYS: Final = 10
"""Days after its end at which the board is looked at again: a sprint."""


@dataclass(frozen=True, slots=True)
class DisruptionSetup:
    """What happens: the kind, how many experiments where those are added, from which day on, who plays."""

    kind: int
    added: int
    day: int
    bot: str

    @property
    def name(self) -> str:
        """In a sentence: `GPU shortage`."""
        return f"start of {self.added} more experiments" if self.kind == ADDED else words.CHAOS[Chaos(self.kind)]

    @property
    def does(self) -> str:
        """What it does to the board."""
        if self.kind == ADDED:
            return "those with the best odds, whatever the column's limit"
        return words.CHAOS_DOES[Chaos(self.kind)]


@dataclass(frozen=True, slots=True)
class DisruptionEffect:
    """What happened on one luck, with and without it.

    Attributes:
        first_day, last_day: its days; 0 where it had nothing to hit on any day from the one asked for.
        started: experiments that were begun, where those are added: there may be fewer ideas than asked for.
        pile: place in PLACES of the column where most card-days were held up; None for nowhere.
        held_days: card-days more held up, by column of PLACES, until a sprint after it.
        over_limit: days more on which some column held more cards than its limit, until then.
        by_sprint: card-days held up with it and without it in each sprint, from the one in which it came.
        decided_end, decided_later: cards decided less at its end, and a sprint later.
        cents: net value more at the project's end; negative is a cost.
        parts: of that, what is booked by cause: name and cents, the largest first.
    """

    first_day: int
    last_day: int
    started: int
    pile: int | None
    held_days: tuple[int, ...]
    over_limit: int
    by_sprint: tuple[tuple[int, int], ...]
    decided_end: int
    decided_later: int
    cents: int
    parts: tuple[tuple[str, int], ...]


_NOTHING: Final = DisruptionEffect(0, 0, 0, None, (0,) * len(PILE_UP_STAGES), 0, (), 0, 0, 0, ())


def paired_states(setup: DisruptionSetup, seed: int) -> tuple[State, State] | None:
    """The game just after it came and the same without it; None where it never has anything to hit."""
    state = morning(SCENARIO, seed, setup.bot, setup.day)
    # A regression needs a live model, a vendor delay an order: wait for one.
    while not _possible(state.board, setup.kind):
        play_day(state, make_bot(setup.bot, seed))
        advance(state)
        if state.board.over:
            return None
    without = state.clone()
    if setup.kind == ADDED:
        start_more(state, setup.added)
    else:
        act(state, Inject(setup.kind))
    return state, without


def _possible(board: Board, kind: int) -> bool:
    if kind == ADDED:
        return next_start(board) is not None
    return check(board, Inject(kind)) == Refusal.NONE


@lru_cache(maxsize=32)
def measure_effect(setup: DisruptionSetup, seed: int) -> DisruptionEffect:
    """Play both to the end."""
    pair = paired_states(setup, seed)
    if pair is None:
        return _NOTHING
    state, without = pair
    board = state.board
    active = board.disruption_place(setup.kind) if setup.kind != ADDED else -1
    first_day, last_day = board.day, board.disruptions[active].until_day if active >= 0 else board.day
    started = without.board.count(Stage.BACKLOG) - board.count(Stage.BACKLOG)
    counterfactual = Counterfactual(without.clone(), state, without, setup.bot, setup.name, last_day)
    pile, held_days, at_end, later, over_limit = None, (0,) * len(PILE_UP_STAGES), 0, 0, 0
    by_sprint: dict[int, list[int]] = {}
    while not board.over:
        play_day(state, make_bot(setup.bot, seed))
        sprint = by_sprint.setdefault(board.sprint(), [0, 0])
        advance(state)
        counterfactual.step(board)
        for at, one in enumerate((board, counterfactual.state.board)):
            sprint[at] += sum(count_held(one, stage) for stage in PILE_UP_STAGES)
        shortfall = counterfactual.state.board.decided - board.decided
        # The last values up to each of the two days are those that stay.
        if board.day <= last_day + 1:
            at_end = shortfall
        if board.day <= last_day + FOLLOW_UP_DAYS:
            stage, later = counterfactual.pile(), shortfall
            pile = None if stage is None else PILE_UP_STAGES.index(stage)
            held_days = tuple(counterfactual.held_days.get(column, 0) for column in PILE_UP_STAGES)
            over_limit += _over(board) - _over(counterfactual.state.board)
    cents = state.returns() - counterfactual.state.returns()
    trend = tuple((pair[0], pair[1]) for pair in by_sprint.values())
    return DisruptionEffect(
        first_day,
        last_day,
        started,
        pile,
        held_days,
        over_limit,
        trend,
        at_end,
        later,
        cents,
        _ledger_difference(board, counterfactual.state.board),
    )


def _over(board: Board) -> bool:
    """Whether some column holds more cards than its limit."""
    return any(0 < board.wip[stage] < board.count(stage) for stage in PILE_UP_STAGES)


def _ledger_difference(board: Board, other: Board) -> tuple[tuple[str, int], ...]:
    """What is booked more than on the other board, by cause, the largest first."""
    differences = {part.name: part.cents for part in accounts.parts(board)}
    for part in accounts.parts(other):
        differences[part.name] = differences.get(part.name, 0) - part.cents
    return tuple(sorted(((name, cents) for name, cents in differences.items() if cents), key=lambda one: -abs(one[1])))
