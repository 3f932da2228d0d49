"""A list of flat JSON objects, or JSON Lines of them, as a table: what a CSV of the same would be."""

from __future__ import annotations

import re
from typing import Final, TypeGuard

from aiboard.formats.document import Document, Node, folded
from aiboard.formats.rollout import members
from aiboard.formats.scores import MODEL_NAME, SIDE_WORDS, is_metric
from aiboard.formats.table import MAX_COLUMNS, MAX_ROWS, Row, Table, cleaned

NAME: Final = "records"

_WORDS: Final = 5
"""Most texts of a list that are one cell: the labels that somebody chose."""
_SEVERAL: Final = 2
_FEW: Final = 8
"""Most objects under names of their own that are systems, whatever they hold."""
NAMED: Final = {
    "name": "each object is taken as a system",
    "id": "each object is taken as an item",
    "system": "each list is taken as a system",
}
"""For the column that has the names of objects what they are taken as."""
_SPLITS: Final = frozenset(
    (
        *("train", "training", "test", "val", "valid", "validation", "dev", "easy", "medium", "hard", "simple"),
        *("overall", "total", "average", "summary", "aggregate", "all", "macro", "micro"),
    )
)
"""Names of parts of the data, and of all of them, which are no systems."""
_ASKED: Final = ("input", "question", "prompt", "query", "task", "instruction", "expected")
"""Texts of which each item has its own."""
_ITEM_ENDS: Final = ("id", *_ASKED)
"""Ends of the names of members that name an item."""
_BY_SYSTEM: Final = ("scores", "results", "models", "systems", "summary", "metrics", "methods", "variants")
"""Members that hold an object for each system, where one of the names says which side it is."""
_LISTS: Final = ("data", "scores", "records", "rows")
"""Members that hold all records, beside what is said of the page."""
_ITEM_LISTS: Final = (
    *("results", "cases", "items", "samples", "examples", "details", "questions", "queries", "tests", "evaluations"),
    *("predictions", "testcases", "testresults", "perquestion", "perquery", "peritem", "persample", "percase"),
)
"""Members that hold a record of each item where they have scores, beside a summary of these."""
_INSIDE: Final = 40
"""Most members of an object inside a record that are columns too."""


def as_table(document: Document) -> Table | None:
    """The records of a document with a column for each member that is text, a number, or yes or no.

    Members of an object inside a record are columns named `outer.inner`. None for a document that is no list of
    objects. FormatError for too many rows or columns.
    """
    nodes, note = _framed(document)
    nodes = nodes or document.top()
    if any(not isinstance(node.value, dict) for node in nodes):
        return None
    if len(nodes) > MAX_ROWS:
        document.fail(f"has more than {MAX_ROWS} records; split the file")
    rows = [_cells(node) for node in nodes]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if not columns:
        return None
    if len(columns) > MAX_COLUMNS:
        document.fail(f"has {len(columns)} members, the most is {MAX_COLUMNS}; keep those that are needed")
    # A list in one JSON value has no lines worth naming.
    body = [
        Row(position if document.lines else 0, [row.get(name, "") for name in columns])
        for position, row in enumerate(rows, 1)
    ]
    return Table(document.file, columns, body, True, NAME, note)


def _framed(document: Document) -> tuple[list[Node], str]:
    """The records of a data frame: `columns` and `data` beside each other, or an object of each column by row.

    Empty for anything else. pandas, MLflow and W&B write tables so. With them what has to be known of them.
    """
    top = document.nodes[0]
    if document.lines or not isinstance(top.value, dict):
        return [], ""
    names, data = top.value.get("columns"), top.value.get("data")
    if isinstance(names, list) and isinstance(data, list) and all(isinstance(name, str) for name in names):
        if len(set(names)) < len(names):
            document.fail("has columns that are called the same; name each once")
        return [top.made(dict(zip(names, row, strict=False))) for row in data if isinstance(row, list)], ""
    held = [value for key in _LISTS if isinstance(value := top.value.get(key), list)]
    if len(held) == 1 and all(isinstance(one, dict) for one in held[0]):
        return top.made(held[0]).items(), _missing(top, len(held[0]))
    lists = [each for key in _ITEM_LISTS if (each := _scored(top.find(key)))]
    # What was found for one question has scores too, of how well it fits.
    if len(lists) == 1 and top.find_text("query", "question", "prompt") is None:
        return lists[0], ""
    for inside in (top.find(key) for key in _BY_SYSTEM):
        if inside is not None and _has_sides(inside.value):
            return _by_name(inside, inside.value)
    if named := _lists_by_name(top):
        return named, NAMED["system"]
    columns = [value for value in top.value.values() if isinstance(value, dict)]
    rows = list(columns[0]) if columns else []
    if len(columns) < len(top.value):
        return [], ""
    if rows != [str(index) for index in range(len(rows))]:
        return _by_name(top, top.value)
    return [top.made({name: column.get(row) for name, column in top.value.items()}) for row in rows], ""


