"""The options of commands that play many games: how many, from which seed, in how many processes."""

from __future__ import annotations

import argparse
import os
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Final

from aiboard.analysis import anchors
from aiboard.analysis.runner import CHUNK
from aiboard.cli import errors
from aiboard.cli.progress import progress
from aiboard.instruments.errors import check_range
from aiboard.journal.lines import SEED_END
from aiboard.scenario import ResolvedScenario

_MOST_JOBS: Final = 1024


@dataclass(frozen=True)
class BatchOptions:
    """The games that were asked for: their seeds, and the processes to play them in."""

    seeds: range
    jobs: int

    def workers(self, games: int) -> int:
        """Processes that so many games can keep busy: each takes whole chunks."""
        # Starting a process takes longer than a small chunk of games.
        return min(self.jobs, -(-games // CHUNK))


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Declare --jobs and --json."""
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="processes (default: one a core)")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON document")


def read_jobs(args: argparse.Namespace) -> int:
    """How many processes: those asked for, else one a core; InputError for a number out of its range."""
    if args.jobs != 0:
        check_range("--jobs", args.jobs, 1, _MOST_JOBS, ", or 0 for one a core")
    # Some systems do not say how many cores they have.
    return args.jobs or os.cpu_count() or 1


def scale_of(resolved: ResolvedScenario, executor: Executor | None) -> anchors.Anchors:
    """The scenario's equity scale, measured first where it is not known."""
    scale = anchors.find(resolved)
    if scale is not None:
        return scale
    with progress("anchors", 2 * len(anchors.SEEDS)) as update:
        return anchors.get(resolved, executor, update)


def warn(resolved: ResolvedScenario, scale: anchors.Anchors | None) -> None:
    """Say on stderr why equity is not told, where it is not."""
    weakness = anchors.warning(resolved, scale)
    if weakness:
        errors.say(f"warning: {weakness}")


def add_batch_options(parser: argparse.ArgumentParser, games: int, seed: int) -> None:
    """Declare --games, --seed and --jobs with these defaults."""
    parser.add_argument("--games", type=int, default=games, metavar="N", help=f"how many seeds (default {games})")
    parser.add_argument("--seed", type=int, default=seed, metavar="N", help=f"first seed (default {seed})")
    add_jobs(parser)


def read_batch_options(args: argparse.Namespace, max_games: int) -> BatchOptions:
    """The options as given; InputError for one out of its range (`max_games` games)."""
    check_range("--games", args.games, 1, max_games)
    # The last seed has to be one too, not only the first.
    check_range("--seed", args.seed, 0, SEED_END - args.games)
    return BatchOptions(range(args.seed, args.seed + args.games), read_jobs(args))
