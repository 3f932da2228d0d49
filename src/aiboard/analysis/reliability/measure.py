"""Plays and prices the population's games, those that are not kept yet, and works out how reliable each score is."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from typing import Any, Final

import numpy as np

from aiboard.analysis import anchors
from aiboard.analysis.cache import Cache
from aiboard.analysis.lessons.cells import source_digest
from aiboard.analysis.reliability import population, psychometrics
from aiboard.analysis.reliability.psychometrics import Scores
from aiboard.analysis.reliability.report import Figures, Report, Series
from aiboard.analysis.reliability.scores import DEFAULT_ROLLOUTS, SEEDS_A_PLAYER, GameScore, parse_score, score_games
from aiboard.analysis.runner import Progress, iter_chunks, scenario_to_text
from aiboard.engine.model.world import RULES_VERSION
from aiboard.instruments.errors import InputError
from aiboard.scenario import ResolvedScenario

SCORES: Final = ("raw", "adjusted", "decision")
"""What a game is scored by, as `GameScore` names it."""
HALVES: Final = {"decision": ("odd", "even")}
"""The halves of a game. A result, with its luck or without, is one number and no sum over decisions: it has none.

Half of the days is none either: what the true state is worth is known by rollouts, and the error of a morning's worth
stands in the days before and after it with opposite signs.
"""


@dataclass(frozen=True)
class ReliabilitySettings:
    """How much is measured: players, forms (a form is `series` games), most replicates of a price."""

    players: int = 100
    forms: int = 2
    series: int = 1
    rollouts: int = DEFAULT_ROLLOUTS

    @property
    def games(self) -> int:
        """Games of a player."""
        return self.forms * self.series


class ReliabilityMeasurement:
    """One scenario's games. Games that were finished before are taken from the cache.

    Raises InputError where the scenario has no sound equity scale, or for more games than a player has seeds.
    """

    def __init__(self, resolved: ResolvedScenario, scale: anchors.Anchors, settings: ReliabilitySettings) -> None:
        weak = scale.weakness()
        if weak:
            raise InputError(f"{resolved.key}: no score can be worked out: {weak}")
        if settings.games > SEEDS_A_PLAYER:
            raise InputError(f"times --series must be {SEEDS_A_PLAYER} at most", field="--games")
        self.resolved = resolved
        self.settings = settings
        self._scale = scale
        self._cache = Cache("reliability", self._of())
        scores = [score for row in self._cache.read() if (score := parse_score(row)) is not None]
        self._scores = {(score.player, score.game): score for score in scores}

    @cached_property
    def missing(self) -> tuple[int, ...]:
        """Games to be played, as player * SEEDS_A_PLAYER + game."""
        pairs = ((number, game) for number in range(self.settings.players) for game in range(self.settings.games))
        return tuple(number * SEEDS_A_PLAYER + game for number, game in pairs if (number, game) not in self._scores)

    def run(self, executor: Executor | None = None, progress: Progress | None = None) -> Report:
        """Play what is missing and report. Each finished game is kept at once, so a broken-off run loses few.

        Args:
            executor: where the games are played and priced; the figures never depend on it.
            progress: told how many of `missing` are done.
        """
        work = partial(score_games, scenario_to_text(self.resolved), self._scale, self.settings.rollouts)
        done = 0
        with self._cache.writing() as file:
            # One at a time: a priced game takes seconds, and what is kept of a stopped run are whole chunks.
            for scores in iter_chunks(work, self.missing, executor, size=1):
                for score in scores:
                    file.add(asdict(score))
                    self._scores[(score.player, score.game)] = score
                done += len(scores)
                if progress is not None:
                    progress(done)
        return report(self.resolved.key, self.settings, list(self._scores.values()))

    def _of(self) -> dict[str, Any]:
        """Everything the scores depend on, but for how many there are."""
        return {
            "scenario_sha": self.resolved.sha,
            "rules_version": RULES_VERSION,
            "evaluator": self._scale.evaluator,
            # Rules and bots may change without a new version of the rules while an evaluator is not pinned.
            "source": source_digest(),
            "scale": [self._scale.idle, self._scale.reference],
            "population": population.VERSION,
            "rollouts": self.settings.rollouts,
        }


def report(scenario: str, settings: ReliabilitySettings, scores: Sequence[GameScore]) -> Report:
    """The figures of so many players' games; games beyond those that were asked for are left out."""
    games = {(score.player, score.game): score for score in scores}
    rows = [[games[(number, game)] for game in range(settings.games)] for number in range(settings.players)]
    everything = [score for row in rows for score in row]
    priced = sum(score.decisions for score in everything) / len(everything)
    error = float(np.sqrt(np.mean([score.error**2 for score in everything])))
    figures = {name: _figures(rows, name, settings) for name in SCORES}
    return Report(
        scenario, settings.players, settings.games, settings.series, settings.rollouts, priced, error, figures
    )


def _figures(rows: Sequence[Sequence[GameScore]], name: str, settings: ReliabilitySettings) -> Figures:
    scores = _table(rows, name)
    parts = HALVES.get(name)
    return Figures(
        mean=float(scores.mean()),
        spread=psychometrics.spread(scores),
        error=psychometrics.error_of_measurement(scores),
        one=psychometrics.bootstrap_interval(scores, psychometrics.reliability),
        split=psychometrics.bootstrap_interval(scores, psychometrics.split_half_games),
        halves=None if parts is None else psychometrics.bootstrap_interval(_halves(rows, parts), _stepped),
        series=_series(scores, settings) if settings.series > 1 else None,
    )


def _table(rows: Sequence[Sequence[GameScore]], name: str) -> Scores:
    return np.array([[getattr(score, name) for score in row] for row in rows], dtype=float)


def _halves(rows: Sequence[Sequence[GameScore]], parts: tuple[str, str]) -> Scores:
    """Players × games × the two halves: players are drawn whole."""
    return np.stack([_table(rows, part) for part in parts], axis=2)


def _stepped(scores: Scores) -> float | None:
    return psychometrics.split_half(scores.reshape(-1, 2))


def _series(scores: Scores, settings: ReliabilitySettings) -> Series:
    """Means of `series` games, form by form."""
    means = scores.reshape(settings.players, settings.forms, settings.series).mean(axis=2)
    return Series(
        psychometrics.bootstrap_interval(means, psychometrics.reliability),
        psychometrics.error_of_measurement(means),
    )
