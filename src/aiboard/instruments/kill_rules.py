"""When to stop an experiment: the usual three rules on the bare numbers, and the same three held against the noise.

The rules: more than twice the compute it was given; a plateau (three readings within a point); a gap to the target
that no known technique closes (15 points). On bare numbers a plateau is also what a run over its target looks like,
and at a noise of one point three readings of a stuck run lie within a point one time in four only. The gap fires on
the first reading of a run that has hardly begun.

Held against the noise, a rule fires when its opposite is excluded with 95 %: a plateau, when the run cannot be rising
by a point in three more readings; a gap, when even the upper end of what the run has reached, and a good technique,
stay under the target, and it does not rise. Where neither the rule nor its opposite is excluded, the answer is that
nobody knows yet.

Scores are fractions (0.9), higher is better; a caller turns the sign of what is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, sqrt
from typing import Final

from aiboard.instruments.gate import T_ONE_SIDED, Z_ONE_SIDED, critical

_RANGE_OF_THREE: Final = [
    26976, 8331, 5910, 5041, 4602, 4340, 4165, 4041, 3949, 3877, 3820, 3773, 3734, 3702, 3674,
    3649, 3628, 3610, 3593, 3578, 3565, 3553, 3542, 3532, 3523, 3514, 3507, 3500, 3493, 3487,
]  # fmt: skip
"""Studentized range of three means, 5 %, thousandths, degrees of freedom 1..30 (Tukey's table; recomputed in tests)."""
_RANGE_KNOWN: Final = 3314
"""The same where the noise is known; from 30 degrees on it is neared as 1/df."""
PLATEAU_READINGS: Final = 3
PLATEAU_RANGE: Final = 0.01
"""Three readings within a point: the source's plateau. Held against noise: a rise of a point is worth waiting for."""
TECHNIQUE: Final = 0.15
"""What the best known technique brings, as the source has it."""
BUDGETS: Final = 2.0
"""Times the compute budget at which a run is over it."""
_WINDOW: Final = 5
"""Readings that the noise-aware rule looks at: the last ones, since curves bend."""
_MANY: Final = 1_000
_DIGITS: Final = 9


class Answer(StrEnum):
    """What a rule says of a run."""

    KILL = "kill"
    CONTINUE = "continue"
    UNKNOWN = "not enough evidence"


@dataclass(frozen=True)
class Noise:
    """What a reading is off by: the standard deviation, what it was estimated from, and with how many degrees."""

    sd: float
    df: int
    source: str

    @property
    def t(self) -> float:
        """Student's t, one-sided 5 %."""
        return critical(T_ONE_SIDED, self.df, Z_ONE_SIDED) / 1000


class Rule(StrEnum):
    """Which of the three rules fired."""

    NONE = "none"
    BUDGET = "budget"
    PLATEAU = "plateau"
    GAP = "gap"


@dataclass(frozen=True)
class Ruling:
    """An answer with its reason in a sentence; `rule` is what fired on the bare numbers."""

    answer: Answer
    reason: str
    rule: Rule = Rule.NONE


def naive_ruling(readings: Sequence[float], target: float | None, used: float | None, budget: float | None) -> Ruling:
    """The three rules on the bare numbers, the first that fires.

    Args:
        readings: the scores in order; what is no number is not seen.
        target: the score wanted; None leaves the third rule out.
        used: compute used, in any unit; None leaves the first rule out.
        budget: compute given, in the same unit; with 0 any use is too much, as the rule has it.
    """
    finite = [reading for reading in readings if isfinite(reading)]
    if used is not None and budget is not None and used > BUDGETS * budget:
        return Ruling(Answer.KILL, f"more than {BUDGETS:g} times its compute", Rule.BUDGET)
    last = finite[-PLATEAU_READINGS:]
    # Rounded, so that readings exactly a point apart are a point apart.
    if len(last) == PLATEAU_READINGS and round(max(last) - min(last), _DIGITS) < PLATEAU_RANGE:
        return Ruling(Answer.KILL, f"plateau: the last {PLATEAU_READINGS} readings lie within a point", Rule.PLATEAU)
    if finite and target is not None and max(finite) > 0 and round(target - max(finite), _DIGITS) > TECHNIQUE:
        return Ruling(Answer.KILL, f"gap: {100 * (target - max(finite)):.1f} points to the target", Rule.GAP)
    return Ruling(Answer.CONTINUE, "no rule fires")


def over_budget(used: float | None, budget: float | None) -> bool:
    """Whether more than twice the budget is used; never without a budget."""
    return used is not None and budget is not None and budget > 0 and used > BUDGETS * budget


def noise_aware_ruling(
    readings: Sequence[float], noise: Noise | None, target: float | None, used: float | None, budget: float | None
) -> Ruling:
    """The three rules held against the noise. Arguments: see `naive_ruling`; without noise only the first answers."""
    if readings and not isfinite(readings[-1]):
        return Ruling(Answer.KILL, "diverged: its last reading is no number")
    if over_budget(used, budget):
        return Ruling(Answer.KILL, f"more than {BUDGETS:g} times its compute")
    finite = [reading for reading in readings if isfinite(reading)][-_WINDOW:]
    if noise is None:
        return Ruling(Answer.UNKNOWN, "nothing says how noisy a reading is")
    if len(finite) < PLATEAU_READINGS:
        return Ruling(
            Answer.UNKNOWN, f"{len(finite)} reading{'s' * (len(finite) != 1)}: a curve needs {PLATEAU_READINGS}"
        )
    # In this order: a run at its target is no plateau, and one that rises is neither stuck nor lost.
    level, level_se, slope, slope_se = _line(finite, noise.sd)
    if target is not None and level - noise.t * level_se >= target:
        return Ruling(Answer.CONTINUE, "the target is reached: evaluate it with seeds, more training is not needed")
    # Both ends, each excluded with 95 %.
    slowest, fastest = slope - noise.t * slope_se, slope + noise.t * slope_se
    if slowest > 0:
        return Ruling(Answer.CONTINUE, f"rising by {100 * slope:.1f} points a reading, beyond the noise")
    within = PLATEAU_READINGS * max(0.0, fastest)
    top = level + noise.t * level_se
    if target is not None and top + TECHNIQUE < target and top + within < target:
        return Ruling(
            Answer.KILL, f"gap: at most {100 * top:.1f}, and {100 * TECHNIQUE:.0f} points more are not enough"
        )
    if within < PLATEAU_RANGE:
        return Ruling(Answer.KILL, f"plateau: at most {100 * within:.1f} points in {PLATEAU_READINGS} more readings")
    return Ruling(Answer.UNKNOWN, f"between no rise and {100 * within:.1f} points in {PLATEAU_READINGS} more readings")


def _line(readings: Sequence[float], sd: float) -> tuple[float, float, float, float]:
    """The straight line through readings: where it is at the last one, its slope, and what each can be off by."""
    n = len(readings)
    center = (n - 1) / 2
    squares = sum((i - center) ** 2 for i in range(n))
    mean = sum(readings) / n
    slope = sum((i - center) * value for i, value in enumerate(readings)) / squares
    offset = n - 1 - center
    return mean + slope * offset, sd * sqrt(1 / n + offset**2 / squares), slope, sd / sqrt(squares)


def noise_of_repeats(groups: Sequence[Sequence[float]]) -> Noise | None:
    """The noise between runs that differ in their seed only: the pooled spread within the groups; None without any."""
    df = sum(len(group) - 1 for group in groups if len(group) > 1)
    if df == 0:
        return None
    squares = sum(sum((value - sum(group) / len(group)) ** 2 for value in group) for group in groups)
    return Noise(sqrt(squares / df), df, f"the spread between repeats ({df} degrees of freedom)")


def noise_of_curves(curves: Sequence[Sequence[float]]) -> Noise | None:
    """The noise of readings by how much each lies off the middle of its neighbours; None where no curve has three.

    A smooth curve has no second differences to speak of; noise of standard deviation s gives them a variance of 6 s².
    """
    squares = 0.0
    count = 0
    for curve in curves:
        readings = [value for value in curve if isfinite(value)]
        for i in range(1, len(readings) - 1):
            squares += (readings[i - 1] - 2 * readings[i] + readings[i + 1]) ** 2
            count += 1
    if count == 0:
        return None
    # Neighbouring second differences share readings: half as many degrees are on the safe side.
    return Noise(
        sqrt(squares / (6 * count)), max(1, count // 2), f"how rough the curves are ({count} second differences)"
    )


def given_noise(sd: float) -> Noise:
    """A noise that somebody knows."""
    return Noise(sd, _MANY, "given")


def naive_sweep_ruling(finals: Sequence[float]) -> Ruling:
    """The plateau over experiments: the last three results within a point, whatever differs between them."""
    last = finals[-PLATEAU_READINGS:]
    if len(last) < PLATEAU_READINGS:
        return Ruling(Answer.CONTINUE, f"fewer than {PLATEAU_READINGS} runs")
    if max(last) - min(last) < PLATEAU_RANGE:
        return Ruling(Answer.KILL, f"the last {PLATEAU_READINGS} runs lie within a point")
    return Ruling(
        Answer.CONTINUE, f"the last {PLATEAU_READINGS} runs differ by {100 * (max(last) - min(last)):.1f} points"
    )


def sweep_ruling(settings: Sequence[Sequence[float]], noise: Noise | None) -> Ruling:
    """The plateau over experiments with different settings, the repeats of each taken together.

    Args:
        settings: for each setting, in order, the results of its repeats.
        noise: of one result; None where it is not known.
    """
    last = [group for group in settings if group][-PLATEAU_READINGS:]
    if len(last) < PLATEAU_READINGS:
        return Ruling(Answer.UNKNOWN, f"{len(last)} different setting{'s' * (len(last) != 1)}: repeats are one")
    if noise is None:
        return Ruling(Answer.UNKNOWN, "nothing says how noisy a result is")
    means = [sum(group) / len(group) for group in last]
    error = noise.sd / sqrt(min(len(group) for group in last))
    spread, off = max(means) - min(means), noise.t * error * sqrt(2)
    # The largest and the smallest of three equal ones lie apart by luck further than any two named beforehand.
    known = _RANGE_KNOWN + len(_RANGE_OF_THREE) * (_RANGE_OF_THREE[-1] - _RANGE_KNOWN) // noise.df
    if spread > critical(_RANGE_OF_THREE, noise.df, known) / 1000 * error:
        return Ruling(Answer.CONTINUE, f"they differ by {100 * spread:.1f} points, beyond the noise")
    if spread + off < PLATEAU_RANGE:
        return Ruling(Answer.KILL, f"they differ by at most {100 * (spread + off):.1f} points")
    return Ruling(Answer.UNKNOWN, f"they differ by anything up to {100 * (spread + off):.1f} points")
