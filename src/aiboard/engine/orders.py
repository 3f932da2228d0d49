"""Standing orders: automations set at planning, carried out each morning by the same `check` and `act` as a player's.

An order that is set begins on the same day, with the minutes that are left.

AUTO acts when the action is possible (the manager's minutes of the coming day included); ASK puts a question to the
player; a data question without an answer for a week orders the rest.
"""

from typing import Final

from aiboard.engine.act import act, check
from aiboard.engine.gate import verdict
from aiboard.engine.happenings.live import Alerted
from aiboard.engine.happenings.plan import OrderAsked, OrderRefused, OrderSet
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import OrderQuestion
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Change, Column, Mode, Order, Refusal, Regression, Stage
from aiboard.engine.model.world import USUAL_SEEDS, World
from aiboard.engine.moves import log
from aiboard.engine.outlook import fading, free_gpus, has_priority_over, met_before, next_share
from aiboard.engine.systems.compute import cards_held, holder_of
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.engine.systems.deployment import HALF_PCT
from aiboard.engine.verbs import (
    Accept,
    Action,
    CardAction,
    DataAction,
    Deploy,
    Evaluate,
    Iterate,
    LegalReview,
    OrderData,
    Promote,
    Relabel,
    RollBack,
    RootCause,
    Start,
)

#: GPUs the start order leaves for evaluations, which otherwise wait behind training.
EVAL_GPUS: Final = 1
#: GPUs of a pool too small to keep one of them idle.
SMALL_POOL: Final = 2
#: Cards in flight that a person holds when the start order passes their next one by.
MOST_HELD: Final = 2
#: Days a data question waits for an answer.
WEEK: Final = 5


def _question(order: Order, action: Action) -> OrderQuestion:
    """The order's question about what an action is on."""
    card = action.card if isinstance(action, CardAction) else -1
    data = action.data if isinstance(action, DataAction) else -1
    return OrderQuestion(int(order), card, data)


def _ask(board: Board, question: OrderQuestion) -> None:
    """Put it to the player, unless it stands already."""
    for item in board.asked:
        if item.order == question.order and item.card == question.card and item.data == question.data:
            return
    board.asked.append(question)
    ordered = board.data[question.data].ordered_pct if question.data >= 0 else 0
    log(board, OrderAsked(question.card, question.data, order=question.order, ordered_pct=ordered))


def _try(state: State, order: Order, action: Action) -> bool:
    mode = state.board.orders[order]
    if mode == Mode.OFF:
        # It has had its morning, and only keeps the orders of today from its card.
        return False
    if mode == Mode.ASK:
        _ask(state.board, _question(order, action))
        return False
    refusal = check(state.board, action)
    if refusal != Refusal.NONE:
        _refused(state.board, _question(order, action), refusal)
        return False
    act(state, action)
    return True


def _refused(board: Board, question: OrderQuestion, refusal: Refusal) -> None:
    """Say that an order could not act; once a sprint for the same reason."""
    for event in reversed(board.history):
        if event.day <= board.day - board.world.sprint_days:
            break
        if isinstance(event, OrderRefused) and event.order == question.order and event.refusal == refusal:
            if event.card == question.card and event.data == question.data:
                return
    log(board, OrderRefused(question.card, question.data, order=question.order, refusal=refusal))


def next_start(board: Board) -> int:
    """The card that is next by priority, or -1: the first whose data is there and whose holder has a hand free.

    It may have to wait for GPUs.
    """
    return _first(board, board.world.gpus)


def _first(board: Board, gpus: int) -> int:
    """The first card by priority that could be worked on and that takes so many GPUs at most; -1 for none."""
    best = -1
    workloads = cards_held(board)
    for card in board.cards:
        if not card.shown or (card.stage != Stage.BACKLOG and card.stage != Stage.HYPOTHESIS):
            continue
        dataset = board.world.ideas[card.index].dataset
        if dataset >= 0 and board.data[dataset].delivered_pct == 0:
            continue
        if board.world.ideas[card.index].gpus > gpus or _hands_full(board, card, workloads):
            continue
        if best < 0 or has_priority_over(card, board.cards[best]):
            best = card.index
    return best


def _hands_full(board: Board, card: Card, workloads: list[int]) -> bool:
    """Whether its holder has two other cards in flight: a third would slow all of them."""
    holder = holder_of(board, card, workloads)
    return workloads[holder] - (1 if card.in_flight() else 0) >= MOST_HELD


def _room(board: Board) -> int:
    """GPUs that a card may have that the order starts: an idle pool takes one that needs all of it.

    Evaluations are left theirs, in a small pool only once a card is in Evaluation.
    """
    free = free_gpus(board)
    if free == board.world.gpus or (board.world.gpus <= SMALL_POOL and not board.count(Stage.EVALUATION)):
        return free
    return free - EVAL_GPUS


def _starts(state: State) -> None:
    board = state.board
    while not board.full(Stage.EXPERIMENT):
        # A large card must not keep a small one out of the GPUs that are free.
        index = _first(board, _room(board))
        if index < 0 or not _try(state, Order.START, Start(index)):
            return


