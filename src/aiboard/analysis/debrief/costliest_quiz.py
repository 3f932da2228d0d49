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


def picks(found: Debrief) -> tuple[DecisionSummary, ...]:
    """Decisions to pick from, by day; empty where nothing lost enough, or there are too few."""
    lost = sure_losses(found)
    if not lost or found.prices is None or not found.finished:
        return ()
    # The gain among them: whoever knows only losses are listed picks by size and not by memory.
    told_of = key_decisions(found)
    # What was left undone longest ago is forgotten first: the costliest of it is there too, sure or not.
    left = [one for one in found.prices.worst_first if one.undone and one.loss > 0][:_UNDONE]
    told_of = (told_of + [summarise_decision(found, one) for one in left])[:MOST]
    made = {(one.day, one.line): one for one in told_of}
    # The others are decisions like these: from the whole game, those that the timeline has.
    others = [moment for moment in found.moments if moment.by == "player"]
    # Spread over the game first, or all of them would be of its first days.
    step = max(1, len(others) // MOST)
    for moment in [*others[::step], *others]:
        line = moment.choice
        if len(made) < MOST and (moment.day, line) not in made:
            made[moment.day, line] = summarise_moment(found, moment)
    return tuple(sorted(made.values(), key=lambda one: (one.day, one.line))) if len(made) >= _LEAST else ()


def grade_pick(found: Debrief, pick: DecisionSummary) -> str:
    """What a pick comes to, one sentence."""
    lost = sure_losses(found)
    place = next((at for at, one in enumerate(lost) if _same(one, pick)), -1)
    if place == 0:
        return f"You picked {pick.when.lower()}: it is the one that lost most."
    if 0 < place < len(_NTH):
        rank = f"it lost, and {_NTH[place]} most"
    else:
        rank = "it lost too, but less" if _lost(found, pick) else "that it lost anything is not certain"
    return f"You picked {pick.when.lower()}: {rank}. {lost[0].when} lost most." if lost else ""


_NTH: Final = ("", "second", "third")


def _lost(found: Debrief, pick: DecisionSummary) -> bool:
    """Whether it lost for certain, among the costliest or not."""
    priced = (summarise_decision(found, one) for one in (found.prices.decisions if found.prices else ()))
    return any(one.kind is DecisionKind.LOST and _same(one, pick) for one in priced)


def _same(one: DecisionSummary, pick: DecisionSummary) -> bool:
    return (one.day, one.line) == (pick.day, pick.line)
