"""`aiboard simulate`: the contract's shape, and games that are the same however they are played."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from aiboard.cli import main
from aiboard.cli.batch_options import read_batch_options
from aiboard.game import open_game, replay
from aiboard.instruments.errors import InputError
from aiboard.journal.lines import SEED_END
from aiboard.journal.reader import read
from tests.game.small import data


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A scenario file (JSON is YAML)."""
    path = tmp_path_factory.mktemp("scenario") / "small.yaml"
    path.write_text(json.dumps(data(), indent=1))
    return str(path)


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main.main(["simulate", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_shape(scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = _run(capsys, scenario, "--bot", "vibes", "--games", "12", "--seed", "1000")
    assert {"scenario", "bot", "seed", "games", "rules_version", "value", "equity", "kill_rate"} <= set(found)
    assert {"promotion_rate", "throughput", "cycle_time", "digest", "timing"} <= set(found)
    assert (found["scenario"], found["bot"], found["seed"], found["games"]) == ("small", "vibes", 1000, 12)
    assert found["value"]["low"] < found["value"]["mean"] < found["value"]["high"]
    assert found["kill_rate"] + found["promotion_rate"] == pytest.approx(1)
    assert 0 < found["throughput"] < 20 and 0 < found["cycle_time"] < 30
    assert len(found["digest"]) == 32 and found["timing"]["seconds"] > 0


def test_rates_are_null_when_nothing_was_decided(scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = _run(capsys, scenario, "--bot", "idle", "--games", "1")
    assert found["kill_rate"] is found["promotion_rate"] is found["cycle_time"] is None
    assert found["throughput"] == 0 and found["value"] == {"mean": 0, "low": None, "high": None}


def test_processes_and_saves_give_the_same_games(
    scenario: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chaos = tmp_path / "chaos"
    chaos.write_text("4 inject gpu-shortage 5\n6 inject vendor-delay\n")
    words = (scenario, "--bot", "heuristic", "--games", "10", "--seed", "50", "--inject", str(chaos))
    one = _run(capsys, *words, "--jobs", "1")
    assert one.pop("timing")
    two = _run(capsys, *words, "--jobs", "2")
    three = _run(capsys, *words, "--save", str(tmp_path / "saves"))
    assert one == {name: two[name] for name in one} == {name: three[name] for name in one}
    saves = sorted((tmp_path / "saves").iterdir())
    assert len(saves) == 10
    results = [replay(read(save)) for save in saves]
    assert all(result.mismatch is None and not result.practice for result in results)
    total = sum(result.timeline.state.returns() for result in results)
    assert total / 1000 == pytest.approx(one["value"]["mean"])
    with open_game(saves[0]) as game:
        assert game.board.over and game.seed in range(50, 60)
    plain = _run(capsys, *words[:-2])
    assert plain["digest"] != one["digest"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing-like-it"], "no scenario is called"),
        (["SCENARIO", "--bot", "heuristc"], "did you mean heuristic?"),
        (["SCENARIO", "--games", "0"], "--games"),
        (["SCENARIO", "--seed", "-1"], "--seed"),
        (["SCENARIO", "--seed", str(1 << 63)], "--seed"),
        (["SCENARIO", "--jobs", "-2"], "--jobs"),
        (["SCENARIO", "--games", "many"], "invalid int value"),
        (["SCENARIO", "--inject", "none.txt"], "cannot be read"),
    ],
)
def test_bad_words_are_one_line(words: list[str], said: str, scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["simulate", *(scenario if word == "SCENARIO" else word for word in words), "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and said in err


def test_a_save_is_never_written_over(scenario: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["simulate", scenario, "--bot", "idle", "--games", "2", "--save", str(tmp_path)]
    assert main.main(words) == 0
    out, _ = capsys.readouterr()
    assert "small, idle: 2 games" in out and "value" in out
    assert main.main(words) == 2
    assert "exists already" in capsys.readouterr().err
    (tmp_path / "file").touch()
    assert main.main([*words[:-1], str(tmp_path / "file")]) == 2
    assert "not saved" in capsys.readouterr().err


def test_an_unknown_bot_is_said_before_anything_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["simulate", "no-such-project", "--bot", "nobody"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "nobody" in line and "heuristic" in line and "no-such-project" not in line


def test_the_text_tells_what_the_document_holds(scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = _run(capsys, scenario, "--bot", "vibes", "--games", "12", "--seed", "1000")
    assert main.main(["simulate", scenario, "--bot", "vibes", "--games", "12", "--seed", "1000"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("small, vibes: 12 games, seeds 1000 to 1011, ")
    names = ["value", "equity", "kill rate", "promotion rate", "throughput", "cycle time", "digest"]
    assert all(row.startswith(f"  {name} ") for row, name in zip(rows, names, strict=True))
    text = "\n".join(rows)
    assert f"{found['kill_rate']:.2f} of decided cards" in text and f"{found['throughput']:.2f} decided cards" in text
    assert found["digest"] in text


@pytest.mark.parametrize(("jobs", "seed"), [("-1", "1"), ("2000", "1"), ("1", "-1"), ("1", str(1 << 63))])
def test_options_of_many_games_keep_to_their_ranges(
    scenario: str, jobs: str, seed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["simulate", scenario, "--games", "1", "--jobs", jobs, "--seed", seed]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "must be from" in line


def test_without_options_a_hundred_games_are_played_from_the_first_seed_of_verdicts(
    scenario: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = _run(capsys, scenario, "--bot", "idle", "--jobs", "1")
    assert (found["games"], found["seed"]) == (100, 1_000_000)


def test_a_scale_that_is_not_sound_is_warned_of(scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["simulate", scenario, "--bot", "idle", "--games", "1"]) == 0
    out, err = capsys.readouterr()
    assert err.startswith("warning: small has no equity scale") and "not known" in out
    assert main.main(["simulate", "first-sprint", "--bot", "idle", "--games", "1"]) == 0
    out, err = capsys.readouterr()
    assert err == "" and "not known" not in out


@pytest.mark.parametrize(
    ("games", "seed", "ok"),
    [
        (1, 0, True),
        (5, 0, True),
        (6, 0, False),
        (0, 0, False),
        (1, -1, False),
        (5, SEED_END - 5, True),
        (5, SEED_END - 4, False),
    ],
)
def test_every_game_has_a_seed_that_there_is(games: int, seed: int, ok: bool) -> None:
    asked = argparse.Namespace(games=games, seed=seed, jobs=1)
    if ok:
        assert read_batch_options(asked, 5).seeds == range(seed, seed + games)
        return
    with pytest.raises(InputError, match="--games" if games in (0, 6) else "--seed"):
        read_batch_options(asked, 5)
