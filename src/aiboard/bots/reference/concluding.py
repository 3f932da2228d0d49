"""What to do with a checkpoint: launch it, measure it better, change something, give it up; each in expected cents."""

from typing import Final

from mypy_extensions import i64

from aiboard.bots.reference.arithmetic import NODES, Normal, root
from aiboard.bots.reference.evidence import score_variance
from aiboard.bots.reference.money import Money
from aiboard.bots.reference.work import TrainingValue
from aiboard.engine.chance.deal import BASELINE_SEEDS
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import WHOLE_PCT, kept_seeds
from aiboard.engine.model.vocabulary import Change
from aiboard.engine.outlook import iteration_points
from aiboard.engine.systems.compute import DAY_GPU_MIN

#: Seeds that are weighed against each other; more than five on top are never worth their GPU time here.
SEEDS: Final[tuple[int, ...]] = (1, 2, 3, 5)
#: The evaluation after which a launch is priced, for whatever number of seeds is weighed.
USUAL_SEEDS: Final = 3
#: An agent's tool use is rare enough to miss in a handful of runs: so many seeds' runs are reviewed before a launch.
REVIEWED_SEEDS: Final = 3
#: ... while what it is expected to break is worth more than so much quality: a point a day.
WORTH_REVIEWING_PPM: Final = 10_000
#: Changes that are weighed.
TECHNIQUE: Final = int(Change.TECHNIQUE)
CHANGES: Final[tuple[int, ...]] = (int(Change.LONGER), TECHNIQUE)
#: A card is changed at most so often: each further technique brings less, and the expected gain is the luckiest card's.
MOST_CHANGES: Final = 4


class Choice:
    """The best of what can be done with a checkpoint, and what it is worth."""

    GIVE_UP: Final = 0
    PROMOTE: Final = 1
    EVALUATE: Final = 2
    CHANGE: Final = 3

    def __init__(self) -> None:
        self.kind = Choice.GIVE_UP
        self.value = 0
        self.seeds = 0
        self.change = 0

    def consider(self, kind: int, value: int, seeds: int = 0, change: int = 0) -> None:
        """Take it if it is worth more."""
        if value > self.value:
            self.kind = kind
            self.value = value
            self.seeds = seeds
            self.change = change


class Launches:
    """What a launch is worth by how far its quality is measured from the mean: three points, an SD apart, and lines."""

    def __init__(self, step: int, low: int, center: int, high: int) -> None:
        self.step: i64 = step
        self.center: i64 = center
        self.up: i64 = high - center
        self.down: i64 = center - low

    def at(self, off: i64) -> i64:
        """Cents, at so many millionths from the mean; the lines go on beyond the outer points."""
        slope: i64 = self.up if off > 0 else self.down
        # In two parts, as the product of a dear point would pass a machine word.
        return self.center + slope // self.step * off + slope % self.step * off // self.step


