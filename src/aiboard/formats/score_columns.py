"""What the columns of a table of scores are: systems, runs, items, metrics, scores, and what is beside them.

Long: a row a score, with columns for the system, the item, the seed. Wide: a column a system, a row an item or a seed.
What the columns are is read off their names; what is left over and holds numbers is a score.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from aiboard.formats import records
from aiboard.formats.document import folded
from aiboard.formats.score_systems import (
    are_checks,
    is_share,
    system_columns,
    systems_and_metrics,
    without_other_metrics,
)
from aiboard.formats.scores import are_metrics, is_metric, less_is_better, says_direction
from aiboard.formats.table import LARGEST, Row, Table, cleaned, is_graded, is_number, is_score, is_scores
from aiboard.instruments.text import clean

_SYSTEM: Final = (
    "system",
    "model",
    "modelname",
    "appversion",
    "appid",
    "promptversion",
    "variant",
    "arm",
    "provider",
    "checkpoint",
    "config",
    "experiment",
    "method",
    "llm",
    "agent",
    "generator",
    "name",
)
_SYSTEM_WORDS: Final = ("system", "model", "agent", "llm", "variant")
"""Beginnings and ends of the names of other columns of systems: `evaluator_model`, `Model Tested`."""
_RUN: Final = ("seed", "run", "randomseed", "trial", "epoch", "repeat", "rep", "fold", "runid")
_ITEM: Final = (
    *(
        "item",
        "itemid",
        "id",
        "docid",
        "questionid",
        "question",
        "prompt",
        "exampleid",
        "example",
        "sampleid",
        "sample",
    ),
    *("caseid", "case", "testid", "test", "taskid", "task", "doc", "index"),
    *("instanceid", "problemid", "queryid", "pairid", "traceid"),
)
_TEXT_ITEM: Final = ("userinput", "input", "inputs", "query", "instruction", "text")
"""Texts that name the items where no two are alike."""
_TASK_ITEM: Final = ("dataset", "benchmark", "subset")
"""What the items of a table of means are, where a system has one row of each."""
_PART: Final = ("turn", "round")
"""Columns that say which part of an item a row is of, where one item has several rows."""
_METRIC: Final = ("metric", "scorer", "measure")
_STEP: Final = ("step", "globalstep", "iteration", "trainingstep", "steps")
_SUMMED: Final = frozenset(
    ("n", "count", "ntotal", "nsamples", "numsamples", "samples", "support", "nitems", "numitems", "nexamples")
)
"""Columns that a row has only where it sums up many items."""
_BESIDE: Final = _SUMMED | frozenset(
    ("skipped", "date", "time", "timestamp", "ts", "std", "rank", "seconds", "created", *_STEP)
)
"""Columns of numbers that are no scores."""
_ERROR: Final = ("stderr", "standarderror", "sem")
"""Ends of the names of columns that say how sure the score before them is."""
_ABOUT: Final = (*_ERROR, "__min", "__max", "timestamp", "tstamp", "hash", ":std")
"""Ends of the names of other columns of numbers that are no scores."""
_SETTINGS: Final = ("config.", "args.", "params.", "metadata.", "hyperparameters.", "thresholds.")
"""Beginnings of the names that settings have beside scores."""
_SCORED: Final = ("scores.", "feedback.")
"""Beginnings of the names that scores have where a tool exports them beside everything else it counted."""
_VALUE: Final = ("value", "result", "mean")
"""Names of the one column of scores beside a column of metrics."""
_ANSWERS: Final = frozenset(
    (
        *("answer", "prediction", "predicted", "pred", "gold", "target", "expected", "groundtruth", "reference"),
        *("label", "response", "completion"),
    )
)
"""Names of columns with answers: two of numbers are compared to each other, and are no scores."""
_NUMBERED: Final = re.compile(r"(?i:(?:.*[^a-z])?(?:id|idx))|.*[a-z]I[Dd]")
"""Names of columns that tell rows apart by a whole number."""
_INDEX: Final = frozenset(("row", "rownumber")) | frozenset(
    f"{what}index"
    for what in ("row", "item", "sample", "example", "question", "prompt", "query", "answer", "choice", "task", "turn")
)
"""The same where the name says what is counted: a Jaccard index is a score."""
_COUNTED: Final = re.compile(r"(?:env|episode|task|item|sample|question|problem|instance|example)[-_ ]?\d+", re.I)
"""Names that count items; `v1`, `v2`, `v3` may be systems."""

Key = tuple[str, str, str]
"""System, metric, run."""


@dataclass(frozen=True)
class Columns:
    """Which column is what; None for what the table does not have."""

    system: int | None
    run: int | None
    item: list[int]
    """Columns whose cells together name the item; empty where nothing does."""
    metric: int | None
    scores: list[int]
    errors: dict[int, int]
    """For a score the column of its standard error."""
    both: dict[int, tuple[str, str]]
    """For a score its system and its metric, where the column's name has both; empty where names have one."""
    metrics: bool
    """The columns are different metrics, and not one metric of several systems."""

    def key(self, table: Table, row: Row, column: int) -> Key:
        """What a cell is a score of."""
        name = table.columns[column]
        system_part, metric_part = self.both.get(column, ("" if self.metrics else name, name))
        system = row.cells[self.system] if self.system is not None else system_part
        metric_name = (
            metric_part if self.both or self.system is not None or (self.metrics and table.has_header) else "score"
        )
        metric = row.cells[self.metric] if self.metric is not None else metric_name
        run = row.cells[self.run] if self.run is not None else ""
        return cleaned(system), cleaned(metric), cleaned(run)


