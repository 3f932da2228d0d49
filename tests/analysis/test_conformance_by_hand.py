"""What the conformance of a belief is judged by, worked out by hand: ranks, gains, guesses, their bounds."""

import math
import random
from typing import Any

import pytest

from aiboard.analysis import conformance
from aiboard.analysis.belief import Memory, Priors
from aiboard.analysis.conformance import (
    ConformanceReport,
    ConformanceSettings,
    GameCheck,
    Quantity,
    _gain,
    _quantity,
    faults,
    measure,
    quantities,
)
from aiboard.analysis.estimate import Estimate, estimate
from aiboard.analysis.rollouts import Continuation
from aiboard.engine.chance.deal import new_state
from aiboard.engine.model.truth import PlannedDisruption
from aiboard.engine.model.vocabulary import Stage
from tests.engine.worlds import RAG, quiet
from tests.game.small import small

SURE = Estimate(1.0, 0.9, 1.1)


def judged(guesses: Estimate | None = None, changed: int = 0, **fields: Any) -> list[str]:
    usual = {"name": "x", "games": 80, "chi": 1.0, "rank_z": 0.0, "gain": SURE}
    return faults(ConformanceReport((Quantity(**{**usual, **fields}),), guesses, 0.0, changed))


def test_ranks_are_held_against_eight_even_bins() -> None:
    even = _quantity("x", [((n + 0.5) / 16, 0.0) for n in range(16)])
    assert (even.games, even.chi, even.rank_z) == (16, 0, 0)
    # All in one bin of two: seven bins are off by two and one by 14, over seven degrees of freedom.
    piled = _quantity("x", [(0.99, 1.0), (0.99, 3.0)] * 8)
    assert piled.chi == pytest.approx((7 * 4 / 2 + 14**2 / 2) / 7)
    assert piled.rank_z == pytest.approx(0.49 * math.sqrt(12 * 16))
    assert piled.gain == estimate([1.0, 3.0] * 8) and _quantity("x", [(0.5, 1.0), (0.5, math.nan)]).gain is None


def test_a_gain_is_told_in_its_standard_errors() -> None:
    def z(gain: Estimate | None) -> float | None:
        return Quantity("x", 9, 1, 0, gain).gain_z

    assert z(Estimate(2, 1, 3)) == pytest.approx(3.92) and z(Estimate(-2, -3, -1)) == pytest.approx(-3.92)
    assert z(None) is z(Estimate(2, None, None)) is z(Estimate(2, 2, 2)) is None


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, []),
        ({"chi": 5.0}, []),
        ({"chi": 5.01}, ["x: ranks are uneven (chi2/7 5.01, mean rank z 0.0)"]),
        ({"chi": 9.0, "games": 79}, []),
        ({"rank_z": 4.5}, []),
        ({"rank_z": -4.6, "games": 3}, ["x: ranks are uneven (chi2/7 1.00, mean rank z -4.6)"]),
        ({"changed": 2}, ["a belief changed its board"]),
        # A mean of 100 has an interval of so much to each side: 3.3 standard errors are allowed.
        ({"guesses": Estimate.from_half_width(100.0, 60.0)}, []),
        (
            {"guesses": Estimate.from_half_width(-100.0, 59.0)},
            ["guesses are -100 cents on average, interval -159 to -41"],
        ),
        ({"guesses": Estimate(100.0, None, None)}, []),
    ],
)
def test_what_is_no_chance_is_told(fields: dict[str, Any], told: list[str]) -> None:
    assert judged(**fields) == told


def test_a_belief_must_foresee_more_than_its_prior() -> None:
    def together(*gains: Estimate | None) -> list[str]:
        return faults(ConformanceReport(tuple(Quantity("x", 80, 1, 0, gain) for gain in gains), None, 0.0, 0))

    # An error of .1 each: one needs .2, two together .28.
    def gain(mean: float) -> Estimate:
        return Estimate.from_half_width(mean, 0.196)

    worse = "x: foreseen worse than by the prior (z -3.6)"
    assert together(gain(0.21)) == [] and together(gain(0.15), gain(0.14)) == []
    assert together(gain(0.19)) == ["all together is foreseen no better than by the prior (0.19 nats)"]
    assert together(gain(0.14), gain(0.13)) == ["all together is foreseen no better than by the prior (0.27 nats)"]
    assert together(gain(9.0), gain(-0.34)) == [] and together(gain(9.0), gain(-0.36), None) == [worse]
    assert together(None) == ["all together is foreseen no better than by the prior (0.00 nats)"]


