"""Reliability of scores whose reliability is known, and the formulas that go from it to other lengths and spreads."""

import numpy as np
import pytest

from aiboard.analysis.reliability import psychometrics
from aiboard.analysis.reliability.psychometrics import Scores


def simulated(known: float, players: int, games: int, key: int, unit: float = 10.0) -> Scores:
    """Scores of players who differ by `known` of a game's variance; SD of a game is `unit`."""
    chance = np.random.default_rng(key)
    true = chance.normal(0, np.sqrt(known), (players, 1))
    return 100 + unit * (true + chance.normal(0, np.sqrt(1 - known), (players, games)))


@pytest.mark.parametrize("known", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("games", [2, 4])
def test_a_known_reliability_is_found(known: float, games: int) -> None:
    scores = simulated(known, 20_000, games, 1)
    assert psychometrics.reliability(scores) == pytest.approx(known, abs=0.02)
    assert psychometrics.error_of_measurement(scores) == pytest.approx(10 * np.sqrt(1 - known), rel=0.02)
    assert psychometrics.spread(scores) == pytest.approx(10, rel=0.02)


@pytest.mark.parametrize("known", [0.1, 0.6])
def test_intervals_cover_at_about_their_rate(known: float) -> None:
    covered = 0
    for key in range(100):
        found = psychometrics.bootstrap_interval(simulated(known, 100, 2, key), psychometrics.reliability, 150)
        assert found is not None and found.low is not None and found.high is not None
        covered += found.low <= known <= found.high
    # 95 are expected, with a standard error of 2.2; intervals as wide as a barn would cover all.
    assert 87 <= covered < 100


def test_an_interval_is_narrower_with_more_players_and_the_same_when_asked_again() -> None:
    few = psychometrics.bootstrap_interval(simulated(0.5, 50, 2, 3), psychometrics.reliability)
    many = psychometrics.bootstrap_interval(simulated(0.5, 800, 2, 3), psychometrics.reliability)
    assert few is not None and many is not None
    assert few == psychometrics.bootstrap_interval(simulated(0.5, 50, 2, 3), psychometrics.reliability)
    assert (many.high or 0) - (many.low or 0) < 0.4 * ((few.high or 0) - (few.low or 0))


def test_nobody_who_differs_has_no_reliability() -> None:
    same = np.full((10, 2), 100.0)
    assert psychometrics.reliability(same) is None and psychometrics.split_half(same) is None
    assert psychometrics.bootstrap_interval(same, psychometrics.reliability) is None
    assert psychometrics.reliability(np.ones((1, 2))) is None and psychometrics.reliability(np.ones((5, 1))) is None


def test_players_who_always_score_alike_are_told_apart_wholly() -> None:
    assert psychometrics.reliability(np.repeat(np.arange(10.0)[:, None], 3, axis=1)) == pytest.approx(1)
    # The seed's own ease counts as error, as it does for people who play different seeds.
    assert (psychometrics.reliability(np.array([[0.0, 5.0], [1.0, 6.0], [2.0, 7.0]])) or 0) < 0


def test_halves_are_stepped_up_to_the_whole_game() -> None:
    known = 0.4
    halves = simulated(known, 20_000, 2, 2)
    whole = 2 * known / (1 + known)
    assert psychometrics.split_half(halves) == pytest.approx(whole, abs=0.02)


@pytest.mark.parametrize("games", [2, 5, 6])
def test_half_the_games_against_the_others_is_stepped_up_to_all_of_them(games: int) -> None:
    known, even = 0.2, games // 2 * 2
    found = psychometrics.split_half_games(simulated(known, 20_000, games, 4))
    assert found == pytest.approx(even * known / (1 + (even - 1) * known), abs=0.03)
    assert psychometrics.split_half_games(simulated(known, 100, 1, 4)) is None


def test_spearman_brown_and_the_games_it_asks_for() -> None:
    assert psychometrics.spearman_brown(0.41, 6) == pytest.approx(0.807, abs=0.001)
    assert psychometrics.spearman_brown(-0.9, 3) is None
    assert psychometrics.games_for(0.41, 0.80) == 6
    assert psychometrics.games_for(0.5, 0.90) == 9
    assert psychometrics.games_for(0.95, 0.90) == 1 and psychometrics.games_for(1.0, 0.90) == 1
    assert psychometrics.games_for(0.0, 0.80) is None and psychometrics.games_for(-0.2, 0.80) is None
    for one in (0.1, 0.3, 0.7):
        games = psychometrics.games_for(one, 0.8) or 0
        assert (
            (psychometrics.spearman_brown(one, games) or 0) >= 0.8 > (psychometrics.spearman_brown(one, games - 1) or 0)
        )


def test_half_the_spread_keeps_the_error() -> None:
    # True variance 8, error 2: r = .8; a quarter of it is 2, so r = .5.
    assert psychometrics.half_spread_reliability(0.8) == pytest.approx(0.5)
