"""`aiboard debrief`: text, Markdown, JSON, files, several saves, and bad ones."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aiboard.analysis.anchors import Anchors
from aiboard.analysis.debrief import Debrief, debrief
from aiboard.analysis.evaluators import OTHERS, other_evaluator
from aiboard.analysis.pricing.game import Settings
from aiboard.analysis.runner import play_with_save
from aiboard.cli import main
from aiboard.drills.attempts import Store
from aiboard.drills.story import Story
from aiboard.drills.story import _finished as saved
from aiboard.engine.chance.latents import Latents
from aiboard.game import Game, new_game
from aiboard.instruments.errors import InputError
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


@pytest.fixture(scope="module")
def analysed() -> dict[int, Debrief]:
    """Debriefs of the saves by their seeds, made as they are asked for: how they are written takes no time."""
    return {}


@pytest.fixture
def quick(analysed: dict[int, Debrief], monkeypatch: pytest.MonkeyPatch) -> None:
    """Analyse each save once."""

    def once(game: Game) -> Debrief:
        return analysed.get(game.seed) or analysed.setdefault(game.seed, debrief(game))

    monkeypatch.setattr("aiboard.cli.debrief.debrief", once)


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


@pytest.mark.usefixtures("quick")
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


@pytest.mark.usefixtures("quick")
def test_a_save_is_never_written_over(saves: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    before = Path(saves[0]).read_bytes()
    assert main.main(["debrief", saves[0], "--out", saves[0]]) == 2
    assert "is the save itself" in capsys.readouterr().err and Path(saves[0]).read_bytes() == before


def test_a_place_that_cannot_be_written_is_told_before_the_analysis(
    saves: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("aiboard.cli.debrief.debrief", lambda game: pytest.fail("analysed"))
    (tmp_path / "file").touch()
    for place in (tmp_path / "none" / "f", tmp_path / "file" / "f"):
        assert main.main(["debrief", saves[0], "--out", str(place)]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(f"{place}: --out: cannot be written: ")


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


@pytest.mark.usefixtures("quick")
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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--rollouts", "31"], "--rollouts: must be from 32 to 1024, or 0 for no prices"),
        (["--rollouts", "1025"], "--rollouts: must be from 32 to 1024, or 0 for no prices"),
        (["--luck"], "--luck: is a part of the prices; give --rollouts too"),
        (["--jobs", "-1"], "--jobs: must be from 1 to 1024, or 0 for one a core"),
        (["--evaluator", "nobody"], "nobody"),
        (["--evaluator", next(iter(OTHERS))], "--evaluator: needs --rollouts N: without it nothing is priced"),
        (["--json", "--format", "md"], "--json: is --format json, not md; give one of the two"),
        (["--format", "pdf"], "invalid choice"),
    ],
)
def test_wrong_options_are_said_before_the_save_is_read(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["debrief", "no-such-save", *words]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line and "no-such-save" not in line


@pytest.mark.usefixtures("quick")
def test_no_prices_and_the_default_number_of_processes_are_no_error(
    saves: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["debrief", saves[1], "--rollouts", "0", "--jobs", "0"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("quick")
def test_of_several_games_each_follows_the_other(saves: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    single: list[str] = []
    for save in saves:
        assert main.main(["debrief", save]) == 0
        single.append(capsys.readouterr().out)
    assert main.main(["debrief", *saves]) == 0
    assert capsys.readouterr().out == "\n".join(single)
    assert main.main(["debrief", *saves, "--format", "md"]) == 0
    assert capsys.readouterr().out.count("\n# ") == 1
    assert main.main(["debrief", *saves, "--format", "html"]) == 0
    assert capsys.readouterr().out.count("<!doctype html>") == 1, "one page of both"


@pytest.mark.usefixtures("quick")
def test_the_form_is_known_by_how_many_were_asked_for(saves: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A program knows it before it knows which of them can be read."""
    assert main.main(["debrief", saves[1], "none", "--json"]) == 2
    out, err = capsys.readouterr()
    assert len(json.loads(out)["debriefs"]) == 1 and err.startswith("none: ")
    assert main.main(["debrief", "none", "--json"]) == 2
    assert capsys.readouterr().out == ""


def test_where_nothing_can_be_read_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["debrief", "none", "--out", str(tmp_path / "page.md")]) == 2
    assert list(tmp_path.iterdir()) == [] and "written" not in capsys.readouterr().err


@pytest.mark.usefixtures("quick")
def test_the_prices_get_the_options(
    saves: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """How many futures, whether luck and guesses are priced, in how many processes, by which other evaluator."""
    asked: list[object] = []

    @contextmanager
    def pool(jobs: int) -> Iterator[str]:
        asked.append(jobs)
        yield "workers"

    def first(found: Debrief, game: Game, settings: Settings, executor: object, shown: object) -> Debrief:
        asked.append((game.seed, settings, executor))
        return found

    def second(found: Debrief, game: Game, other: object, rollouts: int, executor: object, shown: object) -> Debrief:
        asked.append((other, rollouts, executor))
        return found

    monkeypatch.setattr("aiboard.cli.debrief.pool", pool)
    monkeypatch.setattr("aiboard.cli.debrief.with_prices", first)
    monkeypatch.setattr("aiboard.cli.debrief.with_second_evaluator", second)
    assert main.main(["debrief", saves[1], "--rollouts", "64", "--jobs", "3"]) == 0
    assert asked == [3, (4, Settings(64, guess=False, luck=False), "workers")]
    asked.clear()
    name = next(iter(OTHERS))
    assert main.main(["debrief", saves[1], "--rollouts", "1024", "--luck", "--jobs", "1", "--evaluator", name]) == 0
    assert asked[1] == (4, Settings(1024, guess=True, luck=True), "workers")
    assert asked[2:] == [(other_evaluator(name), 1024, "workers")]
    asked.clear()

    def unsound(*_: object) -> Debrief:
        raise InputError("no scale\x1b", field="x")

    monkeypatch.setattr("aiboard.cli.debrief.with_prices", unsound)
    capsys.readouterr()
    assert main.main(["debrief", saves[1], "--rollouts", "64", "--jobs", "1", "--evaluator", name]) == 0
    out, err = capsys.readouterr()
    assert err == "warning: no scale\n" and out.startswith("Debrief: ") and asked == [1]
