"""What customers get of a model: a normal law for each class of fault that only customers meet."""

from typing import Final

from mypy_extensions import i64, mypyc_attr

from aiboard.bots.reference.arithmetic import UNIT, Normal, chance_over, decay, gain_over, likelihood, root
from aiboard.bots.reference.evidence import Trail
from aiboard.engine.model.vocabulary import IncidentCause
from aiboard.engine.model.world import World

#: Points of the normal law (thousandths of an SD) at which a slice is tried, and their weights.
SLICE_Z: Final[tuple[int, ...]] = (-3_000, -2_250, -1_500, -750, 0, 750, 1_500)
SLICE_WEIGHTS: Final[tuple[int, ...]] = (4, 32, 130, 301, 399, 301, 130)
#: So many incidents of a kind say all.
MOST_STRUCK: Final = 3
#: A point is so many millionths.
POINT_PPM: Final = 10_000


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
        #: What the net lies under the gross, and what that of each class lies lower still.
        self.taken = taken
        self._burdens = [0] * len(self.faults)
        #: Net quality under which a model is bad enough for incidents.
        self.bad = world.bad_launch_ppm - taken
        #: What `short` found, -1 before: starts are priced again and again with the same law and another rival.
        self._short = -1

    def mean(self) -> int:
        """Over all classes."""
        found = 0
        burdens = 0
        for place, weight in enumerate(self.weights):
            found += self.faults[place] * weight
            burdens += self._burdens[place] * weight
        return self.sound - found // self.whole * self.kept // UNIT - burdens // self.whole

    def shift(self, by: int) -> None:
        """Move every class."""
        if by:
            self.sound += by
            self._short = -1

    def burden(self, gap: Normal, bar: int, a_point: int, offline: int) -> None:
        """Let each class lie lower by what the incidents of a slice cost that differs from the whole by `gap`.

        `a_point`: millionths that a point under its `bar` costs; `offline`: variance of the checkpoint's quality.
        What is bad for everybody is counted with the whole.
        """
        own = min(self.variance, offline)
        sd = root(own + gap.variance)
        own_sd = root(own)
        for place, weight in enumerate(self.weights):
            if weight:
                mean = self._mean(place)
                whole = gain_over(-mean, own_sd, -self.bad)
                short: int = gain_over(-mean - self.taken - gap.mean, sd, -bar) - whole
                self._burdens[place] = max(0, short) * a_point // POINT_PPM
        self._short = -1

    def met(self, gap: Normal, bar: int, a_point: int, often: int, trail: Trail) -> None:
        """The same for a model that customers have met: its incidents, and days without one, tell of class and slice.

        `often`: chance of an incident a day at full traffic for a point under the bar, millionths.
        """
        best = 0
        found: list[int] = []
        for place, weight in enumerate(self.weights):
            likely, cost = self._told(place, gap, bar, often, trail)
            if likely:
                self._burdens[place] = cost // likely * a_point // POINT_PPM
            found.append(weight * likely)
            best = max(best, found[place])
        if best:
            self.weights = [weight * UNIT // best for weight in found]
            self.whole = 0
            for weight in self.weights:
                self.whole += weight
        self._short = -1

    def _told(self, place: int, gap: Normal, bar: int, often: int, trail: Trail) -> tuple[int, int]:
        """How likely the incidents of this trail are in one class, and by that how far its slice lies under its bar."""
        sd = root(self.variance + gap.variance)
        mean = int(self._mean(place))
        whole = int(gain_over(-mean, self.sd, -self.bad))
        weakest = mean + self.taken + gap.mean
        likely = 0
        cost = 0
        for node, z in enumerate(SLICE_Z):
            short = max(0, bar - weakest - sd * z // 1000)
            more = max(0, short - whole)
            like = SLICE_WEIGHTS[node] * decay(often * (max(short, whole) // 100) // 100 * trail.exposed // 100)
            for _ in range(min(MOST_STRUCK, trail.struck[IncidentCause.QUALITY])):
                like = like * whole // POINT_PPM
            for _ in range(min(MOST_STRUCK, trail.struck[IncidentCause.SLICE])):
                like = like * more // POINT_PPM
            likely += like
            cost += like * more
        return likely, cost

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
        found = 0
        for place, weight in enumerate(self.weights):
            if weight:
                bar = max(base, self.bad - self._burdens[place])
                over: int = chance_over(self._mean(place), self.sd, bar)
                found += weight * over
        return 1_000_000 - found // self.whole

    def short(self) -> int:
        """By how much it is expected to lie under the bar of incidents, millionths."""
        if self._short < 0:
            found = 0
            for place, weight in enumerate(self.weights):
                if weight:
                    short: int = gain_over(-self._mean(place), self.sd, self._burdens[place] - self.bad)
                    found += weight * short
            self._short = found // self.whole
        return self._short

    def gain(self, base: int) -> int:
        """Expected gain over `base` when it is kept only where it is better and not under the bar of incidents."""
        sd: i64 = self.sd
        found = 0
        for place, weight in enumerate(self.weights):
            if weight:
                bar: i64 = max(base, self.bad - self._burdens[place])
                more: i64 = bar - base
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
        burden: i64 = self._burdens[place]
        return self.sound - fault * self.kept // UNIT - burden
