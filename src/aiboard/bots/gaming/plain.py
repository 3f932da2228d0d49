"""`plain`: a page of common sense that never evaluates; the measure of what the source's advice is worth."""

from collections.abc import Iterator
from typing import Final

from aiboard.bots.base import ActionReason, Bot, kill
from aiboard.bots.card_estimates import iteration_days, project_days_left, start_days
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Change, Reason, Refusal, Stage
from aiboard.engine.outlook import free_gpus, unsettled_newcomer
from aiboard.engine.verbs import Action, Deploy, Iterate, LegalReview, Promote, Start

#: Runs after which a card is promoted or given up.
RUNS: Final = 5


class Plain(Bot):
    """Legal on the first day; the likeliest cards that fit on the GPUs; techniques until five runs; promoted when the
    last two readouts average over the bar and beat what is live; all customers on the next morning. No evaluation, no
    gate, no data."""

    def play(self, board: Board) -> Action | None:
        """The first of its wishes that is possible."""
        self.why = ActionReason.RULE
        for action in self._wishes(board):
            if check(board, action) == Refusal.NONE:
                return action
        return None

    def _wishes(self, board: Board) -> Iterator[Action]:
        yield LegalReview()
        newcomer = unsettled_newcomer(board)
        if newcomer >= 0:
            yield Deploy(newcomer, 100)
        live = board.live()
        bar = max(board.world.launch_ppm, read(board.cards[live]) + 1 if live >= 0 else 0)
        for card in board.cards:
            if card.stage == Stage.EVALUATION:
                action = self._decided(board, card, bar, newcomer)
                if action is not None:
                    yield action
        best = self._start(board)
        if best >= 0:
            yield Start(best)

    def _decided(self, board: Board, card: Card, bar: int, newcomer: int) -> Action | None:
        if card.runs_done < RUNS and project_days_left(board) > iteration_days(board, card):
            return Iterate(card.index, int(Change.TECHNIQUE))
        if read(card) >= bar:
            return Promote(card.index) if newcomer < 0 else None
        return kill(card.index, Reason.GAP, "five runs and still short")

    def _start(self, board: Board) -> int:
        free = free_gpus(board)
        best = -1
        for card in board.cards:
            idea = board.world.ideas[card.index]
            if not card.shown or card.stage != Stage.BACKLOG or idea.gpus > free:
                continue
            if idea.dataset >= 0 and board.data[idea.dataset].delivered_pct == 0:
                continue
            if project_days_left(board) >= start_days(board, card):
                if best < 0 or card.stated_pct > board.cards[best].stated_pct:
                    best = card.index
        return best


def read(card: Card) -> int:
    """Mean of a card's last two readouts, millionths; 0 before there are two."""
    n = len(card.readouts)
    return (card.readouts[n - 1] + card.readouts[n - 2]) // 2 if n >= 2 else 0
