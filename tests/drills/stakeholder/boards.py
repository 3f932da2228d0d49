"""Two boards that the tests ask about: early, nothing live; and late, with a live model."""

from functools import cache

from aiboard.drills.stakeholder.moment import Moment, simulated

EARLY = ("support-chatbot:calm", "reference", 378001, 11)
LATE = ("support-chatbot", "autopilot", 66172, 54)


@cache
def early() -> Moment:
    """Day 11 of 80, one card measured on three seeds, the target not reached."""
    return simulated(*EARLY)


@cache
def late() -> Moment:
    """Day 54 of 80, a model with all traffic."""
    return simulated(*LATE)
