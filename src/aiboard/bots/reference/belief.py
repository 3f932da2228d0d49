"""The posterior over one card: a grid of ceilings and learning rates, on each point a filter for what else is hidden.

Given its ceiling and rate a card's path is known but for two normal quantities, which a two-dimensional Kalman filter
follows on every grid point: how much its readouts flatter it, and what its techniques brought beyond the usual. The
filter's variances do not depend on the numbers seen, so all grid points share them.
"""

from typing import Final

from aiboard.bots.reference.arithmetic import UNIT, Normal, likelihood
from aiboard.bots.reference.evidence import EVALUATION, Step
from aiboard.engine.model.vocabulary import Change
from aiboard.engine.model.world import World
from aiboard.engine.systems.training import MOST_CEILING_PPM

#: Distance of two ceilings on the grid, and how far from its prior mean the grid goes, thousandths of an SD: one point
#: is fine enough against readouts that are off by three.
CEILING_STEP: Final = 10_000
REACH: Final = 3_000
#: Forecasts are made for none to this many further runs.
MOST_RUNS: Final = 4


class Prior:
    """What is known of a card's ceiling before its own runs, and what its training adds to or takes from it."""

    def __init__(self, ceiling: Normal, family_ppm: int, card_sd_ppm: int, start_ppm: int, added_ppm: int) -> None:
        self.ceiling = ceiling
        self.family_ppm = family_ppm
        self.card_sd_ppm = card_sd_ppm
        self.start_ppm = start_ppm
        #: Freshness less what the labels take.
        self.added_ppm = added_ppm


class Belief:
    """One card's posterior: its dealt ceiling, and its quality now and after each further run."""

    def __init__(self, ceiling: Normal, after: list[Normal], flatter: int) -> None:
        self.ceiling = ceiling
        #: Quality of the checkpoint after 0, 1 ... MOST_RUNS more runs.
        self.after = after
        self.flatter = flatter


def rate_weights(world: World, prior: Prior, ceiling: int) -> list[int]:
    """The rate classes' weights for a ceiling this far from its family's level."""
    off = 2 * (ceiling - prior.family_ppm)
    if off < -prior.card_sd_ppm:
        return world.rate_weights_low
    return world.rate_weights_high if off > prior.card_sd_ppm else world.rate_weights_mid


