"""`reference`: the strongest policy we know that reads the Board only.

It holds a posterior over what it cannot see, counts in dollars what each thing it may do is worth for the GPUs, hands
and days it takes, and does the best. docs/reference-bot.md explains each rule and what it is worth.
"""

from typing import Final

from aiboard.bots.base import Bot, Why, kill
from aiboard.bots.reference.concluding import Choice, Concluding
from aiboard.bots.reference.habits import Habits
from aiboard.bots.reference.judge import Judge
from aiboard.bots.reference.launching import Launching
from aiboard.bots.reference.money import Money
from aiboard.bots.reference.supply import Supply
from aiboard.bots.reference.trouble import Trouble
from aiboard.bots.reference.work import Work
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Reason, Refusal, Stage
from aiboard.engine.outlook import free_gpus, unsettled_newcomer
from aiboard.engine.verbs import Action, Evaluate, Iterate, LegalReview, Promote, Start

#: What the killed card taught, in the fewest words that say it.
LEARNING: Final = "worth less than what waits"


class Reference(Bot):
    """The reference, with the habits of one who heeds every lesson unless told otherwise."""

    def __init__(self, name: str = "reference", habits: Habits | None = None) -> None:
        super().__init__(name)
        self.habits = habits if habits is not None else Habits()
        self._work: Work | None = None
        #: Under which stamp of the judge each card in training was last let go on.
        self._settled: list[int] = []

    def play(self, board: Board) -> Action | None:
        """The most urgent thing first; None when nothing is left to do today."""
        self.why = Why.NOTHING
        work = self._work
        if work is None or not work.money.judge.of(board):
            work = Work(board, Money(board, Judge(board)), self.habits)
            self._work = work
            self._settled = [-1] * len(board.cards)
        money = work.money
        money.judge.refresh()
        money.refresh()
        work.refresh()
        for step in range(6):
            action = self._step(board, money, work, step)
            if action is not None and check(board, action) == Refusal.NONE:
                return action
        return None

    def _say(self, why: Why, action: Action) -> Action:
        self.why = why
        return action

    def _step(self, board: Board, money: Money, work: Work, step: int) -> Action | None:
        if step == 0:
            return self._take(Launching(board, money, self.habits).next())
        if step == 1:
            return self._take(Trouble(board, money, self.habits).next())
        if step == 2:
            return self._legal(board)
        if step == 3:
            return self._cards(board, money, work)
        if step == 4:
            return self._starts(board, work)
        return self._take(Supply(board, money, work, self.habits).next())

    def _take(self, found: "tuple[Why, Action] | None") -> Action | None:
        return None if found is None else self._say(found[0], found[1])

    def _legal(self, board: Board) -> Action | None:
        """On the first day: nothing goes live before it is done, and it takes as long as the first good card."""
        if board.world.needs_legal and board.legal == 0:
            return self._say(Why.LEGAL_EARLY, LegalReview())
        return None

    # --- cards under way ---------------------------------------------------------------------------------------
    def _cards(self, board: Board, money: Money, work: Work) -> Action | None:
        for card in board.cards:
            action: Action | None = None
            if card.stage == Stage.EVALUATION and card.seeds_pending == 0 and card.version > 0:
                action = self._conclude(board, money, work, card)
            elif card.stage == Stage.EXPERIMENT and card.version > 0:
                if self._settled[card.index] == money.judge.stamp:
                    continue
                self._settled[card.index] = money.judge.stamp
                action = self._in_training(money, work, card)
            if action is not None and check(board, action) == Refusal.NONE:
                return action
        return None

    def _in_training(self, money: Money, work: Work, card: Card) -> Action | None:
        """Stop when the time is worth more elsewhere; measure early what will not get much better."""
        on = work.going_on(card)
        now = money.launch(card, money.judge.belief(card.index).after[0], 2, True)
        if max(on, now) <= 0:
            return self._give_up(card)
        if now > on:
            return self._say(Why.NEEDS_EVIDENCE, Evaluate(card.index, 3))
        return None

    def _conclude(self, board: Board, money: Money, work: Work, card: Card) -> Action | None:
        choice = Concluding(board, money, work).choose(card)
        if choice.kind == Choice.EVALUATE:
            return self._say(Why.NEEDS_EVIDENCE, Evaluate(card.index, choice.seeds))
        if choice.kind == Choice.CHANGE:
            return self._say(Why.CLOSE_TO_BAR, Iterate(card.index, choice.change))
        if choice.kind == Choice.PROMOTE:
            if unsettled_newcomer(board) >= 0:
                return None
            return self._say(Why.GATE_PASSED, Promote(card.index))
        return self._give_up(card)

    def _give_up(self, card: Card) -> Action:
        return self._say(Why.OUT_OF_REACH, kill(card.index, Reason.GAP, LEARNING))

    # --- starts ------------------------------------------------------------------------------------------------
    def _starts(self, board: Board, work: Work) -> Action | None:
        """Fill the pool with what is worth most for its GPUs, but for one that evaluations need."""
        if board.full(Stage.EXPERIMENT) and board.world.hard_wip:
            return None
        free = free_gpus(board) - kept_free(board)
        if free <= 0:
            return None
        best = -1
        most = 0
        for card in board.cards:
            if work.waiting(card) and board.world.ideas[card.index].gpus <= free:
                value = work.index_now(card)
                if value > most:
                    best = card.index
                    most = value
        return self._say(Why.BEST_BET, Start(best)) if best >= 0 else None


def kept_free(board: Board) -> int:
    """GPUs that evaluations under way need."""
    for card in board.cards:
        if card.seeds_pending > 0:
            return 1
    return 0
