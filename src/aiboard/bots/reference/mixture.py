"""What customers get of a model: a normal law for each class of fault that only customers meet."""

from typing import Final

from mypy_extensions import i64, mypyc_attr

from aiboard.bots.reference.arithmetic import (
    REACH,
    UNIT,
    Node,
    Normal,
    chance_over,
    decay,
    expected_excess,
    likelihood,
    root,
    share_of,
)
from aiboard.bots.reference.evidence import CardHistory
from aiboard.bots.reference.gaps import NO_GAPS, SLICE_WEIGHT, lay_gaps, slice_gaps
from aiboard.engine.model.vocabulary import IncidentCause
from aiboard.engine.model.world import World

#: So many incidents of a kind say all.
MOST_STRUCK: Final = 3
#: A point is so many millionths.
POINT_PPM: Final = 10_000
_QUALITY: Final = int(IncidentCause.QUALITY)
_SLICE: Final = int(IncidentCause.SLICE)


@mypyc_attr(acyclic=True)
class Fault:
    """One class of fault as a model may have it."""

    def __init__(self, usual: int, whole: int) -> None:
        #: How common it is, and what it takes of a model that nobody has met.
        self.usual: i64 = usual
        self.whole: i64 = whole
        self.weight: i64 = usual
        #: What the net of this class lies lower besides: what the incidents of a slice cost.
        self.burden: i64 = 0
        #: How far its net lies under the sound one's.
        self.under: i64 = whole
        #: Its weight by the days and incidents so far.
        self.weighed: i64 = 0

    def reset(self) -> None:
        """As of a model that nobody has met."""
        self.weight = self.usual
        self.burden = 0
        self.under = self.whole


