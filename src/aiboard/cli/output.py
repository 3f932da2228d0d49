"""What the commands print on stdout: one JSON document, or text with colours where they are wanted."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import Final

_CODES: Final = {"red": "31", "green": "32", "yellow": "33", "magenta": "35", "dim": "2", "bold": "1"}


def emit_json(document: Mapping[str, object]) -> None:
    """Print `document` as the one JSON document of a command.

    Characters beyond ASCII are escaped, so no text inside can act on a terminal. A NaN is a defect and raises
    ValueError: an unknown number is None.
    """
    print(json.dumps(document, indent=2, allow_nan=False))


def emit(as_json: bool, document: Mapping[str, object], lines: Iterable[str]) -> None:
    """Print what a command found: its JSON document, or its lines."""
    if as_json:
        emit_json(document)
    else:
        print("\n".join(lines))


def is_interactive() -> bool:
    """Whether a person sits there, to read and to type."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def colours_wanted() -> bool:
    """True when stdout is a terminal that shows colours and NO_COLOR (no-color.org) does not forbid them."""
    # Any value but an empty one counts, as no-color.org asks.
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    # In a file or a pipe the codes would be part of the text.
    return sys.stdout is not None and sys.stdout.isatty()


def colourise(text: str, colour: str) -> str:
    """`text` in one of red, green, yellow, magenta, dim, bold; unchanged where colours are not wanted."""
    return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if colours_wanted() else text
