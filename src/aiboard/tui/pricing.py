"""Pricing that a screen waits for in a thread: the processes it is done in, and the way to end it from a key."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from threading import Event

from aiboard.analysis.pool import Background


class Pricing:
    """One pricing. `stop` ends it from any thread; it may be called before it has begun."""

    def __init__(self) -> None:
        self._stopped = Event()
        self._pool: Background | None = None

    def stop(self) -> None:
        """End it, and its processes at once."""
        self._stopped.set()
        if self._pool is not None:
            self._pool.stop()

    def raise_if_stopped(self) -> None:
        """Ends the work of the caller, inside `running`, once `stop` was called."""
        if self._stopped.is_set():
            raise _Stopped

    @contextmanager
    def running(self) -> Iterator[Executor | None]:
        """Processes to work in; None where the system has none. Being stopped ends the block without an error."""
        # Where a system has no semaphores the work is done in the thread that asks for it.
        with suppress(OSError, ImportError):
            self._pool = Background(os.cpu_count() or 1)
        try:
            yield self._pool.executor if self._pool is not None else None
        except _Stopped:
            return
        except BrokenProcessPool:
            # Ended by us, or from outside, as the system does when memory runs out.
            if not self._stopped.is_set():
                raise
        finally:
            if self._pool is not None:
                self._pool.stop()


class _Stopped(Exception):
    """Nobody wants the prices any more."""
