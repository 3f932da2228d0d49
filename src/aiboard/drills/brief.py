"""What an interviewer has to know of a question beyond what the candidate sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from aiboard.drills.bank import DIMENSIONS
from aiboard.drills.question import Question


@dataclass(frozen=True)
class Point:
    """One thing that a good answer has, and the dimension in which it is marked."""

    text: str
    dimension: str


@dataclass(frozen=True)
class Brief:
    """The interviewer's side of a question.

    Attributes:
        good: what a good answer has.
        follow_ups: what to ask then, or when something is missing.
        model: an answer to hold the candidate's against.
        drawing: whether `model` is a drawing, whose spaces count.
        truth: what is known of the case and hidden from the candidate.
    """

    good: tuple[Point, ...]
    follow_ups: tuple[str, ...]
    model: tuple[str, ...] = ()
    drawing: bool = False
    truth: tuple[str, ...] = ()


@runtime_checkable
class HasBrief(Protocol):
    """A drill that knows more of its questions than it asks."""

    def brief(self, question: Question) -> Brief:
        """The interviewer's side of one of its questions."""


def brief(drill: object, question: Question) -> Brief:
    """The drill's own; of a drill without one, what its question says of how it is judged.

    A question of no dimension, such as which game it shall be, is not marked.
    """
    if isinstance(drill, HasBrief):
        return drill.brief(question)
    texts = [text for text in (question.checked, question.judged) if text and question.dimension in DIMENSIONS]
    return Brief(tuple(Point(text, question.dimension) for text in texts), ())
