"""What the comparison with the textbook comes to. All amounts are equity points."""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.analysis.estimate import Estimate
from aiboard.analysis.pricing.model import Decision


@dataclass(frozen=True)
class BrokenRule:
    """A choice against the textbook that was surely worth more, on what was known then.

    Attributes:
        day, last_day: when; they differ for something that was left undone day after day.
        line: what was done, as it is typed; for something left undone the line that was not done.
        undone: it was left undone.
        rule: what the textbook would have done, in line form; "wait" where it leaves the matter for the day.
        gain: worth of the choice over the textbook's.
        known: what the board said of it then.
    """

    day: int
    last_day: int
    line: str
    undone: bool
    rule: str
    gain: Estimate
    known: str


@dataclass(frozen=True)
class Textbook:
    """`followed`: priced decisions that the textbook would have taken too. `broken`: best first."""

    followed: frozenset[Decision] = frozenset()
    broken: tuple[BrokenRule, ...] = ()
