"""Reliability worked out by hand: figures of a few scores, what a game is scored by, what a report says of them."""

import math
from dataclasses import asdict, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from aiboard.analysis.estimate import Estimate
from aiboard.analysis.reliability import measure, psychometrics, scores
from aiboard.analysis.reliability.measure import ReliabilitySettings, report
from aiboard.analysis.reliability.population import _TRIES, Player
from aiboard.analysis.reliability.report import Figures, Report, Series
from aiboard.analysis.reliability.scores import GameScore, parse_score, score_game
from aiboard.analysis.runner import scenario_to_text
from aiboard.engine.chance.deal import new_state
from tests.engine.worlds import quiet
from tests.game.small import small

#: Three players, two games: means 1, 5, 9; each is off by one to either side.
TABLE = np.array([[0.0, 2.0], [4.0, 6.0], [8.0, 10.0]])


def test_reliability_is_the_share_between_players() -> None:
    # Between 2 * 16, within 2: (32 - 2) / (32 + 2); of three games 3 * 16 and 4: 44 of 56.
    assert psychometrics.reliability(TABLE) == pytest.approx(30 / 34)
    three = np.array([[-1.0, 1.0, 3.0], [3.0, 5.0, 7.0], [7.0, 9.0, 11.0]])
    assert psychometrics.reliability(three) == pytest.approx(44 / 56)
    assert psychometrics.reliability(TABLE[:2]) == pytest.approx((16 - 2) / 18), "two players are enough"
    assert psychometrics.error_of_measurement(TABLE) == pytest.approx(math.sqrt(2))
    assert psychometrics.spread(TABLE) == pytest.approx(math.sqrt(70 / 5))


def test_halves_correlate_and_are_stepped_up() -> None:
    pairs = np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 1.0]])
    # A correlation of one half is two thirds of a test twice as long.
    assert psychometrics.split_half(pairs) == pytest.approx(2 / 3)
    assert psychometrics.split_half(pairs[:2]) is None
    assert psychometrics.split_half(np.array([[1.0, 0.0], [1.0, 2.0], [1.0, 5.0]])) is None
    assert psychometrics.split_half(np.array([[0.0, 1.0], [2.0, 1.0], [5.0, 1.0]])) is None
    # Every other game: means of the first and third against second and fourth; a fifth is left out.
    games = np.array([[-1.0, 0.0, 1.0, 0.0, 99.0], [1.0, 3.0, 1.0, 1.0, 0.0], [2.0, 1.0, 2.0, 1.0, 50.0]])
    assert psychometrics.split_half_games(games) == pytest.approx(2 / 3) == psychometrics.split_half_games(games[:, :4])


@pytest.mark.parametrize(
    ("one", "wanted", "games"),
    [
        (0.5, 0.8, 4), (0.5, 0.81, 5), (0.9, 0.9, 1), (0.99, 0.5, 1), (1.0, 0.8, 1), (1.2, 0.8, 1), (0.0, 0.8, None),
        (1e-9, 0.5, 999_999_999),
    ],
)  # fmt: skip
def test_games_that_a_reliability_asks_for(one: float, wanted: float, games: int | None) -> None:
    assert psychometrics.games_for(one, wanted) == games


def test_a_longer_test_and_a_narrower_population() -> None:
    assert psychometrics.spearman_brown(0.5, 3) == pytest.approx(0.75) and psychometrics.spearman_brown(-0.5, 3) is None
    assert psychometrics.spearman_brown(-0.5, 2) == pytest.approx(-2)
    assert psychometrics.half_spread_reliability(0.6) == pytest.approx(0.6 / 2.2)


def test_an_interval_leaves_two_and_a_half_percent_on_either_side() -> None:
    # The figure of a draw is its number: of 0 to 199 the ends are at 4.975 and 194.025.
    draws = iter([7.0, *range(200)])
    found = psychometrics.bootstrap_interval(TABLE, lambda scores: next(draws), 200)
    assert found == Estimate(7.0, pytest.approx(4.975), pytest.approx(194.025))
    some = iter([7.0, None, 1.0, None, 3.0])
    assert psychometrics.bootstrap_interval(TABLE, lambda scores: next(some), 4) == Estimate(
        7.0, pytest.approx(1.05), pytest.approx(2.95)
    )
    # Players are drawn whole, as many as there are.
    seen: list[Any] = []
    psychometrics.bootstrap_interval(TABLE, lambda scores: seen.append(scores) or 1.0, 50)  # type: ignore[func-returns-value]
    assert all(len(one) == 3 and {tuple(row) for row in one} <= {tuple(row) for row in TABLE} for one in seen)
    assert {tuple(row) for one in seen[1:] for row in one} == {tuple(row) for row in TABLE}
    assert psychometrics.DRAWS == 1_000


# --- a game -----------------------------------------------------------------------------------------------------------


def test_a_game_is_scored_by_its_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    advantages = (-3.0, 2.0, -5.0, 0.5, -1.0)
    asked: list[Any] = []

    def priced(resolved: Any, seed: int, days: Any, scale: Any, settings: Any) -> Any:
        asked.append((seed, len(days), settings.rollouts, settings.guess, settings.luck, settings.options))
        decisions = [SimpleNamespace(advantage=SimpleNamespace(mean=one)) for one in advantages]
        return SimpleNamespace(
            decisions=decisions, adjusted=SimpleNamespace(mean=61.0), score=Estimate(93.5, 90.0, 98.0)
        )

    monkeypatch.setattr(scores, "price_game", priced)
    scale: Any = SimpleNamespace(equity=lambda cents: 55.0)
    found = score_game(small(), scale, 40, 7, 3)
    # Four standard errors from end to end of an interval; every other advantage in either half.
    assert found == GameScore(7, 3, 55.0, 61.0, 93.5, -9.0, 2.5, 2.0, 5)
    assert asked == [(scores.FIRST_SEED + 703, 31, 40, True, True, False)]
    assert scores.score_games(scenario_to_text(small()), scale, 40, (703,)) == [found]


