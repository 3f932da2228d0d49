"""`coach` and `cone` line by line: numbers, the mark of practice, what refuses them."""

from pathlib import Path

import pytest

from aiboard.analysis import advice, cone
from aiboard.game import new_game
from aiboard.scenario import from_data
from tests.cli.line_mode import said
from tests.game.small import data


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advice, "FUTURES", 4)
    monkeypatch.setattr(cone, "FUTURES", 4)


def test_each_option_of_a_card_has_its_dollars(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with new_game(from_data(data(30)), 3, tmp_path / "game.jsonl") as game:
        out = said(game, monkeypatch, capsys, "coach 1", "coach 99")
        assert game.practice, "what was asked is in the save"
    assert "counts as practice and is not ranked" in out and "EXP-001, 4 futures of each option:" in out
    assert "leave it for the day: $0" in out and "start 001: " in out
    assert "no card is called '99'" in out


def test_the_cone_stands_beside_the_stated_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with new_game(from_data(data(30)), 3, tmp_path / "game.jsonl") as game:
        out = said(game, monkeypatch, capsys, "forecast 12 16", "cone")
        assert game.practice
    assert "P10 " in out and "never in " in out and "You said 70 % by day 12;" in out and "4 futures" in out


def test_no_numbers_where_the_scenario_has_none_or_the_game_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with new_game(from_data({**data(30), "advice": False}), 3, tmp_path / "game.jsonl") as game:
        out = said(game, monkeypatch, capsys, "coach 1", "cone")
        assert out.count("played without the coach's numbers") == 2 and not game.practice
    over = new_game(from_data(data(30)), 3)
    while not over.board.over:
        over.end_day()
    assert "the project is over" in said(over, monkeypatch, capsys, "coach 1")


def test_ctrl_c_leaves_the_work_and_not_the_game(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> object:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(advice, "weigh_card", stopped)
    with new_game(from_data(data(30)), 3, tmp_path / "game.jsonl") as game:
        out = said(game, monkeypatch, capsys, "coach 1", "end")
        assert "Stopped; nothing was worked out." in out and game.board.day == 2
