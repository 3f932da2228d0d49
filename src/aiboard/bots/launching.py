"""The heuristic's models in production: canary, widen, roll back first and ask later."""

from typing import Final

from aiboard.bots.base import ActionReason, Bot
from aiboard.bots.card_estimates import incumbent, newcomer, project_days_left
from aiboard.bots.glance import CardLists
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import IncidentCause
from aiboard.engine.moves import warm_standby
from aiboard.engine.outlook import live_mean_error, met_before
from aiboard.engine.systems.deployment import HALF_PCT
from aiboard.engine.verbs import Action, Deploy, Respond, ReviewCanary, RollBack

#: A canary this near to the close is widened without its full days.
LATE_DAYS: Final = 3
#: Under this share of traffic a model is on its canary.
FEW_PCT: Final = 20


class LaunchPolicy(Bot):
    """Decides about what meets customers; the rest of a policy builds on it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._card_lists: CardLists | None = None
        #: The day on which this live model was last found good enough: nothing more is seen of it that day.
        self._good_day = 0
        self._good = -1
        #: Begin with few customers, then this share of traffic, then all. Else: everybody at once.
        self.canary = True
        self.second_pct = HALF_PCT
        #: Days before a share is widened; 0: the project's own.
        self.look_days = 0
        #: Take back a model that customers get less from than they should.
        self.takes_back = True

    def look(self, board: Board) -> CardLists:
        """Where the cards are now."""
        card_lists = self._card_lists
        if card_lists is None or card_lists.board is not board:
            card_lists = CardLists(board)
            self._card_lists = card_lists
            self._good_day = 0
        card_lists.look()
        return card_lists

    def explain(self, reason: ActionReason, action: Action) -> Action:
        """The action, with its reason noted."""
        self.why = reason
        return action

    def production_action(self, board: Board, card_lists: CardLists) -> Action | None:
        """What to do with the newcomer in production, else with the live model."""
        promoted = card_lists.promoted
        if not promoted:
            return None
        action = self.incident(board, promoted)
        if action is not None:
            return action
        index = newcomer(board, promoted)
        if index < 0:
            return self._watch_live(board, card_lists.live())
        card = board.cards[index]
        if card.share_pct == 0:
            return None
        if not self.canary:
            return self.explain(ActionReason.PROMISED, Deploy(index, 100))
        live_mean, error = live_mean_error(board, card)
        days = len(card.monitored_ppm)
        rival = incumbent(board, promoted)
        bar = board.world.bad_launch_ppm
        if rival >= 0 and rival != index:
            bar = max(bar, live_mean_error(board, board.cards[rival])[0])
        patience = self.look_days if self.look_days > 0 else board.world.canary_days
        if card.share_pct < FEW_PCT:
            doubtful = days > 0 and live_mean < bar + error and card.reviews == 0 and not card.review_pending
            review = ReviewCanary(index)
            if doubtful and review.minutes(board) <= board.world.minutes:
                return self.explain(ActionReason.NEEDS_EVIDENCE, review)
            if self.takes_back and days >= patience and live_mean < bar - error:
                return self.explain(ActionReason.CANARY_BAD, RollBack(index))
            # A mended model has met customers before.
            if days >= patience or met_before(board, card) or project_days_left(board) <= LATE_DAYS:
                return self.explain(ActionReason.CANARY_GOOD, Deploy(index, self.second_pct))
            return None
        if self.takes_back and live_mean < bar - 2 * error:
            return self.explain(ActionReason.CANARY_BAD, RollBack(index))
        if project_days_left(board) <= 1 and live_mean >= bar:
            return self.explain(ActionReason.LAST_DAYS, Deploy(index, 100))
        if days >= patience and live_mean >= bar + error // 2:
            # What the few got is clearly good: half of the customers need no days of their own.
            return self.explain(ActionReason.CANARY_GOOD, Deploy(index, 100))
        if days >= 2 * patience - 1:
            if live_mean >= bar - error // 2 or not self.takes_back:
                return self.explain(ActionReason.CANARY_GOOD, Deploy(index, 100))
            return self.explain(ActionReason.CANARY_BAD, RollBack(index))
        return None

    def incident(self, board: Board, promoted: list[Card]) -> Action | None:
        """Roll back first; respond where nothing could serve instead and narrower permissions are the answer."""
        for card in promoted:
            if card.incident and card.share_pct > 0:
                live_mean, error = live_mean_error(board, card)
                alone = board.live(card.index) < 0 and warm_standby(board, card.index) < 0
                sound = card.incident == IncidentCause.TOOL and live_mean >= board.world.bad_launch_ppm - error
                if alone and sound:
                    return self.explain(ActionReason.INCIDENT, Respond(card.index))
                return self.explain(ActionReason.INCIDENT, RollBack(card.index))
        return None

    def _watch_live(self, board: Board, live: int) -> Action | None:
        if live < 0 or not self.takes_back or (self._good_day == board.day and self._good == live):
            return None
        card = board.cards[live]
        if len(card.monitored_ppm) < 2:
            return None
        live_mean, error = live_mean_error(board, card)
        if live_mean < board.world.bad_launch_ppm - error:
            return self.explain(ActionReason.CANARY_BAD, RollBack(live))
        self._good_day = board.day
        self._good = live
        return None

    def live_goal(self, board: Board, index: int) -> int:
        """What customers must get for a launch to have been worth it."""
        live = board.live()
        bar = board.world.bad_launch_ppm
        return max(bar, live_mean_error(board, board.cards[live])[0]) if live >= 0 and live != index else bar
