"""Readers of real files into the instruments' types.

One module a format, with NAME (in JSON output), WHAT (in messages), `matches(document)` and `read(document)`.
A new format is a module and a line in FORMATS; the first that matches reads the file.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final, Protocol

from aiboard.formats import openai_messages, tau_bench
from aiboard.formats.document import Document, FormatError, read_document
from aiboard.instruments.trajectory import Run

__all__ = ["FORMATS", "FormatError", "TrajectoryFile", "load", "open_trajectories", "recognise"]


class Format(Protocol):
    """What a format module offers."""

    @property
    def NAME(self) -> str:
        """Its name in JSON output."""

    @property
    def WHAT(self) -> str:
        """Its name in a sentence."""

    def matches(self, document: Document) -> bool:
        """Whether the document looks like this format; a broken one may."""

    def read(self, document: Document) -> list[Run]:
        """Its runs; FormatError names what is wrong."""


FORMATS: Final[tuple[Format, ...]] = (tau_bench, openai_messages)


@dataclass(frozen=True)
class TrajectoryFile:
    """A file of agent runs: its name as given, the NAME of its format, its runs in order."""

    file: str
    format: str
    runs: tuple[Run, ...]


def load(path: str | os.PathLike[str]) -> list[Run]:
    """The runs in the file at `path`. FormatError for a file that cannot be read, in one line."""
    return list(open_trajectories(path).runs)


def open_trajectories(path: str | os.PathLike[str]) -> TrajectoryFile:
    """The runs in the file at `path` and its format. FormatError as in `load`."""
    return recognise(read_document(path))


def recognise(document: Document) -> TrajectoryFile:
    """The runs in a document, read by the first format that matches it. FormatError as in `load`."""
    for known in FORMATS:
        if known.matches(document):
            return TrajectoryFile(document.file, known.NAME, tuple(known.read(document)))
    if document.nodes[0].value in ([], {}):
        document.fail("has no runs in it; give a log with at least one run")
    names = " or ".join(known.WHAT for known in FORMATS)
    document.fail(f"is not a format known here; give {names}")
