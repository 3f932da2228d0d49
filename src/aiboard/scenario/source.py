"""Reads a scenario's YAML into plain values with the line of every field. Nothing in the file is executed.

The dialect is narrow on purpose: groups, lists, texts, whole and decimal numbers, true and false. No aliases
(they can blow up), no tags (they can build objects), no dates, no yes/no, no exponents. So a value means one
thing, and a scenario survives the way through JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any, Final

import yaml

from aiboard.instruments.errors import InputError
from aiboard.instruments.files import read_regular
from aiboard.scenario.document import Document, Value
from aiboard.scenario.limits import MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_TEXT
from aiboard.scenario.problems import FieldPath, dotted

# No leading zero, which YAML 1.1 reads as octal; 18 digits always fit into the engine's 64 bits.
_WHOLE: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL: Final = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
# How a saved game begins: it is often typed where a scenario is asked for.
_SAVE: Final = re.compile(rb'\{"format":\d+,"rules_version":')
_EMPTY: Final = ("", "~", "null", "Null", "NULL")

# The parser in C is many times faster; wheels of PyYAML for some platforms come without it.
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_bytes(file: FilePath) -> bytes:
    """The bytes of a regular file within the limit; anything else is an InputError."""
    return read_regular(file, MAX_BYTES, "a scenario")


def parse(content: bytes, file: str) -> Document:
    """The one document in `content`; InputError names the line of what is not allowed."""
    if _SAVE.match(content):
        raise InputError("is a saved game, not a scenario; aiboard play --resume FILE goes on with it", file=file)
    try:
        # Some editors begin a file with a byte order mark.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError("not UTF-8 text; save the file as UTF-8", file=file, line=line) from None
    try:
        return _Reader(file, yaml.parse(text, Loader=_LOADER)).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise InputError(
            f"not YAML: {error.problem}; correct the line", file=file, line=mark.line + 1 if mark else None
        ) from None
    except yaml.reader.ReaderError as error:
        position = error.position if isinstance(error.position, int) else 0
        line = text.count("\n", 0, position) + 1
        raise InputError(
            f"character U+{_code(error.character):04X} is not allowed; remove it", file=file, line=line
        ) from None
    except yaml.YAMLError as error:
        raise InputError(f"not YAML: {error}; correct the line", file=file) from None
    except RecursionError:
        raise InputError(f"nested deeper than {MAX_DEPTH}; flatten it", file=file) from None


def _code(character: object) -> int:
    if isinstance(character, int):
        return character
    return ord(character) if isinstance(character, str) and len(character) == 1 else 0


class _Reader:
    """Builds values from parser events, so that a limit stops the reading at once."""

    def __init__(self, file: str, events: Iterator[Any]) -> None:
        self.file = file
        self.events = events
        self.lines: dict[FieldPath, int] = {}
        self.nodes = 0

    def document(self) -> Document:
        event = self._next()
        while isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
            event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            raise InputError("the file is empty; a scenario starts with format, id and title", file=self.file)
        if not isinstance(event, yaml.MappingStartEvent):
            self._refuse(event, (), "should be `name: value` lines at the top")
        data = self._value(event, ())
        assert isinstance(data, dict)
        event = self._next()
        while not isinstance(event, yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                self._refuse(event, (), "a second document; keep one scenario in a file")
            event = self._next()
        return Document(self.file, data, self.lines)

    def _next(self) -> Any:
        return next(self.events)

    def _refuse(self, event: Any, path: FieldPath, message: str) -> None:
        raise InputError(message, file=self.file, line=event.start_mark.line + 1, field=dotted(path) or None)

    def _value(self, event: Any, path: FieldPath) -> Value:
        self.lines.setdefault(path, event.start_mark.line + 1)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._refuse(event, path, f"more than {MAX_NODES} values; a scenario is smaller")
        # Before the kind of value: an alias would repeat a whole group for a few bytes.
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self._refuse(event, path, "anchors and aliases are not allowed; write the value out")
        if event.tag is not None:
            self._refuse(event, path, "tags are not allowed; write the plain value")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if len(path) >= MAX_DEPTH:
            # The first names are enough to find it: the whole path would be as long as the file is deep.
            self._refuse(event, path[:3], f"nested deeper than {MAX_DEPTH}; flatten it")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        return self._group(path)

    def _list(self, path: FieldPath) -> Value:
        items: list[Value] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _group(self, path: FieldPath) -> Value:
        group: dict[str, Value] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.anchor is not None or event.tag is not None:
                self._refuse(event, path, "a name must be plain text")
            name = event.value
            if len(name) > 200:
                self._refuse(event, path, "a name is longer than 200 characters")
            inner = (*path, name)
            # YAML's own reader would keep the last of two, and a dial that was set above would silently not count.
            if name in group:
                self._refuse(event, inner, "given twice; keep one of the two")
            self.nodes += 1
            self.lines[inner] = event.start_mark.line + 1
            group[name] = self._value(self._next(), inner)
        return group

    def _scalar(self, event: Any, path: FieldPath) -> Value:
        text: str = event.value
        if len(text) > MAX_TEXT:
            self._refuse(event, path, f"longer than {MAX_TEXT} characters; shorten it")
        if not event.implicit[0]:  # quoted or a block: text, whatever it looks like
            return text
        if text in _EMPTY:
            self._refuse(event, path, "has no value; give one or remove the line")
        if text in ("true", "false"):
            return text == "true"
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            number = float(text)
            # A float that does not read back as it was written would be another number in the save.
            if Decimal(repr(number)) != Decimal(text):
                self._refuse(event, path, "has too many digits; round it")
            return number
        return text