def test_a_kept_score_is_read_back_or_counts_as_none() -> None:
    score = GameScore(1, 2, 3.5, 4.0, 5.0, 6.0, 7.0, 8.0, 9)
    assert parse_score(asdict(score)) == score
    for broken in ({"raw": "x"}, {"raw": math.inf}, {"odd": None}, {"player": math.nan}, {"games": 1, "error": [1]}):
        assert parse_score({**asdict(score), **broken}) is None
    assert parse_score({}) is None


def test_a_slip_looks_for_something_possible_so_many_times(monkeypatch: pytest.MonkeyPatch) -> None:
    state = new_state(quiet(), 1)
    bot: Any = Player(0, 1_000_000, ()).bot(1)
    tries: list[int] = []

    def options(board: object, number: int) -> list[str]:
        tries.append(number)
        return ["first", "second"] if len(tries) == found_at else []

    monkeypatch.setattr("aiboard.analysis.reliability.population.options_of", options)
    found_at = 3
    assert bot._slip(state.board) in ("first", "second") and len(tries) == 3
    tries.clear()
    found_at = _TRIES + 1
    assert bot._slip(state.board) is None and len(tries) == _TRIES == len(set(tries))


# --- the report -------------------------------------------------------------------------------------------------------


def test_figures_are_of_the_games_that_were_asked_for() -> None:
    games = [
        GameScore(number, game, *(float(10 * number + game),) * 3, float(number), 2.0 * number, 3.0 + game, 4 + game)
        for number in range(3) for game in range(4)
    ]  # fmt: skip
    found = report("x", ReliabilitySettings(3, forms=2), games)
    raw = found.figures["raw"]
    table = np.array([[0.0, 1.0], [10.0, 11.0], [20.0, 21.0]])
    assert (raw.mean, raw.spread, raw.error) == pytest.approx((10.5, table.std(ddof=1), math.sqrt(0.5)))
    assert raw.one is not None and raw.one.mean == pytest.approx(psychometrics.reliability(table))
    assert raw.series is None and raw.halves is None and found.figures["decision"].halves is not None
    # Two games of a player, of 4 and 5 decisions and errors of 3 and 4.
    assert (found.priced, found.pricing_error) == pytest.approx((4.5, math.sqrt((9 + 16) / 2)))
    assert (found.scenario, found.players, found.games, found.series, found.rollouts) == ("x", 3, 2, 1, 32)
    pairs = report("x", ReliabilitySettings(3, forms=2, series=2), games)
    assert pairs.figures["raw"].series is not None and pairs.games == 4
    # Means of the first and the last two: 0.5 and 2.5 off by two from form to form.
    assert pairs.figures["raw"].series.error == pytest.approx(math.sqrt(2))
    assert measure._halves([[games[1]], [games[5]]], ("odd", "even")).tolist() == [[[0.0, 0.0]], [[1.0, 2.0]]]


def figures(one: Estimate | None, error: float = 10.0, series: Series | None = None) -> Figures:
    return Figures(80.0, 20.0, error, one, None, None, series)


def judged(one: Estimate | None, **fields: Any) -> Report:
    return Report("x", 9, 2, 1, 32, 5.0, 6.0, {"decision": figures(one, **fields)})


def test_a_score_selects_where_its_whole_interval_reaches_ninety() -> None:
    high, low = Estimate(0.95, 0.90, 0.99), Estimate(0.95, 0.89, 0.99)
    assert judged(high).is_fit_for_selection and not judged(low).is_fit_for_selection
    assert not judged(None).is_fit_for_selection and not judged(Estimate(0.95, None, None)).is_fit_for_selection
    assert (
        judged(low, series=Series(high, 3.0)).is_fit_for_selection
        and not judged(high, series=Series(low, 3.0)).is_fit_for_selection
    )
    assert judged(high).data()["verdict"] == "selection"


def test_the_share_of_the_error_that_more_replicates_take_away() -> None:
    assert judged(None).error_share == pytest.approx(0.36) and judged(None, error=5.0).error_share == 1.0
    assert judged(None, error=0.0).error_share is None


def test_games_that_are_needed_at_best_and_at_worst() -> None:
    found = figures(Estimate(0.5, 0.2, 0.8))
    assert found.games(0.8) == (4, 1, 16) and figures(None).games(0.8) == (None, None, None)
    assert figures(Estimate(0.5, None, 0.8)).games(0.8) == figures(Estimate(0.5, 0.2, None)).games(0.8) == (None,) * 3
    assert found.half == pytest.approx(0.2) and figures(None).half is None
    data = replace(found, split=Estimate(0.6, 0.5, 0.7), series=Series(None, 3.0)).data()
    assert data["games_needed"] == {
        "0.80": {"games": 4, "best": 1, "worst": 16}, "0.90": {"games": 9, "best": 3, "worst": 36},
    }  # fmt: skip
    assert data["split_half"] == {"mean": 0.6, "low": 0.5, "high": 0.7} and data["split_half_of_a_game"] is None
    assert data["series"] == {"reliability": None, "sem": 3.0} and found.data()["series"] is None
