"""What customers get of a model: a normal law for each class of fault that only customers meet."""

from aiboard.bots.reference.arithmetic import UNIT, chance_over, gain_over, likelihood, root
from aiboard.engine.model.world import World


class Mixture:
    """Laws of one spread, a mean and a weight for each class; `taken` is what the net lies under the gross.

    The classes' means lie `faults` under the sound one's, to begin with; measurements draw them together by `kept`.
    """

    def __init__(self, mean: int, variance: int, taken: int, world: World) -> None:
        self.sound = mean
        self.variance = variance
        #: Spread within a class.
        self.sd = root(variance)
        self.faults = world.fault_ppm
        self.weights = world.fault_weights
        self.whole = 0
        for weight in self.weights:
            self.whole += weight
        #: What is left of the classes' distances, in UNITs.
        self.kept = UNIT
        #: Net quality under which a model is bad enough for incidents.
        self.bad = world.bad_launch_ppm - taken

    def mean(self) -> int:
        """Over all classes."""
        found = 0
        for place, weight in enumerate(self.weights):
            found += self.faults[place] * weight
        return self.sound - found // self.whole * self.kept // UNIT

    def shift(self, by: int) -> None:
        """Move every class."""
        self.sound += by

    def see(self, value: int, error: int) -> None:
        """Take in a measurement of what customers get, net, with this error variance."""
        weights: list[int] = []
        total = 0
        for place, weight in enumerate(self.weights):
            off = value - self.sound + self.faults[place]
            likely = weight * likelihood(off, self.variance + error)
            weights.append(likely)
            total += likely
        if total == 0:
            # Far from every class the nearest is as good as any: what was seen decides.
            weights = [1] * len(weights)
            total = len(weights)
        self.weights = weights
        self.whole = total
        share = self.variance * UNIT // max(1, self.variance + error)
        self.sound += (value - self.sound) * share // UNIT
        self.kept = UNIT - share
        self._spread(self.variance * (UNIT - share) // UNIT)

    def blur(self, error: int) -> None:
        """Keep only the part of the spread that a measurement with this error variance will resolve."""
        self._spread(self.variance * (self.variance // 1000) // max(1, (self.variance + error) // 1000))

    def _spread(self, variance: int) -> None:
        self.variance = variance
        self.sd = root(variance)

    def chance_under(self, base: int) -> int:
        """Chance that customers get less than `base` or what leads to incidents, millionths."""
        bar = max(base, self.bad)
        found = 0
        for place, weight in enumerate(self.weights):
            found += weight * chance_over(self.sound - self.faults[place] * self.kept // UNIT, self.sd, bar)
        return 1_000_000 - found // self.whole

    def short(self) -> int:
        """By how much it is expected to lie under the bar of incidents, millionths."""
        found = 0
        for place, weight in enumerate(self.weights):
            mean = self.sound - self.faults[place] * self.kept // UNIT
            found += weight * gain_over(-mean, self.sd, -self.bad)
        return found // self.whole

    def gain(self, base: int) -> int:
        """Expected gain over `base` when it is kept only where it is better and not under the bar of incidents."""
        bar = max(base, self.bad)
        found = 0
        for place, weight in enumerate(self.weights):
            mean = self.sound - self.faults[place] * self.kept // UNIT
            gain = gain_over(mean, self.sd, bar)
            if bar > base:
                gain += (bar - base) * (chance_over(mean, self.sd, bar) // 100) // 10_000
            found += weight * gain
        return found // self.whole
