"""What the faces need to know about a happening, and the names its sentence is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from aiboard.engine.happenings import Event
from aiboard.engine.model.world import World
from aiboard.views import fmt
from aiboard.views.words import Tone

_Kind = TypeVar("_Kind", bound=Event)


@dataclass(frozen=True, slots=True)
class EventRow:
    """How one kind of event is told.

    Attributes:
        kind: the class of the events.
        words: one plain sentence, at most `sentences.LIMIT` characters.
        tone: how it is coloured where there is colour, by the event.
        weight: what it is worth on a crowded screen, most first; 0 leaves it to the whole log.
        standup_weight: what it is worth at the stand-up, most first; 0 leaves it out.
        quiet: another line says it already, so only the complete log has it.
    """

    kind: type[Event]
    words: Callable[[World, Any], str]
    tone: Callable[[Any], Tone]
    weight: int
    standup_weight: int
    quiet: bool


def row(
    kind: type[_Kind],
    words: Callable[[World, _Kind], str],
    tone: Tone | Callable[[_Kind], Tone] = Tone.PLAIN,
    weight: int = 0,
    standup_weight: int = 0,
    quiet: bool = False,
) -> EventRow:
    """A Row whose functions take events of its own kind, so that the type checker compares them."""
    if isinstance(tone, Tone):
        return EventRow(kind, words, lambda event: tone, weight, standup_weight, quiet)
    return EventRow(kind, words, tone, weight, standup_weight, quiet)


def card(world: World, event: Event) -> str:
    """The card it is about: `012`."""
    return fmt.short(world, event.card) if event.card >= 0 else "The project"


def owner(world: World, event: Event) -> str:
    """The person whose card it is, then the card: `Priya: 012`."""
    name = fmt.person(world, event.card) if event.card >= 0 else ""
    return f"{name}: {card(world, event)}" if name else card(world, event)


def dataset(world: World, event: Event) -> str:
    """The dataset it is about: `DS-1`."""
    return fmt.dataset(world, event.data) if event.data >= 0 else "The data"


def target(world: World, event: Event) -> str:
    """What it is about: a dataset, a card, or legal, which is neither."""
    return dataset(world, event) if event.data >= 0 else card(world, event) if event.card >= 0 else "legal review"
