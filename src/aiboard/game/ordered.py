"""Which happenings standing orders brought about: the board does not say who did what."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from aiboard.engine.act import act
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import Decided, EvalStarted, Iterating, Moved, Promoted, Ticketed, WentOverLimit
from aiboard.engine.happenings.chaos import RootCauseFound
from aiboard.engine.happenings.data import BatchAccepted, DataMoved, DataOrdered, SentBack
from aiboard.engine.happenings.live import LegalStarted, RolledBack, ShareSet
from aiboard.engine.verbs import StandingOrder
from aiboard.game.timeline import Timeline

_ACTS: Final = (
    *(Ticketed, Moved, WentOverLimit, EvalStarted, Iterating, Promoted, Decided, RolledBack, ShareSet),
    *(RootCauseFound, DataOrdered, DataMoved, BatchAccepted, SentBack, LegalStarted),
)


def by_order(timeline: Timeline) -> frozenset[int]:
    """The ids of the events, of the history as it is, that followed from what orders did of themselves."""
    found: list[Event] = []
    now = timeline.state.board
    for ended, done in enumerate(timeline.days):
        morning = timeline.morning(ended).board
        if not morning.over:
            # Nobody has done anything on a day whose morning it is.
            found += takewhile(lambda event, day=morning.day: event.day == day, reversed(morning.history))  # type: ignore[misc]
        if any(isinstance(action, StandingOrder) for action in done) and ended < timeline.ended():
            evening = timeline.morning(ended).clone()
            for action in done:
                act(evening, action)
            # What was set that day acts before all else that the day brings.
            found += takewhile(lambda event: isinstance(event, _ACTS), now.history[len(evening.board.history) :])
    return frozenset(id(event) for event in found if isinstance(event, _ACTS))
