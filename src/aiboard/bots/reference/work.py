"""What cards in the Backlog and in training are worth for the team's time: whom to start, whom to stop."""

from typing import Final

from aiboard.bots.reference.arithmetic import Normal
from aiboard.bots.reference.habits import Habits
from aiboard.bots.reference.money import DAY_POINTS, EVALUATION_DAYS, Money
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.outlook import days_at
from aiboard.engine.systems.compute import cards_held, focus_speed, holder_of, speed_of

#: Of the runs after the first, the share that a started card is expected to need before it is stopped, percent:
#: about half of all cards are killed on the way.
TAKEN_PCT: Final = 60
#: The pool is counted in thousandths of a day of all its GPUs.
WHOLE_TEAM: Final = 1_000


class Work:
    """Values of training, in cents, and the price of the team's time that follows from them."""

    def __init__(self, board: Board, money: Money, habits: Habits) -> None:
        self.board = board
        self.money = money
        self.habits = habits
        self._indices = [0] * len(board.cards)
        self._known = [False] * len(board.cards)
        self._stamp = (-1, 0)

    def refresh(self) -> None:
        """Indices are kept for the day, until something is measured, decided or launched."""
        served = 0
        for card in self.board.cards:
            if card.stage == Stage.PRODUCTION:
                served += (card.share_pct + 1) * (card.index + 1)
        stamp = (self.board.day * 100 + self.board.decided, self.money.judge.evidence.measured * 10_000 + served)
        if stamp != self._stamp:
            self._stamp = stamp
            self._known = [False] * len(self._known)

    def share(self, index: int) -> int:
        """How much of the team a card takes while it trains, thousandths: its GPUs."""
        world = self.board.world
        return world.ideas[index].gpus * WHOLE_TEAM // world.gpus

    def speed(self, card: Card) -> int:
        """Percent of a person's work that a start would add: what it gets, less what its holder's other cards lose."""
        held = cards_held(self.board)[holder_of(self.board, card)]
        return speed_of(self.board, held + 1) * (held + 1) - (speed_of(self.board, held) * held if held else 0)

    def days(self, index: int, runs: int) -> int:
        """Working days of so many runs at full speed."""
        return (self.board.world.ideas[index].run_points * runs + DAY_POINTS - 1) // DAY_POINTS

    def start_value(self, card: Card) -> int:
        """Expected cents of starting it today, its compute paid."""
        board = self.board
        idea = board.world.ideas[card.index]
        days = idea.setup_points // DAY_POINTS + self.days(card.index, idea.runs)
        value = self.money.launch(card, self.money.judge.planned(card.index), days + EVALUATION_DAYS, True)
        return value - self.money.gpu_cents(card.index, self._taken(card.index))

    def _taken(self, index: int) -> int:
        """Days of training that a start is expected to take before the card is decided."""
        runs = self.board.world.ideas[index].runs
        return self.days(index, 1) + self.days(index, runs - 1) * TAKEN_PCT // 100

    def index_of(self, card: Card) -> int:
        """Expected cents of a start for each thousandth of the team's day."""
        if not self._known[card.index]:
            self._known[card.index] = True
            setup = self.board.world.ideas[card.index].setup_points // DAY_POINTS
            time = self.share(card.index) * (setup + self._taken(card.index))
            self._indices[card.index] = self.start_value(card) // time
        return self._indices[card.index]

    def index_now(self, card: Card) -> int:
        """The same with whoever would hold it as busy as they are; 0 where it would only slow them down."""
        if not self.habits.limit_wip:
            return self.index_of(card)
        return self.index_of(card) * max(0, self.speed(card)) // 100

    def waiting(self, card: Card) -> bool:
        """Whether it could be started now: shown, untouched, its data there."""
        if not card.shown or (card.stage != Stage.BACKLOG and card.stage != Stage.HYPOTHESIS):
            return False
        dataset = self.board.world.ideas[card.index].dataset
        return dataset < 0 or self.board.data[dataset].delivered_pct > 0

    def price_of_time(self) -> int:
        """Cents for a thousandth of the team's day: the index of the best card that waits, 0 when none is worth it."""
        price = 0
        for card in self.board.cards:
            if self.waiting(card):
                price = max(price, self.index_of(card))
        return price

    def going_on(self, card: Card) -> int:
        """Expected cents of finishing its plan, less what the best waiting card would make of the time."""
        left = card.runs_planned - card.runs_done
        return self.more_runs(card, max(left, 1), self.points_left(card))

    def more_runs(self, card: Card, runs: int, points: int) -> int:
        """The same for so many more runs that take so many points of work."""
        after = self.money.judge.belief(card.index).after
        return self.trained(card, after[min(runs, len(after) - 1)], points)

    def trained(self, card: Card, quality: Normal, points: int) -> int:
        """The same for a checkpoint of this quality after so many points of work, at today's speed."""
        days = days_at(points, max(1, focus_speed(self.board, card)))
        value = self.money.launch(card, quality, days + EVALUATION_DAYS, True)
        value -= self.money.gpu_cents(card.index, days)
        return value - self.price_of_time() * self.share(card.index) * days

    def points_left(self, card: Card) -> int:
        """Points of training left in its plan."""
        idea = self.board.world.ideas[card.index]
        return card.setup_left + (card.runs_planned - card.runs_done) * idea.run_points - card.run_points_done
