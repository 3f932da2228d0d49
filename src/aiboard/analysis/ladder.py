"""The ladder: bots on common seeds, their values, equities and paired differences to one of them."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Final

from aiboard.analysis.anchors import Anchors
from aiboard.analysis.estimate import Estimate, estimate, paired_difference
from aiboard.analysis.runner import GameResult, Progress, check_bot_name, offset_progress, run_games
from aiboard.scenario import ResolvedScenario

FIRST_SEED: Final = 1_000_000
"""Verdicts and published figures begin here."""


@dataclass(frozen=True)
class Rung:
    """One bot of the ladder.

    Attributes:
        bot: its name.
        value: dollars a game.
        equity: the same in equity points; None where the scale is unknown or weak.
        spread: standard deviation of one game, dollars.
        behind: dollars a game more than the bot compared with, seed by seed; None for that bot itself.
        points: the same in equity points; None where the scale is unknown or weak.
        kill_rate, promotion_rate: shares of decided cards; None when none was decided.
        decided: decided cards a game.
    """

    bot: str
    value: Estimate
    equity: Estimate | None
    spread: float
    behind: Estimate | None
    points: Estimate | None
    kill_rate: float | None
    promotion_rate: float | None
    decided: float


@dataclass(frozen=True)
class Ladder:
    """All rungs, best first; `against` is the bot that the others are compared with."""

    scenario: str
    games: int
    seed: int
    against: str
    rungs: tuple[Rung, ...]

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "scenario": self.scenario,
            "games": self.games,
            "seed": self.seed,
            "bots": [
                {
                    "bot": rung.bot,
                    "value": rung.value.data(),
                    "equity": rung.equity.data() if rung.equity else None,
                    "sd": rung.spread,
                    "kill_rate": rung.kill_rate,
                    "promotion_rate": rung.promotion_rate,
                    "decided": rung.decided,
                }
                for rung in self.rungs
            ],
            "paired": [
                {
                    "bot": rung.bot,
                    "best": self.rungs[0].bot,
                    "against": self.against,
                    "difference": rung.behind.data(),
                    "points": rung.points.data() if rung.points else None,
                    "excludes_zero": rung.behind.excludes_zero(),
                }
                for rung in self.rungs
                if rung.behind is not None
            ],
        }


def ladder(
    resolved: ResolvedScenario,
    bots: Sequence[str],
    games: int,
    seed: int = FIRST_SEED,
    anchors: Anchors | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    against: str | None = None,
) -> Ladder:
    """Play every bot on the same seeds.

    Args:
        resolved: the scenario.
        bots: names, each once; InputError for an unknown one.
        games: seeds `seed` ... `seed + games - 1`.
        seed: the first one.
        anchors: the scale of equity, where it is known.
        executor: where the games are played; the ladder never depends on it.
        progress: told how many games of len(bots) x games are done.
        against: the bot of `bots` that the others are compared with; None for the best.
    """
    # Each bot once: compared with itself its difference would be 0 ± 0.
    names = list(dict.fromkeys(check_bot_name(name) for name in bots))
    seeds = range(seed, seed + games)
    games_by_bot: dict[str, list[GameResult]] = {}
    for number, name in enumerate(names):
        games_by_bot[name] = run_games(resolved, name, seeds, (), executor, offset_progress(number * games, progress))
    dollars = {name: [result.value_cents / 100 for result in results] for name, results in games_by_bot.items()}
    # By name on a tie, so that two runs print the same ladder.
    order = sorted(names, key=lambda name: (-statistics.fmean(dollars[name]), name))
    other = against or order[0]
    rungs = tuple(_rung(name, games_by_bot[name], dollars, other, anchors) for name in order)
    return Ladder(resolved.key, games, seed, other, rungs)


def _rung(
    name: str, results: Sequence[GameResult], dollars: dict[str, list[float]], other: str, anchors: Anchors | None
) -> Rung:
    value = estimate(dollars[name])
    # Seed by seed: the luck that both bots had in common cancels.
    behind = None if name == other else paired_difference(dollars[name], dollars[other])
    decided = sum(result.decided for result in results)
    return Rung(
        name,
        value,
        anchors.scale_value(value) if anchors else None,
        statistics.stdev(dollars[name]) if len(results) > 1 else 0.0,
        behind,
        anchors.scale_difference(behind) if anchors and behind else None,
        sum(result.killed for result in results) / decided if decided else None,
        sum(result.promoted for result in results) / decided if decided else None,
        decided / len(results),
    )
