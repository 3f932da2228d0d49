"""The concrete actions that are possible now, in a fixed order, and what each would cost before it is taken."""

from typing import Final

from aiboard.engine.events import Action
from aiboard.engine.gate import planned_half_width
from aiboard.engine.legality import SHARES, check, cost_min
from aiboard.engine.model.board import Board
from aiboard.engine.model.items import EVAL_PARTS, WHOLE_PCT, kept_seeds, part_of, parts, z_of
from aiboard.engine.model.vocabulary import ActionKind, Change, Chaos, Mode, Reason, Refusal, Source, Stage
from aiboard.engine.moves import rollback_price
from aiboard.engine.systems.compute import focus_speed
from aiboard.engine.systems.data import order_cents, relabel_cents
from aiboard.engine.systems.evaluation import eval_minutes

#: Seed counts offered when enumerating (any number up to the baseline's is legal).
SEED_CHOICES: Final = (1, 2, 3, 5)
#: ... and on a part of the questions.
PART_SEEDS: Final = (3, 5)


class Preview:
    """What an action costs and changes at once.

    minutes of the manager; cents paid now; gpu_min it will draw; cards in its target stage after it and that stage's
    limit (0 when it moves no card); percent speed of every card in flight after it. Of an evaluation also how good its
    mean will be (half the interval that holds 95 % of such means, millionths), and how many scores it makes void.
    """

    def __init__(
        self,
        minutes: int,
        cents: int,
        gpu_min: int,
        stage: int,
        cards: int,
        limit: int,
        speed: int,
        half_width_ppm: int,
        void_seeds: int,
    ) -> None:
        self.minutes = minutes
        self.cents = cents
        self.gpu_min = gpu_min
        self.stage = stage
        self.cards = cards
        self.limit = limit
        self.speed_pct = speed
        self.half_width_ppm = half_width_ppm
        self.void_seeds = void_seeds


def _card_actions(board: Board, index: int) -> list[Action]:
    out = [
        Action(ActionKind.TICKET, index),
        Action(ActionKind.START, index),
        Action(ActionKind.PAUSE, index),
        Action(ActionKind.RESUME, index),
        Action(ActionKind.KILL, index, int(Reason.OTHER)),
        Action(ActionKind.PROMOTE, index),
        Action(ActionKind.UNBLOCK, index),
        Action(ActionKind.ROOT_CAUSE, index),
        Action(ActionKind.ROLL_BACK, index),
        Action(ActionKind.REVIEW_CANARY, index),
        Action(ActionKind.DOCUMENT, index, text="noted"),
        Action(ActionKind.DEFER, index),
    ]
    for priority in range(1, 6):
        out.append(Action(ActionKind.PRIORITISE, index, priority))
    for change in Change:
        out.append(Action(ActionKind.ITERATE, index, int(change)))
    for seeds in SEED_CHOICES:
        out.append(Action(ActionKind.EVALUATE, index, seeds, 0))
        out.append(Action(ActionKind.EVALUATE, index, seeds, 1))
    for part in parts(board.world):
        if part != WHOLE_PCT:
            for seeds in PART_SEEDS:
                out.append(Action(ActionKind.EVALUATE, index, seeds, 0, z_of(part)))
    for share in SHARES:
        out.append(Action(ActionKind.DEPLOY, index, share))
    return out


def _data_actions(board: Board, index: int) -> list[Action]:
    return [
        Action(ActionKind.ORDER_DATA, index, board.world.pilot_pct),
        Action(ActionKind.ORDER_DATA, index, 100),
        Action(ActionKind.GUIDELINES, index),
        Action(ActionKind.SPOT_CHECK, index),
        Action(ActionKind.ACCEPT, index),
        Action(ActionKind.RELABEL, index),
    ]


