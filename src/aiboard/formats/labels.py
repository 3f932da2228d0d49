"""Labels of two labellers out of a table, in either of its forms.

Wide: a column a labeller, a row an item. Long: a row a label, with columns for the item, the labeller and the label.
JSON is made a table first: a list of records, or the tasks of Label Studio with their annotations inside.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from aiboard.formats import annotated, records
from aiboard.formats.document import FormatError, folded
from aiboard.formats.reading import begins_like_json, parse_document, read_bytes
from aiboard.formats.table import Row, Table, parse_table
from aiboard.instruments.text import clean

_ITEM: Final = (
    "item",
    "itemid",
    "id",
    "findingid",
    "docid",
    "doc",
    "exampleid",
    "example",
    "sampleid",
    "sample",
    "taskid",
    "task",
    "row",
    "hitid",
    "unitid",
    "instanceid",
    "inputhash",
    "pairid",
)
_TEXT: Final = ("text", "sentence", "input", "question", "prompt")
_LABELLER: Final = (
    "labeller",
    "labeler",
    "annotator",
    "annotatorid",
    "annotatorname",
    "rater",
    "raterid",
    "worker",
    "workerid",
    "coder",
    "judge",
    "user",
    "userid",
    "completedby",
    "sessionid",
)
_LABEL: Final = (
    *("label", "annotation", "decision", "verdict", "category", "class", "rating", "answer", "value", "code", "score"),
)
_SPANS: Final = (b"#FORMAT=WebAnno", b"T1\t")
"""How exports of INCEpTION and of brat begin."""
_SPAN: Final = re.compile(r"\[?\{[^{}]*\"(?:start|x|points)\":")
"""How a cell begins in which Label Studio wrote marks as JSON."""
_PARTS: Final = re.compile(r"\s*[,;|+]\s*")
"""What stands between labels of which somebody gave several."""
_AMONG_LABELS: Final = 20
"""Most different values of a column that may be labels whatever it is called."""
_MISSING: Final = frozenset(("nan", "#n/a"))
"""What programs write into cells that are empty; `none` may be a label."""
_FEW: Final = 2
"""Most texts that may all differ and be labels still."""
_MAX_LABELS: Final = 200
_LONGEST: Final = 80
_FORM: Final = '[{"'
_LONGEST_FORM: Final = 2_000


@dataclass(frozen=True)
class Labels:
    """Two labellers' labels.

    Attributes:
        names: the two labellers.
        counts: items by (first label, second label).
        left_out: items without a label of both.
        repeated: labels that the same labeller gave to an item again; the last counts.
        alike: groups of labels that differ in case or in the order of their parts only, which count as different.
        numbers: the labels are numbers; they are compared as such, so that 1 and 1.0 are one label.
        others: two more columns that hold labels by their names, where nobody said which are meant.
    """

    names: tuple[str, str]
    counts: Counter[tuple[str, str]]
    left_out: int
    repeated: int
    alike: tuple[str, ...]
    numbers: bool = False
    others: tuple[str, ...] = ()


def open_labels(path: str | os.PathLike[str], *others: str | os.PathLike[str]) -> Table:
    """The table of labels in the file at `path`: CSV, or JSON that can be made one; one more is a second labeller's.

    FormatError for other files, and for more of them.
    """
    if len(others) > 1:
        raise FormatError("kappa compares two labellers: give one file, or one of each", file=os.fspath(path))
    table, *second = map(_opened, (path, *others))
    return _joined(table, *second) if second else table


def _joined(one: Table, other: Table) -> Table:
    """The files of two labellers as one table, a row a label. FormatError where they do not fit together."""
    shared = [name for name in one.columns if name in other.columns]
    item = next((name for alias in (*_ITEM, *_TEXT) for name in shared if folded(name) == alias), None)
    if item is None:
        one.fail(None, None, f"and {clean(other.file)} have no column in common that names the items: id, item or text")
    label = next((name for alias in _LABEL for name in shared if folded(name) == alias), None)
    candidates = [name for name in shared if name != item and folded(name) not in _ITEM and not _is_about(name)]
    candidates = [name for name in candidates if not folded(name).endswith(_TEXT)]
    if label is None and len(candidates) == 1:
        label = candidates[0]
    if label is None:
        which = (
            f"several columns in common ({_listed(candidates)}): call the one"
            if candidates
            else "no column in common to be"
        )
        one.fail(None, None, f"and {clean(other.file)} have {which} label")
    stems = [clean(os.path.basename(table.file).rsplit(".", 1)[0], _LONGEST) for table in (one, other)]
    if stems[0] == stems[1]:
        stems = [_of_whom(table) or stem for stem, table in zip(stems, (one, other), strict=True)]
    if stems[0] == stems[1]:
        stems[1] += " (2)"
    rows: list[Row] = []
    for stem, table in zip(stems, (one, other), strict=True):
        item_column, label_column = table.columns.index(item), table.columns.index(label)
        rows += [Row(0, [row.cells[item_column], stem, row.cells[label_column]]) for row in table.rows]
    return Table(one.file, ["item", "labeller", "label"], rows, has_header=True)


def _of_whom(table: Table) -> str:
    """Whose labels a file has, as it says; empty where it does not, or has those of several."""
    column = table.named(*_LABELLER)
    labellers = set() if column is None else set(table.values(column))
    return labellers.pop() if len(labellers) == 1 else ""


def _opened(path: str | os.PathLike[str]) -> Table:
    file, data = os.fspath(path), read_bytes(path)
    if data.startswith(_SPANS):
        raise FormatError("marks spans of a text, and kappa compares labels of whole items", file=file)
    if not begins_like_json(data):
        return parse_table(file, data)
    document = parse_document(file, data)
    table = annotated.as_table(document) or records.as_table(document)
    if table is None or len(table.columns) < 2:
        document.fail(
            "holds no records with labels; give a CSV or JSON Lines with a row a label: item, labeller and label"
        )
    return table


def read_labels(table: Table, labellers: tuple[str, str] | None) -> Labels:
    """The labels of two labellers.

    Args:
        table: the table.
        labellers: the two by name (of a column, or as the table calls the labellers); None where there are only two.

    FormatError where it is not clear who the two are, or where the labels are no labels.
    """
    labeller, item = table.named(*_LABELLER), table.named(*_ITEM)
    labeller = labeller if labeller is not None and table.values(labeller) else None
    if labeller is not None:
        # An id of the answer differs in every row; the item's comes again for each labeller.
        item_columns = [i for name in _ITEM if (i := table.named(name)) is not None]
        item = next((i for i in item_columns if len(set(table.values(i))) < len(table.rows)), item)
    if labeller is not None and item is not None and len(table.columns) > 2:
        label_columns = [i for name in _LABEL if (i := table.named(name)) not in (None, item, labeller)]
        # A column that always says the same is the question: Prodigy's answers to it stand in another.
        varying = [i for i in label_columns if i is not None and len(set(table.values(i))) > 1]
        # What is the same in all rows of an item describes it, unless the labellers agree all the time.
        label = next((i for i in varying if not _belongs_to(table, i, item)), next(iter(varying), None))
        label = _label_column(table, item, labeller) if label is None else label
        label = label_columns[0] if label is None and label_columns else label
        if label is not None:
            return _long(table, item, labeller, label, labellers)
    (first, second), *others = _columns(table, item, labellers)
    if labellers is None:
        if labeller in (first, second) and _names_labellers(table, labeller, second if labeller == first else first):
            what = f"names who labelled ({_listed(list(dict.fromkeys(table.values(labeller))))}), and is no label: "
            table.fail(None, labeller, f"{what}kappa needs a row a label, with item, labeller and label")
        _need_two(table, first, second)
    pairs = [(row.cells[first], row.cells[second]) for row in table.rows]
    labels = _counted(table, (table.columns[first], table.columns[second]), pairs, 0)
    if labellers is None:
        _need_common(table, labels)
    return replace(labels, others=tuple(clean(table.columns[i], 30) for pair in others for i in pair))


def _names_labellers(table: Table, labeller: int, other: int) -> bool:
    """Whether a column called `judge` names who gave the labels in another, and is not itself what a judge said."""
    labels = set(table.values(other))
    return (
        folded(table.columns[other]).startswith(_LABEL) and labels.isdisjoint(table.values(labeller)) and bool(labels)
    )


def _label_column(table: Table, item: int, labeller: int) -> int | None:
    """The one column that can be the labels: few different values, again and again. FormatError for several.

    None where the table does not have several rows of an item, which a row a label needs.
    """
    if len(set(table.values(item))) == len(table.values(item)):
        return None
    # Names of others, dates and hashes are no labels.
    columns = [i for i in range(len(table.columns)) if i not in (item, labeller) and not _is_about(table.columns[i])]
    candidates = [i for i in columns if 1 < len(set(table.values(i))) <= min(_AMONG_LABELS, len(table.rows) - 1)]
    candidates = [i for i in candidates if folded(table.columns[i]) not in _TEXT] or candidates
    if len(candidates) > 1:
        # What is the same in all rows of an item describes the item, as its text does.
        candidates = [i for i in candidates if not _belongs_to(table, i, item)] or candidates
    if len(candidates) > 1:
        listing = _listed([table.columns[i] for i in candidates])
        table.fail(
            None, None, f"has several columns of labels ({listing}); keep the one that is meant, or call it label"
        )
    return candidates[0] if candidates else None


def _belongs_to(table: Table, column: int, item: int) -> bool:
    """Whether a column says one thing of each item, whoever labels it."""
    by_item: dict[str, set[str]] = {}
    for row in table.rows:
        by_item.setdefault(row.cells[item], set()).add(row.cells[column])
    return all(len(values) == 1 for values in by_item.values())


def _is_about(column: str) -> bool:
    """Whether a column is about the work of labelling and holds no label, by its name."""
    name = folded(column)
    return (
        column.startswith("_")
        or name.endswith(("id", "at", "hash", "time", "status", "email"))
        or name in ("timestamp", "date")
    )


def _columns(table: Table, item: int | None, labellers: tuple[str, str] | None) -> list[tuple[int, int]]:
    """The columns of the two labellers; then two others that may be meant."""
    if labellers is not None:
        columns = [table.find(name) for name in labellers]
        for name, column in zip(labellers, columns, strict=True):
            if column is None:
                table.fail(None, None, f"has no column '{clean(name, _LONGEST)}'; it has {_listed(table.columns)}")
        return [(columns[0] or 0, columns[1] or 0)]
    count = len(table.columns)
    candidates = [i for i in range(count) if i != item] if count > 2 else list(range(count))
    # Tables hold texts and remarks besides; two columns that are called labels are meant.
    folded_names = {i: folded(table.columns[i]) for i in candidates}
    called = [
        i for i in candidates if folded_names[i].startswith(_LABELLER + _LABEL[:2]) and not _is_about(folded_names[i])
    ]
    ending = [i for i in candidates if folded_names[i].endswith(_LABEL[:2])]
    # `judge_label` and `judge_reason` are no two labellers.
    one = len(set(called) & set(ending)) == 1
    pairs = [(pair[0], pair[1]) for pair in ((ending, called) if one else (called, ending)) if len(pair) == 2]
    if pairs:
        return pairs[:1] if one else list(dict.fromkeys(pairs))
    if len(candidates) > 2:
        # A column where every row differs names the items, whatever it is called.
        candidates = [i for i in candidates if len(set(table.values(i))) < len(table.rows) or len(table.rows) < 3]
    if len(candidates) != 2:
        empty = next((i for i in candidates if folded_names[i] in _LABEL and not table.values(i)), None)
        if empty is not None:
            table.fail(None, empty, "is empty: nobody has labelled these items yet")
        message = f"has {_listed(table.columns)}: name the two labellers' columns with --labellers A,B"
        table.fail(None, None, message)
    return [(candidates[0], candidates[1])]


def _need_two(table: Table, *columns: int) -> None:
    """FormatError where one of two columns found names the items: then there is one column of labels only."""
    item_columns = {table.named(*_ITEM), table.named(*_TEXT)}.intersection(columns)
    one, other = (set(table.values(i)) for i in columns)
    if item_columns and one.isdisjoint(other):
        label_column = next((i for i in columns if i not in item_columns), columns[1])
        texts = len(set(table.values(label_column))) == len(table.values(label_column)) > _FEW
        texts = texts or folded(table.columns[label_column]).endswith(_TEXT)
        problem = "holds a text an item and no labels" if texts else "is the one column of labels"
        table.fail(None, label_column, f"{problem}; kappa needs those of two labellers: a column or a file of each")


def _need_common(table: Table, labels: Labels) -> None:
    """FormatError where two columns, found and not named, can't be labels of the same things: they share none."""
    one, other = ({pair[i] for pair in labels.counts} for i in (0, 1))
    if len(one | other) > 2 and one.isdisjoint(other):
        listed = [i for i, labels_of in enumerate((one, other)) if all(label.startswith("[") for label in labels_of)]
        if listed:
            problem = "holds a list in each cell: give a column or a file of each labeller, or the tool's JSON"
            table.fail(None, table.find(labels.names[listed[0]]), problem)
        examples = " and ".join(_listed(sorted(side)[:3]) for side in (one, other))
        message = f"have no label in common ({examples}); write them alike, or name two with --labellers A,B"
        table.fail(None, None, f"{' and '.join(labels.names)} {message}")


