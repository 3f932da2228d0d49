"""The evaluator whose prices are published: the reference plays on. Its anchors ship as `analysis/anchors.json`.

It is not pinned: the reference and the rules still change, and `make evaluator_boards` writes the boards of its golden
test anew with them. `make evaluator_pin` says what stands in the way of pinning it, and pins it when the reference
meets its bar: it writes this file anew. From then on another choice on any board is another version, in another file.
"""

from __future__ import annotations

from typing import Final

from aiboard.analysis.evaluators.evaluator import Evaluator
from aiboard.analysis.pricing.model import THRESHOLDS
from aiboard.engine.model.world import RULES_VERSION

EVALUATOR: Final = Evaluator(
    version="v0-unpinned", policy="reference", rules=RULES_VERSION, thresholds=THRESHOLDS, pinned=False
)
