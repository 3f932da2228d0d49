"""Where the cards are, in one pass over the board: the loops after it touch only the cards that they are about."""

from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Stage


class Glance:
    """Indices of cards by what they are at, and how many each person holds."""

    def __init__(self, board: Board) -> None:
        self.board = board
        #: Shown and untouched, or with a ticket only; with or without their data.
        self.backlog: list[int] = []
        #: Those of them that could be started now.
        self.waiting: list[int] = []
        #: Under way: Experiment and Iteration.
        self.training: list[int] = []
        self.evaluated: list[int] = []
        self.promoted: list[int] = []
        #: Families with a card that was ever started.
        self.tried = [False] * len(board.world.families)
        self.held = [0] * len(board.world.people)

    def look(self) -> None:
        """Look again."""
        self.backlog.clear()
        self.waiting.clear()
        self.training.clear()
        self.evaluated.clear()
        self.promoted.clear()
        for person in range(len(self.held)):
            self.held[person] = 0
        board = self.board
        for card in board.cards:
            if not card.shown:
                continue
            idea = board.world.ideas[card.index]
            if card.started_day > 0:
                self.tried[idea.family] = True
            stage = card.stage
            if stage == Stage.BACKLOG or stage == Stage.HYPOTHESIS:
                self.backlog.append(card.index)
                if idea.dataset < 0 or board.data[idea.dataset].delivered_pct > 0:
                    self.waiting.append(card.index)
            elif stage == Stage.EXPERIMENT or stage == Stage.ITERATION:
                self.training.append(card.index)
            elif stage == Stage.EVALUATION:
                self.evaluated.append(card.index)
            elif stage == Stage.PRODUCTION:
                self.promoted.append(card.index)
            if card.holder >= 0 and card.in_flight():
                self.held[card.holder] += 1
