"""A game replayed for study: what happened, when, by whom, and the board as it was at each decision.

Nothing here looks at the journal's file: world, seed and the actions of each day are enough, as everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final

from aiboard.bots.card_estimates import project_days_left
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.happenings import Event
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import Ledger
from aiboard.engine.model.card import Card
from aiboard.engine.model.fields import FIELDS, copy_board, copy_card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Block, Chaos, Stage
from aiboard.engine.model.world import World
from aiboard.engine.orders import next_start
from aiboard.engine.outlook import DAY_POINTS, days_at, plan_points
from aiboard.engine.systems.compute import DAY_GPU_MIN
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.engine.systems.deployment import HANDOFF_SPEED
from aiboard.engine.verbs import Action


@dataclass(frozen=True)
class Step:
    """One action of the player (or a facilitator), with the board just before it and what it brought at once."""

    day: int
    action: Action
    before: Board
    events: list[Event]


@dataclass(frozen=True)
class DayRecord:
    """What one day looked like when it ended.

    Attributes:
        day: its number.
        steps: what was done on it, in order.
        night: events of the day's end, the coming morning's standing orders included.
        morning: the board after it (the next morning); shared, never changed.
        blocked: cause -> cards in flight that it kept from moving.
        waiting_decision: cards that stood in Evaluation all day with nothing under way and no decision; one whose
            evaluation ended in the evening is none of them: the coming morning is the first to decide it.
        idle_gpus: whole GPUs of the pool that nobody used.
        startable: a card with its data stood in the backlog that fits those GPUs, there was room under the limit, and
            time left to bring it to customers.
        focus_lost: points of work the running cards lost because their holder had others.
        over_limit: stages that held more cards than their limit.
    """

    day: int
    steps: list[Step]
    night: list[Event]
    morning: Board
    blocked: dict[Block, list[int]]
    waiting_decision: list[int]
    idle_gpus: int
    startable: bool
    focus_lost: int
    over_limit: list[Stage]


@dataclass
class Record:
    """A whole game, or as much of one as was played. `end` is its state then, hidden truth included."""

    world: World
    seed: int
    end: State
    days: list[DayRecord] = field(default_factory=list)
    #: What was done on a last day that has not ended.
    open_steps: list[Step] = field(default_factory=list)

    @property
    def board(self) -> Board:
        """The board at the end of the record."""
        return self.end.board

    @property
    def finished(self) -> bool:
        """Whether the last day has ended."""
        return self.board.over

    @property
    def history(self) -> list[Event]:
        """All events."""
        return self.board.history

    def steps(self) -> list[Step]:
        """Everything that was done, in order."""
        return [step for day in self.days for step in day.steps] + self.open_steps

    def ledgers(self) -> list[Ledger]:
        """The ledger after each day."""
        return [day.morning.ledger for day in self.days]


def record(world: World, seed: int, days: Sequence[Sequence[Action]], latents: Latents | None = None) -> Record:
    """Play a game again and keep what a debrief needs.

    Args:
        world, seed: the game's.
        days: actions of each day, in order. Each list but the last ends its day; the last is the day under way
            (empty after a finished game), exactly as `aiboard.game.Timeline.days`.
        latents: the world's tables, when they are at hand.

    Raises the engine's IllegalAction for actions that are no game of this world and seed.
    """
    state = new_state(world, seed, latents)
    result = Record(world, seed, state)
    camera = _Camera(world)
    for number, actions in enumerate(days):
        steps = [_step(state, action, camera) for action in actions]
        if number == len(days) - 1:
            result.open_steps = steps
        else:
            result.days.append(_end(state, steps, camera))
    return result


_card_values: Final = attrgetter(*FIELDS["Card"])


class _Camera:
    """Takes copies of one game's board.

    Successive copies share the cards that did not change in between. Most cards of a large scenario stand still on
    most days, and copying all of them for every action took 90 % of a debrief's time and all of its memory.
    """

    def __init__(self, world: World) -> None:
        self.cards = [Card(index) for index in range(len(world.ideas))]
        self.values: list[Any] = [None] * len(world.ideas)

    def copy(self, board: Board) -> Board:
        """The board as it is now. Its cards are shared with other copies and must never be changed."""
        for index, card in enumerate(board.cards):
            if _card_values(card) != self.values[index]:
                self.cards[index] = copy_card(card)
                self.values[index] = _card_values(self.cards[index])
        # Without its cards the board is small; they are put back at once.
        cards, board.cards = board.cards, []
        copied = copy_board(board)
        board.cards = cards
        copied.cards = self.cards.copy()
        return copied


def _step(state: State, action: Action, camera: _Camera) -> Step:
    before = camera.copy(state.board)
    return Step(state.board.day, action, before, act(state, action))


def _end(state: State, steps: list[Step], camera: _Camera) -> DayRecord:
    day = state.board.day
    # As the player left them: what the night brings could not be decided before it.
    waiting = [card.index for card in state.board.cards if _stands(card)]
    night = advance(state)
    board = camera.copy(state.board)
    blocked: dict[Block, list[int]] = {}
    focus_lost = 0
    for card in board.cards:
        cause = _cause(card)
        if cause != Block.NONE:
            blocked.setdefault(cause, []).append(card.index)
        if card.running:
            focus_lost += DAY_POINTS - card.speed_pct
    # Whole GPUs only: a part of one that evaluation left over starts no card.
    idle = (board.gpu_min - board.gpu_used_min - board.eval_used_min) // DAY_GPU_MIN
    over = [Stage(stage) for stage in _LIMITED if board.count(stage) > board.wip[stage]]
    return DayRecord(day, steps, night, board, blocked, waiting, idle, _startable(board, idle), focus_lost, over)


_LIMITED = (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.EVALUATION, Stage.ITERATION)
_ACTIVE = frozenset({Stage.EXPERIMENT, Stage.ITERATION, Stage.EVALUATION, Stage.PRODUCTION})


def _stands(card: Card) -> bool:
    """Whether it waits in Evaluation for a decision."""
    return card.stage == Stage.EVALUATION and card.seeds_pending == 0 and not card.paused


def _cause(card: Card) -> Block:
    """What kept a card from moving on the day that ended; NONE when it moved or only a person keeps it."""
    if card.stage not in _ACTIVE:
        return Block.NONE
    # A model with customers earns; what it may wait for no longer keeps anything from moving.
    if card.stage == Stage.PRODUCTION and card.launched > 0:
        return Block.NONE
    return card.block


def _startable(board: Board, idle: int) -> bool:
    """Whether a card could have used the idle GPUs: a free slot, no shortage, and time left to meet a customer."""
    if board.over or idle <= 0 or board.count(Stage.EXPERIMENT) >= board.wip[Stage.EXPERIMENT]:
        return False
    # In a shortage only the first card in the queue trains: another start would wait.
    if board.disruption_place(Chaos.GPU_SHORTAGE) >= 0:
        return False
    index = next_start(board)
    return (
        index >= 0
        and board.world.ideas[index].gpus <= idle
        and _days_to_launch(board, index) <= project_days_left(board)
    )


def _days_to_launch(board: Board, index: int) -> int:
    """Days from a start today to full traffic when nothing goes wrong: the plan, an evaluation, handoff, canary."""
    world = board.world
    work = days_at(plan_points(world, index), DAY_POINTS) + days_at(world.handoff_points, HANDOFF_SPEED)
    return work + 1 + 2 * world.canary_days


def ready_batches(before: Board, after: Board) -> list[int]:
    """Datasets whose batch came back from the vendor between two boards."""
    return [
        task.index for task in after.data if awaiting_verdict(task) and not awaiting_verdict(before.data[task.index])
    ]