def order_seeds(world: World) -> int:
    """Seeds that the evaluation order asks for: a first look's, but never so few that the gate can hardly pass."""
    return max(world.first_seeds, USUAL_SEEDS)


def _mends(state: State, card: Card) -> None:
    """A regressed model: find its cause; on auto also the run that mends it."""
    if card.regressed == Regression.UNEXPLAINED:
        _try(state, Order.MEND, RootCause(card.index))
    elif state.board.orders[Order.MEND] == Mode.AUTO:
        _try(state, Order.MEND, Iterate(card.index, int(Change.LONGER)))


def _evaluations(state: State, card: Card, active_orders: list[int]) -> None:
    board = state.board
    if active_orders[Order.MEND] and card.regressed:
        # Its scores say nothing about the mended model.
        _mends(state, card)
        return
    if board.orders[Order.EVALUATE] and not card.scores and card.seeds_pending == 0 and card.version > 0:
        _try(state, Order.EVALUATE, Evaluate(card.index, order_seeds(board.world), slices=True))
    if board.orders[Order.KILL_LINE] and card.under_kill_line():
        _ask(board, OrderQuestion(int(Order.KILL_LINE), card.index, -1))
    if board.orders[Order.PROMOTE] and card.scores and card.seeds_pending == 0 and verdict(board, card.index).passed:
        _try(state, Order.PROMOTE, Promote(card.index))


def _legal(state: State) -> None:
    """Promotion on auto needs the legal review done: file it as soon as a card is in Experiment or Evaluation."""
    board = state.board
    if board.legal == 0 and board.world.needs_legal and board.orders[Order.PROMOTE] == Mode.AUTO:
        if board.count(Stage.EXPERIMENT) + board.count(Stage.EVALUATION) > 0:
            _try(state, Order.PROMOTE, LegalReview())


def _alerted(board: Board, card: Card) -> bool:
    """Whether yesterday's monitoring raised an alert: orders are carried out the morning after it."""
    for event in reversed(board.history):
        if event.day < board.day - 1:
            return False
        if isinstance(event, Alerted) and event.card == card.index:
            return True
    return False


def _live(state: State, card: Card, active_orders: list[int]) -> None:
    board = state.board
    if active_orders[Order.ROLL_BACK] and card.share_pct > 0 and (card.incident or _alerted(board, card)):
        _try(state, Order.ROLL_BACK, RollBack(card.index))
        return
    due = board.day - card.share_day >= board.world.canary_days
    # Few customers teach nothing more about a model that all of them had.
    due = due or (card.share_pct < HALF_PCT and met_before(board, card))
    if board.orders[Order.CANARY] and due and 0 < card.share_pct < 100 and not fading(board, card):
        _try(state, Order.CANARY, Deploy(card.index, next_share(card)))


def _wanted(board: Board, dataset: int) -> bool:
    for card in board.cards:
        if card.shown and card.stage != Stage.KILLED and board.world.ideas[card.index].dataset == dataset:
            return True
    return dataset == board.scope_data


def _data(state: State) -> None:
    board = state.board
    for task in board.data:
        if not task.shown:
            continue
        if board.orders[Order.KAPPA] and awaiting_verdict(task):
            good = task.kappa_ppm >= board.world.kappa_hold_ppm
            _try(state, Order.KAPPA, Accept(task.index) if good else Relabel(task.index))
        if not board.orders[Order.DATA] or not _wanted(board, task.index):
            continue
        if task.column == Column.NEEDED and task.ordered_pct == 0:
            _try(state, Order.DATA, OrderData(task.index, board.world.pilot_pct))
        elif task.column == Column.READY and 0 < task.delivered_pct < 100:
            if task.asked_day == 0:
                task.asked_day = board.day
                _ask(board, OrderQuestion(int(Order.DATA), -1, task.index))
            elif board.day - task.asked_day >= WEEK and board.orders[Order.DATA] == Mode.AUTO:
                _try(state, Order.DATA, OrderData(task.index, 100))


def run(state: State) -> None:
    """Carry out all standing orders for the coming day."""
    if any_set(state.board):
        _carry_out(state, state.board.orders)


def _carry_out(state: State, active_orders: list[int]) -> None:
    """Those of the board; `active_orders` are all that are on, with those of another day."""
    board = state.board
    if board.orders[Order.DATA] or board.orders[Order.KAPPA]:
        _data(state)
    _legal(state)
    for card in board.cards:
        if card.stage == Stage.EVALUATION:
            _evaluations(state, card, active_orders)
        elif card.stage == Stage.PRODUCTION:
            _live(state, card, active_orders)
    if board.orders[Order.START]:
        _starts(state)


def run_new(state: State) -> None:
    """Carry out the orders that were set today, before the day ends; the others had their morning."""
    board = state.board
    new = [False] * len(board.orders)
    for event in reversed(board.history):
        if event.day < board.day:
            break
        if isinstance(event, OrderSet):
            new[event.order] = True
    if True not in new:
        return
    modes = board.orders
    board.orders = [mode if new[order] else int(Mode.OFF) for order, mode in enumerate(modes)]
    _carry_out(state, modes)
    board.orders = modes


def any_set(board: Board) -> bool:
    """Whether any order is on."""
    return any(mode > 0 for mode in board.orders)
