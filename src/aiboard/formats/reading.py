"""Reading a JSON or JSON Lines file from a stranger.

Everything is bounded: bytes, values (each costs memory, however short it is), list lengths. Whatever the bytes
are, the outcome is a `Document` or one `FormatError`.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NoReturn

from aiboard.formats.document import MAX_ITEMS, Document, FormatError, Node, unpacked
from aiboard.instruments.errors import InputError
from aiboard.instruments.files import read_regular

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_VALUES: Final = 2_000_000
"""Most strings, commas and opening brackets in a file: each may cost some hundred bytes of memory."""

# Possessive, and an unclosed string ends with the text: the scan is linear whatever the text is.
_VALUES: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[{,]', re.DOTALL)

_MAGIC: Final = (
    (b"\x1f\x8b", "it is packed with gzip: unpack it first"),
    (b"(\xb5/\xfd", "it is packed with zstd: unpack it first"),
    (b"SQLite format 3", "a SQLite database: export the run as JSON first"),
    (b"PAR1", "a Parquet table: write its rows as JSON Lines first"),
)
"""How some binary files begin, and what to do with them."""

_SHEETS: Final = (b"[Content_Types].xml", b"opendocument.spreadsheet")
"""What stands near the beginning of a workbook, which is a zip archive."""
_OPENS: Final = "[{"
_SPACE: Final = re.compile(r"\s*")
_BEGINS: Final = (b"{", b"[")
"""How a log begins."""
_PACKED_BEGIN: Final = b'"{'
"""How one begins that is JSON in a text."""
_NO_JSON: Final = (
    (re.compile(r"[\s\[{]*[\[{]\s*'"), "is written as Python shows its values; write it with json.dumps"),
    (re.compile(r"\s*# aider chat started"), "looks like a chat history of Aider; it records no calls of tools"),
    (
        re.compile(r"[^\n]{0,100}\[Config file\]: "),
        "looks like WebArena's printed log; it holds verdicts and no runs: aiboard gate reads it",
    ),
    (
        re.compile(r"\s*(?:\[?\d{4}-\d\d-\d\d[ T]\d\d:|\[?(?:DEBUG|INFO|WARNING|ERROR)\b|\[[A-Z]+\] )"),
        "looks like what a program printed while it ran; give its run as JSON: messages, or steps",
    ),
    (re.compile(r"\s*#{1,3} \S"), "looks like Markdown, for people to read; give the JSON that it was made of"),
    (
        re.compile(r"(?:---\s+)?(?:- [a-z_]+:|[a-z_]+:[ \t]*\r?\n[ \t]*- )"),
        "looks like YAML; write it as JSON first: yq -o=json FILE > run.json",
    ),
    (
        re.compile(r"(?:[^\n,\[{]+,){2,}[^\n]*\n"),
        "looks like a table; aiboard gate reads scores, aiboard kappa labels, and a run is JSON",
    ),
    (re.compile(r"\s*(?![\s\[{])"), "is text and no JSON; give a JSON or JSON Lines log"),
)
"""How files begin that are no JSON, and what to do."""
_LOOKED_AT: Final = 200


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of the log at `path`. FormatError for what is no file, cannot be read or is too large."""
    file = os.fspath(path)
    if file == "-":
        raise FormatError("is no file: standard input is not read; write it to a file first", file=file)
    try:
        data = read_regular(file, MAX_BYTES, "a log")
    except InputError as error:
        raise FormatError(error.message, file=error.file) from None
    if data.startswith(b"PK\x03\x04") and any(sign in data[:_LOOKED_AT] for sign in _SHEETS):
        raise FormatError("is a workbook of a spreadsheet; save the sheet as CSV", file=file)
    return data


def begins_like_json(data: bytes) -> bool:
    """Whether a file's first character opens an object or a list, whatever its encoding and name."""
    return data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith((*_BEGINS, _PACKED_BEGIN))


def parse_document(file: str, data: bytes) -> Document:
    """The JSON values in `data`. FormatError for anything else.

    Args:
        file: its name for messages.
        data: the content.
    """
    text = _bounded(file, data)
    if not text.strip():
        raise FormatError("is empty; give a log with at least one run", file=file)
    try:
        # Some programs write JSON as the text of JSON.
        return Document(file, (unpacked(Node(file, text, _begin(text), _parsed(text))),), lines=False)
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError) and _first_line_is_json(text):
            complete, torn = _without_torn_end(text)
            return Document(file, tuple(_parsed_lines(file, complete)), True, torn)
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data" and text[error.pos] in _OPENS:
            return Document(file, tuple(_parsed_values(file, text)), True)
        _refuse(file, text, 0, error)


