"""Lines of at most 78 cells out of sentences and lists, for the debrief's text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

WIDTH: Final = 78
"""Widest line. One stays free on either side of an 80-column screen."""
_GLUE: Final = "\u00a0"


def wrap_paragraphs(paragraphs: Iterable[str]) -> list[str]:
    """Paragraphs as lines."""
    return [line for paragraph in paragraphs for line in _lines(paragraph, "", "")]


def wrap_list(items: Sequence[str]) -> list[str]:
    """Items of a list as lines, each with a dash."""
    return [line for item in items for line in _lines(item, "- ", "  ")]


def wrap_labelled(head: str, rows: Mapping[str, str]) -> list[str]:
    """An item of a list with labelled rows under it: `  Known: 91.6 (87–96), 5 seeds.`"""
    under = [line for label, words in rows.items() for line in _lines(f"{label}: {words}", "  ", "    ")]
    return _lines(head, "- ", "  ") + under


def _lines(words_of: str, first: str, rest: str) -> list[str]:
    """Wrapped lines; a number and its percent sign stay together."""
    glued = words_of.replace(" %", _GLUE + "%")
    lines = textwrap.wrap(glued, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return [line.replace(_GLUE, " ") for line in lines]


def band(shares: tuple[float, float]) -> str:
    """A band of shares."""
    return f"{100 * shares[0]:.0f}–{100 * shares[1]:.0f} %"


def unwrap_lines(lines: Sequence[str]) -> list[str]:
    """Wrapped lines as whole items and paragraphs again; a labelled row under an item begins a line of its own."""
    out: list[str] = []
    before = ""
    for line in lines:
        if not line.strip():
            pass
        elif line.startswith("- ") or not before.strip() or _ended(before, line):
            out.append(line.strip() if not line.startswith("- ") else line)
        elif line.startswith("  ") and not line.startswith("    ") and ": " in line and line[2:3].isupper():
            out[-1] += "\n" + line.strip()
        else:
            out[-1] += " " + line.strip()
        before = line
    return out


def _ended(before: str, line: str) -> bool:
    """Whether a paragraph ended before a line: its first word would still have had room in the one above."""
    # By the space alone: what is glued is one word here as it was when the lines were made.
    words = line.replace(" %", f"{_GLUE}%").split(" ")
    return not line.startswith(" ") and len(before) + 1 + len(words[0]) <= WIDTH
