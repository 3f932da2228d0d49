"""Pricing behind a screen: stopped before and while it runs, without processes, with one that dies; its passes."""

import os
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

from aiboard.analysis import anchors
from aiboard.analysis.debrief.passes import PassProgress, price_in_passes
from aiboard.analysis.pool import Background
from aiboard.analysis.pricing import game as pricing_game
from aiboard.analysis.pricing.day import SCREEN_REPLICATES
from aiboard.analysis.pricing.game import FIRST_REPLICATES, PartialPrices, Settings
from aiboard.analysis.pricing.model import Prices
from aiboard.game import new_game
from aiboard.tui import pricing
from aiboard.tui.pricing import Pricing
from tests.analysis.games import by_bot
from tests.game.small import small


def test_stopped_before_it_has_begun_nothing_is_worked_out() -> None:
    work = Pricing()
    work.stop()
    done = []
    with work.running():
        work.raise_if_stopped()
        done.append("not reached")
    assert not done


def test_its_processes_end_with_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    pools: list[Background] = []

    class Noted(Background):
        def __init__(self, workers: int) -> None:
            self.executor, self.ended = ThreadPoolExecutor(workers), 0  # type: ignore[assignment]
            pools.append(self)

        def stop(self) -> None:
            self.ended += 1

    monkeypatch.setattr(pricing, "Background", Noted)
    with Pricing().running() as executor:
        assert executor is not None and executor.submit(abs, -2).result(60) == 2
    with pytest.raises(ValueError, match="lost"), Pricing().running():
        raise ValueError("lost")
    assert [pool.ended for pool in pools] == [1, 1]  # type: ignore[attr-defined]


def test_stopped_in_the_middle_the_block_ends_without_an_error() -> None:
    work = Pricing()
    done = []
    with work.running() as executor:
        assert executor is not None
        done.append(executor.submit(abs, -2).result(60))
        work.stop()
        work.raise_if_stopped()
        done.append("not reached")
    assert done == [2]


def test_a_worker_that_dies_is_an_error_and_a_stop_is_none() -> None:
    with pytest.raises(BrokenProcessPool), Pricing().running() as executor:
        assert executor is not None
        executor.submit(os._exit, 9).result(60)


def test_without_processes_it_is_done_in_the_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(workers: int) -> None:
        raise OSError("no semaphores here")

    monkeypatch.setattr(pricing, "Background", none)
    with Pricing().running() as executor:
        assert executor is None


def test_each_look_is_a_whole_debrief_and_finer(monkeypatch: pytest.MonkeyPatch) -> None:
    scale = anchors.Anchors("x", "", 1, "x", 100, -1e6, 3e6, 1e4, 1e6, ())
    asked: list[Settings] = []

    def stream(resolved: object, seed: int, days: list[object], of: object, settings: Settings, executor: object):  # type: ignore[no-untyped-def]
        asked.append(settings)
        for most in (FIRST_REPLICATES, SCREEN_REPLICATES, settings.rollouts):
            for done in range(1, len(days) + 1):
                yield PartialPrices(Prices((), 0.0, (), None, None, most, 0), most, done, len(days))

    monkeypatch.setattr(anchors, "find", lambda resolved: scale)
    monkeypatch.setattr(pricing_game, "stream_prices", stream)
    game = new_game(small(), 3)
    game.end_day()
    told: list[PassProgress] = []
    shown = list(price_in_passes(by_bot("vibes"), game, told.append))
    assert [one.luck and one.guess for one in asked] == [True]
    assert [one.prices.rollouts for one in shown if one.prices] == [FIRST_REPLICATES, SCREEN_REPLICATES, 256]
    assert [one.textbook is not None for one in shown] == [False, True, True]
    assert [(one.number, one.done) for one in told] == [(1, 0), *((look, day) for look in (1, 2, 3) for day in (1, 2))]
