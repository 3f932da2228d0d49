"""Write src/aiboard/analysis/lessons/verdicts.json and docs/lessons.md: what following each lesson is worth.

    make lessons                          all lessons, each in all its scenarios; compiled rules where there are any
    python scripts/make_lessons.py --page write only the page, from the verdicts that are there

Run it after a change of the rules, a scenario, a bot or a lesson. Games that the change cannot have touched are taken
from the cache.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from aiboard.analysis.estimate import Estimate
from aiboard.analysis.ladder import FIRST_SEED
from aiboard.analysis.lessons import LESSONS
from aiboard.analysis.lessons.measure import LessonMeasurement
from aiboard.analysis.lessons.measured_lesson import MeasuredLesson
from aiboard.analysis.lessons.shipped_verdicts import FILE, Verdicts, parsed, points_text
from aiboard.analysis.lessons.verdict import LEAST_POINTS, Verdict
from aiboard.analysis.pool import pool
from aiboard.engine.model.world import RULES_VERSION
from aiboard.scenario import load

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "aiboard" / "analysis" / "lessons" / FILE
PAGE = ROOT / "docs" / "lessons.md"
GAMES = 1_000


def measured(games: int, jobs: int) -> Verdicts:
    """Every lesson in every scenario it names, by lesson."""
    seeds = range(FIRST_SEED, FIRST_SEED + games)
    rows: list[MeasuredLesson] = []
    with pool(jobs) as executor:
        for key in dict.fromkeys(key for lesson in LESSONS.values() for key in lesson.scenarios):
            began = time.perf_counter()
            lessons = [lesson for lesson in LESSONS.values() if key in lesson.scenarios]
            work = LessonMeasurement(load(key), lessons, seeds)
            rows += work.run(executor)
            print(f"{key}: {work.games} games, {time.perf_counter() - began:.0f} s", flush=True)
    return Verdicts(RULES_VERSION, FIRST_SEED, games, tuple(sorted(rows, key=_place)))


def _place(row: MeasuredLesson) -> tuple[str, int]:
    return row.lesson.id, row.lesson.scenarios.index(row.here.world)


def page(found: Verdicts) -> str:
    """docs/lessons.md."""
    return "\n".join([*_head(found), *_table(found), *_doubts(found), *_details(found)]).rstrip() + "\n"


def _head(found: Verdicts) -> Iterator[str]:
    last = found.seed + found.games - 1
    yield "# Lessons"
    yield ""
    yield "Written by `make lessons`; do not edit. What the game advises is measured inside its own rules: the bot"
    yield "`reference` follows every lesson, its twin ignores one of them and is otherwise the same. Both play the same"
    yield f"luck: {found.games:,} games a bot and world, seeds {found.seed} to {last}, rules version {found.rules}."
    yield "`aiboard lessons` measures again; `aiboard lessons --scenario NAME` does so in another scenario."
    yield ""
    yield "Figures are equity points a game, following less ignoring, seed by seed, 95 % intervals. Each lesson has a"
    yield "boundary: a world made of the same scenario by changing a few dials, in which the advice should stop paying."
    yield "Its figures stand on the scale of the scenario itself, so a point is the same money on both sides."
    yield ""
    yield f"- **holds**: the interval is above 0, and its mean is {LEAST_POINTS:g} points or more"
    yield f"- **small**: the interval is above 0, its mean under {LEAST_POINTS:g} points"
    yield "- **not shown**: the interval holds 0"
    yield "- **loses**: the interval is under 0"
    yield "- **stops**: beyond the boundary the interval ends under a third of the lower end here; **loses** beyond it:"
    yield "  the interval ends under 0; **pays less**: it ends under the lower end here"
    yield ""


def _table(found: Verdicts) -> Iterator[str]:
    yield "| | lesson | in | worth, points a game | verdict | beyond the boundary | verdict there |"
    yield "|---|---|---|---|---|---|---|"
    for row in found.rows:
        here, there = (_figure(effect.equity) for effect in (row.here, row.there))
        beyond = row.boundary_verdict or "·"
        world = f"`{row.here.world}`"
        yield f"| {row.lesson.id} | {row.lesson.title} | {world} | {here} | {row.verdict} | {there} | {beyond} |"
    yield ""


def _figure(equity: Estimate | None) -> str:
    return points_text(equity) if equity else "no scale"


def _doubts(found: Verdicts) -> Iterator[str]:
    doubted = [row for row in _default(found) if row.verdict != Verdict.HOLDS]
    if not doubted:
        return
    yield "## What does not hold, or is small"
    yield ""
    yield "The reasons are our reading of the rules; only the figures are measured."
    yield ""
    for row in doubted:
        yield f"- **{row.lesson.id}, {row.lesson.title.lower()}** ({row.verdict}): {row.lesson.doubt}"
    yield ""


def _default(found: Verdicts) -> list[MeasuredLesson]:
    """The rows of the scenario each lesson is taught in."""
    return [row for row in found.rows if row.here.world == row.lesson.scenarios[0]]


def _details(found: Verdicts) -> Iterator[str]:
    yield "## The pairs"
    yield ""
    for row in _default(found):
        lesson, boundary = row.lesson, row.lesson.boundary
        yield f"### {lesson.id} {lesson.title}"
        yield ""
        yield lesson.advice
        yield ""
        yield f"- Follows: {lesson.obey}"
        yield f"- Ignores: {lesson.ignore}"
        yield f"- Boundary (`{row.there.world}`): {boundary.where.removeprefix('where ')}. {boundary.why}"
        yield f"- Dials: {_dials(boundary.changes)}"
        yield f"- Stops paying {lesson.until}."
        yield ""


def _dials(changes: object, under: str = "") -> str:
    """Changes as `group.dial: value`."""
    if not isinstance(changes, dict):
        return f"`{under}: {str(changes).lower() if isinstance(changes, bool) else changes}`"
    return ", ".join(_dials(value, f"{under}.{key}" if under else key) for key, value in changes.items())


def main() -> int:
    """Measure, and write both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--page", action="store_true", help="only the page, from the verdicts that are there")
    parser.add_argument("--games", type=int, default=GAMES, metavar="N", help=f"seeds (default {GAMES})")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes")
    asked = parser.parse_args()
    if not asked.page:
        found = measured(asked.games, asked.jobs)
        TARGET.write_text(found.to_json(), encoding="utf-8", newline="\n")
        for row in _default(found):
            print(f"{row.lesson.id} {row.verdict:<10} {_figure(row.here.equity):<28} {_figure(row.there.equity)}")
    stored = parsed(TARGET.read_text(encoding="utf-8"))
    PAGE.write_text(page(stored), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
