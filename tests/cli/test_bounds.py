"""Defaults and bounds of options, and what is shown of names that are very long."""

import argparse
import io
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from aiboard.analysis import anchors
from aiboard.bots import BOTS
from aiboard.bots.gaming import BASIS, GAMING
from aiboard.cli import calibrate, ladder, main
from aiboard.drills.attempts import Store
from aiboard.instruments.errors import InputError

EVALS = Path(__file__).resolve().parent.parent / "data" / "evals"


def defaults(command: str, *words: str) -> dict[str, Any]:
    """What a command's options are where nobody names them."""
    parser = argparse.ArgumentParser()
    import_module(f"aiboard.cli.{command}").add_arguments(parser)
    return vars(parser.parse_args(words))


@pytest.mark.parametrize(
    ("command", "words", "expected"),
    [
        ("simulate", ["s"], {"bot": "heuristic", "games": 100, "seed": 1_000_000, "inject": None, "save": None}),
        ("ladder", ["s"], {"bots": None, "games": 200, "seed": 1_000_000, "jobs": 0}),
        ("lessons", [], {"only": None, "scenario": "support-chatbot", "games": 200, "seed": 1_000_000, "jobs": 0}),
        ("calibrate", [], {"scenarios": [], "only": None, "games": 100, "seed": 1_000_000, "jobs": 0}),
        ("reliability", ["s"], {"players": 100, "games": 2, "series": 1, "rollouts": 32, "jobs": 0}),
        ("debrief", ["s"], {"format": None, "out": None, "rollouts": 0, "luck": False, "evaluator": None, "jobs": 0}),
        ("gate", [], {"files": [], "baseline": [], "candidate": [], "metric": None, "margin": 0.0}),
        ("kappa", ["f"], {"labellers": None, "need": None}),
        ("runs", ["f"], {"metric": None, "target": None, "noise": None, "budget": None, "lower_is_better": False}),
        ("trajectory", ["f"], {
            "allow": None, "personal_data": False, "rate_limit": None, "show": False, "text": False, "notes": None,
            "note": None,
        }),
        ("lab", [], {"name": None, "seed": None, "set": [], "plain": False, "no_mouse": False}),
        ("play", [], {"scenario": None, "seed": None, "save": None, "resume": None, "inject": None, "plain": False}),
        ("watch", [], {"seed": None, "plain": False, "no_mouse": False}),
        ("check", ["f"], {}),
        ("doctor", [], {}),
        ("scenarios", [], {}),
        ("replay", ["s"], {}),
        ("diff", ["a", "b"], {}),
    ],
)  # fmt: skip
def test_options_that_nobody_names(command: str, words: list[str], expected: dict[str, Any]) -> None:
    found = defaults(command, *words)
    assert expected.items() <= found.items()
    assert found.get("json", False) is False


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["simulate", "first-sprint", "--games", "10000001"], "--games: must be from 1 to 10000000"),
        (["ladder", "first-sprint", "--games", "1000001"], "--games: must be from 1 to 1000000"),
        (["lessons", "--games", "100001"], "--games: must be from 1 to 100000"),
        (["calibrate", "--games", "100001"], "--games: must be from 1 to 100000"),
        (["reliability", "first-sprint", "--players", "10001"], "--players: must be from 10 to 10000"),
        (["reliability", "first-sprint", "--games", "101"], "--games: must be from 2 to 100"),
        (["reliability", "first-sprint", "--series", "51"], "--series: must be from 1 to 50"),
        (["reliability", "first-sprint", "--rollouts", "1025"], "--rollouts: must be from 32 to 1024"),
        (["gate", "x.csv", "--margin", "1000001"], "--margin: must be 0 or more, in the units of the score"),
        (["kappa", "x.csv", "--need", "1.001"], "--need: must lie between -1 and 1"),
        (["kappa", "x.csv", "--need", "-1.001"], "--need: must lie between -1 and 1"),
        (["kappa", "x.csv", "--labellers", "a"], "--labellers: names two different labellers: --labellers A,B"),
        (["kappa", "x.csv", "--labellers", "a,b,c"], "--labellers: names two different labellers: --labellers A,B"),
        (["kappa", "x.csv", "--labellers", "a, a"], "--labellers: names two different labellers: --labellers A,B"),
        (["kappa", "x.csv", "--labellers", "a,"], "--labellers: names two different labellers: --labellers A,B"),
        (["runs", "x.csv", "--noise", "-1"], "--noise: must be more than 0"),
    ],
)  # fmt: skip
def test_numbers_out_of_range(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(words) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"{said}\n")


