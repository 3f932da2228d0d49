"""Which actions are possible: the only judge. Never mutates, reads the Board alone."""

from typing import Final

from aiboard.engine.chance.deal import BASELINE_SEEDS
from aiboard.engine.events import Action
from aiboard.engine.gate import verdict
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import kept_seeds, part_of, parts, z_of
from aiboard.engine.model.vocabulary import (
    ASK_ONLY,
    ActionKind,
    Block,
    Change,
    Chaos,
    Column,
    Mode,
    Reason,
    Refusal,
    Source,
    Stage,
)
from aiboard.engine.systems import chaos
from aiboard.engine.systems.data import awaiting_verdict, in_pipeline
from aiboard.engine.systems.deployment import CANARY_PCT

MOST_CHAOS_DAYS: Final = 60
SHARES: Final = (CANARY_PCT, 50, 100)
MOST_PRIORITY: Final = 5
MOST_WIP: Final = 20
LEAST_SUCCESS_PPM: Final = 300_000
MOST_SUCCESS_PPM: Final = 999_000
MOST_BOX_DAYS: Final = 120
# Asked for each action; going through an enum takes longer than the rest of a check.
LAST_REASON: Final = int(max(Reason))
LAST_CHANGE: Final = int(max(Change))
LAST_CHAOS: Final = int(max(Chaos))
LAST_MODE: Final = int(max(Mode))


def cost_min(board: Board, action: Action) -> int:
    """The manager's minutes an action takes."""
    world = board.world
    minutes = world.cost_min[action.kind]
    if action.kind == ActionKind.START and 0 <= action.target < len(board.cards):
        # Starting from the backlog also writes the ticket.
        if board.cards[action.target].stage == Stage.BACKLOG:
            minutes += world.cost_min[ActionKind.TICKET]
    if action.kind == ActionKind.STANDING_ORDER and (board.day - 1) % world.sprint_days == 0:
        return 0
    return minutes


def check(board: Board, action: Action) -> Refusal:
    """NONE when the action is possible now, else why not."""
    if board.over:
        return Refusal.GAME_OVER
    refusal = _possible(board, action)
    if refusal == Refusal.NONE and cost_min(board, action) > board.minutes_left:
        return Refusal.NOT_ENOUGH_TIME
    return refusal


def _possible(board: Board, action: Action) -> Refusal:
    kind = action.kind
    if kind in _CARD_KINDS or (kind == ActionKind.ROOT_CAUSE and action.target >= 0):
        if action.target < 0 or action.target >= len(board.cards) or not board.cards[action.target].shown:
            return Refusal.NO_SUCH_CARD
        return _card_action(board, board.cards[action.target], action)
    if kind in _DATA_KINDS:
        if action.target < 0 or action.target >= len(board.data) or not board.data[action.target].shown:
            return Refusal.NO_SUCH_CARD
        return _data_action(board, board.data[action.target], action)
    return _other_action(board, action)


def _card_action(board: Board, card: Card, action: Action) -> Refusal:
    kind = action.kind
    stage = card.stage
    if kind == ActionKind.TICKET:
        if stage != Stage.BACKLOG and stage != Stage.HYPOTHESIS:
            return Refusal.WRONG_STAGE
        if action.x and not LEAST_SUCCESS_PPM <= action.x <= MOST_SUCCESS_PPM:
            return Refusal.BAD_AMOUNT
        if action.y and not 0 < action.y <= MOST_SUCCESS_PPM:
            return Refusal.BAD_AMOUNT
        if not 0 <= action.z <= MOST_BOX_DAYS:
            return Refusal.BAD_AMOUNT
        return _room(board, Stage.HYPOTHESIS) if stage == Stage.BACKLOG else Refusal.NONE
    if kind == ActionKind.PRIORITISE:
        if not 1 <= action.x <= MOST_PRIORITY:
            return Refusal.BAD_AMOUNT
        if stage == Stage.KILLED:
            return Refusal.WRONG_STAGE
        return Refusal.ALREADY_DONE if action.x == card.priority else Refusal.NONE
    if kind == ActionKind.START:
        if stage != Stage.BACKLOG and stage != Stage.HYPOTHESIS:
            return Refusal.WRONG_STAGE
        return _room(board, Stage.EXPERIMENT)
    if kind == ActionKind.DEFER:
        return Refusal.NONE if stage == Stage.HYPOTHESIS else Refusal.WRONG_STAGE
    if kind == ActionKind.PAUSE or kind == ActionKind.RESUME:
        if stage != Stage.EXPERIMENT and stage != Stage.ITERATION and stage != Stage.EVALUATION:
            return Refusal.WRONG_STAGE
        return Refusal.ALREADY_DONE if card.paused == (kind == ActionKind.PAUSE) else Refusal.NONE
    if kind == ActionKind.KILL:
        if stage == Stage.KILLED:
            return Refusal.WRONG_STAGE
        return Refusal.NONE if 0 <= action.x <= LAST_REASON else Refusal.BAD_AMOUNT
    if kind == ActionKind.DOCUMENT:
        if stage != Stage.KILLED and stage != Stage.PRODUCTION:
            return Refusal.WRONG_STAGE
        return Refusal.NONE if action.text else Refusal.NEEDS_TEXT
    if kind == ActionKind.ITERATE:
        if stage != Stage.EVALUATION:
            return Refusal.WRONG_STAGE
        if card.seeds_pending > 0:
            return Refusal.BUSY
        return Refusal.NONE if 0 <= action.x <= LAST_CHANGE else Refusal.BAD_AMOUNT
    if kind == ActionKind.EVALUATE:
        return _evaluate(board, card, action)
    if kind == ActionKind.PROMOTE:
        return _promote(board, card)
    return _live_action(board, card, action)


