"""Results of lm-evaluation-harness, of both key styles (`acc` and `acc,none`), and its samples, one item a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import listed, members, number, whole, word
from aiboard.formats.scores import Result, ScoreFile, checked, less_is_better, of_items
from aiboard.instruments.counted import left_out

RESULTS: Final = "lm-eval"
SAMPLES: Final = "lm-eval-samples"

_STDERR: Final = "_stderr"
_NO_METRIC: Final = frozenset(("alias", "name", "sample_len", "samples", "sample_count"))


def is_results(document: Document) -> bool:
    """Whether the document holds results by task, as the harness writes them."""
    node = document.nodes[0]
    results = node.find("results") if isinstance(node.value, dict) and not document.lines else None
    if results is None or not isinstance(results.value, dict):
        return False
    return node.find("versions", "lmevalversion", "nshot") is not None or node.find("config", "configs") is not None


def is_samples(document: Document) -> bool:
    """Whether the first value is a sample as `--log_samples` writes it."""
    first = document.top()[0]
    return first.find("docid") is not None and first.find("resps", "filteredresps") is not None


def read_results(document: Document) -> ScoreFile:
    """A result for each metric of each task. FormatError without one."""
    node = document.nodes[0]
    tasks = [(name, row) for name, row in members(node.find("results")) if isinstance(row.value, dict)]
    results = [one for name, row in tasks for one in _task(node, name, row, len(tasks) > 1)]
    return checked(document.file, RESULTS, results)


def _task(node: Node, task: str, row: Node, several: bool) -> Iterator[Result]:
    config = node.find("config")
    seed = None if config is None else config.find("randomseed", "seed")
    counts = node.find("nsamples")
    count = next((one for name, one in members(counts) if name == task), None)
    n = None if count is None else whole(count) or whole(count.find("effective") or count.find("original"))
    directions = dict(members(next((one for name, one in members(node.find("higherisbetter")) if name == task), None)))
    errors = {key: number(one) for key, one in members(row)}
    for key, one in members(row):
        metric, _, filtered = key.partition(",")
        value = number(one)
        if value is None or isinstance(one.value, bool) or metric.endswith(_STDERR) or metric.strip() in _NO_METRIC:
            continue
        stderr = errors.get(f"{metric}{_STDERR},{filtered}" if filtered else f"{metric}{_STDERR}")
        metric_name = metric if filtered in ("", "none") else f"{metric} ({filtered})"
        # The file knows the direction of its metrics better than their names do.
        direction = directions.get(metric)
        lower_is_better = (
            less_is_better(metric)
            if direction is None or not isinstance(direction.value, bool)
            else not direction.value
        )
        full_name = f"{task}/{metric_name}" if several else metric_name
        yield Result(_system(node), full_name, word(seed), value, {}, stderr, n, lower_is_better)


def _system(node: Node) -> str:
    """The model with its arguments: two revisions are two systems."""
    config = node.find("config", "configgeneral")
    arguments = None if config is None else config.find("modelargs")
    model = word(node.find("modelname")) or ("" if config is None else word(config.find("model", "modelname")))
    if arguments is not None and isinstance(arguments.value, str):
        parts = dict(part.split("=", 1) for part in arguments.value.split(",") if "=" in part)
        identifiers = [parts[key] for key in ("pretrained", "model", "revision", "peft") if parts.get(key)]
        return " ".join(identifiers) or model or "model"
    if arguments is not None and isinstance(arguments.value, dict):
        identifiers = [word(arguments.find(key)) for key in ("pretrained", "model", "revision", "peft")]
        return " ".join(filter(None, identifiers)) or model or "model"
    return model or "model"


def read_samples(document: Document) -> ScoreFile:
    """A result for each metric that the samples name. FormatError without one."""
    items: dict[str, dict[str, float]] = {}
    skipped = 0
    for node in document.top():
        item = word(node.find("docid"))
        names = [word(one) for one in listed(node.find("metrics"))]
        values = {name: number(one) for name, one in members(node) if name in names}
        filtered = word(node.find("filter"))
        if not item or not any(value is not None for value in values.values()):
            skipped += 1
        for name, value in values.items():
            if value is not None:
                metric = name if filtered in ("", "none") else f"{name} ({filtered})"
                items.setdefault(metric, {})[item] = value
    notes = [left_out(skipped, "line", "without an item's score")] if skipped else []
    return checked(document.file, SAMPLES, (of_items("", name, "", scores) for name, scores in items.items()), notes)