def test_the_largest_margin_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    points = tmp_path / "points.csv"
    points.write_text("id,old,new\n1,50,60\n2,40,45\n3,70,60\n4,10,30\n", encoding="utf-8")
    assert main.main(["gate", str(points), "--margin", "1000000", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["comparison"]["margin"] == 1e6


def test_which_bots_are_meant() -> None:
    assert ladder._parse_bots(None) == (list(BOTS), None)
    assert ladder._parse_bots(" gaming ") == ([BASIS, *GAMING, anchors.ZERO], BASIS)
    assert ladder._parse_bots("idle, vibes") == (["idle", "vibes"], None)
    with pytest.raises(InputError):
        ladder._parse_bots("gaming,idle")


def test_which_tables_are_meant() -> None:
    assert calibrate._parts(None) == ("chaos", "orderings", "flow", "off")
    assert calibrate._parts("flow, chaos") == ["flow", "chaos"]
    for words, name in (("flow,", ""), ("flew", "flew")):
        with pytest.raises(InputError) as wrong:
            calibrate._parts(words)
        assert str(wrong.value) == f"--only: there is no table '{name}': they are chaos, orderings, flow, off"


@pytest.mark.parametrize(
    ("command", "name", "content", "key"),
    [
        ("kappa", "x.csv", "item,a,b\n1,y,y\n2,n,y\n", ("file",)),
        ("runs", "x.csv", "run,step,acc\na,0,0.1\na,1,0.5\n", ("file",)),
        ("gate", "x.csv", "seed,old,new\n1,1,2\n2,1,3\n", ("files", 0, "file")),
        ("trajectory", "x.json", '[{"role": "user", "content": "x"}]', ("files", 0, "file")),
        ("check", "x.txt", "nothing", ("files", 0, "file")),
    ],
)
def test_of_a_very_long_name_the_beginning_is_shown(
    command: str,
    name: str,
    content: str,
    key: tuple[Any, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(content, encoding="utf-8")
    long = "./" * 300 + name
    main.main([command, long, "--json"])
    found: Any = json.loads(capsys.readouterr().out)
    for step in key:
        found = found[step]
    most = 300 if command == "check" else 500
    assert len(found) == most and found.startswith("./././") and found.endswith("…")


# --- the interviewer's sheet -----------------------------------------------------------------------------------


@pytest.fixture
def sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AIBOARD_SAVES", "saves")
    return ["drill", "quiz", "--interviewer", "--question", "ch03/passed-monday"]


def test_notes_are_taken_where_somebody_can_write(
    sheet: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("CODE 3 asked for it\n.\n"))
    assert main.main(sheet) == 0
    printed = capsys.readouterr().out
    assert not Store.load().notes and "note, as" not in printed, "a pipe gets the sheet alone"
    assert main.main([*sheet, "--plain"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(printed)
    prompt = "note, as 'CODE 3 asked for the baseline'; a line with only a dot ends > "
    (note,) = Store.load().notes
    assert out[len(printed) :] == (
        f"{prompt}CODE 3 asked for it\nkept: {note.line}\n{prompt}.\n1 note in {Store.load().path}.\n"
    )
    monkeypatch.setattr("sys.stdin", io.StringIO("CODE\n"))
    assert main.main([*sheet, "--plain"]) == 0
    assert capsys.readouterr().out.endswith(f"1 note in {Store.load().path}.\n"), "the end of the input ends it too"


def test_the_sheet_is_written_where_it_is_told(sheet: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main([*sheet, "--out", "sheet.md", "--json"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", "written to sheet.md\n") and Path("sheet.md").read_text(encoding="utf-8").startswith("# ")
    assert main.main([*sheet, "--out", "none/sheet.md"]) == 2
    assert capsys.readouterr().err.startswith(f"{Path('none/sheet.md').absolute()}: --out: cannot be written: ")
