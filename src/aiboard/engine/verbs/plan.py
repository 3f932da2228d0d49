"""Verbs on the whole project: ideas, reserved GPUs, WIP limits, standing orders, the forecast."""

from typing import ClassVar, Final

from aiboard.engine.happenings.plan import ForecastGiven, GpusReserved, OrderSet, WipSet
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import ASK_ONLY, Mode, Refusal, Stage
from aiboard.engine.moves import log, show_idea
from aiboard.engine.verbs.base import Action, Matter
from aiboard.engine.verbs.slot import Slot, SlotKind

MOST_RESERVED_DAYS: Final = 60
MOST_WIP: Final = 20
#: Limits offered; any number up to MOST_WIP is possible.
WIP_CHOICES: Final = range(1, 9)
#: The stages that have a limit.
LIMITED: Final = (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.EVALUATION, Stage.ITERATION, Stage.PRODUCTION)
LAST_MODE: Final = int(max(Mode))


class AddIdea(Action):
    """Ask for one more idea of a family, and refine it with the team."""

    VERB: ClassVar[str] = "add"
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.IDEAS,)
    SLOTS: ClassVar[tuple[Slot, ...]] = (Slot("family", SlotKind.FAMILY),)
    MINUTES: ClassVar[int] = 60

    def __init__(self, family: int) -> None:
        self.family = family

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """Every family."""
        return [AddIdea(family) for family in range(len(board.world.families))]

    def refusal(self, board: Board) -> Refusal:
        """While the family has an idea that is not on the board, and the sprint's number is not used up."""
        world = board.world
        if not 0 <= self.family < len(world.families):
            return Refusal.NO_SUCH_CARD
        if 0 < world.adds_a_sprint <= board.added_sprint:
            return Refusal.NEXT_SPRINT
        return Refusal.NONE if self._next(board) >= 0 else Refusal.NO_IDEAS_LEFT

    def _next(self, board: Board) -> int:
        """The family's next unseen idea, in scenario order, or -1."""
        for card in board.cards:
            if not card.shown and board.world.ideas[card.index].family == self.family:
                return card.index
        return -1

    def apply(self, state: State) -> None:
        """Its card is on the board."""
        state.board.added_sprint += 1
        show_idea(state.board, state.board.cards[self._next(state.board)])


class Reserve(Action):
    """Pay for GPUs that stay through a shortage."""

    VERB: ClassVar[str] = "reserve"
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.POOL,)
    SLOTS: ClassVar[tuple[Slot, ...]] = (Slot("gpus", SlotKind.NUMBER), Slot("days", SlotKind.NUMBER))
    MINUTES: ClassVar[int] = 60

    def __init__(self, gpus: int, days: int) -> None:
        self.gpus = gpus
        self.days = days

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """One GPU for a week."""
        return [Reserve(1, 5)]

    @classmethod
    def priced_options(cls, board: Board, index: int) -> list[Action]:
        """One GPU for a week or a sprint, all of them for a week."""
        return [Reserve(1, 5), Reserve(board.world.gpus, 5), Reserve(1, 10)]

    def refusal(self, board: Board) -> Refusal:
        """While nothing is reserved."""
        if not (1 <= self.gpus <= board.world.gpus and 1 <= self.days <= MOST_RESERVED_DAYS):
            return Refusal.BAD_AMOUNT
        return Refusal.ALREADY_DONE if board.reserved_until >= board.day else Refusal.NONE

    def cents(self, board: Board) -> int:
        """By GPU and day."""
        return self.gpus * self.days * board.world.reserve_cents

    def apply(self, state: State) -> None:
        """From today on."""
        board = state.board
        board.reserved_gpus = self.gpus
        board.reserved_until = board.day + self.days - 1
        board.ledger.compute -= self.cents(board)
        log(board, GpusReserved(gpus=self.gpus, days=self.days))