def _lists_by_name(top: Node) -> list[Node]:
    """The records of an object of lists, one a system, with the same items in each; empty for anything else."""
    lists = {name: [one.value for one in _scored(items)] for name, items in members(top)}
    if len(lists) < _SEVERAL or not all(lists.values()):
        return []
    found = [{"system": name, **one} for name, each in lists.items() for one in each if isinstance(one, dict)]
    items = [key for key in found[0] if folded(key).endswith(_ITEM_ENDS)]
    for key in items:
        named = {name: {str(one[key]) for one in found if one["system"] == name and key in one} for name in lists}
        if all(each and each == next(iter(named.values())) for each in named.values()):
            return [top.made(one) for one in found]
    return []


def _scored(items: Node | None) -> list[Node]:
    """The elements of a list of several objects that have a score in common; empty for other lists."""
    if items is None or not isinstance(items.value, list) or len(items.value) < _SEVERAL:
        return []
    each = [one if isinstance(one, dict) else {} for one in items.value]
    common = set.intersection(*({key for key, value in one.items() if _is_number(value)} for one in each))
    return items.items() if any(map(is_metric, common)) else []


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float))


def _missing(top: Node, row_count: int) -> str:
    """What to say of a page that counts more records than it holds."""
    pagination = top.find("meta", "pagination")
    count = None if pagination is None else pagination.find("totalitems", "totalcount", "total")
    total = count.value if count is not None and isinstance(count.value, int) else 0
    return f"this page holds {row_count} of {total} records; the others are not counted" if total > row_count else ""


def _by_name(top: Node, members: dict[str, dict[str, object]]) -> tuple[list[Node], str]:
    """The records of an object of them, its keys as their names, and what they are taken as.

    Empty where they have no member in common, or are parts of the data. They are systems, as a column `name` has
    them; many of which each has passed or failed are items.
    """
    common = set.intersection(*({key for key, one in each.items() if _is_plain(one)} for each in members.values()))
    if len(members) < _SEVERAL or not common:
        return [], ""
    if not _SPLITS.isdisjoint(map(str.lower, members)) and not any(map(MODEL_NAME.search, members)):
        return [], ""
    has_verdicts = any(is_metric(key) and all(each[key] in (0, 1) for each in members.values()) for key in common)
    asked = any(len({each[key] for each in members.values()}) == len(members) for key in common.intersection(_ASKED))
    column = "id" if asked or (has_verdicts and len(members) > _FEW) else "name"
    return [top.made({column: key, **one}) for key, one in members.items()], NAMED[column]


def _has_sides(value: object) -> TypeGuard[dict[str, dict[str, object]]]:
    """Whether this is an object of objects, one of which is called as a side is: `base`, `baseline`, `new`."""
    if not isinstance(value, dict) or not all(isinstance(one, dict) for one in value.values()):
        return False
    return any(SIDE_WORDS.intersection(re.split(r"[-_. ]+", name.lower())) for name in value)


def _is_plain(value: object) -> bool:
    return isinstance(value, (str, int, float))


def _cells(node: Node) -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, value in node.value.items() if isinstance(node.value, dict) else ():
        name = cleaned(key)
        if isinstance(value, dict) and len(value) <= _INSIDE:
            inside = {f"{name}.{cleaned(inner)}": _cell(one) for inner, one in value.items()}
            cells |= {column: cell for column, cell in inside.items() if cell is not None}
        elif (cell := _cell(value)) is not None:
            cells[name] = cell
    return cells


def _cell(value: object) -> str | None:
    """A value as a cell, a few words as one; None for other lists, an object, or a number too long to be written."""
    if isinstance(value, list) and 0 < len(value) <= _WORDS and all(isinstance(one, str) for one in value):
        return " + ".join(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and abs(value) >= 10**20:
        return None
    return repr(value) if isinstance(value, (int, float)) else None
