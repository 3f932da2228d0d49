"""The posterior over one card: for each learning rate a joint normal law of all that is hidden, and the rates' weights.

Given its rate, a card's quality is a straight line in its ceiling, so that readouts and scores are linear in three
normal quantities: the ceiling, how much the card's readouts flatter it, and what its techniques brought beyond the
usual. Each measurement is one step of a Kalman filter for each rate; how well each foresaw it weighs the rates.
"""

from typing import Final

from mypy_extensions import i64, mypyc_attr

from aiboard.bots.reference.arithmetic import UNIT, Normal, likelihood, root
from aiboard.bots.reference.evidence import EVALUATION, Measurement
from aiboard.engine.model.vocabulary import Change
from aiboard.engine.model.world import World

#: Everything here is counted in steps of so many millionths: products of two variances then stay whole numbers of one
#: machine word.
STEP_PPM: Final = 10
STEP_SQUARED: Final = STEP_PPM * STEP_PPM
#: Forecasts are made for none to this many further runs.
MOST_RUNS: Final = 4
#: A card is counted as far from its family's level beyond half an SD: its chance, and how far it then lies on average,
#: thousandths (any table of the normal law).
FAR_CHANCE: Final = 309
FAR_MEAN: Final = 1_141
NEAR_CHANCE: Final = 382
SLIMMER: Final = int(Change.SLIMMER)
TECHNIQUE: Final = int(Change.TECHNIQUE)


class Prior:
    """What is known of a card's ceiling before its own runs, and what its training adds to or takes from it."""

    def __init__(self, ceiling: Normal, card_sd_ppm: int, start_ppm: int, added_ppm: int) -> None:
        self.ceiling = ceiling
        self.card_sd_ppm = card_sd_ppm
        self.start_ppm = start_ppm
        #: Freshness less what the labels take.
        self.added_ppm = added_ppm


# As native numbers what is multiplied by a share, a weight or a difference: these products are negative or over 2**30,
# which is slow otherwise, and under 2**57. Products of two variances may be larger, and stay as they are.
@mypyc_attr(acyclic=True)
class Curve:
    """A card that learns at one rate: means and covariances of ceiling, flattery and gain, and the line to quality.

    Quality is `share` (in UNITs) of the ceiling, and `base`, and the gain.
    """

    def __init__(self, rate: int, weight: int, ceiling: int, variance: int, start: int) -> None:
        #: Share of the gap that a run closes, in UNITs.
        self.rate = rate
        self.weight = weight
        self.share = 0
        self.base = start
        self.ceiling = ceiling
        self.optimism = 0
        self.gain = 0
        self.var_ceiling = variance
        self.var_optimism = 0
        self.var_gain = 0
        self.ceiling_optimism = 0
        self.ceiling_gain = 0
        self.optimism_gain = 0

    def copy(self) -> "Curve":
        """Another one with the same numbers."""
        curve = Curve(self.rate, self.weight, self.ceiling, self.var_ceiling, self.base)
        curve.share = self.share
        curve.optimism = self.optimism
        curve.gain = self.gain
        curve.var_optimism = self.var_optimism
        curve.var_gain = self.var_gain
        curve.ceiling_optimism = self.ceiling_optimism
        curve.ceiling_gain = self.ceiling_gain
        curve.optimism_gain = self.optimism_gain
        return curve

    def add_run(self, changed: int) -> None:
        """A run closes its part of the gap to the ceiling and what changes have added to that."""
        rate: i64 = self.rate
        self.share += (UNIT - self.share) * rate // UNIT
        self.base += (changed - self.base) * rate // UNIT

    def quality(self) -> int:
        """The checkpoint's mean."""
        share: i64 = self.share
        return self.ceiling * share // UNIT + self.base + self.gain

    def variance(self) -> int:
        """The checkpoint's variance."""
        share: i64 = self.share
        part = self.var_ceiling * share // UNIT + 2 * self.ceiling_gain
        return part * share // UNIT + self.var_gain

    def update(self, value: int, noise: int, readout: bool) -> None:
        """A measurement with this error variance; its likelihood goes into the weight."""
        off = value - self.quality()
        share: i64 = self.share
        of_ceiling: int = self.var_ceiling * share // UNIT + self.ceiling_gain
        of_gain: int = self.ceiling_gain * share // UNIT + self.var_gain
        of_optimism: int = self.ceiling_optimism * share // UNIT + self.optimism_gain
        total: int = of_ceiling * share // UNIT + of_gain + noise
        if readout:
            off -= self.optimism
            total += 2 * of_optimism + self.var_optimism
            of_ceiling += self.ceiling_optimism
            of_gain += self.optimism_gain
            of_optimism += self.var_optimism
        self.weight = self.weight * likelihood(off, total) // root(total)
        by: i64 = off
        self.ceiling += by * of_ceiling // total
        self.gain += by * of_gain // total
        self.optimism += by * of_optimism // total
        self.var_ceiling -= of_ceiling * of_ceiling // total
        self.var_gain -= of_gain * of_gain // total
        self.var_optimism -= of_optimism * of_optimism // total
        self.ceiling_gain -= of_ceiling * of_gain // total
        self.ceiling_optimism -= of_ceiling * of_optimism // total
        self.optimism_gain -= of_optimism * of_gain // total

    def update_ceiling(self, ceiling: int, noise: int) -> None:
        """Somebody else says what the ceiling is, with this error variance."""
        off = ceiling - self.ceiling
        total = self.var_ceiling + noise
        self.weight = self.weight * likelihood(off, total) // root(total)
        self.ceiling += off * self.var_ceiling // total
        self.gain += off * self.ceiling_gain // total
        self.var_gain -= self.ceiling_gain * self.ceiling_gain // total
        self.ceiling_gain -= self.var_ceiling * self.ceiling_gain // total
        self.var_ceiling -= self.var_ceiling * self.var_ceiling // total


