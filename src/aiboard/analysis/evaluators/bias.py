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
        first, second: the published evaluator's advantage and the other's, points.
    """

    day: int
    line: str
    undone: bool
    first: Estimate | None
    second: Estimate | None

    @property
    def gap(self) -> Estimate:
        """The second less the first; intervals are taken as independent, which makes this one wide and not narrow."""
        return (self.second or OWN) - (self.first or OWN)


@dataclass(frozen=True)
class Bias:
    """What the other evaluator says beside the published one.

    Attributes:
        first, second: the evaluators, the published one first.
        first_score, second_score: decision scores; None for too few decisions.
        opinions: every decision that either prices, the widest gap first.
    """

    first: Evaluator
    second: Evaluator
    first_score: Estimate | None
    second_score: Estimate | None
    opinions: tuple[Opinion, ...]

    @property
    def gap(self) -> Estimate | None:
        """The second decision score less the first."""
        if self.first_score is None or self.second_score is None:
            return None
        return self.second_score - self.first_score

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "evaluator": self.first.title,
            "other": self.second.title,
            "decision_score": self.first_score.data() if self.first_score else None,
            "other_decision_score": self.second_score.data() if self.second_score else None,
            "bias": self.gap.data() if self.gap else None,
            "decisions": [
                {
                    "day": one.day,
                    "action": f"left undone: {one.line}" if one.undone else one.line,
                    "advantage": one.first.data() if one.first else None,
                    "other_advantage": one.second.data() if one.second else None,
                    "bias": one.gap.data(),
                }
                for one in self.opinions
            ],
        }


def bias(first: Evaluator, first_prices: Prices, second: Evaluator, second_prices: Prices) -> Bias:
    """The same game priced by both, decision by decision."""
    first_decisions, second_decisions = _by_decision(first_prices), _by_decision(second_prices)
    opinions = [
        Opinion(day, line, undone, first_decisions.get((day, line, undone)), second_decisions.get((day, line, undone)))
        for day, line, undone in {**first_decisions, **second_decisions}
    ]
    opinions.sort(key=lambda one: (-abs(one.gap.mean), one.day, one.line))
    return Bias(first, second, first_prices.score, second_prices.score, tuple(opinions))


def _by_decision(prices: Prices) -> dict[tuple[int, str, bool], Estimate]:
    return {(one.day, one.line, one.undone): one.advantage for one in prices.decisions}
