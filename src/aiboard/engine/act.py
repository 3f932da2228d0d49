"""Acting: an action takes no time and draws no luck; the board changes at once, the manager's minutes included."""

from typing import Final

from aiboard.engine.events import Action
from aiboard.engine.gate import card_estimate, verdict
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import (
    Deferred,
    Documented,
    EvalStarted,
    IdeaAdded,
    Iterating,
    Killed,
    Paused,
    Prioritised,
    Promoted,
    Resumed,
    Ticketed,
    Unblocked,
    WentOverLimit,
)
from aiboard.engine.happenings.chaos import RootCauseFound
from aiboard.engine.happenings.data import BatchAccepted, DataMoved, DataOrdered, GuidelinesDone, SentBack
from aiboard.engine.happenings.live import LegalStarted, RolledBack
from aiboard.engine.happenings.plan import ForecastGiven, GpusReserved, OrderSet, WipSet
from aiboard.engine.legality import check, cost_min, next_idea
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import part_of
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import ON_DATA, ActionKind, Chaos, Column, Order, Refusal, Stage
from aiboard.engine.moves import (
    KILLED,
    PROMOTED,
    clear_work,
    decide,
    drop_questions,
    log,
    move,
    rollback_price,
    set_share,
)
from aiboard.engine.options import legal_actions, preview
from aiboard.engine.systems import chaos
from aiboard.engine.systems.data import order_cents, order_promise, relabel_cents, relabel_promise
from aiboard.engine.systems.evaluation import eval_minutes
from aiboard.instruments.gate import Estimate

#: Points of setup after a resumed pause: people find their way back in.
RESUME_POINTS: Final = 100
#: Days a chased vendor or lawyer gives back.
CHASED_DAYS: Final = 1
#: A model that has been live needs only this share of the handoff work again.
REDEPLOY_FACTOR: Final = 2


