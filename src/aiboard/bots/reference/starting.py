"""Which card to start: what is worth most, while there are GPUs and somebody to hold it."""

from typing import Final

from aiboard.bots.base import ActionReason
from aiboard.bots.glance import CardLists
from aiboard.bots.reference.habits import Habits
from aiboard.bots.reference.work import TrainingValue
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.outlook import free_gpus
from aiboard.engine.verbs import Action, Start, verb_minutes

#: Cards in training of somebody who knows no limit.
MANY: Final = 10
#: From this percent of the project on a change of direction is late.
LATE_PCT: Final = 60
#: Who goes on with what they know passes by what nobody has measured: so much of its worth counts for nothing on the
#: first day, percent, and less until the end.
SHY_PCT: Final = 90


class StartRule:
    """The next card to start."""

    def __init__(self, board: Board, work: TrainingValue, habits: Habits) -> None:
        self.board = board
        self.work = work
        self.card_lists = work.card_lists
        self.habits = habits

    def next(self) -> tuple[ActionReason, Action] | None:
        """An action with its reason, or None."""
        board = self.board
        if len(self.card_lists.training) >= MANY or not self.card_lists.waiting():
            return None
        if board.minutes_left < verb_minutes(board.world, Start) or (
            board.world.hard_wip and board.full(Stage.EXPERIMENT)
        ):
            return None
        room = board.world.gpus
        if self.habits.limit_wip and self.habits.plan_compute:
            room = free_gpus(board, self.card_lists.training) - kept_free(self.card_lists)
            if room < self.work.least_gpus:
                return None
        best = -1
        best_value = 0
        for card in self.card_lists.waiting():
            if board.world.ideas[card.index].gpus <= room and self._fits(card):
                value = self._value(card)
                if value > best_value:
                    best = card.index
                    best_value = value
        if best < 0:
            return None
        return (ActionReason.BEST_BET if self._tried(board.world.ideas[best].family) else ActionReason.EXPLORE), Start(
            best
        )

    def _value(self, card: Card) -> int:
        """What the choice goes by, over 0 where a start pays at all."""
        worth = self.work.start_value_now(card)
        if worth <= 0:
            return 0
        if not self.habits.by_information:
            # As far as whoever would hold it has time.
            return card.stated_pct * max(0, self.work.speed(card))
        if self.habits.explore_first or self._tried(self.board.world.ideas[card.index].family):
            return worth
        return worth - worth * SHY_PCT * (self.board.world.days - self.board.day) // (100 * self.board.world.days)

    def _fits(self, card: Card) -> bool:
        """Whether a bad habit leaves the card in the choice; the good ones do."""
        board = self.board
        if not self.habits.late_side_bet and not fits_pivot(board, card):
            return False
        if not self.habits.price_scope and board.scope_data >= 0 and not board.scope_met:
            return board.world.ideas[card.index].dataset == board.scope_data
        return True

    def _tried(self, family: int) -> bool:
        return self.card_lists.tried[family]


def kept_free(card_lists: CardLists) -> int:
    """GPUs that evaluations under way need."""
    for card in card_lists.evaluated:
        if card.seeds_pending > 0:
            return 1
    return 0


def fits_pivot(board: Board, card: Card) -> bool:
    """Whether the card is of the approach that a late change of direction turns to: the least tried one till then."""
    late = board.world.days * LATE_PCT // 100
    if board.day <= late:
        return True
    started = [0] * len(board.world.families)
    for other in board.cards:
        if 0 < other.started_day <= late:
            started[board.world.ideas[other.index].family] += 1
    return started[board.world.ideas[card.index].family] == min(started)
