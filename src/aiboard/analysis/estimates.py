"""Means with their 95 % intervals, of independent games and of paired ones. No numpy: a few thousand numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from aiboard.instruments.gate import T_TWO_SIDED, Z_TWO_SIDED, critical


@dataclass(frozen=True, slots=True)
class Est:
    """A mean with its two-sided 95 % interval (Student's t), in the unit of its values."""

    mean: float
    low: float
    high: float

    def data(self) -> dict[str, float]:
        """The JSON shape EST, rounded to hundredths."""
        return {"mean": round(self.mean, 2), "low": round(self.low, 2), "high": round(self.high, 2)}

    def scaled(self, zero: float, unit: float) -> Est:
        """The same on another scale: (x - zero) / unit."""
        return Est((self.mean - zero) / unit, (self.low - zero) / unit, (self.high - zero) / unit)

    def excludes_zero(self) -> bool:
        """Whether 0 lies outside the interval."""
        return self.low > 0 or self.high < 0


def mean_sd(values: Sequence[float]) -> tuple[float, float]:
    """Mean and standard deviation (n - 1); the deviation of a single value is 0."""
    n = len(values)
    if n == 0:
        raise ValueError("no values")
    mean = sum(values) / n
    if n == 1:
        return mean, 0.0
    return mean, sqrt(sum((value - mean) ** 2 for value in values) / (n - 1))


def estimate(values: Sequence[float]) -> Est:
    """Mean and 95 % interval of independent values; one value is its own interval (nothing is known of its spread)."""
    mean, sd = mean_sd(values)
    n = len(values)
    if n == 1:
        return Est(mean, mean, mean)
    half = critical(T_TWO_SIDED, n - 1, Z_TWO_SIDED) / 1000 * sd / sqrt(n)
    return Est(mean, mean - half, mean + half)


def paired(ours: Sequence[float], theirs: Sequence[float]) -> Est:
    """Mean of ours - theirs, game by game on the same seeds, with its 95 % interval."""
    return estimate([a - b for a, b in zip(ours, theirs, strict=True)])
