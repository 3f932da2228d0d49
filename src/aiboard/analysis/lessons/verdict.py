"""What the figures of a lesson say: pure rules on intervals of equity points."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from aiboard.analysis.estimate import Estimate

LEAST_POINTS: Final = 2.0
"""A lesson worth less is said to be small."""
STOP_SHARE: Final = 1 / 3
"""Beyond its boundary a lesson has stopped when its interval ends below this share of the default's lower end."""


class Verdict(StrEnum):
    """Of a lesson in the world it is taught in."""

    HOLDS = "holds"
    SMALL = "small"
    OPEN = "not shown"
    LOSES = "loses"
    UNSCALED = "no scale"


class BoundaryVerdict(StrEnum):
    """Of a lesson in its boundary world."""

    LOSES = "loses"
    STOPS = "stops"
    LESS = "pays less"
    SAME = "does not stop"


def judge(here: Estimate | None) -> Verdict:
    """The verdict on following the advice rather than not, equity points a game; None where there is no scale."""
    if here is None:
        return Verdict.UNSCALED
    if here.low is None or here.high is None or here.low <= 0 <= here.high:
        return Verdict.OPEN
    if here.high < 0:
        return Verdict.LOSES
    return Verdict.HOLDS if here.mean >= LEAST_POINTS else Verdict.SMALL


def judge_boundary(here: Estimate | None, there: Estimate | None) -> BoundaryVerdict | None:
    """The verdict on the same in the boundary world; None where the advice pays nothing here that could stop.

    Interval is held against interval, so that `stops` leaves no doubt.
    """
    if judge(here) not in (Verdict.HOLDS, Verdict.SMALL):
        return None
    assert here is not None and here.low is not None
    if there is None or there.high is None:
        return BoundaryVerdict.SAME
    if there.high < 0:
        return BoundaryVerdict.LOSES
    # Ends and not means are compared: that it stops should not be the luck of two means.
    if there.high < here.low * STOP_SHARE:
        return BoundaryVerdict.STOPS
    return BoundaryVerdict.LESS if there.high < here.low else BoundaryVerdict.SAME
