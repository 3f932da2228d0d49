"""The rules of verdicts, at their borders."""

import pytest

from aiboard.analysis.estimate import Estimate
from aiboard.analysis.lessons.verdict import BoundaryVerdict, Verdict, judge, judge_boundary

WORTH_SIX = Estimate(6.0, 3.0, 9.0)


@pytest.mark.parametrize(
    ("here", "verdict"),
    [
        (Estimate(2.0, 0.1, 3.9), Verdict.HOLDS),
        (Estimate(1.9, 1.8, 2.0), Verdict.SMALL),
        (Estimate(5.0, 0.0, 10.0), Verdict.OPEN),
        (Estimate(-5.0, -10.0, 0.0), Verdict.OPEN),
        (Estimate(-5.0, -9.0, -0.1), Verdict.LOSES),
        (Estimate(50.0, None, None), Verdict.OPEN),
        (None, Verdict.UNSCALED),
    ],
)
def test_in_the_default_world(here: Estimate | None, verdict: Verdict) -> None:
    assert judge(here) == verdict


@pytest.mark.parametrize(
    ("there", "verdict"),
    [
        (Estimate(0.0, -0.9, 0.9), BoundaryVerdict.STOPS),
        (Estimate(0.0, -1.0, 1.0), BoundaryVerdict.LESS),
        (Estimate(2.0, 1.1, 2.9), BoundaryVerdict.LESS),
        (Estimate(2.0, 1.0, 3.0), BoundaryVerdict.SAME),
        (Estimate(-2.0, -3.0, -0.1), BoundaryVerdict.LOSES),
        (Estimate(-2.0, -4.0, 0.0), BoundaryVerdict.STOPS),
        (Estimate(0.0, None, None), BoundaryVerdict.SAME),
        (None, BoundaryVerdict.SAME),
    ],
)
def test_in_the_boundary_world(there: Estimate | None, verdict: BoundaryVerdict) -> None:
    assert judge_boundary(WORTH_SIX, there) == verdict


@pytest.mark.parametrize("here", [None, Estimate(1, -1, 3), Estimate(-2, -3, -1), Estimate(9, None, None)])
def test_what_pays_nothing_here_cannot_stop(here: Estimate | None) -> None:
    assert judge_boundary(here, Estimate(-5.0, -6.0, -4.0)) is None
    assert judge_boundary(Estimate(1.0, 0.6, 1.4), Estimate(0.0, -0.1, 0.1)) == BoundaryVerdict.STOPS, "a small one can"
