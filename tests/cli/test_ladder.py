"""`aiboard ladder`: the contract's shape, errors, and a scale that is cut when it is not known."""

import json
import sys
from pathlib import Path

import pytest

from aiboard.analysis import anchors
from aiboard.analysis.cache import CACHE_VARIABLE
from aiboard.cli import ladder as ladder_text
from aiboard.cli import main
from tests.game.small import data


@pytest.fixture
def scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A scenario file with few anchor games and a cache of its own."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(anchors, "SEEDS", range(100_000, 100_080))
    path = tmp_path / "small.yaml"
    path.write_text(json.dumps(data(40), indent=1))
    return str(path)


def test_shape_and_default_seed(scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["ladder", scenario, "--bots", "idle,heuristic", "--games", "12", "--jobs", "1", "--json"]) == 0
    out = capsys.readouterr()
    document = json.loads(out.out)
    assert out.err == "", "nobody watches: no progress"
    assert (document["scenario"], document["games"], document["seed"]) == ("small", 12, 1_000_000)
    for bot in document["bots"]:
        assert set(bot["value"]) == set(bot["equity"]) == {"mean", "low", "high"}
    assert [bot["bot"] for bot in document["bots"]] == ["heuristic", "idle"]
    (pair,) = document["paired"]
    assert pair["bot"] == "idle" and pair["difference"]["low"] < pair["difference"]["mean"]
    assert list(Path(scenario).parent.joinpath("cache").iterdir()), "the scale is kept"


def test_text_and_processes_say_the_same(scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["ladder", scenario, "--bots", "idle,vibes,heuristic", "--games", "24", "--seed", "7"]
    said = []
    for jobs in ("1", "2"):
        assert main.main([*words, "--jobs", jobs]) == 0
        said.append(capsys.readouterr().out.splitlines()[1:])
    assert said[0] == said[1] and "difference to heuristic" in "\n".join(said[0])
    assert all(len(line) <= 80 for line in said[0])


def test_a_terminal_sees_each_count_reach_its_end_and_go_away(
    scenario: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main.main(["ladder", scenario, "--bots", "idle,vibes", "--games", "12", "--jobs", "1"]) == 0
    said = capsys.readouterr().err
    scale, games, rest = said.split("\r\x1b[K")
    assert scale.endswith("\ranchors: 160 of 160, 100 %") and games.endswith("\rgames: 24 of 24, 100 %")
    assert rest == "" and "\n" not in said


def test_a_weak_scale_is_a_warning(
    scenario: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In ten days nothing can be launched, so the reference earns no more than idle."""
    monkeypatch.setattr(anchors, "SEEDS", range(100_000, 100_010))
    Path(scenario).write_text(json.dumps({**data(10), "chaos": {"events": 0}}, indent=1))
    assert main.main(["ladder", scenario, "--bots", "idle", "--games", "2", "--json"]) == 0
    out = capsys.readouterr()
    assert "standard errors apart" in out.err and json.loads(out.out)["bots"][0]["equity"] is None


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--bots", "vibez"], "did you mean vibes"),
        (["--games", "0"], "--games"),
        (["--seed", "-1"], "--seed"),
        (["--jobs", "-2"], "--jobs"),
    ],
)
def test_bad_input(scenario: str, words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["ladder", scenario, *words]) == 2
    error = capsys.readouterr().err
    assert says in error and len(error.splitlines()) == 1


def test_a_rate_that_nobody_has_is_a_dot() -> None:
    assert [ladder_text._share(rate) for rate in (None, 0.0, 0.5, 1.0)] == ["·", "0 %", "50 %", "100 %"]
