"""Which decision cost you most? Asked before the prices are shown, answered from them."""

from __future__ import annotations

from typing import Final

from aiboard.analysis.debrief.decision_summaries import (
    DecisionKind,
    DecisionSummary,
    key_decisions,
    summarise_decision,
    summarise_moment,
    sure_losses,
)
from aiboard.analysis.debrief.model import Debrief

QUESTION: Final = "Which decision cost you most? Pick one before the prices are shown."
MOST: Final = 6
"""Decisions to pick from: the costliest among them."""
_UNDONE: Final = 2
"""Of them at least so many that were left undone, where there are."""
_LEAST: Final = 3
"""With fewer there is nothing to guess."""


def picks(debrief: Debrief) -> tuple[DecisionSummary, ...]:
    """Decisions to pick from, by day; empty where nothing lost enough, or there are too few."""
    losses = sure_losses(debrief)
    if not losses or debrief.prices is None or not debrief.finished:
        return ()
    # The gain among them: whoever knows only losses are listed picks by size and not by memory.
    candidates = key_decisions(debrief)
    # What was left undone longest ago is forgotten first: the costliest of it is there too, sure or not.
    undone = [one for one in debrief.prices.worst_first if one.undone and one.loss > 0][:_UNDONE]
    candidates = (candidates + [summarise_decision(debrief, one) for one in undone])[:MOST]
    summaries = {(one.day, one.line): one for one in candidates}
    # The others are decisions like these: from the whole game, those that the timeline has.
    others = [moment for moment in debrief.moments if moment.by == "player"]
    # Spread over the game first, or all of them would be of its first days.
    step = max(1, len(others) // MOST)
    for moment in [*others[::step], *others]:
        line = moment.choice
        if len(summaries) < MOST and (moment.day, line) not in summaries:
            summaries[moment.day, line] = summarise_moment(debrief, moment)
    return tuple(sorted(summaries.values(), key=lambda one: (one.day, one.line))) if len(summaries) >= _LEAST else ()


def grade_pick(debrief: Debrief, pick: DecisionSummary) -> str:
    """What a pick comes to, one sentence."""
    losses = sure_losses(debrief)
    index = next((at for at, one in enumerate(losses) if _same(one, pick)), -1)
    if index == 0:
        return f"You picked {pick.when.lower()}: it is the one that lost most."
    if 0 < index < len(_NTH):
        rank = f"it lost, and {_NTH[index]} most"
    else:
        rank = "it lost too, but less" if _lost(debrief, pick) else "that it lost anything is not certain"
    return f"You picked {pick.when.lower()}: {rank}. {losses[0].when} lost most." if losses else ""


_NTH: Final = ("", "second", "third")


def _lost(debrief: Debrief, pick: DecisionSummary) -> bool:
    """Whether it lost for certain, among the costliest or not."""
    summaries = (summarise_decision(debrief, one) for one in (debrief.prices.decisions if debrief.prices else ()))
    return any(one.kind is DecisionKind.LOST and _same(one, pick) for one in summaries)


def _same(summary: DecisionSummary, pick: DecisionSummary) -> bool:
    return (summary.day, summary.line) == (pick.day, pick.line)
