"""When questions come again."""

from datetime import UTC, datetime, timedelta

import pytest

from aiboard.drills import schedule
from aiboard.drills.attempts import Attempt

DAY = timedelta(days=1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def attempt(question: str, days_ago: float, right: bool, confidence: int | None = 70) -> Attempt:
    when = (NOW - days_ago * DAY).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Attempt(when, "quiz", question, "CONCEPT", float(right), right, confidence)


def test_a_guess_is_hard_and_a_sure_hit_easy() -> None:
    ratings = [schedule.rating(attempt("q", 0, right, sure)) for right, sure in
               [(False, 95), (True, 30), (True, 60), (True, 95), (True, None)]]  # fmt: skip
    assert ratings == [1, 2, 3, 4, 3]
    assert [schedule.rating(attempt("q", 0, True, sure)) for sure in (49, 50, 89, 90)] == [2, 3, 3, 4]


def test_due_ones_first_then_new_ones_then_the_rest() -> None:
    plan = {"late": NOW - 3 * DAY, "just": NOW - DAY, "later": NOW + DAY}
    names = ["later", "new", "just", "late"]
    assert schedule.order(names, plan, NOW, 0) == ["late", "just", "new", "later"]


def test_the_seed_decides_which_new_one() -> None:
    names = [str(number) for number in range(50)]
    firsts = {schedule.order(names, {}, NOW, seed)[0] for seed in range(20)}
    assert len(firsts) > 5 and schedule.order(names, {}, NOW, 3) == schedule.order(names, {}, NOW, 3)


def test_without_the_package_what_was_seen_longest_ago_comes_first() -> None:
    plan = schedule.due([attempt("a", 5, True), attempt("b", 9, False), attempt("a", 1, True)])
    assert sorted(plan, key=plan.__getitem__) == ["b", "a"]


def test_with_the_package_what_is_known_comes_later_than_what_is_not() -> None:
    fsrs = pytest.importorskip("fsrs")
    known = [attempt("known", days, True, 95) for days in (9, 6, 1)]
    missed = [attempt("missed", days, False) for days in (9, 6, 1)]
    plan = schedule.due([*known, *missed], fsrs)
    assert plan["missed"] < NOW < plan["known"]
    assert plan == schedule.due([*known, *missed], fsrs)
