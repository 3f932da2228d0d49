"""Verbs on what goes wrong: chase who is late, find a cause, bring a disruption."""

from typing import ClassVar, Final

from aiboard.engine.happenings.cards import Unblocked
from aiboard.engine.happenings.chaos import RootCauseFound
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Block, Chaos, Refusal, Regression, Source, Stage
from aiboard.engine.moves import drop_questions, log
from aiboard.engine.systems import chaos
from aiboard.engine.systems.training import LOSSES_WITH_CAUSE
from aiboard.engine.verbs.base import Action, CardAction, Matter, Preview
from aiboard.engine.verbs.slot import Slot, SlotKind

#: Days a chased vendor or lawyer gives back.
CHASED_DAYS: Final = 1
#: The priority that is first in the queue.
FIRST_PRIORITY: Final = 1
MOST_CHAOS_DAYS: Final = 60
LAST_CHAOS: Final = int(max(Chaos))


class Unblock(CardAction):
    """Chase the vendor or the lawyers a card waits for: a day sooner."""

    VERB: ClassVar[str] = "unblock"
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.TROUBLE,)
    MINUTES: ClassVar[int] = 120

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """A card that waits for labels or legal, with a day left to save; once a day."""
        if card.block == Block.NO_DATA:
            task = board.data[board.world.ideas[card.index].dataset]
            if task.days_left < 2:
                return Refusal.NO_TARGET
            return Refusal.ALREADY_DONE if task.chased_day == board.day else Refusal.NONE
        if card.block == Block.LEGAL and board.legal == 1 and board.legal_left > 1:
            return Refusal.ALREADY_DONE if board.legal_chased == board.day else Refusal.NONE
        return Refusal.NO_TARGET

    def apply_to(self, board: Board, card: Card) -> None:
        """The promise moves with the work."""
        block = int(card.block)
        if card.stage == Stage.PRODUCTION:
            board.legal_left -= CHASED_DAYS
            board.legal_chased = board.day
        else:
            task = board.data[board.world.ideas[card.index].dataset]
            task.days_left -= CHASED_DAYS
            task.due_day -= CHASED_DAYS
            task.chased_day = board.day
        log(board, Unblocked(card.index, block=block, days=CHASED_DAYS))


#: The card of a RootCause that is about the open data issue.
THE_DATA: Final = -1


class RootCause(CardAction):
    """Find why a card loses runs or regressed, or, without a card, what is wrong with the data or the vendor."""

    VERB: ClassVar[str] = "root-cause"
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.TROUBLE, Matter.TRAINING, Matter.FATE)
    SLOTS: ClassVar[tuple[Slot, ...]] = (Slot("card", SlotKind.CARD, THE_DATA),)
    MINUTES: ClassVar[int] = 120

    def __init__(self, card: int = THE_DATA) -> None:
        super().__init__(card)

    def refusal(self, board: Board) -> Refusal:
        """Without a card: a data issue or vendor delay that lasts beyond today and whose cause nobody has found."""
        if self.card != THE_DATA:
            return super().refusal(board)
        return Refusal.NONE if chaos.open_cause(board) >= 0 else Refusal.NO_TARGET

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """A regressed card; one in training made unstable or that lost runs enough to point to a cause; once."""
        if card.regressed == Regression.UNEXPLAINED and card.stage != Stage.KILLED:
            return Refusal.NONE
        if card.stage != Stage.EXPERIMENT and card.stage != Stage.ITERATION:
            return Refusal.NO_TARGET
        if card.root_caused:
            return Refusal.ALREADY_DONE
        has_cause = card.unstable or card.lost_in_a_row >= LOSSES_WITH_CAUSE
        return Refusal.NONE if has_cause else Refusal.NO_TARGET

    def preview(self, board: Board) -> Preview:
        """Also the days that a data issue ends sooner, and whether a card loses no more runs of its own."""
        preview = super().preview(board)
        if self.card == THE_DATA:
            issue = chaos.open_cause(board)
            preview.saved_days = chaos.softened_days(board, board.disruptions[issue]) if issue >= 0 else 0
        else:
            preview.ends_losses = board.cards[self.card].regressed == Regression.NONE
        return preview

    def apply(self, state: State) -> None:
        """A data issue or vendor delay is shortened; a card's own trouble can end."""
        board = state.board
        if self.card == THE_DATA:
            chaos.soften(board, board.disruptions[chaos.open_cause(board)])
        else:
            super().apply(state)

    def apply_to(self, board: Board, card: Card) -> None:
        """Of a regression: the next iteration mends it, first in the queue. Of lost runs: the cause is gone at once."""
        if card.regressed == Regression.UNEXPLAINED:
            card.regressed = int(Regression.EXPLAINED)
            # Customers are without it: its mend, and the evaluation after it, go first in the queue.
            card.priority = FIRST_PRIORITY
            drop_questions(board, card.index)
            log(board, RootCauseFound(card.index, -1, chaos=Chaos.EVAL_REGRESSION, days_saved=0))
            return
        card.root_caused = True
        log(board, RootCauseFound(card.index, -1, chaos=Chaos.DIVERGENCE, days_saved=0))


def most_days(board: Board, kind: int) -> int:
    """Most days that an injected disruption may last.

    A change of scope gives days of notice: more than the scenario's own would make it milder than the drawn one, which
    does not come any more.
    """
    return board.world.chaos_days[kind] if kind == Chaos.SCOPE_CHANGE else MOST_CHAOS_DAYS


class Inject(Action):
    """Bring a disruption, now."""

    VERB: ClassVar[str] = "inject"
    FORCED: ClassVar[str] = "it is brought by whoever leads the game, and has a line of its own in the ledger"
    SLOTS: ClassVar[tuple[Slot, ...]] = (
        Slot("chaos", SlotKind.CHAOS),
        Slot("days", SlotKind.NUMBER, 0),
        Slot("source", SlotKind.SOURCE, int(Source.PLAYER), key="by", shown="WHO"),
    )

    def __init__(self, chaos: int, days: int = 0, source: int = int(Source.PLAYER)) -> None:
        self.chaos = chaos
        #: How long; 0 is the scenario's usual length.
        self.days = days
        self.source = source

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """Every kind, as long as usual."""
        return [Inject(kind) for kind in range(LAST_CHAOS + 1)]

    def refusal(self, board: Board) -> Refusal:
        """With something to hit; drawn disruptions are the game's own."""
        if not 0 <= self.chaos <= LAST_CHAOS or not 0 <= self.days <= most_days(board, self.chaos):
            return Refusal.BAD_AMOUNT
        if self.source != Source.PLAYER and self.source != Source.FACILITATOR:
            return Refusal.BAD_AMOUNT
        return Refusal.NONE if chaos.has_target(board, self.chaos) else Refusal.NO_TARGET

    def apply(self, state: State) -> None:
        """It begins, or the one of its kind that is active lasts longer."""
        chaos.begin(state, self.chaos, self.days, self.source)
