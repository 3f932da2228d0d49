"""What was at stake in one decision, and the days it ran over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiboard.analysis.record import DayRecord


@dataclass(frozen=True)
class Stake:
    """A decision with what was at stake.

    Attributes:
        day: when it was taken; for something left undone, the first day that it cost.
        card: index, or -1.
        cents: what was at stake, as `aiboard.analysis.stakes` measures it.
        done: what was done.
        known: what the board said that day.
        instead: what else could have been done.
        came: what came of it, as booked and measured.
        hidden: what nobody could know then; empty while the game goes on.
    """

    day: int
    card: int
    cents: int
    done: str
    known: str
    instead: str
    came: str
    hidden: str = ""

    def rows(self) -> dict[str, str]:
        """What is told of it, a sentence under each label; nothing under those that have nothing to say."""
        facts = {"Known": self.known, "Instead": self.instead, "Came": self.came, "Luck, hidden then": self.hidden}
        return {label: f"{words}." for label, words in facts.items() if words}


def stretches(days: Sequence[DayRecord]) -> list[list[DayRecord]]:
    """Days in order, cut where one is left out."""
    runs: list[list[DayRecord]] = []
    for day in days:
        if runs and day.day == runs[-1][-1].day + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
