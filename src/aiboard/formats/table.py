"""Tables from strangers: CSV with commas, semicolons or tabs, within bounds, every row with its line.

Rows are lists, not dictionaries: exports repeat column names, and a dictionary would silently keep the last.
"""

from __future__ import annotations

import csv
import io
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Final, NoReturn

from aiboard.formats.document import FormatError, folded
from aiboard.formats.reading import decoded, read_bytes
from aiboard.instruments.text import clean

MAX_ROWS: Final = 500_000
MAX_COLUMNS: Final = 500
LARGEST: Final = 10**9
"""Largest score: sums of squares stay exact enough."""

_DELIMITERS: Final = ",;\t|"
_SAID: Final = 40
_LONGEST_NAME: Final = 120
_LONGEST_CELL: Final = 1_000_000
"""Longest cell: people keep what was retrieved beside its score."""
_NOTHING: Final = frozenset(("na", "n/a", "none", "null", "-"))
_DECIMAL: Final = re.compile(r"([-+]?\d+),(\d+)( ?%)?")
"""A number as much of the world writes it; only where the comma is not what separates cells."""
_TOLOKA: Final = re.compile(r"(?:INPUT|OUTPUT|ASSIGNMENT):")
"""How Toloka begins the names of its columns."""
_PRINTED: Final = re.compile(r"\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[^\n]{0,80}?\b(?:DEBUG|INFO|WARN(?:ING)?|ERROR)\b")
"""How a line begins that a program's logger printed."""
_GRADED: Final = re.compile(r"\[(PASS|FAIL|ERROR)\]")
"""How promptfoo's tables begin a cell."""
_YES: Final = frozenset(("true", "yes", "pass", "passed", "correct", "success", "c"))
_NO: Final = frozenset(("false", "no", "fail", "failed", "incorrect", "failure", "i"))


