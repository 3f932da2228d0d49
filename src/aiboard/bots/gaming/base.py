"""The policy that tricks are tried on, and what a trick may change of it."""

from collections.abc import Sequence

from aiboard.bots.base import ActionReason, Bot

# The one line that says on which policy the tricks are tried, and to which they are compared.
from aiboard.bots.reference import Reference as Basis
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.fields import copy_board
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import Action


class Gaming(Bot):
    """The basis with one trick: moves of its own first, then the basis's, which it may turn into others.

    A trick reads the Board only, as every bot does.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.basis: Bot = Basis()

    def play(self, board: Board) -> Action | None:
        """The trick's own move if it has one that is possible, else the basis's."""
        own = self.trick(board)
        if own is not None and check(board, own) == Refusal.NONE:
            self.why = ActionReason.RULE
            return own
        action = self.basis.play(self.visible_board(board))
        self.why = self.basis.why
        return None if action is None else self.adapt_action(board, action)

    def trick(self, board: Board) -> Action | None:
        """A move of its own, asked for before the basis moves; it need not be possible."""
        return None

    def adapt_action(self, board: Board, action: Action) -> Action | None:
        """What the basis's action becomes; None ends the day."""
        return action

    def visible_board(self, board: Board) -> Board:
        """The board that the basis gets to see."""
        return board


def with_busy_cards(board: Board, cards: Sequence[int]) -> Board:
    """A copy of the board on which these cards are being evaluated, so that a policy leaves them alone."""
    if not cards:
        return board
    copy = copy_board(board)
    for index in cards:
        copy.cards[index].seeds_pending = 1
    return copy
