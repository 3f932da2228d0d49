"""A lesson with its figures and the verdict on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiboard.analysis.estimate import Estimate
from aiboard.analysis.lessons.lesson import Lesson
from aiboard.analysis.lessons.verdict import BoundaryVerdict, Verdict, judge, judge_boundary


@dataclass(frozen=True)
class Effect:
    """What following the advice is worth in one world, a game: following less not following, seed by seed.

    Attributes:
        world: the world's key.
        sha: its fingerprint.
        value: dollars.
        equity: the same in equity points of the scenario the world is made of; None where that has no scale.
    """

    world: str
    sha: str
    value: Estimate
    equity: Estimate | None

    def data(self) -> dict[str, Any]:
        """As JSON."""
        equity = self.equity.data() if self.equity else None
        return {"scenario": self.world, "sha": self.sha, "value": self.value.data(), "equity": equity}


@dataclass(frozen=True)
class MeasuredLesson:
    """One lesson in one scenario.

    Attributes:
        lesson: the lesson's row.
        here, there: in the scenario, and in the boundary world made of it.
        probe: cents of the first games, following and not: whoever plays them again sees whether the figures are old.
    """

    lesson: Lesson
    here: Effect
    there: Effect
    probe: tuple[tuple[int, ...], tuple[int, ...]]

    @property
    def verdict(self) -> Verdict:
        """Whether the lesson holds in the scenario."""
        return judge(self.here.equity)

    @property
    def boundary_verdict(self) -> BoundaryVerdict | None:
        """Whether it stops in its boundary world; None where it pays nothing here that could stop."""
        return judge_boundary(self.here.equity, self.there.equity)

    def data(self) -> dict[str, Any]:
        """As JSON, with the lesson in words."""
        lesson = self.lesson
        stops = self.boundary_verdict in (BoundaryVerdict.STOPS, BoundaryVerdict.LOSES)
        condition = {"where": lesson.boundary.where, "why": lesson.boundary.why, "stops": stops}
        return {
            "id": lesson.id,
            "title": lesson.title,
            "default": self.here.data(),
            "boundary": {**self.there.data(), **condition},
            "holds": self.verdict == Verdict.HOLDS,
            "verdict": str(self.verdict),
            "boundary_verdict": self.boundary_verdict and str(self.boundary_verdict),
            "advice": lesson.advice,
            "obey": lesson.obey,
            "ignore": lesson.ignore,
            "until": lesson.until,
            "doubt": lesson.doubt or None,
        }
