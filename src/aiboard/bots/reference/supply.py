"""Data: what to order and when, which labels to take, what a new requirement is worth."""

from typing import Final

from aiboard.bots.base import ActionReason
from aiboard.bots.reference.habits import Habits
from aiboard.bots.reference.money import Money
from aiboard.bots.reference.work import TrainingValue
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask
from aiboard.engine.model.vocabulary import Column
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.engine.verbs import Accept, Action, Evaluate, Guidelines, OrderData, Relabel

#: A set is ordered when its best card's index comes within so many percent of the best card that waits: by the time it
#: is there, those before it will have been started.
AHEAD_PCT: Final = 70


class DataRule:
    """The next thing to do about a dataset."""

    def __init__(self, board: Board, money: Money, work: TrainingValue, habits: Habits) -> None:
        self.board = board
        self.money = money
        self.work = work
        self.habits = habits

    def next(self) -> tuple[ActionReason, Action] | None:
        """An action with its reason, or None."""
        for task in self.board.data:
            if task.shown and not self.board.world.datasets[task.index].ready:
                decision = self._task(task)
                if decision is not None:
                    return decision
        return self._requirement()

    def _task(self, task: DataTask) -> tuple[ActionReason, Action] | None:
        if awaiting_verdict(task):
            good = task.kappa_ppm >= self._least_kappa() or task.relabels >= 1
            if good or not self.habits.kappa_gate:
                return ActionReason.KAPPA_GOOD, Accept(task.index)
            return ActionReason.KAPPA_BAD, Relabel(task.index)
        needs_order = task.column == Column.NEEDED or (task.column == Column.READY and task.delivered_pct < 100)
        if not needs_order or not self.money.game_belief.has_news() or not self._wanted(task):
            return None
        if not self.habits.pilot_first:
            return ActionReason.LOOK_AHEAD, OrderData(task.index, 100)
        if not task.guidelines:
            return ActionReason.LOOK_AHEAD, Guidelines(task.index)
        pilot = task.ordered_pct == 0
        return ActionReason.LOOK_AHEAD, OrderData(task.index, self.board.world.pilot_pct if pilot else 100)

    def _least_kappa(self) -> int:
        """Half way between the agreement of fair and of poor labels."""
        kappa = self.board.world.label_kappa_ppm
        return (kappa[1] + kappa[2]) // 2

    def _wanted(self, task: DataTask) -> bool:
        """Whether the best card that waits for the set will soon be the best to start."""
        if task.index == self.board.scope_data:
            return not self.board.scope_met and (self._scope_pays() or not self.habits.price_scope)
        best = 0
        for card in self.work.card_lists.backlog():
            if self.board.world.ideas[card.index].dataset == task.index:
                best = max(best, self.work.value_density(card))
        soon = AHEAD_PCT if self.habits.data_ahead else 100
        return best * 100 > self.work.best_index() * soon and best > 0

    def _scope_pays(self) -> bool:
        """Whether the revenue that an unmet requirement would take is more than its labels cost."""
        board = self.board
        live = board.live()
        if live < 0:
            quality = board.world.launch_ppm
        else:
            quality = self.money.live_mixture(board.cards[live]).mean()
        days = board.world.days - max(board.day, board.scope_from) + board.world.tail_days
        revenue = self.money.cents(max(0, quality - board.world.value_floor_ppm), max(0, days))
        lost_revenue = revenue * (100 - board.world.scope_revenue_pct) // 100
        return lost_revenue > board.world.datasets[board.scope_data].cents

    def _requirement(self) -> tuple[ActionReason, Action] | None:
        """Its data is there: the live model's slices have to be measured once."""
        board = self.board
        live = board.live()
        if board.scope_met or board.scope_data < 0 or live < 0 or board.data[board.scope_data].delivered_pct < 100:
            return None
        card = board.cards[live]
        if card.slice_ppm or card.seeds_pending:
            return None
        return ActionReason.REQUIREMENT, Evaluate(live, 1, card.eval_pct, slices=True)
