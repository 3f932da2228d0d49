"""Which happenings standing orders brought about: the board does not say who did what."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from aiboard.engine.act import act
from aiboard.engine.happenings import Event, cards, chaos, data, live
from aiboard.engine.verbs import StandingOrder
from aiboard.game.timeline import Timeline

_ACTS: Final = (
    *(cards.Ticketed, cards.Moved, cards.WentOverLimit, cards.EvalStarted, cards.Iterating, cards.Promoted),
    *(data.DataOrdered, data.DataMoved, data.BatchAccepted, data.SentBack, chaos.RootCauseFound),
    *(live.LegalStarted, live.RolledBack, live.ShareSet),
)


def order_event_ids(timeline: Timeline) -> frozenset[int]:
    """The ids of the events, of the history as it is, that orders brought about."""
    events: list[Event] = []
    board = timeline.state.board
    for ended, day_actions in enumerate(timeline.days):
        morning = timeline.morning(ended).board
        if not morning.over:
            # Nobody has done anything on a day whose morning it is.
            events += takewhile(lambda event, day=morning.day: event.day == day, reversed(morning.history))  # type: ignore[misc]
        if any(isinstance(action, StandingOrder) for action in day_actions) and ended < timeline.days_ended():
            evening = timeline.morning(ended).clone()
            for action in day_actions:
                act(evening, action)
            # What was set that day acts before all else that the day brings.
            events += takewhile(lambda event: isinstance(event, _ACTS), board.history[len(evening.board.history) :])
    return frozenset(id(event) for event in events if isinstance(event, _ACTS))
