"""Verbs on a card on its way through the stages: ticket, start, pause, resume, priority, kill, learning."""

from typing import ClassVar, Final

from aiboard.engine.gate import card_estimate
from aiboard.engine.happenings.cards import (
    Deferred,
    Documented,
    Killed,
    Paused,
    Prioritised,
    Resumed,
    Ticketed,
    WentOverLimit,
)
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Order, Reason, Refusal, Stage
from aiboard.engine.moves import KILLED, clear_work, decide, drop_questions, log, lower_share, move, rollback_price
from aiboard.engine.outlook import DAY_POINTS, days_at, plan_points
from aiboard.engine.systems.compute import cards_held, next_holder
from aiboard.engine.verbs.base import Action, CardAction, Matter, verb_minutes, wip_refusal
from aiboard.engine.verbs.slot import CARD, Slot, SlotKind
from aiboard.instruments.gate import Estimate

LEAST_SUCCESS_PPM: Final = 300_000
MOST_SUCCESS_PPM: Final = 999_000
MOST_BOX_DAYS: Final = 120
MOST_PRIORITY: Final = 5
#: Working days that the usual time box leaves for the evaluation (ours).
EVALUATION_DAYS: Final = 3
#: Points of setup after a resumed pause: people find their way back in.
RESUME_POINTS: Final = 100
# Asked for each action; going through an enum takes longer than the rest of a check.
LAST_REASON: Final = int(max(Reason))


class Ticket(CardAction):
    """Fix what will be called success and failure before any training. An amount of 0 keeps what is there."""

    VERB: ClassVar[str] = "ticket"
    STAGES: ClassVar[tuple[Stage, ...]] = (Stage.BACKLOG, Stage.HYPOTHESIS)
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.PAPERS,)
    SLOTS: ClassVar[tuple[Slot, ...]] = (
        CARD,
        Slot("success_ppm", SlotKind.PPM, 0, key="success", shown="PERCENT"),
        Slot("kill_ppm", SlotKind.PPM, 0, key="kill", shown="PERCENT"),
        Slot("box_days", SlotKind.NUMBER, 0, key="box", shown="DAYS"),
    )
    MINUTES: ClassVar[int] = 60

    def __init__(self, card: int, success_ppm: int = 0, kill_ppm: int = 0, box_days: int = 0) -> None:
        super().__init__(card)
        self.success_ppm = success_ppm
        self.kill_ppm = kill_ppm
        self.box_days = box_days

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """Before training begins, within the ranges."""
        if card.stage != Stage.BACKLOG and card.stage != Stage.HYPOTHESIS:
            return Refusal.WRONG_STAGE
        if self.success_ppm and not LEAST_SUCCESS_PPM <= self.success_ppm <= MOST_SUCCESS_PPM:
            return Refusal.BAD_AMOUNT
        if self.kill_ppm and not 0 < self.kill_ppm <= MOST_SUCCESS_PPM:
            return Refusal.BAD_AMOUNT
        if not 0 <= self.box_days <= MOST_BOX_DAYS:
            return Refusal.BAD_AMOUNT
        return wip_refusal(board, Stage.HYPOTHESIS) if card.stage == Stage.BACKLOG else Refusal.NONE

    def target_stage(self, board: Board, card: Card) -> int:
        """The Hypothesis stage."""
        return int(Stage.HYPOTHESIS)

    def apply_to(self, board: Board, card: Card) -> None:
        """Write it; with the first one the card's freshness is fixed too: what its family has taught by now."""
        world = board.world
        idea = world.ideas[card.index]
        first = card.ticket_day == 0
        card.ticket_day = board.day
        card.success_ppm = self.success_ppm or card.success_ppm or world.launch_ppm
        card.kill_ppm = self.kill_ppm or card.kill_ppm or world.kill_ppm
        card.kill_run = min(world.kill_run, idea.runs)
        card.box_days = self.box_days or card.box_days or _usual_box(board, card)
        if first:
            card.fresh_cards = min(board.family_decided(idea.family), world.fresh_cap)
            card.fresh_ppm = board.family_fresh_ppm(idea.family)
        log(board, Ticketed(card.index, fresh_ppm=card.fresh_ppm, fresh_cards=card.fresh_cards))
        if card.stage == Stage.BACKLOG:
            card.holder = next_holder(board, card, cards_held(board))
            move(board, card, Stage.HYPOTHESIS)


