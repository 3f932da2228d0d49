"""Calibration: luck taken out of a price, verdicts of bands and claims, and tables that any executor makes alike."""

import random
import statistics
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace

import pytest

from aiboard.analysis import anchors
from aiboard.analysis.calibrate import ablation, chaos, flow, orderings, tables
from aiboard.analysis.calibrate.policies import LEVERS, ORDERS, Policy, WithoutOrder
from aiboard.analysis.calibrate.report import calibrate
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.runner import map_chunks, run_games
from aiboard.analysis.worlds import has_dials, with_changes
from aiboard.bots.runner import play_day
from aiboard.cli import calibrate as command
from aiboard.cli.batch_options import BatchOptions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.model.vocabulary import Chaos, Mode, Order
from aiboard.engine.verbs import Evaluate, Iterate, Kill
from aiboard.instruments.errors import InputError
from tests.engine.worlds import world
from tests.game.small import small


@pytest.fixture(scope="module")
def scale() -> anchors.Anchors:
    """The small scenario's scale, from few games."""
    return anchors.measure(small(), seeds=range(60))


def test_the_percentile_is_of_the_effect_and_not_of_luck() -> None:
    dice = random.Random(1)
    true = [dice.gauss(5, 3) for _ in range(2_000)]
    noisy = [[effect + dice.gauss(0, 20) for _ in range(8)] for effect in true]
    found = chaos.own_p95(noisy)
    seen = statistics.quantiles([statistics.fmean(game) for game in noisy], n=20)[-1]
    assert found == pytest.approx(statistics.quantiles(true, n=20)[-1], abs=1.5)
    assert seen > 16, "means of futures alone would say much more"


def test_the_percentile_of_pure_luck_is_the_mean_and_of_few_games_unknown() -> None:
    dice = random.Random(2)
    games = [[dice.gauss(2, 20) for _ in range(8)] for _ in range(400)]
    found = chaos.own_p95(games)
    assert found is not None and found < 8
    assert chaos.own_p95(games[:19]) is None
    assert chaos.own_p95([[3.0, 3.0]] * 20) == 3.0


@pytest.mark.parametrize(
    ("cost", "p95", "band", "says"),
    [
        (Estimate(2, 1.5, 2.5), 9, (1, 3), ""),
        (Estimate(0.9, 0.5, 1.3), 9, (1, 3), ""),
        (Estimate(0.5, 0.2, 0.8), 9, (1, 3), "low"),
        (Estimate(5, 4, 6), 25, (1, 3), "high"),
        (Estimate(2, 1.5, 2.5), 20.5, (1, 3), "tail"),
        (Estimate(40, 39, 41), 12, None, ""),
        (Estimate(5, None, None), None, (1, 3), "high"),
    ],
)
def test_flags(cost: Estimate, p95: float | None, band: tuple[float, float] | None, says: str) -> None:
    assert chaos.flag(cost, p95, band) == says


def test_prices_pair_the_same_futures_and_never_depend_on_the_executor(scale: anchors.Anchors) -> None:
    kinds = (Chaos.GPU_SHORTAGE, Chaos.DIVERGENCE)
    seeds = range(4)
    here = chaos.measure_costs(small(), scale, seeds, kinds=kinds, futures=2)
    with ThreadPoolExecutor(2) as threads:
        assert chaos.measure_costs(small(), scale, seeds, threads, kinds=kinds, futures=2) == here
    assert {(price.kind, price.day) for price in here} == {("gpu-shortage", 10), ("divergence", 10)}, "30 days long"
    assert {price.policy for price in here} == {item.name for item in chaos.HANDLINGS}
    shortage = next(price for price in here if price.kind == "gpu-shortage")
    assert shortage.games == 4 and shortage.cost is not None and shortage.cost.low is not None


def test_claims_need_their_interval_and_their_least() -> None:
    claim = ("a", "b", 5.0)
    assert orderings.judge_claim(claim, Estimate(6, 4, 8)).holds
    assert not orderings.judge_claim(claim, Estimate(4, 3, 5)).holds
    assert not orderings.judge_claim(("a", "b", 0.0), Estimate(6, -1, 13)).holds
    assert not orderings.judge_claim(claim, Estimate(6, None, None)).holds


def test_orderings_are_paired_differences(scale: anchors.Anchors) -> None:
    told: list[int] = []
    (found,) = orderings.orderings(small(), scale, range(8), None, told.append, [("heuristic", "idle", 0.0)])
    ours = [result.value_cents for result in run_games(small(), "heuristic", range(8))]
    assert found.difference.mean == pytest.approx(100 * statistics.fmean(ours) / scale.length)
    assert told[-1] == 16


