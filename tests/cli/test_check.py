"""`aiboard scenarios` and `aiboard check`: shapes, exit codes, error lines."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from aiboard.cli import main, scenarios
from aiboard.engine.model.world import RULES_VERSION
from aiboard.game import new_game
from aiboard.scenario import checks
from tests.game.small import small
from tests.scenario.samples import minimal


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, list[str]]:
    code = main.main([*words, "--json"])
    out, err = capsys.readouterr()
    assert "\x1b" not in err
    return code, json.loads(out), err.splitlines()


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    file = tmp_path / "mine.yaml"
    file.write_text(minimal(), encoding="utf-8")
    return file


@pytest.fixture
def save(tmp_path: Path) -> Path:
    file = tmp_path / "game.jsonl"
    with new_game(small(), 7, file) as game:
        game.do("start EXP-001")
        game.end_day()
        game.end_day()
    return file


def test_scenarios_lists_what_there_is_to_play(capsys: pytest.CaptureFixture[str]) -> None:
    code, found, err = run(capsys, "scenarios")
    assert (code, err) == (0, [])
    rows = {row["id"]: row for row in found["scenarios"]}
    assert next(iter(rows)) == "first-sprint" and "support-chatbot" in rows
    assert rows["support-chatbot"]["days"] == 80 and rows["support-chatbot"]["title"] == "Support chatbot"
    assert {"data", "compute", "legal", "agents"} <= set(rows["support-chatbot"]["systems"])
    assert main.main(["scenarios"]) == 0
    assert "support-chatbot:calm" in capsys.readouterr().out


def test_a_broken_shipped_file_is_named_and_the_others_are_listed(
    scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: [\n", encoding="utf-8")
    monkeypatch.setattr(scenarios, "shipped", lambda: [broken, scenario])
    code, found, err = run(capsys, "scenarios")
    assert code == 2 and len(found["scenarios"]) == 1 and err[0].startswith(f"{broken}:")


def test_a_sound_scenario_and_a_sound_save(scenario: Path, save: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found, _ = run(capsys, "check", str(scenario), str(save))
    assert code == 0
    assert [(row["file"], row["ok"], row["errors"]) for row in found["files"]] == [
        (str(scenario), True, []),
        (str(save), True, []),
    ]
    assert main.main(["check", str(save)]) == 0
    assert capsys.readouterr().out.startswith(f"{save}: ok, save of small, seed 7, 2 days")
    assert main.main(["check", str(scenario)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"{scenario}: ok, scenario mine, 80 days, 2 ideas"
    assert main.main(["check", "scenarios/support-chatbot.yaml"]) == 0
    assert re.search(r" ideas, [2-9] variants$", capsys.readouterr().out.splitlines()[0])


def test_every_problem_of_a_scenario_is_a_line_of_its_own(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = minimal().replace("ceiling: 85}", "ceiling: nan}").replace("gpus: 2", "gpu: 2")
    scenario.write_text(text, encoding="utf-8")
    code, found, err = run(capsys, "check", str(scenario))
    (row,) = found["files"]
    assert code == 2 and row["ok"] is False
    assert err == row["errors"] and len(err) == 2
    assert err[0].startswith(f"{scenario}:8: families[1].ceiling: ")


def test_one_bad_file_does_not_hide_the_others(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found, _ = run(capsys, "check", str(tmp_path / "absent.yaml"), str(scenario))
    assert code == 2
    assert [row["ok"] for row in found["files"]] == [False, True]


def test_a_save_that_was_changed_is_a_no_and_one_that_is_none_is_bad_input(
    save: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = save.read_text(encoding="utf-8")
    save.write_text(whole.replace("start EXP-001", "start EXP-002"), encoding="utf-8")
    code, found, err = run(capsys, "check", str(save))
    assert code == 1 and found["files"][0]["ok"] is False and len(err) == 1
    save.write_text('{"format": 1, "hello": 2}\n', encoding="utf-8")
    assert run(capsys, "check", str(save))[0] == 2
    save.write_bytes(whole.encode()[:-9])
    code, found, _ = run(capsys, "check", str(save))
    assert code == 0 and found["files"][0]["ok"] is True and found["files"][0]["warnings"]
    # By other rules: nobody can say any more whether it is as it was played.
    save.write_text(whole.replace(f'"rules_version":{RULES_VERSION}', '"rules_version":0', 1), encoding="utf-8")
    code, found, err = run(capsys, "check", str(save))
    assert code == 1 and found["files"][0]["ok"] is False and "rules_version: is 0" in err[0]


def test_an_empty_file_a_folder_and_a_hostile_name_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.yaml"
    empty.touch()
    for name in (str(empty), str(tmp_path), "\x1b]52;c;x\x07.yaml", "nul\x00l"):
        code, found, err = run(capsys, "check", name)
        assert code == 2 and len(err) == 1
        assert found["files"][0]["ok"] is False


def test_what_cannot_be_dealt_or_played_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = "{gpu-shortage: 0, data-issue: 0, eval-regression: 0, scope-change: 0, divergence: 0, vendor-delay: 0}"
    file = tmp_path / "never.yaml"
    text = minimal()
    line = next(row for row in text.splitlines() if row.startswith("chaos:"))
    file.write_text(text.replace(line, f"chaos: {{events: 0, weights: {weights}}}"), encoding="utf-8")
    code, found, err = run(capsys, "check", str(file))
    assert code == 2 and not found["files"][0]["ok"] and "every weight is 0" in err[0]
    # What no check of the fields foresees is found by dealing.
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(checks, "_weights", lambda *given: iter(()))
    file.write_text(text.replace(line, f"chaos: {{events: 0, weights: {weights}}}"), encoding="utf-8")
    code, found, err = run(capsys, "check", str(file))
    assert code == 2 and not found["files"][0]["ok"] and "cannot be played" in err[0] and len(err) == 1


def test_families_without_any_spread_are_played(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sure.yaml"
    text = minimal().replace("ceiling: 85}", "ceiling: 85, card_sd: 0, family_sd: 0}")
    file.write_text(text.replace("card_sd: 3.5}", "card_sd: 0, family_sd: 0}"), encoding="utf-8")
    assert run(capsys, "check", str(file))[0] == 0
    assert main.main(["simulate", str(file), "--bot", "heuristic", "--games", "3", "--jobs", "1"]) == 0


def test_a_weak_scale_is_warned_of_and_a_sound_one_is_not(
    scenario: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found, _ = run(capsys, "check", "scenarios/first-sprint.yaml")
    assert (code, found["files"][0]["warnings"]) == (0, [])
    monkeypatch.setattr("aiboard.analysis.anchors.warning", lambda resolved, scale: "the scale is weak")
    code, found, _ = run(capsys, "check", str(scenario))
    assert code == 0 and found["files"][0]["ok"] is True
    assert [line.endswith(": the scale is weak") for line in found["files"][0]["warnings"]] == [True]


def test_the_list_in_words(scenario: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(scenarios, "shipped", lambda: [scenario])
    assert main.main(["scenarios"]) == 0
    bare = capsys.readouterr().out
    scenario.write_text(
        minimal() + "order: 1\nsummary: One line about it.\nplay_minutes: 17\n"
        "variants: {calm: {summary: x, chaos: {events: 0}}, busy: {summary: y, chaos: {events: 9}}}\n",
        encoding="utf-8",
    )
    assert main.main(["check", str(scenario)]) == 0, capsys.readouterr().err
    capsys.readouterr()
    assert main.main(["scenarios"]) == 0
    assert bare.count("\n") == 1
    assert capsys.readouterr().out.splitlines() == [
        "mine  Invoice reader, 80 days, 17 min",
        "  One line about it.",
        "  also mine:calm, mine:busy",
    ]
    _, found, _ = run(capsys, "scenarios")
    (row,) = found["scenarios"]
    assert list(row) == ["id", "title", "days", "systems", "variants", "minutes", "summary"]
    assert (row["minutes"], row["summary"], row["variants"]) == (17, "One line about it.", ["calm", "busy"])


def test_the_worst_file_decides_and_warnings_name_theirs(
    scenario: Path, save: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, absent = tmp_path / "changed.jsonl", tmp_path / "absent.yaml"
    changed.write_text(save.read_text(encoding="utf-8").replace("start EXP-001", "start EXP-002"), encoding="utf-8")
    assert main.main(["check", str(changed), str(save)]) == 1
    assert main.main(["check", str(absent), str(changed), str(scenario)]) == 2
    capsys.readouterr()
    save.write_bytes(save.read_bytes()[:-9])
    code = main.main(["check", str(save), str(scenario), str(absent)])
    out, err = capsys.readouterr()
    assert code == 2 and [line.partition(": ok, ")[0] for line in out.splitlines()] == [str(save), str(scenario)]
    torn, weak, missing = err.splitlines()
    assert torn.startswith(f"{save}: warning: line ") and missing.startswith(f"{absent}: ")
    assert weak == f"{scenario}: warning: mine has no equity scale yet; aiboard ladder measures it"


def test_a_weak_scale_names_its_variant_once(
    scenario: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("aiboard.analysis.anchors.warning", lambda resolved, scale: "the scale is weak")
    _, found, _ = run(capsys, "check", str(scenario))
    assert found["files"][0]["warnings"] == ["mine: the scale is weak"]
    monkeypatch.setattr("aiboard.analysis.anchors.warning", lambda resolved, scale: "mine has a weak scale")
    _, found, _ = run(capsys, "check", str(scenario))
    assert found["files"][0]["warnings"] == ["mine has a weak scale"]
    assert list(found["files"][0]) == ["file", "ok", "errors", "warnings"]


def test_what_fails_while_it_is_played_is_told_with_what_to_do(
    scenario: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("by\x1b zero " + "x" * 200)

    monkeypatch.setattr("aiboard.cli.check.advance", fails)
    code, found, err = run(capsys, "check", str(scenario))
    ((line,),) = (row["errors"] for row in found["files"])
    assert code == 2 and err == [line]
    assert line.startswith(f"{scenario}: mine: cannot be played: by zero xxx")
    assert line.endswith("… (ZeroDivisionError); change the dials that differ from the defaults")
    assert len(line) < len(f"{scenario}: mine: cannot be played: ") + 120 + 80


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("game.yaml", '{"format": 1}', "game.yaml:1: "),
        ("game.yml", '{"format": 1}', "game.yml:1: "),
        ("game", ' \n\t{"format": 1}', "game:1: "),
        ("game.txt", "no brace", "game.txt"),
    ],
)
def test_what_a_file_is_taken_for(
    name: str, content: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    code, found, err = run(capsys, "check", str(tmp_path / name))
    assert code == 2 and not found["files"][0]["ok"] and said in err[0]
    # YAML is judged by what a scenario lacks, a save by its first line.
    assert ("save" in err[0]) is (name == "game"), err


def test_where_a_changed_save_differs_is_told(save: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save.write_text(save.read_text(encoding="utf-8").replace("start EXP-001", "start EXP-002"), encoding="utf-8")
    assert main.main(["check", str(save)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{save}:3: day 1: cards: ")
