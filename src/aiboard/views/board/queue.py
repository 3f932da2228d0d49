"""The compute queue: who runs, who waits, why, and since when."""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.engine import outlook
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Block, Chaos, Stage
from aiboard.engine.systems.compute import insert_in_queue
from aiboard.views import fmt
from aiboard.views.board.columns import card_line
from aiboard.views.words import Mark


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A card that wants GPU time.

    Attributes:
        card, key, short, title, person: what it is.
        gpus: GPUs it takes while it trains; 0 for an evaluation, which takes what is left.
        priority: 1 first .. 5 last.
        mark: runs, waits, ...
        why: one cause, empty when it runs.
        waited: working days it has waited; since: the day it began to wait, 0 when it does not.
        days_left: days of training left at today's speed; 0 for an evaluation.
    """

    card: int
    key: str
    short: str
    title: str
    person: str
    gpus: int
    priority: int
    mark: Mark
    why: str
    waited: int
    since: int
    days_left: int

    @property
    def text(self) -> str:
        """The line for linear faces."""
        need = f"{self.gpus} GPU" if self.gpus else "eval"
        parts = [f"{self.key} {self.title}", f"{self.mark.glyph} {self.mark.word}", need, f"priority {self.priority}"]
        if self.why and self.why != self.mark.word:
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
        if card.stage in (Stage.EXPERIMENT, Stage.ITERATION):
            insert_in_queue(training, card)
        elif card.seeds_pending > 0:
            insert_in_queue(evaluating, card)
    running = [card for card in training if card.running]
    waiting = [card for card in training if not card.running]
    lines = [_line(board, card) for card in [*running, *waiting, *evaluating]]
    return Queue(_pool(board), _shortage(board), _reserved(board), tuple(lines))


def _line(board: Board, card: Card) -> QueueLine:
    shown = card_line(board, card.index)
    evaluation = card.stage in (Stage.EVALUATION, Stage.PRODUCTION)
    waits = not card.running and card.block != Block.NONE and card.waited_days > 0
    return QueueLine(
        card=card.index,
        key=shown.key,
        short=shown.short,
        title=shown.title,
        person=shown.person,
        gpus=0 if evaluation else board.world.ideas[card.index].gpus,
        priority=card.priority,
        mark=shown.mark,
        why=shown.state.cause,
        waited=card.waited_days,
        since=max(1, board.day - card.waited_days) if waits else 0,
        days_left=outlook.days_left(board, card),
    )


def _pool(board: Board) -> str:
    gpus = fmt.count(board.world.gpus, "GPU")
    if board.gpu_min == 0:
        return f"{gpus} in the pool."
    used = fmt.gpu_hours(board.gpu_used_min)
    evals = fmt.gpu_hours(board.eval_used_min)
    return f"{gpus}. Last day: {fmt.gpu_hours(board.gpu_min)} GPU-h offered, {used} trained, {evals} evaluated."


def _shortage(board: Board) -> str:
    at = board.disrupted(Chaos.GPU_SHORTAGE)
    if at < 0:
        return ""
    until = fmt.day_name(board, board.disruptions[at].until_day)
    return f"GPU shortage until {until}: few experiments can run at a time."


def _reserved(board: Board) -> str:
    if board.reserved_until < board.day or not board.reserved_gpus:
        return ""
    return f"{fmt.count(board.reserved_gpus, 'GPU')} reserved until {fmt.day_name(board, board.reserved_until)}."
