"""What customers get of a model: a normal law for each class of fault that only customers meet."""

from typing import Final

from mypy_extensions import i64, mypyc_attr

from aiboard.bots.reference.arithmetic import UNIT, Normal, chance_over, decay, gain_over, likelihood, root
from aiboard.bots.reference.evidence import Trail
from aiboard.engine.chance.latents import SLICE_HIGHEST_PPM, SLICE_LOWEST_PPM
from aiboard.engine.model.vocabulary import IncidentCause
from aiboard.engine.model.world import World

#: Points of the normal law (thousandths of an SD) at which a slice is tried, and their weights.
SLICE_Z: Final[tuple[int, ...]] = (-3_000, -2_250, -1_500, -750, 0, 750, 1_500)
SLICE_WEIGHTS: Final[tuple[int, ...]] = (4, 32, 130, 301, 399, 301, 130)
SLICE_WEIGHT: Final = sum(SLICE_WEIGHTS)
#: So many incidents of a kind say all.
MOST_STRUCK: Final = 3
#: A point is so many millionths.
POINT_PPM: Final = 10_000


def slice_gaps(gap: Normal) -> list[int]:
    """How far a slice may lie from the whole, worst first, millionths: the deal cuts this law at both ends."""
    sd = gap.sd()
    return [min(SLICE_HIGHEST_PPM, max(SLICE_LOWEST_PPM, gap.mean + sd * z // 1000)) for z in SLICE_Z]


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
        #: Where the weakest slice will be measured before a launch: its gaps, worst first, the bar it has net of what
        #: is taken, and millionths that a point under it costs.
        self._gaps: list[int] = []
        self._slice_bar = 0
        self._a_point = 0
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

    def foresee(self, gaps: list[int], bar: int, a_point: int) -> None:
        """Its weakest slice differs from the whole by one of `gaps`; by which will be known before a launch.

        `a_point`: millionths that a point under its `bar` costs.
        """
        self._gaps = gaps
        self._slice_bar = bar - self.taken
        self._a_point = a_point

    def burden(self, gaps: list[int], bar: int, a_point: int, offline: int) -> None:
        """Let each class lie lower by what the incidents of a slice cost that differs from the whole by one of `gaps`.

        `a_point`: millionths that a point under its `bar` costs; `offline`: variance of the checkpoint's quality.
        What is bad for everybody is counted with the whole.
        """
        sd: i64 = root(min(self.variance, offline))
        slice_bar: i64 = bar - self.taken
        bad: i64 = self.bad
        for place, weight in enumerate(self.weights):
            if weight:
                mean = self._mean(place)
                short: i64 = 0
                for node, gap in enumerate(gaps):
                    short += i64(SLICE_WEIGHTS[node]) * gain_over(-mean, sd, i64(gap) - slice_bar)
                short = short // SLICE_WEIGHT - gain_over(-mean, sd, -bad)
                self._burdens[place] = int(max(0, short)) * a_point // POINT_PPM
        self._short = -1

    def met(self, gap: Normal, bar: int, a_point: int, often: int, trail: Trail) -> None:
        """The same for a model that customers have met: its incidents, and days without one, tell of class and slice.

        `often`: chance of an incident a day at full traffic for a point under the bar, millionths.
        """
        best = 0
        found: list[int] = []
        gaps = slice_gaps(Normal(gap.mean, self.variance + gap.variance))
        for place, weight in enumerate(self.weights):
            likely, cost = self._told(place, gaps, bar - self.taken, often, trail)
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

    def _told(self, place: int, gaps: list[int], bar: int, often: int, trail: Trail) -> tuple[int, int]:
        """How likely the incidents of this trail are in one class, and by that how far its slice lies under its bar."""
        mean = int(self._mean(place))
        whole = int(gain_over(-mean, self.sd, -self.bad))
        struck = min(MOST_STRUCK, trail.struck[IncidentCause.QUALITY])
        slice_struck = min(MOST_STRUCK, trail.struck[IncidentCause.SLICE])
        exposed = trail.exposed
        likely = 0
        cost = 0
        for node, gap in enumerate(gaps):
            short = max(0, bar - mean - gap)
            more = max(0, short - whole)
            like = SLICE_WEIGHTS[node] * decay(often * (max(short, whole) // 100) // 100 * exposed // 100)
            for _ in range(struck):
                like = like * whole // POINT_PPM
            for _ in range(slice_struck):
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
        found = self._gain(base)
        # A gap whose bar is over both others wins less.
        least: i64 = max(base, self.bad)
        rest: i64 = SLICE_WEIGHT
        won: i64 = 0
        for node, gap in enumerate(self._gaps):
            bar: i64 = self._slice_bar - gap
            if bar <= least:
                break
            weight: i64 = SLICE_WEIGHTS[node]
            rest -= weight
            won += weight * self._gain_over_slice(base, bar)
        return int(found * rest + won) // SLICE_WEIGHT

    def _gain_over_slice(self, base: i64, bar: i64) -> i64:
        """The same with incidents of a slice under `bar`, where a point costs more than one over `base` wins."""
        dear: i64 = self._a_point
        even: i64 = base + (bar - base) * dear // (POINT_PPM + dear)
        sd: i64 = self.sd
        found: i64 = 0
        for place, part in enumerate(self.weights):
            weight: i64 = part
            if weight:
                mean = self._mean(place)
                over = gain_over(mean, sd, even)
                found += weight * (over + (over - gain_over(mean, sd, bar)) * dear // POINT_PPM)
        return found // self.whole

    def _gain(self, base: int) -> int:
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
