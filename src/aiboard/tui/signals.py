"""A closed terminal or a polite kill ends the game as `q` does: saved, and the terminal restored.

Textual installs no handlers of its own in a terminal. Windows has no SIGHUP and its loop takes no handlers; there the
journal, flushed on every action, is the whole safety.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress


def install(leave: Callable[[], None]) -> None:
    """Call `leave` on SIGTERM and SIGHUP. Call inside the running event loop."""
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, leave)


def remove() -> None:
    """Give the signals back."""
    with suppress(RuntimeError):
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.remove_signal_handler(number)
