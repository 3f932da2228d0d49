"""A dialogue of lines on stdin and stdout: each line read to its end and within a bound, what is said wrapped."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from typing import Final

from aiboard.instruments.text import clean, clean_block
from aiboard.views.linear import wrap

_WIDTH: Final = 80
_WIDEST: Final = 100


class Dialogue:
    """Says and asks. In a pipe nobody can be asked twice: what was written is meant.

    Attributes:
        max_length: characters of the longest line that is taken.
        interactive: whether somebody sits at a terminal.
        width: of what is said.
    """

    def __init__(self, max_length: int) -> None:
        self.max_length = max_length
        self.interactive = sys.stdin is not None and sys.stdin.isatty()
        self.width = min(shutil.get_terminal_size((_WIDTH, 24)).columns, _WIDEST) if self.interactive else _WIDTH
        lenient_input()

    def say(self, lines: Iterable[str]) -> None:
        """Print lines, wrapped to the width. Names and paths from outside may be in any of them."""
        # The one place where text reaches the terminal.
        for line in wrap([clean_block(line) for line in lines], self.width):
            print(line)
        sys.stdout.flush()

    def ask(self, prompt: str) -> str | None:
        """The next line; None at the end of the input.

        A line that is too long is refused whole: its end, read as a line of its own, might be an answer.
        """
        while (line := self._line(prompt)) is not None and len(line) > self.max_length:
            self.say(
                [f"That line has more than {self.max_length} characters; nothing of it was done. Write a shorter one."]
            )
        return line

    def _line(self, prompt: str) -> str | None:
        """One line as it comes; of a longer one than is taken only that it is longer."""
        sys.stdout.flush()
        if self.interactive:
            try:
                return input(prompt)
            except EOFError:
                print()
                return None
        line = _read_line(self.max_length)
        # A pipe shows no typing: repeat the line, so that the output reads as the dialogue did.
        if line is not None:
            print(f"{prompt}{clean(line, 200).rstrip()}")
        return line


def lenient_input() -> None:
    """Bytes that are no UTF-8 become a mark instead of ending the game; line editing where there is any.

    To be called before the first line is read; a game within another dialogue has its input as it is already.
    """
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None and getattr(sys.stdin, "errors", "") != "replace":
        reconfigure(errors="replace")
    if sys.stdin is not None and sys.stdin.isatty():
        try:
            import readline  # noqa: F401
        except ImportError:
            return


def _read_line(max_length: int) -> str | None:
    """The next line without its end; None when the input is over.

    Of a line of more than `max_length` characters only the first ones, more than `max_length` of them: whoever asked
    sees that it is too long, and its tail cannot be taken for the next line.
    """
    if sys.stdin is None:
        return None
    line = part = sys.stdin.readline(max_length + 2)
    # In bounded pieces: a line without an end must not fill the memory.
    while part and not part.endswith("\n"):
        part = sys.stdin.readline(max_length + 2)
        line += part[: max_length + 2 - len(line)]
    return line.rstrip("\n") if line else None
