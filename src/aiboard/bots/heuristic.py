"""`heuristic`: the source's advice, plainly coded, reading the Board only.

Limit work in progress, explore families early and exploit later, kill on the forecast against what is needed, repeat an
evaluation before believing it, start legal and data early, launch by canary, roll back first and ask later.
"""

from typing import Final

from aiboard.bots.base import ActionReason
from aiboard.bots.card_estimates import forecast, project_days_left, start_days
from aiboard.bots.choosing import Families
from aiboard.bots.deciding import KILL_BY_FORECAST, NEAR_PPM, DecisionPolicy
from aiboard.bots.glance import CardLists
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import WHOLE_PCT
from aiboard.engine.model.vocabulary import Chaos, Column, Refusal, Regression, Stage
from aiboard.engine.model.world import USUAL_SEEDS
from aiboard.engine.orders import EVAL_GPUS
from aiboard.engine.outlook import free_gpus
from aiboard.engine.systems.chaos import open_cause
from aiboard.engine.systems.compute import holder_of
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.engine.systems.training import LOSSES_WITH_CAUSE
from aiboard.engine.verbs import (
    Accept,
    Action,
    AddIdea,
    Evaluate,
    Guidelines,
    LegalReview,
    OrderData,
    Prioritise,
    Relabel,
    Reserve,
    RootCause,
    Start,
    Ticket,
)


