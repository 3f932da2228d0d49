"""The ladder: order, paired differences, shape, and that it never depends on who played the games."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from aiboard.analysis import anchors
from aiboard.analysis.ladder import ladder
from aiboard.analysis.runner import run_games
from aiboard.bots import Bot, Heuristic
from aiboard.instruments.errors import InputError
from tests.game.small import small

BOTS = ["idle", "kill-all", "heuristic"]


def test_ladder_never_depends_on_the_executor() -> None:
    scale = anchors.measure(small(), seeds=range(40))
    here = ladder(small(), BOTS, 30, 7, scale)
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2) as processes:
        assert ladder(small(), BOTS, 30, 7, scale, threads) == here
        assert ladder(small(), BOTS, 30, 7, scale, processes) == here


def test_rungs_and_differences() -> None:
    told: list[int] = []
    found = ladder(small(), [*BOTS, "idle"], 20, 100, progress=told.append)
    values = {name: [result.value_cents / 100 for result in run_games(small(), name, range(100, 120))] for name in BOTS}
    means = {name: sum(values[name]) / 20 for name in BOTS}
    assert [rung.bot for rung in found.rungs] == sorted(BOTS, key=lambda name: -means[name])
    best = found.rungs[0]
    assert best.behind is None and told[-1] == 60
    for rung in found.rungs:
        assert rung.value.mean == pytest.approx(means[rung.bot]) and rung.equity is None
        if rung.behind:
            assert rung.behind.mean == pytest.approx(means[rung.bot] - means[best.bot])
    idle = next(rung for rung in found.rungs if rung.bot == "idle")
    assert idle.kill_rate is idle.promotion_rate is None and idle.decided == 0
    killer = next(rung for rung in found.rungs if rung.bot == "kill-all")
    assert killer.kill_rate == 1 and killer.promotion_rate == 0


def test_unknown_bot() -> None:
    with pytest.raises(InputError, match="did you mean vibes"):
        ladder(small(), ["vibe"], 1)


def _one_card(seed: int) -> Bot:
    return Heuristic(wip=1)


def test_bots_of_ones_own_go_through_the_same_seam() -> None:
    here = run_games(small(), _one_card, range(30))
    with ProcessPoolExecutor(2) as processes:
        assert run_games(small(), _one_card, range(30), executor=processes) == here
    assert here != run_games(small(), "heuristic", range(30))
