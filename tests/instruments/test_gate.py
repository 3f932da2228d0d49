"""The gate's statistics: critical values recomputed, its error rates, and what seeds cannot average out."""

import math
import random
from statistics import NormalDist, mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiboard.instruments.gate import (
    T_ONE_SIDED,
    T_TWO_SIDED,
    Z_ONE_SIDED,
    Z_TWO_SIDED,
    critical,
    half_width,
    interval,
    interval_width,
    lower_bound,
    sample_variance,
    squares_around_mean,
)

SCORES = st.integers(0, 1_000_000)


def student_tail(t: float, df: int) -> float:
    """P(T > t) by Simpson's rule over the density, with t = sqrt(df) tan(a) so that the range is finite."""
    scale = math.gamma((df + 1) / 2) / (math.gamma(df / 2) * math.sqrt(math.pi))
    low, high, steps = math.atan(t / math.sqrt(df)), math.pi / 2, 2_000
    width = (high - low) / steps
    total = 0.0
    for i in range(steps + 1):
        weight = 1 if i in (0, steps) else 4 if i % 2 else 2
        total += weight * max(math.cos(low + i * width), 0.0) ** (df - 1)
    return scale * total * width / 3


@pytest.mark.parametrize("df", range(1, 31))
def test_critical_values(df: int) -> None:
    """Each is the point of its tail, to half a unit in its last place."""
    for table, tail in ((T_ONE_SIDED, 0.05), (T_TWO_SIDED, 0.025)):
        value = table[df - 1]
        assert student_tail((value - 0.6) / 1000, df) > tail > student_tail((value + 0.6) / 1000, df)


def test_normal_critical_values() -> None:
    assert round(NormalDist().inv_cdf(0.95) * 1000) == Z_ONE_SIDED
    assert round(NormalDist().inv_cdf(0.975) * 1000) == Z_TWO_SIDED
    assert critical(T_ONE_SIDED, 31, Z_ONE_SIDED) == Z_ONE_SIDED
    assert critical(T_ONE_SIDED, 30, Z_ONE_SIDED) == 1697
    with pytest.raises(ValueError, match="start at 1"):
        critical(T_ONE_SIDED, 0, Z_ONE_SIDED)


@given(st.lists(SCORES, min_size=2, max_size=16))
def test_variance_is_the_unbiased_one(values: list[int]) -> None:
    middle = mean(values)
    exact = sum((value - middle) ** 2 for value in values) / (len(values) - 1)
    assert exact - 1 < sample_variance(values) <= exact + 1e-6 * exact
    assert sample_variance(values[:1]) == 0


