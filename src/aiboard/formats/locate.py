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
    place = start
    for part in path:
        inner = _entry(text, place, part)
        if inner is None:
            break
        place = inner
    return place


def _entry(text: str, place: int, part: str | int) -> int | None:
    """Offset of element or member `part` of the list or object at `place`."""
    opening = text[place : place + 1]
    if opening not in ("[", "{"):
        return None
    found: int | None = None
    index = 0
    place = _skip(text, place + 1)
    while text[place : place + 1] not in ("]", "}", ""):
        key: object = index
        if opening == "{":
            key, place = _DECODER.raw_decode(text, place)
            place = _skip(text, _skip(text, place) + 1)
        if key == part:
            found = place
            if opening == "[":
                break
        _, place = _DECODER.raw_decode(text, place)
        place = _skip(text, place)
        if text[place : place + 1] == ",":
            place = _skip(text, place + 1)
        index += 1
    return found


def _skip(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return place if match is None else match.end()
