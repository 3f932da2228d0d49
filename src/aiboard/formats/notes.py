"""Notes on the first failure of agent runs, in a file of JSON lines; each is written at once.

One run has one note: the last line about it counts, and one with an empty kind takes the note back. Reading a hundred
runs and counting why they first went wrong says what to mend first.
"""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from aiboard.instruments.errors import InputError
from aiboard.instruments.files import kind_of, read_regular, reason
from aiboard.instruments.text import clean

MAX_BYTES: Final = 16_000_000
KIND_LONGEST: Final = 60
TEXT_LONGEST: Final = 500
_NAME: Final = 300
_SHOWN: Final = 8
_LARGEST_STEP: Final = 10**9
_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)

RunKey = tuple[str, str]
"""A run's file, without its folder, and the run's name in it."""


@dataclass(frozen=True)
class Note:
    """What somebody found to be a run's first failure.

    Attributes:
        step: the step's number, from 1; 0 for the run as a whole.
        kind: the kind of failure, in the reader's words; what is counted.
        text: more words, may be empty.
    """

    step: int
    kind: str
    text: str = ""

    @property
    def sentence(self) -> str:
        """The note in words."""
        subject = f"step {self.step}" if self.step else "the run"
        return f"noted: {subject}, {self.kind}{f': {self.text}' if self.text else ''}"


def split_words(words: str) -> tuple[str, str]:
    """`wrong tool: asked twice` as kind and text; without a colon all of it is the kind."""
    kind, _, text = words.partition(":")
    return clean(kind.strip(), KIND_LONGEST), clean(text.strip(), TEXT_LONGEST)


class RunNotes:
    """The notes on some runs, by the runs' place in a list.

    Args:
        path: the file of notes; it need not exist yet.
        runs: file and name of each run.

    Raises InputError for a file that is no file of notes, or cannot be read.
    """

    def __init__(self, path: str | os.PathLike[str], runs: Sequence[RunKey]) -> None:
        self.path = path
        self._keys = _told_apart(runs)
        self._notes: dict[RunKey, Note] = {}
        self.not_read = 0
        """Lines of the file that are no note; a torn last one among them."""
        self._read()

    def of(self, index: int) -> Note | None:
        """The note on a run."""
        return self._notes.get(self._keys[index])

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Kinds of failure with the number of runs in the file that first failed so, most first."""
        return Counter(note.kind for note in self._notes.values()).most_common()

    @property
    def total(self) -> int:
        """Runs with a note, those of other logs in the same file included."""
        return len(self._notes)

    @property
    def sentence(self) -> str:
        """The counts in words."""
        if not self.total:
            return "no notes yet"
        listing = ", ".join(f"{kind} {count}" for kind, count in self.counts[:_SHOWN])
        more = f", {len(self.counts) - _SHOWN} more kinds" if len(self.counts) > _SHOWN else ""
        return f"{self.total} note{'s' * (self.total != 1)}: {listing}{more}"

    def take(self, index: int, note: Note) -> None:
        """Write a note on a run; one with an empty kind takes back what was noted. InputError when it cannot be."""
        file, run = self._keys[index]
        line = {
            "file": file,
            "run": run,
            "step": note.step,
            "kind": note.kind,
            "text": note.text,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        self._append(json.dumps(line, ensure_ascii=False))
        self._keep((file, run), note)

    def _keep(self, key: RunKey, note: Note) -> None:
        # A note that is changed counts as the newest, as when the file is read again.
        self._notes.pop(key, None)
        if note.kind:
            self._notes[key] = note

    def _read(self) -> None:
        if not os.path.lexists(self.path):
            return
        content = read_regular(self.path, MAX_BYTES, "a file of notes")
        lines = [line for line in content.decode(errors="replace").split("\n") if line.strip()]
        for line in lines:
            entry = _note(line)
            if entry is None:
                self.not_read += 1
            else:
                self._keep(*entry)
        if lines and self.not_read == len(lines):
            # Most likely a log was named by mistake: nothing is added to it.
            raise InputError("is no file of notes; give another name to --notes", file=self.path, line=1)

    def _append(self, line: str) -> None:
        try:
            descriptor = os.open(self.path, _FLAGS, 0o666)
            try:
                state = os.fstat(descriptor)
                if not stat.S_ISREG(state.st_mode):
                    raise InputError(f"is {kind_of(state.st_mode)}; name a file for the notes", file=self.path)
                # After a line that was cut off a new one begins.
                torn = state.st_size > 0 and _last_byte(descriptor, state.st_size) != b"\n"
                os.write(descriptor, f"{chr(10) if torn else ''}{line}\n".encode(errors="replace"))
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except (OSError, ValueError) as error:
            raise InputError(f"cannot be written: {reason(error)}; choose another file", file=self.path) from None


def _last_byte(descriptor: int, size: int) -> bytes:
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1)


def _told_apart(runs: Sequence[RunKey]) -> list[RunKey]:
    """The keys, cleaned; of equal ones the second is `NAME #2`."""
    counts: Counter[RunKey] = Counter()
    keys: list[RunKey] = []
    for file, run in runs:
        # Without its folder, so that notes still belong to a log that was moved.
        key = (clean(os.path.basename(file), _NAME), clean(run, _NAME))
        counts[key] += 1
        keys.append(key if counts[key] == 1 else (key[0], f"{key[1]} #{counts[key]}"))
    return keys


def _note(line: str) -> tuple[RunKey, Note] | None:
    """A line as a note; None for what is none."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    file, run, kind, text, step = (value.get(key) for key in ("file", "run", "kind", "text", "step"))
    if not (isinstance(file, str) and isinstance(run, str) and isinstance(kind, str)):
        return None
    # A note with a bad step still counts its kind of failure.
    number = step if isinstance(step, int) and not isinstance(step, bool) and 0 <= step <= _LARGEST_STEP else 0
    words = clean(text, TEXT_LONGEST) if isinstance(text, str) else ""
    return (clean(file, _NAME), clean(run, _NAME)), Note(number, clean(kind, KIND_LONGEST), words)
