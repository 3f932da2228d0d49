"""The program on a real pseudo-terminal: press keys, read what a person would see, and every byte that was sent."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from types import TracebackType

import pyte

ROOT = Path(__file__).resolve().parents[2]
_QUIET = 0.08
_KEYS = {"enter": "\r", "esc": "\x1b", "tab": "\t", "space": " ", "left": "\x1b[D", "right": "\x1b[C"}


def _fork_beside() -> tuple[int, int]:
    """As `pty.fork`, but the terminal controls nothing: the child is in a session without one."""
    ours, theirs = pty.openpty()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.close(ours)
        for number in range(3):
            os.dup2(theirs, number)
        return pid, -1
    os.close(theirs)
    return pid, ours


class Terminal:
    """One run of the app. `code` is Python that runs it; without `controlling` closing this side sends no signal."""

    def __init__(
        self, code: str, env: dict[str, str], columns: int = 80, rows: int = 24, controlling: bool = True
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.sent = b""
        self.pid, self.fd = pty.fork() if controlling else _fork_beside()
        if self.pid == 0:
            # A shell that starts the tests in the background has them ignored, and a program inherits that.
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            os.chdir(ROOT)
            os.execve(sys.executable, [sys.executable, "-c", code], {**os.environ, "TERM": "xterm-256color", **env})
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(self.fd)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        if not data:
            return False
        self.sent += data
        self.stream.feed(data)
        return True

    def settle(self, quiet: float = _QUIET, most: float = 10.0) -> None:
        """Read until nothing comes for a moment."""
        end = time.monotonic() + most
        while time.monotonic() < end and self._read(quiet):
            pass

    def shows(self, text: str, most: float, wanted: bool = True) -> bool:
        """Read until the screen shows a text, or shows it no more; whether that came to be in time."""
        end = time.monotonic() + most
        while time.monotonic() < end:
            self._read(0.1)
            if (text in self.text()) == wanted:
                return True
        return False

    def wait_for(self, text: str, most: float = 60.0) -> str:
        """Read until the screen shows a text; the screen."""
        if self.shows(text, most):
            return self.text()
        raise AssertionError(f"never saw {text!r}; the screen is\n{self.text()}")

    def wait_for_no(self, text: str, most: float = 60.0) -> None:
        """Read until the screen shows a text no more."""
        assert self.shows(text, most, wanted=False), f"still saw {text!r}; the screen is\n{self.text()}"

    def press(self, *keys: str) -> None:
        """Press keys, one after another, each settled."""
        for key in keys:
            self.send(_KEYS.get(key, key).encode())
            self.settle()

    def send(self, data: bytes) -> None:
        """Bytes as they are; what the program writes meanwhile is read, so that neither waits for the other."""
        while data:
            _, ready, _ = select.select([], [self.fd], [], 0.05)
            if ready:
                data = data[os.write(self.fd, data[:1024]) :]
            self._read(0.0)

    def text(self) -> str:
        """The screen as a person sees it."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def signal(self, number: int) -> int:
        """Send a signal; the exit status the process ends with (negative: killed by that signal)."""
        os.kill(self.pid, number)
        return self.ended()

    def ended(self, most: float = 60.0) -> int:
        """Wait for the end; the exit status."""
        end = time.monotonic() + most
        while time.monotonic() < end:
            self._read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"it did not end; the screen is\n{self.text()}")
