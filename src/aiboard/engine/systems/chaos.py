"""Chaos: disruptions dealt on day 0 or injected. Targets are chosen by rule, never by luck."""

from typing import Final

from aiboard.engine.happenings.chaos import ChaosBegan, ChaosEnded, ChaosHinted, RootCauseFound
from aiboard.engine.happenings.data import ScopeAdded
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import Disruption
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import CHAOS_ROWS, Chaos, Column, Regression, Source, Stage
from aiboard.engine.moves import drop_questions, log, move, set_share, show_idea
from aiboard.engine.systems.data import in_pipeline
from aiboard.engine.systems.evaluation import refresh_set
from aiboard.engine.systems.training import lose_run

#: Ideas whose ready_sprint is this or later appear only when asked for or with a scope change.
RESERVE_SPRINT: Final = 99
SCOPE_CARDS: Final = 2


def divergence_target(board: Board) -> int:
    """The training card with most of a run to lose, or -1."""
    best = -1
    for card in board.cards:
        if card.in_training() and not card.paused:
            if card.run_points_done > 0 and (best < 0 or card.run_points_done > board.cards[best].run_points_done):
                best = card.index
    return best


def data_issue_target(board: Board) -> int:
    """The dataset a data issue hits: the shared corpus, else the first set in use, or -1."""
    for spec_index, spec in enumerate(board.world.datasets):
        if spec.ready:
            return spec_index
    for task in board.data:
        if task.delivered_pct > 0:
            return task.index
    return -1


def scope_target(board: Board) -> int:
    """The dataset a scope change asks for, or -1 when the scenario has none or it has come already."""
    if board.scope_data >= 0:
        return -1
    for index, spec in enumerate(board.world.datasets):
        if spec.scope:
            return index
    return -1


def vendor_busy(board: Board) -> bool:
    """Whether the vendor has anything to be late with."""
    for task in board.data:
        if task.days_left > 0 and (task.column == Column.COLLECTION or task.column == Column.ANNOTATION):
            return True
    return False


# As plain numbers, since planned disruptions ask each day: a number is compared with a member through Python.
_DATA_ISSUE: Final = int(Chaos.DATA_ISSUE)
_EVAL_REGRESSION: Final = int(Chaos.EVAL_REGRESSION)
_SCOPE_CHANGE: Final = int(Chaos.SCOPE_CHANGE)
_DIVERGENCE: Final = int(Chaos.DIVERGENCE)
_VENDOR_DELAY: Final = int(Chaos.VENDOR_DELAY)
_DRAWN: Final = int(Source.DRAWN)


def targets(board: Board, kind: int) -> tuple[int, int]:
    """The card and the dataset that a disruption of this kind would hit now; -1 for none."""
    if kind == _EVAL_REGRESSION:
        return board.live(), -1
    if kind == _DIVERGENCE:
        return divergence_target(board), -1
    if kind == _DATA_ISSUE:
        return -1, data_issue_target(board)
    return -1, (scope_target(board) if kind == _SCOPE_CHANGE else -1)


def has_target(board: Board, kind: int) -> bool:
    """Whether this disruption has something to hit now (an active one can be extended)."""
    if kind == _VENDOR_DELAY:
        return vendor_busy(board)
    card, data = targets(board, kind)
    # Those that hit one card or dataset do not happen without one.
    return card >= 0 or data >= 0 or kind not in (_EVAL_REGRESSION, _DIVERGENCE, _DATA_ISSUE, _SCOPE_CHANGE)


def _regress(state: State, target: int) -> None:
    board = state.board
    card = board.cards[target]
    set_share(board, card, 0)
    card.regressed = int(Regression.UNEXPLAINED)
    move(board, card, Stage.EVALUATION)
    drop_questions(board, target)
    refresh_set(state)


def _widen_scope(state: State, days: int) -> None:
    board = state.board
    target = scope_target(board)
    task = board.data[target]
    task.shown = True
    board.scope_data = target
    board.scope_from = board.day + days
    added = 0
    for card in board.cards:
        if not card.shown and state.world.ideas[card.index].ready_sprint >= RESERVE_SPRINT and added < SCOPE_CARDS:
            show_idea(board, card)
            added += 1
    log(board, ScopeAdded(target, cards=added))


