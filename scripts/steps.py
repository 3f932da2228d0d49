"""What every step of preparation shares: its line of progress, its log, and whether anything it depends on has changed.

Standard library only, so that any Python 3.11 can run it before anything is installed.
"""

import hashlib
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
# Versions of everything that is installed: a new release of a tool must not change what `make test` says.
PINS = ROOT / "constraints.txt"
# Endings of files that Python and compilers make; they are never an input.
MADE = {".pyc", ".pyd", ".so"}


class Problem(Exception):
    """Something a person has to know; its text is one line that says what to do."""


def say(text: str) -> None:
    """Print one line of progress at once."""
    print(f"aiboard: {text}", flush=True)


def run(command: list[str], log: Path, **extra: str) -> None:
    """Run a command with its output in `log`; raise Problem with the log's last line if it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as out:
        done = subprocess.run(
            command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **extra}, cwd=ROOT
        )
    if done.returncode:
        output = log.read_text(encoding="utf-8", errors="replace")
        raise Problem(f"{telling_line(output)} (the whole output is in {log.relative_to(ROOT)})")


def telling_line(output: str) -> str:
    """Return the line of a failed tool's output that says most: its first error, else its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["no output"]
    for sign in (": error:", "Error: ", "ERROR: "):
        if telling := [line for line in lines if sign in line]:
            return telling[0]
    return lines[-1]


def source_files(roots: Iterable[str]) -> list[Path]:
    """Return the files under the given paths of the project that go into a build, sorted."""
    found: list[Path] = []
    for name in roots:
        path = ROOT / name
        inside = path.rglob("*") if path.is_dir() else [path]
        found += [file for file in inside if file.is_file() and file.suffix not in MADE]
    return sorted(found)


def fingerprint(roots: Iterable[str], *more: str) -> str:
    """Return a digest of the names and bytes of the files under `roots`, and of this Python."""
    digest = hashlib.sha256(repr((sys.version, sysconfig.get_platform(), more)).encode())
    for file in source_files(roots):
        data = file.read_bytes()
        digest.update(f"{file.relative_to(ROOT).as_posix()} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def stamped(stamp: Path, value: str) -> bool:
    """Tell whether `stamp` holds `value`: the step it stands for was done for these inputs."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == value
