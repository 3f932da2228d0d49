"""Inspect logs: one JSON file, or a zip archive (`.eval`) with a file a sample. A sample in an epoch is a run.

Long texts are kept once, in `attachments`, and named by a hash where they stood.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from aiboard.formats.archive import entries_of
from aiboard.formats.document import Document, FormatError, Node
from aiboard.formats.reading import parse_document
from aiboard.formats.rollout import (
    Rollout,
    TrajectoryFile,
    assembled,
    listed,
    members,
    number,
    said,
    whole,
    word,
)

NAME: Final = "inspect"

_ATTACHED: Final = "attachment://"
_GRADES: Final = {"C": 1.0, "I": 0.0, "P": 0.5, "N": 0.0, "YES": 1.0, "NO": 0.0, "TRUE": 1.0, "FALSE": 0.0}
"""Inspect's letters for correct, incorrect, partial and no answer, and what else it reads as a score."""
_DEPTH: Final = 60


def is_log(document: Document) -> bool:
    """Whether the document is a log: what was evaluated, and samples or their results."""
    node = document.nodes[0]
    if document.lines or not isinstance(node.value, dict):
        return False
    spec = node.find("eval")
    return spec is not None and isinstance(spec.value, dict) and (node.has("samples") or node.has("plan"))


def read(document: Document) -> list[Rollout]:
    """A run for each sample in each epoch."""
    return [_sample(node) for node in samples(document)]


def samples(document: Document) -> list[Node]:
    """The samples of a log. FormatError where it holds none: headers are written without them."""
    nodes = listed(document.nodes[0].find("samples"))
    if not nodes:
        document.fail("looks like an Inspect log without samples; give the whole log, or one with log_samples on")
    return nodes


def read_archive(file: str, data: bytes) -> TrajectoryFile:
    """The runs of an `.eval` archive. FormatError for what is no such archive, or cannot be unpacked."""
    # One sample at a time becomes steps: its events, which nobody reads here, are most of a log.
    return assembled(Document(file, (), lines=False), NAME, (_sample(node) for node in archived_samples(file, data)))


def archived_samples(file: str, data: bytes) -> Iterator[Node]:
    """The samples in an archive, each read when it is asked for. FormatError as in `read_archive`."""
    count = 0
    for name, content in entries_of(file, data, _is_sample):
        count += 1
        yield parse_document(f"{file}/{name}", content()).nodes[0]
    if not count:
        raise FormatError("is a zip archive without samples; give an Inspect log (.eval)", file=file)


def _is_sample(name: str) -> bool:
    return name.startswith("samples/") and name.endswith(".json")


def _sample(node: Node) -> Rollout:
    unread: Counter[str] = Counter()
    if not isinstance(node.value, dict):
        unread[f"sample that is {node.kind}"] += 1
        return Rollout((), unread=unread)
    attached = {key: one.value for key, one in members(node.find("attachments")) if isinstance(one.value, str)}
    messages = listed(node.find("messages"))
    entries = [one.made(_resolved(one.value, attached, _DEPTH)) for one in messages]
    error = node.find("error")
    if error is not None:
        # The sample ended in it: it is the last thing that happened, and no tool's answer.
        text = error.find_text("message") if isinstance(error.value, dict) else word(error)
        entries.append(said(error, "environment", f"the sample failed: {text or 'no message'}"))
    task = word(node.find("id")) or None
    return Rollout(tuple(entries), task=task, trial=whole(node.find("epoch")), reward=reward(node), unread=unread)


def reward(sample: Node) -> float | None:
    """The first score of a sample that is a number or one of Inspect's letters; None without one."""
    return next((value for _, value in scores(sample)), None)


def scores(sample: Node) -> list[tuple[str, float]]:
    """The scores of a sample by scorer; those that are no number are left out."""
    # The first logs had one score, without a scorer's name.
    old = sample.find("score")
    by_scorer = members(sample.find("scores")) or ([] if old is None else [("score", old)])
    values = [(name, score_value(one)) for name, one in by_scorer]
    return [(name, value) for name, value in values if value is not None]


def score_value(score: Node | None) -> float | None:
    """A score as a number; of a score with several parts there is none."""
    if score is None:
        return None
    value = score.find("value") if isinstance(score.value, dict) else score
    if value is not None and isinstance(value.value, str):
        grade = _GRADES.get(value.value.strip().upper())
        if grade is not None:
            return grade
        try:
            return number(value.made(float(value.value)))
        except ValueError:
            return None
    return number(value)


def _resolved(value: object, attached: dict[str, str], depth: int) -> object:
    """A value with the attachments in it put back; what is deeper than `depth` stays as it is."""
    if isinstance(value, str):
        return attached.get(value[len(_ATTACHED) :], value) if value.startswith(_ATTACHED) else value
    if not attached or not depth:
        return value
    if isinstance(value, list):
        return [_resolved(one, attached, depth - 1) for one in value]
    if isinstance(value, dict):
        return {key: _resolved(one, attached, depth - 1) for key, one in value.items()}
    return value
