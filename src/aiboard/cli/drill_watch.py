"""How far the games are that a drill plays, on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from aiboard.cli.progress import Shown
from aiboard.drills.drill import Watched


@contextmanager
def watched(drill: object) -> Iterator[None]:
    """Say on stderr how far the games are that a drill plays; nothing for one that plays none."""
    if not isinstance(drill, Watched) or sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    shown: list[Shown] = []

    def tell(done: int, total: int) -> None:
        shown[:] = shown or [Shown("games", total)]
        shown[0](done)

    drill.watch = tell
    try:
        yield
    finally:
        drill.watch = None
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
