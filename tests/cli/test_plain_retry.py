"""`retry` line by line: board after board with its options, judged; only of a game that is over."""

import re
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from aiboard.analysis import retry
from aiboard.analysis.debrief import Debrief
from aiboard.cli.plain_retry import RetryCommands
from aiboard.game import Game, new_game
from aiboard.instruments.errors import InputError
from aiboard.play.session import Session
from tests.cli.line_mode import said
from tests.tui.test_debrief import LEFT, LOST, WON, prices


@pytest.fixture
def over(tmp_path: Path) -> Game:
    """A finished game."""
    game = new_game("first-sprint", 7, tmp_path / "game.jsonl")
    for line in ("start EXP-001", "end", "start EXP-002"):
        game.do(line)
    while not game.board.over:
        game.end_day()
    return game


def test_board_after_board_is_judged(
    over: Game, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def priced(found: Debrief, *_: object) -> Debrief:
        left = replace(LEFT, day=1, last_day=6, line="start EXP-003")
        return replace(found, prices=prices(32, LOST, left, WON), point_cents=33_000.0)

    monkeypatch.setattr("aiboard.analysis.debrief.with_prices", priced)
    monkeypatch.setattr(retry, "FUTURES", 4)
    most = re.search(r"write retry 1 to retry (\d)", said(over, monkeypatch, capsys, "retry", "retry 9"))
    assert most is not None
    beyond, last = f"retry {int(most[1]) + 1}", f"retry {most[1]}"
    out = said(over, monkeypatch, capsys, "retry", "retry 0", beyond, last, "retry 1", "retry 1")
    assert "Day 1, as it was. Known: not measured." in out and "What do you do? 1. leave it for the day" in out
    assert out.count("write retry 1 to retry ") == 2
    assert "Day 1, at its end." in out and "In the game it was left until day 6; here it is one day of that." in out
    assert out.count("(within 2 points does)") == 2 and out.count("you now") == 2
    assert "That was the last board" in out and "no board is asked; write retry" in out


def test_a_terminal_sees_how_many_futures_are_done(
    over: Game, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = RetryCommands(Session(over))
    commands._exercise = asked = SimpleNamespace(options=[1])  # type: ignore[assignment]
    commands._debrief = SimpleNamespace(record=SimpleNamespace(world=None), point_cents=1)  # type: ignore[assignment]
    monkeypatch.setattr(retry, "FUTURES", 4)
    monkeypatch.setattr(retry, "weigh_exercise", lambda given: [SimpleNamespace(futures=count) for count in (2, 4)])
    monkeypatch.setattr(retry, "result_lines", lambda given, *_: ["judged"] if given is asked else [])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert commands.commands["retry"](["1"]) == ["judged", "That was the last board; retry begins again."]
    assert capsys.readouterr().err == "\rfutures: 2 of 4, 50 %\rfutures: 4 of 4, 100 %\r\x1b[K"


def test_not_before_the_end_and_not_without_a_scale(
    over: Game, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "tried again when the game is over" in said(new_game("first-sprint", 7), monkeypatch, capsys, "retry")

    def none(*_: object) -> Debrief:
        raise InputError("no prices: it has no equity scale")

    monkeypatch.setattr("aiboard.analysis.debrief.with_prices", none)
    assert "no prices: it has no equity scale" in said(over, monkeypatch, capsys, "retry")