class CheckpointRule:
    """Weighs what can be done with one checkpoint."""

    def __init__(self, board: Board, money: Money, work: TrainingValue) -> None:
        self.board = board
        self.money = money
        self.work = work
        self.habits = work.habits
        world = board.world
        #: Error variances of a whole evaluation: of so many seeds (none is asked for), and of the usual one.
        self._errors = [score_variance(world, max(1, seeds), WHOLE_PCT) for seeds in range(max(SEEDS) + 1)]
        self._usual_error = score_variance(world, USUAL_SEEDS, WHOLE_PCT)

    def choose(self, card: Card) -> Choice:
        """The best choice for a card in Evaluation with nothing under way."""
        choice = Choice()
        quality = self._known(card)
        if self._may_launch(card, quality):
            choice.consider(Choice.PROMOTE, self._promote_value(card, quality, 0))
        for change in CHANGES:
            if card.changes < MOST_CHANGES:
                choice.consider(Choice.CHANGE, self._change_value(card, change), change=change)
        if not self.habits.repeat_seeds:
            if choice.kind == Choice.PROMOTE and not card.scores:
                choice.consider(Choice.EVALUATE, choice.value + 1, seeds=1)
            return choice
        room = BASELINE_SEEDS - kept_seeds(card, WHOLE_PCT)
        if room > 0:
            launches = self._launches(card, quality)
            for seeds in SEEDS:
                if seeds <= room:
                    choice.consider(Choice.EVALUATE, self._evaluate_value(card, quality, seeds, launches), seeds=seeds)
        if choice.kind == Choice.PROMOTE and self._unreviewed(card):
            choice.consider(Choice.EVALUATE, choice.value + 1, seeds=REVIEWED_SEEDS)
        return choice

    def _known(self, card: Card) -> Normal:
        """How good the checkpoint is; who repeats nothing takes the one score for the truth."""
        if card.scores and not self.habits.repeat_seeds:
            return Normal(card.mean_ppm(), 0)
        return self.money.game_belief.belief(card.index).quality_after(0)

    def _may_launch(self, card: Card, quality: Normal) -> bool:
        """Good enough is what is worth it; who polishes waits for the target."""
        return self.habits.good_enough or quality.mean >= self.board.world.target_ppm

    def _unreviewed(self, card: Card) -> bool:
        """Whether an agent has shown too few runs for its tool use to be known."""
        family = self.board.world.families[self.board.world.ideas[card.index].family]
        if not family.agent or not self.habits.agent_gates or len(card.scores) >= REVIEWED_SEEDS:
            return False
        return self.money.oversteps(card) > WORTH_REVIEWING_PPM

    def _promote_value(self, card: Card, quality: Normal, days: int) -> int:
        """Launch it as it is known."""
        return self.money.launch_value(card, quality, days, False, False)

    def _change_value(self, card: Card, change: int) -> int:
        """One more run; what comes of it will be measured."""
        world = self.board.world
        belief = self.money.game_belief.belief(card.index)
        quality = belief.quality_after(1)
        points = iteration_points(self.board, card)
        if change == TECHNIQUE:
            times = card.changes + 1
            more = world.technique_sd_ppm // times
            now = belief.quality_after(0)
            quality = Normal(now.mean + world.technique_mean_ppm // times, now.variance + more * more)
            points += world.technique_setup_points
        return self.work.checkpoint_value(card, quality, points)

    def _evaluate_value(self, card: Card, quality: Normal, seeds: int, launches: Launches) -> int:
        """More seeds first: the mean over what they may say of the better of a launch and giving up."""
        world = self.board.world
        error = self._errors[seeds]
        if kept_seeds(card, WHOLE_PCT):
            # The questions' luck is in the mean already: only the seeds' noise is new.
            error = world.seed_sd_ppm * world.seed_sd_ppm // seeds
        # Native: half of its products are negative, which is slow otherwise.
        moved: i64 = root(quality.variance // 1000 * quality.variance // max(1, (quality.variance + error) // 1000))
        minutes = seeds * world.eval_gpu_min
        total: i64 = 0
        for node in NODES:
            total += node.weight * (max(0, launches.at(moved * node.at // 1000)) // 1000)
        price = minutes * world.gpu_hour_cents // 60
        price += self.work.price_of_time() * (minutes * 1000 // (world.gpus * DAY_GPU_MIN))
        return total // 1000 - price

    def _launches(self, card: Card, quality: Normal) -> Launches:
        """What a launch is worth after a usual evaluation, by what it says: three launches, straight lines between."""
        world = self.board.world
        sd = root(quality.variance)
        posterior_variance = quality.posterior(quality.mean, self._usual_error).variance
        days = (USUAL_SEEDS * world.eval_gpu_min + DAY_GPU_MIN - 1) // DAY_GPU_MIN
        low = self._promote_value(card, Normal(quality.mean - sd, posterior_variance), days)
        center = self._promote_value(card, Normal(quality.mean, posterior_variance), days)
        return Launches(
            max(1, sd), low, center, self._promote_value(card, Normal(quality.mean + sd, posterior_variance), days)
        )
