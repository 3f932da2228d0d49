"""The data supply chain (M5, M6): batches move Needed -> Collection -> Annotation -> QA, then somebody accepts them.

A batch's label quality is dealt per (dataset, batches sent back, guidelines): a pilot and the rest of the same vendor
run share it, which is what makes a pilot worth waiting for.
"""

from aiboard.engine.books import DataTask
from aiboard.engine.kinds import Column, EventKind
from aiboard.engine.latents import KAPPA_STEP_PPM, on_grid
from aiboard.engine.luck import Purpose, draw
from aiboard.engine.moves import log
from aiboard.engine.state import State
from aiboard.engine.world import World


def _enter(state: State, task: DataTask, column: Column) -> None:
    board = state.board
    log(board, EventKind.DATA_MOVED, -1, task.index, int(task.column), int(column), task.batch_pct)
    task.column = column
    task.moved_day = board.day
    n = task.batches * 16 + task.relabels
    if column == Column.ANNOTATION:
        days = draw(state.latents.annotation[task.index], state.seed, Purpose.ANNOTATION_TIME, task.index, n)
        # Labelling time is by volume above a floor of a quarter of the full set's.
        days = max(1, (days * max(task.batch_pct, 25) + 99) // 100)
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
    return max(1, (days * max(task.batch_pct, 40) + 99) // 100)


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
    log(state.board, EventKind.KAPPA_READ, -1, task.index, reading, task.kappa_items)


def _begin_work(state: State, task: DataTask) -> None:
    """A batch ordered or sent back today: draw how long its first stage takes."""
    if task.column == Column.COLLECTION:
        task.days_left = collection_days(state, task)
        usual = state.world.datasets[task.index]
        task.due_day = state.board.day + task.days_left - 1 + usual.annotation[1] + usual.qa[1]
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
            log(board, EventKind.SCOPE_MET, live, board.scope_data)


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