class Heuristic(DecisionPolicy):
    """The advice as a policy. Parameters exist so that it can be compared with its opposite."""

    def __init__(
        self,
        name: str = "heuristic",
        wip: int = 3,
        seeds: int = USUAL_SEEDS,
        kills: int = KILL_BY_FORECAST,
        mind_pool: bool = True,
        first_pct: int = WHOLE_PCT,
        last_pct: int = WHOLE_PCT,
        slices: bool = True,
    ) -> None:
        super().__init__(name, seeds, kills, first_pct, last_pct, slices)
        #: Start a card only when its GPUs are free, and one more while a card is in Evaluation.
        self.mind_pool = mind_pool
        self.wip = wip
        #: File the legal review on the first day, else when a model is near what is needed.
        self.legal_first = True
        #: Guidelines and a pilot before a set is ordered whole, and the agreement from which labels are taken.
        self.guidelines = True
        self.pilot = True
        self.kappa_ppm = DATA_KAPPA_PPM

    def play(self, board: Board) -> Action | None:
        """The most urgent thing first; None when nothing is left to do today."""
        self.why = ActionReason.NOTHING
        card_lists = self.look(board)
        for step in range(7):
            action = self._step(board, card_lists, step)
            if action is not None and check(board, action) == Refusal.NONE:
                return action
        return None

    def _step(self, board: Board, card_lists: CardLists, step: int) -> Action | None:
        if step == 0:
            return self.production_action(board, card_lists)
        if step == 1:
            return self._trouble(board, card_lists)
        if step == 2:
            return self._legal(board, card_lists)
        if step == 3:
            return self.evaluation_action(board, card_lists)
        if step == 4:
            return self.kill_action(board, card_lists)
        if step == 5:
            return self._starts(board, card_lists)
        return self._data(board, card_lists)

    # --- trouble ----------------------------------------------------------------------------------------------
    def _trouble(self, board: Board, card_lists: CardLists) -> Action | None:
        if open_cause(board) >= 0:
            return self.explain(ActionReason.DATA_ISSUE, RootCause())
        shortage = board.disruption_place(Chaos.GPU_SHORTAGE)
        if shortage >= 0:
            reservation = self._reservation(board, shortage)
            if reservation is not None:
                return self.explain(ActionReason.SHORTAGE, reservation)
            best = -1
            for card in card_lists.training:
                if best < 0 or forecast(board, card, 1) > forecast(board, board.cards[best], 1):
                    best = card.index
            if best >= 0 and board.cards[best].priority > 1:
                return self.explain(ActionReason.SHORTAGE, Prioritise(best, 1))
        for card in card_lists.evaluated:
            if card.regressed == Regression.UNEXPLAINED:
                return self.explain(ActionReason.REGRESSED, RootCause(card.index))
        for card in card_lists.training:
            if (card.unstable or card.lost_in_a_row >= LOSSES_WITH_CAUSE) and not card.root_caused:
                return self.explain(ActionReason.DIVERGED, RootCause(card.index))
        return self._requirement(board)

    def _requirement(self, board: Board) -> Action | None:
        """A new requirement asks for a slice score of the live model, once its data is there."""
        if board.scope_met or board.scope_data < 0 or board.data[board.scope_data].delivered_pct < 100:
            return None
        live = board.live()
        if live < 0:
            return None
        card = board.cards[live]
        if card.slice_ppm or card.seeds_pending:
            return None
        return self.explain(ActionReason.REQUIREMENT, Evaluate(live, 1, card.eval_pct, slices=True))

    def _reservation(self, board: Board, shortage: int) -> Reserve | None:
        """Keep the pool through a shortage, once it has begun and while it lasts beyond today."""
        if board.reserved_until >= board.day or board.count(Stage.EXPERIMENT) == 0:
            return None
        days = board.disruptions[shortage].until_day - board.day + 1
        shortfall = board.world.gpus - board.world.shortage_gpus
        return Reserve(shortfall, days) if days > 1 and shortfall > 0 else None

    def _legal(self, board: Board, card_lists: CardLists) -> Action | None:
        if not board.world.needs_legal or board.legal != 0:
            return None
        if not self.legal_first and not self._model_near(card_lists):
            return None
        return self.explain(ActionReason.LEGAL_EARLY, LegalReview())

    def _model_near(self, card_lists: CardLists) -> bool:
        """Whether a model in Evaluation is close enough to be launched next."""
        best = 0
        for card in card_lists.evaluated:
            best = max(best, card.mean_ppm())
        return best >= self.goal(card_lists) - NEAR_PPM

    # --- starts -----------------------------------------------------------------------------------------------
    def _starts(self, board: Board, card_lists: CardLists) -> Action | None:
        if len(card_lists.training) >= self.wip:
            return None
        free = free_gpus(board, card_lists.training)
        # Cards in Evaluation need a GPU that no training takes.
        eval_gpus = EVAL_GPUS if card_lists.evaluated else 0
        if self.mind_pool and free <= eval_gpus:
            return None
        few_waiting = len(card_lists.waiting()) < FEW_WAITING
        # On most days the time for a start is gone before the bot has nothing more urgent to do.
        if not few_waiting and not self._time_for_one(board, card_lists.waiting()):
            return None
        families = Families(board, card_lists)
        days_left = project_days_left(board)
        best = -1
        best_score = 0
        for card in card_lists.waiting():
            if self.mind_pool and board.world.ideas[card.index].gpus + eval_gpus > free:
                continue
            if days_left < start_days(board, card):
                continue
            # A card is worth less to a person who has others in flight.
            workload = card_lists.held_by_person()[holder_of(board, card, card_lists.held_by_person())]
            score = families.card_score(card) - workload * SECOND_CARD_PPM
            if best < 0 or score > best_score:
                best = card.index
                best_score = score
        idea = self._idea(board, families) if few_waiting else None
        if idea is not None or best < 0:
            return idea
        self.why = ActionReason.BEST_BET if card_lists.tried[board.world.ideas[best].family] else ActionReason.EXPLORE
        return self._begun(board, board.cards[best])

    def _begun(self, board: Board, card: Card) -> Action:
        """How work on a card begins."""
        if self.success_ppm and card.stage == Stage.BACKLOG:
            return Ticket(card.index, self.success_ppm)
        start = Start(card.index)
        # Where a day is too short for both, the ticket is written today and the training begins tomorrow.
        return start if start.minutes(board) <= board.world.minutes else Ticket(card.index)

    def _time_for_one(self, board: Board, cards: list[Card]) -> bool:
        """Whether today's time is enough to begin with any of these: those in one stage take the same."""
        if board.minutes_left == board.world.minutes:
            return True
        stage = Stage.KILLED
        for card in cards:
            if card.stage != stage:
                stage = card.stage
                if self._begun(board, card).minutes(board) <= board.minutes_left:
                    return True
        return False

    def _idea(self, board: Board, families: Families) -> Action | None:
        """One more idea of the most promising family: the best of few is not good."""
        best: Action | None = None
        best_appeal = 0
        for family in range(len(board.world.families)):
            appeal = families.appeal(family)
            if appeal > best_appeal and check(board, AddIdea(family)) == Refusal.NONE:
                best = AddIdea(family)
                best_appeal = appeal
        return None if best is None else self.explain(ActionReason.EXPLORE, best)

    # --- data -------------------------------------------------------------------------------------------------
    def _data(self, board: Board, card_lists: CardLists) -> Action | None:
        for task in board.data:
            if not task.shown or board.world.datasets[task.index].ready:
                continue
            if awaiting_verdict(task):
                if task.kappa_ppm >= self.kappa_ppm or task.relabels >= MOST_RELABELS:
                    return self.explain(ActionReason.KAPPA_GOOD, Accept(task.index))
                if self.guidelines and not task.guidelines:
                    return self.explain(ActionReason.KAPPA_BAD, Guidelines(task.index))
                return self.explain(ActionReason.KAPPA_BAD, Relabel(task.index))
            is_requirement = task.index == board.scope_data
            late = project_days_left(board) * 2 < board.world.days and not is_requirement
            needs = task.column == Column.NEEDED or (task.column == Column.READY and task.delivered_pct < 100)
            if late or not needs or not self._wanted(board, card_lists, task.index):
                continue
            if self.guidelines and not is_requirement and task.column == Column.NEEDED and not task.guidelines:
                return self.explain(ActionReason.LOOK_AHEAD, Guidelines(task.index))
            if task.column == Column.READY or is_requirement or not self.pilot:
                # A requirement takes its part of the revenue each day: the whole set at once.
                return self.explain(
                    ActionReason.REQUIREMENT if is_requirement else ActionReason.LOOK_AHEAD, OrderData(task.index, 100)
                )
            return self.explain(ActionReason.LOOK_AHEAD, OrderData(task.index, board.world.pilot_pct))
        return None

    def _wanted(self, board: Board, card_lists: CardLists, dataset: int) -> bool:
        """Data is worth ordering for a family with promise that has at least two cards waiting for it."""
        if dataset == board.scope_data:
            return True
        families = Families(board, card_lists)
        bar = self.goal(card_lists) - PROMISE_PPM
        waiting = 0
        for card in card_lists.backlog():
            idea = board.world.ideas[card.index]
            if idea.dataset == dataset and families.level(idea.family) + idea.lift_ppm >= bar:
                waiting += 1
        return waiting >= 2


#: With fewer ideas than this to choose a start from, one more is asked for first.
FEW_WAITING: Final = 6
#: A second card in flight costs a person's card so much: one card a person, where there is a choice.
SECOND_CARD_PPM: Final = 15_000
#: A family this far under what is needed may still be worth its data.
PROMISE_PPM: Final = 30_000
#: Labels of this agreement cost the cards little; a batch is sent back so often at most.
DATA_KAPPA_PPM: Final = 780_000
MOST_RELABELS: Final = 2
