"""The exception for input that a person can put right."""

from __future__ import annotations

import os
from typing import Final

from mypy_extensions import mypyc_attr

from aiboard.instruments.text import clean

_PART: Final = 300
"""Longest file name, field or message shown, in characters."""


# Compiled classes cannot be extended by interpreted ones, and other packages extend this one.
@mypyc_attr(allow_interpreted_subclasses=True)
class InputError(Exception):
    """Something in a file or on the command line is wrong, and here is what to do.

    `str()` is the one line shown: `file:line: field: message`, with the parts that are known.
    All parts are cleaned, so they may quote what was read.

    Args:
        message: what is wrong and what to do, in one sentence.
        file: the file it is about.
        line: line number counted from 1.
        field: path of the field inside the file (`experiments[3].name`), or the option.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | os.PathLike[str] | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        self.file = None if file is None else clean(os.fspath(file), _PART)
        self.line = line
        self.field = None if field is None else clean(field, _PART)
        self.message = clean(message, _PART)
        super().__init__(message)

    # What a worker process raises is by default made again of one argument, which no other part and no subclass fits.
    def __reduce__(self) -> tuple[object, ...]:
        parts = {"file": self.file, "line": self.line, "field": self.field, "message": self.message}
        # A subclass's parts are in its dictionary, which compiled classes of Python 3.13 hand on in this way only.
        usual = super().__reduce__()
        more = usual[2] if isinstance(usual, tuple) and len(usual) > 2 else {}
        return type(self).__new__, (type(self),), {**getattr(self, "__dict__", {}), **more, **parts}

    def __str__(self) -> str:
        location = self.file or ""
        if self.line is not None:
            location += f":{self.line}" if location else f"line {self.line}"
        return ": ".join(part for part in (location, self.field, self.message) if part)


def check_range(field: str, value: int, minimum: int, maximum: int, suffix: str = "") -> None:
    """Raise InputError where a number that a person gave is out of its range; `suffix` ends the sentence."""
    if not minimum <= value <= maximum:
        raise InputError(f"must be from {minimum} to {maximum}{suffix}", field=field)
