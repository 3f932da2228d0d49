"""What the bench scripts share: which rules run, processes, tables."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from aiboard.analysis.estimate import Estimate
from aiboard.engine import day

FIRST_SEED = 1_000_000


def compiled() -> bool:
    """Whether the rules are compiled in this process."""
    return not str(day.__file__).endswith(".py")


def arguments(about: str, games: int, scenario: str = "support-chatbot") -> argparse.ArgumentParser:
    """A parser with what every script takes."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("scenario", nargs="?", default=scenario, help=f"default {scenario}")
    parser.add_argument("--games", type=int, default=games, metavar="N", help=f"seeds (default {games})")
    parser.add_argument("--seed", type=int, default=FIRST_SEED, metavar="N", help=f"first seed (default {FIRST_SEED})")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes")
    return parser


def told(value: Estimate, digits: int = 1) -> str:
    """`12.3 (10.1 to 14.5)`."""
    if value.low is None or value.high is None:
        return f"{value.mean:.{digits}f}"
    return f"{value.mean:.{digits}f} ({value.low:.{digits}f} to {value.high:.{digits}f})"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they need to be; the first one to the left, the others to the right."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = []
    for row in [head, *rows]:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def rerun() -> str:
    """How to run this script again the same way."""
    root = Path(__file__).resolve().parents[2]
    script = Path(sys.argv[0]).resolve()
    name = script.relative_to(root) if script.is_relative_to(root) else script.name
    before = "make compiled && PYTHONPATH=build/compiled " if compiled() else ""
    words = " ".join(sys.argv[1:])
    rules = "compiled" if compiled() else "interpreted"
    return f"rules {rules}; again: {before}.venv/bin/python {name}{' ' + words if words else ''}"
