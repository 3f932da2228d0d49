"""Which columns of scores are systems: by their names, and by what their cells hold."""

from __future__ import annotations

import re
from typing import Final

from aiboard.formats import records
from aiboard.formats.document import folded
from aiboard.formats.scores import MODEL_NAME, SIDE_WORDS, are_metrics, is_metric
from aiboard.formats.table import Table, is_number, is_word
from aiboard.instruments.text import clean

_NESTED: Final = re.compile(r"([A-Za-z_]\w*)\.([A-Za-z_]\w*)")
"""A member of an object inside a record; a version has a number behind its point."""
_HAS_VERSION: Final = re.compile(r"\d")
"""What the names of models have, and those of checks do not."""
_FACT_ENDS: Final = frozenset(
    ("number", "at", "count", "counts", "total", "bytes", "size", "http", "length", "year", "exit")
)
_FACT_BEGINS: Final = frozenset(("n", "num", "count", "total"))
_VERDICTS: Final = ("status", "verdict", "outcome", "result")


def systems_and_metrics(table: Table, scores: list[int]) -> dict[int, tuple[str, str]]:
    """System and metric of the columns whose names have both: `base_f1`, `base_em`, `tuned_f1`, `tuned_em`.

    Empty where no name does, or none of the systems is called as a side is: `train_f1` may be anything.
    """
    for reverse in (False, True):
        systems: dict[str, dict[str, int]] = {}
        for i in scores:
            for cut in re.finditer(r"[_. -]+", table.columns[i]):
                parts = table.columns[i][: cut.start()], table.columns[i][cut.end() :]
                system, metric = parts[::-1] if reverse else parts
                if system and metric:
                    systems.setdefault(system, {})[metric] = i
        sides = [one for one in systems if folded(one) in SIDE_WORDS and len(systems[one]) > 1]
        for first in sides:
            common = {
                other: systems[first].keys() & columns.keys() for other, columns in systems.items() if other != first
            }
            metrics = max(common.values(), key=len, default=set())
            if len(metrics) > 1 and any(map(is_metric, metrics)):
                chosen = [first, *(other for other, shared in common.items() if shared == metrics)]
                return {systems[one][metric]: (one, metric) for one in chosen for metric in metrics}
    return {}


def without_other_metrics(table: Table, scores: list[int]) -> list[int]:
    """Columns without the metrics beside two that are called as the sides are: `old`, `new` and `latency`."""
    sides = [i for i in scores if folded(table.columns[i]) in SIDE_WORDS]
    others = [table.columns[i] for i in scores if i not in sides]
    return sides if len(sides) == 2 and all(are_metrics([name]) for name in others) else scores


def system_columns(table: Table, scores: list[int], of_items: bool) -> list[int]:
    """Of columns of numbers those that are one metric of several systems, or the one that is a verdict.

    Two that are called as metrics are, and no others; one alone is where rows are items. FormatError for numbers of
    several kinds: they are no scores.
    """
    called = [i for i in scores if is_metric(table.columns[i])]
    if len(called) > 1:
        return called
    uncounted = [i for i in scores if not _is_count(table, i)]
    if len(uncounted) > 1 and not SIDE_WORDS.isdisjoint(_words([table.columns[i] for i in uncounted])):
        # `baseline` and `candidate` are the sides, whatever else is counted of an item.
        scores = uncounted
    names = [table.columns[i] for i in scores]
    # Of a table only columns that all have a point: `llama.cpp` beside `vllm` is a name.
    nested = table.format == records.NAME or all(map(_NESTED.fullmatch, names))
    places = [_NESTED.fullmatch(name) if nested else None for name in names]
    heads, tails = ({place and place.group(part) for place in places} for part in (1, 2))
    cells = [table.values(i) for i in scores]
    in_words = {any(map(is_word, each)) for each in cells if any(map(is_word, each)) or not all(map(is_share, each))}
    counts = [i for i in scores if _is_count(table, i)]
    alike = min(len(heads), len(tails)) == 1 and len(in_words) < 2 and not counts
    if alike and (not called or not SIDE_WORDS.isdisjoint(_words(names))):
        return scores
    verdicts = [i for i, name in enumerate(table.columns) if _is_verdict(name, table.values(i))]
    if len(verdicts) == 1 or (called and of_items):
        return verdicts if len(verdicts) == 1 else called
    kinds = ", ".join(clean(name, 40) for name in names[:4])
    table.fail(None, None, f"holds numbers of several kinds ({kinds}) and none that is called a score; call it score")


def are_checks(table: Table, scores: list[int]) -> bool:
    """Whether columns are what was checked of one system: `tool_ok`, `keyword_ok`; no name says whose a check is."""
    names = [table.columns[i] for i in scores]
    cells = [cell for i in scores for cell in table.values(i)]
    if not all(map(is_metric, names)) or not all(cell in ("0", "1") or is_word(cell) for cell in cells):
        return False
    return SIDE_WORDS.isdisjoint(_words(names)) and not any(
        _HAS_VERSION.search(name) or MODEL_NAME.search(name) for name in names
    )


def _words(names: list[str]) -> set[str]:
    return {word for name in names for word in re.split(r"[^a-z0-9]+", name.lower())}


def _is_count(table: Table, column: int) -> bool:
    """Whether a column counts or numbers something: hardly ever between 0 and 1, as `n_best` is where it is right."""
    return _is_fact(table.columns[column]) and not all(map(is_share, table.values(column)))


def _is_fact(name: str) -> bool:
    """Whether a column's name says what it counts or numbers: `issue_number`, `created_at`, `n_items`."""
    words = re.findall(r"[a-z]+", name.lower())
    return bool(words) and (words[-1] in _FACT_ENDS or (len(words) > 1 and words[0] in _FACT_BEGINS))


def _is_verdict(name: str, cells: list[str]) -> bool:
    return folded(name).endswith(_VERDICTS) and bool(cells) and all(map(is_word, cells))


def is_share(cell: str) -> bool:
    """Whether a cell is no number, or one from 0 to 1 or 100 %."""
    return not is_number(cell) or 0 <= float(cell.removesuffix("%")) <= (100 if cell.endswith("%") else 1)
