"""`aiboard simulate SCENARIO --bot B`: a bot plays many games without a face."""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from aiboard.analysis import anchors
from aiboard.analysis.estimate import Estimate, estimate
from aiboard.analysis.ladder import FIRST_SEED
from aiboard.analysis.pool import pool
from aiboard.analysis.runner import LOOKAHEAD, GameResult, check_bot_name, play_with_save, run_games
from aiboard.bots import BOTS
from aiboard.cli import errors
from aiboard.cli.batch_options import add_batch_options, read_batch_options, warn
from aiboard.cli.output import emit_json
from aiboard.engine.chance.latents import Latents
from aiboard.game import Injection, read_injections
from aiboard.journal.saves import file_name, typed_path
from aiboard.scenario import ResolvedScenario, load
from aiboard.views import fmt

GAMES: Final = 100
_MOST_GAMES: Final = 10_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("scenario", metavar="SCENARIO", help="a scenario's name or file")
    help_text = f"one of {', '.join(BOTS)}; or {LOOKAHEAD}, slow"
    parser.add_argument("--bot", default="heuristic", metavar="NAME", help=help_text)
    add_batch_options(parser, GAMES, FIRST_SEED)
    parser.add_argument("--inject", metavar="FILE", help="lines 'DAY action' that come in every game")
    parser.add_argument("--save", metavar="DIR", help="keep a save of each game in this folder")


def run(args: argparse.Namespace) -> int:
    """Print the figures of the games."""
    check_bot_name(args.bot)
    batch = read_batch_options(args, _MOST_GAMES)
    seeds = batch.seeds
    resolved = load(args.scenario)
    injections = read_injections(args.inject, resolved.world()) if args.inject is not None else []
    began = time.perf_counter()
    # Saves are written one after another: processes would only wait for the same disk.
    if args.save is not None:
        results = _play_saved(resolved, args.bot, seeds, injections, typed_path(args.save))
    else:
        with pool(batch.workers(len(seeds))) as executor:
            results = run_games(resolved, args.bot, seeds, injections, executor)
    seconds = time.perf_counter() - began
    value = estimate([result.value_cents / 100 for result in results])
    figures = _figures(results)
    equity = _equity(resolved, value)
    if args.json:
        head = {"scenario": resolved.key, "bot": args.bot, "seed": args.seed, "games": args.games}
        head["rules_version"] = resolved.world().rules_version
        timing = {"seconds": round(seconds, 3), "game_days_per_second": _rate(resolved, results, seconds)}
        scale = None if equity is None else equity.data()
        emit_json({**head, "value": value.data(), "equity": scale, **figures, "timing": timing})
        return errors.OK
    seed_text = f"seeds {seeds[0]} to {seeds[-1]}" if args.games > 1 else f"seed {seeds[0]}"
    print(f"{resolved.key}, {args.bot}: {fmt.count(args.games, 'game')}, {seed_text}, {seconds:.1f} s")
    print(f"  {'value':<{_WIDE}}  {value.to_text(lambda dollars: fmt.exact_money(round(dollars * 100)))}")
    points = "not known" if equity is None else equity.to_text(lambda points: fmt.number(points, 1))
    print(f"  {'equity':<{_WIDE}}  {points}")
    for name, unit in _UNITS.items():
        figure = figures[name]
        print(f"  {name.replace('_', ' '):<{_WIDE}}  {'none' if figure is None else f'{figure:.2f} {unit}'}")
    print(f"  {'digest':<{_WIDE}}  {figures['digest']}")
    return errors.OK


_UNITS: Final = {
    "kill_rate": "of decided cards (context, not a target)",
    "promotion_rate": "of decided cards",
    "throughput": "decided cards a sprint",
    "cycle_time": "working days",
}
_WIDE: Final = max(map(len, _UNITS))


def _play_saved(
    resolved: ResolvedScenario, bot: str, seeds: range, injections: Sequence[Injection], folder: Path
) -> list[GameResult]:
    latents = Latents(resolved.world())
    return [
        play_with_save(resolved, bot, seed, injections, folder / file_name(resolved.key, seed, bot), latents)
        for seed in seeds
    ]


def _figures(results: Sequence[GameResult]) -> dict[str, float | str | None]:
    """Rates over all decided cards of all games; None where no card was decided."""
    decided = sum(result.decided for result in results)
    cycles = [days for result in results for days in result.cycle_days]
    sprints = sum(result.sprints for result in results)
    # One digest for all games: two machines compare a run by one line.
    hasher = hashlib.blake2b("".join(result.digest for result in results).encode(), digest_size=16)
    return {
        "kill_rate": sum(result.killed for result in results) / decided if decided else None,
        "promotion_rate": sum(result.promoted for result in results) / decided if decided else None,
        "throughput": decided / sprints,
        "cycle_time": sum(cycles) / len(cycles) if cycles else None,
        "digest": hasher.hexdigest(),
    }


def _equity(resolved: ResolvedScenario, value: Estimate) -> Estimate | None:
    """The value on the anchors' scale; None, and said on stderr, where the scenario has no sound anchors."""
    scale = anchors.find(resolved)
    warn(resolved, scale)
    return scale.scale_value(value) if scale is not None else None


def _rate(resolved: ResolvedScenario, results: Sequence[GameResult], seconds: float) -> int:
    return round(len(results) * resolved.world().days / seconds) if seconds > 0 else 0
