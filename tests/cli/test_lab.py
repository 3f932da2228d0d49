"""`aiboard lab`: the list, the JSON document, the dialogue of lines."""

import io
import json
from pathlib import Path

import pytest

from aiboard.cli.main import main
from aiboard.labs import ENTRIES, make


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Run the dialogue with these lines typed; what it printed."""
    monkeypatch.setenv("AIBOARD_SAVES", str(tmp_path))

    def run(*lines: str, name: str = "eval-variance") -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return main(["lab", name, "--plain"])

    return run


def test_the_list_has_the_labs_that_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [lab["id"] for lab in found["labs"]] == [entry.id for entry in ENTRIES if entry.is_available]
    assert all({"id", "title", "chapter"} <= set(lab) for lab in found["labs"])
    assert main(["lab"]) == 0
    out = capsys.readouterr().out
    assert all(entry.title in out for entry in ENTRIES) and "not there yet" in out


def test_json_has_controls_result_and_naive_result(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "3", "--json", "--seed", "5", "--set", "seeds=3", "--set", "sd=4"]) == 0
    found = json.loads(capsys.readouterr().out)
    controls = {control["name"]: control["value"] for control in found["controls"]}
    assert found["seed"] == 5 and controls["seeds"] == 3 and controls["sd"] == 4.0
    assert found["result"]["low"] < found["result"]["mean"] < found["result"]["high"]
    assert isinstance(found["naive"]["pass"], bool)
    assert len(found["question"]["choices"]) == 5 and "3 seeds" in found["question"]["text"]


@pytest.mark.parametrize(
    "words",
    [
        ["nowhere"],
        ["--seed", "3"],
        ["--set", "seeds=3"],
        ["3", "--seed", "-1"],
        ["3", "--set", "seeds"],
        ["3", "--set", "seeds=99"],
        ["3", "--set", "x=1"],
    ],
)
def test_bad_input_is_one_line_and_exit_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", *words, "--json"]) == 2
    found = capsys.readouterr()
    assert found.out == "" and found.err.count("\n") == 1


def test_nothing_is_revealed_before_an_answer(typed, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("n", "x", "r", "w", "q") == 0
    out = capsys.readouterr().out
    assert out.count("Answer first") == 4 and "cleared" not in out and "draws" not in out


def test_the_whole_dialogue(typed, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert typed("seeds 3", "a", "n", "r", "sd=4", "sd 99", "x", "w", "y", "c", "?", "what", "q") == 0
    out = capsys.readouterr().out
    assert "runs 3 seeds and reports the best" in " ".join(out.split())
    said = "You said: about 10 %. The answer is: about 65 %, the nearest of those offered; exactly:"
    assert said in " ".join(out.split())
    assert "1,000 draws" in out and "Luck 13." in out and "sd: 4.0 points" in out
    assert "sd: 99 is out of its range" in out and "what: there is no such control" in out
    assert "905 ms, 500 ms" in out and "Interview:" in out
    copied = (tmp_path / "lab-eval-variance.txt").read_text(encoding="utf-8")
    assert "When asked, before the change, you said: about 10 %." in copied
    assert all(len(line) <= 80 for line in out.splitlines() if "written to" not in line)


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.is_available], ids=lambda entry: entry.id)
def test_every_lab_goes_through_by_lines(
    entry, typed, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(make(entry)), "DRAWS", 10)
    assert typed("a", "n", "x", "w", "r", "y", "q", name=entry.id) == 0
    out = capsys.readouterr().out
    assert "You said:" in out and "Interview:" in out and "draws" in out
    assert all(len(line) <= 80 for line in out.splitlines() if "written to" not in line)


def test_the_end_of_the_input_ends_it(typed) -> None:
    assert typed() == 0


def test_play_this_opens_the_scenario(typed, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("d", "p", "quit") == 0
    assert "Saved:" in capsys.readouterr().out


def test_a_huge_line_is_refused(typed, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("d" * 5_000, "q") == 0
    out = capsys.readouterr().out
    assert out.count("more than 400 characters") == 1 and "no such control" not in out and "You said" not in out


def test_the_opening_lists_every_control_and_c_lists_them_again(typed, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "eval-variance", "--json"]) == 0
    names = [control["name"] for control in json.loads(capsys.readouterr().out)["controls"]]
    assert typed("q") == 0
    opening = capsys.readouterr().out
    # One that changes nothing yet is named with its reason.
    assert all(opening.count(f"  {name}: ") + opening.count(f"{name}, ") for name in names)
    # The question comes with an answer to each letter.
    assert [line[:5] for line in opening.splitlines() if line[5:] and line[:2] == line[3:5] == "  "] == [
        f"  {letter}  " for letter in "abcde"
    ]
    assert typed("a", "c", "q") == 0, "before an answer c is one"
    assert capsys.readouterr().out.count("  quality: ") == 2


def test_a_control_that_changes_nothing_now_is_said_so(typed, capsys: pytest.CaptureFixture[str]) -> None:
    for entry in ENTRIES:
        if not entry.is_available:
            continue
        lab = make(entry)
        values = {control.name: control.default for control in lab.controls}
        if not (idle := lab.idle(values)):
            continue
        assert typed("q", name=entry.id) == 0
        out = " ".join(capsys.readouterr().out.split())
        for name, why in idle.items():
            assert f"{name}" in out and " ".join(why.split()) in out
            assert f"{name}: {lab.controls[0].label}" not in out
        return
    pytest.fail("no lab has a control that changes nothing")


def test_after_an_answer_each_change_shows_the_results_and_before_it_the_question(
    typed, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("seeds 3", "q") == 0
    before = capsys.readouterr().out
    assert before.count("Type the letter of your answer") == 2 and "3 seeds" in before
    assert typed("a", "seeds 3", "", "q") == 0
    after = capsys.readouterr().out
    assert after.count("Type the letter of your answer") == 1
    assert after.count(make(ENTRIES[3]).texts.source) >= 2, "the results stand there again"
