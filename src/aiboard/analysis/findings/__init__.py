"""Findings: what stands out in a game, from the game's own record, where it followed a lesson and where it did not.

They state facts. No adjective about the player, no price: nothing here was rolled out.
"""

from __future__ import annotations

from aiboard.analysis.findings import flow, forecasts, kills, launches, live, trouble
from aiboard.analysis.findings.base import Finding, GameAnalysis
from aiboard.analysis.findings.lessons import LESSONS, Dimension, FindingLesson

__all__ = ["LESSONS", "GameAnalysis", "Dimension", "Finding", "FindingLesson", "findings"]


def findings(case: GameAnalysis) -> list[Finding]:
    """All findings: first those with something to try, then where the lesson was followed; each in LESSONS' order."""
    order = list(LESSONS)
    items = [item for module in (launches, live, kills, flow, forecasts, trouble) for item in module.find(case)]
    return sorted(items, key=lambda item: (item.good, order.index(item.key)))
