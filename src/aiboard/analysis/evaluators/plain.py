"""An evaluator to compare with: the course's advice, plainly coded, plays on.

It is weaker than the reference, so its prices are worse; where the two disagree, the choice is a matter of who judges.
"""

from __future__ import annotations

from typing import Final

from aiboard.analysis.evaluators.evaluator import Evaluator
from aiboard.analysis.pricing.model import THRESHOLDS
from aiboard.engine.model.world import RULES_VERSION

EVALUATOR: Final = Evaluator(
    version="heuristic-unpinned", policy="heuristic", rules=RULES_VERSION, thresholds=THRESHOLDS, pinned=False
)
