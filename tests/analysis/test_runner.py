"""The seam for many games: the same results from any executor; means with honest intervals."""

import math
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from aiboard.analysis.estimate import estimate
from aiboard.analysis.runner import CHUNK, run_games
from aiboard.game import parse_injections
from aiboard.instruments.errors import InputError
from tests.game.small import small

SEEDS = range(300, 300 + 2 * CHUNK + 3)


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_results_never_depend_on_the_executor(pool: type[Executor]) -> None:
    plan = parse_injections(["3 inject gpu-shortage 8"], small().world())
    here = run_games(small(), "vibes", SEEDS, plan)
    assert [result.seed for result in here] == list(SEEDS)
    told: list[int] = []
    with pool(2) as executor:  # type: ignore[call-arg]
        assert run_games(small(), "vibes", SEEDS, plan, executor, told.append) == here
    assert told[-1] == len(SEEDS) and told == sorted(told)
    assert run_games(small(), "vibes", SEEDS) != here


def test_a_game_depends_on_its_seed_alone() -> None:
    together = run_games(small(), "heuristic", SEEDS[:6])
    assert [run_games(small(), "heuristic", [seed])[0] for seed in reversed(SEEDS[:6])] == together[::-1]
    assert len({result.digest for result in together}) == 6


def test_an_unknown_bot_is_said() -> None:
    with pytest.raises(InputError, match="did you mean idle"):
        run_games(small(), "idel", [1])


def test_an_estimate_is_students() -> None:
    found = estimate([1.0, 2.0, 3.0, 4.0])
    half = 3.182 * math.sqrt(5 / 3) / 2  # t(3) = 3.182, two-sided 95 %
    assert (found.mean, found.low, found.high) == pytest.approx((2.5, 2.5 - half, 2.5 + half))
    assert estimate([5.0]).data() == {"mean": 5.0, "low": None, "high": None}
    assert found.rescale(0.5, 4.5).mean == pytest.approx(50)