def _long(table: Table, item: int, labeller: int, label: int, labellers: tuple[str, str] | None) -> Labels:
    names = list(dict.fromkeys(table.values(labeller)))
    if labellers is None:
        if len(names) == 1:
            table.fail(None, labeller, f"is {_listed(names)} throughout: kappa needs the labels of two labellers")
        if len(names) != 2:
            message = f"has {len(names)} labellers ({_listed(names)}): name two with --labellers A,B"
            table.fail(None, labeller, message)
        labellers = names[0], names[1]
    for name in labellers:
        if name not in names:
            table.fail(None, labeller, f"has no '{clean(name, _LONGEST)}'; it has {_listed(names)}")
    by_item: dict[str, dict[str, str]] = {}
    repeated = 0
    for row in table.rows:
        if row.cells[labeller] in labellers and row.cells[item] and row.cells[label]:
            answers = by_item.setdefault(row.cells[item], {})
            repeated += row.cells[labeller] in answers
            # The last counts: a labeller who labels again corrects the first.
            answers[row.cells[labeller]] = row.cells[label]
    first, second = labellers
    return _counted(table, labellers, [(one.get(first, ""), one.get(second, "")) for one in by_item.values()], repeated)


def _counted(table: Table, names: tuple[str, str], pairs: list[tuple[str, str]], repeated: int) -> Labels:
    if any(_SPAN.match(cell) for pair in pairs for cell in pair):
        table.fail(None, None, "holds spans or boxes in its cells, and kappa compares labels of whole items")
    # Agreement can only be counted on items that both labelled.
    labelled_pairs = [(_shown(a), _shown(b)) for a, b in pairs if _is_label(a) and _is_label(b)]
    numbers = all(_as_number(label) is not None for pair in labelled_pairs for label in pair)
    if numbers:
        # Tables write the whole numbers of a column with empty cells as 1.0.
        labelled_pairs = [(_as_number(a) or a, _as_number(b) or b) for a, b in labelled_pairs]
    counts = Counter(labelled_pairs)
    labels = sorted({label for pair in counts for label in pair})
    # Texts and ids differ in nearly every row.
    if len(labels) > _MAX_LABELS or len(labels) > max(_AMONG_LABELS, len(labelled_pairs)):
        labellers = " and ".join(clean(name, 30) for name in names)
        message = f"has {len(labels)} different labels of {labellers}; name the labels' columns with --labellers A,B"
        table.fail(None, None, message)
    alike: dict[str, list[str]] = {}
    for label in labels:
        alike.setdefault(" ".join(sorted(_PARTS.split(label.casefold()))), []).append(label)
    several = any(_PARTS.search(label) for label in labels)
    groups = tuple((" and " if several else ", ").join(group) for group in alike.values() if len(group) > 1)
    return Labels(
        (clean(names[0]), clean(names[1])), counts, len(pairs) - len(labelled_pairs), repeated, groups, numbers
    )


def _shown(cell: str) -> str:
    """A label fit to show. A form of Mechanical Turk with one question writes `[{"tone": {"label": "good"}}]`."""
    label = cell
    if cell.startswith(_FORM) and len(cell) <= _LONGEST_FORM:
        try:
            match json.loads(cell):
                case [{**asked}] if len(asked) == 1:
                    match next(iter(asked.values())):
                        case {"label": str(label)}:
                            pass
                        case {**boxes} if all(isinstance(ticked, bool) for ticked in boxes.values()):
                            ticked = sorted(str(name) for name, ticked in boxes.items() if ticked)
                            label = " + ".join(ticked) or annotated.NONE_TICKED
        except (ValueError, RecursionError):
            pass
    return clean(label, _LONGEST)


def _is_label(cell: str) -> bool:
    return cell.lower() not in _MISSING and cell != ""


def _as_number(label: str) -> str | None:
    """A number in its shortest form; None for other labels."""
    try:
        return f"{float(label):g}" if len(label) <= _AMONG_LABELS else None
    except ValueError:
        return None


def _listed(names: list[str]) -> str:
    listing = ", ".join(clean(name, 30) for name in names[:6])
    return f"{listing}, ..." if len(names) > 6 else listing
