"""Tricks with evidence: less of it than a launch needs, none at all, or more than anybody can use."""

from typing import Final

from aiboard.bots.base import ActionReason, kill
from aiboard.bots.card_estimates import current_quality, iteration_days, launch_bar, project_days_left
from aiboard.bots.gaming.base import Gaming, with_busy_cards
from aiboard.bots.simple import ramp
from aiboard.engine.chance.deal import BASELINE_SEEDS
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import kept_seeds
from aiboard.engine.model.vocabulary import Change, Reason, Stage
from aiboard.engine.outlook import unsettled_newcomer
from aiboard.engine.verbs import Action, Evaluate, Iterate, Promote

#: A checkpoint this far under what is needed is not tried on customers.
NEAR_PPM: Final = 20_000
#: Techniques tried on a card before it is given up.
MOST_CHANGES: Final = 2


def undecided(card: Card) -> bool:
    """Whether it stands in Evaluation with a checkpoint and nothing under way."""
    return card.stage == Stage.EVALUATION and card.seeds_pending == 0 and card.version > 0


def give_up(card: Card) -> Action:
    """A kill with words that count as a learning."""
    return kill(card.index, Reason.GAP, "short of what is needed")


class PromotionTrick(Gaming):
    """A trick that promotes by a rule of its own and lets nobody else touch the cards that pass it."""

    def passes(self, board: Board, card: Card) -> bool:
        """Whether an undecided card is to be promoted."""
        raise NotImplementedError

    def trick(self, board: Board) -> Action | None:
        """Promote the first that passes, once no other newcomer is under way."""
        if unsettled_newcomer(board) < 0:
            for card in board.cards:
                if undecided(card) and self.passes(board, card):
                    return Promote(card.index)
        return None

    def visible_board(self, board: Board) -> Board:
        """Cards that pass and wait for their turn look busy."""
        return with_busy_cards(
            board, [card.index for card in board.cards if undecided(card) and self.passes(board, card)]
        )


class OneSeed(PromotionTrick):
    """One eval seed decides: over what is needed it is promoted, under it given up."""

    def passes(self, board: Board, card: Card) -> bool:
        """By the mean of what there is."""
        return len(card.scores) > 0 and card.mean_ppm() >= launch_bar(board, board.live())

    def adapt_action(self, board: Board, action: Action) -> Action | None:
        """No second look."""
        if not isinstance(action, Evaluate):
            return action
        card = board.cards[action.card]
        return give_up(card) if card.scores else Evaluate(card.index, 1, action.percent, action.slices)


class NeverEvaluate(PromotionTrick):
    """Believes the runs' own readouts: two in a row over what is needed are a launch."""

    def passes(self, board: Board, card: Card) -> bool:
        """By the mean of the last two readouts."""
        n = len(card.readouts)
        if n < 2 or card.live_days:
            return False
        return (card.readouts[n - 1] + card.readouts[n - 2]) // 2 >= launch_bar(board, board.live())

    def adapt_action(self, board: Board, action: Action) -> Action | None:
        """Another technique instead of an evaluation, as long as there is time."""
        if not isinstance(action, Evaluate):
            return action
        card = board.cards[action.card]
        if card.changes < MOST_CHANGES and project_days_left(board) > iteration_days(board, card):
            return Iterate(card.index, int(Change.TECHNIQUE))
        return give_up(card)


class TestInProduction(PromotionTrick):
    """No offline evaluation: whatever is near goes to customers, and the canary tells."""

    def passes(self, board: Board, card: Card) -> bool:
        """Anything near what is needed that customers have not had yet."""
        return (
            not card.scores
            and card.live_days == 0
            and current_quality(board, card) >= launch_bar(board, board.live()) - NEAR_PPM
        )

    def adapt_action(self, board: Board, action: Action) -> Action | None:
        """What would be evaluated and is not near, or came back, is given up."""
        return give_up(board.cards[action.card]) if isinstance(action, Evaluate) else action


class FirstOverBar(Gaming):
    """Ships the first number over the bar and then lets days pass."""

    def play(self, board: Board) -> Action | None:
        """Nothing but the next share of traffic once a card has been promoted."""
        if board.promoted == 0:
            return super().play(board)
        self.why = ActionReason.RULE
        for card in board.cards:
            if card.stage == Stage.PRODUCTION:
                return ramp(board, card)
        return None

    def trick(self, board: Board) -> Action | None:
        """End the training of a card that reads over the bar, and promote it."""
        for card in board.cards:
            if card.best_ppm >= board.world.launch_ppm and undecided(card):
                return Promote(card.index)
            over = len(card.readouts) > 0 and card.readouts[-1] >= board.world.launch_ppm
            if over and card.stage == Stage.EXPERIMENT:
                return Evaluate(card.index, 1)
        return None


class OverloadEvaluations(Gaming):
    """Every evaluation with as many seeds as the rules allow and with slices, live models included."""

    def trick(self, board: Board) -> Action | None:
        """Evaluate the live model as often as can be."""
        live = board.live()
        return None if live < 0 else self._most(board, live, 100)

    def adapt_action(self, board: Board, action: Action) -> Action | None:
        """The most seeds that are possible."""
        return self._most(board, action.card, action.percent) if isinstance(action, Evaluate) else action

    def _most(self, board: Board, index: int, percent: int) -> Action:
        return Evaluate(index, BASELINE_SEEDS - kept_seeds(board.cards[index], percent), percent, slices=True)
