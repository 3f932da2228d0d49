"""The published SEM: how much one player's decision score differs from game to game, by scenario.

Measured on simulated players (docs/reliability.md) and shipped as published.json; scripts/make_sem.py writes it.
Nothing here imports numpy.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Final

from aiboard.analysis.estimate import Estimate
from aiboard.scenario import ResolvedScenario
from aiboard.scenario.files import load_json

FILE: Final = "published.json"
_NORMAL_95: Final = 1.96


@dataclass(frozen=True)
class Sem:
    """What a measurement of reliability says of one scenario's decision score, points.

    Attributes:
        scenario, sha: its key, and the digest of all that it says.
        rules_version, evaluator: what it was measured with.
        players, games: simulated players, games of each.
        sem: standard deviation of a player's score from game to game, rollout error of those prices included.
        pricing: that rollout error.
    """

    scenario: str
    sha: str
    rules_version: int
    evaluator: str
    players: int
    games: int
    sem: float
    pricing: float

    @property
    def without_pricing(self) -> float:
        """The SEM without the rollout error, which a debrief has of its own."""
        return math.sqrt(max(0.0, self.sem**2 - self.pricing**2))

    def widen(self, score: Estimate) -> Estimate:
        """A score's interval by its rollouts, with what differs from game to game: the errors add as squares."""
        return Estimate.from_half_width(score.mean, math.hypot(score.half_width, _NORMAL_95 * self.without_pricing))


def sem_for(resolved: ResolvedScenario) -> Sem | None:
    """The SEM of a scenario; None where none is published for exactly this text, as another's says nothing of it."""
    sem = _shipped().get(resolved.key)
    return sem if sem is not None and sem.sha == resolved.sha else None


def all_sems() -> list[Sem]:
    """All that are published."""
    return list(_shipped().values())


def to_json(sems: Sequence[Sem]) -> str:
    """The file that ships."""
    return json.dumps([asdict(one) for one in sorted(sems, key=lambda one: one.scenario)], indent=2) + "\n"


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, Sem]:
    return {row["scenario"]: Sem(**row) for row in load_json(__file__, FILE)}
