"""How far a long command is: one line on stderr, where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Progress:
    """One line that is written over as the work goes on."""

    def __init__(self, what: str, total: int) -> None:
        self.what = what
        self.total = total
        self.percent = -1

    def __call__(self, done: int) -> None:
        """So much of the total is done."""
        percent = 100 * done // self.total
        if percent != self.percent:
            self.percent = percent
            print(f"\r\x1b[K{self.what}: {done} of {self.total}, {percent} %", end="", file=sys.stderr, flush=True)


@contextmanager
def progress(what: str, total: int) -> Iterator[Progress | None]:
    """A line about `total` pieces of work, taken away at the end; None where stderr is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    try:
        yield Progress(what, total)
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
