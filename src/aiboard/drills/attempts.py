"""The one file of attempts: a JSON line at once for each part of an answer, grade and note; a torn end is dropped."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from aiboard.drills.question import Answer, Grade, Question
from aiboard.instruments.errors import InputError
from aiboard.instruments.files import read_regular
from aiboard.instruments.text import clean
from aiboard.journal.saves import now, saves_folder

FILE: Final = "attempts.jsonl"
MOST_BYTES: Final = 32_000_000
WRONG: Final = "✗ "
"""How a line of a grade begins that says what is wrong or not there."""
_MOST_LINE: Final = 200
_MOST_MISSING: Final = 8


def default_path() -> Path:
    """Beside the saves, in a folder of its own: a list of saves does not show it."""
    return saves_folder() / "drills" / FILE


@dataclass(frozen=True)
class Attempt:
    """One graded answer. `time` is UTC, ISO 8601; `confidence` in percent or None; `score` 0 to 1.

    `missing` is what the grade marked as wrong or not there, as lines.
    """

    time: str
    drill: str
    question: str
    dimension: str
    score: float
    right: bool
    confidence: int | None = None
    missing: tuple[str, ...] = ()

    @property
    def when(self) -> datetime:
        """The time, for the scheduler."""
        return datetime.strptime(self.time, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


@dataclass(frozen=True)
class Note:
    """What an interviewer wrote about an answer. `dimension` may be empty, `mark` is 1 to 4 or None."""

    time: str
    drill: str
    question: str
    dimension: str
    mark: int | None
    text: str

    @classmethod
    def create(cls, question: Question, dimension: str, mark: int | None, text: str) -> Note:
        """A note of now."""
        return cls(now(), question.drill, question.id, dimension, mark, clean(text, 500))

    @property
    def line(self) -> str:
        """For people: `2026-11-27 09:30 CODE 3  asked for the baseline`."""
        mark_text = " ".join(part for part in (self.dimension, str(self.mark or "")) if part)
        return "  ".join(part for part in (self.time[:16].replace("T", " "), mark_text, self.text) if part)


@dataclass
class Store:
    """Attempts and unfinished answers, as the file has them.

    Attributes:
        path: the file; it is made with the first line.
        attempts: graded answers, oldest first.
        drafts: parts of answers that were not graded yet, by (drill, question), the latest last.
        notes: what interviewers wrote, oldest first.
        notices: what a person should know about the file.
    """

    path: Path
    attempts: list[Attempt] = field(default_factory=list)
    drafts: dict[tuple[str, str], Answer] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path | None = None) -> Store:
        """What the file holds; empty where there is none yet. InputError where it cannot be read."""
        store = cls(path or default_path())
        if store.path.exists():
            content = read_regular(store.path, MOST_BYTES, "a file of attempts")
            for number, line in enumerate(store._whole_lines(content), 1):
                store._take(line, number)
        return store

    def save_part(self, question: Question, key: str, value: object) -> None:
        """Keep one part of an answer that is being given: it survives a kill."""
        self._write({"kind": "part", "drill": question.drill, "question": question.id, "key": key, "value": value})
        self._draft(question.drill, question.id, key, value)

    def add(self, question: Question, answer: Answer, grade: Grade) -> Attempt:
        """Keep a graded answer; its parts are no draft any more."""
        confidence = answer.get("confidence")
        missing = tuple(clean(line[2:], _MOST_LINE) for line in grade.lines if line.startswith(WRONG))[:_MOST_MISSING]
        # Rounded for the file, so that an attempt is the same before and after it is read again.
        score = round(grade.score, 4)
        attempt = Attempt(
            now(), question.drill, question.id, question.dimension, score, grade.right, confidence, missing
        )
        self._write({"kind": "attempt", **vars(attempt)})
        self.attempts.append(attempt)
        self.drafts.pop((question.drill, question.id), None)
        return attempt

    def note(self, note: Note) -> None:
        """Keep an interviewer's note."""
        self._write({"kind": "note", **vars(note)})
        self.notes.append(note)

    def draft(self, drill: str) -> tuple[str, Answer] | None:
        """The question of a drill that was begun last and not finished, with what was given; None without one."""
        drafts = [(name, answer) for (drill_id, name), answer in self.drafts.items() if drill_id == drill]
        return drafts[-1] if drafts else None

    def forget(self, question: Question) -> None:
        """Drop what was begun of a question."""
        if self.drafts.pop((question.drill, question.id), None) is not None:
            self._write({"kind": "dropped", "drill": question.drill, "question": question.id})

    # --- the file ------------------------------------------------------------------------------------------

    def _whole_lines(self, content: bytes) -> Iterator[bytes]:
        # A line ends with its newline: without one its writing was cut off, even if what is there reads as JSON.
        body, newline, torn = content.rpartition(b"\n")
        if torn:
            self.notices.append(f"the last line of {clean(str(self.path), 300)} was torn and is dropped")
        if newline:
            yield from body.split(b"\n")

    def _take(self, line: bytes, number: int) -> None:
        try:
            row = json.loads(line)
            key = (str(row["drill"]), str(row["question"]))
            if row["kind"] == "attempt":
                fields = {name: row.get(name) for name in Attempt.__dataclass_fields__}
                # Older lines have none.
                fields["missing"] = tuple(row.get("missing", ()))
                attempt = _sound(Attempt(**fields))
                self.attempts.append(attempt)
                self.drafts.pop(key, None)
            elif row["kind"] == "part":
                self._draft(*key, str(row["key"]), row["value"])
            elif row["kind"] == "note":
                self.notes.append(_sound_note(Note(**{name: row[name] for name in Note.__dataclass_fields__})))
            else:
                self.drafts.pop(key, None)
        except (ValueError, KeyError, TypeError, RecursionError):
            message = "is no attempt; remove the line, or put the file aside"
            raise InputError(message, file=self.path, line=number) from None

    def _draft(self, drill: str, question: str, key: str, value: object) -> None:
        answer = self.drafts.pop((drill, question), {})
        # Put back at the end: the question begun last is the one to go on with.
        self.drafts[(drill, question)] = {**answer, key: value}

    def _write(self, row: Mapping[str, Any]) -> None:
        # ASCII, in which half a character from a terminal can be written too.
        line = (json.dumps(row, ensure_ascii=True, allow_nan=False) + "\n").encode("ascii")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self.path, flags, 0o666)
        try:
            _cut_torn_end(descriptor)
            # One call: a kill leaves the line whole or torn at the end, never mixed with another's.
            os.write(descriptor, line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sound(attempt: Attempt) -> Attempt:
    """The attempt if it can be counted and scheduled; ValueError or TypeError otherwise."""
    confidence = attempt.confidence
    # A score of NaN fails this comparison too, and would otherwise spoil every mean.
    if not isinstance(attempt.right, bool) or not 0 <= attempt.score <= 1:
        raise ValueError("score")
    if confidence is not None and (type(confidence) is not int or not 0 <= confidence <= 100):
        raise ValueError("confidence")
    texts = (attempt.drill, attempt.question, attempt.dimension, *attempt.missing)
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("name")
    # A time that cannot be read raises here.
    _ = attempt.when
    return attempt


def _sound_note(note: Note) -> Note:
    """The note if it can be shown and averaged; ValueError otherwise."""
    if note.mark is not None and (type(note.mark) is not int or not 1 <= note.mark <= 4):
        raise ValueError("mark")
    if not all(isinstance(text, str) for text in (note.time, note.drill, note.question, note.dimension, note.text)):
        raise ValueError("text")
    return note


def _cut_torn_end(descriptor: int) -> None:
    """Cut what follows the last newline: the next line must not be glued to half a line."""
    size = os.fstat(descriptor).st_size
    end = size
    while end > 0:
        start = max(0, end - 4096)
        os.lseek(descriptor, start, os.SEEK_SET)
        newline = os.read(descriptor, end - start).rfind(b"\n")
        if newline >= 0:
            end = start + newline + 1
            break
        end = start
    if end < size:
        os.ftruncate(descriptor, end)