def begin(state: State, kind: int, days: int, source: int) -> None:
    """Start a disruption today (or extend the active one of its kind). `days` 0 = the scenario's duration."""
    board = state.board
    length = days if days > 0 else state.world.chaos_days[kind]
    if source != Source.DRAWN:
        board.injected += 1
    if kind == Chaos.VENDOR_DELAY:
        _delay_vendor(board, length)
    active = board.disruption_place(kind)
    if active >= 0 and kind != Chaos.DIVERGENCE and kind != Chaos.EVAL_REGRESSION:
        item = board.disruptions[active]
        item.until_day += length
        log(board, ChaosBegan(item.card, item.data, chaos=kind, days=length, source=source))
        return
    card, data = targets(board, kind)
    until = board.day + length - 1 if CHAOS_ROWS[kind].lasting else board.day
    board.disruptions.append(Disruption(kind, board.day, until, card, data, source))
    log(board, ChaosBegan(card, data, chaos=kind, days=length, source=source))
    if kind == Chaos.EVAL_REGRESSION:
        _regress(state, card)
    elif kind == Chaos.DIVERGENCE:
        board.cards[card].unstable = not board.cards[card].root_caused
        lose_run(state, board.cards[card])
    elif kind == Chaos.SCOPE_CHANGE:
        _widen_scope(state, length)


def _delay_vendor(board: Board, days: int) -> None:
    for task in board.data:
        if task.days_left > 0 and (task.column == Column.COLLECTION or task.column == Column.ANNOTATION):
            task.days_left += days
            task.due_day += days


def _hasten_vendor(board: Board, days: int) -> None:
    for task in board.data:
        if in_pipeline(task) and task.days_left > 0:
            sooner = min(days, task.days_left - 1)
            task.days_left -= sooner
            task.due_day -= sooner


def _settled(board: Board) -> bool:
    """Whether the last drawn disruption lies `chaos_gap` days back: those that had to wait keep the distance too."""
    for item in board.disruptions:
        if item.source == _DRAWN and board.day - item.from_day < board.world.chaos_gap:
            return False
    return True


def run(state: State) -> None:
    """Warnings and planned disruptions of this day; one that has nothing to hit waits for its chance."""
    board = state.board
    for plan in state.truth.planned:
        if plan.done:
            continue
        # A change of scope that was injected keeps the drawn one away: it is not hinted at any more.
        swallowed = plan.kind == Chaos.SCOPE_CHANGE and board.scope_data >= 0
        if plan.hint_day == board.day and plan.day > board.day and not swallowed:
            log(board, ChaosHinted(chaos=plan.kind, days=plan.day - board.day))
        if plan.day > board.day or not _settled(board):
            continue
        if swallowed:
            plan.done = True
        elif has_target(board, plan.kind) and board.disruption_place(plan.kind) < 0:
            plan.done = True
            begin(state, plan.kind, 0, int(Source.DRAWN))


def end_of_day(board: Board) -> None:
    """Say which lasting disruptions end tonight."""
    for item in board.disruptions:
        if item.until_day == board.day and CHAOS_ROWS[item.kind].lasting:
            log(board, ChaosEnded(item.card, item.data, chaos=item.kind))


#: Disruptions of data whose cause can be found.
WITH_CAUSE: Final = (Chaos.DATA_ISSUE, Chaos.VENDOR_DELAY)


def open_cause(board: Board) -> int:
    """Position of the disruption of data whose cause nobody has found and that lasts beyond today, or -1."""
    for i, item in enumerate(board.disruptions):
        if not item.handled and item.until_day > board.day and item.kind in WITH_CAUSE:
            return i
    return -1


def softened_days(board: Board, item: Disruption) -> int:
    """Days by which a disruption ends sooner once its cause is found: three quarters of what is left, rounded up."""
    return ((item.until_day - board.day) * 3 + 3) // 4


def soften(board: Board, item: Disruption) -> None:
    """Its cause is found: it ends sooner, and what the vendor was late with comes sooner by as much."""
    saved = softened_days(board, item)
    if item.kind == Chaos.VENDOR_DELAY:
        _hasten_vendor(board, saved)
    item.until_day -= saved
    item.handled = True
    log(board, RootCauseFound(item.card, item.data, chaos=item.kind, days_saved=saved))
