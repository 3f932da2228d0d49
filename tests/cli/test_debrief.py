"""`aiboard debrief`: text, Markdown, JSON, files, several saves, and bad ones."""

import json
import os
from pathlib import Path

import pytest

from aiboard.analysis.anchors import Anchors
from aiboard.analysis.runner import play_with_save
from aiboard.cli import main
from aiboard.drills.attempts import Store
from aiboard.drills.story import Story
from aiboard.drills.story import _finished as saved
from aiboard.engine.chance.latents import Latents
from aiboard.game import new_game
from tests.game.small import small


@pytest.fixture(scope="module")
def saves(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A finished game, and one on day 3."""
    folder = tmp_path_factory.mktemp("saves")
    done, begun = folder / "done.jsonl", folder / "begun.jsonl"
    play_with_save(small(), "heuristic", 3, [], done, Latents(small().world()))
    with new_game(small(), 4, begun) as game:
        game.do("start EXP-001")
        game.end_day()
        game.end_day()
    return [str(done), str(begun)]


def test_text(saves: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["debrief", saves[0]]) == 0
    out = capsys.readouterr()
    assert out.out.startswith("Debrief: Small project (small), seed 3\n") and out.err == ""
    assert out.out.rstrip().splitlines()[-1].startswith("aiboard small · beat ")


def test_a_bots_game_is_not_called_ones_own(saves: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["debrief", saves[0]]) == 0
    out = capsys.readouterr().out
    assert "Played by the bot heuristic." in " ".join(out.split())
    assert "▸ bot heuristic" in out and "▸ you" not in out and "(player)" not in out
    assert main.main(["debrief", saves[1]]) == 0
    assert "Played by the bot" not in capsys.readouterr().out
    assert Story(saved(Path(saves[0]), True)).next(Store(Path("none"))).title == "Story: a decision of bot heuristic"


def test_json_is_one_document(saves: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["debrief", saves[0], "--json"]) == 0
    one = json.loads(capsys.readouterr().out)
    keys = {"value", "equity", "par", "injected", "luck", "decisions", "residual", "decision_score", "luck_adjusted"}
    assert keys <= set(one)
    assert main.main(["debrief", *saves, "--format", "json"]) == 0
    both = json.loads(capsys.readouterr().out)["debriefs"]
    assert both[0] == one and both[1]["finished"] is False and both[1]["day"] == 3


def test_two_formats_are_refused(saves: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["debrief", saves[1], "--format", "html", "--json"]) == 2
    out = capsys.readouterr()
    assert not out.out and out.err.count("\n") == 1 and "--json: is --format json, not html" in out.err
    assert main.main(["debrief", saves[1], "--format", "json", "--json"]) == 0


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_a_file(saves: list[str], tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "debrief.out"
    assert main.main(["debrief", saves[0], "--format", form, "--out", str(target)]) == 0
    out = capsys.readouterr()
    assert out.out == "" and str(target) in out.err
    assert main.main(["debrief", saves[0], "--format", form]) == 0
    written = target.read_text(encoding="utf-8")
    assert written == capsys.readouterr().out and written.endswith("\n")
    assert [item.name for item in tmp_path.iterdir()] == ["debrief.out"]


def test_a_save_is_never_written_over(saves: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    before = Path(saves[0]).read_bytes()
    assert main.main(["debrief", saves[0], "--out", saves[0]]) == 2
    assert "is the save itself" in capsys.readouterr().err and Path(saves[0]).read_bytes() == before


def test_a_place_that_cannot_be_written(saves: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["debrief", saves[0], "--out", str(tmp_path / "none" / "f")]) == 2
    error = capsys.readouterr().err
    assert "cannot be written" in error and len(error.splitlines()) == 1


@pytest.mark.parametrize("place", ["/", ".", "", "/dev/null", "pipe", "nul\0"])
def test_a_place_that_is_no_file_is_left_alone(
    saves: list[str], tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    assert main.main(["debrief", saves[0], "--out", place]) == 2
    out = capsys.readouterr()
    assert out.out == "" and "--out" in out.err and len(out.err.splitlines()) == 1 and "bug" not in out.err
    assert Path("pipe").is_fifo() and Path("/dev/null").is_char_device()


def test_a_link_leads_to_the_save_too(saves: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "link").symlink_to(saves[0])
    assert main.main(["debrief", saves[0], "--out", str(tmp_path / "link")]) == 2
    assert "is the save itself" in capsys.readouterr().err


def test_a_name_that_no_file_can_have(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["debrief", "nul\0", "half\ud800"]) == 2
    assert [line.count("no file name can hold") for line in capsys.readouterr().err.splitlines()] == [1, 1]


def test_bad_saves_are_one_line_each_and_the_others_are_told(
    saves: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, tampered = tmp_path / "broken.jsonl", tmp_path / "tampered.jsonl"
    broken.write_text("no save\n")
    text = Path(saves[0]).read_text()
    tampered.write_text(text.replace('{"do":"start EXP-', '{"do":"ticket EXP-', 1))
    assert main.main(["debrief", str(broken), saves[1], str(tmp_path / "none"), str(tampered)]) == 2
    out = capsys.readouterr()
    assert out.out.startswith("Debrief: Small project (small), seed 4")
    assert [name in line for name, line in zip(("broken", "none", "tampered"), out.err.splitlines(), strict=True)]
    assert "Traceback" not in out.err


def test_a_torn_line_is_said_and_no_fault(saves: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    torn = tmp_path / "torn.jsonl"
    content = Path(saves[0]).read_bytes() + b'{"do":"sta'
    torn.write_bytes(content)
    assert main.main(["debrief", str(torn), "--json"]) == 0
    out = capsys.readouterr()
    assert "not whole" in out.err and json.loads(out.out)["finished"] is True
    assert torn.read_bytes() == content, "a debrief mends nothing"


def test_prices_need_a_scale_and_a_sound_number(saves: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["debrief", saves[1], "--rollouts", "5"]) == 2
    assert main.main(["debrief", saves[1], "--luck"]) == 2
    assert capsys.readouterr().err.count("\n") == 2
    assert main.main(["debrief", saves[1], "--rollouts", "32", "--jobs", "1", "--json"]) == 0
    out = capsys.readouterr()
    assert "no prices: small has no equity scale" in out.err
    assert json.loads(out.out)["decision_score"] is None


def test_priced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with new_game("first-sprint", 5, tmp_path / "game.jsonl") as game:
        game.end_day()
    scale = Anchors("x", game.resolved.sha, 1, "x", 100, -1e6, 3e6, 1e4, 1e6, ())
    monkeypatch.setattr("aiboard.analysis.anchors.find", lambda resolved: scale)
    assert main.main(["debrief", str(tmp_path / "game.jsonl"), "--rollouts", "32", "--jobs", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["par"] == 100 and told["rollouts"] == 32 and told["decision_score"] is None, "too few decisions"
    undone = [one for one in told["decisions"] if one["action"].startswith("left undone: ")]
    assert undone and all(one["advantage"]["low"] <= one["advantage"]["mean"] for one in undone)
