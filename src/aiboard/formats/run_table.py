"""An experiment log in a CSV.

Long: a row a reading (run, step, score), or a row a run. Wide: a column a run, a row a step, as charts are exported.
Columns for compute used and its budget are taken by name; what else a run's rows have in common is its settings.
"""

from __future__ import annotations

import os
from typing import Final

from aiboard.formats import records
from aiboard.formats.document import Document, folded
from aiboard.formats.mlflow import Logged
from aiboard.formats.reading import begins_like_json, parse_document, read_bytes
from aiboard.formats.scores import are_metrics, is_metric
from aiboard.formats.table import Row, Table, is_scores, parse_table, score
from aiboard.instruments.text import clean

_RUN: Final = ("run", "runid", "runname", "name", "experiment", "experimentid", "id", "trial", "model", "card")
_STEP: Final = ("step", "epoch", "iteration", "globalstep", "reading", "checkpoint", "day", "date", "time", "timestamp")
_USED: Final = ("used", "computeused", "computeusedhrs", "gpuhours", "gpuh", "hours", "cost", "runtime")
_BUDGET: Final = ("budget", "computebudget", "computebudgethrs", "gpubudget", "gpuhoursbudget", "planned")
_SEED: Final = ("seed", "randomseed", "fold", "rep", "repeat")
_CLOCK: Final = ("walltime", "relativetime", "relative", "timestamp")
"""Columns that say when a reading was made."""
_BANDS: Final = ("__min", "__max")
"""What chart exports add to a column's name for the ends of a band."""
_LONGEST: Final = 120


def read(table: Table, metric: str | None) -> list[Logged]:
    """The runs in a table, in the order of their first rows.

    Args:
        table: the table.
        metric: the column of scores; None where only one can be.

    FormatError where it is not clear what a run is, or where a score is none.
    """
    run = table.named(*_RUN)
    return _wide(table, metric) if run is None else _long(table, run, metric)


def open_table(path: str | os.PathLike[str]) -> Table:
    """The table in the file at `path`: a CSV, or JSON records; a Trainer's state has them in `log_history`.

    FormatError for other files.
    """
    file, data = os.fspath(path), read_bytes(path)
    if not begins_like_json(data):
        return parse_table(file, data)
    document = parse_document(file, data)
    inside = None if document.lines else document.nodes[0].find("loghistory")
    listed = Document(file, (inside,), lines=False) if inside is not None else document
    # One object is one reading, and no curve.
    table = records.as_table(listed) if len(listed.top()) > 1 else None
    if table is None:
        document.fail("holds no records of readings; give JSON Lines or a CSV with columns run, step and a score")
    return table


def _long(table: Table, run: int, metric: str | None) -> list[Logged]:
    step, used, budget = table.named(*_STEP), table.named(*_USED), table.named(*_BUDGET)
    seed = table.named(*_SEED)
    reserved = {run, step, used, budget, seed}
    numbers = [i for i in range(len(table.columns)) if i not in reserved and is_scores(table, i)]
    metric_column = _column(table, metric, numbers)
    scores = [metric_column] if metric_column is not None else _scores(table, run, numbers)
    settings = [i for i in range(len(table.columns)) if i not in reserved - {seed} and i not in scores]
    runs: dict[str, Logged] = {}
    for index, row in enumerate(table.rows):
        run_id = clean(row.cells[run], _LONGEST) or f"row {index + 1}"
        one = runs.setdefault(run_id, Logged(run_id, run_id, start=len(runs)))
        for i in scores:
            value = score(table, row, i, finite=False)
            if value is not None:
                readings = one.metrics.setdefault(table.columns[i], [])
                readings.append((_step(table, row, step, len(readings)), value))
        one.used = _kept(one.used, None if used is None else score(table, row, used))
        one.budget = _kept(one.budget, None if budget is None else score(table, row, budget))
        for i in settings:
            one.params["seed" if i == seed else table.columns[i]] = clean(row.cells[i], _LONGEST)
    for one in runs.values():
        for readings in one.metrics.values():
            readings.sort(key=lambda reading: reading[0])
    return list(runs.values())


def _scores(table: Table, run: int, numbers: list[int]) -> list[int]:
    """The columns of numbers that are scores: those called so, else those that change within a run."""
    # Learning rates and sizes are numbers too.
    called = [i for i in numbers if is_metric(table.columns[i])]
    if called:
        return called
    values_by_run: dict[tuple[str, int], set[str]] = {}
    for row in table.rows:
        for i in numbers:
            values_by_run.setdefault((row.cells[run], i), set()).add(row.cells[i])
    changing = {i for (_, i), values in values_by_run.items() if len(values) > 1}
    return [i for i in numbers if i in changing] or numbers


def _kept(before: float | None, now: float | None) -> float | None:
    """The larger of two: what was used only grows."""
    return before if now is None else now if before is None else max(before, now)


def _column(table: Table, metric: str | None, scores: list[int]) -> int | None:
    if metric is None:
        return None
    column = table.find(metric)
    if column is None:
        listing = ", ".join(clean(table.columns[i], 40) for i in scores[:6])
        table.fail(None, None, f"has no column '{clean(metric, 40)}'; it has {listing or 'no scores'}")
    return column


def _step(table: Table, row: Row, step: int | None, index: int) -> float:
    """A reading's step; its place where there is no number. Dates stand in order already."""
    try:
        return float(row.cells[step]) if step is not None else float(index)
    except ValueError:
        return float(index)


def _wide(table: Table, metric: str | None) -> list[Logged]:
    step = table.named(*_STEP)
    columns = [
        i
        for i in range(len(table.columns))
        if i not in (step, table.named(*_SEED))
        and folded(table.columns[i]).replace(" ", "") not in (*_STEP, *_CLOCK)
        and is_scores(table, i)
        and not table.columns[i].lower().endswith(_BANDS)
    ]
    if not columns:
        table.fail(None, None, "has no run: give columns run, step and a score, or a column a run")
    stem = clean(os.path.basename(table.file).rsplit(".", 1)[0], _LONGEST)
    if are_metrics([table.columns[i] for i in columns]):
        # Columns of different metrics are those of one run, as trainers log them.
        called = [i for i in columns if is_metric(table.columns[i])]
        logged = {table.columns[i]: _readings(table, i, step) for i in called}
        return [Logged(stem, stem, metrics=logged, start=0)]
    runs: list[Logged] = []
    metric_name = clean(metric or "score", _LONGEST)
    for index, i in enumerate(columns):
        name, _, charted = table.columns[i].partition(" - ")
        # TensorBoard calls the one column `Value`, and the file as the run.
        name = stem if len(columns) == 1 and (name == "Value" or is_metric(name)) else name
        runs.append(Logged(name, name, metrics={charted or metric_name: _readings(table, i, step)}, start=index))
    return runs


def _readings(table: Table, column: int, step: int | None) -> list[tuple[float, float]]:
    """The numbers in a column with their steps, in the order of these."""
    readings: list[tuple[float, float]] = []
    for row in table.rows:
        value = score(table, row, column, finite=False)
        if value is not None:
            readings.append((_step(table, row, step, len(readings)), value))
    return sorted(readings, key=lambda one: one[0])
