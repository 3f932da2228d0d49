"""The one place that makes text from outside safe to show.

Outside text is a scenario, a save, a log, a player's name: anything a stranger may have written.
What comes out holds only characters that a terminal prints and that do not reorder or hide others.
Markup is not touched here: a face shows cleaned text as plain content.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

ELLIPSIS: Final = "…"
"""Stands at the end of a text that was cut."""

_TAB: Final = "    "

_NEWLINES: Final = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")

# Every kind of space but the plain one, the tab and the newline.
_SPACES: Final = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")

_REMOVED: Final = re.compile(
    "["
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 (ESC among them), DEL, C1
    r"\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"  # format characters of scripts, bidi mark
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # zero width and bidi
    r"\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # fillers that print as nothing
    r"\u180b-\u180d\u180f\ufe00-\ufe0f"  # variation selectors
    r"\ud800-\udfff\ue000-\uf8ff"  # surrogates, private use
    r"\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff"  # noncharacters, annotation, specials
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff\U000f0000-\U0010ffff"  # tags, more selectors, private planes
    "]+"
)


def clean(text: str, limit: int = 200) -> str:
    """One line of printable text of at most `limit` characters, in NFC.

    Newlines and tabs become spaces. A longer text ends in an ellipsis, which counts. The limit counts
    characters, not terminal cells: a wide character takes two cells.
    """
    if limit < 1:
        return ""
    # A little more than the limit is enough to know the result; the rest of a huge text is never touched.
    head = text[: 4 * limit + 64]
    line = clean_block(head).replace("\n", " ")
    return _shorten(line, limit, cut=len(head) < len(text))


def clean_block(text: str) -> str:
    """Printable text in NFC whose only control character is the newline. Tabs become four spaces."""
    if text.isascii() and text.isprintable():
        return text
    text = _NEWLINES.sub("\n", text)
    text = _SPACES.sub(" ", text).replace("\t", _TAB)
    return unicodedata.normalize("NFC", _REMOVED.sub("", text))


def clean_lines(text: str, max_lines: int = 200, limit: int = 500) -> list[str]:
    """Printable lines: at most `max_lines` of at most `limit` characters each.

    When lines are left out, the last line given is an ellipsis with their number.
    """
    lines = clean_block(text).split("\n")
    if len(lines) > max_lines:
        left_out = len(lines) - max(max_lines - 1, 0)
        lines = [*lines[: max(max_lines - 1, 0)], f"{ELLIPSIS} {left_out} more lines"]
    return [_shorten(line, limit, cut=False) for line in lines]


def nearest(word: str, names: Iterable[str], cutoff: float = 0.6) -> str:
    """The name that a mistyped word was most likely meant to be; empty where none is near."""
    # Only a mistyped word needs it: who makes no mistake never pays for the import.
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(names), n=1, cutoff=cutoff)), "")


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """`did you mean x? `, for the middle of a message; empty where no name is near."""
    near = nearest(word, names)
    return f"did you mean {near}? " if near else ""


def _shorten(line: str, limit: int, cut: bool) -> str:
    if cut or len(line) > limit:
        return line[: limit - 1] + ELLIPSIS
    return line
