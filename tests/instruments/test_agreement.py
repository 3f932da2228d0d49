"""Kappa against a table worked by hand, its interval against derivatives taken by number, and its ends."""

from math import sqrt

import pytest

from aiboard.instruments.agreement import agreement, wilson

Table = dict[tuple[str, str], int]
HAND: Table = {("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}
THREE: Table = {("a", "a"): 30, ("b", "b"): 11, ("c", "c"): 4, ("a", "b"): 7, ("c", "a"): 3, ("b", "c"): 2}


def kappa_of(shares: dict[tuple[str, str], float]) -> float:
    """Cohen's kappa as its definition has it."""
    labels = {label for pair in shares for label in pair}
    same = sum(shares.get((label, label), 0) for label in labels)
    chance = sum(
        sum(s for (a, _), s in shares.items() if a == label) * sum(s for (_, b), s in shares.items() if b == label)
        for label in labels
    )
    return (same - chance) / (1 - chance)


def test_a_table_worked_by_hand() -> None:
    found = agreement(HAND)
    assert found is not None and found.kappa is not None
    # 35 of 50 agree; chance is 0.5 × 0.6 + 0.5 × 0.4.
    assert (found.items, found.agreement.mean, found.chance) == (50, 0.7, pytest.approx(0.5))
    assert found.kappa.mean == pytest.approx(0.4)
    # Chance from the first labeller alone is 0.5² + 0.5² too: the tables differ in the second's habits only.
    assert found.naive_kappa == pytest.approx(0.4)


@pytest.mark.parametrize("table", [HAND, THREE])
def test_the_interval_is_that_of_the_delta_method(table: Table) -> None:
    n = sum(table.values())
    labels = sorted({label for pair in table for label in pair})
    shares = {(a, b): table.get((a, b), 0) / n for a in labels for b in labels}
    step = 1e-6
    slopes = {}
    for cell in shares:
        up, down = dict(shares), dict(shares)
        up[cell] += step
        down[cell] -= step
        slopes[cell] = (kappa_of(up) - kappa_of(down)) / (2 * step)
    mean = sum(shares[cell] * slopes[cell] for cell in shares)
    variance = (sum(shares[cell] * slopes[cell] ** 2 for cell in shares) - mean**2) / n
    found = agreement(table)
    assert found is not None and found.kappa is not None
    assert found.kappa.mean == pytest.approx(kappa_of(shares))
    assert found.kappa.high - found.kappa.mean == pytest.approx(1.959964 * sqrt(variance), rel=1e-3)


def test_a_first_labeller_with_one_label_is_no_agreement() -> None:
    found = agreement({("y", "y"): 40, ("y", "n"): 60})
    assert found is not None and found.kappa is not None
    assert found.kappa.mean == pytest.approx(0) and found.naive_kappa == 1.0


def test_without_disagreement_the_interval_is_not_a_point() -> None:
    found = agreement({("y", "y"): 10, ("n", "n"): 10})
    assert found is not None and found.kappa is not None
    assert found.kappa.mean == found.kappa.high == 1
    assert 0.6 < found.kappa.low < 0.75
    larger = agreement({("y", "y"): 500, ("n", "n"): 500})
    assert larger is not None and larger.kappa is not None and larger.kappa.low > 0.99


def test_without_a_spread_the_interval_has_two_ends() -> None:
    """One labeller with one label, or two who never agree: the formula has no spread, and the next item may differ."""
    for table in ({("y", "y"): 30, ("y", "n"): 30}, {("y", "y"): 30, ("n", "y"): 30}):
        constant = agreement(table)
        assert constant is not None and constant.kappa is not None
        # Half agree: Wilson's interval of 30 of 60, less chance 0.5, over the other half.
        half = 1.959964 / sqrt(60 + 1.959964**2)
        assert (constant.kappa.low, constant.kappa.high) == (pytest.approx(-half), pytest.approx(half))
    # Where chance is near 1 the rounding of the spread is large.
    rare = agreement({("y", "y"): 1000, ("y", "n"): 3})
    assert rare is not None and rare.kappa is not None
    assert rare.kappa.low == -1 and 0.6 < rare.kappa.high < 0.7
    never = agreement({("y", "n"): 10, ("n", "y"): 10})
    assert never is not None and never.kappa is not None
    assert never.kappa.low == never.kappa.mean == -1 and -0.75 < never.kappa.high < -0.6


def test_where_nothing_can_be_said() -> None:
    assert agreement({}) is None
    same = agreement({("y", "y"): 7})
    assert same is not None and same.kappa is None and same.agreement.mean == 1


def test_wilson_against_its_quadratic() -> None:
    for share, n in ((0.0, 10), (0.3, 10), (1.0, 7), (0.75, 400)):
        found = wilson(share, n)
        for end in (found.low, found.high):
            assert (end - share) ** 2 == pytest.approx(1.959964**2 * end * (1 - end) / n, abs=1e-12)
