"""Verbs on what meets customers: share of traffic, rollback, a closer look at the canary, the legal review."""

from typing import ClassVar, Final

from aiboard.engine.happenings.live import IncidentAnswered, RolledBack
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import IncidentCause, Refusal, Stage
from aiboard.engine.moves import (
    drop_questions,
    log,
    lower_share,
    lowering_price,
    move,
    rollback_price,
    set_share,
    start_legal,
)
from aiboard.engine.outlook import next_share
from aiboard.engine.systems.deployment import CANARY_PCT, HALF_PCT
from aiboard.engine.verbs.base import Action, CardAction, Matter
from aiboard.engine.verbs.slot import CARD, Slot, SlotKind

#: The shares of traffic that a live model may have, percent.
SHARES: Final = (CANARY_PCT, HALF_PCT, 100)


class Deploy(CardAction):
    """Change a live model's share of traffic."""

    VERB: ClassVar[str] = "deploy"
    STAGES: ClassVar[tuple[Stage, ...]] = (Stage.PRODUCTION,)
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.LIVE,)
    SLOTS: ClassVar[tuple[Slot, ...]] = (CARD, Slot("share_pct", SlotKind.NUMBER, shown="PERCENT"))
    MINUTES: ClassVar[int] = 60

    def __init__(self, card: int, share_pct: int) -> None:
        super().__init__(card)
        self.share_pct = share_pct

    @classmethod
    def default_action(cls, board: Board, index: int) -> CardAction:
        """The next step of the canary."""
        return Deploy(index, next_share(board.cards[index]) or 100)

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """Every share."""
        return [Deploy(index, share) for share in SHARES]

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """A model with traffic, another of the shares."""
        if card.stage != Stage.PRODUCTION:
            return Refusal.WRONG_STAGE
        if card.share_pct == 0:
            return Refusal.NOT_DEPLOYED
        if self.share_pct not in SHARES:
            return Refusal.BAD_AMOUNT
        return Refusal.ALREADY_DONE if self.share_pct == card.share_pct else Refusal.NONE

    def cents(self, board: Board) -> int:
        """What a smaller share pays."""
        return lowering_price(board, board.cards[self.card], self.share_pct)

    def apply_to(self, board: Board, card: Card) -> None:
        """From tonight's traffic on; a smaller share is a part of a roll-back."""
        if self.share_pct < card.share_pct:
            lower_share(board, card, self.share_pct)
        else:
            set_share(board, card, self.share_pct)
        drop_questions(board, card.index)


class RollBack(CardAction):
    """Give customers the model before it; the price grows with what they had met of this one."""

    VERB: ClassVar[str] = "roll-back"
    STAGES: ClassVar[tuple[Stage, ...]] = (Stage.PRODUCTION,)
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.LIVE,)

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """Any card in production, in handoff too."""
        return Refusal.NONE if card.stage == Stage.PRODUCTION else Refusal.WRONG_STAGE

    def cents(self, board: Board) -> int:
        """What it pays."""
        return rollback_price(board, board.cards[self.card])

    def apply_to(self, board: Board, card: Card) -> None:
        """Back into Evaluation."""
        if card.share_pct > 0:
            lower_share(board, card, 0)
        else:
            log(board, RolledBack(card.index, share_pct=0, cents=0))
        move(board, card, Stage.EVALUATION)
        drop_questions(board, card.index)


class Respond(CardAction):
    """Answer an incident and leave the model on its traffic: this incident ends, another may come."""

    VERB: ClassVar[str] = "respond"
    STAGES: ClassVar[tuple[Stage, ...]] = (Stage.PRODUCTION,)
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.LIVE,)
    MINUTES: ClassVar[int] = 240

    def minutes(self, board: Board) -> int:
        """A whole day of the manager's, where a day is shorter than its price."""
        return min(super().minutes(board), board.world.minutes)

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """A live model with an incident that goes on."""
        if card.stage != Stage.PRODUCTION:
            return Refusal.WRONG_STAGE
        if card.share_pct == 0:
            return Refusal.NOT_DEPLOYED
        return Refusal.NONE if card.incident else Refusal.NOTHING_TO_DO

    def apply(self, state: State) -> None:
        """An agent's permissions are narrowed: its hazard falls by a class."""
        card = state.board.cards[self.card]
        if card.incident == IncidentCause.TOOL:
            truth = state.truth.cards[self.card]
            truth.unauthorised = max(0, truth.unauthorised - 1)
        super().apply(state)

    def apply_to(self, board: Board, card: Card) -> None:
        """What standing orders asked about the card is answered too."""
        log(board, IncidentAnswered(card.index, cause=card.incident))
        card.incident = 0
        drop_questions(board, card.index)


class ReviewCanary(CardAction):
    """A sharper look at what customers get of a live model, tonight."""

    VERB: ClassVar[str] = "review-canary"
    STAGES: ClassVar[tuple[Stage, ...]] = (Stage.PRODUCTION,)
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.LIVE,)
    MINUTES: ClassVar[int] = 120

    def refusal_on(self, board: Board, card: Card) -> Refusal:
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
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.LEGAL,)
    MINUTES: ClassVar[int] = 60

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """One."""
        return [LegalReview()]

    def refusal(self, board: Board) -> Refusal:
        """Once, where the scenario needs it."""
        if not board.world.needs_legal:
            return Refusal.NOT_IN_THIS_SCENARIO
        return Refusal.ALREADY_DONE if board.legal else Refusal.NONE

    def apply(self, state: State) -> None:
        """It begins today."""
        start_legal(state.board)
