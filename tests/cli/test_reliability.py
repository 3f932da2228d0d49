"""`aiboard reliability`: what it prints, what it says of itself, and what it refuses."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aiboard.analysis import anchors
from aiboard.analysis.reliability import measure
from aiboard.analysis.reliability.scores import SEEDS_A_PLAYER, GameScore
from aiboard.cli import reliability
from aiboard.cli.main import main


@pytest.fixture(autouse=True)
def _made_up_games(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Games that cost nothing, on a sound scale."""

    def work(text: str, scale: anchors.Anchors, rollouts: int, pairs: tuple[int, ...]) -> list[GameScore]:
        return [
            GameScore(n, g, (n * 5 + 3 * g) % 7, n + 3 * g, n + g % 2, n / 2 + g, n / 2, 0.5, 8)
            for n, g in (divmod(pair, SEEDS_A_PLAYER) for pair in pairs)
        ]

    monkeypatch.setenv("AIBOARD_CACHE", str(tmp_path))
    monkeypatch.setattr(measure, "score_games", work)
    sound = anchors.Anchors("x", "", 1, "x", 100, -1e6, 3e6, 1e4, 1e6, ())
    monkeypatch.setattr(anchors, "find", lambda resolved: sound)


def test_it_says_that_players_are_simulated_and_what_the_score_is_fit_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reliability", "first-sprint", "--players", "10", "--jobs", "1"]) == 0
    said = capsys.readouterr().out
    assert "The players are simulated" in said
    assert "decision score" in said and "games for r = 0.80" in said and "2 games, split half" in said
    assert max(map(len, said.splitlines())) <= 79


def test_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["reliability", "first-sprint", "--players", "10", "--jobs", "1", "--series", "2", "--json"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["simulated"] is True and found["players"] == 10 and found["games"] == 4
    assert set(found["scores"]) == {"raw", "adjusted", "decision"}
    decision = found["scores"]["decision"]
    assert decision["series"]["reliability"]["mean"] > 0.9
    assert set(decision["games_needed"]) == {"0.80", "0.90"}
    for score in found["scores"].values():
        assert {"mean", "low", "high"} <= set(score["split_half"])
    assert found["scores"]["raw"]["split_half_of_a_game"] is None and decision["split_half_of_a_game"] is not None
    # Asked again nothing is played.
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["timing"]["games_played"] == 0


@pytest.mark.parametrize(
    ("option", "value"),
    [("--players", "9"), ("--games", "1"), ("--rollouts", "31"), ("--series", "0"), ("--jobs", "-1")],
)
def test_options_out_of_range_are_one_line(option: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reliability", "first-sprint", option, value]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and option in said.err


def test_more_games_than_a_player_has_seeds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reliability", "first-sprint", "--games", "60", "--series", "2"]) == 2
    assert "100 at most" in capsys.readouterr().err


def test_a_scale_that_is_not_known_is_measured_first(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    @contextmanager
    def pool(jobs: int) -> Iterator[str]:
        asked.append(jobs)
        yield "workers"

    def scale_of(resolved: object, executor: object) -> str:
        asked.append((resolved, executor))
        return "measured"

    monkeypatch.setattr(reliability, "pool", pool)
    monkeypatch.setattr(reliability, "scale_of", scale_of)
    known = anchors.find("small")  # type: ignore[arg-type]
    assert reliability._scale("small", 3) is known and asked == []  # type: ignore[arg-type]
    monkeypatch.setattr(anchors, "find", lambda resolved: None)
    assert reliability._scale("small", 3) == "measured" and asked == [3, ("small", "workers")]  # type: ignore[arg-type, comparison-overlap]
