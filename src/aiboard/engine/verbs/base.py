"""What every verb declares: its line form, price, check, effect, preview and the options it offers.

An action is an instance of its verb's class, with the verb's slots as its fields. Whoever needs the list of verbs
reads `aiboard.engine.verbs.VERBS`.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, ClassVar

from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Refusal, Stage
from aiboard.engine.model.world import World
from aiboard.engine.systems.compute import cards_held, holder_of, speed_of
from aiboard.engine.verbs.slot import CARD, DATASET, Slot, SlotKind


class Matter(IntEnum):
    """What an action settles. Verbs on one matter are each other's options when a decision is priced."""

    START = 0
    TRAINING = 1
    FATE = 2
    LIVE = 3
    PAPERS = 4
    DATA = 5
    IDEAS = 6
    POOL = 7
    LIMITS = 8
    ORDERS = 9
    LEGAL = 10
    TROUBLE = 11


class Preview:
    """What an action costs and changes at once; meaningful for a possible action.

    minutes of the manager; cents paid now; gpu_min it will draw; the stage its card goes to (-1: none does), that
    stage's cards after it and its limit; the person who holds the card then (-1: nobody), how many cards in flight that
    person holds and at what percent of full speed; setup_points of work that it adds. Of a search for a cause the days
    by which a disruption ends sooner, and whether a card loses no more runs to NaN. Of an evaluation also how good its
    mean will be (half the interval that holds 95 % of such means, millionths), and how many scores it makes void.
    """

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        self.cents = 0
        self.gpu_min = 0
        self.stage = -1
        self.cards = 0
        self.limit = 0
        self.holder = -1
        self.workload = 0
        self.speed_pct = 100
        self.setup_points = 0
        self.saved_days = 0
        self.ends_losses = False
        self.half_width_ppm = 0
        self.void_seeds = 0


