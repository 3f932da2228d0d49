"""When a question comes again: spaced repetition by the package `fsrs`, imported when the first drill asks for it.

Nothing is stored but the attempts: the memory of each question is worked out from them, in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib import import_module
from random import Random
from typing import Any, Final

from aiboard.drills.attempts import Attempt

MISSING: Final = "the package fsrs is not installed: questions come in turn"

#: From which confidence in percent on a right answer counts as good, as easy.
_GOOD: Final = 50
_EASY: Final = 90


def package() -> Any | None:
    """The module `fsrs`; None where it is not installed."""
    try:
        return import_module("fsrs")
    except ImportError:
        return None


def due(attempts: Iterable[Attempt], fsrs: Any | None = None) -> dict[str, datetime]:
    """When each question that was tried is due next, by its id.

    Without `fsrs` a question is due from its last attempt on, so that the one not seen for longest comes first.
    """
    by_question: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        by_question.setdefault(attempt.question, []).append(attempt)
    if fsrs is None:
        return {name: tries[-1].when for name, tries in by_question.items()}
    # No fuzz: the same attempts give the same plan.
    scheduler = fsrs.Scheduler(enable_fuzzing=False)
    plan: dict[str, datetime] = {}
    for name, tries in by_question.items():
        # With an id of ours: the package makes one from the clock, and waits for the clock to move on to keep ids
        # apart.
        card = fsrs.Card(card_id=1)
        for attempt in tries:
            # In their order: what a review does depends on the memory that the ones before it left.
            card, _ = scheduler.review_card(card, fsrs.Rating(rating(attempt)), attempt.when)
        plan[name] = card.due
    return plan


def rating(attempt: Attempt) -> int:
    """The scheduler's 1 to 4 (again, hard, good, easy): a lucky guess is hard, a sure hit easy."""
    if not attempt.right:
        return 1
    # Where no confidence is asked, a right answer is neither a guess nor a sure hit.
    confidence = attempt.confidence if attempt.confidence is not None else _GOOD
    return 4 if confidence >= _EASY else 3 if confidence >= _GOOD else 2


def order(names: Sequence[str], plan: dict[str, datetime], at: datetime, seed: int) -> list[str]:
    """All questions, the next one first: due ones by how long they are due, new ones drawn by the seed, the rest."""
    due_names = sorted(
        (name for name in names if name in plan and plan[name] <= at), key=lambda name: (plan[name], name)
    )
    new_names = [name for name in names if name not in plan]
    # Shuffled, so that the order of the file is not the order of practice.
    Random(seed).shuffle(new_names)
    later_names = sorted(
        (name for name in names if name in plan and plan[name] > at), key=lambda name: (plan[name], name)
    )
    return [*due_names, *new_names, *later_names]
