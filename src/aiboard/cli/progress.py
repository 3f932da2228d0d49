"""One line on stderr that says how far long work is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Shown:
    """The line: rewritten at every percent."""

    def __init__(self, what: str, total: int) -> None:
        self.what = what
        self.total = total
        self.percent = -1

    def __call__(self, done: int) -> None:
        percent = 100 * done // self.total
        # Not at every call: a terminal over a network would slow the work down.
        if percent != self.percent:
            self.percent = percent
            print(f"\r{self.what}: {done} of {self.total}, {percent} %", end="", file=sys.stderr, flush=True)


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """What is told how many of `total` are done; it says nothing where nobody watches. The line is gone afterwards."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _silent
        return
    try:
        yield Shown(what, total)
    finally:
        # The line is taken away, so that the figures below stand alone.
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _silent(done: int) -> None:
    """Nobody watches."""
