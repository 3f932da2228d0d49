"""Readers of real files into the instruments' types.

A file of agent runs goes through these modules: `document` reads JSON within bounds, `runs` finds the runs,
`messages` reads each in any of the `dialects`. `refusals` says what a file that is not read looks like.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from aiboard.formats.document import Document, FormatError, read_document
from aiboard.formats.refusals import known_kind, refusal
from aiboard.formats.runs import find_runs, read_runs
from aiboard.instruments.trajectory import Run

__all__ = ["FormatError", "TrajectoryFile", "load", "open_trajectories", "recognise"]


@dataclass(frozen=True)
class TrajectoryFile:
    """A file of agent runs: its name as given, the names of the dialects in it, its runs in order."""

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
    """The runs in a document. FormatError as in `load`."""
    if document.nodes[0].value in ([], {}):
        document.fail("has no runs in it; give a log with at least one run")
    kind = known_kind(document)
    found = find_runs(document) if kind is None else []
    if not found:
        document.fail(refusal(document, kind))
    name, runs = read_runs(document, found)
    return TrajectoryFile(document.file, name, tuple(runs))
