"""A mean with its 95 % interval, from independent games."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from aiboard.instruments.gate import T_TWO_SIDED, Z_TWO_SIDED, critical


@dataclass(frozen=True)
class Estimate:
    """Mean and interval in the unit of the values; low and high are None for fewer than two values."""

    mean: float
    low: float | None
    high: float | None

    @classmethod
    def from_half_width(cls, mean: float, half: float) -> Estimate:
        """The mean with so much to each side."""
        return cls(mean, mean - half, mean + half)

    def __neg__(self) -> Estimate:
        low = None if self.high is None else -self.high
        return Estimate(-self.mean, low, None if self.low is None else -self.low)

    def __add__(self, other: Estimate) -> Estimate:
        """The sum of two amounts whose errors have nothing to do with each other: they add as squares."""
        return Estimate.from_half_width(self.mean + other.mean, math.hypot(self.half_width, other.half_width))

    def __sub__(self, other: Estimate) -> Estimate:
        return self + -other

    @property
    def half_width(self) -> float:
        """Half of the interval's width; 0 where there is none."""
        return 0.0 if self.low is None or self.high is None else (self.high - self.low) / 2

    def data(self) -> dict[str, float | None]:
        """As JSON: {"mean", "low", "high"}."""
        return asdict(self)

    def to_text(self, show: Callable[[float], str]) -> str:
        """`4.2 (3.1 to 5.3)`, each number as `show` writes it; the mean alone where there is no interval."""
        if self.low is None or self.high is None:
            return show(self.mean)
        return f"{show(self.mean)} ({show(self.low)} to {show(self.high)})"

    def excludes_zero(self) -> bool:
        """Whether the interval leaves 0 out."""
        return (self.low is not None and self.low > 0) or (self.high is not None and self.high < 0)

    def rescale(self, zero: float, hundred: float) -> Estimate:
        """The same on a scale where `zero` is 0 and `hundred` is 100."""
        step = (hundred - zero) / 100
        ends = [None if end is None else (end - zero) / step for end in (self.low, self.high)]
        return Estimate((self.mean - zero) / step, *ends)


def estimate(values: Sequence[float]) -> Estimate:
    """Mean of `values` (at least one) with its two-sided 95 % Student interval."""
    mean = statistics.fmean(values)
    # One game has no spread of its own, and a made-up interval would be believed.
    if len(values) < 2:
        return Estimate(mean, None, None)
    # The table holds thousandths.
    t = critical(T_TWO_SIDED, len(values) - 1, Z_TWO_SIDED) / 1000
    return Estimate.from_half_width(mean, t * statistics.stdev(values) / math.sqrt(len(values)))


def paired_difference(values: Sequence[float], baseline: Sequence[float]) -> Estimate:
    """Mean of values - baseline, game by game on the same seeds, with its interval."""
    return estimate([a - b for a, b in zip(values, baseline, strict=True)])
