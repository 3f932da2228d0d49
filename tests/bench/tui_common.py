"""Shared by the terminal benches: a program on a pseudo-terminal, every read timed. Ratios to a bare Textual app.

Absolute milliseconds depend on the machine; the ratios are what docs/performance.md holds to the targets.
"""

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COLUMNS, ROWS = 120, 36

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    ENABLE_COMMAND_PALETTE = False
    count = 0
    def compose(self):
        yield Static("ready 0")
    def on_key(self, event):
        self.count += 1
        self.query_one(Static).update(f"ready {self.count}")
Bare().run()
"""


class Run:
    """A program under test; `first` is the time from start until its mark was read."""

    def __init__(self, code: str, mark: bytes, env: dict[str, str]) -> None:
        begin = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            # Textual comes with its bytecode; ours is written by the first run, as on a player's machine.
            full = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
            full |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", **env}
            os.chdir(ROOT)
            os.execve(sys.executable, [sys.executable, "-c", code], full)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        seen = b""
        while mark not in seen:
            ready, _, _ = select.select([self.fd], [], [], 30)
            if not ready:
                raise SystemExit(f"no sign of {mark!r} in {seen[-400:]!r}")
            seen += os.read(self.fd, 65536)
        self.first = time.perf_counter() - begin
        self.read_all(0.4)

    def read_all(self, quiet: float) -> tuple[int, float]:
        """Read until `quiet` seconds pass without output: bytes, and when the last of them came."""
        count, last = 0, time.perf_counter()
        while select.select([self.fd], [], [], quiet)[0]:
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                break
            if not data:
                break
            count += len(data)
            last = time.perf_counter()
        return count, last

    def press(self, key: str, quiet: float = 0.06) -> tuple[float, int]:
        """Press one key: seconds to the last byte of its repaint, and its bytes."""
        begin = time.perf_counter()
        os.write(self.fd, key.encode())
        count, last = self.read_all(quiet)
        return last - begin, count

    def rss(self) -> float:
        """Resident memory, MiB."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmRSS"):
                    return int(line.split()[1]) / 1024
        raise SystemExit("no VmRSS")

    def end(self) -> None:
        """Kill it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def median(values: list[float]) -> float:
    """The middle."""
    return statistics.median(values)


def folders(base: Path) -> dict[str, str]:
    """Settings and saves of the bench's own; animation off, as the targets are about repaints, not about effects."""
    (base / "home").mkdir(exist_ok=True)
    (base / "home" / "settings.json").write_text('{"animation": false}', encoding="utf-8")
    return {"AIBOARD_HOME": str(base / "home"), "AIBOARD_SAVES": str(base / "saves")}


def game_code(save: Path) -> str:
    """Code that opens the board of a save."""
    return f"import sys; from aiboard.tui import Options, run; sys.exit(run(Options(resume={str(save)!r})))"


def big_save(base: Path, cards: int = 60) -> Path:
    """A game with this many cards on the board, ten of them in runs that do not end soon: every day has news."""
    sys.path.insert(0, str(ROOT))
    from aiboard.game import new_game
    from aiboard.scenario import from_data
    from tests.tui.project import data

    scenario = data()
    one = scenario["ideas"][0]
    one = {**one, "runs": 12, "run_days": 2}
    scenario["ideas"] = [{**one, "id": f"EXP-{n:03d}", "title": f"Idea number {n}"} for n in range(1, cards + 1)]
    scenario["compute"] = {"gpus": 12}
    scenario["team"] = {"wip": {"experiment": 12, "hypothesis": 12}}
    scenario["calendar"] = {"days": 200, "sprint_days": 100}
    scenario["launch"] = {}
    path = base / "saves" / "big.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    with new_game(from_data(scenario), seed=3, save=path) as game:
        for n in range(1, 11):
            if game.board.minutes_left >= 60:
                game.do(f"start EXP-{n:03d}")
            else:
                game.end_day()
                game.do(f"start EXP-{n:03d}")
        game.end_day()
    return path
