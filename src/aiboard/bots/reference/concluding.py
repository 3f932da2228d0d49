"""What to do with a checkpoint: launch it, measure it better, change something, give it up; each in expected cents."""

from math import isqrt
from typing import Final

from aiboard.bots.reference.arithmetic import NODE_PPM, NODES, Normal
from aiboard.bots.reference.evidence import score_variance
from aiboard.bots.reference.money import Money
from aiboard.bots.reference.work import Work
from aiboard.engine.chance.deal import BASELINE_SEEDS
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import WHOLE_PCT, kept_seeds
from aiboard.engine.model.vocabulary import Change
from aiboard.engine.systems.compute import DAY_GPU_MIN

#: Seeds that are weighed against each other; more than five on top are never worth their GPU time here.
SEEDS: Final = (1, 2, 3, 5)
#: An agent's tool use is rare enough to miss in a handful of runs: so many seeds' runs are reviewed before a launch.
REVIEWED_SEEDS: Final = 3
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


class Concluding:
    """Weighs what can be done with one checkpoint."""

    def __init__(self, board: Board, money: Money, work: Work) -> None:
        self.board = board
        self.money = money
        self.work = work
        self.habits = work.habits

    def choose(self, card: Card) -> Choice:
        """The best choice for a card in Evaluation with nothing under way."""
        found = Choice()
        quality = self._known(card)
        if self._may_launch(card, quality):
            found.consider(Choice.PROMOTE, self._promote(card, quality, 0))
        for change in (Change.LONGER, Change.TECHNIQUE):
            if card.changes < MOST_CHANGES:
                found.consider(Choice.CHANGE, self._change(card, change), change=change)
        if not self.habits.repeat_seeds:
            if found.kind == Choice.PROMOTE and not card.scores:
                found.consider(Choice.EVALUATE, found.value + 1, seeds=1)
            return found
        for seeds in SEEDS:
            if kept_seeds(card, WHOLE_PCT) + seeds <= BASELINE_SEEDS:
                found.consider(Choice.EVALUATE, self._evaluate(card, quality, seeds), seeds=seeds)
        if found.kind == Choice.PROMOTE and self._unreviewed(card):
            found.consider(Choice.EVALUATE, found.value + 1, seeds=REVIEWED_SEEDS)
        return found

    def _known(self, card: Card) -> Normal:
        """How good the checkpoint is; who repeats nothing takes the one score for the truth."""
        if card.scores and not self.habits.repeat_seeds:
            return Normal(card.mean_ppm(), 0)
        return self.money.judge.belief(card.index).after[0]

    def _may_launch(self, card: Card, quality: Normal) -> bool:
        """Good enough is what is worth it; who polishes waits for the target."""
        return self.habits.good_enough or quality.mean >= self.board.world.target_ppm

    def _unreviewed(self, card: Card) -> bool:
        """Whether an agent has shown too few runs for its tool use to be known."""
        family = self.board.world.families[self.board.world.ideas[card.index].family]
        return family.agent and self.habits.agent_gates and len(card.scores) < REVIEWED_SEEDS

    def _promote(self, card: Card, quality: Normal, days: int) -> int:
        """Launch it as it is known."""
        return self.money.launch(card, quality, days, False, False)

    def _change(self, card: Card, change: int) -> int:
        """One more run; what comes of it will be measured."""
        world = self.board.world
        after = self.money.judge.belief(card.index).after
        quality = after[1]
        points = world.ideas[card.index].run_points
        if change == Change.TECHNIQUE:
            times = card.changes + 1
            more = world.technique_sd_ppm // times
            quality = Normal(after[0].mean + world.technique_mean_ppm // times, after[0].variance + more * more)
            points += world.technique_setup_points
        return self.work.trained(card, quality, points)

    def _evaluate(self, card: Card, quality: Normal, seeds: int) -> int:
        """More seeds first: the mean over what they may say of the better of a launch and giving up."""
        world = self.board.world
        kept = kept_seeds(card, WHOLE_PCT)
        error = score_variance(world, seeds, WHOLE_PCT)
        if kept:
            # The questions' luck is in the mean already: only the seeds' noise is new.
            error = world.seed_sd_ppm * world.seed_sd_ppm // seeds
        moved = isqrt(quality.variance * (quality.variance // 1000) // max(1, (quality.variance + error) // 1000))
        left = quality.variance - moved * moved
        minutes = seeds * world.eval_gpu_min
        # One GPU is kept free for evaluations.
        days = (minutes + DAY_GPU_MIN - 1) // DAY_GPU_MIN
        total = 0
        for place, z in enumerate(NODES):
            then = Normal(quality.mean + moved * z // 1000, max(0, left))
            total += NODE_PPM[place] * (max(0, self._promote(card, then, days)) // 1000)
        price = minutes * world.gpu_hour_cents // 60
        price += self.work.price_of_time() * (minutes * 1000 // (world.gpus * DAY_GPU_MIN))
        return total // 1000 - price
