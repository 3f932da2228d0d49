"""The linear part of a card: hidden quantities with normal tables, and the measurements that are sums of them.

Given ceiling, rate, labels, leak, fault and set luck, a card's readouts, scores and live days are straight sums of its
optimism, technique gains, item luck and skew with normal noise. So these are integrated in closed form, whatever the
ceiling is; `card.py` then corrects for what a table differs from the normal law by.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from aiboard.analysis.belief.laws import Floats, Law, law
from aiboard.analysis.belief.trail import Labels, LiveDay, Trail
from aiboard.engine.chance.latents import Latents, share_class
from aiboard.engine.model.items import EVAL_PARTS, WHOLE_PCT
from aiboard.engine.model.vocabulary import Change
from aiboard.engine.model.world import World

OPTIMISM: Final = "optimism"
SKEW: Final = "skew"
TECHNIQUE: Final = "technique"
WHOLE: Final = "items"
HALF: Final = "half"
FIFTH: Final = "fifth"
OLD_SET: Final = "old set"


@dataclass(frozen=True)
class Hidden:
    """One normal quantity: what it is, which one (technique number from 1, set version), its law.

    A technique's draw counts by 1 / its number.
    """

    kind: str
    number: int
    law: Law

    @property
    def weight(self) -> float:
        """How much of it a measurement holds."""
        return 1 / self.number if self.kind == TECHNIQUE else 1.0


@dataclass
class Observation:
    """A measurement: its value, error variance, the checkpoint, and the shares of hidden quantities that it holds."""

    value: float
    variance: float
    runs: int
    regressed: bool
    shares: dict[int, float]
    leaky: bool = False
    on_set: bool = False
    live: bool = False
    labels: Labels | None = None


@dataclass
class LinearModel:
    """A card's hidden normal quantities and measurements, and the matrices that follow from them.

    `precision` is that of the measurements given everything outside, `gain` takes a residual to the hidden quantities'
    posterior mean, `root` their posterior covariance's square root.
    """

    hidden: list[Hidden] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    matrix: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    precision: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    gain: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    root: Floats = field(default_factory=lambda: np.zeros((0, 0)))

    def place(self, kind: str, number: int, table: Law) -> int:
        """Where a quantity stands; it is added when it is new."""
        for index, quantity in enumerate(self.hidden):
            if (quantity.kind, quantity.number) == (kind, number):
                return index
        self.hidden.append(Hidden(kind, number, table))
        return len(self.hidden) - 1

    def solve(self) -> None:
        """Work out the matrices, once everything is in."""
        matrix = np.zeros((len(self.observations), len(self.hidden)))
        for row, one in enumerate(self.observations):
            for column, share in one.shares.items():
                matrix[row, column] = share * self.hidden[column].weight
        spread = np.asarray([one.law.variance for one in self.hidden])
        noise = np.asarray([one.variance for one in self.observations])
        total = (matrix * spread) @ matrix.T + np.diag(noise)
        self.matrix = matrix
        self.precision = np.linalg.inv(total)
        self.gain = (spread[:, None] * matrix.T) @ self.precision
        # Symmetric and without negative eigenvalues in theory; rounding leaves it a little of both.
        covariance = np.diag(spread) - self.gain @ (matrix * spread)
        values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
        self.root = vectors * np.sqrt(np.maximum(values, 0.0))

    @property
    def means(self) -> Floats:
        """Prior means of the hidden quantities."""
        return np.asarray([one.law.mean for one in self.hidden])


def linear(world: World, latents: Latents, history: Trail, version: int) -> LinearModel:
    """The linear part of a card with at least one run; `version` is the eval set's now."""
    model = LinearModel()
    # The variance of what is lost when a score is put on its grid.
    rounding = world.score_step_ppm**2 / 12
    techniques = law(latents.technique)
    after = [0]
    for run in history.runs:
        after.append(after[-1] + (run.kind == Change.TECHNIQUE))
    for number in range(1, after[-1] + 1):
        model.place(TECHNIQUE, number, techniques)

    def gains(runs: int) -> dict[int, float]:
        return {model.place(TECHNIQUE, number, techniques): 1.0 for number in range(1, after[runs] + 1)}

    optimism, readout = law(latents.optimism), law(latents.readout)
    for run_number, run in enumerate(history.runs, 1):
        shares = gains(run_number) | {model.place(OPTIMISM, 0, optimism): 1.0}
        noise = readout.variance + rounding
        model.observations.append(Observation(run.readout - run.overfit, noise, run_number, run.regressed, shares))
    seed = law(latents.seed)
    for one in history.eval_results:
        shares = gains(one.runs) | _items(model, latents, one.version, one.percent)
        if one.version != version:
            shares[model.place(OLD_SET, one.version, law(latents.set_items))] = 1.0
        model.observations.append(
            Observation(
                one.total / one.seeds, seed.variance / one.seeds + rounding, one.runs, one.regressed, shares,
                one.leaky, one.version == version, False, one.labels,
            )
        )  # fmt: skip
    for days in _stays(history.live_days):
        shares = gains(days[0].runs) | {model.place(SKEW, 0, law(latents.skew)): 1.0}
        model.observations.append(_stay(world, latents, days, shares))
    model.solve()
    return model


def _items(model: LinearModel, latents: Latents, version: int, percent: int) -> dict[int, float]:
    """The item luck that a part of the questions holds: a part's is the whole's and more."""
    shares = {model.place(WHOLE, version, law(latents.items)): 1.0}
    if percent < WHOLE_PCT:
        shares[model.place(HALF, version, law(latents.half_items))] = 1.0
    if percent <= EVAL_PARTS[0]:
        shares[model.place(FIFTH, version, law(latents.fifth_items))] = 1.0
    return shares


def _stays(live_days: list[LiveDay]) -> list[list[LiveDay]]:
    """Days with customers by checkpoint and state."""
    stays: dict[tuple[int, bool], list[LiveDay]] = {}
    for day in live_days:
        stays.setdefault((day.runs, day.regressed), []).append(day)
    return list(stays.values())


def _stay(world: World, latents: Latents, days: list[LiveDay], shares: dict[int, float]) -> Observation:
    """All days of one checkpoint as one measurement, each weighed by how sharp it is, drift added back."""
    # These days differ by their noise alone: their weighed mean says all that they say together.
    weights = np.asarray([1 / monitor(latents, day).variance for day in days])
    values = np.asarray([day.observed + world.drift_ppm_day * day.age for day in days])
    total = weights.sum()
    variance = 1 / total + world.score_step_ppm**2 / 12
    first = days[0]
    return Observation(float(values @ weights / total), variance, first.runs, first.regressed, shares, live=True)


def monitor(latents: Latents, day: LiveDay) -> Law:
    """The noise of a day's monitoring or a review."""
    return law(latents.review if day.review else latents.monitor[share_class(day.share)])
