"""Every file of the samples as it is read, whole: names, rewards, steps; and what each of its members is good for.

The readings stand in golden/: a file whole, then for each member that is taken out what is read of it instead.
`AIBOARD_GOLDEN=write pytest tests/formats/test_samples.py` writes them anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple, fields
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

import pytest

from aiboard.formats import FormatError, recognise
from aiboard.formats.reading import parse_document
from aiboard.instruments.trajectory import Run
from tests.formats.test_rollouts import _places
from tests.written import as_written

GOLDEN: Final = Path(__file__).parent / "golden"
DATA: Final = Path(__file__).resolve().parent.parent / "data"
FILES: Final = [
    path
    for folder in ("rollouts", "trajectories")
    for path in sorted((DATA / folder).iterdir())
    if path.suffix != ".md"
]
#: Runs of a file and steps of a run that are written down; a text is cut to so many characters.
RUNS, STEPS, CUT = 6, 14, 90
#: Deep enough for the members of messages and of what wraps them.
DEPTH: Final = 4
#: Files with more characters than this are looked at whole alone: it would take seconds.
LARGE: Final = 30_000


def of_run(run: Run) -> Iterator[str]:
    """A run: all that is known of it, then its steps."""
    known = [(field.name, getattr(run, field.name)) for field in fields(run) if field.name != "steps"]
    yield f"run {run.label}: " + ", ".join(f"{name}={value!r}" for name, value in known if value not in (None, (), ""))
    for step in run.steps[:STEPS]:
        yield "  " + " | ".join(str(value).replace("\n", "⏎")[:CUT] for value in astuple(step))


def reading(name: str, data: bytes) -> list[str]:
    """What is read of a file, or why nothing is."""
    try:
        found = recognise(parse_document(name, data))
    except FormatError as error:
        return [f"refused: {error}"]
    return [f"format {found.format}", *(line for run in found.runs[:RUNS] for line in of_run(run))]


def without(lines: list[Any], place: tuple[Any, ...]) -> bytes:
    """The document without the member at a place."""
    changed = json.loads(json.dumps(lines))
    inner = changed
    for key in place[:-1]:
        inner = inner[key]
    del inner[place[-1]]
    return "\n".join(json.dumps(line) for line in changed).encode()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_read_as_it_was_written_down(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    base = reading(path.name, text.encode())
    out = list(base)
    lines = [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else [json.loads(text)]
    whole = reading("log.json", "\n".join(json.dumps(line) for line in lines).encode())
    places = [place for place in _places(lines, DEPTH) if isinstance(place[-1], str)]
    for place in places if len(text) <= LARGE else ():
        told = reading("log.json", without(lines, place))
        changes = []
        for what, i, j, k, end in SequenceMatcher(None, whole, told, autojunk=False).get_opcodes():
            changes += [f"+ {line}" for line in told[k:end] if what in ("insert", "replace")]
            changes += [f"- {line}" for line in whole[i:j] if what == "delete"]
        if changes:
            out += [f"=== without {'.'.join(map(str, place))}", *changes[:3]]
    as_written(GOLDEN / f"{path.name}.txt", "\n".join(out))
