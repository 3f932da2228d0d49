"""Where the cards are: the loops after it touch only the cards that they are about."""

from aiboard.engine.happenings.cards import IdeaAdded, Moved
from aiboard.engine.happenings.data import BatchAccepted
from aiboard.engine.model.board import Board, most_traffic
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import BACKLOG, EVALUATION, EXPERIMENT, HYPOTHESIS, ITERATION, PRODUCTION
from aiboard.engine.systems.compute import cards_held


class CardLists:
    """Cards by what they are at, and how many each person holds; as they were at the last `look`."""

    def __init__(self, board: Board) -> None:
        self.board = board
        #: Under way: Experiment and Iteration.
        self.training: list[Card] = []
        self.evaluated: list[Card] = []
        self.promoted: list[Card] = []
        #: Ever started, whatever became of them.
        self.started: list[Card] = []
        #: Families of those.
        self.tried = [False] * len(board.world.families)
        # Each of these is worked out when it is first asked for; an empty list of `_workloads` is not worked out.
        self._workloads: list[int] = []
        self._backlog: list[Card] | None = None
        self._waiting: list[Card] = []
        #: Events read so far.
        self._events_read = -1

    def look(self) -> None:
        """Look again."""
        board = self.board
        self._workloads = []
        # Nothing else changes where cards are and who waits: on half of the looks none of it has happened.
        stages_changed = self._events_read < 0
        backlog_changed = stages_changed
        for index in range(max(0, self._events_read), len(board.history)):
            event = board.history[index]
            if isinstance(event, Moved):
                stages_changed = True
                backlog_changed = backlog_changed or event.before <= HYPOTHESIS or event.after <= HYPOTHESIS
            elif isinstance(event, (IdeaAdded, BatchAccepted)):
                backlog_changed = True
        self._events_read = len(board.history)
        if stages_changed:
            self._sort()
        if backlog_changed:
            self._backlog = None

    def _sort(self) -> None:
        """Put each card that has left the Backlog where it belongs."""
        ideas = self.board.world.ideas
        self.training.clear()
        self.evaluated.clear()
        self.promoted.clear()
        self.started.clear()
        for card in self.board.cards:
            stage = card.stage
            if stage == BACKLOG:
                continue
            if card.started_day > 0:
                self.started.append(card)
                self.tried[ideas[card.index].family] = True
            if stage in (EXPERIMENT, ITERATION):
                self.training.append(card)
            elif stage == EVALUATION:
                self.evaluated.append(card)
            elif stage == PRODUCTION:
                self.promoted.append(card)

    def held_by_person(self) -> list[int]:
        """How many cards in flight each person holds."""
        if not self._workloads:
            self._workloads = cards_held(self.board)
        return self._workloads

    def live(self) -> int:
        """The card with the most traffic, or -1: only what is in production has any."""
        return most_traffic(self.promoted)

    def backlog(self) -> list[Card]:
        """Shown and untouched, or with a ticket only; with or without their data."""
        backlog = self._backlog
        return backlog if backlog is not None else self._find_waiting()

    def waiting(self) -> list[Card]:
        """Those of them that could be started now."""
        self.backlog()
        return self._waiting

    def _find_waiting(self) -> list[Card]:
        # On demand: most cards are in the Backlog, and on many days nobody asks for them.
        board = self.board
        backlog: list[Card] = []
        self._waiting.clear()
        for card in board.cards:
            if card.shown and (card.stage == BACKLOG or card.stage == HYPOTHESIS):
                backlog.append(card)
                dataset = board.world.ideas[card.index].dataset
                if dataset < 0 or board.data[dataset].delivered_pct > 0:
                    self._waiting.append(card)
        self._backlog = backlog
        return backlog
