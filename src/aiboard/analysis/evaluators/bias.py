"""Two evaluators on one game: what each says of every decision, and how far they are apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from aiboard.analysis.estimate import Estimate
from aiboard.analysis.evaluators.evaluator import Evaluator
from aiboard.analysis.pricing.model import Prices

OWN: Final = Estimate(0.0, 0.0, 0.0)
"""The price of a choice that is the evaluator's own."""


@dataclass(frozen=True)
class Opinion:
    """One decision under both; None: that evaluator's own choice, which it does not price.

    Attributes:
        day, line, undone: which decision.
        ours, theirs: the published evaluator's advantage and the other's, points.
    """

    day: int
    line: str
    undone: bool
    ours: Estimate | None
    theirs: Estimate | None

    @property
    def gap(self) -> Estimate:
        """Theirs less ours; the intervals are taken as independent, which makes this one wide rather than narrow."""
        return (self.theirs or OWN) - (self.ours or OWN)


@dataclass(frozen=True)
class Bias:
    """What the other evaluator says beside the published one.

    Attributes:
        ours, theirs: the evaluators.
        our_score, their_score: decision scores; None for too few decisions.
        opinions: every decision that either prices, the widest gap first.
    """

    ours: Evaluator
    theirs: Evaluator
    our_score: Estimate | None
    their_score: Estimate | None
    opinions: tuple[Opinion, ...]

    @property
    def gap(self) -> Estimate | None:
        """Their decision score less ours."""
        if self.our_score is None or self.their_score is None:
            return None
        return self.their_score - self.our_score

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "evaluator": self.ours.title,
            "other": self.theirs.title,
            "decision_score": self.our_score.data() if self.our_score else None,
            "other_decision_score": self.their_score.data() if self.their_score else None,
            "bias": self.gap.data() if self.gap else None,
            "decisions": [
                {
                    "day": one.day,
                    "action": f"left undone: {one.line}" if one.undone else one.line,
                    "advantage": one.ours.data() if one.ours else None,
                    "other_advantage": one.theirs.data() if one.theirs else None,
                    "bias": one.gap.data(),
                }
                for one in self.opinions
            ],
        }


def bias(ours: Evaluator, our_prices: Prices, theirs: Evaluator, their_prices: Prices) -> Bias:
    """The same game priced by both, decision by decision."""
    mine, other = _by_decision(our_prices), _by_decision(their_prices)
    opinions = [
        Opinion(day, line, undone, mine.get((day, line, undone)), other.get((day, line, undone)))
        for day, line, undone in {**mine, **other}
    ]
    opinions.sort(key=lambda one: (-abs(one.gap.mean), one.day, one.line))
    return Bias(ours, theirs, our_prices.score, their_prices.score, tuple(opinions))


def _by_decision(prices: Prices) -> dict[tuple[int, str, bool], Estimate]:
    return {(one.day, one.line, one.undone): one.advantage for one in prices.decisions}
