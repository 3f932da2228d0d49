"""What customers get of a model: a normal law for each class of fault that only customers meet."""

from typing import Final

from mypy_extensions import i64, mypyc_attr

from aiboard.bots.reference.arithmetic import REACH, UNIT, Node, Normal, chance_over, decay, gain_over, likelihood, root
from aiboard.bots.reference.evidence import Trail
from aiboard.engine.chance.latents import SLICE_HIGHEST_PPM, SLICE_LOWEST_PPM
from aiboard.engine.model.vocabulary import IncidentCause
from aiboard.engine.model.world import World

#: So many incidents of a kind say all.
MOST_STRUCK: Final = 3
#: A point is so many millionths.
POINT_PPM: Final = 10_000
_QUALITY: Final = int(IncidentCause.QUALITY)
_SLICE: Final = int(IncidentCause.SLICE)
_LOWEST: Final = int(SLICE_LOWEST_PPM)
_HIGHEST: Final = int(SLICE_HIGHEST_PPM)


#: Points of the normal law at which a slice is tried, worst first.
SLICE_NODES: Final[list[Node]] = [
    Node(-3_000, 4), Node(-2_250, 32), Node(-1_500, 130), Node(-750, 301), Node(0, 399), Node(750, 301),
    Node(1_500, 130),
]  # fmt: skip
SLICE_WEIGHT: Final = 4 + 32 + 130 + 301 + 399 + 301 + 130


@mypyc_attr(acyclic=True)
class Gap:
    """How far a model's weakest slice may lie from the whole, millionths: a normal law that the deal cuts."""

    def __init__(self, mean: int, sd: int) -> None:
        self.mean: i64 = mean
        self.sd: i64 = sd

    def at(self, z: i64) -> i64:
        """At so many thousandths of an SD from the mean."""
        found: i64 = self.mean + self.sd * z // 1000
        return min(_HIGHEST, max(_LOWEST, found))


@mypyc_attr(acyclic=True)
class Fault:
    """One class of fault as a model may have it."""

    def __init__(self, weight: int, whole: int) -> None:
        self.weight: i64 = weight
        self.whole: i64 = whole
        #: What the net of this class lies lower besides: what the incidents of a slice cost.
        self.burden: i64 = 0
        #: How far its net lies under the sound one's.
        self.under: i64 = whole