@given(st.integers(0, 10**12), st.integers(1, 16), st.integers(0, 100_000))
def test_spreads_add_as_variances(variance: int, n: int, item_sd: int) -> None:
    width = half_width(variance, n, 2_132, item_sd, 1_645)
    exact = math.sqrt(2.132**2 * (variance // n) + 1.645**2 * item_sd**2)
    assert exact - 1.01 < width < exact + 0.01


@given(SCORES, st.integers(1, 40), st.integers(0, 10**10), st.integers(1, 60), st.integers(0, 60_000))
def test_an_interval_is_around_its_mean(middle: int, n: int, variance: int, df: int, item_sd: int) -> None:
    found = interval(middle, n, variance, df, item_sd)
    width = interval_width(n, variance, df, item_sd)
    assert (found.low, found.mean, found.high, found.n) == (middle - width, middle, middle + width, n)
    # One-sided 5 % is nearer to the mean than two-sided 5 %.
    assert found.low <= lower_bound(middle, n, variance, df, item_sd) <= middle


@given(st.integers(1, 39), st.integers(0, 10**10), st.integers(1, 59), st.integers(0, 60_000))
def test_an_interval_narrows_with_seeds_and_with_what_is_known(n: int, variance: int, df: int, item_sd: int) -> None:
    width = interval_width(n, variance, df, item_sd)
    assert width >= interval_width(n + 1, variance, df, item_sd)
    assert width >= interval_width(n, variance, df + 1, item_sd)
    assert width >= interval_width(10**15, variance, df, item_sd)


def test_by_hand() -> None:
    """Five differences 1, 2, 3, 4, 5 points: mean 3, variance 2.5, t(4) = 2.132: 3 - 2.132 sqrt(.5) = 1.4925."""
    gains = [10_000, 20_000, 30_000, 40_000, 50_000]
    assert squares_around_mean(gains) == 1_000_000_000
    variance = sample_variance(gains)
    assert lower_bound(30_000, 5, variance, 4, 0) == 30_000 - 15_075
    # With an item spread of one point: 3 - sqrt(2.2727 + 2.7060) = 0.7687.
    assert lower_bound(30_000, 5, variance, 4, 10_000) == 30_000 - 22_313
    found = interval(30_000, 5, variance, 4, 0)
    assert (found.low, found.high) == (30_000 - 19_629, 30_000 + 19_629)
    # Known from twelve degrees of freedom the same spread leaves less: t(12) = 2.179.
    assert interval(30_000, 5, variance, 12, 0).low == 30_000 - 15_407


def passes(gain: int, seeds: int, item_sd: int, bar: int, games: int = 4_000) -> float:
    """Share of games in which a card of this true gain is over the bar; both kinds of error are drawn."""
    dice = random.Random(gain + seeds)
    passed = 0
    for _ in range(games):
        items = dice.gauss(0, item_sd)
        # A difference of two independent seeds of SD 1.6 points each.
        gains = [round(gain + items + dice.gauss(0, 16_000 * 2**0.5)) for _ in range(seeds)]
        passed += lower_bound(sum(gains) // seeds, seeds, sample_variance(gains), seeds - 1, item_sd) > bar
    return passed / games


@pytest.mark.parametrize("seeds", [2, 3, 5, 10])
def test_superiority_errs_in_at_most_one_of_twenty(seeds: int) -> None:
    """At no gain at all; adding the two parts in quadrature with t errs on the safe side."""
    for item_sd in (0, 10_000):
        assert 0.005 < passes(0, seeds, item_sd, 0) < 0.05 + 4 * (0.05 * 0.95 / 4_000) ** 0.5


@pytest.mark.parametrize("seeds", [3, 5])
def test_non_inferiority_at_its_margin(seeds: int) -> None:
    """A card that is worse by exactly the margin passes in at most one of twenty; an equal one far more often."""
    margin = 20_000
    assert passes(-margin, seeds, 0, -margin) < 0.05 + 4 * (0.05 * 0.95 / 4_000) ** 0.5
    assert passes(0, seeds, 0, -margin) > 3 * passes(-margin, seeds, 0, -margin)


def test_more_seeds_help_until_the_items_are_what_is_left() -> None:
    """Power for a true gain of 2.5 points: it grows with seeds, and never past what the item luck allows."""
    power = {seeds: passes(25_000, seeds, 10_000, 0) for seeds in (2, 3, 5, 10, 30, 200)}
    assert power[2] < power[3] < power[5] < power[10] < power[30]
    # With endless seeds a difference is known but for its items: P(Z > 1.645 - 2.5) = .80.
    limit = 1 - NormalDist().cdf(1.645 - 2.5)
    assert abs(power[200] - limit) < 0.04
    without = {seeds: passes(25_000, seeds, 0, 0) for seeds in (10, 30)}
    assert without[30] > 0.99 > power[30]


def test_items_are_not_averaged_out() -> None:
    """Two hundred equal seeds still leave the interval of the item set."""
    found = interval(910_000, 200, 0, 199, 10_000)
    assert found.high - found.mean == 19_600 == found.mean - found.low
    assert lower_bound(5_000, 200, 0, 199, 10_000) == 5_000 - 16_450
