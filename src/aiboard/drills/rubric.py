"""Rubrics for spoken answers: parts that a text has or has not, as YAML that anyone can extend.

A part is found by words: one of each group has to be in the same sentence, or in two that follow each other. A program
that looks for words is blunt, so it quotes where it found a part, and the person corrects it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import pairwise
from textwrap import shorten
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from aiboard.drills.asks import Option, Several
from aiboard.drills.bank import Dimension
from aiboard.drills.brief import Brief, Point
from aiboard.scenario import content
from aiboard.scenario.content import Content, ContentFile
from aiboard.scenario.units import Text

_END: Final = re.compile(r"(?<=[.!?;])\s+|\n+")
_QUOTE: Final = 70
"""Signs of a sentence that are quoted."""

# Not stripped: a blank at its end is a part of what is looked for.
_Word = Annotated[str, StringConstraints(min_length=1, max_length=60)]
_Words = Annotated[str, Text(400)]


class Part(Content):
    """One part: `words` holds groups, of each of which one has to be in the text.

    `dimension` is what an interviewer marks by it, where that is not the question's own.
    """

    id: Annotated[str, Text(40, pattern=r"[a-z][a-z0-9-]*", shape="a-short-name in small letters")]
    name: _Words
    words: list[list[_Word]] = Field(min_length=1, max_length=8)
    missing: _Words
    dimension: Dimension | None = None


class Rubric(ContentFile):
    """Parts, and a model answer to hold one's own against."""

    title: _Words
    parts: list[Part] = Field(min_length=1, max_length=20)
    model: list[_Words] = Field(min_length=1, max_length=20)


@cache
def shipped(name: str) -> Rubric:
    """A rubric that comes with the package."""
    return content.shipped(Rubric, "aiboard.drills", "rubrics", f"{name}.yaml")


def find_parts(rubric: Rubric, text: str, part_texts: Mapping[str, str] | None = None) -> dict[str, str]:
    """By part that a text has the words that carry it: a sentence of it, or two that follow each other.

    `part_texts` has, by part, the text in which it is looked for if not in the whole.
    """
    quotes = {part.id: _sentence(part, (part_texts or {}).get(part.id, text)) for part in rubric.parts}
    return {part: words for part, words in quotes.items() if words}


def _sentence(part: Part, text: str) -> str:
    """The shortest stretch with a word of each group; words count from their beginning: `decid` finds decision."""
    sentences = [" ".join(sentence.split()) for sentence in _END.split(text) if sentence.strip()]
    pairs = [f"{first} {second}" for first, second in pairwise(sentences)]
    # Single sentences first: the quote should be as short as it can be.
    for stretch in (*sentences, *pairs):
        lowered = stretch.lower() + " "
        if all(any(has_word_prefix(word.lower(), lowered) for word in group) for group in part.words):
            return stretch
    return ""


def correction(rubric: Rubric, quotes: Mapping[str, str]) -> Several:
    """What was found, with the words in which, to be corrected by the person."""
    by_id = {part.id: part for part in rubric.parts}
    hints = {id: f": “{_quote(by_id[id], words)}”" for id, words in quotes.items() if id in by_id}
    options = [Option(part.id, part.name + hints.get(part.id, "")) for part in rubric.parts]
    return Several("parts", "Found by their words; correct what is wrong.", tuple(options), tuple(quotes))


def _quote(part: Part, words: str) -> str:
    """A stretch, shortened round the words by which the part was found."""
    lowered = words.lower() + " "
    positions = [position for group in part.words for word in group if (position := _place(word.lower(), lowered)) >= 0]
    first = min(positions, default=0)
    if len(words) <= _QUOTE or first < _QUOTE // 3:
        return shorten(words, _QUOTE, placeholder=" …")
    # From the word before it on.
    start = words.rfind(" ", 0, max(0, words.rfind(" ", 0, first))) + 1
    return "… " + shorten(words[start:], _QUOTE, placeholder=" …")


def part_lines(rubric: Rubric, quotes: Mapping[str, str], present: Collection[str]) -> Iterator[str]:
    """A line a part: whether it is there by the person's last word, and what is missing."""
    for part in rubric.parts:
        yours = " (by your word)" if (part.id in present) != (part.id in quotes) else ""
        yield f"✓ {part.name}{yours}" if part.id in present else f"✗ {part.missing}{yours}"


def brief(rubric: Rubric, dimension: str) -> Brief:
    """The interviewer's side of a question that is judged by this rubric."""
    good = tuple(Point(part.name, part.dimension or dimension) for part in rubric.parts)
    return Brief(good, tuple(f"If it is missing: {part.missing}" for part in rubric.parts), tuple(rubric.model))


def has_word_prefix(word: str, text: str) -> bool:
    """Whether a word of a text, both in small letters, begins with `word`."""
    return _place(word, text) >= 0


def _place(word: str, text: str) -> int:
    """Where a word of a text begins with `word`; -1 for nowhere."""
    # A sign or a digit may stand inside a word; letters begin one.
    edge = r"(?<![a-z])" if word[0].isalpha() else ""
    match = re.search(edge + re.escape(word), text)
    return match.start() if match else -1