def _plan_actions(board: Board, inject: bool) -> list[Action]:
    """Everything that is not about one card or dataset."""
    found: list[Action] = []
    for family in range(len(board.world.families)):
        found.append(Action(ActionKind.ADD_IDEA, family))
    found.append(Action(ActionKind.RESERVE, -1, 1, 5))
    for stage in (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.EVALUATION, Stage.ITERATION, Stage.PRODUCTION):
        for limit in range(1, 9):
            found.append(Action(ActionKind.SET_WIP, int(stage), limit))
    for order in range(len(board.orders)):
        for mode in Mode:
            found.append(Action(ActionKind.STANDING_ORDER, order, int(mode)))
    found.append(Action(ActionKind.ROOT_CAUSE, -1))
    found.append(Action(ActionKind.LEGAL_REVIEW))
    found.append(Action(ActionKind.FORECAST, -1, board.day + 10, board.day + 20))
    if inject:
        for chaos in Chaos:
            found.append(Action(ActionKind.INJECT, int(chaos), 0, int(Source.PLAYER)))
    return found


def _possible(board: Board, found: list[Action]) -> list[Action]:
    return [action for action in found if check(board, action) == Refusal.NONE]


def legal_actions(board: Board, inject: bool = False) -> list[Action]:
    """Every possible action in a fixed order; amounts are sampled at a few useful values. `inject` adds chaos."""
    found: list[Action] = []
    for card in board.cards:
        if card.shown:
            found.extend(_card_actions(board, card.index))
    for task in board.data:
        if task.shown:
            found.extend(_data_actions(board, task.index))
    found.extend(_plan_actions(board, inject))
    return _possible(board, found)


def options_of(board: Board, which: int) -> list[Action]:
    """The possible actions about one thing: `which` (any number, wrapped) picks a card, a dataset or the plan."""
    place = which % (len(board.cards) + len(board.data) + 1)
    if place < len(board.cards):
        return _possible(board, _card_actions(board, place)) if board.cards[place].shown else []
    place -= len(board.cards)
    if place < len(board.data):
        return _possible(board, _data_actions(board, place)) if board.data[place].shown else []
    return _possible(board, _plan_actions(board, False))


def _target_stage(board: Board, action: Action) -> int:
    kind = action.kind
    if kind == ActionKind.TICKET:
        return int(Stage.HYPOTHESIS)
    if kind == ActionKind.START:
        return int(Stage.EXPERIMENT)
    if kind == ActionKind.EVALUATE:
        # A live model stays where it is.
        return int(Stage.EVALUATION) if board.cards[action.target].stage != Stage.PRODUCTION else -1
    if kind == ActionKind.ITERATE:
        return int(Stage.ITERATION)
    return int(Stage.PRODUCTION) if kind == ActionKind.PROMOTE else -1


def preview(board: Board, action: Action) -> Preview:
    """What the action would cost; meaningful for possible actions, never mutates."""
    world = board.world
    cents = 0
    gpu_min = 0
    half_width = 0
    void = 0
    kind = action.kind
    if kind == ActionKind.ORDER_DATA:
        cents = order_cents(world, board.data[action.target], action.x)
    elif kind == ActionKind.RELABEL:
        cents = relabel_cents(world, board.data[action.target])
    elif kind == ActionKind.RESERVE:
        cents = action.x * action.y * world.reserve_cents
    elif kind == ActionKind.ROLL_BACK:
        cents = rollback_price(board, board.cards[action.target])
    elif kind == ActionKind.PROMOTE:
        cents = world.launch_cents
    elif kind == ActionKind.EVALUATE:
        part = part_of(action.z)
        held = board.cards[action.target]
        gpu_min = eval_minutes(world, action.x, action.y == 1, part)
        if action.x > 0 and part in EVAL_PARTS:
            half_width = planned_half_width(board, held, action.x, part)
        void = len(held.scores) - kept_seeds(held, part)
    stage = _target_stage(board, action)
    cards = 0
    flight = board.in_flight()
    if stage >= 0:
        card = board.cards[action.target]
        cards = board.count(Stage(stage)) + (0 if card.stage == stage else 1)
        if not card.in_flight() and stage != Stage.PRODUCTION:
            flight += 1
        elif card.in_flight() and stage == Stage.PRODUCTION:
            flight -= 1
    limit = board.wip[stage] if stage >= 0 else 0
    speed = focus_speed(board, flight)
    return Preview(cost_min(board, action), cents, gpu_min, stage, cards, limit, speed, half_width, void)
