"""Pricing behind a screen: stopped before and while it runs, without processes, with one that dies; its passes."""

import os
from collections.abc import Callable
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool

import pytest

from aiboard.analysis.debrief import passes
from aiboard.analysis.debrief.passes import Told, priced
from aiboard.analysis.pricing.game import Settings
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
        work.go_on()
        done.append("not reached")
    assert not done


def test_stopped_in_the_middle_the_block_ends_without_an_error() -> None:
    work = Pricing()
    done = []
    with work.running() as executor:
        assert executor is not None
        done.append(executor.submit(abs, -2).result(60))
        work.stop()
        work.go_on()
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


def test_each_pass_is_a_whole_debrief_and_finer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Settings] = []

    def with_prices(
        found: object, game: object, settings: Settings, executor: Executor | None, progress: Callable[[int], None]
    ) -> Prices:
        asked.append(settings)
        progress(7)
        return Prices((), 0.0, (), None, None, settings.rollouts, 0)

    monkeypatch.setattr(passes, "with_prices", with_prices)
    told: list[Told] = []
    shown = list(priced(by_bot("vibes"), new_game(small(), 3), told.append))
    assert [one.rollouts for one in asked] == [32, 64, 256] and [one.luck for one in asked] == [False, True, True]
    assert len(shown) == 3 and [one.number for one in told] == [1, 1, 2, 2, 3, 3]
    assert [one.done for one in told] == [0, 7] * 3
