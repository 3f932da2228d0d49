"""Who has the GPUs when more is under way than they carry: the least worth pauses, and goes on once there is room.

The reference's own play seldom leads to such a board. In rollouts it takes over boards of players whose play does.
"""

from aiboard.bots.base import ActionReason
from aiboard.bots.reference.money import EVALUATION_DAYS, Money
from aiboard.bots.reference.work import TrainingValue
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.outlook import free_gpus
from aiboard.engine.verbs import Action, Pause, Resume


class GpuRule:
    """The next thing to do about who has the GPUs."""

    def __init__(self, board: Board, money: Money, work: TrainingValue) -> None:
        self.board = board
        self.money = money
        self.work = work
        self.card_lists = money.card_lists

    def next(self) -> tuple[ActionReason, Action] | None:
        """An action with its reason, or None."""
        for card in self.card_lists.evaluated:
            if card.paused and card.seeds_pending and self._may(Resume(card.index)):
                return ActionReason.NEEDS_EVIDENCE, Resume(card.index)
        free = free_gpus(self.board, self.card_lists.training)
        return self._pause() if free < 0 else self._resume(free)

    def _pause(self) -> tuple[ActionReason, Action] | None:
        """The card in training that is worth least for its GPU time."""
        worst = -1
        least_value = 0
        for card in self.card_lists.training:
            if not card.paused and self._may(Pause(card.index)):
                value = self._worth(card) // max(1, self.work.points_left(card)) // max(1, self.work.share(card.index))
                if worst < 0 or value < least_value:
                    worst = card.index
                    least_value = value
        return None if worst < 0 else (ActionReason.SHORTAGE, Pause(worst))

    def _resume(self, free: int) -> tuple[ActionReason, Action] | None:
        """A paused card that is still worth its time and for which there is room."""
        for card in self.card_lists.training:
            if card.paused and self.board.world.ideas[card.index].gpus <= free and self._worth(card) > 0:
                if self._may(Resume(card.index)):
                    return ActionReason.BEST_BET, Resume(card.index)
        return None

    def _worth(self, card: Card) -> int:
        """Expected cents of letting it finish or measuring it as it is, less the price of the time."""
        game_belief = self.money.game_belief
        if card.version == 0:
            return self.work.checkpoint_value(card, game_belief.planned(card.index), self.work.points_left(card))
        launch_value = self.money.launch_value(
            card, game_belief.belief(card.index).quality_after(0), 2 * EVALUATION_DAYS, True
        )
        return max(self.work.finish_value(card), launch_value)

    def _may(self, action: Action) -> bool:
        return check(self.board, action) == Refusal.NONE
