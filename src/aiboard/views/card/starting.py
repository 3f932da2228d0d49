"""What a card that is started now would wait for, in words."""

from __future__ import annotations

from aiboard.engine import outlook
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask
from aiboard.engine.model.fields import copy_board
from aiboard.engine.model.vocabulary import Block, Chaos
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.views import fmt
from aiboard.views.card.states import lasting


def start_waits(board: Board, index: int) -> str:
    """What a card that is started now would wait for, and how long: "wait for DS-1 5 days, until D12"; or empty."""
    idea, card = board.world.ideas[index], board.cards[index]
    start_outlook = outlook.start_outlook(board, card)
    cause, day = start_outlook.cause, start_outlook.day
    if cause == Block.DATA_ISSUE:
        # Its own set may come after the issue has ended.
        cause, day = lasting(board, card, cause)
    until = f" {fmt.days(day - board.day)}, until D{day}" if day > board.day else ""
    between = f"{until}," if until else ""
    if cause == Block.NO_DATA:
        name = fmt.dataset(board.world, idea.dataset)
        return f"wait for {name}{until}{_then(board, index, day)}" if until else f"wait for {name}{_late(board, index)}"
    if cause == Block.DATA_ISSUE:
        return f"wait{between} for the data issue to end{_then(board, index, day)}"
    if cause == Block.SHORTAGE:
        return f"wait{between} for the GPU shortage to end"
    if cause == Block.NO_GPU:
        free = idea.gpus - start_outlook.gpus
        return f"wait for GPUs{until}: it needs {idea.gpus}, {free} of {board.world.gpus} free"
    return ""


def _then(board: Board, index: int, day: int) -> str:
    """What still keeps the card once its data has come on that day: ", then for GPUs until D18"; or empty."""
    later_board = copy_board(board)
    for task in later_board.data:
        task.delivered_pct = 100
    later_board.disruptions = [item for item in later_board.disruptions if item.kind != Chaos.DATA_ISSUE]
    start_outlook = outlook.start_outlook(later_board, later_board.cards[index])
    # What is over by the day of the data keeps nothing; no day at all is later than any.
    if start_outlook.cause == Block.NONE or 0 < start_outlook.day <= day:
        return ""
    resource = "the GPU shortage to end" if start_outlook.cause == Block.SHORTAGE else "GPUs"
    return f", then for {resource}" + (f", until D{start_outlook.day}" if start_outlook.day else "")


def keeps_waiting(board: Board, index: int) -> str:
    """Whose evaluation a start would keep from a GPU: "001 would wait for a GPU to be evaluated"; or empty.

    Training comes first; an evaluation takes what it leaves.
    """
    if outlook.free_gpus(board) > board.world.ideas[index].gpus or start_waits(board, index):
        return ""
    names = [fmt.short(board.world, card.index) for card in board.cards if card.seeds_pending and not card.paused]
    return f"{', '.join(names)} would wait for a GPU to be evaluated" if names else ""


def too_late(board: Board, index: int) -> str:
    """That a card which is started now meets no customer before the close, be nothing in its way; or empty."""
    card = board.cards[index]
    work = outlook.days_at(outlook.plan_points(board.world, index), outlook.DAY_POINTS)
    lead = max((block.days for block in outlook.launch_blocks(board, card)), default=0)
    # A day of evaluation; the last day of the handoff has customers already.
    first = board.day + work + max(1, lead)
    close = board.world.days
    return (
        f"too late: its first customer would come on D{first} at the soonest, the close is D{close}"
        if first > close
        else ""
    )


def _late(board: Board, index: int) -> str:
    """Why no day to come is known on which a missing set arrives."""
    task: DataTask = board.data[board.world.ideas[index].dataset]
    if awaiting_verdict(task):
        return ", which waits for your verdict"
    if not task.batch_pct:
        return ", which nobody has ordered"
    # Its day has come or gone by: the vendor is late with it, or brings it this evening.
    return ", which is due today" if task.due_day == board.day else f", which is late: due D{task.due_day}"
