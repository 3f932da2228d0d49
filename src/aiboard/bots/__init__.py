"""Bots: named policies, Board in, actions out."""

from aiboard.bots.base import ActionReason, Bot
from aiboard.bots.gaming import GAMING, make_gaming
from aiboard.bots.heuristic import Heuristic
from aiboard.bots.reference import Reference
from aiboard.bots.simple import Autopilot, Idle, KillAll, PromoteAll, Random, StoryPoints, Vibes

#: Names in ladder order.
BOTS: tuple[str, ...] = (
    "idle",
    "random",
    "kill-all",
    "promote-all",
    "story-points",
    "vibes",
    "autopilot",
    "heuristic",
    "reference",
)


def make_bot(name: str, seed: int = 0) -> Bot:
    """A fresh bot of BOTS or GAMING; `seed` feeds those that roll dice. Raises KeyError for an unknown name."""
    if name == "random":
        return Random(seed)
    if name == "idle":
        return Idle(name)
    if name == "kill-all":
        return KillAll(name)
    if name == "promote-all":
        return PromoteAll(name)
    if name == "story-points":
        return StoryPoints(name)
    if name == "vibes":
        return Vibes(name)
    if name == "autopilot":
        return Autopilot(name)
    if name == "heuristic":
        return Heuristic()
    if name == "reference":
        return Reference()
    return make_gaming(name)


__all__ = ["BOTS", "GAMING", "Bot", "Heuristic", "Reference", "ActionReason", "make_bot"]
