"""`aiboard doctor`: what this installation can do."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from aiboard import __version__
from aiboard.cli import errors
from aiboard.cli.output import emit_json
from aiboard.engine import day
from aiboard.engine.model.world import RULES_VERSION
from aiboard.formats.archive import reads_zstd
from aiboard.instruments.text import clean
from aiboard.journal.lines import FORMAT
from aiboard.journal.saves import saves_folder
from aiboard.scenario import shipped


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--json", action="store_true", help="print the findings as one JSON document")


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when something is missing that playing needs."""
    report = findings()
    problems = report["problems"]
    assert isinstance(problems, list)
    if args.json:
        emit_json(report)
    else:
        wide = max(map(len, report))
        for name, value in report.items():
            if name != "problems":
                print(f"{name.replace('_', ' '):<{wide}}  {_shown(value)}")
        if report["engine"] == "interpreted":
            print("the rules run interpreted: the same games, twenty or more times slower; make play compiles them")
        if not report["reads_zstd_logs"]:
            print("Inspect's .eval logs are packed with zstd; to read them: pip install zstandard")
        print("\n".join(f"problem: {problem}" for problem in problems) or "everything that playing needs is there")
    return errors.NO if problems else errors.OK


def findings() -> dict[str, object]:
    """Everything that is reported, and under `problems` what is wrong, one sentence each."""
    folder = saves_folder()
    trouble = _unwritable(folder)
    scenarios = len(shipped())
    textual = _version("textual")
    problems: list[str] = []
    if trouble:
        problems.append(f"saves cannot be written: {trouble}; set AIBOARD_SAVES to another folder")
    if not scenarios:
        problems.append("no scenario was found; install aiboard again")
    if textual is None:
        problems.append("textual is not installed; only --plain plays; install aiboard again")
    size = shutil.get_terminal_size()
    return {
        "aiboard": __version__,
        "rules_version": RULES_VERSION,
        "save_format": FORMAT,
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "platform": f"{platform.system()} {platform.machine()}",
        "engine": engine(),
        "textual": textual,
        "terminal": clean(os.environ.get("TERM", ""), 40) or None,
        "stdout_is_a_terminal": sys.stdout is not None and sys.stdout.isatty(),
        "size": [size.columns, size.lines],
        "colours": _colours(),
        "encoding": getattr(sys.stdout, "encoding", None),
        "saves": clean(str(folder), 300),
        "saves_writable": trouble is None,
        "scenarios": scenarios,
        "reads_zstd_logs": reads_zstd(),
        "problems": problems,
    }


def engine() -> str:
    """`compiled` where the rules are machine code, `interpreted` where they are Python."""
    # The imported module's own file says it, whatever wheel the installation claims to be.
    return "interpreted" if str(day.__file__).endswith(".py") else "compiled"


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _colours() -> str:
    """What the environment says the terminal shows; nothing is sent to it."""
    if os.environ.get("NO_COLOR"):
        return "none (NO_COLOR)"
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "16 million"
    term = os.environ.get("TERM", "")
    if term in ("", "dumb"):
        # The terminals of Windows name no TERM and show every colour.
        return "none" if os.name != "nt" else "16 million"
    return "256" if "256color" in term else "16"


def _unwritable(folder: Path) -> str | None:
    """Why a file cannot be written in `folder` (or in the nearest folder above that exists); None when it can."""
    nearest = folder
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    # Nothing is made to find out: asking must not leave a folder behind.
    if nearest != folder and not os.access(nearest, os.W_OK | os.X_OK):
        return f"{clean(str(nearest), 200)} may not be written"
    if nearest != folder:
        return None
    try:
        # Written for real: on network folders and on Windows the permission bits say little.
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return f"{clean(str(folder), 200)}: {error.strerror}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "×".join(str(item) for item in value)
    return "-" if value is None else str(value)
