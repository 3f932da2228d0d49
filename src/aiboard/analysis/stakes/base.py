"""What was at stake in one decision."""

from __future__ import annotations

from dataclasses import dataclass


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
