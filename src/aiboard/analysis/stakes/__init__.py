"""Which decisions mattered most, by what the board knew when they were taken.

A plain measure and no grade, for games whose decisions no rollout has priced. For each decision: the dollars by which
its nearest alternative would have been better, on average over the qualities that the interval on the board allowed
that day (0 for those where it would not). Dollars run from the first possible customer to the end of the project and
over the days after close. For something left undone (a review, a decision, a requirement) they are those of the days on
which it cost. A start is not weighed: nothing had been measured. Only `Stake.hidden` uses the hidden truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aiboard.analysis.moments import TakenDecision
from aiboard.analysis.record import Record
from aiboard.analysis.stakes.base import Stake
from aiboard.analysis.stakes.decisions import to_stake, weigh_decisions
from aiboard.analysis.stakes.undone import undone_stakes

__all__ = ["LEAST_CENTS", "MOST_STAKES", "RANKING_NOTE", "Stake", "at_stake"]

MOST_STAKES: Final = 3
"""Decisions a debrief begins with."""
LEAST_CENTS: Final = 10_000
"""Less than $100 is not told."""
RANKING_NOTE: Final = (
    "Ranked by dollars at stake. Of a decision: what the alternative would have brought more, before serving, on "
    "average over the interval shown that day (0 where less). Of what was left undone: the cost of its days. "
    "This is no grade."
)


def at_stake(record: Record, moments: Sequence[TakenDecision]) -> list[Stake]:
    """What had most at stake, largest first: decisions, and what was left undone."""
    # Only those that can be among the first are put into words: that reads the whole history.
    stakes = [to_stake(record, one) for one in weigh_decisions(moments)[:MOST_STAKES]] + list(undone_stakes(record))
    ranked = sorted(stakes, key=lambda stake: (-stake.cents, stake.day, stake.card))
    return [stake for stake in ranked if stake.cents >= LEAST_CENTS][:MOST_STAKES]
