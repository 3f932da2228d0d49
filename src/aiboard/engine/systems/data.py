"""The data supply chain: batches move Needed -> Collection -> Annotation -> QA, then somebody accepts them.

A batch's label quality is dealt per (dataset, batches sent back, guidelines): a pilot and the rest of the same vendor
run share it, which is what makes a pilot worth waiting for.
"""

from typing import Final

from aiboard.engine.chance.latents import KAPPA_STEP_PPM, Purpose, on_grid
from aiboard.engine.chance.luck import draw
from aiboard.engine.happenings.data import DataMoved, KappaRead, ScopeMet
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Column
from aiboard.engine.model.world import World
from aiboard.engine.moves import log

#: Percent of the whole set's time that even a small batch takes: collecting, labelling.
COLLECTION_FLOOR_PCT: Final = 40
LABELLING_FLOOR_PCT: Final = 25


def _by_volume(days: int, percent: int) -> int:
    """Working days of a share of the work, rounded up, at least one."""
    return max(1, (days * percent + 99) // 100)


def _labelling_days(days: int, batch_pct: int) -> int:
    return _by_volume(days, max(batch_pct, LABELLING_FLOOR_PCT))


def _collecting_days(days: int, batch_pct: int) -> int:
    return _by_volume(days, max(batch_pct, COLLECTION_FLOOR_PCT))


def _longest_days(world: World, task: DataTask, batch_pct: int) -> int:
    """Working days from labelling to the reading, with the vendor's usual longest time in each stage, by volume."""
    spec = world.datasets[task.index]
    return _labelling_days(spec.annotation[1], batch_pct) + spec.qa[1]


def order_promise(board: Board, task: DataTask, percent: int) -> int:
    """The day by which the vendor promises a set up to this share when it is ordered now.

    The items of a second batch are collected already.
    """
    batch = percent - task.ordered_pct
    longest = board.world.datasets[task.index].collection[1]
    collection = 1 if task.batches > 0 else _collecting_days(longest, batch)
    # The vendor begins on the day of the order.
    return board.day + collection - 1 + _longest_days(board.world, task, batch)


def relabel_promise(board: Board, task: DataTask) -> int:
    """The day by which the vendor promises the batch that is sent back now."""
    return board.day - 1 + _longest_days(board.world, task, task.batch_pct)


def _enter(state: State, task: DataTask, column: Column) -> None:
    board = state.board
    log(board, DataMoved(task.index, before=task.column, after=column, batch_pct=task.batch_pct))
    task.column = column
    task.moved_day = board.day
    n = task.batches * 16 + task.relabels
    if column == Column.ANNOTATION:
        days = draw(state.latents.annotation[task.index], state.seed, Purpose.ANNOTATION_TIME, task.index, n)
        days = _labelling_days(days, task.batch_pct)
    else:
        days = draw(state.latents.qa[task.index], state.seed, Purpose.QA_TIME, task.index, n)
    task.days_left = days
    task.due_day = board.day + days
    if column == Column.ANNOTATION:
        task.due_day += state.world.datasets[task.index].qa[1]
        _label(state, task)


def _label(state: State, task: DataTask) -> None:
    table = state.latents.labels if task.guidelines else state.latents.labels_plain
    n = task.relabels * 2 + (1 if task.guidelines else 0)
    state.truth.batch[task.index] = draw(table[task.index], state.seed, Purpose.BATCH_QUALITY, task.index, n)


def collection_days(state: State, task: DataTask) -> int:
    """Working days of collection for the batch just ordered; the second batch of a set is already collected."""
    if task.batches > 1:
        return 1
    days = draw(state.latents.collection[task.index], state.seed, Purpose.COLLECTION_TIME, task.index, task.batches)
    return _collecting_days(days, task.batch_pct)


def _read_kappa(state: State, task: DataTask) -> None:
    """Agreement on `spot_check_items` double-labelled items: true kappa of the class, plus sampling noise."""
    quality = state.truth.batch[task.index] if task.column == Column.QA else state.truth.labels[task.index]
    reading = on_grid(state.world.label_kappa_ppm[quality], KAPPA_STEP_PPM)
    n = task.batches * 64 + task.checks
    reading += draw(state.latents.kappa, state.seed, Purpose.KAPPA, task.index, n)
    # Readings of one batch are averaged by how many were taken.
    if task.kappa_items > 0:
        looks = task.kappa_items // state.world.spot_check_items
        reading = (task.kappa_ppm * looks + reading) // (looks + 1)
    task.kappa_ppm = reading
    task.kappa_items += state.world.spot_check_items
    task.checks += 1
    log(state.board, KappaRead(task.index, kappa_ppm=reading, items=task.kappa_items))


def _begin_work(state: State, task: DataTask) -> None:
    """A batch ordered or sent back today: draw how long its first stage takes."""
    if task.column == Column.COLLECTION:
        task.days_left = collection_days(state, task)
        # What is sure by now, and the usual longest of what is still to come.
        task.due_day = state.board.day + task.days_left - 1 + _longest_days(state.world, task, task.batch_pct)
    else:
        _enter(state, task, Column.ANNOTATION)


def run(state: State) -> None:
    """One working day of the vendor, then the readings that were asked for."""
    for task in state.board.data:
        if in_pipeline(task) and task.days_left == 0:
            _begin_work(state, task)
        if task.days_left > 0:
            task.days_left -= 1
            if task.days_left == 0:
                if task.column == Column.COLLECTION:
                    _enter(state, task, Column.ANNOTATION)
                elif task.column == Column.ANNOTATION:
                    _enter(state, task, Column.QA)
                elif task.column == Column.QA:
                    _read_kappa(state, task)
        if task.check_pending:
            task.check_pending = False
            _read_kappa(state, task)
    board = state.board
    if board.scope_data >= 0 and not board.scope_met:
        live = board.live()
        if board.data[board.scope_data].delivered_pct >= 100 and live >= 0 and board.cards[live].slice_ppm > 0:
            board.scope_met = True
            log(board, ScopeMet(live, board.scope_data))


def order_cents(world: World, task: DataTask, percent: int) -> int:
    """The price of ordering up to this share of the set."""
    return world.datasets[task.index].cents * (percent - task.ordered_pct) // 100


def relabel_cents(world: World, task: DataTask) -> int:
    """The price of sending the batch back."""
    return world.datasets[task.index].cents * task.batch_pct // 100 * world.relabel_pct // 100


def in_pipeline(task: DataTask) -> bool:
    """Whether the vendor is collecting or labelling a batch."""
    return task.column == Column.COLLECTION or task.column == Column.ANNOTATION


def awaiting_verdict(task: DataTask) -> bool:
    """Whether a finished batch waits to be accepted or sent back."""
    return task.column == Column.QA and task.days_left == 0 and task.batch_pct > 0
