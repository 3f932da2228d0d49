"""What cards in the Backlog and in training are worth for the team's time: whom to start, whom to stop."""

from typing import Final

from mypy_extensions import i64

from aiboard.bots.reference.arithmetic import Normal
from aiboard.bots.reference.game_belief import FamilyEvidence
from aiboard.bots.reference.habits import Habits
from aiboard.bots.reference.mixture import Mixture
from aiboard.bots.reference.money import DAY_POINTS, EVALUATION_DAYS, Money
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.outlook import days_at
from aiboard.engine.systems.compute import holder_of, speed_of

#: Of the runs after the first, the share that a started card is expected to need before it is stopped, percent:
#: about half of all cards are killed on the way.
TAKEN_PCT: Final = 60
#: What the card that is left out says of the price of time, percent; the rest is the best card's.
LEFT_OUT_PCT: Final = 75
#: A card that is started later than so many days before the close is hardly ever launched.
LAST_START_DAYS: Final = 8
#: The pool is counted in thousandths of a day of all its GPUs.
WHOLE_TEAM: Final = 1_000
#: A start is priced again when its rival's quality or the days it would earn move into another step: a quarter of a
#: point, a week.
BAR_STEP: Final = 2_500
LIFE_STEP: Final = 5
#: More cards than any board holds: two counts in one number.
MOST_CARDS: Final = 10_000
#: In so many last days whether a start still pays changes from day to day.
EXACT_DAYS: Final = 30
#: What a gain over a higher bar may come out above one over a lower bar, as both are rounded, millionths.
ROUNDED_PPM: Final = 300


class StartValue:
    """What the plan of a card that waits is expected to gain, and what that was worked out from."""

    def __init__(self, family_evidence: FamilyEvidence, plan_days: int, team_time: int, cost: int) -> None:
        #: What its family's cards have shown.
        self.family_evidence = family_evidence
        #: Of its plan: days of training; days expected before it is decided, by its share of the team, and their price.
        self.plan_days: i64 = plan_days
        self.team_time: i64 = team_time
        self.cost: i64 = cost
        self.measurements: i64 = -1
        self.bar: i64 = -1
        self.life: i64 = -1
        self.added: i64 = 0
        #: What customers would get of it.
        self.net: Mixture | None = None
        self.gain: i64 = 0
        #: What aging took from the gain.
        self.aging: i64 = 0
        #: Cents of a start for each thousandth of the team's day, and what of its family's measurements and freshness
        #: that was worked out from.
        self.index: i64 = 0
        self.density_stamp: i64 = -1
        self.fresh: i64 = -1
        #: Of the looks at which all are worked out anew the one at which it was.
        self.look: i64 = -1


