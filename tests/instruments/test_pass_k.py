"""pass^k is what tau-bench computes; which trials count is said."""

from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiboard.instruments.pass_k import pass_k
from aiboard.instruments.trajectory import Run


def run(task: str | None, reward: float | None) -> Run:
    return Run(task or "1", None, reward, (), task)


def test_the_figures_of_two_tasks() -> None:
    found = pass_k([run("a", 1), run("a", 1), run("a", 0), run("b", 0), run("b", 1), run("b", 0)])
    assert found is not None
    assert [(one.k, one.tasks) for one in found.by_k] == [(1, 2), (2, 2), (3, 2)]
    assert [one.value for one in found.by_k] == pytest.approx([(2 / 3 + 1 / 3) / 2, (1 / 3 + 0) / 2, 0])
    assert found.sentence == (
        "pass^1 0.500, pass^2 0.167, pass^3 0.000 over 2 tasks and 6 trials with a reward; reward 1 is a pass"
    )


def test_tasks_with_fewer_trials_leave_at_larger_k() -> None:
    found = pass_k([run("a", 1), run("a", 1), run("b", 0), run(None, 1), run("b", None)])
    assert found is not None
    assert [(one.k, one.value, one.tasks) for one in found.by_k] == [(1, 0.5, 2), (2, 1.0, 1)]
    assert (found.trials, found.left_out) == (3, 2)
    assert "pass^2 1.000 (1 tasks)" not in found.sentence and "pass^2 1.000 (1 task)" in found.sentence
    assert found.sentence.endswith("; 2 runs without task or reward left out")


@pytest.mark.parametrize("runs", [[], [run(None, 1)], [run("a", None)], [run("a", 13)], [run("a", -1)]])
def test_no_figures_where_nothing_can_be_said(runs: list[Run]) -> None:
    assert pass_k(runs) is None


def test_a_part_of_a_reward_is_no_pass() -> None:
    found = pass_k([run("a", 0.9), run("a", 1 - 1e-9)])
    assert found is not None and found.by_k[0].value == 0.5


@given(st.lists(st.booleans(), min_size=1, max_size=8))
def test_it_is_the_share_of_all_draws_that_pass(trials: list[bool]) -> None:
    found = pass_k([run("a", float(passed)) for passed in trials])
    assert found is not None
    for one in found.by_k:
        drawn = sum(all(draw) for draw in combinations(trials, one.k))
        assert one.value == pytest.approx(drawn / comb(len(trials), one.k))
