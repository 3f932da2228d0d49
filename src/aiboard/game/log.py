"""The lines of one game in memory and in its file, and what the player should be told about the file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from aiboard.game.errors import ReadOnlyError
from aiboard.game.timeline import Timeline
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.journal.lines import ENTRY_LIMIT, SIZE_LIMIT, START_SUM, DayEnd, Entry, Header, encode
from aiboard.journal.writer import Writer

WORK_LIMIT: Final = 2_000_000
"""Most steps (see `timeline`) one replay computes: half a minute without a compiler; 6,900 days of 41 cards."""
_DAY_LINES: Final = 3
"""Lines kept free for each day to come: its own, a summary, one to spare."""
_DAY_BYTES: Final = 12_000
"""Bytes kept free for each day to come: digests, and a summary that names the stage of 200 cards."""
_LOW_PCT: Final = 90
"""From this share of a limit on the player is told once."""
_NOTICE: Final = 400


class Log:
    """Every line of a game. With a file each line is written at once; without one the game lives in memory only.

    A reader refuses a save beyond its limits (lines, bytes, work to replay), so the game stops growing before: actions
    and undo are refused while there is still room to end every day that is left.

    Attributes:
        entries: the lines after the header.
        writer: None for a game that lives in memory only.
    """

    def __init__(self, header: Header, entries: list[Entry], writer: Writer | None) -> None:
        self.header = header
        self.entries = entries
        self.writer = writer
        self._size = sum(_size(line) for line in (header, *entries))
        self._notices: list[str] = []
        self._trouble_reported: str | None = None
        self._low_reported = False

    @property
    def path(self) -> Path | None:
        """The file; None when there is none."""
        return self.writer.path if self.writer is not None else None

    @property
    def trouble(self) -> str | None:
        """Why the game is not being saved right now, one sentence; None when it is, or has no file."""
        return self.writer.trouble if self.writer is not None else None

    def add_notice(self, notice: str | None) -> None:
        """Add a notice for `take_notices`; None is none."""
        if notice is not None:
            self._notices.append(clean(notice, _NOTICE))

    def take_notices(self) -> list[str]:
        """What the player should be told about the save, one sentence each; told once."""
        if self.trouble is not None and self.trouble != self._trouble_reported:
            self.add_notice(self.trouble)
        if self.trouble is None and self._trouble_reported is not None:
            self.add_notice("saved again: everything is in the file")
        self._trouble_reported = self.trouble
        notices, self._notices = self._notices, []
        return notices

    def unsaved_days(self) -> int:
        """How many ends of days are in memory only, because the file could not take them."""
        # A slice from -0 would be all of them.
        lines = self.writer.unsaved if self.writer is not None else 0
        return sum(isinstance(entry, DayEnd) for entry in self.entries[-lines:]) if lines else 0

    def append(self, entry: Entry, sync: bool = False) -> None:
        """Add a line; with `sync` it is on the disk when this returns."""
        self.entries.append(entry)
        self._size += _size(entry)
        if self.writer is None:
            return
        if self.writer.lost():
            self._move()
        else:
            self.writer.append(entry.data(), sync)

    def save_as(self, path: str | os.PathLike[str]) -> None:
        """Write every line to a new file and go on there. InputError when it exists or cannot be written."""
        writer = self._copy(Path(path))
        if writer.trouble is not None:
            trouble = writer.trouble
            writer.close()
            raise InputError(trouble)
        if self.writer is not None:
            self.writer.close()
        self.writer = writer

    def close(self) -> None:
        """Write what is still in memory, let the file go. `unsaved_days` says what could not be written."""
        if self.writer is not None:
            if self.writer.lost():
                self._move()
            self.writer.close()

    def need_room(self, timeline: Timeline, plan: int, entry: Entry, work: int, extra_days: int) -> None:
        """Raise ReadOnlyError when this line would leave too little room for the days to come.

        Args:
            timeline: the game.
            plan: how many injections are still planned; each becomes a line.
            entry: the line to be added.
            work: what it costs to replay, in steps.
            extra_days: days that it adds to those still to come (an undo).
        """
        used = self._used(timeline, plan, entry, work, extra_days)
        if any(usage > limit for usage, limit in used):
            raise ReadOnlyError("the save is full: days can still be ended, and nothing else can be done in it")
        if not self._low_reported and any(usage * 100 > limit * _LOW_PCT for usage, limit in used):
            self._low_reported = True
            self.add_notice("this save is nearly full: only days can be ended once it is")

    def has_room(self, timeline: Timeline, plan: int, entry: Entry) -> bool:
        """Whether a line that could be left out or shortened leaves enough room for the days to come."""
        return all(usage <= limit for usage, limit in self._used(timeline, plan, entry, 0, 0))

    def _used(self, timeline: Timeline, plan: int, entry: Entry, work: int, extra_days: int) -> list[tuple[int, int]]:
        """(what would be used at the end of the project, the limit): lines, bytes, work."""
        days = max(0, timeline.board.world.days - timeline.days_ended()) + extra_days
        return [
            # Two: the header, and the line to be added.
            (len(self.entries) + 2 + plan + days * _DAY_LINES, ENTRY_LIMIT),
            (self._size + _size(entry) + days * _DAY_BYTES, SIZE_LIMIT),
            (timeline.work + work + days * timeline.day_work(), WORK_LIMIT),
        ]

    def _move(self) -> None:
        """The file is gone: all lines go into a new one beside it, so that the game is whole again."""
        assert self.writer is not None
        lost_writer = self.writer
        # Not `close`, which would write once more into a file that has no name.
        lost_writer.abandon()
        number = 2
        while (
            path := lost_writer.path.with_name(f"{lost_writer.path.stem}-{number}{lost_writer.path.suffix}")
        ).exists():
            number += 1
        self.writer = self._copy(path)
        self.add_notice(
            f"{lost_writer.path.name} was removed or replaced by another program; the whole game is now in {path}"
        )

    def _copy(self, path: Path) -> Writer:
        writer = Writer.create(path, self.header)
        for entry in self.entries:
            writer.append(entry.data())
        writer.sync()
        return writer


def _size(line: Header | Entry) -> int:
    # A checksum is as long whatever it is chained to.
    return len(encode(line.data(), START_SUM)[0])
