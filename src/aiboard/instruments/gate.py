"""The evaluation gate's statistics, on integer scores (millionths).

Two sources of error, added as variances: seed noise, whose spread is estimated (Student's t, with the degrees of
freedom of what it is estimated from), and the luck of which items are in the frozen set, which no number of seeds
averages out (normal, known spread). Roots are rounded down.
"""

from math import isqrt
from typing import Final

#: Student's t, one-sided 5 %, thousandths, by degrees of freedom 1..30 (any table of t; recomputed in tests).
T_ONE_SIDED: Final[list[int]] = [
    6314, 2920, 2353, 2132, 2015, 1943, 1895, 1860, 1833, 1812, 1796, 1782, 1771, 1761, 1753,
    1746, 1740, 1734, 1729, 1725, 1721, 1717, 1714, 1711, 1708, 1706, 1703, 1701, 1699, 1697,
]  # fmt: skip
#: Two-sided 95 %, thousandths, degrees of freedom 1..30.
T_TWO_SIDED: Final[list[int]] = [
    12706, 4303, 3182, 2776, 2571, 2447, 2365, 2306, 2262, 2228, 2201, 2179, 2160, 2145, 2131,
    2120, 2110, 2101, 2093, 2086, 2080, 2074, 2069, 2064, 2060, 2056, 2052, 2048, 2045, 2042,
]  # fmt: skip
Z_ONE_SIDED: Final = 1645
Z_TWO_SIDED: Final = 1960


class Estimate:
    """A mean with its interval, millionths; `n` seeds behind it."""

    def __init__(self, mean: int, low: int, high: int, n: int) -> None:
        self.mean = mean
        self.low = low
        self.high = high
        self.n = n


def squares_around_mean(values: list[int]) -> int:
    """Sum of squared deviations from the values' own mean, rounded down; 0 for fewer than two values."""
    n = len(values)
    if n < 2:
        return 0
    total = sum(values)
    squares = 0
    for value in values:
        squares += value * value
    return (n * squares - total * total) // n


def sample_variance(values: list[int]) -> int:
    """Unbiased variance, rounded down; 0 for fewer than two values."""
    return squares_around_mean(values) // (len(values) - 1) if len(values) > 1 else 0


def critical(table: list[int], df: int, limit: int) -> int:
    """The critical value for `df` degrees of freedom, thousandths; `limit` beyond the table."""
    if df < 1:
        raise ValueError("degrees of freedom start at 1")
    return table[df - 1] if df <= len(table) else limit


def half_width(seed_variance: int, n: int, t: int, item_sd: int, z: int) -> int:
    """Half the interval: t and z in thousandths, spreads in millionths, added in quadrature."""
    seed_part = t * t * (seed_variance // n)
    item_part = z * z * item_sd * item_sd
    return isqrt((seed_part + item_part) // 1_000_000)


def interval(mean: int, n: int, variance: int, df: int, item_sd: int) -> Estimate:
    """Two-sided 95 % interval of a mean of `n` seeds, whose variance is known with `df` degrees of freedom."""
    width = interval_width(n, variance, df, item_sd)
    return Estimate(mean, mean - width, mean + width, n)


def interval_width(n: int, variance: int, df: int, item_sd: int) -> int:
    """Half of `interval`."""
    return half_width(variance, n, critical(T_TWO_SIDED, df, Z_TWO_SIDED), item_sd, Z_TWO_SIDED)


def lower_bound(mean: int, n: int, variance: int, df: int, item_sd: int) -> int:
    """One-sided 95 % lower bound of a mean of `n` paired differences of this variance.

    Superiority: bound > 0. Non-inferiority: bound > -margin.
    """
    return mean - half_width(variance, n, critical(T_ONE_SIDED, df, Z_ONE_SIDED), item_sd, Z_ONE_SIDED)
