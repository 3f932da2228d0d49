"""Rubrics for spoken answers: parts that a text has or has not, as YAML that anyone can extend.

A part is found by words: one of each group has to be in the text. That finds a part that is there in other words less
surely than a person would, so every face says that a person judges the rest.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from aiboard.drills.bank import Dimension
from aiboard.drills.brief import Brief, Point
from aiboard.scenario.loader import worded
from aiboard.scenario.source import Document, parse

_Word = Annotated[str, StringConstraints(min_length=1, max_length=60)]
_Text = Annotated[str, StringConstraints(min_length=1, max_length=400)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Part(_Model):
    """One part: `words` holds groups, of each of which one has to be in the text.

    `dimension` is what an interviewer marks by it, where that is not the question's own.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    name: _Text
    words: list[list[_Word]] = Field(min_length=1, max_length=8)
    missing: _Text
    dimension: Dimension | None = None


class Rubric(_Model):
    """Parts, and a model answer to hold one's own against."""

    format: Literal[1]
    title: _Text
    parts: list[Part] = Field(min_length=1, max_length=20)
    model: list[_Text] = Field(min_length=1, max_length=20)


def checked(document: Document) -> Rubric:
    """The rubric that a document holds; InputError with file, line and field for each problem."""
    try:
        return Rubric.model_validate(document.data)
    except ValidationError as error:
        document.refuse([worded(dict(item), Rubric) for item in error.errors(include_url=False, include_context=False)])
        raise


@cache
def shipped(name: str) -> Rubric:
    """A rubric that comes with the package."""
    place = files("aiboard.drills") / "rubrics" / f"{name}.yaml"
    return checked(parse(place.read_bytes(), place.name))


def present(part: Part, text: str) -> bool:
    """Whether a text has a part: words count from their beginning, so that `decid` finds decided and decision."""
    plain = " ".join(text.lower().split()) + " "
    return all(any(begins(word.lower(), plain) for word in group) for group in part.words)


def brief(rubric: Rubric, dimension: str) -> Brief:
    """The interviewer's side of a question that is judged by this rubric."""
    good = tuple(Point(part.name, part.dimension or dimension) for part in rubric.parts)
    return Brief(good, tuple(f"If it is missing: {part.missing}" for part in rubric.parts), tuple(rubric.model))


def begins(word: str, text: str) -> bool:
    """Whether a word of a text, both in small letters, begins with `word`."""
    # A sign or a digit may stand inside a word; letters begin one.
    edge = r"(?<![a-z])" if word[0].isalpha() else ""
    return re.search(edge + re.escape(word), text) is not None
