"""Scores of an Inspect log: a system is its model, a metric a scorer, a run an epoch, an item a sample."""

from __future__ import annotations

from collections.abc import Iterable

from aiboard.formats.archive import entries_of
from aiboard.formats.document import Document, Node, parse_document
from aiboard.formats.inspect_log import NAME, archived_samples, samples, scores
from aiboard.formats.rollout import whole, word
from aiboard.formats.scores import ScoreFile, checked, of_items


def read(document: Document) -> ScoreFile:
    """The results of a log in JSON."""
    return _read(document.file, document.nodes[0], samples(document))


def read_archive(file: str, data: bytes) -> ScoreFile:
    """The results of an `.eval` archive. FormatError for what cannot be unpacked."""
    header: Node | None = None
    # A log that was not finished has only its start; where there are both, the header comes last.
    for name, content in entries_of(file, data, ("header.json", "_journal/start.json").__contains__):
        header = parse_document(f"{file}/{name}", content(), constants=True).nodes[0]
    return _read(file, header, archived_samples(file, data))


def _read(file: str, header: Node | None, found: Iterable[Node]) -> ScoreFile:
    about = None if header is None else header.find("eval")
    system = "" if about is None else word(about.find("model"))
    values: dict[tuple[str, str], dict[str, float]] = {}
    without = 0
    for sample in found:
        graded = scores(sample)
        without += not graded
        for scorer, value in graded:
            run = str(whole(sample.find("epoch")) or 1)
            values.setdefault((scorer, run), {})[word(sample.find("id"))] = value
    status = "" if header is None else word(header.find("status"))
    notes = [f"{without} samples without a score are left out"] if without else []
    notes += [f"the log's status is {status}"] if status not in ("", "success") else []
    return checked(
        file, NAME, (of_items(system, metric, run, items, True) for (metric, run), items in values.items()), notes
    )
