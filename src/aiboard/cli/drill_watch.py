"""How far the games are that a drill plays, on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from aiboard.cli.progress import Shown
from aiboard.drills.drill import Watched


@contextmanager
def watched(drill: object, lines: bool = False) -> Iterator[None]:
    """Say on stderr how far the games are that a drill plays; nothing for one that plays none.

    Args:
        lines: where stderr is no terminal, say it in a line at each quarter; else nothing is said there.
    """
    live = sys.stderr is not None and sys.stderr.isatty()
    if not isinstance(drill, Watched) or sys.stderr is None or not (live or lines):
        yield
        return
    shown: list[Shown] = []

    def tell(done: int, total: int) -> None:
        if not live:
            if 4 * done // total != 4 * (done - 1) // total:
                print(f"games: {done} of {total}, {100 * done // total} %", file=sys.stderr, flush=True)
            return
        shown[:] = shown or [Shown("games", total)]
        shown[0](done)

    drill.watch = tell
    try:
        yield
    finally:
        drill.watch = None
        if live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
