"""Where the cards are, in one pass over the board: the loops after it touch only the cards that they are about."""

from aiboard.engine.happenings.cards import IdeaAdded, Moved
from aiboard.engine.happenings.data import BatchAccepted
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import BACKLOG, EVALUATION, EXPERIMENT, HYPOTHESIS, ITERATION, PRODUCTION, Stage


class Glance:
    """Cards by what they are at, and how many each person holds; as they were at the last `look`."""

    def __init__(self, board: Board) -> None:
        self.board = board
        #: Under way: Experiment and Iteration.
        self.training: list[Card] = []
        self.evaluated: list[Card] = []
        self.promoted: list[Card] = []
        #: Families with a card that was ever started.
        self.tried = [False] * len(board.world.families)
        self.held = [0] * len(board.world.people)
        self._backlog: list[Card] | None = None
        self._waiting: list[Card] = []
        #: Events read so far.
        self._read = 0

    def look(self) -> None:
        """Look again."""
        board = self.board
        ideas = board.world.ideas
        tried = self.tried
        held = [0] * len(self.held)
        self.training.clear()
        self.evaluated.clear()
        self.promoted.clear()
        self.held = held
        # Nothing else changes who waits. On half of the looks none of it has happened: 3 % of the reference's time.
        for place in range(self._read, len(board.history)):
            if isinstance(board.history[place], (Moved, IdeaAdded, BatchAccepted)):
                self._backlog = None
        self._read = len(board.history)
        for card in board.cards:
            stage = card.stage
            if stage == BACKLOG:
                continue
            if card.started_day > 0:
                tried[ideas[card.index].family] = True
            if stage == Stage.KILLED:
                continue
            if stage in (EXPERIMENT, ITERATION):
                self.training.append(card)
            elif stage == EVALUATION:
                self.evaluated.append(card)
            elif stage == PRODUCTION:
                self.promoted.append(card)
            if card.holder >= 0 and card.in_flight():
                # Compiled, += on an item of a list goes through Python's numbers and takes twice as long.
                held[card.holder] = held[card.holder] + 1

    def backlog(self) -> list[Card]:
        """Shown and untouched, or with a ticket only; with or without their data."""
        found = self._backlog
        return found if found is not None else self._sort()

    def waiting(self) -> list[Card]:
        """Those of them that could be started now."""
        self.backlog()
        return self._waiting

    def _sort(self) -> list[Card]:
        # On demand: most cards are in the Backlog, and on many days nobody asks for them.
        board = self.board
        found: list[Card] = []
        self._waiting.clear()
        for card in board.cards:
            if card.shown and (card.stage == BACKLOG or card.stage == HYPOTHESIS):
                found.append(card)
                dataset = board.world.ideas[card.index].dataset
                if dataset < 0 or board.data[dataset].delivered_pct > 0:
                    self._waiting.append(card)
        self._backlog = found
        return found