class PricingInputs:
    """What the worth of starting a card depends on beyond its family's evidence."""

    def __init__(self) -> None:
        #: The day as of which starts are priced: the week's first, near the close today.
        self.day = -1
        self.bar = -1
        self.labels = -1
        self.legal = -1

    def note_changes(self, board: Board, money: Money) -> bool:
        """Whether any of it has changed since the last time; notes how it is now."""
        labels = 0
        for task in board.data:
            labels += task.kappa_ppm + task.kappa_items + task.delivered_pct + (1 if task.guidelines else 0)
        day = board.day if board.day > board.world.days - EXACT_DAYS else board.day // LIFE_STEP * LIFE_STEP
        bar = max(money.bar // BAR_STEP * BAR_STEP, board.world.value_floor_ppm)
        same = self.day == day and self.bar == bar and self.labels == labels and self.legal == board.legal
        self.day = day
        self.bar = bar
        self.labels = labels
        self.legal = board.legal
        return not same


class TrainingValue:
    """Values of training, in cents, and the price of the team's time that follows from them."""

    def __init__(self, board: Board, money: Money, habits: Habits) -> None:
        self.board = board
        self.money = money
        self.card_lists = money.card_lists
        self.habits = habits
        self._best: i64 = 0
        self._price: i64 = -1
        self._price_stamp = 0
        self._inputs = PricingInputs()
        self._look: i64 = 0
        #: What the card that takes fewest GPUs takes.
        self.least_gpus = board.world.gpus
        self._start_values: list[StartValue] = []
        for index, idea in enumerate(board.world.ideas):
            setup = idea.setup_points // DAY_POINTS
            expected_days = setup + self._taken(index)
            plan_days = setup + self.days(index, idea.runs)
            family_evidence = money.game_belief.evidence_by_card[index]
            self._start_values.append(
                StartValue(
                    family_evidence, plan_days, self.share(index) * expected_days, money.gpu_cents(index, expected_days)
                )
            )
            self.least_gpus = min(self.least_gpus, idea.gpus)

    def refresh(self) -> None:
        """A new look: indices stay for the week, until something is measured, decided or launched or labels come."""
        changed = self._inputs.note_changes(self.board, self.money)
        if changed:
            self._look += 1
        if (
            changed
            or self._price_stamp
            != len(self.card_lists.waiting()) + self.money.game_belief.evidence.measurements * MOST_CARDS
        ):
            self._price = -1

    def share(self, index: int) -> int:
        """How much of the team a card takes while it trains, thousandths: its GPUs."""
        world = self.board.world
        return world.ideas[index].gpus * WHOLE_TEAM // world.gpus

    def speed(self, card: Card) -> int:
        """Percent of a person's work that a start would add: what it gets, less what its holder's other cards lose."""
        workload = self.card_lists.held_by_person()[holder_of(self.board, card, self.card_lists.held_by_person())]
        return speed_of(self.board, workload + 1) * (workload + 1) - (
            speed_of(self.board, workload) * workload if workload else 0
        )

    def days(self, index: int, runs: int) -> int:
        """Working days of so many runs at full speed."""
        return (self.board.world.ideas[index].run_points * runs + DAY_POINTS - 1) // DAY_POINTS

    def _start_value(self, card: Card, start_value: StartValue) -> i64:
        """Expected cents of starting it today, its compute paid; where that is surely no gain, any amount under 0."""
        days: i64 = start_value.plan_days + EVALUATION_DAYS
        life: i64 = self.money.life(card, days - (self.board.day - self._inputs.day))
        return (self.money.cents(self._gain(card, start_value, life), life) if life else 0) - start_value.cost

    def _gain(self, card: Card, start_value: StartValue, life: i64) -> i64:
        """Quality that its plan is expected to gain: worked out again when its family's evidence, its freshness or
        labels, or in coarse steps the rival or the time left have changed; 0 where it cannot pay its cost."""
        game_belief = self.money.game_belief
        bar: i64 = self._inputs.bar
        rounded_life: i64 = (life + LIFE_STEP - 1) // LIFE_STEP * LIFE_STEP
        added: i64 = game_belief.ceiling_bonus(card)
        net = start_value.net
        if (
            net is None
            or start_value.measurements != start_value.family_evidence.measurements
            or start_value.added != added
        ):
            start_value.measurements = start_value.family_evidence.measurements
            start_value.added = added
            if net is None:
                net = Mixture(self.board.world)
                start_value.net = net
            self.money.fill_mixture(net, card, game_belief.planned(card.index), True)
            start_value.bar = -1
        if start_value.bar != bar or start_value.life != rounded_life:
            aging: i64 = self.money.aging(rounded_life, bar)
            # What gained too little over a lower bar with more time left does not pay now. Of four cards that wait
            # three are no gain, and by how much nobody asks.
            is_no_better = (
                0 <= start_value.bar <= bar and rounded_life <= start_value.life and aging >= start_value.aging
            )
            if is_no_better and self.money.cents(start_value.gain + ROUNDED_PPM, life) < start_value.cost:
                return 0
            start_value.bar = bar
            start_value.life = rounded_life
            start_value.aging = aging
            start_value.gain = self.money.known_gain(net, rounded_life, bar)
        return start_value.gain

    def _taken(self, index: int) -> int:
        """Days of training that a start is expected to take before the card is decided."""
        runs = self.board.world.ideas[index].runs
        return self.days(index, 1) + self.days(index, runs - 1) * TAKEN_PCT // 100

    def value_density(self, card: Card) -> i64:
        """Expected cents of a start for each thousandth of the team's day."""
        start_value = self._start_values[card.index]
        family_evidence = start_value.family_evidence
        if (
            start_value.look != self._look
            or start_value.density_stamp != family_evidence.measurements
            or start_value.fresh != family_evidence.fresh
        ):
            start_value.look = self._look
            start_value.density_stamp = family_evidence.measurements
            start_value.fresh = family_evidence.fresh
            start_value.index = self._start_value(card, start_value) // start_value.team_time
        return start_value.index

    def start_value_now(self, card: Card) -> i64:
        """Expected cents of a start with whoever would hold it as busy as they are; 0 where it only slows them down."""
        value: i64 = self.value_density(card) * self._start_values[card.index].team_time
        # No speed makes a start worth its price that is not; most are not, and whose speed it would be takes a search.
        if value <= 0 or not self.habits.limit_wip:
            return value
        return value * max(0, self.speed(card)) // 100

    def best_index(self) -> i64:
        """Index of the best card that waits, 0 when none is worth a start."""
        if self._price < 0:
            self._rank()
        return self._best

    def price_of_time(self) -> i64:
        """Cents for a thousandth of the team's day, 0 when no card that waits is worth it.

        It lies between the index of the best card, which would start sooner, and that of the first for which no time is
        left, which would not be trained at all.
        """
        if self._price < 0:
            self._rank()
        return self._price

    def _rank(self) -> None:
        """Work out what the cards that wait say of the price of time."""
        self._price_stamp = len(self.card_lists.waiting()) + self.money.game_belief.evidence.measurements * MOST_CARDS
        ranked: list[int] = []
        for card in self.card_lists.waiting():
            index: i64 = self.value_density(card)
            if index > 0:
                ranked.append(index * MOST_CARDS + card.index)
        ranked.sort(reverse=True)
        self._best = ranked[0] // MOST_CARDS if ranked else 0
        self._price = (self._best * (100 - LEFT_OUT_PCT) + self._left_out(ranked) * LEFT_OUT_PCT) // 100

    def _left_out(self, ranked: list[int]) -> i64:
        """Index of the first card that the team cannot train before the last starts, one after the other; 0 for none.

        `ranked`: index and place of each card that is worth a start, best first.
        """
        time: i64 = WHOLE_TEAM * max(0, self.board.world.days - LAST_START_DAYS - self.board.day)
        for code in ranked:
            time -= self._start_values[code % MOST_CARDS].team_time
            if time <= 0:
                return code // MOST_CARDS
        return 0

    def finish_value(self, card: Card) -> i64:
        """Expected cents of finishing its plan, less the price of the time."""
        remaining_runs = card.runs_planned - card.runs_done
        return self.more_runs(card, max(remaining_runs, 1), self.points_left(card))

    def more_runs(self, card: Card, runs: int, points: int) -> i64:
        """The same for so many more runs that take so many points of work."""
        return self.checkpoint_value(card, self.money.game_belief.belief(card.index).quality_after(runs), points)

    def checkpoint_value(self, card: Card, quality: Normal, points: int) -> i64:
        """The same for a checkpoint of this quality after so many points of work, at today's speed."""
        days = days_at(points, max(1, self._focus(card)))
        value: i64 = self.money.launch_value(card, quality, days + EVALUATION_DAYS, True)
        value -= self.money.gpu_cents(card.index, days)
        return value - self.price_of_time() * self.share(card.index) * days

    def _focus(self, card: Card) -> int:
        """Percent of full speed at which its holder works on it now."""
        return speed_of(self.board, self.card_lists.held_by_person()[card.holder]) if card.holder >= 0 else DAY_POINTS

    def points_left(self, card: Card) -> int:
        """Points of training left in its plan."""
        idea = self.board.world.ideas[card.index]
        return card.setup_left + (card.runs_planned - card.runs_done) * idea.run_points - card.run_points_done
