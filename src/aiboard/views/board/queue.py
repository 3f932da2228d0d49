"""The compute queue: who runs, who waits, why, and since when."""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.engine import outlook
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Block, Chaos, Stage
from aiboard.engine.systems.compute import insert_in_queue
from aiboard.views import fmt
from aiboard.views.board.columns import CardLine, card_line
from aiboard.views.board.trouble import disruption_trouble


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A card that wants GPU time.

    Attributes:
        card: the card as it stands on the board.
        gpus: GPUs it takes while it trains; 0 for an evaluation, which takes what is left.
        since: the day it began to wait, 0 when it does not.
        days_left: days of training left at today's speed; 0 for an evaluation.
    """

    card: CardLine
    gpus: int
    since: int
    days_left: int

    @property
    def why(self) -> str:
        """The one cause that keeps it; empty when it runs."""
        return self.card.state.cause

    @property
    def text(self) -> str:
        """The line for linear faces."""
        need = fmt.count(self.gpus, "GPU") if self.gpus else "eval"
        card, mark = self.card, self.card.mark
        parts = [f"{card.key} {card.title}", f"{mark.glyph} {mark.word}", need, f"priority {card.priority}"]
        if self.why and self.why != mark.word:
            parts.append(self.why)
        if self.since:
            parts.append(f"since D{self.since}")
        if self.days_left:
            parts.append(f"{self.days_left} d left")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Queue:
    """The pool in words, then everybody in queue order: who ran last, who waits, evaluations after training."""

    pool: str
    shortage: str
    reserved: str
    lines: tuple[QueueLine, ...]


def queue(board: Board) -> Queue:
    """The compute queue now."""
    training: list[Card] = []
    evaluating: list[Card] = []
    for card in board.cards:
        # Two queues in one list: evaluations take what training leaves.
        if card.in_training():
            insert_in_queue(training, card)
        elif card.seeds_pending > 0:
            insert_in_queue(evaluating, card)
    # Those that ran stand first: the question is who gives way to whom.
    running = [card for card in training if card.running]
    waiting = [card for card in training if not card.running]
    lines = [_line(board, card) for card in [*running, *waiting, *evaluating]]
    return Queue(_pool(board), _shortage(board), _reserved(board), tuple(lines))


def _line(board: Board, card: Card) -> QueueLine:
    evaluation = card.stage in (Stage.EVALUATION, Stage.PRODUCTION)
    # A card counts as waiting from its second blocked morning on: one that was just started has not waited yet.
    waits = not card.running and card.block != Block.NONE and card.waited_days > 0
    return QueueLine(
        card=card_line(board, card.index),
        gpus=0 if evaluation else board.world.ideas[card.index].gpus,
        since=max(1, board.day - card.waited_days) if waits else 0,
        days_left=outlook.training_days_left(board, card),
    )


def _pool(board: Board) -> str:
    gpus = fmt.count(board.world.gpus, "GPU")
    if board.gpu_min == 0:
        return f"{gpus} in the pool."
    used = fmt.gpu_hours(board.gpu_used_min)
    evals = fmt.gpu_hours(board.eval_used_min)
    return f"{gpus}. Last day: {fmt.gpu_hours(board.gpu_min)} GPU-h offered, {used} trained, {evals} evaluated."


def _shortage(board: Board) -> str:
    """Who trains in a shortage, who waits, what can be done; empty without one."""
    at = board.disruption_place(Chaos.GPU_SHORTAGE)
    return f"{disruption_trouble(board, board.disruptions[at]).text}." if at >= 0 else ""


def _reserved(board: Board) -> str:
    if board.reserved_until < board.day or not board.reserved_gpus:
        return ""
    return f"{fmt.count(board.reserved_gpus, 'GPU')} reserved until {fmt.day_name(board, board.reserved_until)}."
