"""The line mode of a game with typed lines."""

import io

import pytest

from aiboard.cli.plain import GameDialogue
from aiboard.game import Game
from aiboard.play.session import Session


def said(game: Game, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *lines: str) -> str:
    """What it prints to these lines, white space folded."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    assert GameDialogue(Session(game)).run() == 0
    return " ".join(capsys.readouterr().out.split())