def columns_of(table: Table) -> Columns:
    """The columns of a table. FormatError where none holds scores, or where it is not clear what they are."""
    system, run, item = table.named(*_SYSTEM), table.named(*_RUN), table.named(*_ITEM)
    metric = table.named(*_METRIC)
    if metric is None and system is not None and folded(table.columns[system]) == "name":
        # What scores are called in an export of them is no system.
        metrics_only = all(map(is_metric, table.values(system)))
        system, metric = (None, system) if metrics_only and table.values(system) else (system, None)
        counted = system is not None and all(map(_COUNTED.fullmatch, table.values(system)))
        if item is None and system is not None and counted and _differ(table, system):
            system, item = None, system
    if metric is not None and item is not None and _differ(table, item):
        # A score's own id: what the score is of has several.
        item_columns = [i for name in _ITEM if (i := table.named(name)) is not None and not _differ(table, i)]
        item = next((i for i in item_columns if _alone(table, [metric, i])), item)
    names = [folded(column).replace(" ", "") for column in table.columns]
    reserved = {system, run, item, metric}
    extra_columns = {i for i, name in enumerate(names) if name in _BESIDE or table.columns[i].lower().endswith(_ABOUT)}
    extra_columns |= {i for i, name in enumerate(names) if name.endswith(_ABOUT)}
    free_columns = [i for i in range(len(names)) if i not in reserved and i not in extra_columns]
    numbers = [i for i in free_columns if is_scores(table, i)]
    scores = _without_facts(table, [i for i in numbers if not _is_numbered(table, i)])
    scores = _without_answers(table, scores)
    _no_votes(table, names)
    graded = [i for i in scores if all(is_graded(value) for value in table.values(i))]
    if graded:
        # The other columns are the variables of the tests, numbers or not.
        item = next((i for i in free_columns if i not in graded), item)
        scores = graded
    if (
        system is None
        and scores
        and scores[0] > 0
        and 0 in free_columns
        and any(names[i] in _SUMMED for i in extra_columns)
    ):
        # A row that says how many items it sums up is a system's, and what it begins with is its name.
        system, free_columns = 0, free_columns[1:]
    if item is None:
        key_columns = [i for i in (system, run, metric) if i is not None]
        texts = [i for name in _TEXT_ITEM if (i := table.named(name)) is not None and i not in key_columns]
        item = next((i for i in texts if _alone(table, [*key_columns, i])), None)
    if item is None and system is None:
        # `alert_id`: whatever the items are, it names them where no two are alike.
        ids = [i for i in free_columns if names[i].endswith("id") and i not in (run, metric) and _differ(table, i)]
        item = ids[0] if len(ids) == 1 else None
        scores = [i for i in scores if i != item]
    if system is None and item is not None:
        others = [i for i in free_columns if i not in scores and _is_of_system(names[i])]
        system = _telling(table, [i for i in (item, run, metric) if i is not None], others)
    if run is not None and item is not None and _differ(table, run):
        run = None  # it names the row
    _not_readings(table, system, run, item)
    if item is None and system != 0:
        # An index without a name, or one column of texts that are all different, names the items.
        texts = [i for i in free_columns if i not in scores and len(set(table.values(i))) == len(table.rows)]
        index = [i for i in scores if table.has_header and folded(table.columns[i]) in ("column 1", "unnamed: 0")]
        item = next(iter(index if len(scores) > 1 else []), None)
        item = texts[0] if item is None and len(texts) == 1 else item
        scores = [i for i in scores if i != item]
    # With a column of metrics the others are about the score: its error, the number of items.
    if metric is not None and scores and (is_metric(names[scores[0]]) or names[scores[0]] in _VALUE):
        scores = scores[:1]
    if not scores:
        table.fail(None, None, "has no column of scores; give each system a column of numbers, or a column score")
    both = systems_and_metrics(table, scores) if system is None and metric is None else {}
    scores = [i for i in scores if i in both] or (
        without_other_metrics(table, scores) if system is None and metric is None else scores
    )
    error_columns = [i for i in sorted(extra_columns) if names[i].endswith(_ERROR) and is_scores(table, i)]
    # One column, or columns that are called as metrics are, are scores of one system; else each is a system.
    column_names = [table.columns[i] for i in scores]
    duplicate = next((name for position, name in enumerate(column_names) if name in column_names[:position]), None)
    if duplicate is not None:
        table.fail(None, None, f"has two columns that are called '{clean(duplicate, 40)}'; name each system once")
    # One object says it all of one system.
    alone = table.format == records.NAME and len(table.rows) == 1
    metrics = len(scores) == 1 or alone or all(map(_is_scored, column_names)) or are_metrics(column_names)
    if not metrics and system is None and not both:
        scores = system_columns(table, scores, item is not None)
        metrics = len(scores) == 1 or are_checks(table, scores)
    items = _items(table, [i for i in (system, run, metric) if i is not None], item)
    scores = [i for i in scores if i not in items]
    return Columns(system, run, items, metric, scores, _errors(names, scores, error_columns), both, metrics)


