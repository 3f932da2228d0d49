"""Disruptions: each happening's row."""

from __future__ import annotations

from typing import Final

from aiboard.engine.happenings.chaos import ChaosBegan, ChaosEnded, ChaosHinted, RootCauseFound
from aiboard.engine.model.vocabulary import Chaos, Source
from aiboard.engine.model.world import World
from aiboard.views import fmt, words
from aiboard.views.happenings.row import EventRow, card, dataset, row
from aiboard.views.words import Tone


def _chaos_began(world: World, event: ChaosBegan) -> str:
    name = words.CHAOS[Chaos(event.chaos)]
    text = name[:1].upper() + name[1:]
    if event.days > 1:
        text += f", {fmt.days(event.days)}"
    if event.card >= 0:
        text += f": {card(world, event)}"
    elif event.data >= 0:
        text += f": {dataset(world, event)}"
    if event.chaos == Chaos.EVAL_REGRESSION:
        # It was found on a new set of questions, and what was measured on the old one counts no more.
        text += "; new questions, all scores are void"
    source = words.SOURCE[Source(event.source)]
    return f"{text} ({source})." if source else f"{text}."


def _chaos_ended(world: World, event: ChaosEnded) -> str:
    return f"The {words.CHAOS[Chaos(event.chaos)]} is over."


def _chaos_hint(world: World, event: ChaosHinted) -> str:
    return f"A warning: {words.CHAOS[Chaos(event.chaos)]} possible in {fmt.days(event.days)} or so."


def _root_cause(world: World, event: RootCauseFound) -> str:
    if event.chaos == Chaos.EVAL_REGRESSION:
        return f"Root cause found of the regression of {card(world, event)}: one iteration mends it."
    if event.card >= 0:
        return f"Root cause found on {card(world, event)}: it loses no more runs of its own."
    return f"Root cause found: the {words.CHAOS[Chaos(event.chaos)]} ends {fmt.days(event.days_saved)} sooner."


ROWS: Final[tuple[EventRow, ...]] = (
    row(ChaosBegan, _chaos_began, tone=Tone.BAD, weight=90, standup_weight=90),
    row(ChaosEnded, _chaos_ended, tone=Tone.GOOD, weight=44),
    row(ChaosHinted, _chaos_hint, tone=Tone.WARN, weight=76, standup_weight=74),
    row(RootCauseFound, _root_cause),
)
