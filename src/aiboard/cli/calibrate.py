"""`aiboard calibrate`: what disruptions cost, which play beats which, how work flows, what each thing is worth."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from typing import Final

from aiboard.analysis.calibrate.report import PARTS, Calibration, calibrate
from aiboard.analysis.calibrate.tables import tables
from aiboard.analysis.ladder import FIRST_SEED
from aiboard.analysis.pool import pool
from aiboard.cli import errors
from aiboard.cli.batch_options import BatchOptions, add_batch_options, read_batch_options, scale_of
from aiboard.cli.output import emit
from aiboard.cli.progress import progress
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.scenario import ResolvedScenario, load, shipped
from aiboard.views import fmt

GAMES: Final = 100
_MOST_GAMES: Final = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("scenarios", metavar="SCENARIO", nargs="*", help="names or files (default: all that ship)")
    parser.add_argument("--only", metavar="A,B", help=f"which tables (default all: {', '.join(PARTS)})")
    add_batch_options(parser, GAMES, FIRST_SEED)


def run(args: argparse.Namespace) -> int:
    """Measure and print; the answer is "no" when a row is not as it should be."""
    batch = read_batch_options(args, _MOST_GAMES)
    parts = _parts(args.only)
    scenarios = [load(name) for name in args.scenarios or [path.stem for path in shipped()]]
    began = time.perf_counter()
    calibrations = [_measure(resolved, batch, parts) for resolved in scenarios]
    seconds = time.perf_counter() - began
    document = {"games": args.games, "seed": args.seed, "scenarios": [item.data() for item in calibrations]}
    lines = [line for item in calibrations for line in _lines(item)]
    emit(args.json, {**document, "timing": {"seconds": round(seconds, 3)}}, [*lines, f"{seconds:.0f} s"])
    # Also as an exit code, so that a release can be stopped by it.
    return errors.NO if any(item.misses for item in calibrations) else errors.OK


def _parts(words: str | None) -> Sequence[str]:
    if words is None:
        return PARTS
    chosen = [word.strip() for word in words.split(",")]
    for word in chosen:
        if word not in PARTS:
            raise InputError(f"there is no table '{clean(word, 40)}': they are {', '.join(PARTS)}", field="--only")
    return chosen


def _measure(resolved: ResolvedScenario, batch: BatchOptions, parts: Sequence[str]) -> Calibration:
    with pool(batch.workers(len(batch.seeds))) as executor:
        scale = scale_of(resolved, executor)
        # Equity divides by the distance of the anchors: where it is small, every figure would be noise.
        weakness = scale.weakness()
        if weakness:
            raise InputError(f"{weakness}; nothing can be told in equity points", field=resolved.key)
        return calibrate(resolved, scale, batch.seeds, parts, progress, executor)


def _lines(calibration: Calibration) -> Iterator[str]:
    last = calibration.seed + calibration.games - 1
    yield f"{calibration.scenario}: {fmt.count(calibration.games, 'game')}, seeds {calibration.seed} to {last}"
    for title, rows in tables(calibration):
        yield from ("", title, *_aligned(rows))
    yield ""
    yield f"{fmt.count(calibration.misses, 'row')} not as it should be" if calibration.misses else "all as it should be"


def _aligned(table: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