class Belief:
    """One card's posterior: its dealt ceiling, and its quality now and after each further run."""

    def __init__(self, curves: list[Curve], changed: int) -> None:
        self.curves = curves
        #: What changes, freshness and labels have added to the ceiling, steps.
        self.changed = changed
        self.techniques = 0
        self._after: list[Normal | None] = [None] * (MOST_RUNS + 1)

    def normalise(self) -> None:
        """Weights add up to one UNIT. Where nothing is left, all that is known was wrong: no rate is likelier."""
        total = 0
        for curve in self.curves:
            total += curve.weight
        for curve in self.curves:
            curve.weight = curve.weight * UNIT // total if total else UNIT // len(self.curves)

    def add_run(self, world: World, kind: int) -> None:
        """A run has ended, and what it changed."""
        if kind == SLIMMER:
            less = world.slim_ppm // STEP_PPM
            self.changed -= less
            for curve in self.curves:
                curve.base -= less
        elif kind == TECHNIQUE:
            # What it brings beyond the usual moves quality and ceiling along.
            self.techniques += 1
            usual = world.technique_mean_ppm // (STEP_PPM * self.techniques)
            spread = world.technique_sd_ppm // (STEP_PPM * self.techniques)
            self.changed += usual
            for curve in self.curves:
                curve.base += usual
                curve.var_gain += spread * spread
        else:
            for curve in self.curves:
                curve.add_run(self.changed)

    def copy(self) -> "Belief":
        """Another one that knows the same."""
        belief = Belief([curve.copy() for curve in self.curves], self.changed)
        belief.techniques = self.techniques
        return belief

    def with_prior(self, old_prior: Normal, new_prior: Normal) -> "Belief":
        """The same with a narrower prior of the ceiling than the one that it began with."""
        belief = self.copy()
        old_variance = old_prior.variance // STEP_SQUARED
        new_variance = max(1, new_prior.variance // STEP_SQUARED)
        if new_variance < old_variance:
            observation = (new_prior.mean // STEP_PPM * old_variance - old_prior.mean // STEP_PPM * new_variance) // (
                old_variance - new_variance
            )
            for curve in belief.curves:
                curve.update_ceiling(observation, old_variance * new_variance // (old_variance - new_variance))
            belief.normalise()
        return belief

    def ceiling(self) -> Normal:
        """The dealt ceiling over all rates."""
        mean = 0
        for curve in self.curves:
            mean += curve.ceiling * curve.weight
        mean //= UNIT
        variance = 0
        for curve in self.curves:
            off = curve.ceiling - mean
            variance += (curve.var_ceiling + off * off) * curve.weight // UNIT
        return Normal(mean * STEP_PPM, variance * STEP_SQUARED)

    def quality_after(self, runs: int) -> Normal:
        """Quality of the checkpoint after so many more runs, MOST_RUNS at most."""
        index = runs if runs < MOST_RUNS else MOST_RUNS
        forecast = self._after[index]
        if forecast is None:
            forecast = self._forecast(index)
            self._after[index] = forecast
        return forecast

    def _forecast(self, runs: int) -> Normal:
        mean: i64 = 0
        variance: i64 = 0
        squares: i64 = 0
        first: i64 = 0
        for index, curve in enumerate(self.curves):
            later = curve
            if runs:
                later = curve.copy()
                for _ in range(runs):
                    later.add_run(self.changed)
            quality: i64 = max(later.quality(), curve.quality())
            if index == 0:
                first = quality
            off: i64 = quality - first
            weight: i64 = curve.weight
            mean += off * weight
            variance += later.variance() * weight // UNIT
            squares += off * off * weight // UNIT
        mean //= UNIT
        variance += squares - mean * mean
        return Normal((first + mean) * STEP_PPM, max(1, variance) * STEP_SQUARED)


def prior_belief(world: World, prior: Prior) -> Belief:
    """A card before its first run: the slower it learns, the likelier its ceiling lies high in its family."""
    optimism_sd = world.optimism_sd_ppm // STEP_PPM
    curves: list[Curve] = []
    all_low, all_mid, all_high = sum(world.rate_weights_low), sum(world.rate_weights_mid), sum(world.rate_weights_high)
    for index, rate in enumerate(world.rate_ppm):
        high = world.rate_weights_high[index] * FAR_CHANCE // all_high
        low = world.rate_weights_low[index] * FAR_CHANCE // all_low
        weight = high + low + world.rate_weights_mid[index] * NEAR_CHANCE // all_mid
        shift = prior.card_sd_ppm * FAR_MEAN // 1000 * (high - low) // max(1, weight)
        ceiling = (prior.ceiling.mean + shift) // STEP_PPM
        variance = prior.ceiling.variance // STEP_SQUARED
        curve = Curve(rate * UNIT // 1_000_000, weight, ceiling, variance, prior.start_ppm // STEP_PPM)
        curve.var_optimism = optimism_sd * optimism_sd
        curves.append(curve)
    belief = Belief(curves, prior.added_ppm // STEP_PPM)
    belief.normalise()
    return belief


def infer_belief(world: World, prior: Prior, steps: list[Measurement]) -> Belief:
    """The posterior of a card with these steps behind it."""
    belief = prior_belief(world, prior)
    update_belief(world, belief, steps, 0)
    return belief


def update_belief(world: World, belief: Belief, steps: list[Measurement], steps_seen: int) -> None:
    """Take the steps after the first `steps_seen`, which the posterior has seen."""
    for step in steps[steps_seen:]:
        readout = step.kind != EVALUATION
        if readout:
            belief.add_run(world, step.kind)
        value = step.value // STEP_PPM
        noise = step.variance // STEP_SQUARED
        for curve in belief.curves:
            curve.update(value, noise, readout)
        belief.normalise()
