"""What a card that is started now would wait for, in words."""

from __future__ import annotations

from aiboard.engine import outlook
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask
from aiboard.engine.model.vocabulary import Block
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.views import fmt
from aiboard.views.card.states import lasting


def start_waits(board: Board, index: int) -> str:
    """What a card that is started now would wait for, and how long: "wait for DS-1 5 days, until D12"; or empty."""
    idea, card = board.world.ideas[index], board.cards[index]
    ahead = outlook.start_outlook(board, card)
    cause, day = ahead.cause, ahead.day
    if cause == Block.DATA_ISSUE:
        # Its own set may come after the issue has ended.
        cause, day = lasting(board, card, cause)
    until = f" {fmt.days(day - board.day)}, until D{day}" if day > board.day else ""
    if cause == Block.NO_DATA:
        return f"wait for {fmt.dataset(board.world, idea.dataset)}{until or _unknown(board.data[idea.dataset])}"
    if cause == Block.DATA_ISSUE:
        return f"wait for the data issue to end{until}"
    if cause == Block.SHORTAGE:
        return f"wait for the GPU shortage to end{until}"
    if cause == Block.NO_GPU:
        free = idea.gpus - ahead.gpus
        return f"wait for GPUs{until}: it needs {idea.gpus}, {free} of {board.world.gpus} free"
    return ""


def _unknown(task: DataTask) -> str:
    """Why no day to come is known on which a missing set arrives."""
    if awaiting_verdict(task):
        return ", which waits for your verdict"
    # Its day has come or gone by: the vendor is late with it.
    return f", which is late: due D{task.due_day}" if task.batch_pct else ", which nobody has ordered"
