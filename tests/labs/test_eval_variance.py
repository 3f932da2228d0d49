"""Lab 3: the course's gate as it stands, and the engine's, on the same scores."""

import re

import pytest

from aiboard.labs import eval_variance as module
from aiboard.labs.controls import defaults
from aiboard.labs.eval_variance import EvalVariance, item_sd_ppm, naive_gate, pass_shares

LAB = EvalVariance()


def _values(**changes: int) -> dict[str, int]:
    return {**defaults(LAB.controls), **changes}


def test_a_wrong_latency_passes_the_listing_and_not_the_engine() -> None:
    found = LAB.counterexample()
    assert found.naive.figure("pass") is True and found.engine.figure("pass") is False


def test_the_listing_asks_for_no_gain_and_sees_only_clear_losses() -> None:
    assert naive_gate([91, 90, 92], 90, [91, 90, 92]).passes
    assert naive_gate([91, 89.9, 92], 90, [96, 95, 97]).regression
    # One score a side: nothing to test with, so nothing is found.
    assert naive_gate([91], 90, [99]).passes
    assert not naive_gate([91, 91], 90, [91, 91]).regression


def test_the_listing_divides_the_spread_by_the_number_of_scores() -> None:
    found = naive_gate([90, 92, 94], 92, [80, 81, 82])
    assert found.mean == 92 and found.reaches
    assert found.spread == pytest.approx((8 / 3) ** 0.5)


@pytest.mark.parametrize(("scores", "worse"), [([80.0, 81.0, 79.0], True), ([89.0, 92.0, 86.0], False)])
def test_welch_finds_clear_losses_only(scores: list[float], worse: bool) -> None:
    assert naive_gate(scores, 0, [90.0, 91.0, 89.0]).regression is worse


def test_choosing_the_best_seed_passes_a_model_that_is_under_the_bar() -> None:
    found = pass_shares(_values(), 7, 2_000)
    assert 0.20 < found.one < 0.32 and 0.6 < found.best < 0.75
    assert 0.08 < found.mean < 0.2 and found.cleared < 0.02


def test_a_good_model_clears_with_seeds_and_questions() -> None:
    found = pass_shares(_values(quality=950, sd=10, items=3, seeds=8), 7, 500)
    assert found.cleared > 0.9


def test_the_questions_luck_is_binomial() -> None:
    assert item_sd_ppm(900_000, 500) == 13_416


def test_the_scores_are_compared_with_as_many_of_the_baselines(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def noted(scores: list[int], bar: int, paired: list[int]) -> object:
        asked.append((len(scores), len(paired)))
        return naive_gate(scores, bar, paired)

    monkeypatch.setattr(module, "naive_gate", noted)
    for seeds in (1, 5, 16):
        LAB.run(_values(seeds=seeds), 3)
    assert asked == [(1, 1), (5, 5), (16, 16)]


def test_what_seeds_narrow_is_told_in_points() -> None:
    told = " ".join(LAB.answer(_values(), 3).because)
    widths = [float(width) for width in re.findall(r"±([0-9.]+) on [0-9]+ seed", told)]
    assert len(widths) == 4 and 8 > widths[0] > widths[1] > widths[2] > widths[3] > 1


def test_wider_seeds_widen_the_interval() -> None:
    narrow, wide = (LAB.run(_values(sd=sd), 3).engine for sd in (5, 60))
    width = [float(str(side.figure("high"))) - float(str(side.figure("low"))) for side in (narrow, wide)]
    assert width[0] < width[1]


def test_one_seed_under_an_interval_over_the_bar_says_what_it_lacks() -> None:
    values = _values(quality=960, bar=900, sd=0, seeds=1, baseline=700)
    side = LAB.run(values, 12).engine
    assert float(str(side.figure("low"))) > 90
    assert next(one.text for one in side.figures if one.name == "cleared") == "needs two seeds"
    assert "the whole interval 0 %, since it needs two seeds" in LAB.answer(values, 12).because[0]


def test_both_sides_show_the_same_mean() -> None:
    for seed in range(40):
        outcome = LAB.run(_values(sd=60, seeds=16, quality=900), seed)
        left, right = (
            next(one.text for one in side.figures if one.name == "mean") for side in (outcome.naive, outcome.engine)
        )
        assert left.split(" ±")[0] == right
