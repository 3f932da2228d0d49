"""Verbs on a card with a checkpoint: evaluate it, change one thing, promote it."""

from typing import ClassVar, Final

from aiboard.engine.chance.deal import BASELINE_SEEDS
from aiboard.engine.gate import planned_half_width, verdict
from aiboard.engine.happenings.cards import EvalStarted, Iterating, LeakChecked, Promoted
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import EVAL_PARTS, WHOLE_PCT, is_part, kept_seeds, parts
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Change, Refusal, Stage
from aiboard.engine.moves import PROMOTED, decide, drop_questions, log, move, start_legal
from aiboard.engine.outlook import handoff_points, iteration_points, unsettled_newcomer
from aiboard.engine.systems.evaluation import eval_minutes, remove_leak
from aiboard.engine.verbs.base import Action, CardAction, Matter, Preview, verb_minutes
from aiboard.engine.verbs.card import say_over_limit
from aiboard.engine.verbs.slot import CARD, Slot, SlotKind

#: Seed counts offered (any number up to the baseline's is possible), and those offered on a part of the questions.
SEED_CHOICES: Final = (1, 2, 3, 5)
PART_SEEDS: Final = (3, 5)
#: Seeds of an evaluation that gives no number.
DEFAULT_SEEDS: Final = 5
#: Seeds that usually come on top of a first look.
MORE_SEEDS: Final = 2
LAST_CHANGE: Final = int(max(Change))
WHOLE_EFFORT_PCT: Final = 100


class Evaluate(CardAction):
    """Score a card's checkpoint on the frozen questions, or on a part of them."""

    VERB: ClassVar[str] = "evaluate"
    STAGES: ClassVar[tuple[Stage, ...]] = (Stage.EXPERIMENT, Stage.EVALUATION, Stage.PRODUCTION)
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.FATE,)
    SLOTS: ClassVar[tuple[Slot, ...]] = (
        CARD,
        Slot("seeds", SlotKind.NUMBER, DEFAULT_SEEDS),
        Slot("percent", SlotKind.PART, WHOLE_PCT, key="items", shown="NUMBER"),
        Slot("slices", SlotKind.FLAG, 0, shown="slices"),
    )
    MINUTES: ClassVar[int] = 30

    def __init__(self, card: int, seeds: int = DEFAULT_SEEDS, percent: int = WHOLE_PCT, slices: bool = False) -> None:
        super().__init__(card)
        self.seeds = seeds
        #: Percent of the questions.
        self.percent = percent
        #: Score the weakest slice too.
        self.slices = slices

    @classmethod
    def default_action(cls, board: Board, index: int) -> CardAction:
        """On all the questions: what a part has shown is confirmed there, with as many seeds as a first look."""
        first = kept_seeds(board.cards[index], WHOLE_PCT) == 0
        return Evaluate(index, board.world.first_seeds if first else MORE_SEEDS)

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """Some seed counts, with slices and without; fewer on a part of the questions."""
        options: list[Action] = []
        for seeds in SEED_CHOICES:
            options.append(Evaluate(index, seeds))
            options.append(Evaluate(index, seeds, slices=True))
        for part in parts(board.world):
            if part != WHOLE_PCT:
                for seeds in PART_SEEDS:
                    options.append(Evaluate(index, seeds, part))
        return options

    @classmethod
    def priced_options(cls, board: Board, index: int) -> list[Action]:
        """A first look's seeds with slices, one more seed, all of the questions or a part of them."""
        world = board.world
        options: list[Action] = [Evaluate(index, world.first_seeds, slices=True), Evaluate(index, 1)]
        options += [Evaluate(index, world.first_seeds, part) for part in parts(world) if part != WHOLE_PCT]
        return options

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """A checkpoint that is not being scored; a live model's scores are what a newcomer is compared with."""
        if card.stage == Stage.PRODUCTION:
            if card.share_pct == 0:
                return Refusal.NOT_DEPLOYED
        elif card.stage != Stage.EVALUATION and card.stage != Stage.EXPERIMENT:
            return Refusal.WRONG_STAGE
        if card.version == 0:
            return Refusal.NO_EVIDENCE
        if card.seeds_pending > 0:
            return Refusal.BUSY
        if not is_part(board.world, self.percent):
            return Refusal.BAD_AMOUNT
        if self.seeds < 1 or kept_seeds(card, self.percent) + self.seeds > BASELINE_SEEDS:
            return Refusal.BAD_AMOUNT
        return Refusal.NONE

    def target_stage(self, board: Board, card: Card) -> int:
        """The Evaluation stage; a live model stays where it is."""
        return int(Stage.EVALUATION) if card.stage != Stage.PRODUCTION else -1

    def preview(self, board: Board) -> Preview:
        """Also its GPU time, how good its mean will be, the scores it makes void."""
        preview = super().preview(board)
        card = board.cards[self.card]
        preview.gpu_min = eval_minutes(board.world, self.seeds, self.slices, self.percent)
        if self.seeds > 0 and self.percent in EVAL_PARTS:
            preview.half_width_ppm = planned_half_width(board, card, self.seeds, self.percent)
        preview.void_seeds = len(card.scores) - kept_seeds(card, self.percent)
        return preview

    def apply_to(self, board: Board, card: Card) -> None:
        """Queue it; out of Experiment this ends the training."""
        if card.stage == Stage.EXPERIMENT:
            move(board, card, Stage.EVALUATION)
            card.run_points_done = 0
            say_over_limit(board, Stage.EVALUATION, card)
        if self.percent != card.eval_pct:
            # Other questions, other item luck: a mean over both would have neither's interval.
            card.scores = []
            card.eval_pct = self.percent
        card.seeds_pending = self.seeds
        card.eval_slices = self.slices
        card.eval_left_min = eval_minutes(board.world, self.seeds, self.slices, self.percent)
        log(board, EvalStarted(card.index, seeds=self.seeds, gpu_min=card.eval_left_min, part_pct=self.percent))
        drop_questions(board, card.index)


