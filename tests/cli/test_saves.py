"""`aiboard replay`, `diff`, `doctor`: shapes, exit codes, and one line for everything that is wrong."""

import io
import json
import os
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.cli import diff, doctor, main
from aiboard.engine.model.world import RULES_VERSION
from aiboard.game import new_game
from aiboard.journal import saves
from aiboard.journal.lines import FORMAT
from aiboard.scenario import shipped
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


def test_replay_in_words_and_as_a_document(save: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found, _ = _run(capsys, "replay", str(save))
    assert code == 0 and list(found) == [
        "ok", "days", "digest", "value", "first_mismatch", "edited_lines", "torn", "practice", "practice_because",
        "scenario", "seed", "rules_version",
    ]  # fmt: skip
    assert (found["edited_lines"], found["torn"], found["practice_because"]) == ([], False, [])
    assert found["rules_version"] == RULES_VERSION
    assert main.main(["replay", str(save)]) == 0
    money = f"−${-found['value']:,.0f}" if found["value"] < 0 else f"${found['value']:,.0f}"
    assert capsys.readouterr().out == f"ok: small, seed 7: 2 days, {money}, digest {found['digest']}\n"


def test_replay_says_why_a_game_is_practice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with new_game(small(), 7, tmp_path / "game.jsonl") as game:
        game.do("start EXP-001")
        game.end_day()
        game.undo()
    code, found, _ = _run(capsys, "replay", str(tmp_path / "game.jsonl"))
    assert (code, found["practice"], found["practice_because"]) == (0, True, ["undo"])
    assert main.main(["replay", str(tmp_path / "game.jsonl")]) == 0
    assert ", practice (an undo), digest " in capsys.readouterr().out


def test_replay_of_a_changed_save_prints_no_line_of_success(save: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save.write_text(save.read_text().replace("start EXP-002", "start EXP-004"))
    assert main.main(["replay", str(save)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(f"{save}:5: day 2: cards: ") and err.count("\n") == 1
    _, found, _ = _run(capsys, "replay", str(save))
    assert list(found["first_mismatch"]) == ["line", "day", "part", "message"]
    assert err == f"{save}:5: day 2: cards: {found['first_mismatch']['message']}\n"


def _by_other_rules(path: Path) -> Path:
    path.write_text(path.read_text().replace(f'"rules_version":{RULES_VERSION}', '"rules_version":0', 1))
    return path


def test_what_an_old_save_says_of_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    board = "\n".join(f"row {number} {'x' * 300}" for number in range(130))
    game = new_game(small(), seed=3, save=tmp_path / "game.jsonl")
    game.extras = lambda played: {"board": board}
    for _ in range(20):
        game.end_day()
    game.close()
    old = _by_other_rules(tmp_path / "game.jsonl")
    code, found, err = _run(capsys, "replay", str(old))
    assert code == 1 and list(found) == [
        "ok", "days", "digest", "value", "first_mismatch", "edited_lines", "torn", "rules_version",
    ]  # fmt: skip
    assert (found["ok"], found["days"], found["digest"], found["rules_version"]) == (False, 20, None, 0)
    first = found["first_mismatch"]
    assert (first["line"], first["day"], first["part"]) == (1, 0, "rules_version") and first["message"] in err
    assert main.main(["replay", str(old)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines[:2]] == ["day 10", "day 20"]
    rows = [line for line in lines if line.startswith("row ")]
    assert len(rows) == 120 and rows[-1].startswith("row 119 ") and len(lines) == 122
    assert {len(row) for row in rows} == {200}, "cut, as is anything from outside"


def test_an_old_save_without_a_sprint_says_nothing_of_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = _by_other_rules(_play(tmp_path / "game.jsonl", "end"))
    code, found, _ = _run(capsys, "replay", str(old))
    assert (code, found["days"], found["value"]) == (1, None, None)
    assert main.main(["replay", str(old)]) == 1
    assert capsys.readouterr().out == ""


# --- diff ----------------------------------------------------------------------------------------------------


def test_diff_in_words(save: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = _play(tmp_path / "same", "start EXP-001", "end", "start EXP-002", "end", "pause EXP-001")
    day = _play(tmp_path / "day", "end")
    assert main.main(["diff", str(save), str(same)]) == 0
    assert main.main(["diff", str(day), str(day)]) == 0
    assert capsys.readouterr().out == "the same on 2 days\nthe same on 1 day\n"
    other = [
        ("seed", {"seed": 8}, (), "day 0: seed: 7 and 8\n"),
        (
            "longer",
            {},
            ("start EXP-001", "end", "start EXP-002", "end", "pause EXP-001", "end"),
            "day 3: days: 2 and 3\n",
        ),
    ]
    for name, changes, lines, said in other:
        assert main.main(["diff", str(save), str(_play(tmp_path / name, *lines, **changes))]) == 1
        assert capsys.readouterr().out == said
    paused = _play(tmp_path / "paused", "start EXP-001", "end", "start EXP-002", "end")
    assert main.main(["diff", str(save), str(paused)]) == 1
    assert capsys.readouterr().out == "day 3: EXP-001: paused: True and False\n"
    _, found, _ = _run(capsys, "diff", str(save), str(paused))
    assert found == {"same": False, "day": 3, "field": "paused", "card": "EXP-001", "a": True, "b": False}


def test_the_first_field_that_differs() -> None:
    world: Any = SimpleNamespace(ideas=[SimpleNamespace(key="EXP-001"), SimpleNamespace(key="EXP-002")])
    same = {
        "cards": [{"stage": 1, "runs": [1, 2]}, {"stage": 2, "runs": []}],
        "minutes": 3,
        "history": [1],
        "gpu": {"a": 1},
    }

    def first(**changes: object) -> tuple[str, str | None, object, object]:
        return diff._fields(same, same | changes, "board", world)

    assert first() == ("", None, None, None)
    assert first(minutes=4) == ("minutes", None, 3, 4)
    assert first(gpu={"a": 2}) == ("gpu.a", None, 1, 2) and first(gpu={}) == ("gpu.a", None, 1, None)
    card = {"stage": 2, "runs": [9]}
    assert first(cards=[same["cards"][0], card]) == ("runs", "EXP-002", [], [9]), "of lists of other lengths the whole"
    runs = {"stage": 1, "runs": [1, 7]}
    assert first(cards=[runs, card], minutes=4, history=[]) == ("runs[1]", "EXP-001", 2, 7)
    # History repeats what led to it, so that it comes after everything else.
    assert first(history=[2], minutes=4) == ("minutes", None, 3, 4)
    assert first(history=[2]) == ("history[0]", None, 1, 2)
    assert first(cards=[*same["cards"], card])[:2] == ("cards", None), "a card that only one game has"


# --- doctor --------------------------------------------------------------------------------------------------


def test_the_doctors_report_in_words(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[str, object] = {
        "engine": "compiled", "textual": None, "stdout_is_a_terminal": False, "size": [91, 33], "reads_zstd_logs": True,
        "problems": [],
    }  # fmt: skip
    monkeypatch.setattr(doctor, "findings", lambda: found)
    rows = [
        "engine                compiled",
        "textual               -",
        "stdout is a terminal  no",
        "size                  91×33",
        "reads zstd logs       yes",
    ]
    assert main.main(["doctor"]) == 0
    assert capsys.readouterr().out.splitlines() == [*rows, "everything that playing needs is there"]
    found |= {"engine": "interpreted", "problems": ["one", "two"]}
    assert main.main(["doctor"]) == 1
    slow = "the rules run interpreted: the same games, twenty or more times slower; make play compiles them"
    rows[0] = "engine                interpreted"
    assert capsys.readouterr().out.splitlines() == [*rows, slow, "problem: one", "problem: two"]


def test_what_the_doctor_finds(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("COLUMNS", "91"), ("LINES", "33"), ("TERM", "xterm\x1b" + "x" * 60)):
        monkeypatch.setenv(name, value)
    _, found, _ = _run(capsys, "doctor")
    assert list(found) == [
        "aiboard", "rules_version", "save_format", "python", "implementation", "platform", "engine", "textual",
        "terminal", "stdout_is_a_terminal", "size", "colours", "encoding", "saves", "saves_writable", "scenarios",
        "reads_zstd_logs", "problems",
    ]  # fmt: skip
    assert found["size"] == [91, 33] and found["rules_version"] == RULES_VERSION and found["save_format"] == FORMAT
    assert found["terminal"].startswith("xtermx") and len(found["terminal"]) == 40
    assert found["stdout_is_a_terminal"] is False and found["scenarios"] == len(shipped())
    monkeypatch.delenv("TERM")
    _, found, _ = _run(capsys, "doctor")
    assert found["terminal"] is None and found["colours"] == "none"
    monkeypatch.setattr("sys.stdout", None)
    assert doctor.findings()["stdout_is_a_terminal"] is False and doctor.findings()["encoding"] is None
    monkeypatch.setattr(doctor, "shipped", list)
    assert doctor.findings()["problems"] == ["no scenario was found; install aiboard again"]


def test_a_folder_for_saves_is_tried_without_making_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor._unwritable(tmp_path) is None and list(tmp_path.iterdir()) == []
    assert doctor._unwritable(tmp_path / "a" / "b") is None and list(tmp_path.iterdir()) == []
    (tmp_path / "file").touch()
    assert doctor._unwritable(tmp_path / "file") == f"{tmp_path / 'file'}: Not a directory"
    # Who may do everything is told so by the system: the answer is given here.
    asked: list[tuple[Path, int]] = []
    monkeypatch.setattr(doctor.os, "access", lambda place, rights: asked.append((place, rights)) or False)
    assert doctor._unwritable(tmp_path / "a" / "b") == f"{tmp_path} may not be written"
    assert asked == [(tmp_path, os.W_OK | os.X_OK)]


@pytest.mark.parametrize(("file", "engine"), [("x/day.py", "interpreted"), ("x/day.cpython-311.so", "compiled")])
def test_what_runs_the_rules_is_read_off_their_file(file: str, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "day", SimpleNamespace(__file__=file))
    assert doctor.engine() == engine
