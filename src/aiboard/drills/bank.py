"""Banks of quiz questions: YAML that anyone can write, checked like a scenario, errors with file, line and field."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from aiboard.analysis import findings
from aiboard.analysis.lessons import LESSONS
from aiboard.scenario.content import Content, ContentFile, doubles, validate
from aiboard.scenario.document import Document
from aiboard.scenario.source import parse, read_bytes
from aiboard.scenario.units import OneOf, Text

DIMENSIONS: Final = tuple(one.value for one in findings.Dimension)
"""The five things an interview for this work looks at."""

_Id = Annotated[str, Text(60, pattern=r"[a-z0-9][a-z0-9-]{1,59}", shape="a-short-name in small letters")]
_Line = Annotated[str, Text(300)]
_Words = Annotated[str, Text(800, lines=True)]
Dimension = Annotated[str, OneOf(DIMENSIONS)]
_Lesson = Annotated[str, Text(3)]


class AnswerOption(Content):
    """An option: what one does, and what comes of it."""

    do: _Line
    then: _Words


class QuizItem(Content):
    """A question. One option is right, two to four are what people say instead.

    `unless` says in which world another answer is right; `lesson` names a lesson whose measured worth is shown.
    """

    id: _Id
    dimension: Dimension
    stem: _Words
    right: AnswerOption
    wrong: list[AnswerOption] = Field(min_length=2, max_length=4)
    lesson: _Lesson | None = None
    unless: _Words | None = None
    source: bool = False


class Bank(ContentFile):
    """A file of questions about one chapter."""

    bank: _Id
    title: _Line
    chapter: int = Field(ge=0, le=99)
    questions: list[QuizItem] = Field(min_length=1, max_length=500)


def load(path: Path) -> Bank:
    """The bank in a file. InputError (a ScenarioError with every problem) for what is not sound."""
    return validate_bank(parse(read_bytes(path), str(path)))


def is_bank(document: Document) -> bool:
    """Whether a YAML document means to be a bank and not a scenario."""
    return "bank" in document.data or "questions" in document.data


def validate_bank(document: Document) -> Bank:
    """The bank that a document holds; every problem in it is named."""
    bank = validate(Bank, document)
    problems = list(doubles("questions", [item.id for item in bank.questions]))
    for index, item in enumerate(bank.questions):
        if item.lesson is not None and item.lesson not in LESSONS:
            names = ", ".join(LESSONS)
            problems.append((("questions", index, "lesson"), f"'{item.lesson}' is not measured; measured are {names}"))
    document.refuse(problems)
    return bank


@cache
def shipped() -> tuple[Bank, ...]:
    """The banks that come with the package, by chapter."""
    folder = files("aiboard.drills") / "banks"
    banks = [
        validate_bank(parse(file.read_bytes(), file.name)) for file in folder.iterdir() if file.name.endswith(".yaml")
    ]
    return tuple(sorted(banks, key=lambda bank: bank.chapter))