class IllegalAction(Exception):
    """The action is not possible; `refusal` says why. Nothing has changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.name)
        self.refusal = refusal


def act(state: State, action: Action) -> list[Event]:
    """Carry out a possible action and return what happened; raises IllegalAction otherwise."""
    board = state.board
    refusal = check(board, action)
    if refusal != Refusal.NONE:
        raise IllegalAction(refusal)
    before = len(board.history)
    board.minutes_left -= cost_min(board, action)
    _apply(state, action)
    return board.history[before:]


def _apply(state: State, action: Action) -> None:
    board = state.board
    kind = action.kind
    if kind == ActionKind.TICKET:
        _ticket(board, board.cards[action.target], action.x, action.y, action.z)
    elif kind == ActionKind.START:
        _start(board, board.cards[action.target])
    elif kind == ActionKind.KILL:
        _kill(board, board.cards[action.target], action)
    elif kind == ActionKind.EVALUATE:
        _evaluate(board, board.cards[action.target], action)
    elif kind == ActionKind.ITERATE:
        _iterate(board, board.cards[action.target], action.x)
    elif kind == ActionKind.PROMOTE:
        _promote(board, board.cards[action.target])
    elif kind == ActionKind.DEPLOY:
        set_share(board, board.cards[action.target], action.x)
        drop_questions(board, action.target)
    elif kind == ActionKind.ROLL_BACK:
        _roll_back(board, board.cards[action.target])
    elif kind == ActionKind.INJECT:
        chaos.begin(state, action.target, action.x, action.y)
    elif kind in (ActionKind.ORDER_DATA, ActionKind.ACCEPT, ActionKind.RELABEL, ActionKind.GUIDELINES):
        _data(state, action)
    else:
        _small(board, action)


def _ticket(board: Board, card: Card, success: int, kill: int, box: int) -> None:
    """Fix what will be called success and failure before any training; freshness is fixed with it."""
    world = board.world
    idea = world.ideas[card.index]
    first = card.ticket_day == 0
    card.ticket_day = board.day
    card.success_ppm = success or card.success_ppm or world.launch_ppm
    card.kill_ppm = kill or card.kill_ppm or world.kill_ppm
    card.kill_run = min(world.kill_run, idea.runs)
    card.box_days = box or card.box_days or default_box(board, card)
    if first:
        known = min(board.family_decided(idea.family), world.fresh_cap)
        card.fresh_cards = known
        card.fresh_ppm = known * world.fresh_ppm
    log(board, Ticketed(card.index, fresh_ppm=card.fresh_ppm, fresh_cards=card.fresh_cards))
    if card.stage == Stage.BACKLOG:
        move(board, card, Stage.HYPOTHESIS)


def default_box(board: Board, card: Card) -> int:
    """The pre-filled time box, working days: its work at full speed, rounded up, plus three for evaluation."""
    idea = board.world.ideas[card.index]
    return (idea.setup_points + idea.runs * idea.run_points + 99) // 100 + 3


def _start(board: Board, card: Card) -> None:
    idea = board.world.ideas[card.index]
    if card.stage == Stage.BACKLOG:
        _ticket(board, card, 0, 0, 0)
    move(board, card, Stage.EXPERIMENT)
    card.started_day = board.day
    card.setup_left = idea.setup_points
    card.run_points_done = 0
    _over_wip(board, Stage.EXPERIMENT, card)
    board.asked = [code for code in board.asked if code // 1000 != Order.START]


def _over_wip(board: Board, stage: Stage, card: Card) -> None:
    count = board.count(stage)
    if 0 < board.wip[stage] < count:
        log(board, WentOverLimit(card.index, stage=stage, count=count))


def _kill(board: Board, card: Card, action: Action) -> None:
    if card.stage == Stage.PRODUCTION and card.share_pct > 0:
        set_share(board, card, 0)
    _log_kill(board, card, action.x)
    card.reason = action.x
    if action.text:
        card.learning = action.text
        card.documented = True
    tried = card.started_day > 0
    move(board, card, Stage.KILLED)
    clear_work(card)
    if tried:
        decide(board, card, KILLED)
    drop_questions(board, card.index)


def _log_kill(board: Board, card: Card, reason: int) -> None:
    """Log the kill with what is known of the card now: its numbers may change later, with a new eval set."""
    known = card_estimate(board, card) or Estimate(0, 0, 0, 0)
    log(board, Killed(card.index, reason, len(card.scores), known.mean, known.low, known.high))


def _evaluate(board: Board, card: Card, action: Action) -> None:
    if card.stage == Stage.EXPERIMENT:
        move(board, card, Stage.EVALUATION)
        card.run_points_done = 0
        _over_wip(board, Stage.EVALUATION, card)
    part = part_of(action.z)
    if part != card.eval_pct:
        # Other questions, other item luck: a mean over both would have neither's interval.
        card.scores = []
        card.eval_pct = part
    card.seeds_pending = action.x
    card.eval_slices = action.y == 1
    card.eval_left_min = eval_minutes(board.world, action.x, card.eval_slices, part)
    log(board, EvalStarted(card.index, seeds=action.x, gpu_min=card.eval_left_min, part_pct=part))
    drop_questions(board, card.index)


def _iterate(board: Board, card: Card, change: int) -> None:
    move(board, card, Stage.ITERATION)
    card.change = change
    card.changes += 1
    card.run_points_done = 0
    log(board, Iterating(card.index, change=change))
    drop_questions(board, card.index)


def _promote(board: Board, card: Card) -> None:
    passed = verdict(board, card.index).passed
    card.over_gate = not passed
    log(board, Promoted(card.index, passed=passed))
    if not card.documented:
        card.documented = True
    redeployed = card.live_days > 0
    move(board, card, Stage.PRODUCTION)
    card.handoff_left = board.world.handoff_points // (REDEPLOY_FACTOR if redeployed else 1)
    decide(board, card, PROMOTED)
    if board.world.needs_legal and board.legal == 0:
        _start_legal(board)
    drop_questions(board, card.index)


def _start_legal(board: Board) -> None:
    board.legal = 1
    board.legal_left = board.world.legal_days
    board.legal_day = board.day
    log(board, LegalStarted(days=board.legal_left))


def _roll_back(board: Board, card: Card) -> None:
    """Customers get the model before it; the price grows with how many had met this one."""
    cents = rollback_price(board, card)
    board.ledger.incidents -= cents
    log(board, RolledBack(card.index, share_pct=card.share_pct, cents=cents))
    if card.share_pct > 0:
        set_share(board, card, 0)
    move(board, card, Stage.EVALUATION)
    drop_questions(board, card.index)


def _data(state: State, action: Action) -> None:
    board = state.board
    task = board.data[action.target]
    if action.kind == ActionKind.GUIDELINES:
        task.guidelines = True
        log(board, GuidelinesDone(task.index))
    elif action.kind == ActionKind.ORDER_DATA:
        cents = order_cents(board.world, task, action.x)
        due = order_promise(board, task, action.x)
        task.batch_pct = action.x - task.ordered_pct
        task.ordered_pct = action.x
        task.batches += 1
        task.kappa_items = 0
        board.ledger.labels -= cents
        log(board, DataOrdered(task.index, percent=task.batch_pct, cents=cents))
        log(board, DataMoved(task.index, before=task.column, after=Column.COLLECTION, batch_pct=task.batch_pct))
        task.column = Column.COLLECTION
        task.moved_day = board.day
        # The vendor's own time is drawn when the day runs.
        task.days_left = 0
        task.due_day = due
        task.promised_day = due
        task.asked_day = 0
    elif action.kind == ActionKind.ACCEPT:
        if task.batch_pct >= task.delivered_pct:
            state.truth.labels[task.index] = state.truth.batch[task.index]
        task.delivered_pct += task.batch_pct
        task.batch_pct = 0
        log(board, BatchAccepted(task.index, delivered_pct=task.delivered_pct))
        log(board, DataMoved(task.index, before=task.column, after=Column.READY, batch_pct=task.delivered_pct))
        task.column = Column.READY
        task.moved_day = board.day
    else:
        cents = relabel_cents(board.world, task)
        board.ledger.labels -= cents
        task.relabels += 1
        task.kappa_items = 0
        log(board, SentBack(task.index, cents=cents))
        # Back to annotation; its time is drawn when the day runs.
        task.column = Column.ANNOTATION
        task.days_left = 0
        task.due_day = relabel_promise(board, task)
        task.promised_day = task.due_day
    board.asked = [code for code in board.asked if code % 1000 != task.index or code // 1000 not in ON_DATA]


def _small(board: Board, action: Action) -> None:
    kind = action.kind
    if kind == ActionKind.ADD_IDEA:
        card = board.cards[next_idea(board, action.target)]
        card.shown = True
        log(board, IdeaAdded(card.index, person=board.world.ideas[card.index].person, stated_pct=card.stated_pct))
    elif kind == ActionKind.PRIORITISE:
        board.cards[action.target].priority = action.x
        log(board, Prioritised(action.target, priority=action.x))
    elif kind == ActionKind.DEFER:
        move(board, board.cards[action.target], Stage.BACKLOG)
        log(board, Deferred(action.target))
    elif kind == ActionKind.PAUSE:
        board.cards[action.target].paused = True
        board.cards[action.target].running = False
        log(board, Paused(action.target))
    elif kind == ActionKind.RESUME:
        _resume(board, board.cards[action.target])
    elif kind == ActionKind.DOCUMENT:
        board.cards[action.target].learning = action.text
        board.cards[action.target].documented = True
        log(board, Documented(action.target))
    elif kind == ActionKind.SPOT_CHECK:
        board.data[action.target].check_pending = True
    elif kind == ActionKind.REVIEW_CANARY:
        board.cards[action.target].review_pending = True
    elif kind == ActionKind.RESERVE:
        board.reserved_gpus = action.x
        board.reserved_until = board.day + action.y - 1
        board.ledger.compute -= action.x * action.y * board.world.reserve_cents
        log(board, GpusReserved(gpus=action.x, days=action.y))
    elif kind == ActionKind.SET_WIP:
        board.wip[action.target] = action.x
        log(board, WipSet(stage=action.target, limit=action.x))
    elif kind == ActionKind.STANDING_ORDER:
        board.orders[action.target] = action.x
        board.asked = [code for code in board.asked if code // 1000 != action.target]
        log(board, OrderSet(order=action.target, mode=action.x))
    elif kind == ActionKind.UNBLOCK:
        _unblock(board, board.cards[action.target])
    elif kind == ActionKind.ROOT_CAUSE:
        if action.target >= 0:
            board.cards[action.target].root_caused = True
            log(board, RootCauseFound(action.target, -1, chaos=Chaos.DIVERGENCE, days_saved=0))
        else:
            chaos.soften(board, board.disruptions[board.disrupted(Chaos.DATA_ISSUE)])
    elif kind == ActionKind.LEGAL_REVIEW:
        _start_legal(board)
    elif kind == ActionKind.FORECAST:
        board.forecast_70 = action.x
        board.forecast_90 = action.y
        board.forecast_day = board.day
        log(board, ForecastGiven(day_70=action.x, day_90=action.y))


def _resume(board: Board, card: Card) -> None:
    card.paused = False
    if card.stage != Stage.EVALUATION:
        card.setup_left += RESUME_POINTS
    log(board, Resumed(card.index))


def _unblock(board: Board, card: Card) -> None:
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


__all__ = ["IllegalAction", "act", "check", "cost_min", "default_box", "legal_actions", "preview"]