class CheckLeak(CardAction):
    """Search a card's training data for the eval questions; those found are left out of its evaluations."""

    VERB: ClassVar[str] = "check-leak"
    STAGES: ClassVar[tuple[Stage, ...]] = (Stage.EVALUATION, Stage.PRODUCTION)
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.FATE,)
    MINUTES: ClassVar[int] = 60

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """A card with a checkpoint, in Evaluation or Production, that is not being scored; once."""
        if board.world.leak_chance_pct == 0:
            return Refusal.NOT_IN_THIS_SCENARIO
        if card.stage != Stage.EVALUATION and card.stage != Stage.PRODUCTION:
            return Refusal.WRONG_STAGE
        if card.leak_checked:
            return Refusal.ALREADY_DONE
        return Refusal.BUSY if card.seeds_pending > 0 else Refusal.NONE

    def apply(self, state: State) -> None:
        """Where questions had leaked, the scores so far are void."""
        board = state.board
        card = board.cards[self.card]
        leaked = remove_leak(state, card)
        card.leak_checked = True
        log(board, LeakChecked(card.index, leaked, len(card.scores) if leaked else 0))
        if leaked:
            card.scores = []
        drop_questions(board, card.index)


class Iterate(CardAction):
    """One more run that changes one thing: training goes on longer, new code is tried, the model is made smaller."""

    VERB: ClassVar[str] = "iterate"
    STAGES: ClassVar[tuple[Stage, ...]] = (Stage.EVALUATION,)
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.FATE,)
    SLOTS: ClassVar[tuple[Slot, ...]] = (CARD, Slot("change", SlotKind.CHANGE))
    MINUTES: ClassVar[int] = 60

    def __init__(self, card: int, change: int) -> None:
        super().__init__(card)
        self.change = change

    def minutes(self, board: Board) -> int:
        """By what it changes: training longer needs nobody, new code is designed and reviewed."""
        efforts = board.world.change_effort_pct
        effort = efforts[self.change] if 0 <= self.change < len(efforts) else WHOLE_EFFORT_PCT
        return verb_minutes(board.world, Iterate) * effort // WHOLE_EFFORT_PCT

    @classmethod
    def default_action(cls, board: Board, index: int) -> CardAction:
        """Another technique."""
        return Iterate(index, int(Change.TECHNIQUE))

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """Every change."""
        return [Iterate(index, change) for change in range(LAST_CHANGE + 1)]

    @classmethod
    def priced_options(cls, board: Board, index: int) -> list[Action]:
        """A technique, a longer training, a smaller version."""
        return [Iterate(index, int(change)) for change in (Change.TECHNIQUE, Change.LONGER, Change.SLIMMER)]

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """A card in Evaluation that is not being scored."""
        if card.stage != Stage.EVALUATION:
            return Refusal.WRONG_STAGE
        if card.seeds_pending > 0:
            return Refusal.BUSY
        return Refusal.NONE if 0 <= self.change <= LAST_CHANGE else Refusal.BAD_AMOUNT

    def target_stage(self, board: Board, card: Card) -> int:
        """The Iteration stage."""
        return int(Stage.ITERATION)

    def setup_points(self, board: Board) -> int:
        """New code is set up first."""
        return board.world.technique_setup_points if self.change == Change.TECHNIQUE else 0

    def apply_to(self, board: Board, card: Card) -> None:
        """Into Iteration."""
        move(board, card, Stage.ITERATION)
        card.change = self.change
        card.setup_left = self.setup_points(board)
        card.changes += 1
        card.run_points_done = board.world.ideas[card.index].run_points - iteration_points(board, card)
        log(board, Iterating(card.index, change=self.change))
        drop_questions(board, card.index)


class Promote(CardAction):
    """Hand a card over to production."""

    VERB: ClassVar[str] = "promote"
    STAGES: ClassVar[tuple[Stage, ...]] = (Stage.EVALUATION,)
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.FATE,)
    MINUTES: ClassVar[int] = 60

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """A card in Evaluation, with no other newcomer under way: two canaries could not be told apart."""
        if card.stage != Stage.EVALUATION:
            return Refusal.WRONG_STAGE
        if card.seeds_pending > 0:
            return Refusal.BUSY
        if unsettled_newcomer(board) >= 0:
            return Refusal.PRODUCTION_FULL
        if board.world.hard_gates and not verdict(board, card.index).passed:
            return Refusal.GATE_FAILED
        return Refusal.NONE

    def target_stage(self, board: Board, card: Card) -> int:
        """The Production stage."""
        return int(Stage.PRODUCTION)

    def cents(self, board: Board) -> int:
        """The price of a launch."""
        return board.world.launch_cents

    def apply_to(self, board: Board, card: Card) -> None:
        """Handoff begins; the legal review too, where it is needed and nobody has filed it."""
        passed = verdict(board, card.index).passed
        card.over_gate = not passed
        log(board, Promoted(card.index, passed=passed))
        card.documented = True
        # Read before the move: in production the card says what is left of it.
        points = handoff_points(board, card)
        move(board, card, Stage.PRODUCTION)
        card.handoff_left = points
        decide(board, card, PROMOTED)
        if board.world.needs_legal and board.legal == 0:
            start_legal(board)
        drop_questions(board, card.index)
