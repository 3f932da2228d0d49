"""The evaluator whose prices are published: the reference plays on. `analysis/anchors.json` has its anchors.

Pinned: another choice of the reference on any board of its golden test is another version, in another file.
"""

from __future__ import annotations

from typing import Final

from aiboard.analysis.evaluators.evaluator import Evaluator
from aiboard.analysis.pricing.model import Label

EVALUATOR: Final = Evaluator(
    version="v4",
    policy="reference",
    rules=8,
    thresholds=((15.0, Label.BLUNDER), (10.0, Label.MISTAKE), (5.0, Label.INACCURACY)),
    pinned=True,
)
