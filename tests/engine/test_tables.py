"""Probability tables against the standard library's normal law, and sampling against the tables' own weights."""

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiboard.engine.chance.luck import LUCK_RANGE, mix
from aiboard.engine.chance.normal import NORMAL_CDF, STEPS_PER_SD
from aiboard.engine.chance.tables import ONE, Table, normal, normal_cdf, weighted
from tests.engine.chance import chi_square_ok


def mass(table: Table) -> dict[int, float]:
    return {value: table.weight(value) / ONE for value in table.values()}


def test_the_table_is_the_normal_law() -> None:
    for index, value in enumerate(NORMAL_CDF):
        assert value == round(NormalDist().cdf(index / STEPS_PER_SD) * ONE)


@given(st.integers(-6_000, 6_000))
def test_normal_cdf_between_the_grid(thousandths: int) -> None:
    """Straight lines between points 1/32 SD apart are off by at most 3e-5 (h squared / 8 times the steepest bend)."""
    assert abs(normal_cdf(thousandths) / ONE - NormalDist().cdf(thousandths / 1000)) < 3.1e-5
    assert normal_cdf(thousandths) + normal_cdf(-thousandths) == ONE


@given(st.integers(-6_000, 5_999))
def test_normal_cdf_never_falls(thousandths: int) -> None:
    assert normal_cdf(thousandths) <= normal_cdf(thousandths + 1)


@given(st.lists(st.integers(0, 1_000), min_size=1, max_size=12).filter(any), st.integers(-50, 50), st.integers(1, 9))
def test_weighted_shares(weights: list[int], lo: int, step: int) -> None:
    table = weighted(weights, lo, step)
    assert table.cum[-1] == ONE
    assert table.values() == [lo + step * i for i in range(len(weights))]
    for i, weight in enumerate(weights):
        slack = 1 + len(weights) * (i == len(weights) - 1)
        assert abs(table.weight(lo + step * i) - weight * ONE / sum(weights)) <= slack
        if weight == 0 and i < len(weights) - 1:
            assert table.weight(lo + step * i) <= 1


@pytest.mark.parametrize("weights", [[], [0], [0, 0, 0]])
def test_no_weight_is_no_table(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="positive total"):
        weighted(weights)


@given(st.integers(-30, 30), st.integers(1, 40), st.integers(1, 20))
def test_normal_is_the_law_on_its_grid(mean: int, sd: int, step: int) -> None:
    mean, sd, step = mean * 1_000, sd * 1_000, step * 1_000
    table = normal(mean, sd, step, -400_000, 400_000)
    law = NormalDist(mean, sd)
    values = table.values()
    total = 0
    for i, value in enumerate(values):
        weight = table.weight(value)
        assert weight >= 0
        total += weight
        low = 0.0 if i == 0 else law.cdf(value - step / 2)
        high = 1.0 if i == len(values) - 1 else law.cdf(value + step / 2)
        # The cut is at thousandths of an SD, rounded down: 0.0004 of probability at the steepest.
        assert abs(weight / ONE - (high - low)) < 9e-4
    assert total == ONE
    assert abs(sum(value * weight for value, weight in mass(table).items()) - mean) < sd / 200 + 1
    assert (mean - values[0]) % step == 0


def test_normal_is_cut_at_its_ends() -> None:
    table = normal(0, 20_000, 5_000, -15_000, 10_000)
    assert table.values() == [-15_000, -10_000, -5_000, 0, 5_000, 10_000]
    assert abs(table.weight(-15_000) / ONE - NormalDist(0, 20_000).cdf(-12_500)) < 9e-4
    assert abs(table.weight(10_000) / ONE - (1 - NormalDist(0, 20_000).cdf(7_500))) < 9e-4


def test_no_spread_is_one_value() -> None:
    table = normal(-25_000, 0, 5_000, -120_000, 30_000)
    assert table.values() == [-25_000] and table.weight(-25_000) == ONE
    assert {table.at(luck) for luck in (0, 1, ONE - 1)} == {-25_000}


def test_off_the_grid_weighs_nothing() -> None:
    table = weighted([1, 2, 3], 10, 5)
    assert [table.weight(value) for value in (5, 11, 25)] == [0, 0, 0]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=9).filter(any))
def test_sampling_is_the_exact_inverse_of_the_weights(weights: list[int]) -> None:
    """Every value is chosen for exactly its weight of lucks: the ends of each interval show it."""
    table = weighted(weights)
    before = 0
    for value, end in zip(table.values(), table.cum, strict=True):
        if end > before:
            assert table.at(before) == value and table.at(end - 1) == value
        before = end
    assert before == LUCK_RANGE


@pytest.mark.parametrize(
    "table",
    [normal(0, 16_000, 2_000, -200_000, 200_000), weighted([55, 35, 10]), weighted([1, 0, 2, 0, 7], 3, 2)],
    ids=["normal", "weighted", "gaps"],
)
def test_sampled_frequencies(table: Table) -> None:
    seen: dict[int, int] = {}
    for n in range(40_000):
        value = table.at(mix(11, 21, 3, n))
        seen[value] = seen.get(value, 0) + 1
    assert chi_square_ok(seen, table)