class Action:
    """One thing a player or facilitator does. Nobody changes an action once it is made.

    VERB is the word its line begins with, SLOTS what follows, MINUTES the manager's time it takes where the scenario
    does not say otherwise. MATTERS is what it settles; a verb without any says in FORCED why it is no decision.
    """

    VERB: ClassVar[str] = ""
    SLOTS: ClassVar[tuple[Slot, ...]] = ()
    MINUTES: ClassVar[int] = 0
    MATTERS: ClassVar[tuple[int, ...]] = ()
    FORCED: ClassVar[str] = ""

    @classmethod
    def options(cls, board: Board, index: int) -> "list[Action]":
        """The actions offered about one card, dataset or (index -1) the project; not all need be possible.

        Amounts are sampled at a few useful values. The order is fixed: a random player draws from it.
        """
        raise NotImplementedError

    @classmethod
    def priced_options(cls, board: Board, index: int) -> "list[Action]":
        """Its options when a decision about card, dataset, order or stage `index` (-1: the project) is priced.

        The most telling first, a few; not all need be possible. To wait is always an option and never listed.
        """
        return cls.options(board, index)

    def subject_index(self) -> int:
        """The index that `priced_options` is asked about for its rivals."""
        return -1

    def minutes(self, board: Board) -> int:
        """The manager's minutes it takes."""
        return board.world.cost_min.get(self.VERB, self.MINUTES)

    def refusal(self, board: Board) -> Refusal:
        """NONE when the rules allow it now, time and the end of the game apart; `aiboard.engine.act.check` asks all."""
        raise NotImplementedError

    def apply(self, state: State) -> None:
        """Carry it out; only for an action that is possible. Minutes are taken by `aiboard.engine.act.act`."""
        raise NotImplementedError

    def cents(self, board: Board) -> int:
        """What is paid for it at once."""
        return 0

    def setup_points(self, board: Board) -> int:
        """The setup it adds to its card's work, in points."""
        return 0

    def preview(self, board: Board) -> Preview:
        """What it would cost and change at once; changes nothing."""
        preview = Preview(self.minutes(board))
        preview.cents = self.cents(board)
        preview.setup_points = self.setup_points(board)
        return preview

    def values(self) -> tuple[Any, ...]:
        """The values of its slots, in order."""
        return tuple([getattr(self, slot.field) for slot in self.SLOTS])

    def with_values(self, values: Mapping[str, Any]) -> "Action":
        """The same action with some fields changed; names that are no field of it are passed over."""
        fields: dict[str, Any] = {}
        for slot in self.SLOTS:
            value = values.get(slot.field, getattr(self, slot.field))
            fields[slot.field] = bool(value) if slot.kind == SlotKind.FLAG else value
        action_type: Any = type(self)
        action: Action = action_type(**fields)
        return action

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, Action) and self.values() == other.values()

    def __hash__(self) -> int:
        return hash((self.VERB, self.values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self.values()!r}"


def verb_minutes(world: World, verb: type[Action]) -> int:
    """The manager's minutes a verb takes in this scenario, before what a single action adds or is spared."""
    return world.cost_min.get(verb.VERB, verb.MINUTES)


class CardAction(Action):
    """An action on one card, by its index. A refusal for the card's stage names STAGES, where there are any."""

    SLOTS: ClassVar[tuple[Slot, ...]] = (CARD,)
    STAGES: ClassVar[tuple[Stage, ...]] = ()

    def __init__(self, card: int) -> None:
        self.card = card

    @classmethod
    def default_action(cls, board: Board, index: int) -> "CardAction":
        """The action with the amounts a person would most often choose."""
        return cls(index)

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """One, where there is nothing to choose."""
        return [cls(index)]

    def subject_index(self) -> int:
        """Its card."""
        return self.card

    def refusal(self, board: Board) -> Refusal:
        """The card must be on the board; the rest is the verb's."""
        if not 0 <= self.card < len(board.cards) or not board.cards[self.card].shown:
            return Refusal.NO_SUCH_CARD
        return self.refusal_on(board, board.cards[self.card])

    def refusal_on(self, board: Board, card: Card) -> Refusal:
        """`refusal` for a card that is there."""
        raise NotImplementedError

    def apply(self, state: State) -> None:
        """Carry it out on its card."""
        self.apply_to(state.board, state.board.cards[self.card])

    def apply_to(self, board: Board, card: Card) -> None:
        """`apply`, on the card."""
        raise NotImplementedError

    def target_stage(self, board: Board, card: Card) -> int:
        """The stage the card goes to, or -1."""
        return -1

    def preview(self, board: Board) -> Preview:
        """Also the stage the card goes to, how full it is then, and how fast its holder works from then on."""
        if not 0 <= self.card < len(board.cards):
            return Preview(self.minutes(board))
        preview = super().preview(board)
        card = board.cards[self.card]
        stage = self.target_stage(board, card)
        if stage >= 0:
            preview.stage = stage
            preview.cards = board.count(Stage(stage)) + (0 if card.stage == stage else 1)
            preview.limit = board.wip[stage]
        _preview_focus(board, card, preview)
        return preview


def _preview_focus(board: Board, card: Card, preview: Preview) -> None:
    """Who holds the card once it is in the stage of `preview`, with how many cards and how fast."""
    workloads = cards_held(board)
    preview.holder = holder_of(board, card, workloads)
    preview.workload = workloads[preview.holder]
    if preview.stage >= 0:
        in_flight = preview.stage != Stage.PRODUCTION
        if in_flight and not card.in_flight():
            preview.workload += 1
        elif not in_flight and card.in_flight():
            preview.workload -= 1
    preview.speed_pct = speed_of(board, preview.workload)


class DataAction(Action):
    """An action on one dataset, by its index."""

    SLOTS: ClassVar[tuple[Slot, ...]] = (DATASET,)
    MATTERS: ClassVar[tuple[int, ...]] = (Matter.DATA,)

    def __init__(self, data: int) -> None:
        self.data = data

    @classmethod
    def default_action(cls, board: Board, index: int) -> "DataAction":
        """The action with the amounts a person would most often choose."""
        return cls(index)

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """One, where there is nothing to choose."""
        return [cls(index)]

    def subject_index(self) -> int:
        """Its dataset."""
        return self.data

    def refusal(self, board: Board) -> Refusal:
        """The dataset must be on the data board; the rest is the verb's."""
        if not 0 <= self.data < len(board.data) or not board.data[self.data].shown:
            return Refusal.NO_SUCH_CARD
        return self.refusal_on(board, board.data[self.data])

    def refusal_on(self, board: Board, task: DataTask) -> Refusal:
        """`refusal` for a dataset that is there."""
        raise NotImplementedError

    def apply(self, state: State) -> None:
        """Carry it out on its dataset; what standing orders asked about it is answered with that."""
        self.apply_to(state, state.board.data[self.data])
        state.board.asked = [item for item in state.board.asked if item.data != self.data]

    def apply_to(self, state: State, task: DataTask) -> None:
        """`apply`, on the dataset."""
        raise NotImplementedError


def wip_refusal(board: Board, stage: Stage) -> Refusal:
    """WIP_FULL where the scenario's limits are hard and the stage is full."""
    return Refusal.WIP_FULL if board.world.hard_wip and board.full(stage) else Refusal.NONE
