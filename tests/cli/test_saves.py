"""`aiboard replay`, `diff`, `doctor`: shapes, exit codes, and one line for everything that is wrong."""

import io
import json
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest

from aiboard.cli import doctor, main
from aiboard.engine.model.world import RULES_VERSION
from aiboard.game import new_game
from aiboard.journal import saves
from aiboard.views import linear
from tests.game.small import data, small


def _play(path: Path, *lines: str, seed: int = 7) -> Path:
    with new_game(small(), seed, path) as game:
        for line in lines:
            game.do(line)
    return path


@pytest.fixture
def save(tmp_path: Path) -> Path:
    """Two days of a game."""
    return _play(tmp_path / "game.jsonl", "start EXP-001", "end", "start EXP-002", "end", "pause EXP-001")


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    code = main.main([*words, "--json"])
    out, err = capsys.readouterr()
    assert err.count("\n") <= 1 and "\x1b" not in err
    return code, json.loads(out) if out else None, err


def test_replay_of_a_sound_save(save: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found, err = _run(capsys, "replay", str(save))
    assert (code, err) == (0, "")
    assert found["ok"] is True and found["days"] == 2 and found["first_mismatch"] is None
    assert len(found["digest"]) == 32 and isinstance(found["value"], float)
    assert (found["scenario"], found["seed"], found["practice"]) == ("small", 7, False)
    assert main.main(["replay", str(save)]) == 0
    assert capsys.readouterr().out.startswith("ok: small, seed 7: 2 days, ")


@pytest.mark.parametrize("words", [["play"], []])
def test_a_save_in_the_place_of_a_scenario_is_gone_on_with(
    words: list[str], save: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("quit\n"))
    before = save.read_bytes()
    assert main.main([*words, str(save), "--plain"]) == 0
    assert "D3" in capsys.readouterr().out and save.read_bytes() == before
    assert main.main([*words, str(save), "--plain", "--seed", "3"]) == 2
    assert capsys.readouterr().err == "--seed: a resumed game has its own; leave it out\n"


def test_a_save_where_only_a_scenario_will_do_is_named_as_one(save: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["simulate", str(save)]) == 2
    said = capsys.readouterr().err
    assert said == f"{save}: is a saved game, not a scenario; aiboard play --resume FILE goes on with it\n"


def test_replay_of_a_torn_save_is_ok_and_said(save: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save.write_bytes(save.read_bytes()[:-9])
    code, found, err = _run(capsys, "replay", str(save))
    assert code == 0 and found["ok"] is True and found["torn"] is True
    assert "game.jsonl: line 6 was not whole and was dropped" in err


def test_replay_names_what_was_changed(save: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save.write_text(save.read_text().replace("start EXP-002", "start EXP-004"))
    code, found, err = _run(capsys, "replay", str(save))
    assert code == 1 and found["ok"] is False
    assert found["first_mismatch"]["day"] == 2 and found["first_mismatch"]["line"] == 5
    assert found["first_mismatch"]["part"] == "cards" and found["edited_lines"] == [4]
    assert "game.jsonl:5: day 2: cards: " in err


def test_replay_by_other_rules_shows_the_summaries(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save = _play(tmp_path / "game", *["end"] * 11)
    save.write_text(save.read_text().replace(f'"rules_version":{RULES_VERSION}', '"rules_version":0', 1))
    code, found, err = _run(capsys, "replay", str(save))
    assert code == 1 and found["ok"] is False and found["days"] == 10 and found["value"] == 0
    assert "rules_version: is 0" in err
    assert main.main(["replay", str(save)]) == 1
    shown = capsys.readouterr().out
    assert "day 10: value 0" in shown


def test_a_board_that_a_face_left_in_an_old_save_is_shown_as_plain_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    game = new_game(small(), seed=3, save=tmp_path / "game.jsonl")
    game.extras = lambda played: {"board": linear.summary_extras(played.board)["board"] + "\n\x1b]52;c;x\x07evil"}
    for _ in range(10):
        game.end_day()
    game.close()
    text = (tmp_path / "game.jsonl").read_text()
    (tmp_path / "game.jsonl").write_text(text.replace(f'"rules_version":{RULES_VERSION}', '"rules_version":0', 1))
    assert main.main(["replay", str(tmp_path / "game.jsonl")]) == 1
    shown = capsys.readouterr().out
    assert "Backlog 1" in shown and "evil" in shown and "\x1b" not in shown


@pytest.mark.parametrize("content", [b"", b"hello\n", b"{}\n", b'{"format":99}\n', b"\0" * 100, b'{"format":1}\n'])
@pytest.mark.parametrize("command", ["replay", "diff"])
def test_no_save_is_bad_input(tmp_path: Path, content: bytes, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad"
    bad.write_bytes(content)
    code, found, err = _run(capsys, command, *[str(bad)] * (2 if command == "diff" else 1))
    assert (code, found) == (2, None)
    assert err.startswith(f"{bad}:") and err.count("\n") == 1


def test_diff_names_day_card_and_field(save: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = _play(tmp_path / "same", "start EXP-001", "end", "start EXP-002", "end", "pause EXP-001")
    assert _run(capsys, "diff", str(save), str(same)) == (
        0,
        {"same": True, "day": None, "field": None, "card": None},
        "",
    )
    cases: list[tuple[list[str], int, str | None, str]] = [
        (["start EXP-001", "end", "start EXP-004", "end", "pause EXP-001"], 2, "EXP-002", "stage"),
        (["start EXP-001", "end", "start EXP-002", "end"], 3, "EXP-001", "paused"),
        (["start EXP-001", "end", "start EXP-002", "forecast 20 25", "end", "pause EXP-001"], 2, None, "forecast_70"),
        (["start EXP-001", "end", "start EXP-002", "end", "pause EXP-001", "end"], 3, None, "days"),
    ]
    for number, (lines, day, card, field) in enumerate(cases):
        other = _play(tmp_path / str(number), *lines)
        code, found, _ = _run(capsys, "diff", str(save), str(other))
        assert code == 1 and found["same"] is False
        assert (found["day"], found["card"], found["field"]) == (day, card, field)
    assert main.main(["diff", str(save), str(tmp_path / "0")]) == 1
    assert capsys.readouterr().out == "day 2: EXP-002: stage: experiment and backlog\n"


def test_diff_of_different_luck_or_projects(save: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, found, _ = _run(capsys, "diff", str(save), str(_play(tmp_path / "seed", seed=8)))
    assert (found["day"], found["field"], found["a"], found["b"]) == (0, "seed", 7, 8)
    with new_game(small(40), 7, tmp_path / "longer"):
        pass
    code, found, _ = _run(capsys, "diff", str(save), str(tmp_path / "longer"))
    assert (code, found["day"], found["field"]) == (1, 0, "scenario")


def test_diff_of_a_changed_save_still_compares(save: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = tmp_path / "changed"
    changed.write_text(save.read_text().replace("start EXP-002", "start EXP-004"))
    code, found, err = _run(capsys, "diff", str(save), str(changed))
    assert code == 1 and (found["day"], found["card"]) == (2, "EXP-002")
    assert "changed:5: " in err


def test_doctor(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(saves.SAVES_VARIABLE, str(tmp_path / "new" / "saves"))
    monkeypatch.setattr(doctor, "shipped", lambda: [tmp_path])
    code, found, _ = _run(capsys, "doctor")
    assert code == 0 and found["problems"] == [] and found["saves_writable"] is True
    assert found["engine"] in ("compiled", "interpreted") and found["scenarios"] == 1
    assert found["textual"].startswith("8.") and found["python"].startswith("3.")
    assert not (tmp_path / "new").exists()
    assert main.main(["doctor"]) == 0
    assert "everything that playing needs is there" in capsys.readouterr().out


def test_doctor_says_whether_zstd_logs_can_be_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for there in (True, False):
        monkeypatch.setattr(doctor, "reads_zstd", lambda there=there: there)
        main.main(["doctor"])
        out = capsys.readouterr().out
        assert ("pip install zstandard" in out) is not there
        assert f"reads zstd logs {'yes' if there else 'no'}" in " ".join(out.split())


def test_doctor_says_what_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(saves.SAVES_VARIABLE, str(tmp_path / "file"))
    monkeypatch.setattr(doctor, "shipped", list)
    code, found, _ = _run(capsys, "doctor")
    assert code == 1 and found["saves_writable"] is False and len(found["problems"]) == 2


def test_doctor_says_that_the_full_screen_cannot_open(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr(doctor, "version", missing)
    code, found, _ = _run(capsys, "doctor")
    (problem,) = found["problems"]
    assert code == 1 and found["textual"] is None
    assert problem.startswith("textual is not installed") and "--plain" in problem


@pytest.mark.parametrize(
    ("set_to", "colours"),
    [
        ({"NO_COLOR": "1"}, "none (NO_COLOR)"),
        ({"COLORTERM": "truecolor"}, "16 million"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "linux"}, "16"),
        ({"TERM": "dumb"}, "none"),
    ],
)
def test_doctor_reads_colours_from_the_environment(
    set_to: dict[str, str], colours: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLORTERM", raising=False)
    for name, value in set_to.items():
        monkeypatch.setenv(name, value)
    assert doctor.findings()["colours"] == colours


def test_a_scenario_in_the_header_is_checked_again(save: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = save.read_text().splitlines()
    header = json.loads(rows[0])
    header["scenario"] = data() | {"title": "Another project"}
    save.write_text("\n".join([json.dumps(header), *rows[1:]]) + "\n")
    code, found, err = _run(capsys, "replay", str(save))
    assert (code, found) == (2, None) and "scenario_sha: is of another scenario" in err