@dataclass(frozen=True)
class Row:
    """A row's cells, as many as there are columns, and its line in the file."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """A table: its columns' names (`column 1`, ... without a header), its rows, and the format of its file.

    `note` says what of it was guessed, or what is missing; empty where nothing is.
    """

    file: str
    columns: list[str]
    rows: list[Row]
    has_header: bool
    format: str = "csv"
    note: str = ""

    def fail(self, line: int | None, column: int | None, message: str) -> NoReturn:
        """Raise a FormatError about a cell."""
        raise FormatError(
            message, file=self.file, line=line or None, field=None if column is None else self.columns[column]
        )

    def values(self, column: int) -> list[str]:
        """The cells of a column that are not empty."""
        return [row.cells[column] for row in self.rows if row.cells[column]]

    def named(self, *names: str) -> int | None:
        """The first column with one of these folded names; None without one. The order of the names counts."""
        stripped = [_TOLOKA.sub("", column) for column in self.columns]
        by_name = {folded(column).replace(" ", ""): i for i, column in reversed(list(enumerate(stripped)))}
        return next((by_name[name] for name in names if name in by_name), None)

    def find(self, name: str) -> int | None:
        """The column of this very name, or with this number from 1; None without one."""
        if name in self.columns:
            return self.columns.index(name)
        return int(name) - 1 if name.isdecimal() and 1 <= int(name[:6]) <= len(self.columns) else None


def read_table(path: str | os.PathLike[str]) -> Table:
    """The table in the file at `path`. FormatError for what is no table."""
    return parse_table(os.fspath(path), read_bytes(path))


def parse_table(file: str, data: bytes) -> Table:
    """The table in some bytes; `file` is its name for messages. FormatError for what is no table."""
    text = decoded(file, data, "give a CSV saved as UTF-8")
    lines = text.splitlines()
    if not any(line.strip() for line in lines):
        raise FormatError("is empty; give a CSV with a header", file=file)
    if text.lstrip()[:1] in ("{", "["):
        raise FormatError("looks like JSON; give a CSV", file=file)
    if text.lstrip()[:1] == "<":
        raise FormatError("is XML or HTML; give a CSV", file=file)
    if _PRINTED.match(text.lstrip()):
        raise FormatError("is what a program printed while it ran; give its results, or a CSV", file=file)
    text, delimiter = _begun(text)
    rows = _rows(file, text, delimiter)
    if not rows:
        raise FormatError("holds remarks and no rows; give a CSV with a header", file=file)
    width = max(len(row.cells) for row in rows)
    if width > MAX_COLUMNS:
        raise FormatError(f"has {width} columns, the most is {MAX_COLUMNS}; keep those that are needed", file=file)
    # Short rows are common in exports; what is missing at the end is empty.
    for row in rows:
        row.cells.extend([""] * (width - len(row.cells)))
    has_header = _is_header(rows)
    header = rows[0].cells if has_header else [""] * width
    columns = [cleaned(name) or f"column {i}" for i, name in enumerate(header, 1)]
    body = rows[1:] if has_header else rows
    if not body:
        raise FormatError("has a header and no rows; give a CSV with at least one row", file=file)
    return Table(file, columns, body, has_header)


def _begun(text: str) -> tuple[str, str]:
    """The text with its preamble emptied, so that lines keep their numbers, and the mark between its cells.

    The mark is the one that stands most often in the first line with text; a comma where none does.
    """
    lines = text.split("\n")
    index = next(i for i, line in enumerate(lines) if line.strip())
    # Spreadsheets say which mark they mean; scripts write remarks over the header.
    match = re.fullmatch(r'"?sep=(.)"?\s*', lines[index])
    if match is not None and match.group(1) in _DELIMITERS:
        lines[index] = ""
        return "\n".join(lines), match.group(1)
    while lines[index].startswith("#") and set(_DELIMITERS).isdisjoint(lines[index]) and index + 1 < len(lines):
        lines[index] = ""
        index += 1
    return "\n".join(lines), max(_DELIMITERS, key=lines[index].count)


def _rows(file: str, text: str, delimiter: str) -> list[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    rows: list[Row] = []
    before = end = 0
    last = ""
    try:
        for cells in reader:
            # A quoted cell may span lines: the row is named by its first, not by where the reader stands.
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                end, last = reader.line_num, cells[-1]
                rows.append(Row(line, [_cell(cell.strip(), delimiter) for cell in cells]))
            if len(rows) > MAX_ROWS:
                raise FormatError(f"has more than {MAX_ROWS} rows; split the file", file=file)
    except csv.Error as error:
        raise FormatError(f"is no CSV: {error}; export it again", file=file, line=reader.line_num) from None
    # The reader takes all that follows such a quote for one cell, and says nothing. A cell that ends before the text
    # does was closed, whatever stands alone elsewhere: 5" of rain.
    if rows and end > rows[-1].line and text.count('"') % 2 and last[-1:] == text[-1:]:
        raise FormatError("opens a quote that is not closed; close it", file=file, line=rows[-1].line)
    return rows


def _cell(cell: str, delimiter: str) -> str:
    """A cell; a decimal comma becomes a point where cells are not separated by commas."""
    if delimiter == "," or "," not in cell:
        return cell
    number = _DECIMAL.fullmatch(cell)
    return cell if number is None else f"{number.group(1)}.{number.group(2)}{number.group(3) or ''}"


def _is_header(rows: list[Row]) -> bool:
    """Whether the first row names the columns: none of its cells is a number, or stands in its column again."""
    first = rows[0].cells
    # No header is a number: taken for one, a row of scores would silently be lost.
    if any(is_number(cell) for cell in first):
        return False
    # Labels without a header: their first row holds the same words as the others.
    again = [cell in {row.cells[i] for row in rows[1:]} for i, cell in enumerate(first) if cell]
    return not again or not all(again)


@lru_cache(maxsize=4096)
def cleaned(name: str) -> str:
    """The name of a column, a system, a metric or a run, fit to show. Kept: a table repeats them in each row."""
    return clean(name, _LONGEST_NAME)


def is_number(cell: str) -> bool:
    """Whether a cell is a number or a percentage."""
    try:
        return float(cell.removesuffix("%")) is not None
    except ValueError:
        return False


def score(table: Table, row: Row, column: int, finite: bool = True) -> float | None:
    """A cell as a score: a number, a percentage, or a yes or no; None for an empty one. FormatError for the rest.

    `finite`: NaN and infinities are wrong too; a training log may hold them.
    """
    cell = row.cells[column]
    if not cell or cell.lower() in _NOTHING:
        return None
    graded = _GRADED.match(cell)
    if graded is not None:
        return float(graded.group(1) == "PASS")
    if cell.lower() in _YES:
        return 1.0
    if cell.lower() in _NO:
        return 0.0
    try:
        value = float(cell.removesuffix("%").strip()) / (100 if cell.endswith("%") else 1)
    except ValueError:
        table.fail(row.line, column, f"'{clean(cell, _SAID)}' is no score; write a number or leave it empty")
    if not finite and not isfinite(value):
        return value
    if not isfinite(value):
        table.fail(row.line, column, f"'{clean(cell, _SAID)}' is no score; write a number or leave it empty")
    if abs(value) > LARGEST:
        table.fail(row.line, column, f"'{clean(cell, _SAID)}' is no score; write a number up to {LARGEST}")
    return value


def is_scores(table: Table, column: int) -> bool:
    """Whether more than half of a column's cells are scores: the others are wrong ones, then, and not names."""
    values = [value for value in table.values(column) if value.lower() not in _NOTHING]
    return 2 * sum(map(is_score, values)) > len(values)


def is_score(cell: str) -> bool:
    """Whether a cell is a number, a percentage, a yes or no, or one of the words for nothing."""
    word = cell.lower()
    return is_number(cell) or is_word(cell) or word in _NOTHING or is_graded(cell)


def is_word(cell: str) -> bool:
    """Whether a cell says yes or no in a word."""
    return cell.lower() in _YES | _NO


def is_graded(cell: str) -> bool:
    """Whether a cell begins with a verdict, as those of promptfoo's tables do: `[PASS] text`."""
    return _GRADED.match(cell) is not None
