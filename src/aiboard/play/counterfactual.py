"""What a disruption cost: the same game with and without it, played on to the end by the same bot.

Compared on the same luck, and then on other luck for everything that is still to come (a redraw), since one future is
an accident. What has happened so far, and what is true of the cards, stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isqrt
from typing import Final

from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.day import advance
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Block, Stage
from aiboard.instruments.gate import T_TWO_SIDED, Z_TWO_SIDED, critical, sample_variance
from aiboard.views import fmt

REDRAWS: Final = 16
"""Futures compared."""
_HELD: Final = (Block.NO_GPU, Block.SHORTAGE, Block.NO_DATA, Block.DATA_ISSUE, Block.EVAL_QUEUE)
"""What keeps a card from moving that is nobody's decision."""
_STAGES: Final = tuple(stage for stage in Stage if stage not in (Stage.BACKLOG, Stage.KILLED))
_NEVER: Final = -1
AS_MANY_HELD: Final = "as many card-days held up"


@dataclass(frozen=True, slots=True)
class RolloutResult:
    """How one game went on: card-days that something held a card, the day of the next decision, net value in cents."""

    held_days: int
    decided_day: int
    cents: int


@dataclass(frozen=True, slots=True)
class PairedRollout:
    """One future with the disruption and without it."""

    with_it: RolloutResult
    without: RolloutResult

    @property
    def held(self) -> int:
        """Card-days more that something held a card."""
        return self.with_it.held_days - self.without.held_days

    @property
    def later(self) -> int | None:
        """Days by which the next decision comes later; None where one of the two has none."""
        if _NEVER in (self.with_it.decided_day, self.without.decided_day):
            return None
        return self.with_it.decided_day - self.without.decided_day

    @property
    def cents(self) -> int:
        """Net value more; negative is a cost."""
        return self.with_it.cents - self.without.cents


@dataclass(frozen=True, slots=True)
class Cost:
    """What the disruption comes to over the futures compared so far.

    Attributes:
        futures: how many; the first has the game's own luck.
        held_days: mean card-days more that something held a card.
        later: mean days by which the next decision comes later.
        cents, low, high: mean difference in net value, and the interval that holds its mean at 95 %.
    """

    futures: int
    held_days: float
    later: float
    cents: int
    low: int
    high: int

    @property
    def lines(self) -> tuple[str, ...]:
        """Held-up cards, the next decision, the money: one line each."""
        held_days = round(self.held_days, 1)
        more = f"{abs(held_days):.1f} card-days {'more' if held_days > 0 else 'less'} held up"
        clear = "" if self.low > 0 or self.high < 0 else ": no clear difference"
        return (
            more if held_days else AS_MANY_HELD,
            f"the next decision {_moved(round(self.later, 1))}",
            f"net value {fmt.signed_money(self.cents)} "
            f"(95 %: {fmt.signed_money(self.low)} to {fmt.signed_money(self.high)}){clear}",
        )


def _moved(days: float) -> str:
    return f"{abs(days):.1f} days {'later' if days > 0 else 'earlier'}" if days else "as soon as without it"


def count_held(board: Board, stage: Stage) -> int:
    """Cards of a stage that something keeps from moving today."""
    return sum(card.block in _HELD and card.stage == stage for card in board.cards)


def compare(with_it: State, without: State, bot: str, redraws: int) -> Iterator[Cost]:
    """Play both games on to their end in one future after another; the cost so far after each from the second on.

    A caller that stops iterating stops the work. Both states are left as they are.
    """
    pairs: list[PairedRollout] = []
    for redraw in range(redraws):
        pairs.append(PairedRollout(_play_to_end(with_it, bot, redraw), _play_to_end(without, bot, redraw)))
        # One future has no interval.
        if len(pairs) > 1:
            yield cost(pairs)


def cost(pairs: list[PairedRollout]) -> Cost:
    """The cost over at least two futures."""
    differences = [pair.cents for pair in pairs]
    later = [pair.later for pair in pairs if pair.later is not None]
    count = len(pairs)
    mean = sum(differences) // count
    t = critical(T_TWO_SIDED, count - 1, Z_TWO_SIDED)
    # Few futures: Student's t. Integers, so that two machines tell the same interval.
    width = t * isqrt(sample_variance(differences) // count) // 1000
    return Cost(
        futures=count,
        held_days=sum(pair.held for pair in pairs) / count,
        later=sum(later) / len(later) if later else 0.0,
        cents=mean,
        low=mean - width,
        high=mean + width,
    )


def _play_to_end(start: State, bot_name: str, redraw: int) -> RolloutResult:
    """One game to its end; redraw 0 is the game's own luck."""
    state = start.clone()
    # Luck is keyed by the seed: another seed is other luck for everything to come, while what is dealt stays.
    state.seed ^= redraw
    # The bot keeps its own dice: only the world's luck may differ between futures.
    bot = make_bot(bot_name, start.seed)
    decided, decided_day, held_days = state.board.decided, _NEVER, 0
    while not state.board.over:
        play_day(state, bot)
        if decided_day == _NEVER and state.board.decided > decided:
            decided_day = state.board.day
        advance(state)
        held_days += sum(count_held(state.board, stage) for stage in _STAGES)
    return RolloutResult(held_days, decided_day, state.returns())
