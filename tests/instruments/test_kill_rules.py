"""The kill rules: the bare ones as they stand with their counterexamples, and how often each kind is wrong."""

import math
import random
from math import nan

import numpy as np
import pytest

from aiboard.instruments import kill_rules
from aiboard.instruments.kill_rules import (
    Answer,
    Rule,
    given_noise,
    naive_ruling,
    naive_sweep_ruling,
    noise_aware_ruling,
    noise_of_curves,
    noise_of_repeats,
    sweep_ruling,
)


def both(readings: list[float], target: float | None, sd: float) -> tuple[Answer, Answer]:
    return (
        naive_ruling(readings, target, None, None).answer,
        noise_aware_ruling(readings, given_noise(sd), target, None, None).answer,
    )


def test_a_run_over_its_target_is_no_plateau() -> None:
    assert both([0.931, 0.933, 0.935], 0.92, 0.003) == (Answer.KILL, Answer.CONTINUE)


def test_the_first_reading_is_no_gap() -> None:
    assert both([0.72], 0.92, 0.01) == (Answer.KILL, Answer.UNKNOWN)


def test_a_slow_riser_is_left_alone() -> None:
    assert both([0.856, 0.860, 0.864, 0.868, 0.872], 0.92, 0.001) == (Answer.KILL, Answer.CONTINUE)


def test_a_stuck_run_is_killed_by_both_when_readings_are_exact() -> None:
    assert both([0.80, 0.801, 0.80, 0.80, 0.801], 0.92, 0.001) == (Answer.KILL, Answer.KILL)


def test_a_gap_needs_the_upper_end_to_be_short() -> None:
    flat = [0.60, 0.601, 0.599, 0.60, 0.60]
    assert both(flat, 0.92, 0.002) == (Answer.KILL, Answer.KILL)
    assert "gap" in noise_aware_ruling(flat, given_noise(0.002), 0.92, None, None).reason
    noisy = [0.74, 0.70, 0.76, 0.71, 0.75]
    assert both(noisy, 0.92, 0.03) == (Answer.KILL, Answer.UNKNOWN)


def test_compute_and_divergence() -> None:
    rising = [0.5, 0.6, 0.7, 0.8]
    for judge in (naive_ruling(rising, None, 21, 10), noise_aware_ruling(rising, given_noise(0.01), None, 21, 10)):
        assert judge.answer is Answer.KILL and "compute" in judge.reason
    assert naive_ruling(rising, None, 20, 10).answer is Answer.CONTINUE
    # The bare rule takes a budget of 0 for one; held against the noise it is none.
    assert naive_ruling(rising, None, 0.1, 0).rule is Rule.BUDGET
    assert noise_aware_ruling(rising, given_noise(0.01), None, 0.1, 0).answer is Answer.CONTINUE
    # Exactly a point apart is no plateau, though 0.82 - 0.81 is less than 0.01 to a computer.
    assert naive_ruling([0.81, 0.82, 0.81], None, None, None).rule is Rule.NONE
    assert noise_aware_ruling([0.5, nan], None, None, None, None).answer is Answer.KILL
    assert noise_aware_ruling(rising, None, None, None, None).answer is Answer.UNKNOWN
    assert naive_ruling([nan], 0.9, None, None).answer is Answer.CONTINUE


def test_the_bare_plateau_misses_what_is_stuck_and_the_aware_one_seldom_kills_what_rises() -> None:
    """At a noise of one point the bare rule sees a stuck run about one time in four; both hardly ever are needed."""
    draw = random.Random(4)
    noise = given_noise(0.01)
    seen = wrong = right = 0
    for _ in range(2_000):
        stuck = [0.8 + draw.gauss(0, 0.01) for _ in range(5)]
        seen += naive_ruling(stuck, None, None, None).answer is Answer.KILL
        rising = [0.7 + 0.01 * i + draw.gauss(0, 0.01) for i in range(5)]
        wrong += noise_aware_ruling(rising, noise, None, None, None).answer is Answer.KILL
        right += naive_ruling(rising, None, None, None).answer is Answer.KILL
    assert 0.18 < seen / 2_000 < 0.32
    assert wrong / 2_000 < 0.005 < right / 2_000