def test_every_play_of_a_claim_exists() -> None:
    assert {name for claim in orderings.CLAIMS for name in claim[:2]} <= set(orderings.PLAYS)


def test_flow_adds_up() -> None:
    games = flow.flows(small(), range(6))
    for game in games:
        assert game.decided == game.killed + game.promoted
        assert 0 < game.training_min + game.evaluation_min <= game.pool_min
        assert game.killed_min <= game.cards_min and game.bad_launches <= game.launches
        assert game.waiting_days <= game.days == 30
    rates = {figure.band.name: figure for figure in flow.figures(games)}
    killed, decided = sum(game.killed for game in games), sum(game.decided for game in games)
    assert rates["kill rate"].value == pytest.approx(100 * killed / decided)
    assert flow.uses(games, "start") > flow.uses(games, "inject") == 0


def test_a_figure_of_nothing_is_unknown() -> None:
    figures = {figure.band.name: figure for figure in flow.figures([flow.Flow(days=10)])}
    assert figures["bad launches"].value is figures["bad launches"].holds is None
    assert figures["target reached"].value == 0 and figures["target reached"].holds is False


def test_what_is_never_used_is_not_played(scale: anchors.Anchors) -> None:
    games = flow.flows(small(), range(3))
    found = ablation.measure_ablations(small(), scale, range(3), games)
    rows = {(item.kind, item.name): item for item in found}
    assert rows[("action", "spot-check")].effect is None and rows[("action", "spot-check")].small
    start = rows[("action", "start")]
    assert start.effect is not None and start.uses is not None and start.uses > 1 and start.effect.mean < 0
    assert sum(kind == "standing order" for kind, _ in rows) == len(Order)
    assert not any(item.uses == 0 and item.effect for item in found)


def test_levers_turn_actions() -> None:
    board = new_state(world(), 1).board
    assert not LEVERS["slices"].transform(board, Evaluate(1, 3, slices=True)).values()[3]
    assert LEVERS["parts"].transform(board, Evaluate(1, 3, 20)) == Evaluate(1, 3)
    assert LEVERS["longer"].transform(board, Iterate(1, 0)) == Iterate(1, 1)
    assert LEVERS["longer"].transform(board, Iterate(1, 2)) == Iterate(1, 2)
    assert LEVERS["learning"].transform(board, Kill(1, 2, "words")) == Kill(1, 2)


def test_an_order_that_is_left_out_stays_off() -> None:
    state = new_state(world(), 1)
    play_day(state, WithoutOrder(int(Order.PROMOTE))(1))
    modes = state.board.orders
    assert modes[Order.PROMOTE] == Mode.OFF and modes[Order.START] == Mode.AUTO
    assert Policy(ORDERS)(1).name == ORDERS


def test_changed_worlds() -> None:
    calm = with_changes(small(), {"chaos": {"events": 0}})
    assert calm.world().chaos_events == 0 != small().world().chaos_events
    assert calm.world().gpus == small().world().gpus
    assert has_dials(small(), {"chaos": {"events": 0}}) and not has_dials(small(), {"chaos": {"nothing": 0}})


def test_chunks_keep_the_order_of_seeds() -> None:
    def double(seeds: tuple[int, ...]) -> list[int]:
        return [2 * seed for seed in seeds]

    told: list[int] = []
    assert map_chunks(double, range(60), progress=told.append) == [2 * seed for seed in range(60)]
    with ThreadPoolExecutor(2) as threads:
        assert map_chunks(double, range(60), threads) == [2 * seed for seed in range(60)]
    assert told == [25, 50, 60]


def test_every_table_has_its_columns(scale: anchors.Anchors) -> None:
    found = calibrate(small(), scale, range(2), ("flow", "off"), lambda what, total: nullcontext())
    assert found.chaos == found.orderings == () and found.flow and found.off
    shown = list(tables.tables(found))
    assert len(shown) == 2
    for _, (heads, *rows) in shown:
        assert rows and {len(row) for row in rows} == {len(heads)}
    assert found.misses == sum(figure.holds is False for figure in found.flow)


def test_a_weak_scale_is_refused_by_the_command(scale: anchors.Anchors, monkeypatch: pytest.MonkeyPatch) -> None:
    flat = replace(scale, reference=scale.idle)
    monkeypatch.setattr(anchors, "find", lambda resolved: flat)
    with pytest.raises(InputError, match="equity"):
        command._measure(small(), BatchOptions(range(2), 1), ("flow",))
