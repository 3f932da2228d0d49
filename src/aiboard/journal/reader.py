"""Reads a save that anyone may have written. Limits are checked first, a torn last line is dropped, edited lines are
listed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aiboard.instruments import files
from aiboard.instruments.errors import InputError
from aiboard.journal.lines import (
    ENTRY_LIMIT,
    FORMAT,
    HEADER_LIMIT,
    LINE_LIMIT,
    SIZE_LIMIT,
    START_SUM,
    DayEnd,
    Entry,
    Header,
    LineError,
    Summary,
    decode,
    entry,
    header,
)

Migration = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
MIGRATIONS: Final[dict[int, Migration]] = {}
"""Format -> what turns the data of all its lines into the next format's. In memory only."""


@dataclass
class Save:
    """What a file holds.

    Attributes:
        path: the file.
        header: its first line.
        entries: the lines after it, in order.
        warnings: what was noticed, one sentence each (a torn last line).
        edited: numbers of the lines whose checksum does not hold.
        good_bytes: length of the file up to the end of its last whole line.
        last_sum: checksum the next line is chained to.
        torn: the last line was not whole and is not in `entries`.
        open_end: the last line is whole but for its newline.
        old_format: the file has an older `format`, migrated in memory.
    """

    path: Path
    header: Header
    entries: list[Entry] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    edited: list[int] = field(default_factory=list)
    good_bytes: int = 0
    last_sum: str = START_SUM
    torn: bool = False
    open_end: bool = False
    old_format: bool = False

    def summaries(self) -> list[dict[str, Any]]:
        """The summaries the game left, oldest first: all that can be shown when its rules are old."""
        return [item.content for item in self.entries if isinstance(item, Summary)]


def read(path: str | os.PathLike[str]) -> Save:
    """Read the save at `path`.

    Raises InputError, naming file and line, for anything that is not a save of a format this program knows.
    """
    return _save(files.read_regular(path, SIZE_LIMIT, "a save"), Path(path))


def peek(path: str | os.PathLike[str]) -> tuple[Header, int]:
    """The header of a save and the last day that ended (0: none), without reading what lies between.

    For lists: a folder may hold many large saves. Raises InputError for what does not begin like a save; whether the
    rest is sound only `read` and a replay can tell.
    """
    # Twice the longest line: wherever the tail begins, one whole line is in it even when the last is torn.
    head, tail = files.read_ends(path, HEADER_LIMIT + 1, 2 * LINE_LIMIT, "a save")
    first, newline, _ = head.partition(b"\n")
    try:
        save_header = header(decode(first, START_SUM, HEADER_LIMIT)[0])
    except LineError as error:
        raise InputError(f"{error}; the file was damaged or is no save", file=path, line=1) from None
    if not newline:
        raise InputError("the first line is not whole; nothing was saved in it", file=path, line=1)
    for raw in reversed(tail.split(b"\n")):
        with contextlib.suppress(LineError):
            # The chain cannot be checked from the middle of a file, so whether the checksum holds is not asked. A day
            # that was taken back later still counts: a list may be a day off.
            line = entry(decode(raw, START_SUM)[0], 0)
            if isinstance(line, DayEnd):
                return save_header, line.day
    return save_header, 0


def read_open(descriptor: int, path: str | os.PathLike[str]) -> Save:
    """Like `read`, from a file that is open already; reads from its beginning."""
    return _save(files.read_open(descriptor, path, SIZE_LIMIT, "a save"), Path(path))


def _save(content: bytes, path: Path) -> Save:
    lines = content.split(b"\n")
    tail = lines.pop()
    # Zeros are what some file systems leave of a new file after a power cut.
    if not lines and not tail.strip(b"\0"):
        raise InputError("is empty; nothing was saved in it", file=path)
    if len(lines) > ENTRY_LIMIT:
        raise InputError(f"has {len(lines)} lines and a save at most {ENTRY_LIMIT}", file=path)
    rows: list[dict[str, Any]] = []
    edited: list[int] = []
    total = START_SUM
    for number, raw in enumerate(lines, start=1):
        try:
            data, total, intact = decode(raw, total, HEADER_LIMIT if number == 1 else LINE_LIMIT)
        except LineError as error:
            raise InputError(f"{error}; the file was damaged or is no save", file=path, line=number) from None
        rows.append(data)
        if not intact:
            edited.append(number)
    good_bytes = len(content) - len(tail)
    torn, open_end = bool(tail), False
    if tail:
        whole_tail = _tail(tail, total, first=not rows)
        # An editor may have stripped the last newline. The checksum says that nothing else is missing.
        if whole_tail is not None:
            rows.append(whole_tail[0])
            total, good_bytes, torn, open_end = whole_tail[1], len(content), False, True
    if not rows:
        raise InputError("the first line is not whole; nothing was saved in it", file=path, line=1)
    save = _of_rows(rows, path)
    save.edited, save.good_bytes, save.last_sum = edited, good_bytes, total
    save.torn, save.open_end = torn, open_end
    if torn:
        save.warnings.append(f"line {len(rows) + 1} was not whole and was dropped; all before it is there")
    return save


def _tail(raw: bytes, previous_sum: str, first: bool) -> tuple[dict[str, Any], str] | None:
    """The last line when only its newline is missing."""
    try:
        data, total, intact = decode(raw, previous_sum, HEADER_LIMIT if first else LINE_LIMIT)
    except LineError:
        return None
    return (data, total) if intact else None


def _of_rows(rows: list[dict[str, Any]], path: Path) -> Save:
    version = rows[0].get("format")
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise InputError("is missing: no save of aiboard; logs: aiboard trajectory", file=path, line=1, field="format")
    if version > FORMAT:
        raise InputError(
            f"is {version} and this aiboard knows {FORMAT}; use a newer aiboard", file=path, line=1, field="format"
        )
    # Step by step: a new format then needs one migration, not one from each older format.
    for step in range(version, FORMAT):
        migration = MIGRATIONS.get(step)
        if migration is None:
            raise InputError(
                f"{step} was never published; this is no save of aiboard", file=path, line=1, field="format"
            )
        rows = migration(rows)
    number = 1
    try:
        save = Save(path, header(rows[0]), old_format=version < FORMAT)
        for number, data in enumerate(rows[1:], start=2):
            save.entries.append(entry(data, number))
    except LineError as error:
        raise InputError(f"{error}; the file was damaged or edited", file=path, line=number) from None
    return save
