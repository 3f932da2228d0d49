"""What a drill is, and the list of them. A drill's module is imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import ClassVar, Final, Protocol, cast, runtime_checkable

from aiboard.drills.attempts import Store
from aiboard.drills.question import Answer, Grade, Question
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.scenario.files import load_json


@dataclass(frozen=True)
class Setting:
    """What a person chose for a drill.

    Attributes:
        seed: decides what is drawn; None draws by what was done so far.
        bank: a bank of questions of one's own, in place of those shipped.
        save: the game that a drill is about.
        day: the day of the game.
        out: where a page is written.
        again: drop the session that is under way.
    """

    seed: int | None = None
    bank: Path | None = None
    save: Path | None = None
    day: int | None = None
    out: Path | None = None
    again: bool = False


class Drill(Protocol):
    """An exercise: gives questions and grades answers."""

    def next(self, store: Store) -> Question:
        """The question to ask now."""

    def find(self, id: str) -> Question:
        """A question by its id; InputError when there is none."""

    def grade(self, question: Question, answer: Answer) -> Grade:
        """What a complete answer is worth."""


class OneQuestion:
    """A drill whose question is always the same."""

    QUESTION: ClassVar[Question]

    def next(self, store: Store) -> Question:
        """The question."""
        return self.QUESTION

    def find(self, id: str) -> Question:
        """The question by its id."""
        if id != self.QUESTION.id:
            raise InputError(f"the question of this drill is called '{self.QUESTION.id}'")
        return self.QUESTION


Watch = Callable[[int, int], None]
"""Told how many games of how many are done; what it raises ends them."""


@runtime_checkable
class ReportsProgress(Protocol):
    """A drill that plays many games before it goes on."""

    watch: Watch | None


@dataclass(frozen=True)
class Entry:
    """A row of the list.

    Attributes:
        minutes: for one go.
        about: what it is.
        module: where it is made.
        takes: what of a setting it heeds.
        checked: what a program checks in its answers, one sentence.
        judged: what the person judges, one sentence; empty where the program judges all.
    """

    id: str
    title: str
    minutes: int
    about: str
    module: str
    checked: str
    judged: str = ""
    takes: Sequence[str] = ()


DRILLS: Final = tuple(Entry(**row) for row in load_json(__file__, "drills.json"))


def entry(name: str) -> Entry:
    """The row of a drill; InputError for an unknown name."""
    for drill_entry in DRILLS:
        if drill_entry.id == name:
            return drill_entry
    names = ", ".join(drill_entry.id for drill_entry in DRILLS)
    raise InputError(f"no drill is called '{clean(name, 40)}'; there are {names}")


def make(name: str, setting: Setting) -> Drill:
    """A drill by its id. InputError for an unknown one and for what the setting names and cannot be read."""
    module = import_module(f"aiboard.drills.{entry(name).module}")
    return cast(Drill, module.make(setting))
