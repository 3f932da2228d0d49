"""Appends to a save. A line is with the operating system when `append` returns, on the disk when `sync` does.

When the disk is full or the folder may not be written, lines are kept in memory and tried again with the next
one: the game goes on, and `trouble` says in one sentence what is the matter.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.journal.lines import START_SUM, Header, encode
from aiboard.journal.locks import acquire
from aiboard.journal.reader import Save, read_open

_FLAGS: Final = os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)


class Locked(Exception):
    """Another process is writing this save."""


class Writer:
    """The one writer of a save.

    Attributes:
        path: the file.
        trouble: why lines are kept in memory instead of the file, one sentence; None when all is written.
    """

    def __init__(self, path: Path, descriptor: int | None, offset: int = 0, last_sum: str = START_SUM) -> None:
        self.path = path
        self.trouble: str | None = None
        self._descriptor = descriptor
        self._offset = offset
        self._sum = last_sum
        self._waiting = b""
        #: How much of the file is on the disk. The lock lets another thread wait for the disk (`sync`).
        self._synced = 0
        self._disk = threading.Lock()

    @classmethod
    def create(cls, path: str | os.PathLike[str], header: Header) -> Writer:
        """Begin a save. A file that exists is never touched: InputError.

        Where the file cannot be made, the writer keeps everything in memory and says so in `trouble`.
        """
        place = Path(path)
        descriptor: int | None = None
        reason: OSError | None = None
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error
        else:
            try:
                descriptor = os.open(place, _FLAGS | os.O_CREAT | os.O_EXCL, 0o644)
            except FileExistsError:
                raise InputError(place, None, None, "exists already; resume it, or give another name") from None
            except OSError as error:
                reason = error
        writer = cls(place, descriptor)
        if descriptor is not None:
            acquire(descriptor)
        writer.append(header.data(), sync=True)
        if reason is not None:
            writer._say(reason)
        elif descriptor is not None:
            _sync_folder(place.parent)
        return writer

    @classmethod
    def resume(cls, path: str | os.PathLike[str]) -> tuple[Writer, Save]:
        """Open a save to go on with it, and what it holds. A torn last line is cut off.

        Raises Locked when another process writes it, OSError when it may not be written, InputError when
        it is no save.
        """
        place = Path(path)
        descriptor = os.open(place, _FLAGS | getattr(os, "O_NONBLOCK", 0))
        try:
            if not acquire(descriptor):
                raise Locked
            save = read_open(descriptor, place)
        except BaseException:
            os.close(descriptor)
            raise
        writer = cls(place, descriptor, save.good_bytes, save.last_sum)
        if save.torn:
            writer._cut()
        if save.open_end:
            writer._write(b"\n")
        return writer, save

    def append(self, data: Mapping[str, Any], sync: bool = False) -> None:
        """Add a line; with `sync` it is on the disk when this returns. Never raises for a disk's trouble."""
        line, self._sum = encode(data, self._sum)
        self._write(line)
        if sync:
            self.sync()

    def sync(self) -> None:
        """Put what was written on the disk. May be called from another thread than the writing one."""
        with self._disk:
            written = self._offset
            if self._descriptor is None or self._synced >= written:
                return
            try:
                os.fsync(self._descriptor)
                self._synced = written
            except OSError as error:
                self._say(error)

    def close(self) -> None:
        """Write what can be written, let the lock go."""
        if self._descriptor is None:
            return
        self._write(b"")
        self.sync()
        with self._disk:
            descriptor, self._descriptor = self._descriptor, None
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def _write(self, line: bytes) -> None:
        self._waiting += line
        if self._descriptor is None:
            return
        try:
            os.lseek(self._descriptor, self._offset, os.SEEK_SET)
            done = 0
            while done < len(self._waiting):
                done += os.write(self._descriptor, self._waiting[done:])
        except OSError as error:
            self._cut()
            self._say(error)
            return
        self._offset += done
        self._waiting = b""
        self.trouble = None

    def _cut(self) -> None:
        """Take half a line off the end again."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, self._offset)

    def _say(self, error: OSError) -> None:
        why = clean(error.strerror or str(error), 80)
        self.trouble = (
            f"{clean(str(self.path))}: not saved: {why}; the game goes on in memory, "
            "make room or save it under another name"
        )


def _sync_folder(folder: Path) -> None:
    """Make a new file's name last; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
