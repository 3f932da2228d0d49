"""Zip archives from strangers: entries within bounds, whatever the archive says of their sizes.

Inspect packs with zstd (method 93), which the standard library reads from Python 3.14 on; before, the package
`zstandard` is needed.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from aiboard.formats.document import FormatError
from aiboard.formats.reading import MAX_BYTES

MAX_ENTRIES: Final = 20_000
MAX_TOTAL: Final = 256 * 1024 * 1024
"""Most bytes unpacked of one archive."""
ZIP: Final = b"PK\x03\x04"
"""How a zip archive begins."""

_ZSTD: Final = 93
_LOCAL: Final = struct.Struct("<4s22xHH")
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    OverflowError,
)

Entry = tuple[str, Callable[[], bytes]]
"""An entry's name, and what unpacks it."""


def entries_of(file: str, data: bytes, is_wanted: Callable[[str], bool]) -> Iterator[Entry]:
    """The entries of an archive whose names are wanted, by name with numbers by size; of equal names the last.

    FormatError for a broken archive, too many entries, too much content, or a packing that cannot be read here.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = sorted(archive.infolist(), key=lambda info: _natural(info.filename))
        infos = {info.filename: info for info in entries if is_wanted(info.filename) and not info.is_dir()}
    except _BROKEN as error:
        raise FormatError(f"is a broken zip archive ({error}); copy or export it again", file=file) from None
    # Counted after `is_wanted`: a log may hold any number of attachments that nobody reads.
    if len(infos) > MAX_ENTRIES:
        raise FormatError(f"has {len(infos)} samples, the most is {MAX_ENTRIES}; split the log", file=file)
    room = MAX_TOTAL
    for name, info in infos.items():
        used = 0

        # Unpacked when it is asked for: only one sample is in memory at a time.
        def content(info: zipfile.ZipInfo = info, room: int = room) -> bytes:
            nonlocal used
            unpacked = _unpacked(file, archive, data, info, min(room, MAX_BYTES))
            used = len(unpacked)
            return unpacked

        yield name, content
        room -= used


def _natural(name: str) -> list[tuple[int, str]]:
    """What names are ordered by: numbers in them by their size, so that 10 comes after 9."""
    return [(int(part), "") if part.isdecimal() and len(part) < 20 else (-1, part) for part in re.split(r"(\d+)", name)]


def _unpacked(file: str, archive: zipfile.ZipFile, data: bytes, info: zipfile.ZipInfo, max_bytes: int) -> bytes:
    """One entry, at most so many bytes: what the archive says of the size is not believed."""
    try:
        if info.compress_type == _ZSTD:
            content = _zstd(file, data, info, max_bytes + 1)
        else:
            with archive.open(info) as stream:
                # One byte more than allowed, to tell a full entry from one that is too large.
                content = stream.read(max_bytes + 1)
    except FormatError:
        raise
    except (NotImplementedError, *_BROKEN) as error:
        message = f"{info.filename} in it cannot be unpacked ({error}); copy or export it again"
        raise FormatError(message, file=file) from None
    if len(content) > max_bytes:
        raise FormatError(f"{info.filename} in it is too large to unpack; split the log", file=file)
    return content


def reads_zstd() -> bool:
    """Whether a library is there that unpacks zstd."""
    return any(map(_installed, ("zstandard", "compression.zstd")))


def _installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        # Its package is not there.
        return False


def _zstd(file: str, data: bytes, info: zipfile.ZipInfo, max_bytes: int) -> bytes:
    """An entry that is packed with zstd: `zipfile` finds it but does not unpack it."""
    # The lengths in the local header may differ from those of the directory, which is why they are read again.
    magic, name_length, extra_length = _LOCAL.unpack_from(data, info.header_offset)
    if magic != ZIP:
        raise zipfile.BadZipFile("no entry where one should be")
    start = info.header_offset + _LOCAL.size + name_length + extra_length
    packed = data[start : start + info.compress_size]
    try:
        # First, since it is what Pythons before 3.14 have; the standard library's comes second.
        library: Any = import_module("zstandard")
        broken: type[Exception] = library.ZstdError
        reader: Any = library.ZstdDecompressor().stream_reader(packed, read_across_frames=True)
    except ImportError:
        try:
            library = import_module("compression.zstd")
            broken, reader = library.ZstdError, library.ZstdFile(io.BytesIO(packed))
        except ImportError:
            message = "is packed with zstd; install it with: pip install zstandard (or: inspect log convert --to json)"
            raise FormatError(message, file=file) from None
    try:
        content: bytes = reader.read(max_bytes)
    except broken as error:
        raise zipfile.BadZipFile(str(error)) from None
    # What was cut off has no sum to compare; it is refused for its size.
    if len(content) < max_bytes and zlib.crc32(content) != info.CRC:
        raise zipfile.BadZipFile("wrong check sum")
    return content
