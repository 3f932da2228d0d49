"""Moments: names for what happens in a game, to which a scenario attaches its texts; and which event is which.

Coach lines, people's lines and texts name a moment, never a day. Every face asks `moments(event)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import (
    GATE_FAILED,
    GATE_PASSED,
    Diverged,
    EvalDone,
    IdeaAdded,
    Iterating,
    Killed,
    Moved,
    Promoted,
    RunEnded,
    WentOverLimit,
)
from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.happenings.data import BatchAccepted, DataOrdered, KappaRead, ScopeMet
from aiboard.engine.happenings.live import Alerted, HandoffDone, Incident, LegalDone, LegalStarted, RolledBack, ShareSet
from aiboard.engine.happenings.plan import Closed, ForecastGiven, SprintEnded
from aiboard.engine.model.vocabulary import Chaos, Stage
from aiboard.scenario.words import kebab

START: Final = "start"
"""The first morning; no event belongs to it."""

_Kind = TypeVar("_Kind", bound=Event)
_Rule = tuple[type[Event], Callable[[Any], bool]]


def _when(kind: type[_Kind], condition: Callable[[_Kind], bool] = lambda event: True) -> _Rule:
    return kind, condition


def _chaos(kind: Chaos) -> _Rule:
    return _when(ChaosBegan, lambda event: event.chaos == kind)


_RULES: Final[dict[str, _Rule]] = {
    "idea-added": _when(IdeaAdded),
    "started": _when(Moved, lambda e: (e.before, e.after) == (Stage.HYPOTHESIS, Stage.EXPERIMENT)),
    "run-ended": _when(RunEnded),
    "under-kill-line": _when(RunEnded, lambda e: e.kill_ppm != 0),
    "diverged": _when(Diverged),
    "one-seed": _when(EvalDone, lambda e: e.seeds == 1),
    "more-seeds": _when(EvalDone, lambda e: e.seeds > 1),
    "gate-passed": _when(EvalDone, lambda e: e.seeds > 1 and e.gate == GATE_PASSED),
    "gate-failed": _when(EvalDone, lambda e: e.seeds > 1 and e.gate == GATE_FAILED),
    "killed": _when(Killed),
    "iterating": _when(Iterating),
    "promoted": _when(Promoted),
    "over-wip": _when(WentOverLimit),
    "sprint-ended": _when(SprintEnded),
    "data-ordered": _when(DataOrdered),
    "kappa-read": _when(KappaRead),
    "batch-accepted": _when(BatchAccepted),
    "legal-started": _when(LegalStarted),
    "legal-done": _when(LegalDone),
    "handoff-done": _when(HandoffDone),
    "canary": _when(ShareSet, lambda e: 0 < e.percent < 100),
    "launched": _when(ShareSet, lambda e: e.percent == 100),
    "alert": _when(Alerted),
    "rolled-back": _when(RolledBack),
    "incident": _when(Incident),
    "forecast": _when(ForecastGiven),
    "scope-met": _when(ScopeMet),
    "closed": _when(Closed),
    **{kebab(kind): _chaos(kind) for kind in Chaos},
}

MOMENTS: Final = (START, *_RULES)
"""Every moment a scenario can name."""

# The coach asks about every event of the game again and again.
_BY_KIND: Final[dict[type[Event], list[tuple[str, Callable[[Any], bool]]]]] = {}
for _name, (_kind, _fits) in reversed(_RULES.items()):
    _BY_KIND.setdefault(_kind, []).append((_name, _fits))


def moments(event: Event) -> list[str]:
    """The moments an event is, the most particular first."""
    return [name for name, condition in _BY_KIND.get(type(event), ()) if condition(event)]
