"""Lines of at most 78 cells out of sentences and lists, for the debrief's text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

WIDTH: Final = 78
"""Widest line. One stays free on either side of an 80-column screen."""
UNPRICED: Final = "not priced yet"
_GLUE: Final = "\u00a0"


def wrapped(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Paragraphs as lines."""
    return tuple(line for paragraph in paragraphs for line in _lines(paragraph, "", ""))


def listed(items: Sequence[str]) -> tuple[str, ...]:
    """Items of a list as lines, each with a dash."""
    return tuple(line for item in items for line in _lines(item, "- ", "  "))


def _lines(words_of: str, first: str, rest: str) -> list[str]:
    """Wrapped lines; a number and its percent sign stay together."""
    glued = words_of.replace(" %", _GLUE + "%")
    found = textwrap.wrap(glued, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return [line.replace(_GLUE, " ") for line in found]


def percent(share: float) -> str:
    """A share in whole percent."""
    return f"{100 * share:.0f} %"


def band(shares: tuple[float, float]) -> str:
    """A band of shares."""
    return f"{100 * shares[0]:.0f}–{100 * shares[1]:.0f} %"
