"""Where in a JSON text a value stands. Used only once something is wrong, to name the line."""

from __future__ import annotations

import json
import re
from typing import Final

_DECODER: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"[ \t\n\r]*")


def offset_of(text: str, start: int, path: tuple[str | int, ...]) -> int:
    """Offset of the value that `path` leads to in the JSON value that begins at `start`.

    Where the path ends early (a missing key), the offset of the innermost value reached. The text must be
    JSON that was read before; of equal keys the last counts, as in `json`.
    """
    offset = start
    for part in path:
        inner = _entry(text, offset, part)
        if inner is None:
            break
        offset = inner
    return offset


def _entry(text: str, offset: int, part: str | int) -> int | None:
    """Offset of element or member `part` of the list or object at `offset`."""
    opening = text[offset : offset + 1]
    if opening not in ("[", "{"):
        return None
    value_offset: int | None = None
    index = 0
    offset = _skip(text, offset + 1)
    while text[offset : offset + 1] not in ("]", "}", ""):
        key: object = index
        if opening == "{":
            key, offset = _DECODER.raw_decode(text, offset)
            offset = _skip(text, _skip(text, offset) + 1)
        if key == part:
            value_offset = offset
            if opening == "[":
                break
        _, offset = _DECODER.raw_decode(text, offset)
        offset = _skip(text, offset)
        if text[offset : offset + 1] == ",":
            offset = _skip(text, offset + 1)
        index += 1
    return value_offset


def _skip(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    return offset if match is None else match.end()
