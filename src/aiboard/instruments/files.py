"""Reading and writing files that a person named: bounded, never waiting on a pipe, never replacing a device or a link.

Whatever the name is (empty, with a NUL byte, a folder, a pipe, a loop of links), the outcome is the content or one
InputError that names the file.
"""

import os
import stat
from typing import Final

from aiboard.instruments.errors import InputError

#: O_NONBLOCK: opening a pipe must not wait for somebody to write into it.
READ_FLAGS: Final = (
    os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)
_WRITE_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_PIECE: Final = 1 << 20

AnyPath = str | os.PathLike[str]


def reason(error: Exception) -> str:
    """Why the system refused a file, in its own words."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    # Only a name can raise ValueError here: a NUL byte, or a character the file system cannot hold.
    return "the name holds characters that no file name can hold"


def read_regular(path: AnyPath, max_bytes: int, expected: str) -> bytes:
    """The bytes of a regular file of at most `max_bytes` bytes.

    Args:
        path: the file.
        max_bytes: largest size read, in bytes.
        expected: what the file should be, for the message: `a save`.

    Raises InputError naming the file: not there, not readable, no regular file, too large.
    """
    descriptor = _opened(path)
    try:
        return read_open(descriptor, path, max_bytes, expected)
    finally:
        os.close(descriptor)


def read_open(descriptor: int, path: AnyPath, max_bytes: int, expected: str) -> bytes:
    """Like `read_regular`, from a file that is open already; reads from its beginning."""
    try:
        size = _size(descriptor, path, expected)
        # One byte more than allowed tells a file that grows while it is read.
        content = _part(descriptor, 0, max_bytes + 1) if size <= max_bytes else b""
    except OSError as error:
        raise InputError(f"cannot be read: {reason(error)}", file=path) from None
    if max(size, len(content)) > max_bytes:
        limit = f"{max_bytes // 1_000_000} MB" if max_bytes >= 1_000_000 else f"{max_bytes // 1_000} kB"
        raise InputError(f"is larger than {limit}; {expected} is a smaller file", file=path)
    return content


def read_ends(path: AnyPath, head: int, tail: int, expected: str) -> tuple[bytes, bytes]:
    """The first `head` and the last `tail` bytes of a regular file; in a small file they overlap.

    Raises InputError like `read_regular`.
    """
    descriptor = _opened(path)
    try:
        size = _size(descriptor, path, expected)
        return _part(descriptor, 0, head), _part(descriptor, max(0, size - tail), tail)
    except OSError as error:
        raise InputError(f"cannot be read: {reason(error)}", file=path) from None
    finally:
        os.close(descriptor)


def _opened(path: AnyPath) -> int:
    try:
        return os.open(path, READ_FLAGS)
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {reason(error)}; check the name", file=path) from None


def _size(descriptor: int, path: AnyPath, expected: str) -> int:
    """The size of a regular file; InputError for anything else."""
    state = os.fstat(descriptor)
    if not stat.S_ISREG(state.st_mode):
        raise InputError(f"is {kind_of(state.st_mode)}, not a file; give the name of {expected}", file=path)
    return state.st_size


def _part(descriptor: int, start: int, max_bytes: int) -> bytes:
    """At most so many bytes from a place on."""
    os.lseek(descriptor, start, os.SEEK_SET)
    pieces: list[bytes] = []
    remaining = max_bytes
    while remaining > 0:
        piece = os.read(descriptor, min(remaining, _PIECE))
        if not piece:
            break
        pieces.append(piece)
        remaining -= len(piece)
    return b"".join(pieces)


def write_whole(path: AnyPath, text: str, field: str | None = None) -> None:
    """Write a file whole or not at all, as UTF-8. A link stays a link: the file it leads to is written.

    Args:
        path: the file; its folder must exist.
        text: the content.
        field: the option that named the file, for the message.

    Raises InputError for a folder, device, pipe or socket, an empty name, and whatever the system refuses.
    """
    target = writable_target(path, field)
    part = os.path.join(os.path.dirname(target), f".aiboard-{os.getpid()}.part")
    try:
        descriptor = os.open(part, _WRITE_FLAGS, 0o666)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(text.encode(errors="replace"))
            if os.path.exists(target):
                os.chmod(part, stat.S_IMODE(os.stat(target).st_mode))
            os.replace(part, target)
        except BaseException:
            os.unlink(part)
            raise
    except (OSError, ValueError) as error:
        message = f"cannot be written: {reason(error)}; choose another place"
        raise InputError(message, file=path, field=field) from None


def writable_target(path: AnyPath, field: str | None = None) -> str:
    """The file that writing to `path` would make or replace, links followed.

    Raises InputError for what must not be replaced: a folder, a device, a pipe, a socket, a loop of links.
    """
    if not os.fspath(path):
        raise InputError("the file name is empty; give one", field=field)
    try:
        target = os.path.realpath(path)
        mode = os.stat(target).st_mode if os.path.lexists(target) else stat.S_IFREG
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be written: {reason(error)}; choose another name", file=path, field=field) from None
    if not stat.S_ISREG(mode):
        raise InputError(f"is {kind_of(mode)} and is left alone; give the name of a file", file=path, field=field)
    return target


def kind_of(mode: int) -> str:
    """What a file that is no regular file is, from its `st_mode`."""
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"
