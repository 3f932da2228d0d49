"""One line on stderr that says how far long work is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class ProgressLine:
    """The line: rewritten at every percent."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.percent = -1

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // total
        # Not at every call: a terminal over a network would slow the work down.
        if percent != self.percent:
            self.percent = percent
            print(f"\r{self.label}: {done} of {total}, {percent} %", end="", file=sys.stderr, flush=True)


def is_watched() -> bool:
    """Whether somebody looks at stderr."""
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """What is told how many of `total` are done; it says nothing where nobody watches. The line is gone afterwards."""
    if not is_watched():
        yield lambda done: None
        return
    line = ProgressLine(label)
    try:
        yield lambda done: line(done, total)
    finally:
        _clear()


@contextmanager
def drill_progress(drill: object, lines: bool = False) -> Iterator[None]:
    """The same for the games that a drill plays; nothing for one that plays none.

    Args:
        lines: where stderr is no terminal, say it in a line at each quarter; else nothing is said there.
    """
    # Late: other work knows no drills.
    from aiboard.drills.drill import ReportsProgress

    live = is_watched()
    if not isinstance(drill, ReportsProgress) or sys.stderr is None or not (live or lines):
        yield
        return
    drill.watch = ProgressLine("games") if live else _quarter
    try:
        yield
    finally:
        drill.watch = None
        if live:
            _clear()


def _quarter(done: int, total: int) -> None:
    if 4 * done // total != 4 * (done - 1) // total:
        print(f"games: {done} of {total}, {100 * done // total} %", file=sys.stderr, flush=True)


def _clear() -> None:
    """The line is taken away, so that the figures below stand alone."""
    print("\r\x1b[K", end="", file=sys.stderr, flush=True)
