"""Data: what to order and when, and which labels to take."""

from typing import Final

from aiboard.bots.base import Why
from aiboard.bots.reference.habits import Habits
from aiboard.bots.reference.money import Money
from aiboard.bots.reference.work import Work
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask
from aiboard.engine.model.vocabulary import Column, Stage
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.engine.verbs import Accept, Action, Guidelines, OrderData, Relabel

#: Cards of a set must be worth this much more than it costs, dollars in cents: hours and waiting have their price too.
LEAST_CENTS: Final = 100_000


class Supply:
    """The next thing to do about a dataset."""

    def __init__(self, board: Board, money: Money, work: Work, habits: Habits) -> None:
        self.board = board
        self.money = money
        self.work = work
        self.habits = habits

    def next(self) -> tuple[Why, Action] | None:
        """An action with its reason, or None."""
        for task in self.board.data:
            if task.shown and not self.board.world.datasets[task.index].ready:
                found = self._task(task)
                if found is not None:
                    return found
        return None

    def _task(self, task: DataTask) -> tuple[Why, Action] | None:
        board = self.board
        if awaiting_verdict(task):
            if task.kappa_ppm >= self._least_kappa() or task.relabels >= 1:
                return Why.KAPPA_GOOD, Accept(task.index)
            return Why.KAPPA_BAD, Relabel(task.index)
        waits = task.column == Column.NEEDED or (task.column == Column.READY and task.delivered_pct < 100)
        if not waits or not self._worth(task):
            return None
        return Why.LOOK_AHEAD, OrderData(task.index, 100)

    def _least_kappa(self) -> int:
        """Half way between the agreement of fair and of poor labels."""
        kappa = self.board.world.label_kappa_ppm
        return (kappa[1] + kappa[2]) // 2

    def _worth(self, task: DataTask) -> bool:
        """Whether the best card that waits for the set is worth more than the best that needs no data."""
        if task.index == self.board.scope_data:
            return True
        best = 0
        for card in self.board.cards:
            if card.shown and (card.stage == Stage.BACKLOG or card.stage == Stage.HYPOTHESIS):
                if self.board.world.ideas[card.index].dataset == task.index:
                    best = max(best, self.work.index_of(card))
        return best > self.work.price_of_time() and best > 0
