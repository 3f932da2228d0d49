"""A game is played without numpy: it is for analysis, and playing has to open at once."""

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

# Notes the top-level package of every import the moment it happens, so that a killed game still tells.
WATCH = """
import sys
log = open({log!r}, "w", buffering=1)
seen = set()
def note(event, args):
    if event == "import":
        package = args[0].partition(".")[0]
        if package not in seen:
            seen.add(package)
            log.write(package + "\\n")
sys.addaudithook(note)
from aiboard.cli.main import main
sys.exit(main({arguments!r}))
"""
HEAVY = {"numpy", "scipy", "pandas"}


def _command(log: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-c", WATCH.format(log=str(log), arguments=list(arguments))]


def _days(save: Path) -> int:
    """How many days a save says were played."""
    if not save.exists():
        return 0
    lines = save.read_text(encoding="utf-8").splitlines()
    kinds = [json.loads(line) for line in lines if line.endswith("}")]
    return sum("digest" in line for line in kinds[1:])


def test_plain_game_imports_neither_numpy_nor_textual(tmp_path: Path) -> None:
    log, save = tmp_path / "imports", tmp_path / "game.jsonl"
    command = _command(log, "play", "first-sprint", "--seed", "1", "--save", str(save), "--plain")
    done = subprocess.run(command, input="end\nend\n", capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert _days(save) == 2, done.stdout
    assert set(log.read_text(encoding="utf-8").split()) & (HEAVY | {"textual"}) == set()


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_app_imports_no_numpy(tmp_path: Path) -> None:
    import pty

    log, save = tmp_path / "imports", tmp_path / "game.jsonl"
    command = _command(log, "play", "first-sprint", "--seed", "1", "--save", str(save))
    controller, terminal = pty.openpty()
    size = {"COLUMNS": "80", "LINES": "24"}
    game = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env=os.environ | size, start_new_session=True
    )
    os.close(terminal)
    shown, opened = b"", False
    end, next_key = time.monotonic() + 60, 0.0
    try:
        while _days(save) < 2 and time.monotonic() < end and game.poll() is None:
            if select.select([controller], [], [], 0.1)[0]:
                with contextlib.suppress(OSError):  # the end of a terminal is an error on Linux
                    shown += os.read(controller, 65536)
            if b"to the board" in shown and time.monotonic() > next_key:
                # A new game opens on its canvas.
                os.write(controller, b" " if opened else b"\r")
                opened = True
                next_key = time.monotonic() + 0.5
    finally:
        game.kill()
        game.wait()
        os.close(controller)
    assert _days(save) >= 2, shown[-2000:].decode(errors="replace")
    imported = set(log.read_text(encoding="utf-8").split())
    assert "textual" in imported
    assert imported & HEAVY == set()
