"""Evaluators: who plays on in every rollout, and so what a decision is held against. By name, each with its version.

A price is an opinion of its evaluator: what departs from its play is priced, and what it would have done itself is not.
Two evaluators price the same game differently, and the difference is their bias.
"""

from __future__ import annotations

from typing import Final

from aiboard.analysis.evaluators import plain, v4
from aiboard.analysis.evaluators.evaluator import Evaluator
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean

CURRENT: Final = v4.EVALUATOR
"""Whose prices are published, and whose scale equity is told on."""
EVALUATORS: Final[dict[str, Evaluator]] = {one.policy: one for one in (v4.EVALUATOR, plain.EVALUATOR)}
"""By the name of the bot that plays on."""


OTHERS: Final = tuple(name for name in EVALUATORS if name != CURRENT.policy)
"""Those that the published one can be compared with."""


def other_evaluator(name: str) -> Evaluator:
    """The evaluator of that name, another than the published one; InputError with the names there are."""
    if name in OTHERS:
        return EVALUATORS[name]
    if name == CURRENT.policy:
        raise InputError(f"{name} prices already; compare it with {', '.join(OTHERS)}", field="--evaluator")
    message = f"there is no evaluator '{clean(name, 40)}' to compare with; there are {', '.join(OTHERS)}"
    raise InputError(message, field="--evaluator")


__all__ = ["CURRENT", "EVALUATORS", "OTHERS", "Evaluator", "other_evaluator"]
