"""How reliable a score is: plain functions on scores by player and game. numpy only.

Scores of a player differ from game to game by luck, by what the seed asks for and by what the price of a decision is
off. A score is as reliable as the share of its variance that lies between players.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aiboard.analysis.estimate import Estimate

Scores = NDArray[np.float64]
"""Rows are players, columns games; or columns are two halves."""
DRAWS: Final = 1_000
"""Bootstrap samples of players behind an interval."""
_KEY: Final = 1
"""Of the bootstrap's random numbers: the same scores give the same interval."""


def reliability(scores: Scores) -> float | None:
    """The alternate-seed correlation: the correlation to be expected between two games of the same players.

    The intraclass correlation of a one-way layout, which is right for two games and for more, where no game is the
    first one. None where nobody differs from anybody, or for fewer than two players or games.
    """
    players, games = scores.shape
    if players < 2 or games < 2:
        return None
    means = scores.mean(axis=1)
    between = games * means.var(ddof=1)
    within = scores.var(axis=1, ddof=1).mean()
    total = between + (games - 1) * within
    return float((between - within) / total) if total > 0 else None


def split_half(scores: Scores) -> float | None:
    """The correlation of two halves, stepped up to the whole; None where a half never varies."""
    first, second = scores[:, 0], scores[:, 1]
    if len(first) < 3 or not first.std() or not second.std():
        return None
    return spearman_brown(float(np.corrcoef(first, second)[0, 1]), 2)


def split_half_games(scores: Scores) -> float | None:
    """The correlation of the means of every other game, stepped up: the reliability of the mean of all games.

    Of an odd number of games the last one is left out, so that both halves are as long.
    """
    games = scores.shape[1] // 2 * 2
    if games < 2:
        return None
    return split_half(np.stack([scores[:, :games:2].mean(axis=1), scores[:, 1:games:2].mean(axis=1)], axis=1))


def error_of_measurement(scores: Scores) -> float:
    """SEM: standard deviation of one player's score from game to game, in the unit of the scores."""
    return float(math.sqrt(scores.var(axis=1, ddof=1).mean()))


def spread(scores: Scores) -> float:
    """Standard deviation of one game's score over everybody."""
    return float(scores.std(ddof=1))


def spearman_brown(one: float, times: float) -> float | None:
    """Spearman-Brown: the reliability of a test so many times as long; None where the formula has no value."""
    below = 1 + (times - 1) * one
    return times * one / below if below > 0 else None


def games_for(one: float, target: float) -> int | None:
    """Games whose mean reaches the reliability `target`, given that of one; None where no number of them does."""
    if one <= 0:
        return None
    if one >= 1:
        return 1
    # Rounded first: 9.000000001 games are nine.
    return max(1, math.ceil(round(target * (1 - one) / (one * (1 - target)), 6)))


def half_spread_reliability(one: float) -> float:
    """The same in a population whose true scores spread half as widely, with equal errors."""
    return one / (4 - 3 * one)


def bootstrap_interval(scores: Scores, figure: Callable[[Scores], float | None], draws: int = DRAWS) -> Estimate | None:
    """A figure with its 95 % interval, by drawing players with replacement; None where the figure has no value."""
    value = figure(scores)
    if value is None:
        return None
    chance = np.random.default_rng(_KEY)
    samples = [figure(scores[chance.integers(0, len(scores), len(scores))]) for _ in range(draws)]
    # A draw of players who are all alike has no figure.
    low, high = np.percentile([one for one in samples if one is not None], (2.5, 97.5))
    return Estimate(value, float(low), float(high))