class Grid:
    """The points: weight, quality now, and the means of the two normal quantities."""

    def __init__(self, world: World, prior: Prior) -> None:
        self.world = world
        self.prior = prior
        self.ceilings: list[int] = []
        self.rates: list[int] = []
        self.weights: list[int] = []
        sd = prior.ceiling.sd()
        reach = max(0, sd * REACH // 1000 // CEILING_STEP)
        variance = max(prior.ceiling.variance, 1)
        for k in range(-reach, reach + 1):
            ceiling = prior.ceiling.mean + k * CEILING_STEP
            here = likelihood(k * CEILING_STEP, variance) if k else UNIT
            shares = rate_weights(world, prior, ceiling)
            total = sum(shares)
            for place, rate in enumerate(world.rate_ppm):
                self.ceilings.append(ceiling)
                self.rates.append(rate)
                self.weights.append(here * shares[place] // total)
        n = len(self.weights)
        self.quality = [prior.start_ppm] * n
        self.flatter = [0] * n
        self.gain = [0] * n
        #: Ceiling won or lost by changes, as expected.
        self.changed = prior.added_ppm
        self.techniques = 0
        # Variances of the two normal quantities and what they share; the same on all points.
        self.flatter_variance = world.optimism_sd_ppm * world.optimism_sd_ppm
        self.gain_variance = 0
        self.shared = 0

    def run(self, kind: int) -> None:
        """A run has ended: every point's quality moves along its curve."""
        world = self.world
        if kind == Change.SLIMMER:
            self.changed -= world.slim_ppm
            for i in range(len(self.quality)):
                self.quality[i] -= world.slim_ppm
            return
        if kind == Change.TECHNIQUE:
            # What it brings beyond the usual is one of the two normal quantities; it moves the ceiling along.
            self.techniques += 1
            usual = world.technique_mean_ppm // self.techniques
            spread = world.technique_sd_ppm // self.techniques
            self.gain_variance += spread * spread
            self.changed += usual
            for i in range(len(self.quality)):
                self.quality[i] += usual
            return
        for i in range(len(self.quality)):
            ceiling = self.ceilings[i] + self.changed
            gap = (ceiling if ceiling < MOST_CEILING_PPM else MOST_CEILING_PPM) - self.quality[i]
            if gap > 0:
                self.quality[i] += gap * self.rates[i] // 1_000_000

    def see(self, value: int, variance: int, readout: bool, leak_pct: int, leak_ppm: int) -> None:
        """A measurement: every point's weight by how likely it makes it, then the two normal quantities' means."""
        flat = 1 if readout else 0
        # How much of what is seen beyond the path is due to each quantity, and the variance of the whole.
        with_flatter = self.flatter_variance * flat + self.shared
        with_gain = self.gain_variance + self.shared * flat
        total = variance + with_gain + with_flatter * flat
        best = 0
        weights = self.weights
        for i in range(len(weights)):
            if weights[i] == 0:
                continue
            off = value - self.quality[i] - self.gain[i] - self.flatter[i] * flat
            clean = likelihood(off, total)
            if leak_pct and not readout:
                leaked = likelihood(off - leak_ppm, total) * leak_pct
                both = clean * (100 - leak_pct) + leaked
                if both > 0:
                    off -= leak_ppm * leaked // both
                clean = both // 100
            weights[i] = weights[i] * clean // UNIT
            if with_gain:
                self.gain[i] += off * with_gain // total
            if with_flatter:
                self.flatter[i] += off * with_flatter // total
            best = max(best, weights[i])
        self.shared -= with_flatter * (with_gain * 1000 // total) // 1000
        self.flatter_variance -= with_flatter * (with_flatter * 1000 // total) // 1000
        self.gain_variance -= with_gain * (with_gain * 1000 // total) // 1000
        self._scale(best)

    def _scale(self, best: int) -> None:
        """Weights keep their places: the largest is one UNIT. Where nothing is left, all that is known was wrong."""
        weights = self.weights
        if best == 0:
            for i in range(len(weights)):
                weights[i] = 1
            return
        if best < UNIT // 16:
            for i in range(len(weights)):
                weights[i] = weights[i] * UNIT // best

    def belief(self) -> Belief:
        """Means and variances over all points."""
        total = 0
        for weight in self.weights:
            total += weight
        after: list[Normal] = []
        quality = self.quality.copy()
        for runs in range(MOST_RUNS + 1):
            if runs:
                self.run(int(Change.LONGER))
            after.append(self._moments(self.quality, total))
        self.quality = quality
        flatter = 0
        for i, weight in enumerate(self.weights):
            flatter += self.flatter[i] * weight
        return Belief(self._ceiling(total), after, flatter // total)

    def _moments(self, quality: list[int], total: int) -> Normal:
        mean = 0
        for i, weight in enumerate(self.weights):
            mean += (quality[i] + self.gain[i]) * weight
        mean //= total
        spread = 0
        for i, weight in enumerate(self.weights):
            if weight:
                off = (quality[i] + self.gain[i] - mean) // 100
                spread += off * off * weight
        return Normal(mean, spread // total * 10_000 + self.gain_variance)

    def _ceiling(self, total: int) -> Normal:
        mean = 0
        for i, weight in enumerate(self.weights):
            mean += self.ceilings[i] * weight
        mean //= total
        spread = 0
        for i, weight in enumerate(self.weights):
            if weight:
                off = (self.ceilings[i] - mean) // 100
                spread += off * off * weight
        return Normal(mean, spread // total * 10_000 + CEILING_STEP * CEILING_STEP // 12)


def believe(world: World, prior: Prior, steps: list[Step], leak_pct: int) -> Belief:
    """The posterior of a card with these steps behind it."""
    grid = Grid(world, prior)
    for step in steps:
        if step.kind == EVALUATION:
            grid.see(step.value, step.variance, False, leak_pct, world.leak_ppm)
        else:
            grid.run(step.kind)
            grid.see(step.value, step.variance, True, 0, 0)
    return grid.belief()
