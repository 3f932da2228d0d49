"""`aiboard lessons`: what following each advice is worth, measured, and in the world where it should stop."""

from __future__ import annotations

import argparse
import textwrap
import time
from collections.abc import Iterator, Sequence
from typing import Final

from aiboard.analysis import anchors
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.ladder import FIRST_SEED
from aiboard.analysis.lessons import LESSONS, PROJECT, Lesson
from aiboard.analysis.lessons.measure import LessonMeasurement, document
from aiboard.analysis.lessons.measured_lesson import MeasuredLesson
from aiboard.analysis.lessons.shipped_verdicts import points_text
from aiboard.analysis.pool import pool
from aiboard.cli import errors
from aiboard.cli.batch_options import add_batch_options, read_batch_options, warn
from aiboard.cli.output import emit
from aiboard.cli.progress import progress
from aiboard.engine.model.world import RULES_VERSION
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.scenario import load
from aiboard.views import fmt

GAMES: Final = 200
_MOST_GAMES: Final = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--only", metavar="A,B", help="lessons by id, as L15,L26 (default all)")
    parser.add_argument("--scenario", default=PROJECT, help=f"where they are measured (default {PROJECT})")
    add_batch_options(parser, GAMES, FIRST_SEED)


def run(args: argparse.Namespace) -> int:
    """Measure the lessons and print them. What does not hold is a result, and the exit code is 0."""
    lessons = _parse_lessons(args.only)
    batch = read_batch_options(args, _MOST_GAMES)
    resolved = load(args.scenario)
    began = time.perf_counter()
    measurement = LessonMeasurement(resolved, lessons, batch.seeds)
    with pool(batch.workers(measurement.games)) as executor, progress("games", measurement.games) as update:
        results = measurement.run(executor, update)
    seconds = time.perf_counter() - began
    warn(resolved, anchors.find(resolved))
    figures = {**document(results, batch.seeds), "timing": {"seconds": round(seconds, 3)}}
    emit(args.json, figures, _lines(results, batch.seeds, seconds))
    return errors.OK


def _parse_lessons(only: str | None) -> list[Lesson]:
    """Lessons by the ids given, each once and in their order; InputError for an unknown one."""
    if only is None:
        return list(LESSONS.values())
    ids = {name.strip().upper() for name in only.split(",")}
    for name in sorted(ids - set(LESSONS)):
        names = ", ".join(LESSONS)
        raise InputError(f"no lesson is called '{clean(name, 40)}'; measured are {names}", field="--only")
    return [lesson for lesson in LESSONS.values() if lesson.id in ids]


def _lines(results: Sequence[MeasuredLesson], seeds: range, seconds: float) -> Iterator[str]:
    games = f"{fmt.count(len(seeds), 'game')} a bot and world, seeds {seeds[0]} to {seeds[-1]}"
    yield f"{results[0].here.world}: {games}, rules {RULES_VERSION}, {seconds:.1f} s"
    yield "following the advice less not following it, seed by seed; equity points a game"
    for item in results:
        yield from _lesson(item)


def _lesson(item: MeasuredLesson) -> Iterator[str]:
    lesson = item.lesson
    yield ""
    yield f"{lesson.id}  {lesson.title:<64} {item.verdict}"
    yield from _wrapped("here", _figure(item.here.equity))
    beyond = f": {item.boundary_verdict}" if item.boundary_verdict else ""
    yield from _wrapped("boundary", f"{_figure(item.there.equity)}{beyond} {lesson.boundary.where}")
    if lesson.doubt:
        yield from _wrapped("why", lesson.doubt)


def _wrapped(label: str, text: str) -> list[str]:
    return textwrap.wrap(f"{label:<10}{text}", 79, initial_indent=5 * " ", subsequent_indent=15 * " ")


def _figure(equity: Estimate | None) -> str:
    return points_text(equity) if equity else "null"
