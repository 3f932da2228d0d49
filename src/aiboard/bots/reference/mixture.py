"""What customers get of a model: a normal law for each class of fault that only customers meet."""

from mypy_extensions import i64, mypyc_attr

from aiboard.bots.reference.arithmetic import UNIT, chance_over, gain_over, likelihood, root
from aiboard.engine.model.world import World


# Six hundred are made in a game, like Normal without the collector. What each is asked most, over all classes, is
# counted in native numbers but for the sums: weights and gains are small, their products may not be.
@mypyc_attr(acyclic=True)
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
        #: What `short` found, -1 before: starts are priced again and again with the same law and another rival.
        self._short = -1

    def mean(self) -> int:
        """Over all classes."""
        found = 0
        for place, weight in enumerate(self.weights):
            found += self.faults[place] * weight
        return self.sound - found // self.whole * self.kept // UNIT

    def shift(self, by: int) -> None:
        """Move every class."""
        if by:
            self.sound += by
            self._short = -1

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
        self._short = -1
        self.variance = variance
        self.sd = root(variance)

    def chance_under(self, base: int) -> int:
        """Chance that customers get less than `base` or what leads to incidents, millionths."""
        bar = max(base, self.bad)
        found = 0
        for place, weight in enumerate(self.weights):
            if weight:
                over: int = chance_over(self._mean(place), self.sd, bar)
                found += weight * over
        return 1_000_000 - found // self.whole

    def short(self) -> int:
        """By how much it is expected to lie under the bar of incidents, millionths."""
        if self._short < 0:
            found = 0
            for place, weight in enumerate(self.weights):
                if weight:
                    short: int = gain_over(-self._mean(place), self.sd, -self.bad)
                    found += weight * short
            self._short = found // self.whole
        return self._short

    def gain(self, base: int) -> int:
        """Expected gain over `base` when it is kept only where it is better and not under the bar of incidents."""
        sd: i64 = self.sd
        bar: i64 = max(base, self.bad)
        more: i64 = bar - base
        found = 0
        for place, weight in enumerate(self.weights):
            if weight:
                mean = self._mean(place)
                gain = gain_over(mean, sd, bar)
                if more:
                    gain += more * (chance_over(mean, sd, bar) // 100) // 10_000
                won: int = gain
                found += weight * won
        return found // self.whole

    def _mean(self, place: int) -> i64:
        """Of one class."""
        fault: i64 = self.faults[place]
        return self.sound - fault * self.kept // UNIT
