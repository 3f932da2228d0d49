"""What the bench scripts share: which rules run, processes, tables."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from aiboard.analysis.estimate import Estimate
from aiboard.analysis.pool import pool
from aiboard.analysis.runner import map_chunks, scenario_to_text
from aiboard.engine import day
from aiboard.scenario import load

FIRST_SEED = 1_000_000
T = TypeVar("T")


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


def price_arguments(about: str, games: int, rollouts: int, bots: str) -> argparse.Namespace:
    """What the benches of prices are asked for, read."""
    parser = arguments(about, games, "first-sprint")
    parser.add_argument("--rollouts", type=int, default=rollouts, metavar="N", help="replicates of a price at most")
    parser.add_argument("--bots", default=bots, help="names with commas")
    return parser.parse_args()


def priced(asked: argparse.Namespace, work: Callable[..., list[T]]) -> Iterator[tuple[str, list[T]]]:
    """Each bot with a row for each of its games, as `work(scenario's text, bot, rollouts, seeds)` gives them."""
    text = scenario_to_text(load(asked.scenario))
    seeds = range(asked.seed, asked.seed + asked.games)
    with pool(asked.jobs) as executor:
        for bot in asked.bots.split(","):
            yield bot, map_chunks(partial(work, text, bot, asked.rollouts), seeds, executor, size=1)


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