def _evaluate(board: Board, card: Card, action: Action) -> Refusal:
    if card.stage == Stage.PRODUCTION:
        # A live model's scores are what a newcomer is compared with.
        if card.share_pct == 0:
            return Refusal.NOT_DEPLOYED
    elif card.stage != Stage.EVALUATION and card.stage != Stage.EXPERIMENT:
        return Refusal.WRONG_STAGE
    if card.version == 0:
        return Refusal.NO_EVIDENCE
    if card.seeds_pending > 0:
        return Refusal.BUSY
    part = part_of(action.z)
    # One way to say the whole: 0.
    if action.z != z_of(part) or part not in parts(board.world):
        return Refusal.BAD_AMOUNT
    if action.x < 1 or kept_seeds(card, part) + action.x > BASELINE_SEEDS or action.y < 0 or action.y > 1:
        return Refusal.BAD_AMOUNT
    return Refusal.NONE


def _promote(board: Board, card: Card) -> Refusal:
    if card.stage != Stage.EVALUATION:
        return Refusal.WRONG_STAGE
    if card.seeds_pending > 0:
        return Refusal.BUSY
    for other in board.cards:
        # One newcomer at a time: two canaries could not be told apart.
        if other.stage == Stage.PRODUCTION and (other.launched == 0 or 0 < other.share_pct < 100):
            return Refusal.PRODUCTION_FULL
    if board.world.hard_gates and not verdict(board, card.index).passed:
        return Refusal.GATE_FAILED
    return Refusal.NONE


def _live_action(board: Board, card: Card, action: Action) -> Refusal:
    kind = action.kind
    if kind == ActionKind.UNBLOCK:
        if card.block == Block.NO_DATA:
            task = board.data[board.world.ideas[card.index].dataset]
            if task.days_left < 2:
                return Refusal.NO_TARGET
            return Refusal.ALREADY_DONE if task.chased_day == board.day else Refusal.NONE
        if card.block == Block.LEGAL and board.legal == 1 and board.legal_left > 1:
            return Refusal.ALREADY_DONE if board.legal_chased == board.day else Refusal.NONE
        return Refusal.NO_TARGET
    if kind == ActionKind.ROOT_CAUSE:
        if card.diverged == 0 or not (card.stage == Stage.EXPERIMENT or card.stage == Stage.ITERATION):
            return Refusal.NO_TARGET
        return Refusal.ALREADY_DONE if card.root_caused else Refusal.NONE
    if card.stage != Stage.PRODUCTION:
        return Refusal.WRONG_STAGE
    if kind == ActionKind.DEPLOY:
        if card.share_pct == 0:
            return Refusal.NOT_DEPLOYED
        if action.x not in SHARES:
            return Refusal.BAD_AMOUNT
        return Refusal.ALREADY_DONE if action.x == card.share_pct else Refusal.NONE
    if kind == ActionKind.ROLL_BACK:
        return Refusal.NONE
    if card.share_pct == 0:
        return Refusal.NOT_DEPLOYED
    return Refusal.ALREADY_DONE if card.review_pending else Refusal.NONE


