"""Sums over replicates: paired differences, when they are settled, regret, decisions of several days as one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from aiboard.analysis.estimate import Estimate, estimate
from aiboard.analysis.pricing.model import WAIT, Decision, label_of

SURE_ERRORS: Final = 3.0
"""A difference is settled when it is so many standard errors from 0 ..."""
TIE: Final = 2.0
"""... or when its interval lies within so many points of 0."""

NO_REGRET: Final = Estimate(0.0, 0.0, 0.0)


def difference(ours: Sequence[int], theirs: Sequence[int], cents: float) -> Estimate:
    """Ours less theirs, replicate by replicate, in points."""
    return estimate([(a - b) / cents for a, b in zip(ours, theirs, strict=True)])


def is_settled(found: Estimate) -> bool:
    """Whether more replicates would change nothing: a clear difference, or a clear tie."""
    # The interval is about two standard errors on each side.
    return found.low is not None and (abs(found.mean) > SURE_ERRORS / 2 * found.half_width or is_tie(found))


def is_surely_negative(found: Estimate) -> bool:
    """Whether more replicates would hardly bring it up to 0."""
    return found.mean < -SURE_ERRORS / 2 * found.half_width


def is_tie(found: Estimate) -> bool:
    """Whether the difference is surely small."""
    return found.low is not None and found.high is not None and max(-found.low, found.high) <= TIE


def regret_of(values: Sequence[Sequence[int]], cents: float) -> tuple[Estimate, int]:
    """The best option's worth over the first one's, and which is best.

    Chosen on one half of the replicates and estimated on the other, both ways: the best of several is flattered.
    """
    count = len(values[0])
    halves = [range(0, count, 2), range(1, count, 2)]
    gains: list[float] = []
    for chosen, told in (halves, halves[::-1]):
        best = max(range(len(values)), key=lambda option: sum(values[option][place] for place in chosen))
        gains += [(values[best][place] - values[0][place]) / cents for place in told]
    best = max(range(len(values)), key=lambda option: sum(values[option]))
    return (NO_REGRET if best == 0 else estimate(gains)), best


def merge_undone(decisions: Sequence[Decision], gap: int) -> list[Decision]:
    """What was left undone day after day, as one decision: the same line, no more than `gap` days between two.

    Amounts may differ: what is left of a shortage is a day shorter each morning, and so is the reservation for it.
    """
    found: list[Decision] = []
    open_at: dict[str, int] = {}
    for one in decisions:
        kind = _without_amounts(one.line)
        place = open_at.get(kind) if one.undone else None
        if place is not None and one.day - found[place].last_day <= gap:
            found[place] = _both(found[place], one)
        else:
            if one.undone:
                open_at[kind] = len(found)
            found.append(one)
    return found


def _without_amounts(line: str) -> str:
    return " ".join(word for word in line.split() if not word.isdecimal())


def _both(one: Decision, other: Decision) -> Decision:
    # Other days, other futures.
    advantage = one.advantage + other.advantage
    guess = None if one.guess is None or other.guess is None else one.guess + other.guess
    regret = None if one.regret is None or other.regret is None else one.regret + other.regret
    return replace(
        one, last_day=other.last_day, advantage=advantage, guess=guess, regret=regret, label=label_of(advantage),
        best=one.line if advantage.mean < 0 else WAIT, replicates=max(one.replicates, other.replicates),
    )  # fmt: skip


def total(decisions: Sequence[Decision], start: float) -> Estimate:
    """`start` and all advantages, with their errors together."""
    mean = start + sum(one.advantage.mean for one in decisions)
    return Estimate.from_half_width(mean, math.hypot(*(one.advantage.half_width for one in decisions)))
