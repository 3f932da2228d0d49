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


def difference(values: Sequence[int], baseline: Sequence[int], cents: float) -> Estimate:
    """Values less the baseline, replicate by replicate, in points."""
    return estimate([(a - b) / cents for a, b in zip(values, baseline, strict=True)])


def is_settled(gain: Estimate) -> bool:
    """Whether more replicates would change nothing: a clear difference, or a clear tie."""
    # The interval is about two standard errors on each side.
    return gain.low is not None and (abs(gain.mean) > SURE_ERRORS / 2 * gain.half_width or is_tie(gain))


def is_surely_negative(gain: Estimate) -> bool:
    """Whether more replicates would hardly bring it up to 0."""
    return gain.mean < -SURE_ERRORS / 2 * gain.half_width


def is_tie(gain: Estimate) -> bool:
    """Whether the difference is surely small."""
    return gain.low is not None and gain.high is not None and max(-gain.low, gain.high) <= TIE


def regret_of(values: Sequence[Sequence[int]], cents: float) -> tuple[Estimate, int]:
    """The best option's worth over the first one's, and which is best.

    Chosen on one half of the replicates and estimated on the other, both ways: the best of several is flattered.
    """
    count = len(values[0])
    halves = [range(0, count, 2), range(1, count, 2)]
    gains: list[float] = []
    for selection, evaluation in (halves, halves[::-1]):
        best = max(range(len(values)), key=lambda option: sum(values[option][replicate] for replicate in selection))
        gains += [(values[best][replicate] - values[0][replicate]) / cents for replicate in evaluation]
    best = max(range(len(values)), key=lambda option: sum(values[option]))
    return (NO_REGRET if best == 0 else estimate(gains)), best


def merge_undone(decisions: Sequence[Decision], gap: int) -> list[Decision]:
    """What was left undone day after day, as one decision: the same line, no more than `gap` days between two.

    From one day to the next amounts may differ: what is left of a shortage is a day shorter each morning, and so is the
    reservation for it.
    """
    result: list[Decision] = []
    open_at: dict[str, tuple[int, Decision]] = {}
    for decision in decisions:
        kind = without_amounts(decision.line)
        index, latest = open_at.get(kind, (0, None)) if decision.undone else (0, None)
        if latest is not None and _goes_on(latest, decision, gap):
            result[index] = _both(result[index], decision)
        else:
            index = len(result)
            result.append(decision)
        if decision.undone:
            open_at[kind] = index, decision
    return result


def _goes_on(earlier: Decision, later: Decision, gap: int) -> bool:
    # Another amount after a day without it is another matter: a canary's next share, the shortage after this one.
    return later.day - earlier.last_day <= (gap if later.line == earlier.line else 1)


def without_amounts(line: str) -> str:
    """What a line does and to what, without how much."""
    return " ".join(word for word in line.split() if not word.isdecimal())


def _both(first: Decision, second: Decision) -> Decision:
    # Other days, other futures.
    advantage = first.advantage + second.advantage
    guess = None if first.guess is None or second.guess is None else first.guess + second.guess
    regret = None if first.regret is None or second.regret is None else first.regret + second.regret
    return replace(
        first, last_day=second.last_day, advantage=advantage, guess=guess, regret=regret, label=label_of(advantage),
        best=first.line if advantage.mean < 0 else WAIT, replicates=max(first.replicates, second.replicates),
    )  # fmt: skip


def total(decisions: Sequence[Decision], start: float) -> Estimate:
    """`start` and all advantages, with their errors together."""
    mean = start + sum(one.advantage.mean for one in decisions)
    return Estimate.from_half_width(mean, math.hypot(*(one.advantage.half_width for one in decisions)))