def _data_action(board: Board, task: DataTask, action: Action) -> Refusal:
    kind = action.kind
    if kind == ActionKind.ORDER_DATA:
        if in_pipeline(task) or task.column == Column.QA:
            return Refusal.BUSY
        if task.ordered_pct >= 100:
            return Refusal.ALREADY_DONE
        if action.x == board.world.pilot_pct and task.ordered_pct == 0:
            return Refusal.NONE
        return Refusal.NONE if action.x == 100 else Refusal.BAD_AMOUNT
    if kind == ActionKind.GUIDELINES:
        if board.world.datasets[task.index].ready:
            return Refusal.NOTHING_TO_DO
        return Refusal.ALREADY_DONE if task.guidelines else Refusal.NONE
    if kind == ActionKind.SPOT_CHECK:
        if board.world.datasets[task.index].ready or task.batches == 0 or task.column < Column.QA:
            return Refusal.NOTHING_TO_DO
        return Refusal.ALREADY_DONE if task.check_pending else Refusal.NONE
    return Refusal.NONE if awaiting_verdict(task) else Refusal.NOTHING_TO_DO


def _other_action(board: Board, action: Action) -> Refusal:
    kind = action.kind
    world = board.world
    if kind == ActionKind.ADD_IDEA:
        if not 0 <= action.target < len(world.families):
            return Refusal.NO_SUCH_CARD
        return Refusal.NONE if next_idea(board, action.target) >= 0 else Refusal.NO_IDEAS_LEFT
    if kind == ActionKind.RESERVE:
        if not (1 <= action.x <= world.gpus and 1 <= action.y <= MOST_CHAOS_DAYS):
            return Refusal.BAD_AMOUNT
        return Refusal.ALREADY_DONE if board.reserved_until >= board.day else Refusal.NONE
    if kind == ActionKind.SET_WIP:
        if not Stage.HYPOTHESIS <= action.target <= Stage.PRODUCTION or not 1 <= action.x <= MOST_WIP:
            return Refusal.BAD_AMOUNT
        if world.hard_wip:
            return Refusal.NOT_IN_THIS_SCENARIO
        return Refusal.ALREADY_DONE if board.wip[action.target] == action.x else Refusal.NONE
    if kind == ActionKind.STANDING_ORDER:
        if not 0 <= action.target < len(board.orders) or not 0 <= action.x <= LAST_MODE:
            return Refusal.BAD_AMOUNT
        if action.x == Mode.AUTO and action.target in ASK_ONLY:
            return Refusal.BAD_AMOUNT
        return Refusal.ALREADY_DONE if board.orders[action.target] == action.x else Refusal.NONE
    if kind == ActionKind.ROOT_CAUSE:
        issue = board.disrupted(Chaos.DATA_ISSUE)
        if issue < 0 or board.disruptions[issue].handled or board.disruptions[issue].until_day <= board.day:
            return Refusal.NO_TARGET
        return Refusal.NONE
    if kind == ActionKind.LEGAL_REVIEW:
        if not world.needs_legal:
            return Refusal.NOT_IN_THIS_SCENARIO
        return Refusal.ALREADY_DONE if board.legal else Refusal.NONE
    if kind == ActionKind.FORECAST:
        fits = board.day <= action.x <= action.y <= 2 * world.days
        return Refusal.NONE if fits else Refusal.BAD_AMOUNT
    if kind == ActionKind.INJECT:
        if not 0 <= action.target <= LAST_CHAOS or not 0 <= action.x <= MOST_CHAOS_DAYS:
            return Refusal.BAD_AMOUNT
        if action.y not in (Source.PLAYER, Source.FACILITATOR):
            return Refusal.BAD_AMOUNT
        return Refusal.NONE if chaos.possible(board, action.target) else Refusal.NO_TARGET
    return Refusal.NOTHING_TO_DO


def _room(board: Board, stage: Stage) -> Refusal:
    if board.world.hard_wip and board.full(stage):
        return Refusal.WIP_FULL
    return Refusal.NONE


def next_idea(board: Board, family: int) -> int:
    """The next unseen idea of a family, in scenario order, or -1."""
    for card in board.cards:
        if not card.shown and board.world.ideas[card.index].family == family:
            return card.index
    return -1


_CARD_KINDS: Final = frozenset(
    int(kind)
    for kind in (
        ActionKind.TICKET, ActionKind.PRIORITISE, ActionKind.START, ActionKind.PAUSE, ActionKind.RESUME,
        ActionKind.KILL, ActionKind.ITERATE, ActionKind.EVALUATE, ActionKind.PROMOTE, ActionKind.UNBLOCK,
        ActionKind.DEPLOY, ActionKind.ROLL_BACK, ActionKind.REVIEW_CANARY, ActionKind.DOCUMENT, ActionKind.DEFER,
    )
)  # fmt: skip
_DATA_KINDS: Final = frozenset(
    int(kind)
    for kind in (
        ActionKind.ORDER_DATA, ActionKind.GUIDELINES, ActionKind.SPOT_CHECK, ActionKind.ACCEPT, ActionKind.RELABEL,
    )
)  # fmt: skip
