"""Quick pairs of bots for tests of the measurement; what the real pairs are worth is no test's business."""

import pytest

from aiboard.analysis import anchors
from aiboard.analysis.anchors import Anchors
from aiboard.analysis.cache import CACHE_VARIABLE
from aiboard.analysis.lessons import cells
from aiboard.bots import Bot, Heuristic
from aiboard.bots.deciding import KILL_NEVER
from aiboard.engine.model.world import RULES_VERSION


def quick_bot(lesson: str, obey: bool) -> Bot:
    """The heuristic; ignoring L01 it never kills, ignoring anything else it believes one seed."""
    if obey:
        return Heuristic()
    return Heuristic(kills=KILL_NEVER) if lesson == "L01" else Heuristic(seeds=1)


#: Nobody plays games for the scale: $1,000 are ten points in every scenario.
SCALE = Anchors("any", "", RULES_VERSION, anchors.EVALUATOR_VERSION, 100, 0.0, 1_000_000.0, 50_000.0, 2_000_000.0, ())


def use_quick_pairs(monkeypatch: pytest.MonkeyPatch, cache: str) -> None:
    """Measure with them, in a cache of one's own and on a scale that is given."""
    monkeypatch.setenv(CACHE_VARIABLE, cache)
    monkeypatch.setattr(anchors, "find", lambda resolved: SCALE)
    monkeypatch.setattr(cells, "lesson_bot", quick_bot)
