"""The last gate before the terminal: what acts on it is deleted, what it cannot show is replaced.

Outside text is cleaned where it is read (`aiboard.instruments.text`). This filter holds even when a widget forgets.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

#: Characters that act on a terminal or reorder text. Rich counts them as no cells wide, so they are deleted.
_ACTING: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)

_FILE: Final = json.loads(Path(__file__).with_name("glyphs.json").read_text(encoding="utf-8"))
#: Marks of states, each with a character of its own that every terminal has: they must stay distinct.
MARKS: Final[dict[str, str]] = _FILE["marks"]
#: Everything else on the screens: lines, arrows, punctuation, blocks of charts. In the file by what stands for them.
_OTHERS: Final[dict[str, str]] = {char: plain for plain, chars in _FILE["others"].items() for char in chars}


def replacements(encoding: str) -> dict[int, str]:
    """Replacements for the characters of our screens that an encoding does not have; empty for UTF-8.

    The marks are replaced all or none, so that a mark never looks like another one.
    """
    missing = [mark for mark in MARKS if not _has(encoding, mark)]
    table = {ord(mark): MARKS[mark] for mark in MARKS} if missing else {}
    return table | {ord(char): replacement for char, replacement in _OTHERS.items() if not _has(encoding, char)}


def _has(encoding: str, char: str) -> bool:
    try:
        char.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


class PlainText(LineFilter):
    """Deletes acting characters from every line and replaces those the terminal's encoding does not have."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._table = replacements(encoding)
        self._encoding = encoding

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without acting characters; the same list when there is nothing to change."""
        if not self._table and not any(not s.control and _ACTING.search(s.text) for s in segments):
            return segments
        return [s if s.control else Segment(self._plain(s.text), s.style) for s in segments]

    def _plain(self, text: str) -> str:
        text = _ACTING.sub("", text)
        if self._table and not text.isascii():
            if ord("≥") in self._table:
                # "At least", not "over", in as many cells: the blank after the sign gives its place.
                text = text.replace("≥ ", ">=").replace("≤ ", "<=")
            text = text.translate(self._table).encode(self._encoding, "replace").decode(self._encoding)
        return text
