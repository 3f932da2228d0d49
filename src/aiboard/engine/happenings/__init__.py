"""Happenings: what can happen in a game, one class an event kind, by what it is about.

A kind is known by its class's name in digests and serialised states.
"""

from typing import Final

from aiboard.engine.happenings import cards, chaos, data, live, plan
from aiboard.engine.happenings.base import Event

#: Every kind of event.
HAPPENINGS: Final[tuple[type[Event], ...]] = tuple(Event.__subclasses__())

__all__ = ["HAPPENINGS", "Event", "cards", "chaos", "data", "live", "plan"]
