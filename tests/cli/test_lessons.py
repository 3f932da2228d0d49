"""`aiboard lessons`: the contract's shape, its text, errors."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from aiboard.cli import main
from tests.analysis.lessons.pairs import use_quick_pairs
from tests.game.small import data


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command on a small scenario, with a cache of its own."""
    use_quick_pairs(monkeypatch, str(tmp_path / "cache"))
    path = tmp_path / "small.yaml"
    path.write_text(json.dumps(data(), indent=1))
    return ["lessons", "--scenario", str(path), "--games", "3", "--jobs", "1"]


def test_shape(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main([*words, "--only", "l15, L01,L15", "--json"]) == 0
    out = capsys.readouterr()
    found = json.loads(out.out)
    assert out.err == "" and (found["games"], found["seed"], found["scenario"]) == (3, 1_000_000, "small")
    assert [row["id"] for row in found["lessons"]] == ["L01", "L15"], "in their order, each once"
    for row in found["lessons"]:
        for world in (row["default"], row["boundary"]):
            assert set(world["value"]) == set(world["equity"]) == {"mean", "low", "high"}
        assert isinstance(row["holds"], bool) and isinstance(row["boundary"]["stops"], bool)
        assert row["default"]["sha"] != row["boundary"]["sha"]
        assert all(row[name] for name in ("title", "advice", "obey", "ignore", "until", "verdict"))


def test_text_has_every_lesson_and_fits(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main([*words, "--games", "1", "--seed", "5"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "small: 1 game a bot and world, seeds 5 to 5" in lines[0]
    assert all(len(line) <= 80 for line in lines)
    text = "\n".join(lines)
    for id in ("L01", "L15", "L38"):
        assert f"\n{id}  " in text
    assert text.count("\n     boundary") == text.count("\n     here") == 23
    # The scale of these games is sound: each lesson has a figure.
    assert len(re.findall(r"\n     here      [-+−]?\d", text)) == 23 and "null" not in text


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--only", "L15,L99"], "--only: no lesson is called 'L99'"),
        (["--only", ""], "--only"),
        (["--only", "\x1b[31m"], "--only"),
        (["--games", "0"], "--games"),
        (["--games", "many"], "--games"),
        (["--seed", "-1"], "--seed"),
        (["--jobs", "-2"], "--jobs"),
        (["--scenario", "no-such"], "no-such"),
    ],
)
def test_bad_input(words: list[str], more: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main([*words, *more]) == 2
    error = capsys.readouterr().err
    assert says in error and len(error.splitlines()) == 1 and "\x1b" not in error


def test_an_interrupt_ends_it_quietly(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("aiboard.analysis.lessons.cells.run_games", interrupted)
    assert main.main([*words, "--only", "L15"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_the_seconds_of_the_document_are_thousandths(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    times = iter((10.0, 11.2346))
    monkeypatch.setattr("aiboard.cli.lessons.time", SimpleNamespace(perf_counter=lambda: next(times)))
    assert main.main([*words, "--only", "L01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["timing"] == {"seconds": 1.235}