def test_noise_is_found_again() -> None:
    draw = random.Random(9)
    curves = [[0.5 + 0.02 * i - 0.0002 * i * i + draw.gauss(0, 0.01) for i in range(40)] for _ in range(20)]
    found = noise_of_curves(curves)
    assert found is not None and found.sd == pytest.approx(0.01, rel=0.1)
    repeats = noise_of_repeats([[level + draw.gauss(0, 0.02) for _ in range(4)] for level in range(100)])
    assert repeats is not None and repeats.sd == pytest.approx(0.02, rel=0.1) and repeats.df == 300
    assert noise_of_curves([[0.1, 0.2]]) is None and noise_of_repeats([[0.1], [0.2]]) is None


def test_a_plateau_over_experiments_does_not_count_repeats() -> None:
    repeats = [[0.80, 0.802, 0.801]]
    assert naive_sweep_ruling([0.80, 0.802, 0.801]).answer is Answer.KILL
    assert sweep_ruling(repeats, given_noise(0.001)).answer is Answer.UNKNOWN
    three = [[0.80, 0.801], [0.802, 0.800], [0.801, 0.801]]
    assert sweep_ruling(three, given_noise(0.001)).answer is Answer.KILL
    assert sweep_ruling(three, given_noise(0.01)).answer is Answer.UNKNOWN
    assert sweep_ruling([[0.70], [0.75], [0.80]], given_noise(0.01)).answer is Answer.CONTINUE
    assert sweep_ruling(three, None).answer is Answer.UNKNOWN


def test_three_equal_settings_are_beyond_the_noise_in_five_of_a_hundred() -> None:
    """The range of three is not the difference of two: by that, one in five would be called different."""
    draw = random.Random(5)
    results = [[[draw.gauss(0.8, 0.02)] for _ in range(3)] for _ in range(2_000)]
    different = sum(sweep_ruling(groups, given_noise(0.02)).answer is Answer.CONTINUE for groups in results)
    assert 70 <= different <= 130
    # With noise from three repeats a setting: six degrees of freedom.
    few = [[[draw.gauss(0.8, 0.02) for _ in range(3)] for _ in range(3)] for _ in range(2_000)]
    different = sum(sweep_ruling(groups, noise_of_repeats(groups)).answer is Answer.CONTINUE for groups in few)
    assert 70 <= different <= 130


def _chance_within(range_over_sd: float, df: int) -> float:
    """Chance that the range of three normal means, over an SD of `df` degrees of freedom, is at most this."""
    z = np.linspace(-8, 8, 1601)
    cdf = np.array([0.5 * (1 + math.erf(one / math.sqrt(2))) for one in z])
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    # The SD's own law: chi over the root of its degrees of freedom.
    sd = np.linspace(1e-3, 6 if df < 4 else 3, 1200)
    log = (df - 1) * np.log(sd) - df * sd * sd / 2 + df / 2 * math.log(df / 2) - math.lgamma(df / 2) + math.log(2)
    within = [
        3 * float(np.trapezoid(density * (cdf - np.interp(z - range_over_sd * one, z, cdf, left=0.0)) ** 2, z))
        for one in sd
    ]
    return float(np.trapezoid(np.exp(log) * np.array(within), sd))


@pytest.mark.parametrize("df", [1, 2, 5, 12, 30])
def test_the_range_of_three_is_passed_by_luck_in_one_of_twenty(df: int) -> None:
    assert _chance_within(kill_rules._RANGE_OF_THREE[df - 1] / 1000, df) == pytest.approx(0.95, abs=0.001)


def test_the_range_of_three_where_the_noise_is_known() -> None:
    assert _chance_within(kill_rules._RANGE_KNOWN / 1000, 2000) == pytest.approx(0.95, abs=0.001)
