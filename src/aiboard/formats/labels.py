"""Labels of two labellers out of a table, in either of its forms.

Wide: a column a labeller, a row an item. Long: a row a label, with columns for the item, the labeller and the label.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from aiboard.formats.document import folded
from aiboard.formats.table import Table
from aiboard.instruments.text import clean

_ITEM: Final = (
    "item",
    "itemid",
    "id",
    "docid",
    "doc",
    "exampleid",
    "example",
    "sampleid",
    "sample",
    "taskid",
    "task",
    "row",
)
_LABELLER: Final = (
    "labeller",
    "labeler",
    "annotator",
    "annotatorid",
    "rater",
    "raterid",
    "worker",
    "workerid",
    "coder",
    "judge",
)
_LABEL: Final = ("label", "annotation", "category", "class", "rating", "answer", "value", "code", "score")
_MAX_LABELS: Final = 200
_LONGEST: Final = 80


@dataclass(frozen=True)
class Labels:
    """Two labellers' labels.

    Attributes:
        names: the two labellers.
        counts: items by (first label, second label).
        left_out: items without a label of both.
        repeated: labels that the same labeller gave to an item again; the last counts.
        alike: groups of labels that differ in case only, which count as different.
    """

    names: tuple[str, str]
    counts: Counter[tuple[str, str]]
    left_out: int
    repeated: int
    alike: tuple[str, ...]


def read_labels(table: Table, wanted: tuple[str, str] | None) -> Labels:
    """The labels of two labellers.

    Args:
        table: the table.
        wanted: the two by name (of a column, or as the table calls the labellers); None where there are only two.

    FormatError where it is not clear who the two are, or where the labels are no labels.
    """
    labeller, label = table.named(*_LABELLER), table.named(*_LABEL)
    item = table.named(*_ITEM)
    if labeller is not None and label is not None and item is not None:
        return _long(table, item, labeller, label, wanted)
    first, second = _columns(table, item, wanted)
    pairs = [(row.cells[first], row.cells[second]) for row in table.rows]
    return _counted(table, (table.columns[first], table.columns[second]), pairs, 0)


def _columns(table: Table, item: int | None, wanted: tuple[str, str] | None) -> tuple[int, int]:
    """The columns of the two labellers."""
    if wanted is not None:
        found = [table.find(name) for name in wanted]
        for name, column in zip(wanted, found, strict=True):
            if column is None:
                table.fail(None, None, f"has no column '{clean(name, _LONGEST)}'; it has {_listed(table.columns)}")
        return found[0] or 0, found[1] or 0
    count = len(table.columns)
    own = [i for i in range(count) if i != item] if count > 2 else list(range(count))
    # Tables hold texts and remarks besides; two columns that are called labels are meant.
    called = [i for i in own if folded(table.columns[i]).startswith(_LABELLER + _LABEL[:2])]
    if len(called) == 2:
        return called[0], called[1]
    if len(own) > 2:
        # A column where every row differs names the items, whatever it is called.
        own = [i for i in own if len(set(table.values(i))) < len(table.rows) or len(table.rows) < 3]
    if len(own) != 2:
        message = f"has {_listed(table.columns)}: name the two labellers' columns with --labellers A,B"
        table.fail(None, None, message)
    return own[0], own[1]


def _long(table: Table, item: int, labeller: int, label: int, wanted: tuple[str, str] | None) -> Labels:
    names = list(dict.fromkeys(table.values(labeller)))
    if wanted is None:
        if len(names) != 2:
            said = f"has {len(names)} labellers ({_listed(names)}): name two with --labellers A,B"
            table.fail(None, labeller, said)
        wanted = names[0], names[1]
    for name in wanted:
        if name not in names:
            table.fail(None, labeller, f"has no '{clean(name, _LONGEST)}'; it has {_listed(names)}")
    by_item: dict[str, dict[str, str]] = {}
    repeated = 0
    for row in table.rows:
        if row.cells[labeller] in wanted and row.cells[item] and row.cells[label]:
            given = by_item.setdefault(row.cells[item], {})
            repeated += row.cells[labeller] in given
            # The last counts: a labeller who labels again corrects the first.
            given[row.cells[labeller]] = row.cells[label]
    first, second = wanted
    return _counted(table, wanted, [(one.get(first, ""), one.get(second, "")) for one in by_item.values()], repeated)


def _counted(table: Table, names: tuple[str, str], pairs: list[tuple[str, str]], repeated: int) -> Labels:
    # Agreement can only be counted on items that both labelled.
    both = [(clean(a, _LONGEST), clean(b, _LONGEST)) for a, b in pairs if a and b]
    counts = Counter(both)
    labels = sorted({label for pair in counts for label in pair})
    if len(labels) > _MAX_LABELS:
        message = f"has {len(labels)} different labels, the most is {_MAX_LABELS}; are these the labels' columns?"
        table.fail(None, None, message)
    alike: dict[str, list[str]] = {}
    for label in labels:
        alike.setdefault(label.casefold(), []).append(label)
    groups = tuple(", ".join(group) for group in alike.values() if len(group) > 1)
    return Labels((clean(names[0]), clean(names[1])), counts, len(pairs) - len(both), repeated, groups)


def _listed(names: list[str]) -> str:
    shown = ", ".join(clean(name, 30) for name in names[:6])
    return f"{shown}, ..." if len(names) > 6 else shown
