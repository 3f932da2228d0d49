"""The interviewer's sheet of a drill: what to ask, what good looks like, follow-ups, marks 1 to 4 by dimension, notes.

Everything but the meaning of the marks is taken from the drill: its question, bank, rubric, personas.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints

from aiboard.drills.asks import Ask, Open, OptionsAsk
from aiboard.drills.attempts import Note, Store
from aiboard.drills.bank import DIMENSIONS
from aiboard.drills.brief import Brief, brief
from aiboard.drills.drill import Setting, make
from aiboard.drills.page import Page, Section
from aiboard.drills.question import Question
from aiboard.drills.sitting import Sitting
from aiboard.instruments.errors import InputError
from aiboard.scenario.content import Content, ContentFile, shipped

MARKS: Final = 4
_NOTHING: Final = (
    "Nothing is marked in this part. In a session of several parts the same command prints the sheet of the part that "
    "is under way."
)
_LONGEST: Final = 500
_NOTE: Final = re.compile(
    rf"\s*(?:({'|'.join(DIMENSIONS)})\b\s*(?:([1-{MARKS}])\b)?)?\s*[:,]?\s*(.*)", re.IGNORECASE | re.DOTALL
)
_WORD: Final = re.compile(r"[^\W\d_]{2}")
_Text = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Dimension(Content):
    """What a dimension is about, and what each mark means, the lowest first."""

    about: _Text
    levels: list[_Text] = Field(min_length=MARKS, max_length=MARKS)


class _File(ContentFile):
    dimensions: dict[str, Dimension]


@cache
def dimensions() -> dict[str, Dimension]:
    """The five, by name."""
    return shipped(_File, "aiboard.drills", "rubrics", "interviewer.yaml").dimensions


@dataclass(frozen=True)
class Sheet:
    """The interviewer's sheet of one question.

    Attributes:
        drill: which drill asks it; a session of several has questions of others.
        question, brief, notes: what it is about.
        setting: which bank or save it is of.
    """

    drill: str
    question: Question
    brief: Brief
    notes: tuple[Note, ...]
    setting: Setting

    @property
    def candidate_command(self) -> str:
        """The command with which the candidate is asked the same."""
        words = ["aiboard", "drill", self.drill]
        # A session asks its questions in turn.
        words += ["--question", self.question.id] if self.drill == self.question.drill else []
        for option, file in (("--bank", self.setting.bank), ("--save", self.setting.save)):
            words += [option, str(file)] if file is not None else []
        return shlex.join(words)

    def looks_for(self, dimension: str) -> list[str]:
        """What of the drill is marked under a dimension."""
        return [point.text for point in self.brief.good if point.dimension == dimension]

    def page(self) -> Page:
        """For people."""
        guide = self.brief
        sections = [
            Section(
                "The candidate",
                (f"Asked the same with: {self.candidate_command}", f"Marked by: {self.question.checked}"),
            ),
            Section("Question", (*self.question.lines, *_asked(self.question))),
            Section("What good looks like", tuple(point.text for point in guide.good) or (_NOTHING,)),
        ]
        if guide.model:
            sections.append(Section("A model answer", guide.model, guide.drawing))
        if guide.truth:
            sections.append(Section("What is hidden from the candidate", guide.truth))
        if guide.follow_ups:
            sections.append(Section("Follow-ups", guide.follow_ups))
        sections += [Section(f"{name}, 1 to {MARKS}", tuple(self._marks(name))) for name in DIMENSIONS]
        sections.append(Section("Notes", (*self._means(), *(note.line for note in self.notes)) or ("none yet",)))
        return Page(f"Interviewer's sheet: {self.question.title}", tuple(sections))

    def _marks(self, name: str) -> Iterator[str]:
        dimension, points = dimensions()[name], self.looks_for(name)
        yield dimension.about
        listed = "; ".join(point.rstrip(".") for point in points)
        yield f"Look for: {listed}." if points else "Not asked here; mark it only if it comes up."
        for mark, meaning in enumerate(dimension.levels, 1):
            yield f"  {mark}  {meaning}{_counted(mark, len(points))}"

    def _means(self) -> Iterator[str]:
        if means := marks(self.notes):
            yield "Mean marks: " + ", ".join(f"{name} {mark:.1f}" for name, mark in means.items()) + "."

    def document(self) -> dict[str, Any]:
        """For programs."""
        return {
            "drill": self.question.drill,
            "id": self.question.id,
            "candidate": self.candidate_command,
            "title": self.question.title,
            "question": list(self.question.lines),
            "asks": [ask.prompt for ask in self.question.default_asks()],
            "good": [{"text": point.text, "dimension": point.dimension} for point in self.brief.good],
            "model": list(self.brief.model),
            "truth": list(self.brief.truth),
            "follow_ups": list(self.brief.follow_ups),
            "rubric": {
                name: {
                    "about": dimensions()[name].about,
                    "look_for": self.looks_for(name),
                    "levels": dict(enumerate(dimensions()[name].levels, 1)),
                }
                for name in DIMENSIONS
            },
            "notes": [vars(note) for note in self.notes],
            "marks": marks(self.notes),
        }


def _counted(mark: int, points: int) -> str:
    """How many of a drill's points a mark stands for, where there are enough of them to count."""
    if points < MARKS:
        return ""
    # Thirds, rounded up, with the top mark for all points only.
    minimums = [0, -(-points // 3), -(-2 * points // 3), points]
    maximum = points if mark == MARKS else minimums[mark] - 1
    return (
        f" ({minimums[mark - 1]} to {maximum} of {points})"
        if maximum > minimums[mark - 1]
        else f" ({maximum} of {points})"
    )


def _asked(question: Question) -> Iterator[str]:
    for ask in question.default_asks():
        yield ""
        yield ask.prompt
        yield from _choices(ask)


def _choices(ask: Ask) -> Iterator[str]:
    if isinstance(ask, OptionsAsk):
        yield from (f"  {option.key}  {option.text}" for option in ask.options)
    elif isinstance(ask, Open):
        for item in ask.items:
            yield f"  {item.text} ({item.minutes} min)"
            yield from (f"    {line}" for line in item.lines)


def sheet(name: str, setting: Setting, store: Store, id: str | None = None) -> Sheet:
    """The sheet of a question; without an id of the one that is under way, else of the next.

    InputError for a drill or a question there is not, and for what the setting names and cannot be read.
    """
    drill = make(name, setting)
    question = Sitting.begin(name, drill, store, id).question
    notes = tuple(note for note in store.notes if (note.drill, note.question) == (question.drill, question.id))
    return Sheet(name, question, brief(drill, question), notes, setting)


def parse_note(question: Question, text: str) -> Note:
    """A note from what an interviewer wrote: `CODE 3 asked for the baseline`, a dimension alone, or only words.

    InputError for one without words and without a mark.
    """
    match = _NOTE.fullmatch(text)
    # Every part of the pattern may be missing, so that it fits any text.
    assert match is not None
    dimension, mark, words = match[1], match[2], match[3].strip()
    # A number alone is a mark there is not; a note is words.
    if not (words or mark) or (words and not _WORD.search(words)):
        raise InputError(f"write a note, as 'CODE 3 asked for the baseline'; marks are 1 to {MARKS}")
    return Note.create(question, (dimension or "").upper(), int(mark) if mark else None, words[:_LONGEST])


def marks(notes: Sequence[Note]) -> dict[str, float]:
    """The mean mark of each dimension that was marked."""
    by_dimension = {name: [note.mark for note in notes if note.dimension == name and note.mark] for name in DIMENSIONS}
    return {name: sum(values) / len(values) for name, values in by_dimension.items() if values}