def test_a_gain_is_the_log_score_over_the_priors() -> None:
    # Eighths of 0 to 99 end at 49.5 and 61.9: twelve of a hundred lie between, and of four draws two.
    prior = list(range(100))
    expected = (12 + 0.5) / 100.5
    assert _gain(prior, 50, [50, 61, 70, 10]) == pytest.approx(math.log((2 + 16 * expected) / 20) - math.log(expected))
    assert _gain(prior, 61, [0, 1, 2, 3]) == pytest.approx(math.log(16 / 20))
    # What the prior hardly has is not impossible.
    assert math.isfinite(_gain([5] * 50, 9, [9, 9]))


def test_all_games_are_put_together_by_quantity(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[tuple[int, ...]] = []

    def games(scenario: str, asked: ConformanceSettings, seeds: tuple[int, ...]) -> list[GameCheck]:
        asked_for.append(seeds)
        rows = [(("b", 0.25, 1.0), ("a", 0.5, math.nan)) if seed % 2 else (("b", 0.75, 2.0),) for seed in seeds]
        return [
            GameCheck(row, None if seed == 3 else 10.0 * seed, seed != 2, 0.5 * seed)  # type: ignore[arg-type]
            for row, seed in zip(rows, seeds, strict=True)
        ]

    monkeypatch.setattr(conformance, "_games", games)
    found = measure(small(), range(1, 8), ConformanceSettings())
    assert asked_for == [(1, 2, 3, 4, 5), (6, 7)]
    assert [(one.name, one.games) for one in found.quantities] == [("a", 4), ("b", 7)]
    assert found.guesses == estimate([10, 20, 40, 50, 60, 70]) and (found.seconds, found.changed_boards) == (2.0, 1)
    monkeypatch.setattr(conformance, "_games", lambda scenario, asked, seeds: [GameCheck((), None, True, 1.0)])
    assert measure(small(), [1], ConformanceSettings()).guesses is None


def test_what_is_compared_on_a_board() -> None:
    state = new_state(quiet(), 3)
    names = {name for name, _ in quantities(state, random.Random(1))}
    assert {"family mean", "bias", "set luck", "new: rate", "reserve: rate", "disruptions to come"} <= names
    assert "label class" not in names and "next disruption" in names and not any("diverge_at" in one for one in names)
    card = state.board.cards[RAG]
    for field, kind in (("runs_done", "trained"), ("seeds_done", "scored"), ("launched", "live")):
        setattr(card, field, 1)
        names = {name for name, _ in quantities(state, random.Random(1))}
        assert f"{kind}: ceiling_ppm" in names and f"{kind}: diverge_at" not in names
    card.stage = Stage.EXPERIMENT
    state.board.data[1].batches, state.board.data[1].kappa_items = 1, 100
    get = dict(quantities(state, random.Random(1)))
    assert "live: diverge_at" in get and get["live: ceiling_ppm"](state.truth) == state.truth.cards[RAG].ceiling_ppm
    state.truth.batch[1] = 2
    assert get["label class"](state.truth) == 2
    state.board.data[1].kappa_items = 0
    assert "label class" not in dict(quantities(state, random.Random(1)))
    # On day 10: what is planned for it and later and has not come.
    state.board.day = 10
    state.truth.planned = [PlannedDisruption(day, 0, 0) for day in (4, 9, 10, 12, 20)]
    state.truth.planned[0].done = state.truth.planned[4].done = True
    get = dict(quantities(state, random.Random(1)))
    assert (get["disruptions to come"](state.truth), get["next disruption"](state.truth)) == (2, 9)
    state.truth.planned = []
    assert get["next disruption"](state.truth) == 999


def test_a_game_ends_on_a_morning_before_the_last_and_is_remembered() -> None:
    priors = Priors(quiet(days=5))
    days = {seed: conformance.state_at(priors, seed, "idle", Memory()).board.day for seed in range(30)}
    assert set(days.values()) == {2, 3, 4, 5}


def test_a_guess_is_the_truths_worth_less_the_beliefs(monkeypatch: pytest.MonkeyPatch) -> None:
    class Made:
        """An action is worth 30, 50 over the reference by the truth and 10, 20 by the belief."""

        def __init__(self, board: object, kind: str, key: str, priors: object, truth: object, memory: object) -> None:
            self.gains = [10, 20] if truth is None else [30, 50]

        def values(self, line: Continuation, count: int) -> list[int]:
            assert count == 2
            return [7 + gain for gain in self.gains] if line.actions else [7, 7]

    state = new_state(quiet(), 3)
    monkeypatch.setattr(conformance, "RolloutBase", Made)
    monkeypatch.setattr(conformance, "plan_of", lambda state: [])

    def guess() -> float | None:
        return conformance._guess(state, None, None, random.Random(2), 2)  # type: ignore[arg-type]

    assert guess() == 40 - 15
    monkeypatch.setattr(conformance, "is_in_plan", lambda action, plan: True)
    assert guess() is None
    monkeypatch.setattr(conformance, "legal_actions", lambda board: [])
    assert guess() is None
