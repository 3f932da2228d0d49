"""The terminal below textual: its input read so that no byte ends the game, signals, the clipboard.

Textual's own reader of input stops at the first byte that is no UTF-8 and at a key sequence it cannot parse, and takes
the program with it. Here such input is dropped and reading goes on.
"""

from __future__ import annotations

import asyncio
import base64
import os
import select
import signal
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

if TYPE_CHECKING:
    from textual.driver import Driver

_CHUNK: Final = 4096
_WAIT_SECONDS: Final = 0.1
_PASTED: Final = 200
"""Printable characters in one read from which on they were pasted, not typed: as keys a book would take minutes."""


class KeyReader:
    """Bytes from a terminal to textual's messages. Nothing that is sent makes it fail."""

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._parser = XTermParser()

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages of some bytes."""
        text = self._decode(data)
        # Terminals without bracketed paste send a pasted text as if it were typed.
        if len(text) >= _PASTED and "".join(text.split()).isprintable():
            yield events.Paste(text)
            return
        # One at a time: a sequence that cannot be parsed costs itself only.
        for character in text:
            try:
                yield from self._parser.feed(character)
            except Exception:
                self._parser = XTermParser()

    def tick(self) -> Iterator[Message]:
        """What waited for more bytes that did not come: the escape key."""
        try:
            yield from self._parser.tick()
        except Exception:
            self._parser = XTermParser()


class _SafeOutput:
    """The file that the screen is written to. Once its terminal is closed, what is written is lost without an error:
    an error would end textual's writing thread, and the program would wait for ever for its full queue."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write, if the terminal is still there."""
        with suppress(OSError, ValueError):
            self._file.write(text)

    def flush(self) -> None:
        """The same for what is buffered."""
        with suppress(OSError, ValueError):
            self._file.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def driver_class(leave: Callable[[], None]) -> type[Driver] | None:
    """The driver for this platform; None leaves textual its own (Windows reads keys, not bytes).

    Args:
        leave: called in the app's loop when the terminal's input has ended.
    """
    if sys.platform == "win32":
        return None
    from textual.drivers.linux_driver import LinuxDriver

    class TerminalDriver(LinuxDriver):
        """Textual's driver with `KeyReader`, for a terminal that may be closed at any time."""

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self._file = _SafeOutput(self._file)  # type: ignore[assignment]

        def run_input_thread(self) -> None:
            """Read and dispatch until the program ends, or the input does."""
            reader = KeyReader()
            while not self.exit_event.is_set():
                try:
                    ready, _, _ = select.select([self.fileno], [], [], _WAIT_SECONDS)
                    data = os.read(self.fileno, _CHUNK) if ready else b""
                except OSError:
                    data, ready = b"", [self.fileno]
                if ready and not data:
                    # The hang-up signal reaches only the program whose controlling terminal this is: any other
                    # would go on without a key that could end it.
                    self._app.call_later(leave)
                    break
                for message in reader.feed(data):
                    self.process_message(message)
                for message in reader.tick():
                    self.process_message(message)

    return TerminalDriver


def clipboard(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """The sequence that asks the terminal to copy a text (OSC 52), passed through tmux or screen where one runs.

    Whether the terminal does it cannot be known. Tmux gets it twice: for itself, and wrapped for the terminal outside.
    """
    sequence = f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"
    if environ.get("TMUX"):
        return sequence + "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if environ.get("STY"):
        return f"\x1bP{sequence}\x1b\\"
    return sequence


_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP")


def add_signal_handlers(leave: Callable[[], None]) -> None:
    """Call `leave` on SIGINT, SIGTERM and SIGHUP: a closed terminal or a `kill` ends the game as `q` does.

    Textual installs no handlers of its own in a terminal; asyncio's of SIGINT would end it without a word. Windows has
    no SIGHUP and its loop takes no handlers; there the journal, flushed on every action, is the whole safety. Call
    inside the running event loop.
    """
    loop = asyncio.get_running_loop()
    for name in _SIGNALS:
        with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(getattr(signal, name), leave)


def remove_signal_handlers() -> None:
    """Give the signals back."""
    for name in _SIGNALS:
        with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().remove_signal_handler(getattr(signal, name))
