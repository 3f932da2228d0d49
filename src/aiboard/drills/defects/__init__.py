"""The naive rules of nine listings, written anew, each with the inputs on which it fails."""

from typing import Final

from aiboard.drills.defects import counting, judging, watching
from aiboard.drills.defects.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    judging.KILL,
    judging.GATE,
    counting.KAPPA,
    counting.LOGGER,
    counting.HANDOFF,
    judging.STATUS,
    counting.PROMPTS,
    watching.LOOP,
    watching.DRIFT,
)
"""In the order of their chapters."""

__all__ = ["RULES", "Rule"]
