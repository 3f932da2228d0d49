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

    def __init__(self, prior_weight: int, full_loss: int) -> None:
        #: How common it is, and what it takes of a model that nobody has met.
        self.prior_weight: i64 = prior_weight
        self.full_loss: i64 = full_loss
        self.weight: i64 = prior_weight
        #: What the net of this class lies lower besides: what the incidents of a slice cost.
        self.burden: i64 = 0
        #: How far its net lies under the sound one's.
        self.loss: i64 = full_loss
        #: Its weight by the days and incidents so far.
        self.posterior_weight: i64 = 0

    def reset(self) -> None:
        """As of a model that nobody has met."""
        self.weight = self.prior_weight
        self.burden = 0
        self.loss = self.full_loss


# Six hundred are made in a game, like Normal without the collector. Weights, qualities and their products are native:
# under 2**31, some ten million, under 2**61.
@mypyc_attr(acyclic=True)
class Mixture:
    """Laws of one spread, a mean and a weight for each class; `deduction` is what the net lies under the gross.

    The classes' means lie their faults under the sound one's, to begin with; measurements draw them together.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.faults: list[Fault] = []
        for index, weight in enumerate(world.fault_weights):
            self.faults.append(Fault(weight, world.fault_ppm[index]))
        self.sound_mean: i64 = 0
        self.variance = 0
        #: Spread within a class.
        self.sd: i64 = 0
        #: Sum of the classes' weights.
        self.total_weight: i64 = 0
        #: What is left of the classes' distances, in UNITs.
        self.remaining: i64 = UNIT
        #: What the net lies under the gross.
        self.deduction: i64 = 0
        #: Where the weakest slice will be measured before a launch: its gaps, worst first, the bar it has net of what
        #: is taken, and millionths that a point under it costs.
        self._gaps: list[Node] = []
        #: The gaps of a model that customers have met, made once.
        self._live_gaps: list[Node] = NO_GAPS
        self._slice_bar: i64 = 0
        self._point_cost: i64 = 0
        #: Net quality under which a model is bad enough for incidents.
        self.incident_bar: i64 = 0
        #: What `mean_shortfall` found, -1 before: starts are priced again and again with another rival.
        self._shortfall: i64 = -1

    def reset(self, mean: int, variance: int, deduction: int) -> None:
        """Of a model that nobody has met."""
        self.sound_mean = mean
        self._spread(variance)
        self.total_weight = 0
        for fault in self.faults:
            fault.reset()
            self.total_weight += fault.weight
        self.remaining = UNIT
        self.deduction = deduction
        self._gaps = NO_GAPS
        self.incident_bar = self._world.bad_launch_ppm - deduction

    def mean(self) -> i64:
        """Over all classes."""
        loss: i64 = 0
        burdens: i64 = 0
        for fault in self.faults:
            loss += fault.full_loss * fault.weight
            burdens += fault.burden * fault.weight
        return self.sound_mean - loss // self.total_weight * self.remaining // UNIT - burdens // self.total_weight

    def shift(self, by: i64) -> None:
        """Move every class."""
        if by:
            self.sound_mean += by
            self._shortfall = -1

    def set_slice_prior(self, gaps: list[Node], bar: i64, point_cost: i64) -> None:
        """Its weakest slice differs from the whole by one of `gaps`; by which will be known before a launch.

        `point_cost`: millionths that a point under its `bar` costs.
        """
        self._gaps = gaps
        self._slice_bar = bar - self.deduction
        self._point_cost = point_cost

    def add_slice_cost(self, gaps: list[Node], bar: i64, point_cost: i64, offline: int) -> None:
        """Let each class lie lower by what the incidents of a slice cost that differs from the whole by one of `gaps`.

        `point_cost`: millionths that a point under its `bar` costs; `offline`: variance of the checkpoint's quality.
        What is bad for everybody is counted with the whole.
        """
        sd: i64 = root(min(self.variance, offline))
        far: i64 = -REACH * sd
        for fault in self.faults:
            if fault.weight:
                under: i64 = fault.loss - self.sound_mean
                over: i64 = under + bar - self.deduction
                shortfall: i64 = 0
                for gap in gaps:
                    if over - gap.at < far:
                        # Nor at the gaps after it, which are less bad.
                        break
                    shortfall += gap.weight * expected_excess(over, sd, gap.at)
                shortfall = shortfall // SLICE_WEIGHT - expected_excess(under, sd, -self.incident_bar)
                self._set_burden(fault, max(0, shortfall) * point_cost // POINT_PPM)
        self._shortfall = -1

    def _set_burden(self, fault: Fault, burden: i64) -> None:
        fault.loss += burden - fault.burden
        fault.burden = burden

    def update_from_incidents(
        self, gap: Normal, bar: i64, point_cost: i64, incident_rate: i64, card_history: CardHistory
    ) -> None:
        """The same for a model that customers have met: its incidents, and days without one, tell of class and slice.

        `incident_rate`: chance of an incident a day at full traffic for a point under the bar, millionths.
        """
        if not self._live_gaps:
            self._live_gaps = slice_gaps(gap)
        gaps = self._live_gaps
        lay_gaps(gaps, gap.mean, root(self.variance + gap.variance))
        hits = min(MOST_STRUCK, card_history.incidents_by_cause[_QUALITY])
        slice_hits = min(MOST_STRUCK, card_history.incidents_by_cause[_SLICE])
        exposure: i64 = card_history.exposure
        if hits or slice_hits:
            self._update_with_incidents(
                gaps, bar - self.deduction, point_cost, incident_rate, exposure, hits, slice_hits
            )
        else:
            self._update_without_incidents(gaps, bar - self.deduction, point_cost, incident_rate, exposure)
        self._shortfall = -1

    def _update_without_incidents(
        self, gaps: list[Node], bar: i64, point_cost: i64, incident_rate: i64, exposure: i64
    ) -> None:
        """Weights and burdens after days without an incident."""
        best: i64 = 0
        for fault in self.faults:
            whole_shortfall: i64 = expected_excess(fault.loss - self.sound_mean, self.sd, -self.incident_bar)
            likely: i64 = 0
            cost: i64 = 0
            for gap in gaps:
                slice_shortfall: i64 = max(0, bar - self.sound_mean + fault.loss - gap.at)
                joint: i64 = gap.weight * calm_chance(max(slice_shortfall, whole_shortfall), incident_rate, exposure)
                likely += joint
                cost += joint * max(0, slice_shortfall - whole_shortfall)
            if likely:
                self._set_burden(fault, cost // likely * point_cost // POINT_PPM)
            fault.posterior_weight = fault.weight * likely
            best = max(best, fault.posterior_weight)
        if best:
            self.total_weight = 0
            for fault in self.faults:
                fault.weight = share_of(fault.posterior_weight, best)
                self.total_weight += fault.weight

    def _update_with_incidents(
        self, gaps: list[Node], bar: i64, point_cost: i64, incident_rate: i64, exposure: i64, hits: int, slice_hits: int
    ) -> None:  # fmt: skip
        """The same after some incidents. In Python's numbers: so many products are over a machine word."""
        best = 0
        weights: list[int] = []
        for fault in self.faults:
            whole_shortfall: int = expected_excess(fault.loss - self.sound_mean, self.sd, -self.incident_bar)
            likely = 0
            cost = 0
            for gap in gaps:
                slice_shortfall: int = max(0, bar - self.sound_mean + fault.loss - gap.at)
                excess = max(0, slice_shortfall - whole_shortfall)
                joint: int = gap.weight * calm_chance(max(slice_shortfall, whole_shortfall), incident_rate, exposure)
                for _ in range(hits):
                    joint = joint * whole_shortfall // POINT_PPM
                for _ in range(slice_hits):
                    joint = joint * excess // POINT_PPM
                likely += joint
                cost += joint * excess
            if likely:
                self._set_burden(fault, cost // likely * point_cost // POINT_PPM)
            weight: int = fault.weight
            weights.append(weight * likely)
            best = max(best, weight * likely)
        if best:
            self.total_weight = 0
            for index, fault in enumerate(self.faults):
                fault.weight = weights[index] * UNIT // best
                self.total_weight += fault.weight

    def update(self, value: int, error: int) -> None:
        """Take in a measurement of what customers get, net, with this error variance."""
        total = 0
        sound_mean: int = self.sound_mean
        for fault in self.faults:
            weight: int = fault.weight
            full_loss: int = fault.full_loss
            likely = weight * likelihood(value - sound_mean + full_loss, self.variance + error)
            fault.weight = likely
            total += likely
        if total == 0:
            # Far from every class the nearest is as good as any: what was seen decides.
            for fault in self.faults:
                fault.weight = 1
            total = len(self.faults)
        self.total_weight = total
        share = self.variance * UNIT // max(1, self.variance + error)
        self.sound_mean = sound_mean + (value - sound_mean) * share // UNIT
        self.remaining = UNIT - share
        for fault in self.faults:
            fault.loss = fault.full_loss * self.remaining // UNIT + fault.burden
        self._spread(self.variance * (UNIT - share) // UNIT)

    def to_preposterior(self, error: int) -> None:
        """Keep only the part of the spread that a measurement with this error variance will resolve."""
        self._spread(self.variance * (self.variance // 1000) // max(1, (self.variance + error) // 1000))

    def _spread(self, variance: int) -> None:
        self._shortfall = -1
        self.variance = variance
        self.sd = root(variance)

    def chance_under(self, base: i64) -> i64:
        """Chance that customers get less than `base` or what leads to incidents, millionths."""
        weight_over: i64 = 0
        for fault in self.faults:
            if fault.weight:
                bar: i64 = max(base, self.incident_bar - fault.burden)
                weight_over += fault.weight * chance_over(self.sound_mean - fault.loss, self.sd, bar)
        return 1_000_000 - weight_over // self.total_weight

    def mean_shortfall(self) -> i64:
        """By how much it is expected to lie under the bar of incidents, millionths."""
        if self._shortfall < 0:
            shortfall: i64 = 0
            for fault in self.faults:
                if fault.weight:
                    shortfall += fault.weight * expected_excess(
                        fault.loss - self.sound_mean, self.sd, fault.burden - self.incident_bar
                    )
            self._shortfall = shortfall // self.total_weight
        return self._shortfall

    def gain(self, base: i64) -> i64:
        """Expected gain over `base` when it is kept only where it is better and not under the bar of incidents."""
        gain: i64 = self._gain(base)
        # A gap whose bar is over both others wins less.
        floor: i64 = max(base, self.incident_bar)
        remaining_weight: i64 = SLICE_WEIGHT
        slice_gain: i64 = 0
        for gap in self._gaps:
            bar: i64 = self._slice_bar - gap.at
            if bar <= floor:
                break
            remaining_weight -= gap.weight
            slice_gain += gap.weight * self._gain_over_slice(base, bar)
        return (gain * remaining_weight + slice_gain) // SLICE_WEIGHT

    def _gain_over_slice(self, base: i64, bar: i64) -> i64:
        """The same with incidents of a slice under `bar`, where a point costs more than one over `base` wins."""
        point_cost: i64 = self._point_cost
        even: i64 = base + (bar - base) * point_cost // (POINT_PPM + point_cost)
        sd: i64 = self.sd
        gain: i64 = 0
        for fault in self.faults:
            if fault.weight:
                mean: i64 = self.sound_mean - fault.loss
                over: i64 = expected_excess(mean, sd, even)
                gain += fault.weight * (over + (over - expected_excess(mean, sd, bar)) * point_cost // POINT_PPM)
        return gain // self.total_weight

    def _gain(self, base: i64) -> i64:
        sd: i64 = self.sd
        total: i64 = 0
        for fault in self.faults:
            if fault.weight:
                bar: i64 = max(base, self.incident_bar - fault.burden)
                mean: i64 = self.sound_mean - fault.loss
                gain: i64 = expected_excess(mean, sd, bar)
                if bar > base:
                    gain += (bar - base) * (chance_over(mean, sd, bar) // 100) // 10_000
                total += fault.weight * gain
        return total // self.total_weight


def calm_chance(shortfall: i64, incident_rate: i64, exposure: i64) -> i64:
    """How likely no incident is, in UNITs, when so much under the bar has met so many customers."""
    return decay(incident_rate * (shortfall // 100) // 100 * exposure // 100)
