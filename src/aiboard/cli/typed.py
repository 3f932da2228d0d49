"""Lines of standard input, each read to its end and within a bound."""

from __future__ import annotations

import sys


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


def read_line(most: int) -> str | None:
    """The next line without its end; None when the input is over.

    Of a line of more than `most` characters only the first ones, more than `most` of them: whoever asked sees that it
    is too long, and its tail cannot be taken for the next line.
    """
    if sys.stdin is None:
        return None
    line = part = sys.stdin.readline(most + 2)
    # In bounded pieces: a line without an end must not fill the memory.
    while part and not part.endswith("\n"):
        part = sys.stdin.readline(most + 2)
        line += part[: most + 2 - len(line)]
    return line.rstrip("\n") if line else None


def too_long(most: int) -> str:
    """What is said to a line that was refused for its length."""
    return f"That line has more than {most} characters; nothing of it was done. Write a shorter one."
