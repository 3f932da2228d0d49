"""What customers get of a model: a normal law for each class of fault that only customers meet."""

from mypy_extensions import i64, mypyc_attr

from aiboard.bots.reference.arithmetic import UNIT, chance_over, gain_over, likelihood, root
from aiboard.engine.model.world import World


# Both without the collector, like Normal: six hundred mixtures are made in a game. What a mixture is asked most, over
# all classes, is counted in native numbers but for the sums: weights and gains are small, their products may not be.
@mypyc_attr(acyclic=True)
class Fault:
    """One class of fault: how far its models lie under sound ones as drawn, the mean as it is thought now, a weight."""

    def __init__(self, under: int, mean: int, weight: int) -> None:
        self.under = under
        self.mean: i64 = mean
        self.weight = weight


@mypyc_attr(acyclic=True)
class Mixture:
    """Laws of one spread, a mean and a weight for each class; `taken` is what the net lies under the gross.

    The classes' means lie as far under the sound one's as their faults, to begin with; measurements draw them together
    by `kept`.
    """

    def __init__(self, mean: int, variance: int, taken: int, world: World) -> None:
        self.sound = mean
        self.variance = variance
        #: Spread within a class.
        self.sd = root(variance)
        self.whole = 0
        self.classes: list[Fault] = []
        for place, weight in enumerate(world.fault_weights):
            under = world.fault_ppm[place]
            self.classes.append(Fault(under, mean - under, weight))
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
        for one in self.classes:
            found += one.under * one.weight
        return self.sound - found // self.whole * self.kept // UNIT

    def shift(self, by: int) -> None:
        """Move every class."""
        if by:
            self.sound += by
            for one in self.classes:
                one.mean += by
            self._short = -1

    def see(self, value: int, error: int) -> None:
        """Take in a measurement of what customers get, net, with this error variance."""
        total = 0
        for one in self.classes:
            off = value - self.sound + one.under
            one.weight *= likelihood(off, self.variance + error)
            total += one.weight
        if total == 0:
            # Far from every class the nearest is as good as any: what was seen decides.
            for one in self.classes:
                one.weight = 1
            total = len(self.classes)
        self.whole = total
        share = self.variance * UNIT // max(1, self.variance + error)
        self.sound += (value - self.sound) * share // UNIT
        self.kept = UNIT - share
        for one in self.classes:
            one.mean = self.sound - one.under * self.kept // UNIT
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
        for one in self.classes:
            over: int = chance_over(one.mean, self.sd, bar)
            found += one.weight * over
        return 1_000_000 - found // self.whole

    def short(self) -> int:
        """By how much it is expected to lie under the bar of incidents, millionths."""
        if self._short < 0:
            found = 0
            for one in self.classes:
                short: int = gain_over(-one.mean, self.sd, -self.bad)
                found += one.weight * short
            self._short = found // self.whole
        return self._short

    def gain(self, base: int) -> int:
        """Expected gain over `base` when it is kept only where it is better and not under the bar of incidents."""
        sd: i64 = self.sd
        bar: i64 = max(base, self.bad)
        more: i64 = bar - base
        found = 0
        for one in self.classes:
            gain = gain_over(one.mean, sd, bar)
            if more:
                gain += more * (chance_over(one.mean, sd, bar) // 100) // 10_000
            won: int = gain
            found += one.weight * won
        return found // self.whole
