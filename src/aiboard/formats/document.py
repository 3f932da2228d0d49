"""A JSON or JSON Lines file as values that know their place in it, so that what is wrong can be named."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NoReturn

from aiboard.formats.locate import offset_of
from aiboard.instruments.errors import InputError

_PACKED: Final = 1_000_000
"""Longest text in which JSON is looked for; what is longer stays text."""
MAX_ITEMS: Final = 100_000
"""Most elements of one list, and most lines of a JSON Lines file."""

_KINDS: Final = {
    dict: "an object",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


class FormatError(InputError):
    """A file could not be read as the format it should have."""


class Node:
    """A JSON value with the place it has in its file, so that a complaint can name the place.

    Attributes:
        file: name of the file, as given.
        text: the whole text of the file.
        start: where in `text` the JSON value begins that `path` leads into.
        value: the value.
        path: keys and indices from there to the value.
    """

    # Plain and with slots: a log has a million of them.
    __slots__ = ("_names", "file", "path", "start", "text", "value")

    def __init__(self, file: str, text: str, start: int, value: object, path: tuple[str | int, ...] = ()) -> None:
        self.file = file
        self.text = text
        self.start = start
        self.value = value
        self.path = path
        self._names: dict[str, str] | None = None

    def fail(self, message: str) -> NoReturn:
        """Raise a FormatError about this value."""
        try:
            offset = offset_of(self.text, self.start, self.path)
        except RecursionError:  # nested just as deep as the parser allowed, from a shallower stack
            offset = self.start
        raise FormatError(message, file=self.file, line=_line(self.text, offset), field=_spelled(self.path))

    def has(self, key: str) -> bool:
        """True for an object with `key`."""
        return isinstance(self.value, dict) and key in self.value

    def get(self, key: str) -> Node | None:
        """The value under `key`; None where it is missing or null. FormatError when this is not an object."""
        if not isinstance(self.value, dict):
            self.fail(f"is {self.kind}; it must be an object")
        value = self.value.get(key)
        return None if value is None else self._child(key, value)

    def need(self, key: str) -> Node:
        """The value under `key`. FormatError where it is missing or null."""
        node = self.get(key)
        if node is None:
            self._child(key, None).fail("is missing; it must be there")
        return node

    @property
    def names(self) -> dict[str, str]:
        """The members that are not null: their keys by `folded` name. Empty for what is no object."""
        if self._names is None:
            members = self.value.items() if isinstance(self.value, dict) else ()
            self._names = {folded(key): key for key, member in members if member is not None}
        return self._names

    def find(self, *names: str) -> Node | None:
        """The first of these members that is there and not null, whatever its spelling; the names are `folded`."""
        keys = self.names
        for name in names:
            key = keys.get(name)
            if key is not None and isinstance(self.value, dict):
                return self._child(key, self.value[key])
        return None

    def find_text(self, *names: str) -> str | None:
        """The text of the first of these members; None where it is missing or no text."""
        member = self.find(*names)
        return member.value if member is not None and isinstance(member.value, str) else None

    def string(self) -> str:
        """This value as text. FormatError when it is not text."""
        if not isinstance(self.value, str):
            self.fail(f"is {self.kind}; it must be text")
        return self.value

    def items(self) -> list[Node]:
        """The elements of this list. FormatError when it is no list, or a very long one."""
        if not isinstance(self.value, list):
            self.fail(f"is {self.kind}; it must be a list")
        if len(self.value) > MAX_ITEMS:
            self.fail(f"has {len(self.value)} elements, the most is {MAX_ITEMS}; split the file")
        return [self._child(i, value) for i, value in enumerate(self.value)]

    @property
    def kind(self) -> str:
        """What sort of JSON value this is, in words."""
        return _KINDS[type(self.value)]

    def made(self, value: object) -> Node:
        """Another value made of this one; a complaint about it names the place of this one."""
        return Node(self.file, self.text, self.start, value, self.path)

    def _child(self, key: str | int, value: object) -> Node:
        return Node(self.file, self.text, self.start, value, (*self.path, key))


def unpacked(node: Node) -> Node:
    """The JSON inside a text, where there is one: some logs write values as text, twice at times."""
    for _ in range(2):
        text = node.value
        if not isinstance(text, str) or text[:1] not in ("{", "[", '"') or len(text) > _PACKED:
            break
        try:
            node = node.made(json.loads(text))
        except (ValueError, RecursionError):
            break
    return node


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """A word without case, dashes and underscores: `toolUse`, `tool_use` and `tool-use` are one."""
    return word.replace("_", "").replace("-", "").lower()


@dataclass(frozen=True)
class Document:
    """A file as JSON values: one for a JSON file (`lines` False), one a line for JSON Lines.

    `torn`: the last line was cut off in the middle, as in a log that is still being written, and is left out.
    `broken`: lines that are no JSON and are left out.
    """

    file: str
    nodes: tuple[Node, ...]
    lines: bool
    torn: bool = False
    broken: int = 0

    def top(self) -> list[Node]:
        """The values near the top: the lines, else the elements of the one list, else the one value."""
        if self.lines or not isinstance(self.nodes[0].value, list):
            return list(self.nodes)
        return self.nodes[0].items()

    def fail(self, message: str) -> NoReturn:
        """Raise a FormatError about the file as a whole."""
        raise FormatError(message, file=self.file)


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _spelled(path: tuple[str | int, ...]) -> str | None:
    """`[3].tool_calls[0].name`, or None for the top."""
    spelled = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return spelled.removeprefix(".") or None
