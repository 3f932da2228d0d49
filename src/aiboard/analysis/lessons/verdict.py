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


def judge(effect: Estimate | None) -> Verdict:
    """The verdict on following the advice rather than not, equity points a game; None where there is no scale."""
    if effect is None:
        return Verdict.UNSCALED
    if effect.low is None or effect.high is None or effect.low <= 0 <= effect.high:
        return Verdict.OPEN
    if effect.high < 0:
        return Verdict.LOSES
    return Verdict.HOLDS if effect.mean >= LEAST_POINTS else Verdict.SMALL


def judge_boundary(effect: Estimate | None, boundary_effect: Estimate | None) -> BoundaryVerdict | None:
    """The verdict on the same in the boundary world; None where the advice pays nothing here that could stop.

    Interval is held against interval, so that `stops` leaves no doubt.
    """
    if judge(effect) not in (Verdict.HOLDS, Verdict.SMALL):
        return None
    assert effect is not None and effect.low is not None
    if boundary_effect is None or boundary_effect.high is None:
        return BoundaryVerdict.SAME
    if boundary_effect.high < 0:
        return BoundaryVerdict.LOSES
    # Ends and not means are compared: that it stops should not be the luck of two means.
    if boundary_effect.high < effect.low * STOP_SHARE:
        return BoundaryVerdict.STOPS
    return BoundaryVerdict.LESS if boundary_effect.high < effect.low else BoundaryVerdict.SAME
