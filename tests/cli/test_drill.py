"""`aiboard drill`: JSON shapes, graded files, the line dialogue, one line for bad input."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from aiboard.cli import main
from aiboard.drills.attempts import Store
from aiboard.drills.drill import DRILLS
from tests.drills.test_bank import SOUND


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIBOARD_SAVES", str(tmp_path / "saves"))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main.main(["drill", *words]) == 0
    return json.loads(capsys.readouterr().out)


def plain(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, *words: str) -> str:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert main.main(["drill", *words, "--plain"]) == 0
    return capsys.readouterr().out


def test_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    rows = run(capsys, "--json")["drills"]
    assert [row["id"] for row in rows] == [one.id for one in DRILLS]
    assert all(isinstance(row["title"], str) and row["minutes"] > 0 for row in rows)
    assert main.main(["drill"]) == 0
    assert "aiboard drill NAME begins one" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["quiz", "whiteboard", "pitch", "defect", "diagnose"])
def test_a_question_has_its_id_and_the_same_seed_asks_the_same(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, name, "--json", "--seed", "3")
    assert found["drill"] == name and found["id"] and found["asks"] and found["checked"]
    assert run(capsys, name, "--json", "--seed", "3") == found
    again = run(capsys, name, "--json", "--question", found["id"])
    assert again == found


def test_an_answer_is_graded_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answer.json"
    file.write_text('{"id": "ch03/passed-monday", "answer": {"option": "a", "confidence": 90}}', encoding="utf-8")
    found = run(capsys, "quiz", "--answer", str(file))
    assert set(found) >= {"drill", "id", "score", "right", "brier", "lines", "model", "checked", "judged", "data"}
    assert found["brier"] in (pytest.approx(0.01), pytest.approx(0.81)) and found["data"]["lesson"] == "L15"
    (attempt,) = Store.load().done
    assert (attempt.question, attempt.confidence) == ("ch03/passed-monday", 90)


def test_evidence_is_shown_when_it_is_opened(capsys: pytest.CaptureFixture[str]) -> None:
    look = run(capsys, "diagnose", "--seed", "3", "--json", "--open", "board,evals")["asks"][0]
    assert set(look["opened"]) == {"board", "evals"} and all(look["opened"].values())
    assert "lines" not in look["items"][0]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["juggling"], "no drill is called 'juggling'; there are quiz"),
        (["quiz", "--question", "x", "--json"], "no question is called 'x'"),
        (["diagnose", "--seed", "1", "--json", "--open", "soul"], "--open: 'soul' is no evidence"),
        (["--seed", "3"], "--seed: needs the name of a drill"),
        (["quiz", "--bank", "absent.yaml", "--json"], "absent.yaml: cannot be read"),
        (["story", "--json"], "--save: no finished game was found"),
    ],
)
def test_bad_input_is_one_line(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["drill", *words]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and says in err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "answer.json:1: is not JSON"),
        ("[]", "answer: is missing"),
        ('{"answer": {}}', "id: is missing"),
        ('{"id": "ch03/passed-monday", "answer": {"option": "z", "confidence": 1}}', "option: not understood"),
        ('{"id": "ch03/passed-monday", "answer": {"option": "a"}}', "confidence: is missing"),
    ],
)
def test_a_bad_answer_is_one_line_and_not_kept(
    content: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.json"
    file.write_text(content, encoding="utf-8")
    assert main.main(["drill", "quiz", "--answer", str(file)]) == 2
    assert says in capsys.readouterr().err and Store.load().done == []


def test_a_quiz_line_by_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    out = plain(monkeypatch, capsys, "z\nA\nmany\n70 %\nquit\n", "quiz", "--question", "ch03/passed-monday")
    # What is not understood is asked again; capitals and signs are taken.
    assert out.count("give one of a, b, c, d >") == 2 and out.count("not understood") == 2
    assert "Confidence 70 %" in out and "Measured (L15" in out and "1 attempts in" in out


def test_what_was_begun_goes_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    out = plain(monkeypatch, capsys, "column Hypothesis 5\nquit\n", "whiteboard")
    assert "What you began goes on next time." in out
    out = plain(monkeypatch, capsys, "column Experiment 3\n.\nquit\n", "whiteboard")
    assert "You began this before" in out and "So far:" in out
    assert "limit 5" in out and "limit 3" in out
    (attempt,) = Store.load().done
    assert 0 < attempt.score < 1


def test_a_diagnosis_line_by_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    script = "soul\nboard\nold\ndone\nwide 70 none 20\nwide 70, none: 30\nnobody\n"
    out = plain(monkeypatch, capsys, script, "diagnose", "--question", "3-4")
    assert "13 minutes left." in out and "10 minutes left." in out and "5 minutes left." in out
    assert "'soul' is none of them." in out and "In flight on an average day" in out
    assert "add up to 100" in out and "What do you do first?" in out
    name, kept = Store.load().draft("diagnose") or ("", {})
    assert name == "3-4" and kept["opened"] == ["board", "old"] and kept["causes"]["wide"] == 70
    question = run(capsys, "diagnose", "--question", "3-4", "--json")
    first = question["asks"][2]["options"][0]["key"]
    out = plain(monkeypatch, capsys, f"{first}\nquit\n", "diagnose")
    assert "You began this before" in out and "Squared error of your probabilities" in out


def test_an_input_that_is_no_json_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = 'nonsense\n.\n{"scores": [80], "target": 92, "used_hours": 1}\n.\nquit\n'
    out = plain(monkeypatch, capsys, script, "defect", "--question", "kill-rule")
    assert "is not JSON" in out and "a missing budget kills" in out
    assert len(Store.load().done) == 1


def test_check_judges_a_bank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SOUND, encoding="utf-8")
    assert main.main(["check", str(file)]) == 0
    assert "bank mine, 1 questions" in capsys.readouterr().out
    file.write_text(SOUND.replace("CODE", "Coding").replace("chapter: 3", "chapter: -1"), encoding="utf-8")
    assert main.main(["check", str(file)]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 2 and errors[0].startswith(f"{file}:4: chapter: ")


def test_a_bank_of_ones_own_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SOUND, encoding="utf-8")
    assert run(capsys, "quiz", "--bank", str(file), "--json")["id"] == "mine/first-one"


def test_progress(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answer.json"
    file.write_text('{"id": "ch03/passed-monday", "answer": {"option": "a", "confidence": 90}}', encoding="utf-8")
    run(capsys, "quiz", "--answer", str(file))
    found = run(capsys, "--progress", "--json")
    assert set(found) == {"dimensions", "calibration", "due"}
    assert {row["name"]: row["tries"] for row in found["dimensions"]}["DEBUG"] == 1
    assert found["due"][0]["question"] == "ch03/passed-monday"
    assert main.main(["drill", "--progress"]) == 0
    assert "By dimension" in capsys.readouterr().out
    assert main.main(["drill", "quiz", "--progress"]) == 2