# Six hundred are made in a game, like Normal without the collector. Sums over all classes are Python's numbers: weights
# and gains are small, their products may not be.
@mypyc_attr(acyclic=True)
class Mixture:
    """Laws of one spread, a mean and a weight for each class; `taken` is what the net lies under the gross.

    The classes' means lie their faults under the sound one's, to begin with; measurements draw them together.
    """

    def __init__(self, mean: int, variance: int, taken: int, world: World) -> None:
        self.sound: i64 = mean
        self.variance = variance
        #: Spread within a class.
        self.sd: i64 = root(variance)
        self.faults: list[Fault] = []
        self.whole: i64 = 0
        for place, weight in enumerate(world.fault_weights):
            fault = Fault(weight, world.fault_ppm[place])
            self.faults.append(fault)
            self.whole += fault.weight
        #: What is left of the classes' distances, in UNITs.
        self.kept: i64 = UNIT
        #: What the net lies under the gross.
        self.taken: i64 = taken
        #: Where the weakest slice will be measured before a launch: its gap, the bar it has net of what is taken, and
        #: millionths that a point under it costs.
        self._gap: Gap | None = None
        self._slice_bar: i64 = 0
        self._a_point: i64 = 0
        #: Net quality under which a model is bad enough for incidents.
        self.bad: i64 = world.bad_launch_ppm - taken
        #: What `short` found, -1 before: starts are priced again and again with the same law and another rival.
        self._short: i64 = -1

    def mean(self) -> int:
        """Over all classes."""
        found = 0
        burdens = 0
        for fault in self.faults:
            weight: int = fault.weight
            whole: int = fault.whole
            burden: int = fault.burden
            found += whole * weight
            burdens += burden * weight
        return self.sound - found // self.whole * self.kept // UNIT - burdens // self.whole

    def shift(self, by: i64) -> None:
        """Move every class."""
        if by:
            self.sound += by
            self._short = -1

    def foresee(self, gap: Gap, bar: i64, a_point: i64) -> None:
        """Its weakest slice differs from the whole by `gap`; by how much will be known before a launch.

        `a_point`: millionths that a point under its `bar` costs.
        """
        self._gap = gap
        self._slice_bar = bar - self.taken
        self._a_point = a_point

    def burden(self, gap: Gap, bar: i64, a_point: i64, offline: int) -> None:
        """Let each class lie lower by what the incidents of a slice cost that differs from the whole by `gap`.

        `a_point`: millionths that a point under its `bar` costs; `offline`: variance of the checkpoint's quality.
        What is bad for everybody is counted with the whole.
        """
        sd: i64 = root(min(self.variance, offline))
        slice_bar: i64 = bar - self.taken
        far: i64 = -REACH * sd
        for fault in self.faults:
            if fault.weight:
                under: i64 = fault.under - self.sound
                short: i64 = 0
                for node in SLICE_NODES:
                    over: i64 = under + slice_bar - gap.at(node.z)
                    if over < far:
                        # Nor at the gaps after it, which are less bad.
                        break
                    short += node.weight * gain_over(over, sd, 0)
                short = short // SLICE_WEIGHT - gain_over(under, sd, -self.bad)
                if short > 0:
                    self._burden(fault, short * a_point // POINT_PPM)
                else:
                    self._burden(fault, 0)
        self._short = -1

    def _burden(self, fault: Fault, burden: i64) -> None:
        fault.under += burden - fault.burden
        fault.burden = burden

    def met(self, gap: Normal, bar: int, a_point: int, often: int, trail: Trail) -> None:
        """The same for a model that customers have met: its incidents, and days without one, tell of class and slice.

        `often`: chance of an incident a day at full traffic for a point under the bar, millionths.
        """
        best = 0
        found: list[int] = []
        cut = Gap(gap.mean, root(self.variance + gap.variance))
        for fault in self.faults:
            likely, cost = self._told(fault, cut, bar - self.taken, often, trail)
            if likely:
                self._burden(fault, cost // likely * a_point // POINT_PPM)
            weight: int = fault.weight
            weighed = weight * likely
            found.append(weighed)
            best = max(best, weighed)
        if best:
            self.whole = 0
            for place, fault in enumerate(self.faults):
                fault.weight = found[place] * UNIT // best
                self.whole += fault.weight
        self._short = -1

    def _told(self, fault: Fault, gap: Gap, bar: i64, often: i64, trail: Trail) -> tuple[int, int]:
        """How likely the incidents of this trail are in one class, and by that how far its slice lies under its bar."""
        mean: i64 = self.sound - fault.under
        whole: i64 = gain_over(-mean, self.sd, -self.bad)
        struck = min(MOST_STRUCK, trail.struck[_QUALITY])
        slice_struck = min(MOST_STRUCK, trail.struck[_SLICE])
        exposed: i64 = trail.exposed
        likely = 0
        cost = 0
        calm: i64 = 0
        calm_cost: i64 = 0
        for node in SLICE_NODES:
            short: i64 = max(0, bar - mean - gap.at(node.z))
            more: i64 = max(0, short - whole)
            like: i64 = node.weight * decay(often * (max(short, whole) // 100) // 100 * exposed // 100)
            if struck or slice_struck:
                # Python's numbers: with some incidents the products are over a machine word.
                told = struck_by(struck_by(like, whole, struck), more, slice_struck)
                by: int = more
                likely += told
                cost += told * by
            else:
                calm += like
                calm_cost += like * more
        return likely + calm, cost + calm_cost

    def see(self, value: int, error: int) -> None:
        """Take in a measurement of what customers get, net, with this error variance."""
        total = 0
        sound: int = self.sound
        for fault in self.faults:
            weight: int = fault.weight
            whole: int = fault.whole
            likely = weight * likelihood(value - sound + whole, self.variance + error)
            fault.weight = likely
            total += likely
        if total == 0:
            # Far from every class the nearest is as good as any: what was seen decides.
            for fault in self.faults:
                fault.weight = 1
            total = len(self.faults)
        self.whole = total
        share = self.variance * UNIT // max(1, self.variance + error)
        self.sound = sound + (value - sound) * share // UNIT
        self.kept = UNIT - share
        for fault in self.faults:
            fault.under = fault.whole * self.kept // UNIT + fault.burden
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
        for fault in self.faults:
            if fault.weight:
                bar: i64 = max(base, self.bad - fault.burden)
                over: int = chance_over(self.sound - fault.under, self.sd, bar)
                weight: int = fault.weight
                found += weight * over
        return 1_000_000 - found // self.whole

    def short(self) -> i64:
        """By how much it is expected to lie under the bar of incidents, millionths."""
        if self._short < 0:
            found = 0
            for fault in self.faults:
                if fault.weight:
                    short: int = gain_over(fault.under - self.sound, self.sd, fault.burden - self.bad)
                    weight: int = fault.weight
                    found += weight * short
            self._short = found // self.whole
        return self._short

    def gain(self, base: i64) -> i64:
        """Expected gain over `base` when it is kept only where it is better and not under the bar of incidents."""
        found = self._gain(base)
        gap = self._gap
        if gap is None:
            return found
        # A gap whose bar is over both others wins less.
        least: i64 = max(base, self.bad)
        rest: i64 = SLICE_WEIGHT
        won: i64 = 0
        for node in SLICE_NODES:
            bar: i64 = self._slice_bar - gap.at(node.z)
            if bar <= least:
                break
            rest -= node.weight
            won += node.weight * self._gain_over_slice(base, bar)
        return (found * rest + won) // SLICE_WEIGHT

    def _gain_over_slice(self, base: i64, bar: i64) -> i64:
        """The same with incidents of a slice under `bar`, where a point costs more than one over `base` wins."""
        dear: i64 = self._a_point
        even: i64 = base + (bar - base) * dear // (POINT_PPM + dear)
        sd: i64 = self.sd
        found: i64 = 0
        for fault in self.faults:
            if fault.weight:
                mean: i64 = self.sound - fault.under
                over: i64 = gain_over(mean, sd, even)
                found += fault.weight * (over + (over - gain_over(mean, sd, bar)) * dear // POINT_PPM)
        return found // self.whole

    def _gain(self, base: i64) -> i64:
        sd: i64 = self.sd
        found = 0
        for fault in self.faults:
            if fault.weight:
                bar: i64 = max(base, self.bad - fault.burden)
                mean: i64 = self.sound - fault.under
                gain: i64 = gain_over(mean, sd, bar)
                if bar > base:
                    gain += (bar - base) * (chance_over(mean, sd, bar) // 100) // 10_000
                won: int = gain
                weight: int = fault.weight
                found += weight * won
        return found // self.whole


def struck_by(like: int, short: int, incidents: int) -> int:
    """A likelihood after so many incidents that a quality so far under its bar brings."""
    for _ in range(incidents):
        like = like * short // POINT_PPM
    return like
