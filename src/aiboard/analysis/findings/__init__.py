"""Findings: what stands out in a game, computed from the game's own record; each with its good twin.

They state facts. No adjective about the player, no price: nothing here was rolled out.
"""

from __future__ import annotations

from typing import Final

from aiboard.analysis.findings import flow, kills, launches, live, plans
from aiboard.analysis.findings.base import Case, Dimension, Finding

#: What a debrief speaks of first. A fixed order of kinds, not a price: nothing has been rolled out.
ORDER: Final = (
    "launch-day",
    "incident",
    "agent-runs",
    "over-gate",
    "one-seed",
    "losing-days",
    "legal-late",
    "data-late",
    "labels",
    "canary",
    "kill-line",
    "wip",
    "undecided",
    "idle-gpus",
    "families",
    "waiting-decisions",
    "forecast",
    "learning",
    "early-kill",
)

__all__ = ["Case", "Dimension", "Finding", "findings"]


def findings(case: Case) -> list[Finding]:
    """All findings: first those with something to try, then what went the lesson's way; each in `ORDER`."""
    found = [item for module in (launches, live, kills, flow, plans) for item in module.find(case)]
    return sorted(found, key=lambda item: (item.good, ORDER.index(item.key)))
