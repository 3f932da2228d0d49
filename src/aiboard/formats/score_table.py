"""Scores in a CSV: what its columns are says `score_columns`, what stands in them is read here."""

from __future__ import annotations

from typing import Final

from aiboard.formats.document import folded
from aiboard.formats.score_columns import Key, columns_of, is_answer
from aiboard.formats.scores import Result, ScoreFile, checked, less_is_better, of_items
from aiboard.formats.table import Table, score
from aiboard.instruments.counted import left_out
from aiboard.instruments.text import clean

_RERUN: Final = frozenset(("trial", "epoch", "repeat", "rep"))
"""Of those the ones that ask the same model again; others may have trained it anew."""


def read(table: Table) -> ScoreFile:
    """The results in a table. FormatError where no column holds scores, or a score is none."""
    columns = columns_of(table)
    values: dict[Key, dict[str, float]] = {}
    errors: dict[tuple[Key, str], float] = {}
    empty = skipped = 0
    skip_column = table.named("skipped", "isskipped")
    for position, row in enumerate(table.rows, 1):
        if skip_column is not None and row.cells[skip_column].lower() == "true":
            skipped += 1
            continue
        for i in columns.scores:
            value = score(table, row, i)
            if value is None:
                empty += 1
                continue
            by_row = values.setdefault(columns.key(table, row, i), {})
            row_key = " ".join(row.cells[part] for part in columns.item) or f"row {position}"
            if row_key in by_row:
                description = (
                    f"'{clean(row_key, 40)}' is there twice; take one out, or say with a column run which run it is of"
                )
                table.fail(row.line, next(iter(columns.item), None), description)
            by_row[row_key] = value
            error = score(table, row, columns.errors[i]) if i in columns.errors else None
            if error is not None and error > 0:
                errors[columns.key(table, row, i), row_key] = error
    binary = all(value in (0.0, 1.0) for by_row in values.values() for value in by_row.values())
    notes = [table.note] if table.note else []
    notes += [left_out(empty, "empty cell")] if empty else []
    notes += [left_out(skipped, "row", "that was skipped")] if skipped else []
    if columns.run is None and not columns.item and any(len(by_row) > 1 for by_row in values.values()):
        description = "items, since all scores are 0 or 1" if binary else "runs (seeds)"
        notes.append(f"no column says what a row is: rows are taken as {description}, paired in their order")
    if [folded(table.columns[i]) for i in columns.item] == ["name"]:
        notes.append("each name is taken as an item")
    wide = [] if columns.metrics or columns.both or columns.system is not None else columns.scores
    column_names = [table.columns[i] for i in wide]
    answers = any(map(is_answer, column_names))
    if len(wide) > 2 or answers:
        listing = ", ".join(clean(name, 40) for name in column_names[:6])
        other = "answers, add a column: 1 where one is right" if answers else "metrics, add a column system"
        notes.append(f"each column is taken as a system ({listing}); if they are {other}")
    is_rerun = columns.run is not None and folded(table.columns[columns.run]) in _RERUN
    return checked(table.file, table.format, _results(values, errors, bool(columns.item) or binary, is_rerun), notes)


def _results(
    values: dict[Key, dict[str, float]], errors: dict[tuple[Key, str], float], are_items: bool, is_rerun: bool
) -> list[Result]:
    """A result a run; of rows that are no items each is a run. `is_rerun`: runs are the same model asked again."""
    results: list[Result] = []
    for (system, metric, run), by_row in values.items():
        if are_items:
            results.append(of_items(system, metric, run, by_row, is_rerun))
            continue
        for i, (row, value) in enumerate(by_row.items(), 1):
            run_name = row if not run else run if len(by_row) == 1 else f"{run} {i}"
            error = errors.get(((system, metric, run), row))
            results.append(
                Result(system, metric, run_name, value, stderr=error, lower_is_better=less_is_better(metric))
            )
    return results
