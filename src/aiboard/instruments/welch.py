"""Welch's t-test of two sets of scores, as the usual gate applies it: has this one become worse?"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from aiboard.instruments.gate import T_TWO_SIDED, Z_TWO_SIDED


def significantly_lower(scores: Sequence[float], baseline: Sequence[float]) -> bool:
    """Welch's two-sided test at 5 %, and the mean lower. False where there is nothing to test with."""
    # One score a side, or all alike: the listing gets no number and takes that for "not worse".
    parts = [_mean_and_error(values) for values in (scores, baseline)]
    if any(part is None for part in parts):
        return False
    (mean, error), (base, base_error) = (part for part in parts if part is not None)
    total = error + base_error
    if total == 0:
        return False
    df = total**2 / (error**2 / (len(scores) - 1) + base_error**2 / (len(baseline) - 1))
    return (mean - base) / sqrt(total) < -_critical(df)


def _mean_and_error(values: Sequence[float]) -> tuple[float, float] | None:
    """Mean and squared standard error; None for fewer than two values."""
    count = len(values)
    if count < 2:
        return None
    mean = sum(values) / count
    return mean, sum((value - mean) ** 2 for value in values) / (count - 1) / count


def _critical(df: float) -> float:
    """Student's t, two-sided 5 %, for degrees of freedom that are no whole number: between two rows of the table."""
    low = max(1, int(df))
    if low >= len(T_TWO_SIDED):
        return Z_TWO_SIDED / 1000
    lower, upper = T_TWO_SIDED[low - 1] / 1000, T_TWO_SIDED[low] / 1000
    # Straight in 1/df, in which the table is nearly a line.
    part = (1 / low - 1 / max(df, 1.0)) / (1 / low - 1 / (low + 1))
    return lower + (upper - lower) * part
