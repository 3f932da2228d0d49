"""The engine's probability tables as numpy arrays: the same weights, read as priors and as likelihoods."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from aiboard.engine.chance.tables import ONE, Table

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: The logarithm of what cannot be. Finite, so that sums of it stay comparable.
IMPOSSIBLE: Final = -1e6


@dataclass(frozen=True)
class Law:
    """A table's values `lo + step * k` with their probabilities and logarithms.

    `mean` and `variance` are the table's own: rounding and cut tails included.
    """

    lo: int
    step: int
    probs: Floats
    logs: Floats
    mean: float
    variance: float

    @cached_property
    def values(self) -> Ints:
        """The grid, ascending. Not to be changed."""
        grid: Ints = self.lo + self.step * np.arange(len(self.probs), dtype=np.int64)
        return grid

    @cached_property
    def cumulative(self) -> Floats:
        """Chance of each value or less, the last exactly 1. Not to be changed."""
        sums = np.cumsum(self.probs)
        shares: Floats = sums / sums[-1]
        return shares

    @cached_property
    def _padded(self) -> Floats:
        """The logarithms with IMPOSSIBLE at both ends."""
        return np.concatenate([[IMPOSSIBLE], self.logs, [IMPOSSIBLE]])

    @cached_property
    def _tails(self) -> Floats:
        """Log chance of each value or more, and of more than all."""
        return logs_of(np.concatenate([np.cumsum(self.probs[::-1])[::-1], [0.0]]))

    def log_prob(self, value: Ints) -> Floats:
        """Log probability of each value; IMPOSSIBLE off the grid."""
        index, remainder = np.divmod(value - (self.lo - self.step), self.step)
        grid_logs = self._padded[np.minimum(np.maximum(index, 0), len(self.probs) + 1)]
        logs: Floats = np.where(remainder == 0, grid_logs, IMPOSSIBLE)
        return logs

    def log_at_least(self, value: Ints) -> Floats:
        """Log probability of this value or more: what a reading that was cut at 100 % says."""
        index = np.clip(-((self.lo - value) // self.step), 0, len(self.probs))
        logs: Floats = self._tails[index]
        return logs

    def nearest(self, value: Floats) -> Ints:
        """The value of the grid that is nearest, within its ends."""
        index = np.clip(np.rint((value - self.lo) / self.step), 0, len(self.probs) - 1)
        values: Ints = self.lo + self.step * index.astype(np.int64)
        return values

    def normal_log(self, value: Ints) -> Floats:
        """Log weight of a cell under the normal law with this mean and variance (flat where there is no spread)."""
        if self.variance <= 0:
            return np.zeros(value.shape)
        return normal_log(value - self.mean, self.variance, self.step)


# A world has some forty tables and asks for each of them many times a board. A table is its own key.
@lru_cache(maxsize=256)
def law(table: Table) -> Law:
    """A table as arrays."""
    probs = np.diff(np.asarray([0, *table.cum], dtype=np.float64)) / ONE
    return _made(table.lo, table.step, probs)


def convolve(one: Law, count: int) -> Law:
    """The law of a sum of `count` independent draws."""
    probs = one.probs
    for _ in range(count - 1):
        probs = np.convolve(probs, one.probs)
    return _made(one.lo * count, one.step, probs)


def _made(lo: int, step: int, probs: Any) -> Law:
    values = lo + step * np.arange(len(probs))
    mean = float(values @ probs)
    return Law(lo, step, probs, logs_of(probs), mean, float((values - mean) ** 2 @ probs))


def logs_of(probs: Floats) -> Floats:
    """Logarithms, IMPOSSIBLE for 0."""
    logs: Floats = np.full(probs.shape, IMPOSSIBLE)
    np.log(probs, out=logs, where=probs > 0)
    return logs


def normal_log(deviation: Any, variance: float, width: int = 1) -> Floats:
    """Log weight of a cell `width` wide, `deviation` from the mean of a normal law."""
    logs: Floats = -0.5 * deviation * deviation / variance - 0.5 * np.log(2 * np.pi * variance) + np.log(width)
    return logs


def on_grid(value: Ints, step: int) -> Ints:
    """The nearest multiple of `step`, halves upwards: `latents.on_grid` for arrays."""
    rounded: Ints = (value + step // 2) // step * step
    return rounded


def draw_categorical(logs: Floats, luck: np.random.Generator, count: int = 1) -> Ints:
    """Draw `count` places of the last axis from unnormalised logarithms, row by row: shape (rows, count)."""
    # In one array, and by the ufuncs themselves: a board asks for hundreds of short rows, and each call has its price.
    cumulative = logs - np.maximum.reduce(logs, axis=-1, keepdims=True)
    np.exp(cumulative, out=cumulative)
    np.add.accumulate(cumulative, axis=-1, out=cumulative)
    indices: Ints
    if count == 1:
        # Counting the steps below takes one pass; most draws are of this kind, of short rows.
        aims = luck.random(len(logs)) * cumulative[:, -1]
        indices = (cumulative <= aims[:, None]).sum(axis=1, keepdims=True)
    else:
        cumulative /= cumulative[:, -1:]
        aims = luck.random((len(logs), count))
        # One search over all rows: each row's steps are moved into an interval of its own.
        rows = np.arange(len(logs))[:, None]
        flat_indices = np.searchsorted((cumulative + rows).ravel(), (aims + rows).ravel(), side="right")
        indices = flat_indices.reshape(aims.shape) - rows * logs.shape[1]
    clipped: Ints = np.minimum(indices, logs.shape[1] - 1)
    return clipped