def without_noise(file: str, data: bytes) -> Document | None:
    """The lines of a log that are JSON objects, among lines that a program printed besides or broke off.

    None where they are not at least half of its lines. FormatError as for any document.
    """
    text = _bounded(file, data)
    nodes: list[Node] = []
    broken = start = 0
    for line in io.StringIO(text, newline="\n"):
        value = _object(line)
        if value is not None:
            nodes.append(Node(file, text, start + _begin(line), value))
        broken += value is None and line.strip() != ""
        start += len(line)
    return Document(file, tuple(nodes), True, broken=broken) if broken <= len(nodes) <= MAX_ITEMS and nodes else None


def _object(line: str) -> object | None:
    """The JSON object in a line; None for other lines."""
    if line.lstrip()[:1] != "{":
        return None
    try:
        return _parsed(line)
    except (ValueError, RecursionError):
        return None


def _bounded(file: str, data: bytes) -> str:
    text = decoded(file, data, "give a JSON or JSON Lines log")
    # Before parsing: a file of brackets within the byte limit would become gigabytes of lists.
    if sum(1 for _ in islice(_VALUES.finditer(text), MAX_VALUES + 1)) > MAX_VALUES:
        raise FormatError(f"has more than {MAX_VALUES} JSON values; split the file", file=file)
    return text


def decoded(file: str, data: bytes, give: str) -> str:
    """The text in some bytes: UTF-8, or UTF-16 that says so. FormatError for others; `give` says what to give."""
    # PowerShell writes UTF-16 when output is redirected to a file; a zero beside the first byte is half a character.
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if data[:1] in _BEGINS and data[1:2] == b"\0":
        encoding = "utf-16-le"
    # A zero byte is valid UTF-8, but neither JSON nor a table has one.
    if encoding == "utf-8-sig" and b"\0" in data:
        hint = next((hint for magic, hint in _MAGIC if data.startswith(magic)), give)
        raise FormatError(f"is a binary file; {hint}", file=file)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(f"is not UTF-8 text; {give}", file=file, line=line) from None


def _parsed(text: str) -> object:
    """The value in a text. NaN and infinities, which Python writes for a score that is none, are null."""
    value: object = json.loads(text, parse_constant=lambda name: None)
    return value


def _first_line_is_json(text: str) -> bool:
    """Whether the text looks like JSON Lines: several lines of which the first is whole."""
    first, newline, _ = text.lstrip().partition("\n")
    if not newline:
        return False
    try:
        return isinstance(_parsed(first), (dict, list))
    except (ValueError, RecursionError):
        return False


def _without_torn_end(text: str) -> tuple[str, bool]:
    """The text without a last line that has no end and is cut off inside a value, and whether there was one."""
    start = text.rfind("\n") + 1
    last = text[start:].strip()
    if not last:
        return text, False
    try:
        json.loads(last)
    except json.JSONDecodeError as error:
        # The parser ran out of text: what stands there is right as far as it goes.
        cut = error.pos >= len(last) or error.msg.startswith("Unterminated string")
        return (text[:start], True) if cut else (text, False)
    except (ValueError, RecursionError):
        pass
    return text, False


def _parsed_lines(file: str, text: str) -> Iterator[Node]:
    start = 0
    count = 0
    # Not splitlines: JSON strings may hold U+2028 and the like, at which it would cut.
    for line in io.StringIO(text, newline="\n"):
        if line.strip():
            count += 1
            if count > MAX_ITEMS:
                raise FormatError(f"has more than {MAX_ITEMS} lines; split the file", file=file)
            try:
                value = _parsed(line.rstrip())
            except (ValueError, RecursionError) as error:
                _refuse(file, line.rstrip(), text.count("\n", 0, start), error)
            yield Node(file, text, start + _begin(line), value)
        start += len(line)


def _parsed_values(file: str, text: str) -> Iterator[Node]:
    """Values one after another over any number of lines, as programs write them that print each as it comes."""
    decoder = json.JSONDecoder(parse_constant=lambda name: None)
    start, end = _begin(text), len(text.rstrip())
    while start < end:
        try:
            value, after = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            _refuse(file, text, 0, error)
        if not isinstance(value, (dict, list)):
            _refuse(file, text, 0, json.JSONDecodeError("Extra data", text, start))
        yield Node(file, text, start, value)
        start = _SPACE.match(text, after).end()  # type: ignore[union-attr]


def _refuse(file: str, text: str, lines_before: int, error: ValueError | RecursionError) -> NoReturn:
    """Raise the FormatError for `text` that is no JSON; it begins after `lines_before` lines of the file."""
    line: int | None = lines_before + 1
    if isinstance(error, json.JSONDecodeError):
        line = lines_before + error.lineno
        start = text[:_LOOKED_AT] if not lines_before else "{"
        hint = next((hint for begins, hint in _NO_JSON if begins.match(start)), None)
        if hint is not None:
            raise FormatError(hint, file=file, line=line)
        reason = f"not valid JSON at column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}"
    elif isinstance(error, RecursionError):
        reason = "lists and objects are nested too deep"
    else:
        reason = "a number has too many digits"
    raise FormatError(f"{reason}; repair the file or export it again", file=file, line=line)


def _begin(text: str) -> int:
    return len(text) - len(text.lstrip())
