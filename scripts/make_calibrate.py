"""Write docs/calibration.md: what `aiboard calibrate` measures on a whole project, as tables.

    make calibrate
    make calibrate ARGS="--games 400 support-chatbot:chaos"

Takes some minutes. Rows that are not as they should be are written all the same: the page is where that is read.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Final

from aiboard.analysis import anchors
from aiboard.analysis.calibrate.policies import GOOD
from aiboard.analysis.calibrate.report import PARTS, Calibration, calibrate
from aiboard.analysis.calibrate.tables import tables
from aiboard.analysis.pool import pool
from aiboard.cli.batch_options import add_batch_options, read_batch_options
from aiboard.cli.progress import progress
from aiboard.engine.model.world import RULES_VERSION
from aiboard.scenario import load

TARGET: Final = Path(__file__).resolve().parent.parent / "docs" / "calibration.md"
SCENARIOS: Final = ("support-chatbot",)
HEAD: Final = """# Calibration

Written by `make calibrate` with rules version {rules}; `aiboard calibrate` measures the same. Good play is `{good}`.
Differences are between games on the same seeds, in equity points, with their 95 % intervals. A row that is not as it
should be says so.

- A disruption is injected into a game without drawn ones and compared, in several futures, with the same game without
  it. "p95 of its own" is the cost in one game of twenty, with the luck of play that went another way taken out. Who
  "never reacts" is good play without the actions that answer this kind, in both games.
- "never used" says that good play does not use an action: what it would be worth to somebody else is not measured.
"""


def page(found: list[Calibration]) -> str:
    """The whole page."""
    lines = [HEAD.format(rules=RULES_VERSION, good=GOOD).rstrip()]
    for item in found:
        lines += ["", f"## {item.scenario}", "", f"{item.games} games, seeds from {item.seed}; {item.misses} misses."]
        for title, rows in tables(item):
            lines += ["", f"### {title}, {item.scenario}", "", *_table(rows)]
    return "\n".join([*lines, ""])


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    heads, *measured = rows
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for row in measured:
        yield f"| {' | '.join(row)} |"


def _measured(name: str, seeds: range, executor: Executor | None) -> Calibration:
    resolved = load(name)
    with progress(f"{name}, anchors", 2 * len(anchors.SEEDS)) as shown:
        scale = anchors.get(resolved, executor, shown)
    if scale.weakness():
        raise SystemExit(f"{name}: {scale.weakness()}")
    return calibrate(resolved, scale, seeds, PARTS, progress, executor)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description="Write docs/calibration.md.")
    parser.add_argument("scenarios", nargs="*", default=list(SCENARIOS))
    add_batch_options(parser, 200, 1_000_000)
    many = read_batch_options(parser.parse_args(), 100_000)
    names = parser.parse_args().scenarios
    with pool(many.workers(len(many.seeds))) as executor:
        found = [_measured(name, many.seeds, executor) for name in names]
    TARGET.write_text(page(found), encoding="utf-8", newline="\n")
    print(f"wrote docs/{TARGET.name}")


if __name__ == "__main__":
    main()
