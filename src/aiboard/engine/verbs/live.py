"""Verbs on what meets customers: share of traffic, rollback, a closer look at the canary, the legal review."""

from typing import ClassVar, Final

from aiboard.engine.happenings.live import RolledBack
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Refusal, Stage
from aiboard.engine.moves import drop_questions, log, move, rollback_price, set_share, start_legal
from aiboard.engine.outlook import next_share
from aiboard.engine.systems.deployment import CANARY_PCT, HALF_PCT
from aiboard.engine.verbs.base import CARD, Action, CardAction, Preview, Slot, SlotKind

#: The shares of traffic that a live model may have, percent.
SHARES: Final = (CANARY_PCT, HALF_PCT, 100)


class Deploy(CardAction):
    """Change a live model's share of traffic."""

    VERB: ClassVar[str] = "deploy"
    SLOTS: ClassVar[tuple[Slot, ...]] = (CARD, Slot("share_pct", SlotKind.NUMBER, shown="PERCENT"))
    MINUTES: ClassVar[int] = 60

    def __init__(self, card: int, share_pct: int) -> None:
        super().__init__(card)
        self.share_pct = share_pct

    @classmethod
    def usual(cls, board: Board, index: int) -> CardAction:
        """The next step of the canary."""
        return Deploy(index, next_share(board.cards[index]) or 100)

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """Every share."""
        return [Deploy(index, share) for share in SHARES]

    def possible_on(self, board: Board, card: Card) -> Refusal:
        """A model with traffic, another of the shares."""
        if card.stage != Stage.PRODUCTION:
            return Refusal.WRONG_STAGE
        if card.share_pct == 0:
            return Refusal.NOT_DEPLOYED
        if self.share_pct not in SHARES:
            return Refusal.BAD_AMOUNT
        return Refusal.ALREADY_DONE if self.share_pct == card.share_pct else Refusal.NONE

    def apply_to(self, board: Board, card: Card) -> None:
        """From tonight's traffic on."""
        set_share(board, card, self.share_pct)
        drop_questions(board, card.index)


class RollBack(CardAction):
    """Give customers the model before it; the price grows with how many had met this one."""

    VERB: ClassVar[str] = "roll-back"

    def possible_on(self, board: Board, card: Card) -> Refusal:
        """Any card in production, in handoff too."""
        return Refusal.NONE if card.stage == Stage.PRODUCTION else Refusal.WRONG_STAGE

    def preview(self, board: Board) -> Preview:
        """Also what it pays."""
        found = super().preview(board)
        found.cents = rollback_price(board, board.cards[self.card])
        return found

    def apply_to(self, board: Board, card: Card) -> None:
        """Back into Evaluation."""
        cents = rollback_price(board, card)
        board.ledger.incidents -= cents
        log(board, RolledBack(card.index, share_pct=card.share_pct, cents=cents))
        if card.share_pct > 0:
            set_share(board, card, 0)
        move(board, card, Stage.EVALUATION)
        drop_questions(board, card.index)


class ReviewCanary(CardAction):
    """A sharper look at what customers get of a live model, tonight."""

    VERB: ClassVar[str] = "review-canary"
    MINUTES: ClassVar[int] = 120

    def possible_on(self, board: Board, card: Card) -> Refusal:
        """A model with traffic, once a day."""
        if card.stage != Stage.PRODUCTION:
            return Refusal.WRONG_STAGE
        if card.share_pct == 0:
            return Refusal.NOT_DEPLOYED
        return Refusal.ALREADY_DONE if card.review_pending else Refusal.NONE

    def apply_to(self, board: Board, card: Card) -> None:
        """Its result comes with the day's end."""
        card.review_pending = True


class LegalReview(Action):
    """File the legal review: nothing goes live before it is done."""

    VERB: ClassVar[str] = "legal-review"
    MINUTES: ClassVar[int] = 60

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """One."""
        return [LegalReview()]

    def possible(self, board: Board) -> Refusal:
        """Once, where the scenario needs it."""
        if not board.world.needs_legal:
            return Refusal.NOT_IN_THIS_SCENARIO
        return Refusal.ALREADY_DONE if board.legal else Refusal.NONE

    def apply(self, state: State) -> None:
        """It begins today."""
        start_legal(state.board)