def _usual_box(board: Board, card: Card) -> int:
    """The pre-filled time box, working days: its work at full speed, rounded up, and an evaluation."""
    return days_at(plan_points(board.world, card.index), DAY_POINTS) + EVALUATION_DAYS


class Start(CardAction):
    """Begin training; from the Backlog this also writes the usual ticket."""

    VERB: ClassVar[str] = "start"
    STAGES: ClassVar[tuple[Stage, ...]] = (Stage.BACKLOG, Stage.HYPOTHESIS)
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.START,)

    def minutes(self, board: Board) -> int:
        """From the Backlog the ticket's minutes are added."""
        minutes = verb_minutes(board.world, Start)
        if 0 <= self.card < len(board.cards) and board.cards[self.card].stage == Stage.BACKLOG:
            minutes += verb_minutes(board.world, Ticket)
        return minutes

    @classmethod
    def priced_options(cls, board: Board, index: int) -> list[Action]:
        """The cards that wait, those with the best stated odds first."""
        odds: list[tuple[int, int]] = []
        for card in board.cards:
            if card.shown and (card.stage == Stage.BACKLOG or card.stage == Stage.HYPOTHESIS):
                odds.append((-card.stated_pct, card.index))
        return [Start(other) for _, other in sorted(odds)]

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """Before training has begun."""
        if card.stage != Stage.BACKLOG and card.stage != Stage.HYPOTHESIS:
            return Refusal.WRONG_STAGE
        return wip_refusal(board, Stage.EXPERIMENT)

    def target_stage(self, board: Board, card: Card) -> int:
        """The Experiment stage."""
        return int(Stage.EXPERIMENT)

    def apply_to(self, board: Board, card: Card) -> None:
        """Into Experiment, its setup first. What the start order asked is answered."""
        if card.stage == Stage.BACKLOG:
            Ticket(card.index).apply_to(board, card)
        move(board, card, Stage.EXPERIMENT)
        card.started_day = board.day
        card.setup_left = board.world.ideas[card.index].setup_points
        card.run_points_done = 0
        say_over_limit(board, Stage.EXPERIMENT, card)
        board.asked = [item for item in board.asked if item.order != Order.START]


def say_over_limit(board: Board, stage: Stage, card: Card) -> None:
    """Log that a card that has just come took its stage over the limit, if it did."""
    count = board.count(stage)
    if 0 < board.wip[stage] < count:
        log(board, WentOverLimit(card.index, stage=stage, count=count))


class Pause(CardAction):
    """Keep a card's work and free its GPUs."""

    VERB: ClassVar[str] = "pause"
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.TRAINING,)

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """A card under way that is not paused."""
        if not _under_way(card):
            return Refusal.WRONG_STAGE
        return Refusal.ALREADY_DONE if card.paused else Refusal.NONE

    def setup_points(self, board: Board) -> int:
        """What resuming will take."""
        return resume_points(board.cards[self.card])

    def apply_to(self, board: Board, card: Card) -> None:
        """It stands still until it is resumed."""
        card.paused = True
        card.running = False
        log(board, Paused(card.index))


class Resume(CardAction):
    """Let a paused card go on; one in training is set up again first."""

    VERB: ClassVar[str] = "resume"
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.TRAINING,)

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """A card under way that is paused."""
        if not _under_way(card):
            return Refusal.WRONG_STAGE
        return Refusal.NONE if card.paused else Refusal.ALREADY_DONE

    def setup_points(self, board: Board) -> int:
        """What it takes."""
        return resume_points(board.cards[self.card])

    def apply_to(self, board: Board, card: Card) -> None:
        """It goes on."""
        card.paused = False
        card.setup_left += resume_points(card)
        log(board, Resumed(card.index))


def _under_way(card: Card) -> bool:
    return card.stage == Stage.EXPERIMENT or card.stage == Stage.ITERATION or card.stage == Stage.EVALUATION


def resume_points(card: Card) -> int:
    """Points of setup that a card needs after a pause; an evaluation needs none."""
    return 0 if card.stage == Stage.EVALUATION else RESUME_POINTS


