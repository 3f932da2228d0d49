"""Moments: names for what happens in a game, to which a scenario attaches its texts; and which event is which.

Coach lines, people's lines and texts name a moment, never a day. Every face asks `moments(event)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from aiboard.engine.events import Event
from aiboard.engine.kinds import Chaos, EventKind, Stage

START: Final = "start"
"""The first morning; no event belongs to it."""

_Rule = tuple[EventKind, Callable[[Event], bool]]


def _always(event: Event) -> bool:
    return True


def _chaos(kind: Chaos) -> Callable[[Event], bool]:
    return lambda event: event.a == kind


_RULES: Final[dict[str, _Rule]] = {
    "idea-added": (EventKind.IDEA_ADDED, _always),
    "started": (EventKind.MOVED, lambda e: (e.a, e.b) == (Stage.HYPOTHESIS, Stage.EXPERIMENT)),
    "run-ended": (EventKind.RUN_ENDED, _always),
    "under-kill-line": (EventKind.RUN_ENDED, lambda e: e.c != 0),
    "diverged": (EventKind.DIVERGED, _always),
    "one-seed": (EventKind.EVAL_DONE, lambda e: e.b == 1),
    "more-seeds": (EventKind.EVAL_DONE, lambda e: e.b > 1),
    "gate-passed": (EventKind.EVAL_DONE, lambda e: e.b > 1 and e.c == 1),
    "gate-failed": (EventKind.EVAL_DONE, lambda e: e.b > 1 and e.c == 0),
    "killed": (EventKind.KILLED, _always),
    "iterating": (EventKind.ITERATING, _always),
    "promoted": (EventKind.PROMOTED, _always),
    "over-wip": (EventKind.STARTED_OVER_WIP, _always),
    "sprint-ended": (EventKind.SPRINT_ENDED, _always),
    "data-ordered": (EventKind.DATA_ORDERED, _always),
    "kappa-read": (EventKind.KAPPA_READ, _always),
    "batch-accepted": (EventKind.BATCH_ACCEPTED, _always),
    "legal-started": (EventKind.LEGAL_STARTED, _always),
    "legal-done": (EventKind.LEGAL_DONE, _always),
    "handoff-done": (EventKind.HANDOFF_DONE, _always),
    "canary": (EventKind.SHARE_SET, lambda e: 0 < e.a < 100),
    "launched": (EventKind.SHARE_SET, lambda e: e.a == 100),
    "alert": (EventKind.ALERT, _always),
    "rolled-back": (EventKind.ROLLED_BACK, _always),
    "incident": (EventKind.INCIDENT, _always),
    "forecast": (EventKind.FORECAST, _always),
    "scope-met": (EventKind.SCOPE_MET, _always),
    "closed": (EventKind.CLOSED, _always),
    "gpu-shortage": (EventKind.CHAOS_BEGAN, _chaos(Chaos.GPU_SHORTAGE)),
    "data-issue": (EventKind.CHAOS_BEGAN, _chaos(Chaos.DATA_ISSUE)),
    "eval-regression": (EventKind.CHAOS_BEGAN, _chaos(Chaos.EVAL_REGRESSION)),
    "scope-change": (EventKind.CHAOS_BEGAN, _chaos(Chaos.SCOPE_CHANGE)),
    "divergence": (EventKind.CHAOS_BEGAN, _chaos(Chaos.DIVERGENCE)),
    "vendor-delay": (EventKind.CHAOS_BEGAN, _chaos(Chaos.VENDOR_DELAY)),
}

MOMENTS: Final = (START, *_RULES)
"""Every moment a scenario can name."""

# The coach asks about every event of the game again and again.
_BY_KIND: Final[dict[EventKind, list[tuple[str, Callable[[Event], bool]]]]] = {}
for _name, (_kind, _fits) in reversed(_RULES.items()):
    _BY_KIND.setdefault(_kind, []).append((_name, _fits))


def moments(event: Event) -> list[str]:
    """The moments an event is, the most particular first."""
    return [name for name, fits in _BY_KIND.get(event.kind, ()) if fits(event)]
