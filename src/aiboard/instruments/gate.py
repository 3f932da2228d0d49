"""The evaluation gate's statistics, on integer scores (millionths).

Two sources of error, added as variances: seed noise, estimated from the seeds (Student's t), and the luck of which
items are in the frozen set, which no number of seeds averages out (normal, known spread). Roots are rounded down.
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
#: Seeds from which a sample's own spread is used for its interval.
OWN_SPREAD: Final = 3


class Estimate:
    """A mean with its interval, millionths; `n` seeds behind it. With one seed only the assumed spread bounds it."""

    def __init__(self, mean: int, low: int, high: int, n: int) -> None:
        self.mean = mean
        self.low = low
        self.high = high
        self.n = n


def sample_variance(values: list[int]) -> int:
    """Unbiased variance, rounded down; 0 for fewer than two values."""
    n = len(values)
    if n < 2:
        return 0
    total = sum(values)
    squares = 0
    for value in values:
        squares += value * value
    return (n * squares - total * total) // (n * (n - 1))


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


def planned_width(n: int, assumed_sd: int, item_sd: int) -> int:
    """Half the two-sided 95 % interval of a mean of `n` seeds by the published spread: theirs is not known yet.

    From OWN_SPREAD seeds on, what they show afterwards is on average wider: few seeds know their own spread badly.
    """
    return half_width(assumed_sd * assumed_sd, n, Z_TWO_SIDED, item_sd, Z_TWO_SIDED)


def estimate(values: list[int], assumed_sd: int, item_sd: int) -> Estimate:
    """Mean and two-sided 95 % interval. Under OWN_SPREAD seeds the published spread `assumed_sd` stands in for theirs.

    Two seeds' own spread has one degree of freedom (t = 12.7): an interval that says nothing.
    """
    n = len(values)
    if n == 0:
        raise ValueError("an estimate needs at least one score")
    mean = sum(values) // n
    if n < OWN_SPREAD:
        width = planned_width(n, assumed_sd, item_sd)
    else:
        t = critical(T_TWO_SIDED, n - 1, Z_TWO_SIDED)
        width = half_width(sample_variance(values), n, t, item_sd, Z_TWO_SIDED)
    return Estimate(mean, mean - width, mean + width, n)


def lower_bound(differences: list[int], item_sd: int) -> int:
    """One-sided 95 % lower bound of the mean of paired per-seed differences; needs two or more.

    Superiority: bound > 0. Non-inferiority: bound > -margin.
    """
    n = len(differences)
    if n < 2:
        raise ValueError("one seed is not enough evidence")
    t = critical(T_ONE_SIDED, n - 1, Z_ONE_SIDED)
    return sum(differences) // n - half_width(sample_variance(differences), n, t, item_sd, Z_ONE_SIDED)
