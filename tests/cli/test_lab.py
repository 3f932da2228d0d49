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


def test_the_list_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == [
        "",
        "Five minutes each. aiboard lab NAME opens one; --plain by lines, --json numbers.",
    ]
    assert len(lines) == len(ENTRIES) + 2
    for line, entry in zip(lines, ENTRIES, strict=False):
        about = entry.about if entry.is_available else "not there yet"
        assert line[:4] == f"{entry.chapter:>2}  " and line[4:17].rstrip() == entry.id
        assert line[18:47].rstrip() == entry.title and line[48:] == about


def test_the_list_as_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == {
        "labs": [
            {"id": one.id, "title": one.title, "chapter": one.chapter, "minutes": one.minutes, "about": one.about}
            for one in ENTRIES
            if one.is_available
        ],
        "not_there_yet": [
            {"id": one.id, "title": one.title, "chapter": one.chapter} for one in ENTRIES if not one.is_available
        ],
    }
    assert found["not_there_yet"]


def test_the_document_of_a_lab(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "eval-variance", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == [
        "lab", "title", "chapter", "seed", "controls", "question", "draw", "result", "naive", "counterexample",
        "scenario",
    ]  # fmt: skip
    assert (found["lab"], found["chapter"], found["seed"]) == ("eval-variance", 3, 12), "the luck of a workshop"
    assert set(found["question"]) == {"text", "choices"}, "who reads the figures may still want to be asked"
    assert list(found["counterexample"]) == ["text", "result", "naive"]
    rows = {row["name"]: row for row in found["controls"]}
    assert list(rows["sd"]) == ["name", "label", "value", "unit", "default", "low", "high", "step"]
    assert list(rows["items"]) == ["name", "label", "value", "unit", "default", "choices"]
    sd = next(control for control in make(ENTRIES[3]).controls if control.name == "sd")
    assert (rows["sd"]["low"], rows["sd"]["high"], rows["sd"]["step"], rows["sd"]["default"]) == (
        sd.low / 10, sd.high / 10, sd.step / 10, sd.default / 10,
    )  # fmt: skip
    for side in (found["result"], found["naive"]):
        assert next(iter(side)) == "says"
        assert all(value == round(value, 6) for value in side.values() if isinstance(value, float))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["3", "--set", "seeds"], "--set: 'seeds' is no CONTROL=VALUE, such as --set seeds=3"),
        (["3", "--set", "x" * 50], f"--set: '{'x' * 39}…' is no CONTROL=VALUE, such as --set seeds=3"),
        (["3", "--set", "seeds="], "seeds: '' is no number; 1 to "),
        (["3", "--seed", "-1"], "--seed: must be from 0 to "),
        (["nowhere"], "lab: there is no lab 'nowhere': "),
        (["capacity"], "lab: capacity is not there yet; aiboard lab lists those that are"),
    ],
)
def test_a_lab_that_cannot_be_opened(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", *words]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(said) and err.count("\n") == 1


def test_a_lab_opens_on_the_screen_with_its_controls(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[object, ...]] = []
    monkeypatch.setattr("aiboard.tui.run", lambda *given: opened.append(given) or 6)
    assert main(["lab", "3", "--set", "seeds=3", "--seed", "0"]) == main(["lab", "3", "--no-mouse"]) == 6
    (options, mouse, instead), (_, no_mouse, _) = opened
    assert (mouse, no_mouse, instead) == (True, False, "--plain")
    assert options.lab.seed == 0 and options.lab.values["seeds"] == 3  # type: ignore[attr-defined]


@pytest.fixture
def lines(typed, capsys: pytest.CaptureFixture[str]):
    """What is printed to each line that is typed, the first being the opening."""

    def run(*given: str, name: str = "eval-variance") -> list[str]:
        assert typed(*given, name=name) == 0
        return capsys.readouterr().out.split("\n> ")[: len(given)]

    return run


def test_the_opening_of_a_lab(lines) -> None:
    (opening, *_) = lines("q")
    rows = opening.splitlines()
    lab = make(ENTRIES[3])
    assert rows[0] == f"Lab 3: {ENTRIES[3].title}. About 5 minutes, luck 12."
    assert "\nThe course: " in opening and rows[-1] == "Type the letter of your answer. ? lists what else can be typed."
    assert rows.index("") > len(lab.controls) - len(lab.idle({one.name: one.default for one in lab.controls}))


def test_what_each_word_of_a_lab_prints(lines) -> None:
    opening, empty, upper, help_again, why, many, again, redraw, other, controls, change, same = lines(
        "", "A", "?", "w", "n", "n", "r", "x", "c", "seeds 3", "seeds=3", "q"
    )
    assert empty.partition("\n")[2] == "", "an empty line does nothing"
    assert "You said: " in upper and "\nn  many draws" in upper, "what can be typed is listed after the answer"
    assert help_again.splitlines()[1:] == [
        "",
        "n  many draws         r  other luck          x  where the course's rule fails",
        "w  why                c  the controls        CONTROL VALUE  changes one",
        "y  write it to a file p  play this           q  leave",
    ]
    assert why.rstrip().endswith("To see it in a game: first-sprint.") or "To see it in a game: " in why
    assert many.splitlines()[1] == "1,000 draws" and many.partition("\n")[2] == again.partition("\n")[2]
    assert redraw.splitlines()[1] == "Luck 13."
    assert "seeds: 5. " in controls and "seeds" in change
    assert change.partition("\n")[2] == same.partition("\n")[2], "CONTROL=VALUE is CONTROL VALUE"
    assert other.count("\n") > 3 and opening


def test_an_answer_that_is_no_letter_of_the_question_is_none(lines) -> None:
    _, beyond, two, asked = lines("h", "ab", "n", "q")
    assert "there is no such control" in beyond and "there is no such control" in two
    assert asked.splitlines()[1] == "Answer first: a, b, c, d, e."


def test_why_a_control_changes_nothing_is_said_when_it_is_changed(lines) -> None:
    name, control, why = next(
        (entry.id, control, why)
        for entry in ENTRIES
        if entry.is_available
        for lab in [make(entry)]
        for control, why in lab.idle({one.name: one.default for one in lab.controls}).items()
        if next(one for one in lab.controls if one.name == control).words == []
    )
    lab = make(next(entry for entry in ENTRIES if entry.id == name))
    low = next(one for one in lab.controls if one.name == control)
    said = lines(f"{control.upper()} {low.plain(low.low)}", "q", name=name)[1]
    assert " ".join(why.split()) in " ".join(said.split())


@pytest.mark.parametrize("word", ["q", "quit", "QUIT"])
def test_a_lab_is_left(word: str, typed, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(word, "c") == 0
    assert capsys.readouterr().out.count("  quality: ") <= 1


def test_play_this_ends_the_lab_with_the_games_own_exit_code(typed, monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[str] = []
    monkeypatch.setattr("aiboard.cli.plain.play", lambda scenario: played.append(scenario) or 7)
    assert typed("p", "c") == 7 and played == [make(ENTRIES[3]).texts.scenario]
