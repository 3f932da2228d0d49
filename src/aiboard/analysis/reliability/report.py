"""What a measurement of reliability says, as data. Amounts are equity points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiboard.analysis.estimate import Estimate
from aiboard.analysis.reliability.psychometrics import games_for, half_spread_reliability
from aiboard.engine.model.world import RULES_VERSION

RESEARCH: Final = 0.80
SELECTION: Final = 0.90
"""The least reliability for a decision about one person."""
WANTED: Final = (RESEARCH, SELECTION)
PRACTICE: Final = "practice only, not for selection"
NAMES: Final = {"raw": "raw value", "adjusted": "luck-adjusted value", "decision": "decision score"}
JUDGED: Final = "decision"
"""The score that ranks, and by which the verdict goes."""


@dataclass(frozen=True)
class Series:
    """The mean of several games as one score: its alternate-series correlation and its SEM."""

    one: Estimate | None
    error: float


@dataclass(frozen=True)
class Figures:
    """One score.

    Attributes:
        mean, spread: over all games.
        error: SEM of one game.
        one: alternate-seed correlation, the reliability of one game; None where nobody differs.
        split: split-half reliability of the mean of all games, every other game against the others, stepped up.
        halves: the same of one game, every other decision; None for a score that is no sum over decisions.
        series: None where each game is scored by itself.
    """

    mean: float
    spread: float
    error: float
    one: Estimate | None
    split: Estimate | None
    halves: Estimate | None
    series: Series | None

    def games(self, target: float) -> tuple[int | None, int | None, int | None]:
        """Games whose mean is so reliable: by the figure, at best and at worst of its interval; None: no number is."""
        if self.one is None or self.one.low is None or self.one.high is None:
            return None, None, None
        return games_for(self.one.mean, target), games_for(self.one.high, target), games_for(self.one.low, target)

    @property
    def half(self) -> float | None:
        """The reliability of one game among players who differ half as much."""
        return half_spread_reliability(self.one.mean) if self.one else None

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "mean": self.mean,
            "sd": self.spread,
            "sem": self.error,
            "reliability": self.one.data() if self.one else None,
            "split_half": self.split.data() if self.split else None,
            "split_half_of_a_game": self.halves.data() if self.halves else None,
            "games_needed": {f"{target:.2f}": _range(self.games(target)) for target in WANTED},
            "half_width": self.half,
            "series": None if self.series is None else {
                "reliability": self.series.one.data() if self.series.one else None, "sem": self.series.error,
            },
        }  # fmt: skip


@dataclass(frozen=True)
class Report:
    """All three scores.

    Attributes:
        scenario: its key.
        players, games: simulated players, games of each.
        series: games that one score is the mean of.
        rollouts: most replicates behind a price.
        priced: decisions priced a game.
        pricing_error: standard error that the replicates leave in one game's decision score.
        figures: by score, as `NAMES` names them.
    """

    scenario: str
    players: int
    games: int
    series: int
    rollouts: int
    priced: float
    pricing_error: float
    figures: Mapping[str, Figures]

    @property
    def is_fit_for_selection(self) -> bool:
        """Whether the score is fit for decisions about one person: the whole interval reaches .90."""
        judged = self.figures[JUDGED]
        reliability = judged.series.one if judged.series else judged.one
        return reliability is not None and reliability.low is not None and reliability.low >= SELECTION

    @property
    def error_share(self) -> float | None:
        """The share of the decision score's variance from game to game that more replicates would take away."""
        judged = self.figures[JUDGED]
        return min(1.0, (self.pricing_error / judged.error) ** 2) if judged.error > 0 else None

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "scenario": self.scenario,
            "rules_version": RULES_VERSION,
            "simulated": True,
            "players": self.players,
            "games": self.games,
            "series": self.series,
            "rollouts": self.rollouts,
            "decisions_priced": self.priced,
            "pricing_error": self.pricing_error,
            "pricing_share": self.error_share,
            "scores": {name: figures.data() for name, figures in self.figures.items()},
            "verdict": "selection" if self.is_fit_for_selection else PRACTICE,
        }


def _range(counts: tuple[int | None, int | None, int | None]) -> dict[str, int | None]:
    games, best, worst = counts
    return {"games": games, "best": best, "worst": worst}
