"""Two boards that the tests ask about: early, nothing live; and late, with a live model."""

from functools import cache

from aiboard.drills.stakeholder.snapshot import Snapshot, simulated_snapshot

EARLY = ("support-chatbot:calm", "reference", 378001, 11)
LATE = ("support-chatbot", "autopilot", 66172, 54)


@cache
def early() -> Snapshot:
    """Day 11 of 80, one card measured on three seeds, the target not reached."""
    return simulated_snapshot(*EARLY)


@cache
def late() -> Snapshot:
    """Day 54 of 80, a model with all traffic."""
    return simulated_snapshot(*LATE)
