"""Events as sentences: what happened, to what, by whom. The words of each kind stand in its row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from aiboard.engine.happenings import Event
from aiboard.engine.model.world import World
from aiboard.instruments.text import clean
from aiboard.views.happenings import ROWS
from aiboard.views.words import Tone

LIMIT: Final = 80
"""Longest sentence, in characters."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """An event in words.

    Attributes:
        day: working day it happened on.
        text: one sentence, at most `LIMIT` characters, plain text.
        tone: how it is coloured where there is colour.
    """

    day: int
    text: str
    tone: Tone


def sentence(world: World, event: Event, ordered: Collection[int] = ()) -> Sentence:
    """An event in words; the same for every face. `ordered` are the ids of those that a standing order did."""
    row = ROWS[type(event)]
    text = row.words(world, event)
    if id(event) in ordered:
        text = f"{text.removesuffix('.')}, by order."
    text = clean(text, LIMIT)
    return Sentence(event.day, text, row.tone(event))


def is_news(event: Event) -> bool:
    """Whether an event is worth a place on a crowded screen."""
    return ROWS[type(event)].weight > 0