# Six hundred are made in a game, like Normal without the collector. Weights, qualities and their products are native:
# under 2**31, some ten million, under 2**61.
@mypyc_attr(acyclic=True)
class Mixture:
    """Laws of one spread, a mean and a weight for each class; `taken` is what the net lies under the gross.

    The classes' means lie their faults under the sound one's, to begin with; measurements draw them together.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.faults: list[Fault] = []
        for place, weight in enumerate(world.fault_weights):
            self.faults.append(Fault(weight, world.fault_ppm[place]))
        self.sound: i64 = 0
        self.variance = 0
        #: Spread within a class.
        self.sd: i64 = 0
        #: Sum of the classes' weights.
        self.whole: i64 = 0
        #: What is left of the classes' distances, in UNITs.
        self.kept: i64 = UNIT
        #: What the net lies under the gross.
        self.taken: i64 = 0
        #: Where the weakest slice will be measured before a launch: its gaps, worst first, the bar it has net of what
        #: is taken, and millionths that a point under it costs.
        self._gaps: list[Node] = []
        #: The gaps of a model that customers have met, made once.
        self._laid: list[Node] = NO_GAPS
        self._slice_bar: i64 = 0
        self._a_point: i64 = 0
        #: Net quality under which a model is bad enough for incidents.
        self.bad: i64 = 0
        #: What `mean_shortfall` found, -1 before: starts are priced again and again with another rival.
        self._short: i64 = -1

    def reset(self, mean: int, variance: int, taken: int) -> None:
        """Of a model that nobody has met."""
        self.sound = mean
        self._spread(variance)
        self.whole = 0
        for fault in self.faults:
            fault.reset()
            self.whole += fault.weight
        self.kept = UNIT
        self.taken = taken
        self._gaps = NO_GAPS
        self.bad = self._world.bad_launch_ppm - taken

    def mean(self) -> i64:
        """Over all classes."""
        found: i64 = 0
        burdens: i64 = 0
        for fault in self.faults:
            found += fault.whole * fault.weight
            burdens += fault.burden * fault.weight
        return self.sound - found // self.whole * self.kept // UNIT - burdens // self.whole

    def shift(self, by: i64) -> None:
        """Move every class."""
        if by:
            self.sound += by
            self._short = -1

    def set_slice_prior(self, gaps: list[Node], bar: i64, a_point: i64) -> None:
        """Its weakest slice differs from the whole by one of `gaps`; by which will be known before a launch.

        `a_point`: millionths that a point under its `bar` costs.
        """
        self._gaps = gaps
        self._slice_bar = bar - self.taken
        self._a_point = a_point

    def add_slice_cost(self, gaps: list[Node], bar: i64, a_point: i64, offline: int) -> None:
        """Let each class lie lower by what the incidents of a slice cost that differs from the whole by one of `gaps`.

        `a_point`: millionths that a point under its `bar` costs; `offline`: variance of the checkpoint's quality.
        What is bad for everybody is counted with the whole.
        """
        sd: i64 = root(min(self.variance, offline))
        far: i64 = -REACH * sd
        for fault in self.faults:
            if fault.weight:
                under: i64 = fault.under - self.sound
                over: i64 = under + bar - self.taken
                short: i64 = 0
                for gap in gaps:
                    if over - gap.at < far:
                        # Nor at the gaps after it, which are less bad.
                        break
                    short += gap.weight * expected_excess(over, sd, gap.at)
                short = short // SLICE_WEIGHT - expected_excess(under, sd, -self.bad)
                self._set_burden(fault, max(0, short) * a_point // POINT_PPM)
        self._short = -1

    def _set_burden(self, fault: Fault, burden: i64) -> None:
        fault.under += burden - fault.burden
        fault.burden = burden

    def update_from_incidents(self, gap: Normal, bar: i64, a_point: i64, often: i64, trail: CardHistory) -> None:
        """The same for a model that customers have met: its incidents, and days without one, tell of class and slice.

        `often`: chance of an incident a day at full traffic for a point under the bar, millionths.
        """
        if not self._laid:
            self._laid = slice_gaps(gap)
        gaps = self._laid
        lay_gaps(gaps, gap.mean, root(self.variance + gap.variance))
        struck = min(MOST_STRUCK, trail.struck[_QUALITY])
        slice_struck = min(MOST_STRUCK, trail.struck[_SLICE])
        exposed: i64 = trail.exposed
        if struck or slice_struck:
            self._update_with_incidents(gaps, bar - self.taken, a_point, often, exposed, struck, slice_struck)
        else:
            self._update_without_incidents(gaps, bar - self.taken, a_point, often, exposed)
        self._short = -1

    def _update_without_incidents(self, gaps: list[Node], bar: i64, a_point: i64, often: i64, exposed: i64) -> None:
        """Weights and burdens after days without an incident."""
        best: i64 = 0
        for fault in self.faults:
            whole: i64 = expected_excess(fault.under - self.sound, self.sd, -self.bad)
            likely: i64 = 0
            cost: i64 = 0
            for gap in gaps:
                short: i64 = max(0, bar - self.sound + fault.under - gap.at)
                like: i64 = gap.weight * calm_chance(max(short, whole), often, exposed)
                likely += like
                cost += like * max(0, short - whole)
            if likely:
                self._set_burden(fault, cost // likely * a_point // POINT_PPM)
            fault.weighed = fault.weight * likely
            best = max(best, fault.weighed)
        if best:
            self.whole = 0
            for fault in self.faults:
                fault.weight = share_of(fault.weighed, best)
                self.whole += fault.weight

    def _update_with_incidents(
        self, gaps: list[Node], bar: i64, a_point: i64, often: i64, exposed: i64, struck: int, slice_struck: int
    ) -> None:  # fmt: skip
        """The same after some incidents. In Python's numbers: so many products are over a machine word."""
        best = 0
        found: list[int] = []
        for fault in self.faults:
            whole: int = expected_excess(fault.under - self.sound, self.sd, -self.bad)
            likely = 0
            cost = 0
            for gap in gaps:
                short: int = max(0, bar - self.sound + fault.under - gap.at)
                more = max(0, short - whole)
                like: int = gap.weight * calm_chance(max(short, whole), often, exposed)
                for _ in range(struck):
                    like = like * whole // POINT_PPM
                for _ in range(slice_struck):
                    like = like * more // POINT_PPM
                likely += like
                cost += like * more
            if likely:
                self._set_burden(fault, cost // likely * a_point // POINT_PPM)
            weight: int = fault.weight
            found.append(weight * likely)
            best = max(best, weight * likely)
        if best:
            self.whole = 0
            for place, fault in enumerate(self.faults):
                fault.weight = found[place] * UNIT // best
                self.whole += fault.weight

    def update(self, value: int, error: int) -> None:
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

    def to_preposterior(self, error: int) -> None:
        """Keep only the part of the spread that a measurement with this error variance will resolve."""
        self._spread(self.variance * (self.variance // 1000) // max(1, (self.variance + error) // 1000))

    def _spread(self, variance: int) -> None:
        self._short = -1
        self.variance = variance
        self.sd = root(variance)

    def chance_under(self, base: i64) -> i64:
        """Chance that customers get less than `base` or what leads to incidents, millionths."""
        found: i64 = 0
        for fault in self.faults:
            if fault.weight:
                bar: i64 = max(base, self.bad - fault.burden)
                found += fault.weight * chance_over(self.sound - fault.under, self.sd, bar)
        return 1_000_000 - found // self.whole

    def mean_shortfall(self) -> i64:
        """By how much it is expected to lie under the bar of incidents, millionths."""
        if self._short < 0:
            found: i64 = 0
            for fault in self.faults:
                if fault.weight:
                    found += fault.weight * expected_excess(fault.under - self.sound, self.sd, fault.burden - self.bad)
            self._short = found // self.whole
        return self._short

    def gain(self, base: i64) -> i64:
        """Expected gain over `base` when it is kept only where it is better and not under the bar of incidents."""
        found: i64 = self._gain(base)
        # A gap whose bar is over both others wins less.
        least: i64 = max(base, self.bad)
        rest: i64 = SLICE_WEIGHT
        won: i64 = 0
        for gap in self._gaps:
            bar: i64 = self._slice_bar - gap.at
            if bar <= least:
                break
            rest -= gap.weight
            won += gap.weight * self._gain_over_slice(base, bar)
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
                over: i64 = expected_excess(mean, sd, even)
                found += fault.weight * (over + (over - expected_excess(mean, sd, bar)) * dear // POINT_PPM)
        return found // self.whole

    def _gain(self, base: i64) -> i64:
        sd: i64 = self.sd
        found: i64 = 0
        for fault in self.faults:
            if fault.weight:
                bar: i64 = max(base, self.bad - fault.burden)
                mean: i64 = self.sound - fault.under
                gain: i64 = expected_excess(mean, sd, bar)
                if bar > base:
                    gain += (bar - base) * (chance_over(mean, sd, bar) // 100) // 10_000
                found += fault.weight * gain
        return found // self.whole


def calm_chance(short: i64, often: i64, exposed: i64) -> i64:
    """How likely no incident is, in UNITs, when so much under the bar has met so many customers."""
    return decay(often * (short // 100) // 100 * exposed // 100)
