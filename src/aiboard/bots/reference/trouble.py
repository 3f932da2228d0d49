"""What goes wrong: find the cause while that still saves days, put the best card first when GPUs are short."""

from aiboard.bots.base import ActionReason
from aiboard.bots.reference.arithmetic import Normal
from aiboard.bots.reference.habits import Habits
from aiboard.bots.reference.money import EVALUATION_DAYS, Money
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Chaos, Regression
from aiboard.engine.outlook import mend_days
from aiboard.engine.systems.chaos import open_cause
from aiboard.engine.systems.training import LOSSES_WITH_CAUSE
from aiboard.engine.verbs import Action, Prioritise, Reserve, RootCause


class TroubleRule:
    """The next thing to do about a disruption."""

    def __init__(self, board: Board, money: Money, habits: Habits) -> None:
        self.board = board
        self.money = money
        self.habits = habits

    def next(self) -> tuple[ActionReason, Action] | None:
        """An action with its reason, or None."""
        board = self.board
        if open_cause(board) >= 0:
            return ActionReason.DATA_ISSUE, RootCause()
        decision = self._shortage()
        if decision is not None:
            return decision
        card_lists = self.money.card_lists
        for card in card_lists.evaluated:
            if card.regressed == Regression.UNEXPLAINED and self._worth_mending(card):
                return ActionReason.REGRESSED, RootCause(card.index)
        for card in card_lists.training:
            if (card.unstable or card.lost_in_a_row >= LOSSES_WITH_CAUSE) and not card.root_caused:
                return ActionReason.DIVERGED, RootCause(card.index)
        return None

    def _worth_mending(self, card: Card) -> bool:
        """Whether the work that mends it once the cause is known would still pay."""
        days = mend_days(self.board.world, card.index)
        quality = self.money.game_belief.belief(card.index).quality_after(1)
        loss = self.board.world.regression_ppm
        # Priced as it would be: the launch of a card whose cause is not known counts the regression.
        sound = Normal(quality.mean + loss, quality.variance)
        return self.money.launch_value(card, sound, days + EVALUATION_DAYS, True) > 0

    def _shortage(self) -> tuple[ActionReason, Action] | None:
        board = self.board
        shortage = board.disruption_place(Chaos.GPU_SHORTAGE)
        if shortage < 0:
            return None
        demand = 0
        for card in self.money.card_lists.training:
            demand += board.world.ideas[card.index].gpus
        shortfall = min(demand, board.world.gpus) - board.world.shortage_gpus
        if shortfall > 0 and board.reserved_until < board.day and self.habits.plan_compute:
            return ActionReason.SHORTAGE, Reserve(shortfall, board.disruptions[shortage].until_day - board.day + 1)
        best = -1
        for card in self.money.card_lists.training:
            if card.version > 0 and (best < 0 or self._forecast(card.index) > self._forecast(best)):
                best = card.index
        if best >= 0 and board.cards[best].priority > 1:
            return ActionReason.SHORTAGE, Prioritise(best, 1)
        return None

    def _forecast(self, index: int) -> int:
        return self.money.game_belief.belief(index).quality_after(1).mean
