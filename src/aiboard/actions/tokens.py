"""Splits one line of the grammar into words and quoted texts."""

from __future__ import annotations

from typing import Final, NamedTuple

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean

LINE_LIMIT: Final = 2_000
"""Longest line read, in characters."""
TEXT_LIMIT: Final = 280
"""Longest learning or note kept, in characters."""


class GrammarError(InputError):
    """A line is not an action; the message says what is wrong and what to write instead."""


class Token(NamedTuple):
    """A word, or what stood between two quotes."""

    text: str
    quoted: bool


def split(line: str) -> list[Token]:
    """The words of a line. Inside double quotes a backslash keeps the next character as it is.

    Raises GrammarError for a line that is too long or a quote that is not closed.
    """
    if len(line) > LINE_LIMIT:
        raise GrammarError(f"the line has {len(line)} characters; {LINE_LIMIT} are the most")
    tokens: list[Token] = []
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
        elif line[at] == '"':
            text, at = _quoted(line, at + 1)
            tokens.append(Token(text, True))
        else:
            end = at
            while end < len(line) and not line[end].isspace() and line[end] != '"':
                end += 1
            # A quote ends a word: `reason"text"` is a word and a text, as when a space is forgotten between them.
            tokens.append(Token(line[at:end], False))
            at = end
    return tokens


def _quoted(line: str, at: int) -> tuple[str, int]:
    """The text up to the closing quote, and the place after it."""
    letters: list[str] = []
    while at < len(line):
        letter = line[at]
        if letter == '"':
            return "".join(letters), at + 1
        if letter == "\\" and at + 1 < len(line):
            at += 1
            letter = line[at]
        letters.append(letter)
        at += 1
    raise GrammarError('a text begins with " and does not end; close it with "')


def quote(text: str) -> str:
    """`text` between quotes, so that `split` gives it back."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def clean_text(text: str) -> str:
    """A learning or note as it is kept: one printable line of at most TEXT_LIMIT characters."""
    # Stripped after cutting: a space where the cut fell would be lost when the line is read again.
    return clean(text, TEXT_LIMIT).strip()
