"""Appends to a save. A line is with the operating system when `append` returns, on the disk when `sync` does.

When the disk is full or the folder cannot be written, lines are kept in memory and tried again with the next one and
when the save is closed: the game goes on, and `trouble` says in one sentence what is the matter.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from aiboard.instruments.errors import InputError
from aiboard.instruments.files import reason
from aiboard.instruments.text import clean
from aiboard.journal.lines import START_SUM, Header, encode
from aiboard.journal.locks import acquire
from aiboard.journal.reader import Save, read_open

# Not inherited: a child process with the descriptor would hold the lock. Binary: Windows would turn newlines into two
# bytes, and offsets and checksums count bytes.
_FLAGS: Final = os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)


class LockedError(Exception):
    """Another process is writing this save."""


class Writer:
    """The one writer of a save.

    Attributes:
        path: the file.
        trouble: why lines are kept in memory instead of the file, one sentence; None when all is written.
        unsaved: how many lines, counted from the last, are in memory only.
    """

    def __init__(self, path: Path, descriptor: int | None, offset: int = 0, last_sum: str = START_SUM) -> None:
        self.path = path
        self.trouble: str | None = None
        self.unsaved = 0
        self._descriptor = descriptor
        self._offset = offset
        self._sum = last_sum
        self._pending = b""
        self._closed = False
        #: How much of the file is on the disk. The lock lets another thread wait for the disk (`sync`).
        self._synced = 0
        self._disk = threading.Lock()

    @classmethod
    def create(cls, path: str | os.PathLike[str], header: Header) -> Writer:
        """Begin a save. A file that exists is never touched: InputError.

        Where the file cannot be made, the writer keeps everything in memory and says so in `trouble`.
        """
        writer = cls(Path(path), None)
        writer._begin()
        writer.append(header.data(), sync=True)
        return writer

    @classmethod
    def resume(cls, path: str | os.PathLike[str]) -> tuple[Writer, Save]:
        """Open a save to go on with it, and what it holds. A torn last line is cut off.

        Raises LockedError when another process writes it, OSError when it may not be written, InputError when
        it is no save.
        """
        save_path = Path(path)
        try:
            # A pipe or a device of this name must not make the opening wait; `read_open` refuses it.
            descriptor = os.open(save_path, _FLAGS | getattr(os, "O_NONBLOCK", 0))
        except ValueError as error:
            raise InputError(f"cannot be opened: {reason(error)}; check the name", file=save_path) from None
        try:
            if not acquire(descriptor):
                raise LockedError
            # From the locked file itself: by now the path may lead to another one.
            save = read_open(descriptor, save_path)
        except BaseException:
            os.close(descriptor)
            raise
        writer = cls(save_path, descriptor, save.good_bytes, save.last_sum)
        if save.torn:
            writer._cut()
        if save.open_end:
            writer._write(b"\n")
        return writer, save

    def append(self, data: Mapping[str, Any], sync: bool = False) -> None:
        """Add a line; with `sync` it is on the disk when this returns. Never raises for a disk's trouble."""
        # The chain goes on whatever the disk does: lines that wait are written later, in this order.
        line, self._sum = encode(data, self._sum)
        self.unsaved += 1
        self._write(line)
        if sync:
            self.sync()

    def sync(self) -> None:
        """Put what was written on the disk. May be called from another thread than the writing one."""
        with self._disk:
            # Taken before fsync: what another thread appends meanwhile may not be on the disk after it.
            written = self._offset
            if self._descriptor is None or self._synced >= written:
                return
            try:
                os.fsync(self._descriptor)
                self._synced = written
            except OSError as error:
                self._say(error)

    def lost(self) -> bool:
        """Whether `path` no longer leads to the open file: it was removed, renamed or replaced meanwhile.

        The system would go on taking lines into a file that has no name any more.
        """
        if self._descriptor is None:
            return False
        try:
            status = os.stat(self.path)
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:
            # A folder that cannot be looked into at the moment says nothing about the file.
            return False
        return not os.path.samestat(status, os.fstat(self._descriptor))

    def abandon(self) -> None:
        """Let a lost file go as it is."""
        with self._disk:
            self._closed = True
            if self._descriptor is not None:
                os.close(self._descriptor)
            self._descriptor = None

    def write_again(self) -> None:
        """Try once more to write what is in memory only."""
        self._write(b"")
        self.sync()

    def close(self) -> None:
        """Write what can be written, let the lock go. `unsaved` says what could not be written."""
        if self._closed:
            return
        self.write_again()
        with self._disk:
            self._closed = True
            descriptor, self._descriptor = self._descriptor, None
            if descriptor is None:
                return
            with contextlib.suppress(OSError):
                os.close(descriptor)
                if self._offset == 0:
                    # Not even the header found room: an empty file would only look like a save.
                    self.path.unlink()

    def _begin(self) -> None:
        """Make the file. InputError when there is one of this name; other troubles are said in `trouble`."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            self._refuse(error)
            return
        try:
            self._descriptor = os.open(self.path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o644)
        except FileExistsError:
            raise InputError("exists already; resume it, or give another name", file=self.path) from None
        except (OSError, ValueError) as error:
            self._refuse(error)
            return
        acquire(self._descriptor)
        _sync_folder(self.path.parent)

    def _refuse(self, error: OSError | ValueError) -> None:
        """A disk may have room later; a name that no file can have is wrong for good."""
        if isinstance(error, ValueError):
            raise InputError(f"cannot be made: {reason(error)}; choose another name", file=self.path) from None
        self._say(error)

    def _write(self, line: bytes) -> None:
        self._pending += line
        if self._descriptor is None and not self._closed:
            try:
                self._begin()
            except InputError as error:
                # Somebody else made a file of this name since the game began.
                self.trouble = str(error)
        if self._descriptor is None:
            return
        try:
            os.lseek(self._descriptor, self._offset, os.SEEK_SET)
            written = 0
            while written < len(self._pending):
                written += os.write(self._descriptor, self._pending[written:])
        except OSError as error:
            self._cut()
            self._say(error)
            return
        self._offset += written
        self._pending = b""
        self.unsaved = 0
        self.trouble = None

    def _cut(self) -> None:
        """Take half a line off the end again."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, self._offset)

    def _say(self, error: OSError) -> None:
        cause = clean(error.strerror or str(error), 80)
        room = "make room or " if error.errno in (errno.ENOSPC, errno.EDQUOT) else ""
        # The reason first: a long path may leave no room for what stands behind it.
        path_text = clean(str(self.path))
        self.trouble = f"not saved: {cause}; the game goes on in memory, {room}save it under another name: {path_text}"


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