class SetWip(Action):
    """Change how many cards a stage should hold."""

    VERB: ClassVar[str] = "wip"
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.LIMITS,)
    SLOTS: ClassVar[tuple[Slot, ...]] = (Slot("stage", SlotKind.STAGE), Slot("limit", SlotKind.NUMBER))

    def __init__(self, stage: int, limit: int) -> None:
        self.stage = stage
        self.limit = limit

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """Small limits of every stage that has one."""
        return [SetWip(int(stage), limit) for stage in LIMITED for limit in WIP_CHOICES]

    @classmethod
    def priced_options(cls, board: Board, index: int) -> list[Action]:
        """One card fewer in this stage, one more, and twice as many."""
        limit = board.wip[index]
        return [SetWip(index, limit - 1), SetWip(index, limit + 1), SetWip(index, 2 * limit)]

    def subject_index(self) -> int:
        """Its stage."""
        return self.stage

    def refusal(self, board: Board) -> Refusal:
        """Where limits are a warning; hard ones are the scenario's."""
        if not Stage.HYPOTHESIS <= self.stage <= Stage.PRODUCTION or not 1 <= self.limit <= MOST_WIP:
            return Refusal.BAD_AMOUNT
        if board.world.hard_wip:
            return Refusal.NOT_IN_THIS_SCENARIO
        return Refusal.ALREADY_DONE if board.wip[self.stage] == self.limit else Refusal.NONE

    def apply(self, state: State) -> None:
        """Set it."""
        state.board.wip[self.stage] = self.limit
        log(state.board, WipSet(stage=self.stage, limit=self.limit))


class StandingOrder(Action):
    """Set an automation to off, ask or auto."""

    VERB: ClassVar[str] = "standing"
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.ORDERS,)
    SLOTS: ClassVar[tuple[Slot, ...]] = (Slot("order", SlotKind.ORDER), Slot("mode", SlotKind.MODE))
    MINUTES: ClassVar[int] = 60

    def __init__(self, order: int, mode: int) -> None:
        self.order = order
        self.mode = mode

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """Every order in every mode."""
        return [StandingOrder(order, mode) for order in range(len(board.orders)) for mode in range(LAST_MODE + 1)]

    @classmethod
    def priced_options(cls, board: Board, index: int) -> list[Action]:
        """The other modes of the same order."""
        return [StandingOrder(index, mode) for mode in range(LAST_MODE + 1)]

    def subject_index(self) -> int:
        """Its order."""
        return self.order

    def minutes(self, board: Board) -> int:
        """None on the first day of a sprint: that is what planning is for."""
        return 0 if (board.day - 1) % board.world.sprint_days == 0 else super().minutes(board)

    def refusal(self, board: Board) -> Refusal:
        """Another mode, one that the order has."""
        if not 0 <= self.order < len(board.orders) or not 0 <= self.mode <= LAST_MODE:
            return Refusal.BAD_AMOUNT
        if self.mode == Mode.AUTO and self.order in ASK_ONLY:
            return Refusal.BAD_AMOUNT
        return Refusal.ALREADY_DONE if board.orders[self.order] == self.mode else Refusal.NONE

    def apply(self, state: State) -> None:
        """Set it; what it had asked is settled."""
        board = state.board
        board.orders[self.order] = self.mode
        board.asked = [item for item in board.asked if item.order != self.order]
        log(board, OrderSet(order=self.order, mode=self.mode))


class Forecast(Action):
    """Say by which day the target is cleared: one day held for 70 % likely, one for 90 %."""

    VERB: ClassVar[str] = "forecast"
    FORCED: ClassVar[str] = "it changes nothing that is worth anything; forecasts have scores of their own"
    SLOTS: ClassVar[tuple[Slot, ...]] = (
        Slot("day_70", SlotKind.NUMBER, shown="DAY-70%"),
        Slot("day_90", SlotKind.NUMBER, shown="DAY-90%"),
    )

    def __init__(self, day_70: int, day_90: int) -> None:
        self.day_70 = day_70
        self.day_90 = day_90

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """In two weeks and in four."""
        return [Forecast(board.day + 10, board.day + 20)]

    def refusal(self, board: Board) -> Refusal:
        """Days to come, in order."""
        fits = board.day <= self.day_70 <= self.day_90 <= 2 * board.world.days
        return Refusal.NONE if fits else Refusal.BAD_AMOUNT

    def apply(self, state: State) -> None:
        """Keep it; it replaces the one before."""
        board = state.board
        board.forecast_70 = self.day_70
        board.forecast_90 = self.day_90
        board.forecast_day = board.day
        log(board, ForecastGiven(day_70=self.day_70, day_90=self.day_90))
