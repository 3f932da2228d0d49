"""Opening a game: which luck it gets and where it is saved, for every face."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiboard.instruments.errors import InputError
from aiboard.journal.saves import recent_saves
from aiboard.play.opening import deal
from aiboard.scenario import load


@pytest.fixture(autouse=True)
def _own_saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIBOARD_SAVES", str(tmp_path / "saves"))
    (tmp_path / "saves").mkdir()


def test_the_scenarios_own_luck_comes_until_it_was_played_once() -> None:
    own = load("first-sprint").scenario.default_seed
    assert own is not None
    with deal("first-sprint") as first:
        assert first.seed == own
    with deal("first-sprint") as second:
        assert second.seed != own
    with deal("first-sprint", seed=own) as named:
        assert named.seed == own
    assert [one.scenario for one in recent_saves()] == ["first-sprint"] * 3


def test_once_more_is_fresh_luck_wherever_the_save_lies(tmp_path: Path) -> None:
    with deal("first-sprint", save=tmp_path / "elsewhere.jsonl", again=True) as game:
        assert game.seed != load("first-sprint").scenario.default_seed


def test_a_seed_that_will_not_do_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        deal("first-sprint", seed=-1)
    assert not list((tmp_path / "saves").iterdir())
