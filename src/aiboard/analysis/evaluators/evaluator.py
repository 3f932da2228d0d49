"""What an evaluator is."""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.analysis.pricing.model import Label


@dataclass(frozen=True)
class Evaluator:
    """Everything that a price depends on besides the game.

    Attributes:
        version: names the evaluator in anchors, caches and the luck of rollouts.
        policy: the bot that plays on.
        rules: the rules version it was made for.
        thresholds: labels by the points that a loss exceeds at its low end, the largest first.
        pinned: whether its choices may no longer change under this version.
    """

    version: str
    policy: str
    rules: int
    thresholds: tuple[tuple[float, Label], ...]
    pinned: bool

    @property
    def title(self) -> str:
        """As it is printed."""
        return f"{self.policy} ({self.version}, rules {self.rules})"
