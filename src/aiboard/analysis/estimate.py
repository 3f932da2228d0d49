"""A mean with its 95 % interval, from independent games."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from aiboard.instruments.gate import T_TWO_SIDED, Z_TWO_SIDED, critical


@dataclass(frozen=True)
class Estimate:
    """Mean and interval in the unit of the values; low and high are None for fewer than two values."""

    mean: float
    low: float | None
    high: float | None

    def data(self) -> dict[str, float | None]:
        """As JSON: {"mean", "low", "high"}."""
        return {"mean": self.mean, "low": self.low, "high": self.high}

    def scaled(self, zero: float, hundred: float) -> Estimate:
        """The same on a scale where `zero` is 0 and `hundred` is 100."""
        step = (hundred - zero) / 100
        ends = [None if end is None else (end - zero) / step for end in (self.low, self.high)]
        return Estimate((self.mean - zero) / step, *ends)


def estimate(values: Sequence[float]) -> Estimate:
    """Mean of `values` (at least one) with its two-sided 95 % Student interval."""
    mean = statistics.fmean(values)
    if len(values) < 2:
        return Estimate(mean, None, None)
    t = critical(T_TWO_SIDED, len(values) - 1, Z_TWO_SIDED) / 1000
    half = t * statistics.stdev(values) / math.sqrt(len(values))
    return Estimate(mean, mean - half, mean + half)
