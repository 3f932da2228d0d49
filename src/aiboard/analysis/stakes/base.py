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

    def rows(self) -> dict[str, str]:
        """What is told of it, a sentence under each label; nothing under those that have nothing to say."""
        said = {"Known": self.known, "Instead": self.instead, "Came": self.came, "Luck, hidden then": self.hidden}
        return {label: f"{words}." for label, words in said.items() if words}
