"""Stated forecasts: the loss is the pinball loss, is proper, and waits until it is due."""

import pytest

from aiboard.analysis.cone import STEP, cone, game_cone
from aiboard.analysis.forecasts import forecasts, pinball
from aiboard.analysis.position import current_position
from aiboard.analysis.record import Record, record
from aiboard.engine.happenings.plan import ForecastGiven
from aiboard.game import new_game
from tests.analysis.games import calm
from tests.engine.play import dated
from tests.game.small import small


def _record(stated: list[tuple[int, int, int]], reached: int, over: bool = True) -> Record:
    found = record(calm().world(), 5, [[]])
    found.board.over = over
    found.board.target_day = reached
    for day, at_70, at_90 in stated:
        found.board.history.append(dated(day, ForecastGiven(day_70=at_70, day_90=at_90)))
    return found


def test_loss_of_a_forecast() -> None:
    (late,) = forecasts(_record([(5, 20, 30)], reached=40))
    assert late.loss == pytest.approx((0.7 * 20 + 0.9 * 10) / 2) and not late.at_least
    (early,) = forecasts(_record([(5, 20, 30)], reached=10))
    assert early.loss == pytest.approx((0.3 * 10 + 0.1 * 20) / 2)
    (sharp,) = forecasts(_record([(5, 20, 20)], reached=20))
    assert sharp.loss == 0


def test_never_reached_counts_as_the_day_after_the_end() -> None:
    (found,) = forecasts(_record([(5, 20, 30)], reached=0))
    assert found.at_least and found.loss == pytest.approx((0.7 * 41 + 0.9 * 31) / 2)
    (beyond,) = forecasts(_record([(5, 90, 100)], reached=0))
    assert beyond.loss == 0, "a day after the end is not refuted"


def test_not_due_and_too_late() -> None:
    assert forecasts(_record([(5, 20, 30)], reached=0, over=False))[0].loss is None
    assert forecasts(_record([(25, 40, 50)], reached=20))[0].loss is None


def test_the_loss_is_proper() -> None:
    """Whatever the outcomes' odds, no stated day has a lower mean loss than the true quantile."""
    days = [5, 9, 14, 14, 20, 31, 33, 47, 58, 80]
    for quantile in (0.7, 0.9):
        mean = {day: sum(pinball(quantile, day, came) for came in days) / 10 for day in range(1, 90)}
        best = min(mean.values())
        true = sorted(days)[int(quantile * 10) - 1]
        assert mean[true] == pytest.approx(best)


def test_a_future_is_played_until_it_reaches_the_target_or_the_project_closes() -> None:
    game = new_game(small(), 3)
    first, *_, last = cone(current_position(game), 2 * STEP)
    assert next(game_cone(game)) == first
    assert (
        len(first.reach_days) == STEP
        and last.reach_days[:STEP] == first.reach_days
        and len(last.reach_days) == 2 * STEP
    )
    assert all(0 <= day <= first.days for day in last.reach_days)
    assert any(day > first.day + 5 for day in last.reach_days), "it takes days to get there"
