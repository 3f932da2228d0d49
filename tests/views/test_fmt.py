"""Numbers, days and names as they are written."""

from __future__ import annotations

import pytest

from aiboard.game import new_game
from aiboard.views import fmt


@pytest.mark.parametrize(
    ("cents", "short", "exact"),
    [
        (0, "$0", "$0"),
        (49, "$0", "$0"),
        (50, "$1", "$1"),
        (-49, "$0", "$0"),
        (-41_000, "−$410", "−$410"),
        (-3_124_000, "−$31.2k", "−$31,240"),
        (99_949_00, "$99.9k", "$99,949"),
        (99_950_00, "$100k", "$99,950"),
        (999_499_00, "$999k", "$999,499"),
        (999_500_00, "$1.00M", "$999,500"),
        (125_000_000, "$1.25M", "$1,250,000"),
    ],
)
def test_money(cents: int, short: str, exact: str) -> None:
    assert fmt.money(cents) == short
    assert fmt.exact_money(cents) == exact


def test_money_is_short_up_to_ten_million() -> None:
    for cents in range(-999_000_000, 999_000_000, 7_654_321):
        assert len(fmt.money(cents)) <= 7


@pytest.mark.parametrize(
    ("ppm", "whole", "tenth", "points", "signed"),
    [
        (840_000, "84", "84.0", "84", "+84"),
        (841_499, "84", "84.1", "84.1", "+84.1"),
        (845_000, "85", "84.5", "84.5", "+84.5"),
        (-4_000, "0", "−0.4", "−0.4", "−0.4"),
        (0, "0", "0.0", "0", "0"),
        (12_000, "1", "1.2", "1.2", "+1.2"),
    ],
)
def test_qualities(ppm: int, whole: str, tenth: str, points: str, signed: str) -> None:
    assert (fmt.whole(ppm), fmt.tenth(ppm), fmt.points(ppm), fmt.signed_points(ppm)) == (whole, tenth, points, signed)


def test_time_and_small_numbers() -> None:
    assert [fmt.weekday(day) for day in (1, 5, 6, 10)] == ["Mon", "Fri", "Mon", "Fri"]
    assert fmt.work_days(140) == "1.4 days"
    assert fmt.work_days(100) == "1 day"
    assert [fmt.minutes(n) for n in (0, 20, 60, 90, 240)] == ["0 h", "20 min", "1 h", "1.5 h", "4 h"]
    assert [fmt.gpu_hours(n) for n in (0, 72, 216, 360, 597, 600, 1_050)] == ["0", "1.2", "3.6", "6", "10", "10", "18"]
    assert fmt.kappa(612_000) == ".61"
    assert fmt.kappa(1_000_000) == "1.00"
    assert fmt.kappa(-52_000) == "−.05"


def test_short_ids_are_unique() -> None:
    world = new_game("support-chatbot", seed=1).world
    names = [fmt.short(world, index) for index in range(len(world.ideas))]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 7 for name in names)


@pytest.mark.parametrize("tiny", [-1, -40, -49, -400, -499])
def test_nothing_is_a_negative_zero(tiny: int) -> None:
    """What rounds to nothing is written without a sign, by every function that takes an amount."""
    signed = [fmt.money, fmt.exact_money, fmt.signed_money, fmt.cents]
    signed += [fmt.whole, fmt.tenth, fmt.points, fmt.signed_points, fmt.kappa, fmt.percent]
    for write in signed:
        text = write(tiny)
        assert not text.startswith((fmt.MINUS, "-")) or text.strip(f"{fmt.MINUS}-$0.% "), (write, text)
    assert fmt.number(-0.3) == "0" and fmt.number(-0.04, 1) == "0.0"
    assert fmt.number(-1_204.6) == "−1,205" and fmt.number(-3.45, 1) == "−3.5"


def test_a_quality_and_its_bar_are_told_apart() -> None:
    assert fmt.distinct_points(892_000, 900_000) == ("89.2", "90")
    assert fmt.distinct_points(899_960, 900_000) == ("89.9960", "90.0000")
    assert fmt.distinct_points(899_600, 900_000) == ("89.96", "90.00")
    assert fmt.distinct_points(900_000, 900_000) == ("90.0", "90")


def test_odds_say_what_they_are_of() -> None:
    world = new_game("support-chatbot", seed=1).world
    said = fmt.odds(world, 0, 65)
    assert said == f"{fmt.person(world, 0)}: 65 % to reach {fmt.points(world.launch_ppm)}"