def _is_of_system(name: str) -> bool:
    return name.endswith(_SYSTEM_WORDS) or name.startswith(_SYSTEM_WORDS)


def _is_numbered(table: Table, column: int) -> bool:
    """Whether a column tells rows apart by a number, by its name and its cells."""
    name = table.columns[column]
    name_match = _NUMBERED.fullmatch(name) or folded(name).replace(" ", "") in _INDEX
    return bool(name_match) and all(map(str.isdecimal, table.values(column)))


def is_answer(column: str) -> bool:
    """Whether a column's name is that of answers, expected or given."""
    return folded(column).replace(" ", "") in _ANSWERS


def _without_answers(table: Table, scores: list[int]) -> list[int]:
    """Columns of numbers without those of answers, of which one alone, or those from 0 to 1, may be scores.

    Where another column is called as a metric is, no answer is a score.

    FormatError where nothing else is left.
    """
    answers = [i for i in scores if is_answer(table.columns[i])]
    judged = any(is_metric(table.columns[i]) for i in scores if i not in answers)
    if len(answers) < 2 and not judged:
        return scores
    if not judged:
        answers = [i for i in answers if not all(map(is_share, table.values(i)))]
    remaining = [i for i in scores if i not in answers]
    if not remaining:
        table.fail(None, answers[0], "holds answers and no scores; add a column: 1 where the answer is right, else 0")
    return remaining


def _is_scored(column: str) -> bool:
    return column.lower().startswith(_SCORED)


