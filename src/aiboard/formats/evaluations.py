"""Opening a file of evaluation results, whatever wrote it."""

from __future__ import annotations

import io
import os
import zipfile
from collections import Counter
from math import isfinite
from typing import Final

from aiboard.formats import (
    annotated,
    inspect_log,
    inspect_scores,
    lm_eval,
    mlflow,
    promptfoo,
    recognise,
    records,
    reports,
    score_table,
    webarena,
)
from aiboard.formats.archive import ZIP
from aiboard.formats.document import Document, FormatError
from aiboard.formats.reading import begins_like_json, parse_document, read_bytes
from aiboard.formats.scores import Result, ScoreFile, checked, is_metric, less_is_better, of_items
from aiboard.formats.table import parse_table
from aiboard.instruments.counted import left_out
from aiboard.instruments.trajectory import Run

_TABLES: Final = (".csv", ".tsv", ".tab")


def open_scores(path: str | os.PathLike[str]) -> ScoreFile:
    """The results in the file (or MLflow folder) at `path`. FormatError for what holds no scores, in one line."""
    file = os.fspath(path)
    try:
        if os.path.isdir(file) or (mlflow.is_store(file) and not file.lower().endswith(".zip")):
            return _experiment(file)
        data = read_bytes(file)
        if data.startswith(ZIP):
            return _experiment(file) if _is_packed_store(data) else inspect_scores.read_archive(file, data)
        if webarena.is_log(data):
            return webarena.read(file, data)
        # People call their tables anything; what begins like JSON is JSON.
        if file.lower().endswith(_TABLES) or not begins_like_json(data):
            return score_table.read(parse_table(file, data))
        return _document(parse_document(file, data))
    except RecursionError:
        raise FormatError("is nested too deep; give results", file=file) from None


def _is_packed_store(data: bytes) -> bool:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    return any("/metrics/" in name for name in names)


def _document(document: Document) -> ScoreFile:
    if document.nodes[0].value in ([], {}):
        document.fail("is empty; give results with at least one score")
    if promptfoo.is_results(document):
        return promptfoo.read(document)
    if inspect_log.is_log(document):
        return inspect_scores.read(document)
    if lm_eval.is_samples(document):
        return lm_eval.read_samples(document)
    # Before lm-eval: its `config` and `results` are words of others too.
    report = reports.read(document)
    if report is None and lm_eval.is_results(document):
        return lm_eval.read_results(document)
    return report or _rewards(document)


def _rewards(document: Document) -> ScoreFile:
    """The rewards of agent runs: an item is a task, a run a trial; else the scores in a list of records.

    FormatError where there are none.
    """
    try:
        log = recognise(document)
    except FormatError as error:
        flat = _records(document)
        if flat is None:
            raise FormatError(
                _no_scores(error.message), file=document.file, line=error.line, field=error.field
            ) from None
        return flat
    has_rewards = any(run.reward is not None and run.task is not None for run in log.runs)
    if not has_rewards and (flat := _records(document, metrics_only=True)) is not None:
        return flat
    repeats: Counter[tuple[str, str]] = Counter()
    values: dict[str, dict[str, float]] = {}
    for run in log.runs:
        if run.reward is None or run.task is None:
            continue
        trial = _trial(run, repeats)
        values.setdefault(trial, {})[run.task] = run.reward
    omitted = sum(run.reward is None or run.task is None for run in log.runs)
    notes = [left_out(omitted, "run", "without a task or a reward")] if omitted else []
    return checked(
        document.file, log.format, (of_items("", "reward", run, one, True) for run, one in values.items()), notes
    )


def _records(document: Document, metrics_only: bool = False) -> ScoreFile | None:
    """The scores in a list of flat objects, as in a table; of one object, members that are called as metrics are.

    `metrics_only`: of several objects too; annotations have many members that are numbers and no scores.
    """
    table = records.as_table(document)
    if table is None:
        return None
    marked = annotated.is_export(document)
    metrics = [name for name in table.columns if is_metric(name) and not (marked and "." in name)]
    # An object of objects may be anything: settings of a model, and of its data.
    is_mapping = table.note in records.NAMED.values()
    if (metrics_only or marked or is_mapping or len(table.rows) == 1) and not metrics:
        return None
    try:
        return score_table.read(table)
    except FormatError as error:
        if error.line is None and error.field is None:
            return None
        raise


def _no_scores(message: str) -> str:
    """Why a document gives no scores: what it looks like, without how a run would be taken out of it."""
    looks = message.split(", without messages")[0].split("; give ")[0].split("; it holds")[0]
    return f"{looks}; no scores are found: a gate reads results of evaluation tools, or records or a CSV of scores"


def _trial(run: Run, repeats: Counter[tuple[str, str]]) -> str:
    """The trial's name; runs of a task without one are counted."""
    if run.trial is not None:
        return str(run.trial)
    repeats[run.task or "", ""] += 1
    return str(repeats[run.task or "", ""])


def _experiment(file: str) -> ScoreFile:
    """The last reading of each metric of each run of an experiment log; runs that differ in the seed are repeats."""
    results: list[Result] = []
    broken = 0
    for system, runs in mlflow.systems(mlflow.read_store(file)).items():
        for run in runs:
            for metric, readings in run.metrics.items():
                value = readings[-1][1]
                if not isfinite(value):
                    broken += 1
                    continue
                name = run.seed or run.name
                results.append(Result(system, metric, name, value, lower_is_better=less_is_better(metric)))
    notes = [left_out(broken, "last reading", "that is no number")] if broken else []
    return checked(file, mlflow.NAME, results, ["the last reading of each run counts", *notes])
