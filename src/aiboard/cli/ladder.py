"""`aiboard ladder SCENARIO`: bots on common seeds, with what separates them; `--bots gaming` runs the known tricks."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from typing import Final

from aiboard.analysis import anchors
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.ladder import FIRST_SEED, Ladder, Rung, ladder
from aiboard.analysis.pool import pool
from aiboard.analysis.runner import LOOKAHEAD, check_bot_name
from aiboard.bots import BOTS
from aiboard.bots.gaming import BASIS, GAMING
from aiboard.cli import errors
from aiboard.cli.batch_options import add_batch_options, read_batch_options, scale_of, warn
from aiboard.cli.output import emit
from aiboard.cli.progress import progress
from aiboard.scenario import load
from aiboard.views import fmt

GAMES: Final = 200
_MOST_GAMES: Final = 1_000_000
GAMING_SET: Final = "gaming"
"""Stands for the anti-gaming set, the policy it is tried on and the zero of the scale."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("scenario", metavar="SCENARIO", help="a scenario's name or file")
    default = f"which (default: {', '.join(BOTS)}), or {GAMING_SET}; {LOOKAHEAD}, slow, where named"
    parser.add_argument("--bots", metavar="A,B", help=default)
    add_batch_options(parser, GAMES, FIRST_SEED)


def run(args: argparse.Namespace) -> int:
    """Play the ladder and print it."""
    bots, against = _parse_bots(args.bots)
    batch = read_batch_options(args, _MOST_GAMES)
    resolved = load(args.scenario)
    began = time.perf_counter()
    scale = anchors.find(resolved)
    # Anchors of an unknown scenario are most of the work: counted, or too few processes would be started.
    work = len(bots) * args.games + (0 if scale else 2 * len(anchors.SEEDS))
    with pool(batch.workers(work)) as executor:
        # Cut first, since the ladder prints equity from them.
        scale = scale_of(resolved, executor)
        with progress("games", len(bots) * args.games) as update:
            table = ladder(resolved, bots, args.games, args.seed, scale, executor, update, against)
    seconds = time.perf_counter() - began
    warn(resolved, scale)
    emit(args.json, {**table.data(), "timing": {"seconds": round(seconds, 3)}}, _lines(table, seconds))
    return errors.OK


def _parse_bots(words: str | None) -> tuple[list[str], str | None]:
    """The bots that were asked for, and the one to compare with (None: the best); InputError for an unknown one."""
    if words is None:
        return list(BOTS), None
    if words.strip() == GAMING_SET:
        return [BASIS, *GAMING, anchors.ZERO], BASIS
    return [check_bot_name(name.strip()) for name in words.split(",")], None


def _lines(table: Ladder, seconds: float) -> Iterator[str]:
    last = table.seed + table.games - 1
    yield f"{table.scenario}: {fmt.count(table.games, 'game')} a bot, seeds {table.seed} to {last}, {seconds:.1f} s"
    wide = max(13, *(len(rung.bot) + 1 for rung in table.rungs))
    yield f"{'bot':<{wide}}{'value, $':>10}{'95 % interval':>23}{'equity':>8}{'SD, $':>9}{'kill':>6}{'promote':>9}"
    for rung in table.rungs:
        yield _line(rung, wide)
    behind = [rung for rung in table.rungs if rung.behind is not None]
    if behind:
        yield ""
        yield f"difference to {table.against}, seed by seed ($ a game; equity points)"
    for rung in behind:
        assert rung.behind is not None
        same = rung.behind.low == rung.behind.high == 0
        mark = "  the same play" if same else "" if rung.behind.excludes_zero() else "  not told apart"
        points = "" if rung.points is None else fmt.number(rung.points.mean, 1)
        yield f"{rung.bot:<{wide}}{fmt.number(rung.behind.mean):>10}{_interval(rung.behind):>23}{points:>8}{mark}"
    yield "kill and promote: shares of decided cards; context, not a target"


def _line(rung: Rung, wide: int) -> str:
    equity = "null" if rung.equity is None else fmt.number(rung.equity.mean, 1)
    return (
        f"{rung.bot:<{wide}}{fmt.number(rung.value.mean):>10}{_interval(rung.value):>23}{equity:>8}"
        f"{fmt.number(rung.spread):>9}{_share(rung.kill_rate):>6}{_share(rung.promotion_rate):>9}"
    )


def _interval(value: Estimate) -> str:
    if value.low is None or value.high is None:
        return ""
    return f"{fmt.number(value.low)} to {fmt.number(value.high)}"


def _share(rate: float | None) -> str:
    return "·" if rate is None else fmt.share(rate)
