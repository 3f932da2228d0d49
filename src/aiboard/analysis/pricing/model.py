"""What a priced decision is. All amounts are equity points."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from aiboard.analysis.estimate import Estimate


class Label(Enum):
    """How large a loss is for certain: named after the low end of its interval."""

    INACCURACY = "inaccuracy"
    MISTAKE = "mistake"
    BLUNDER = "blunder"


WAIT: Final = "wait"
"""The option to leave a matter for the day."""
THRESHOLDS: Final = ((15.0, Label.BLUNDER), (10.0, Label.MISTAKE), (5.0, Label.INACCURACY))
"""Points that the loss exceeds at its low end."""


def label_of(advantage: Estimate) -> Label | None:
    """The label of a departure from the reference; None where no loss is sure."""
    low = -advantage.high if advantage.high is not None else 0.0
    return next((label for threshold, label in THRESHOLDS if low > threshold), None)


@dataclass(frozen=True)
class Decision:
    """A departure from the reference, priced.

    Attributes:
        day, last_day: when; they differ for something that was left undone day after day.
        line: what was done, as it is typed; for something left undone the line that was not done.
        undone: it was left undone.
        subject: of what it is about, for joining days ("card 3", "set 1", "plan legal-review").
        advantage: worth of the choice over the reference's, from the belief; under 0 is a loss.
        guess: the same from the true state, less that: what nobody could know. None where not worked out.
        regret: the best option's worth over the played one, chosen on one half of the replicates and estimated on the
            other.
        label: None where no loss is sure.
        instead: the reference's choice in line form; "wait" where it leaves the matter for the day.
        best: the best option tried, in line form; "wait" for none of them.
        known: what the board said of it then, and how likely the hidden truth was good enough.
        replicates: rollouts behind each option.
        cost: what the best option takes of time, GPUs and money, in brackets; empty for nothing.
    """

    day: int
    last_day: int
    line: str
    undone: bool
    subject: str
    advantage: Estimate
    guess: float | None
    regret: Estimate | None
    label: Label | None
    instead: str
    best: str
    known: str
    replicates: int
    cost: str = ""

    @property
    def loss(self) -> float:
        """Mean loss."""
        return -self.advantage.mean


@dataclass(frozen=True)
class DayLuck:
    """What one day's luck came to: of the day itself (`day` 0: of the deal)."""

    day: int
    amount: float


@dataclass(frozen=True)
class Prices:
    """All prices of a game.

    Attributes:
        decisions: departures from the reference, in order; the player's other choices were the reference's own.
        injected: what injections came to; 0 without any.
        luck: by day, the deal first; empty where not worked out.
        score: decision score, 100 and all advantages; None for too few decisions.
        rollouts: most replicates behind a price.
        choice_count: actions and day ends looked at.
    """

    decisions: tuple[Decision, ...]
    injected: float
    luck: tuple[DayLuck, ...]
    score: Estimate | None
    adjusted: Estimate | None
    rollouts: int
    choice_count: int

    @property
    def worst_first(self) -> tuple[Decision, ...]:
        """Largest losses first, gains last."""
        return tuple(sorted(self.decisions, key=lambda one: (one.advantage.mean, one.day)))

    @property
    def guessed(self) -> float | None:
        """All guesses together; None where one is missing."""
        amounts = [one.guess for one in self.decisions]
        return None if any(amount is None for amount in amounts) else sum(amount or 0.0 for amount in amounts)

    def residual(self, equity: float | None) -> float | None:
        """What the ledger leaves over; None where a part of it was not worked out."""
        if equity is None or not self.luck or self.guessed is None:
            return None
        choices = sum(one.advantage.mean for one in self.decisions)
        return equity - 100 - self.injected - sum(night.amount for night in self.luck) - choices - self.guessed
