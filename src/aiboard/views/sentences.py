"""Events as sentences: what happened, to what, by whom. The words of each kind stand in its row."""

from __future__ import annotations

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
        card, data: what it is about (indices), or -1.
        text: one sentence, at most `LIMIT` characters, plain text.
        tone: how it is coloured where there is colour.
        news: whether it is worth a place on a crowded screen.
    """

    day: int
    card: int
    data: int
    text: str
    tone: Tone
    news: bool


def sentence(world: World, event: Event) -> Sentence:
    """An event in words; the same for every face."""
    row = ROWS[type(event)]
    text = clean(row.words(world, event), LIMIT)
    return Sentence(event.day, event.card, event.data, text, row.tone(event), row.weight > 0)


def is_news(event: Event) -> bool:
    """Whether an event is worth a place on a crowded screen."""
    return ROWS[type(event)].weight > 0
