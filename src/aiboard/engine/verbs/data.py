"""Verbs on a dataset: order it, write guidelines, check agreement, accept a batch or send it back."""

from typing import ClassVar

from aiboard.engine.happenings.data import BatchAccepted, DataMoved, DataOrdered, GuidelinesDone, SentBack
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Column, Refusal
from aiboard.engine.moves import log
from aiboard.engine.systems.data import (
    awaiting_verdict,
    in_pipeline,
    order_cents,
    order_promise,
    relabel_cents,
    relabel_promise,
)
from aiboard.engine.verbs.base import Action, DataAction
from aiboard.engine.verbs.slot import DATASET, Slot, SlotKind


class OrderData(DataAction):
    """Have a dataset collected and labelled: a pilot first, or all that is left."""

    VERB: ClassVar[str] = "order"
    SLOTS: ClassVar[tuple[Slot, ...]] = (DATASET, Slot("percent", SlotKind.NUMBER))
    MINUTES: ClassVar[int] = 60

    def __init__(self, data: int, percent: int) -> None:
        super().__init__(data)
        #: Percent of the set ordered in all after it.
        self.percent = percent

    @classmethod
    def default_action(cls, board: Board, index: int) -> DataAction:
        """All that is left."""
        return OrderData(index, 100)

    @classmethod
    def options(cls, board: Board, index: int) -> list[Action]:
        """The pilot and the whole."""
        return [OrderData(index, board.world.pilot_pct), OrderData(index, 100)]

    def refusal_on(self, board: Board, task: DataTask) -> Refusal:
        """With nothing under way; the pilot only as the first order."""
        if in_pipeline(task) or task.column == Column.QA:
            return Refusal.BUSY
        if task.ordered_pct >= 100:
            return Refusal.ALREADY_DONE
        if self.percent == board.world.pilot_pct and task.ordered_pct == 0:
            return Refusal.NONE
        return Refusal.NONE if self.percent == 100 else Refusal.BAD_AMOUNT

    def cents(self, board: Board) -> int:
        """The vendor's price."""
        return order_cents(board.world, board.data[self.data], self.percent)

    def apply_to(self, state: State, task: DataTask) -> None:
        """The vendor promises a day; its own time is drawn when the day runs."""
        board = state.board
        cents = order_cents(board.world, task, self.percent)
        due = order_promise(board, task, self.percent)
        task.batch_pct = self.percent - task.ordered_pct
        task.ordered_pct = self.percent
        task.batches += 1
        task.kappa_items = 0
        board.ledger.labels -= cents
        log(board, DataOrdered(task.index, percent=task.batch_pct, cents=cents))
        _put(board, task, Column.COLLECTION, task.batch_pct)
        task.days_left = 0
        task.due_day = due
        task.promised_day = due
        task.asked_day = 0


def _put(board: Board, task: DataTask, column: Column, percent: int) -> None:
    """Into another column today; `percent` of the set is what moves."""
    log(board, DataMoved(task.index, before=task.column, after=column, batch_pct=percent))
    task.column = column
    task.moved_day = board.day


class Guidelines(DataAction):
    """Write labelling guidelines: they make good labels likelier."""

    VERB: ClassVar[str] = "guidelines"
    MINUTES: ClassVar[int] = 240

    def refusal_on(self, board: Board, task: DataTask) -> Refusal:
        """Once, for a set that somebody labels."""
        if board.world.datasets[task.index].ready:
            return Refusal.NOTHING_TO_DO
        return Refusal.ALREADY_DONE if task.guidelines else Refusal.NONE

    def apply_to(self, state: State, task: DataTask) -> None:
        """They hold for every batch labelled from now on."""
        task.guidelines = True
        log(state.board, GuidelinesDone(task.index))


class SpotCheck(DataAction):
    """Read the agreement of a sample again."""

    VERB: ClassVar[str] = "spot-check"
    MINUTES: ClassVar[int] = 120

    def refusal_on(self, board: Board, task: DataTask) -> Refusal:
        """Once a day, when a batch has been labelled."""
        if board.world.datasets[task.index].ready or task.batches == 0 or task.column < Column.QA:
            return Refusal.NOTHING_TO_DO
        return Refusal.ALREADY_DONE if task.check_pending else Refusal.NONE

    def apply_to(self, state: State, task: DataTask) -> None:
        """Its result comes with the day's end."""
        task.check_pending = True


class Accept(DataAction):
    """Take the batch that is in QA."""

    VERB: ClassVar[str] = "accept"
    MINUTES: ClassVar[int] = 60

    def refusal_on(self, board: Board, task: DataTask) -> Refusal:
        """A batch that waits for a verdict."""
        return Refusal.NONE if awaiting_verdict(task) else Refusal.NOTHING_TO_DO

    def apply_to(self, state: State, task: DataTask) -> None:
        """Its labels count from now on; the larger part of the set says how good they are."""
        board = state.board
        if task.batch_pct >= task.delivered_pct:
            state.truth.labels[task.index] = state.truth.batch[task.index]
        task.delivered_pct += task.batch_pct
        task.batch_pct = 0
        log(board, BatchAccepted(task.index, delivered_pct=task.delivered_pct))
        _put(board, task, Column.READY, task.delivered_pct)


class Relabel(DataAction):
    """Send the batch that is in QA back to be labelled again."""

    VERB: ClassVar[str] = "relabel"
    MINUTES: ClassVar[int] = 60

    def refusal_on(self, board: Board, task: DataTask) -> Refusal:
        """A batch that waits for a verdict."""
        return Refusal.NONE if awaiting_verdict(task) else Refusal.NOTHING_TO_DO

    def cents(self, board: Board) -> int:
        """The vendor's price."""
        return relabel_cents(board.world, board.data[self.data])

    def apply_to(self, state: State, task: DataTask) -> None:
        """Back to annotation; its time is drawn when the day runs."""
        board = state.board
        cents = relabel_cents(board.world, task)
        board.ledger.labels -= cents
        task.relabels += 1
        task.kappa_items = 0
        log(board, SentBack(task.index, cents=cents))
        task.column = Column.ANNOTATION
        task.days_left = 0
        task.due_day = relabel_promise(board, task)
        task.promised_day = task.due_day
