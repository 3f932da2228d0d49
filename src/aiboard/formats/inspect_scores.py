"""Scores of an Inspect log: a system is its model, a metric a scorer, a run an epoch, an item a sample."""

from __future__ import annotations

from collections.abc import Iterable

from aiboard.formats.archive import entries_of
from aiboard.formats.document import Document, Node
from aiboard.formats.inspect_log import NAME, archived_samples, samples, scores
from aiboard.formats.reading import parse_document
from aiboard.formats.rollout import listed, members, number, whole, word
from aiboard.formats.scores import Result, ScoreFile, checked, of_items
from aiboard.instruments.counted import left_out


def read(document: Document) -> ScoreFile:
    """The results of a log in JSON."""
    return _read(document.file, document.nodes[0], samples(document))


def read_archive(file: str, data: bytes) -> ScoreFile:
    """The results of an `.eval` archive. FormatError for what cannot be unpacked."""
    header: Node | None = None
    # A log that was not finished has only its start; where there are both, the header comes last.
    for name, content in entries_of(file, data, ("header.json", "_journal/start.json").__contains__):
        header = parse_document(f"{file}/{name}", content()).nodes[0]
    return _read(file, header, archived_samples(file, data))


def _read(file: str, header: Node | None, nodes: Iterable[Node]) -> ScoreFile:
    spec = None if header is None else header.find("eval")
    system = "" if spec is None else word(spec.find("model"))
    values: dict[tuple[str, str], dict[str, float]] = {}
    without = 0
    for sample in nodes:
        graded = scores(sample)
        without += not graded
        for scorer, value in graded:
            run = str(whole(sample.find("epoch")) or 1)
            values.setdefault((scorer, run), {})[word(sample.find("id"))] = value
    status = "" if header is None else word(header.find("status"))
    notes = [left_out(without, "sample", "without a score")] if without else []
    notes += [f"the log's status is {status}"] if status not in ("", "success") else []
    results = [of_items(system, metric, run, items, True) for (metric, run), items in values.items()]
    return checked(file, NAME, results or _reported(header, system), notes)


def _reported(header: Node | None, system: str) -> list[Result]:
    """The means that the log reports, for one whose samples have no scores."""
    block = None if header is None else header.find("results")
    results: list[Result] = []
    for scorer in listed(None if block is None else block.find("scores")):
        metrics = {name: number(one.find("value")) for name, one in members(scorer.find("metrics"))}
        name, stderr = word(scorer.find("name")), metrics.pop("stderr", None)
        n = None if block is None else whole(block.find("completedsamples"))
        for metric, value in metrics.items():
            if value is not None and metric in ("accuracy", "mean"):
                results.append(Result(system, name or metric, "", value, {}, stderr, n))
    return results