class Kill(CardAction):
    """Stop a card for good, with the reason and what it taught."""

    VERB: ClassVar[str] = "kill"
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.FATE, Matter.TRAINING, Matter.LIVE)
    SLOTS: ClassVar[tuple[Slot, ...]] = (
        CARD,
        Slot("reason", SlotKind.REASON, int(Reason.OTHER)),
        Slot("learning", SlotKind.TEXT, "", shown="TEXT"),
    )

    def __init__(self, card: int, reason: int = int(Reason.OTHER), learning: str = "") -> None:
        super().__init__(card)
        self.reason = reason
        self.learning = learning

    @classmethod
    def priced_options(cls, board: Board, index: int) -> list[Action]:
        """With what it taught written down: the reason counts for nothing."""
        return [Kill(index, int(Reason.OTHER), "noted")]

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """Any card that is not killed."""
        if card.stage == Stage.KILLED:
            return Refusal.WRONG_STAGE
        return Refusal.NONE if 0 <= self.reason <= LAST_REASON else Refusal.BAD_AMOUNT

    def cents(self, board: Board) -> int:
        """What taking a live model off its traffic pays."""
        return rollback_price(board, board.cards[self.card])

    def apply_to(self, board: Board, card: Card) -> None:
        """A live model is rolled back; a card that was never tried counts as no decision."""
        if card.share_pct > 0:
            lower_share(board, card, 0)
        # With what is known of the card now: its numbers may change later, with a new eval set.
        estimate = card_estimate(board, card) or Estimate(0, 0, 0, 0)
        log(board, Killed(card.index, self.reason, len(card.scores), estimate.mean, estimate.low, estimate.high))
        card.reason = self.reason
        if self.learning:
            card.learning = self.learning
            card.documented = True
        tried = card.started_day > 0
        move(board, card, Stage.KILLED)
        clear_work(card)
        if tried:
            decide(board, card, KILLED)
        drop_questions(board, card.index)


class Document(CardAction):
    """Write down what a decided card taught; its family's later tickets gain by it."""

    VERB: ClassVar[str] = "document"
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.PAPERS,)
    SLOTS: ClassVar[tuple[Slot, ...]] = (CARD, Slot("learning", SlotKind.TEXT, "", shown="TEXT"))

    def __init__(self, card: int, learning: str = "") -> None:
        super().__init__(card)
        self.learning = learning

    @classmethod
    def default_action(cls, board: Board, index: int) -> CardAction:
        """Words to be replaced."""
        return Document(index, "-")

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """With words that are enough."""
        return [Document(index, "noted")]

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """A killed card or one in production, with words."""
        if card.stage != Stage.KILLED and card.stage != Stage.PRODUCTION:
            return Refusal.WRONG_STAGE
        return Refusal.NONE if self.learning else Refusal.NEEDS_TEXT

    def apply_to(self, board: Board, card: Card) -> None:
        """Keep the words."""
        card.learning = self.learning
        card.documented = True
        log(board, Documented(card.index))


class Defer(CardAction):
    """Put a card with a ticket back into the Backlog."""

    VERB: ClassVar[str] = "defer"
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.START,)

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """Only from Hypothesis."""
        return Refusal.NONE if card.stage == Stage.HYPOTHESIS else Refusal.WRONG_STAGE

    def apply_to(self, board: Board, card: Card) -> None:
        """Its ticket stays; nobody holds it any more."""
        card.holder = -1
        move(board, card, Stage.BACKLOG)
        log(board, Deferred(card.index))


class Prioritise(CardAction):
    """Give a card its place in every queue; 1 goes first."""

    VERB: ClassVar[str] = "prioritise"
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.TRAINING,)
    SLOTS: ClassVar[tuple[Slot, ...]] = (CARD, Slot("priority", SlotKind.NUMBER, shown=f"1-{MOST_PRIORITY}"))

    def __init__(self, card: int, priority: int) -> None:
        super().__init__(card)
        self.priority = priority

    @classmethod
    def default_action(cls, board: Board, index: int) -> CardAction:
        """To the front, or from there to the middle."""
        return Prioritise(index, 1 if board.cards[index].priority != 1 else 3)

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """Every level."""
        return [Prioritise(index, priority) for priority in range(1, MOST_PRIORITY + 1)]

    @classmethod
    def priced_options(cls, board: Board, index: int) -> list[Action]:
        """First in the queue, and last."""
        return [Prioritise(index, 1), Prioritise(index, MOST_PRIORITY)]

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """Any card that is not killed, at another level."""
        if not 1 <= self.priority <= MOST_PRIORITY:
            return Refusal.BAD_AMOUNT
        if card.stage == Stage.KILLED:
            return Refusal.WRONG_STAGE
        return Refusal.ALREADY_DONE if self.priority == card.priority else Refusal.NONE

    def apply_to(self, board: Board, card: Card) -> None:
        """Set it."""
        card.priority = self.priority
        log(board, Prioritised(card.index, priority=self.priority))
