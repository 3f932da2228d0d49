"""What customers get of a model: a normal law for each class of fault that only customers meet."""

from math import isqrt

from aiboard.bots.reference.arithmetic import UNIT, Normal, chance_over, gain_over, likelihood
from aiboard.engine.model.world import World


class Mixture:
    """Laws of one spread, a mean and a weight for each class; `taken` is what the net lies under the gross."""

    def __init__(self, mean: int, variance: int, taken: int, world: World) -> None:
        self.variance = variance
        self.means = [mean - fault for fault in world.fault_ppm]
        total = sum(world.fault_weights)
        self.weights = [weight * UNIT // total for weight in world.fault_weights]
        #: Net quality under which a model is bad enough for incidents.
        self.bad = world.bad_launch_ppm - taken

    def mean(self) -> int:
        """Over all classes."""
        found = 0
        for place, weight in enumerate(self.weights):
            found += self.means[place] * weight
        return found // UNIT

    def sd(self) -> int:
        """Spread within a class."""
        return isqrt(self.variance)

    def shift(self, by: int) -> None:
        """Move every class."""
        for place in range(len(self.means)):
            self.means[place] += by

    def see(self, value: int, error: int) -> None:
        """Take in a measurement of what customers get, net, with this error variance."""
        total = 0
        for place, mean in enumerate(self.means):
            self.weights[place] = self.weights[place] * likelihood(value - mean, self.variance + error) // UNIT
            total += self.weights[place]
        left = self.variance
        for place in range(len(self.weights)):
            # Far from every class the nearest is as good as any: what was seen decides.
            self.weights[place] = self.weights[place] * UNIT // total if total else UNIT // len(self.weights)
            after = Normal(self.means[place], self.variance).seen(value, error)
            self.means[place] = after.mean
            left = after.variance
        self.variance = left

    def blur(self, error: int) -> None:
        """Keep only the part of the spread that a measurement with this error variance will resolve."""
        self.variance = self.variance * (self.variance // 1000) // max(1, (self.variance + error) // 1000)

    def short(self) -> int:
        """By how much it is expected to lie under the bar of incidents, millionths."""
        sd = self.sd()
        found = 0
        for place, weight in enumerate(self.weights):
            found += weight * gain_over(-self.means[place], sd, -self.bad) // UNIT
        return found

    def gain(self, base: int) -> int:
        """Expected gain over `base` when it is kept only where it is better and not under the bar of incidents."""
        bar = max(base, self.bad)
        sd = self.sd()
        found = 0
        for place, weight in enumerate(self.weights):
            mean = self.means[place]
            gain = gain_over(mean, sd, bar)
            if bar > base:
                gain += (bar - base) * (chance_over(mean, sd, bar) // 100) // 10_000
            found += weight * gain // UNIT
        return found
