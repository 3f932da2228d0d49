"""`aiboard reliability SCENARIO`: how far one game's score tells players apart, measured on simulated players."""

from __future__ import annotations

import argparse
import textwrap
import time
from collections.abc import Iterator
from typing import Final

from aiboard.analysis import anchors
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.pool import pool
from aiboard.analysis.reliability.report import NAMES, PRACTICE, SELECTION, WANTED, Figures, Report
from aiboard.cli import errors
from aiboard.cli.batch_options import add_jobs, read_jobs, scale_of
from aiboard.cli.output import emit
from aiboard.cli.progress import progress
from aiboard.engine.model.world import RULES_VERSION
from aiboard.instruments.errors import check_range
from aiboard.scenario import ResolvedScenario, load
from aiboard.views import fmt

PLAYERS: Final = 100
GAMES: Final = 2
ROLLOUTS: Final = 32
# A correlation of games takes at least two of each player.
_LIMITS: Final = {"players": (10, 10_000), "games": (2, 100), "series": (1, 50), "rollouts": (32, 1024)}
"""Fewest and most of each option."""
SIMULATED: Final = (
    "The players are simulated: the reference with 0 to 3 lessons turned into their opposite and up to 30 % of its "
    "choices replaced by random ones. People differ in other ways and by other amounts; with people the figures will "
    "be others."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("scenario", metavar="SCENARIO", help="a scenario's name or file")
    for name, default, help_text in (
        ("players", PLAYERS, "simulated players"),
        ("games", GAMES, "games of each, or with --series so many series of games; every player has other seeds"),
        ("series", 1, "score players by the mean of so many games"),
        ("rollouts", ROLLOUTS, "most futures behind a price"),
    ):
        parser.add_argument(
            f"--{name}", type=int, default=default, metavar="N", help=f"{help_text} (default {default})"
        )
    add_jobs(parser)


def run(args: argparse.Namespace) -> int:
    """Measure and print. A score that is not reliable is a result, and the exit code is 0."""
    for name, (low, high) in _LIMITS.items():
        check_range(f"--{name}", getattr(args, name), low, high)
    jobs = read_jobs(args)
    # numpy comes with it: bad options are said before it is loaded.
    from aiboard.analysis.reliability.measure import ReliabilityMeasurement, ReliabilitySettings

    resolved = load(args.scenario)
    began = time.perf_counter()
    work = ReliabilityMeasurement(
        resolved, _scale(resolved, jobs), ReliabilitySettings(args.players, args.games, args.series, args.rollouts)
    )
    games = len(work.missing)
    with pool(min(jobs, games)) as executor, progress("games", max(1, games)) as update:
        report = work.run(executor, update)
    seconds = time.perf_counter() - began
    timing = {"seconds": round(seconds, 3), "games_played": games}
    emit(args.json, {**report.data(), "timing": timing}, _lines(report, games, seconds))
    return errors.OK


def _scale(resolved: ResolvedScenario, jobs: int) -> anchors.Anchors:
    """The equity scale, measured first where it is not known."""
    scale = anchors.find(resolved)
    if scale is not None:
        return scale
    with pool(jobs) as executor:
        return scale_of(resolved, executor)


def _lines(report: Report, played_games: int, seconds: float) -> Iterator[str]:
    each = f"{fmt.count(report.players, 'simulated player')}, {fmt.count(report.games, 'game')} each"
    yield f"{report.scenario}: {each}, rules {RULES_VERSION}, {report.rollouts} futures a price"
    yield f"{fmt.count(played_games, 'game')} played now, the others kept from before; {seconds:.1f} s"
    yield ""
    halves = f"{report.games // 2 * 2} games, split half"
    yield f"{'':<21}{'one game, r':>22}{halves:>24}{'SD':>6}{'SEM':>6}"
    for name, figures in report.figures.items():
        numbers = f"{fmt.number(figures.spread):>6}{fmt.number(figures.error):>6}"
        yield f"{NAMES[name]:<21}{_estimate_text(figures.one):>22}{_estimate_text(figures.split):>24}{numbers}"
    yield "r: correlation between games of the same players, with its 95 % interval;"
    yield "split half: every other game against the others, stepped up (Spearman-Brown) to"
    yield "all of them; SD and SEM (from game to game of one player): of one game, points"
    for name, figures in report.figures.items():
        if figures.halves is not None:
            yield f"{NAMES[name]}, half the decisions of a game, stepped up: {_estimate_text(figures.halves)}"
    yield ""
    yield f"{'':<21}" + "".join(f"{f'games for r = {target:.2f}':>22}" for target in WANTED) + f"{'half width':>12}"
    for name, figures in report.figures.items():
        half = "none" if figures.half is None else fmt.number(figures.half, 2)
        yield f"{NAMES[name]:<21}" + "".join(f"{_needed(figures, target):>22}" for target in WANTED) + f"{half:>12}"
    yield "half width: r of one game among players who differ half as much"
    if report.series > 1:
        yield from _series(report)
    yield ""
    for words in (_verdict(report), _cost(report), SIMULATED):
        yield from textwrap.wrap(words, 79)


def _series(report: Report) -> Iterator[str]:
    yield ""
    yield f"{f'mean of {report.series} games':<21}{'alternate series, r':>22}{'SEM':>6}"
    for name, figures in report.figures.items():
        if figures.series is not None:
            yield f"{NAMES[name]:<21}{_estimate_text(figures.series.one):>22}{fmt.number(figures.series.error):>6}"


def _estimate_text(value: Estimate | None) -> str:
    return "none" if value is None or value.low is None else value.to_text("{:.2f}".format)


def _needed(figures: Figures, target: float) -> str:
    games, best, worst = figures.games(target)
    if games is None:
        return "none"
    return f"{games} ({best} to {'any' if worst is None else worst})"


def _verdict(report: Report) -> str:
    subject = "One game" if report.series == 1 else f"The mean of {report.series} games"
    if report.is_fit_for_selection:
        return f"{subject}: the decision score reaches {SELECTION:.2f} with its whole interval."
    return f"{subject}: {PRACTICE}. The decision score does not reach {SELECTION:.2f} with its whole interval."


def _cost(report: Report) -> str:
    share = "none" if report.error_share is None else fmt.share(report.error_share)
    return (
        f"{report.priced:.1f} decisions a game were priced. {report.rollouts} futures leave a standard error of "
        f"{report.pricing_error:.1f} points in a decision score: {share} of its variance from game to game, which more "
        "futures (--rollouts) would take away."
    )