def _without_facts(table: Table, scores: list[int]) -> list[int]:
    """Columns of numbers without those that count something else, as long as others are left."""
    exported = [i for i in scores if _is_scored(table.columns[i])]
    candidates = exported or [i for i in scores if not table.columns[i].lower().startswith(_SETTINGS)]
    candidates = [i for i in candidates if not all(map(_is_time, table.values(i)))]
    if any(is_metric(table.columns[i]) for i in candidates):
        if len(table.rows) == 1:
            # Of what one object says most is how it was made, and how much of it.
            candidates = [i for i in candidates if says_direction(table.columns[i])]
        # Sizes and codes may be numbers in most rows; a wrong cell among scores is still said.
        candidates = [i for i in candidates if is_metric(table.columns[i]) or all(map(is_score, table.values(i)))]
    states = [i for i in candidates if folded(table.columns[i]).endswith("status")]
    others = [i for i in candidates if i not in states and not less_is_better(table.columns[i])]
    # A status is a verdict where nothing else is one, unless it is a number that a server answered with.
    verdicts = [i for i in states if not others and not any(map(is_number, table.values(i)))]
    return [i for i in candidates if i not in states or i in verdicts] or scores


def _is_time(cell: str) -> bool:
    """Whether a cell counts seconds since 1970; nothing scores so much."""
    return is_number(cell) and float(cell.removesuffix("%")) > LARGEST


def _no_votes(table: Table, names: list[str]) -> None:
    """FormatError where a row says which of two systems won, as those of arenas do."""
    winner = next((i for i, name in enumerate(names) if name.rstrip("0123456789").endswith("winner")), None)
    if winner is not None and sum(name.startswith("model") for name in names) > 1:
        problem = "holds votes for one of two systems; give a column a system: 1 where it won, 0.5 for a tie, else 0"
        table.fail(None, winner, problem)


def _items(table: Table, key_columns: list[int], item: int | None) -> list[int]:
    """The columns that name an item; `key_columns` are those by which systems, runs and metrics are told."""
    part = table.named(*_PART)
    if item is not None and part is not None and not _alone(table, [*key_columns, item]):
        return [item, part] if _alone(table, [*key_columns, item, part]) else [item]
    task = table.named(*_TASK_ITEM)
    if item is None and task is not None and task not in key_columns and _alone(table, [*key_columns, task]):
        return [task]
    return [] if item is None else [item]


def _telling(table: Table, key_columns: list[int], others: list[int]) -> int | None:
    """Of other columns the first that tells the rows of an item apart: `evaluator_model`; None where nothing has to."""
    return None if _alone(table, key_columns) else next((i for i in others if _alone(table, [*key_columns, i])), None)


def _alone(table: Table, columns: list[int]) -> bool:
    """Whether no two rows have the same cells in all of these columns."""
    return len({tuple(row.cells[i] for i in columns) for row in table.rows}) == len(table.rows)


def _errors(names: list[str], scores: list[int], error_columns: list[int]) -> dict[int, int]:
    """For a score the column of its standard error: the one that has its name, else the one behind it."""
    by_name: dict[int, int] = {}
    for i in error_columns:
        stem = next(names[i].removesuffix(end) for end in _ERROR if names[i].endswith(end)).strip("_-,. ")
        by_name |= {one: i for one in scores if names[one] == stem}
    remaining = [i for i in error_columns if i not in by_name.values()]
    return {max((one for one in scores if one < i), default=i): i for i in remaining} | by_name


def _differ(table: Table, column: int) -> bool:
    return len(set(table.values(column))) == len(table.rows)


def _not_readings(table: Table, system: int | None, run: int | None, item: int | None) -> None:
    """FormatError where the rows are readings of runs at their steps: they are neither items nor seeds."""
    step = table.named(*_STEP)
    if step is None or item is not None or len(set(table.values(step))) < 2:
        return
    keys = [tuple(row.cells[i] for i in (system, run) if i is not None) for row in table.rows]
    if len(set(keys)) < len(keys):
        table.fail(
            None, step, "holds readings of runs, step by step: aiboard runs reads it, and a gate their last scores"
        )
