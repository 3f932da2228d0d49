"""`aiboard drill`: JSON shapes, graded files, the line dialogue, one line for bad input."""

import io
import json
import sys
from dataclasses import replace
from functools import partialmethod
from pathlib import Path
from typing import Any

import pytest

from aiboard.cli import main
from aiboard.cli.drill import grade_document
from aiboard.cli.progress import drill_progress
from aiboard.drills import bank
from aiboard.drills.attempts import Store, default_path
from aiboard.drills.case.drill import CaseStudy
from aiboard.drills.case.form import usual
from aiboard.drills.case.project import project
from aiboard.drills.drill import DRILLS
from aiboard.drills.quiz import Quiz
from tests.drills.test_bank import SOUND

ROOM = "support-chatbot:calm/reference/378001/11/hart/when-target"


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


@pytest.mark.parametrize("name", ["quiz", "whiteboard", "pitch", "defect", "diagnose", "stakeholder"])
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
    (attempt,) = Store.load().attempts
    assert (attempt.question, attempt.confidence) == ("ch03/passed-monday", 90)


def test_evidence_is_shown_when_it_is_opened(capsys: pytest.CaptureFixture[str]) -> None:
    look = run(capsys, "diagnose", "--seed", "3", "--json", "--open", "board,evals")["asks"][0]
    assert set(look["opened"]) == {"board", "evals"} and all(look["opened"].values())
    assert "lines" not in look["items"][0]


def test_an_answer_has_a_hundred_thousand_bytes_at_most(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answer.json"
    answer = '{"id": "ch03/passed-monday", "answer": {"option": "a", "confidence": 90}}'
    file.write_text(answer.ljust(100_000), encoding="utf-8")
    assert run(capsys, "quiz", "--answer", str(file))["id"] == "ch03/passed-monday"
    file.write_text(answer.ljust(100_001), encoding="utf-8")
    assert main.main(["drill", "quiz", "--answer", str(file)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "answer.json" in err


def test_the_interviewers_sheet_says_what_is_wrong_with_the_practice(capsys: pytest.CaptureFixture[str]) -> None:
    default_path().parent.mkdir(parents=True)
    default_path().write_bytes(b'{"drill": "qu')
    assert main.main(["drill", "quiz", "--interviewer", "--question", "ch03/passed-monday"]) == 0
    (note,) = capsys.readouterr().err.splitlines()
    assert "note: the last line of " in note and note.endswith("was torn and is dropped")


def test_a_score_is_given_to_four_places() -> None:
    drill = Quiz(bank.shipped(), seed=1)
    question = drill.find("ch03/passed-monday")
    grade = drill.grade(question, question.read({"option": "a", "confidence": 90}, "a.json"))
    grade = replace(grade, score=2 / 3)
    assert grade_document(question, grade)["score"] == 0.6667


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["juggling"], "no drill is called 'juggling'; there are quiz"),
        (["quiz", "--question", "x", "--json"], "no question is called 'x'"),
        (["diagnose", "--seed", "1", "--json", "--open", "soul"], "--open: 'soul' is no evidence"),
        (["--seed", "3"], "--seed: needs the name of a drill"),
        (["quiz", "--bank", "absent.yaml", "--json"], "absent.yaml: cannot be read"),
        (["story", "--json"], "no finished game was found among the saves; play one to its end first"),
        (["stakeholder", "--json", "--seed", "1", "--day", "99"], "--day: must be from 1 to "),
        (["pitch", "--day", "3"], "--day: changes nothing in pitch; it goes with stakeholder"),
        (["defect", "--save", "x"], "--save: changes nothing in defect; it goes with story, stakeholder, tomorrow"),
        (["stakeholder", "--json", "--question", "x"], "no board is called"),
        (["quiz", "--interviewer", "--out", "s.pdf"], "--out: 's.pdf' should end in .md, .html or .txt"),
        (["quiz", "--out", "s.md"], "--out: goes with --interviewer"),
        (["--interviewer"], "--interviewer: needs the name of a drill"),
        (["quiz", "--seed", "-1"], "--seed: is 0 or more"),
        (["quiz", "--question", "ch03/passed-monday", "--seed", "1"], "--seed: is decided by --question"),
        (["stakeholder", "--question", ROOM, "--day", "9"], "--day: is decided by --question"),
        (["diagnose", "--answer", "a.json", "--open", "board"], "--open: goes with --json"),
        (["diagnose", "--answer", "a.json", "--seed", "1"], "--seed: changes nothing beside --answer"),
        (["diagnose", "--answer", "a.json", "--interviewer"], "--interviewer: changes nothing beside --answer"),
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
    assert says in capsys.readouterr().err and Store.load().attempts == []


def test_a_file_is_the_answer_to_the_question_that_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answer.json"
    file.write_text('{"id": "ch03/passed-monday", "answer": {"option": "a", "confidence": 1}}', encoding="utf-8")
    assert main.main(["drill", "quiz", "--question", "ch10/psi-small", "--answer", str(file)]) == 2
    assert "another question than --question names" in capsys.readouterr().err and Store.load().attempts == []


def test_what_is_named_is_meant_whatever_was_begun(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plain(monkeypatch, capsys, '{"scores"\nquit\n', "defect", "--question", "kill-rule")
    assert "gate-rule" in plain(monkeypatch, capsys, "quit\n", "defect", "--seed", "1")
    assert "kill-rule" in plain(monkeypatch, capsys, "quit\n", "defect")


def test_a_quiz_line_by_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    out = plain(monkeypatch, capsys, "z\nA\nmany\n70 %\nquit\n", "quiz", "--question", "ch03/passed-monday")
    # What is not understood is asked again; capitals and signs are taken.
    assert out.count("give one of a, b, c, d; quit leaves >") == 2 and out.count("not understood") == 2
    assert "Confidence 70 %" in out and "Measured (L15" in out and "1 attempt in" in out


def test_what_was_begun_goes_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    out = plain(monkeypatch, capsys, "column Hypothesis 5\nquit\n", "whiteboard")
    assert "What you began goes on next time." in out
    out = plain(monkeypatch, capsys, "column Experiment 3\n.\nquit\n", "whiteboard")
    assert "You began this before" in out and "So far:" in out
    assert "limit 5" in out and "limit 3" in out
    (attempt,) = Store.load().attempts
    assert 0 < attempt.score < 1


def test_a_diagnosis_line_by_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    script = "soul\nboard\nold\ndone\nwide 70 none 20\nwide 70, none: 30\nnobody\n"
    out = plain(monkeypatch, capsys, script, "diagnose", "--question", "3-4")
    assert "13 minutes left." in out and "10 minutes left." in out and "5 minutes left." in out
    assert "'soul' is none of them." in out and "In flight on an average day" in out
    assert "these add up to 90 %: 100 is needed" in out and "What do you do first?" in out
    name, kept = Store.load().draft("diagnose") or ("", {})
    assert name == "3-4" and kept["opened"] == ["board", "old"] and kept["causes"]["wide"] == 70
    question = run(capsys, "diagnose", "--question", "3-4", "--json")
    first = question["asks"][2]["options"][0]["key"]
    out = plain(monkeypatch, capsys, f"{first}\nquit\n", "diagnose")
    assert "You began this before" in out and "Squared error of your probabilities" in out


def test_an_input_that_is_no_json_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = plain(monkeypatch, capsys, "nonsense\n.\nquit\n", "defect", "--question", "kill-rule")
    # What was refused is still there, to be corrected.
    assert "is not JSON" in out and "What you wrote is kept" in out
    assert Store.load().draft("defect") == ("kill-rule", {"input~": "nonsense"})
    script = '--\n{"scores": [80], "target": 92, "used_hours": 1}\n.\nquit\n'
    out = plain(monkeypatch, capsys, script, "defect", "--question", "kill-rule")
    assert "nonsense" in out and "a missing budget kills" in out
    assert len(Store.load().attempts) == 1


def test_an_answer_in_a_file_leaves_what_was_begun(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plain(monkeypatch, capsys, '{"scores": [80],\nquit\n', "defect", "--question", "kill-rule")
    file = tmp_path / "a.json"
    given = json.dumps({"scores": [80], "target": 92, "used_hours": 1})
    file.write_text(json.dumps({"id": "kill-rule", "answer": {"input": given}}))
    assert main.main(["drill", "defect", "--answer", str(file)]) == 0
    assert "is kept and goes on next time" in capsys.readouterr().err
    assert (
        Store.load().draft("defect") == ("kill-rule", {"input~": '{"scores": [80],'})
        and len(Store.load().attempts) == 1
    )


def test_check_judges_a_bank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SOUND, encoding="utf-8")
    assert main.main(["check", str(file)]) == 0
    assert "bank mine, 1 question" in capsys.readouterr().out
    file.write_text(SOUND.replace("CODE", "Coding").replace("chapter: 3", "chapter: -1"), encoding="utf-8")
    assert main.main(["check", str(file)]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 2 and errors[0].startswith(f"{file}:4: chapter: ")


def test_a_bank_of_ones_own_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SOUND, encoding="utf-8")
    assert run(capsys, "quiz", "--bank", str(file), "--json")["id"] == "mine/first-one"


def test_a_case_is_filled_in_line_by_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(CaseStudy, "__init__", partialmethod(CaseStudy.__init__, games=1))
    script = [
        *("asdf", "Fewer tickets that a person answers"),
        *("92 % of 500 frozen questions", "back", "93 % of 500 frozen questions"),
        # Pasted YAML: groups are passed over, fields are set wherever one is.
        *("many", "71", "ticket:", "  success: 88", '  kill_rule: "never"', "250", "2000", "5"),
        *("Hybrid search brings 71 to 88", "80", "3", "Hypothesis 5, Experiment 3, Evaluation 4, Production 2, Killed"),
        *("yes", "[slices, leaks]", "pilot", "yes", "0.78", "3", "5", "100", "when-near", "5-50-100", "3", "yes"),
        *("What did we learn?", "Stand-up: what waits? Review: what did we learn? Retro: which kill came late?"),
        *("yaml", "none", "legal: first-day", "", ".", ".", ".", "quit"),
    ]
    out = plain(monkeypatch, capsys, "\n".join(script) + "\n", "case", "--question", "1")
    assert "objective: has 1 word; write at least 5" in out and "rituals: has 4 words" in out
    assert "baseline: not understood; give 0 to 100 percent" in out
    assert '\nid: "1"\nanswer:\n  design:\n' in out, "the head of an answer's file, to be copied"
    assert 'metric: "93 % of 500 frozen questions"' in out and "  # orders: a list of any of" in out
    assert "Played by simulation: 1 game" in out and "Judged by you:" in out
    (attempt,) = Store.load().attempts
    assert attempt.drill == "case" and attempt.question == "1"


def test_a_case_is_graded_from_yaml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(CaseStudy, "__init__", partialmethod(CaseStudy.__init__, games=1))
    question = run(capsys, "case", "--seed", "1", "--json")
    fields = {field["key"]: field for field in question["asks"][0]["fields"]}
    assert question["id"] == "1" and fields["success"]["judged_by"] == "simulation"
    values = {**usual(project(1).world), "objective": "Fewer tickets that a person answers", "baseline": 71}
    values["metric"] = "92 % of 500 questions"
    values |= {"serving": 227, "latency": 2000, "first_live": 5, "hypothesis": "Hybrid search brings 71 to 88"}
    values["rituals"] = "Stand-up: what waits? Review: what did we learn? Retro: which kill?"
    values["legal"] = "when-near"
    rows = [f"      {key}: {json.dumps(value)}" for key, value in values.items()]
    file = tmp_path / "answer.yaml"
    file.write_text("\n".join(['id: "1"', "answer:", "  design:", "    canvas:", *rows]) + "\n", encoding="utf-8")
    found = run(capsys, "case", "--answer", str(file))
    assert found["data"]["switches"][0]["choice"] == "legal" and found["data"]["games"] == 1
    file.write_text('id: "1"\nanswer:\n  design: {success: 200}\n', encoding="utf-8")
    assert main.main(["drill", "case", "--answer", str(file)]) == 2
    assert capsys.readouterr().err == f"{file}: design.success: not understood; give 50 to 99 percent\n"


def test_tomorrow_plays_within_the_dialogue_and_goes_on_where_it_was_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = "play\n\nstart EXP-001\nend\nquit\n"
    out = plain(monkeypatch, capsys, first, "tomorrow")
    assert "A short game first" in out and "Back in the drill." in out and "is no finished game" in out
    out = plain(monkeypatch, capsys, "\n" + "end\n" * 45 + "quit\n\ncolumn Killed\n", "tomorrow")
    # Nothing was decided in it: there is no story to tell.
    assert "Enter: go on with it." in out and "15 parts follow" in out and "Part 1 of" in out
    out = plain(monkeypatch, capsys, ".\n\nquit\n", "tomorrow")
    assert "So far:" in out and "Part 2 of" in out
    assert [attempt.drill for attempt in Store.load().attempts] == ["tomorrow", "whiteboard"]


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


def test_shares_are_evened_out_and_unknown_causes_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = "done\nkill-rule 60 rest\nno-kill 60 rest\n1\nquit\n"
    out = plain(monkeypatch, capsys, script, "diagnose", "--question", "3-4")
    assert "'kill-rule' is none of them." in out and out.count("How likely is each cause?") == 2
    (attempt,) = Store.load().attempts
    assert attempt.question == "3-4"


def test_a_stakeholder_line_by_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    reply = "typed\nIt reads 86.5 on 3 seeds.\n.\nnumber data ask\n70 % by day 48, 90 % by day 56\n.\n"
    script = reply + "It may fail.\n.\n.\n\nquit\n"
    out = plain(monkeypatch, capsys, script, "stakeholder", "--question", ROOM)
    assert "[x] data  on what data" in out and "[ ] range  a range" in out
    assert "VP Hart: You give me one number." in out and "VP Hart: What is the way this goes wrong" in out
    assert "✓ what you need, or what happens next (by your word)" in out and "✓ 86.5: quality 86.5" in out
    assert "simulated games that go on from this board" in out
    (attempt,) = Store.load().attempts
    assert attempt.drill == "stakeholder" and 0.5 < attempt.score < 1


def test_a_reply_in_a_file_is_graded_with_as_much_as_it_has(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = run(capsys, "stakeholder", "--json", "--question", ROOM)
    assert [row["key"] for row in question["asks"]] == ["way", "reply"] and question["asks"][0]["left_out"] == "typed"
    file = tmp_path / "answer.json"
    file.write_text(json.dumps({"id": ROOM, "answer": {"reply": "Soon."}}), encoding="utf-8")
    found = run(capsys, "stakeholder", "--answer", str(file))
    assert [row["part"] for row in found["data"]["follow_ups"]] == ["range", "wrong"]
    more = {"reply": "Soon.", "answer-1": "between day 40 and day 60", "answer-2": "", "forecast": "70 % by day 45"}
    file.write_text(json.dumps({"id": ROOM, "answer": more}), encoding="utf-8")
    again = run(capsys, "stakeholder", "--answer", str(file))
    assert again["data"]["parts"]["range"] == 0.5 and again["score"] > found["score"]
    file.write_text(json.dumps({"id": ROOM, "answer": {"reply": "Soon.", "answer-9": "x"}}), encoding="utf-8")
    assert main.main(["drill", "stakeholder", "--answer", str(file)]) == 2
    assert "answer-9: is not asked" in capsys.readouterr().err


def test_a_room_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.yaml"
    item = "{id: why-slow, by: [hart], dimension: DESIGN, ask: Why?, reply: {number: One., ask: I need two.}}"
    file.write_text(f"format: 1\nroom: mine\ntitle: Ours\nquestions:\n  - {item}\n", encoding="utf-8")
    assert main.main(["check", str(file)]) == 0
    assert "room mine, 6 personas, 1 question" in capsys.readouterr().out
    assert run(capsys, "stakeholder", "--bank", str(file), "--json", "--seed", "1")["id"].endswith("/hart/why-slow")


def test_the_interviewers_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["drill", "quiz", "--interviewer", "--question", "ch03/passed-monday"]) == 0
    assert "What good looks like" in capsys.readouterr().out
    script = "CODE 3 asked for the baseline\nCODE\n.\n"
    out = plain(monkeypatch, capsys, script, "quiz", "--interviewer", "--question", "ch03/passed-monday")
    assert "kept: " in out and "write a note" in out and "1 note in" in out
    assert [note.text for note in Store.load().notes] == ["asked for the baseline"]
    found = run(capsys, "quiz", "--interviewer", "--question", "ch03/passed-monday", "--json")
    assert found["notes"][0]["mark"] == 3 and found["marks"] == {"CODE": 3.0} and found["rubric"]["CODE"]["levels"]["4"]
    for name, begins in (("s.md", "# Interviewer"), ("s.html", "<!doctype html>")):
        assert main.main(["drill", "quiz", "--interviewer", "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_the_list_breaks_between_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main.main(["drill"]) == 0
    out = capsys.readouterr().out
    assert all(len(line) <= 80 for line in out.splitlines())
    assert "what was it worth" in " ".join(out.split())


@pytest.mark.parametrize("words", [["--again"], ["quiz", "--again"], ["tomorrow", "--again", "--question", "pitch"]])
def test_again_begins_a_session_only(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["drill", *words]) == 2
    assert "--again" in capsys.readouterr().err


def test_games_are_counted_where_nothing_can_be_rewritten(capsys: pytest.CaptureFixture[str]) -> None:
    drill = CaseStudy()
    with drill_progress(drill, lines=True):
        assert drill.watch is not None
        for done in range(1, 101):
            drill.watch(done, 100)
    said = capsys.readouterr().err.splitlines()
    assert said == [f"games: {share} of 100, {share} %" for share in (25, 50, 75, 100)]


def test_a_terminal_shows_the_count_of_games_in_one_line_that_goes_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    drill = CaseStudy()
    with drill_progress(drill):
        assert drill.watch is not None
        for done in (1, 2, 50, 100):
            drill.watch(done, 100)
    said = capsys.readouterr().err
    assert said.count("\n") == 0 and "games: 50 of 100, 50 %" in said and said.endswith("\r\x1b[K")
    assert drill.watch is None, "nothing is told afterwards"


def test_a_dialogue_ends_with_what_was_kept_and_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = plain(monkeypatch, capsys, "a\n80\n", "quiz", "--seed", "1")
    (kept,) = [line for line in out.splitlines() if line.startswith("1 attempt in ")]
    assert str(Store.load().path) in out[out.index(kept) :].replace("\n  ", "")


def test_progress_is_one_document_that_counts_what_was_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = run(capsys, "--progress", "--json")
    plain(monkeypatch, capsys, "a\n80\n", "quiz", "--seed", "1")
    after = run(capsys, "--progress", "--json")
    assert set(after) == set(empty) and after != empty
    assert main.main(["drill", "--progress"]) == 0
    assert capsys.readouterr().out.strip()


def test_a_line_that_is_too_long_is_no_answer_and_neither_is_its_tail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = plain(monkeypatch, capsys, "x" * 4_001 + "a\n80\n", "quiz", "--seed", "1")
    assert out.count("more than 4000 characters") == 1
    assert not Store.load().attempts, "the tail 'a' was no answer, and 80 is none to this question"
    plain(monkeypatch, capsys, " " * 3_999 + "a\n80\n", "quiz", "--seed", "1")
    assert len(Store.load().attempts) == 1


def test_a_note_that_is_too_long_is_refused_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("CODE 3 " + "x" * 1_000 + " CODE 4 said so\nCODE 2 asked\n.\n"))
    assert main.main(["drill", "defect", "--interviewer", "--seed", "1", "--plain"]) == 0
    out = capsys.readouterr().out
    assert out.count("more than 1000 characters") == 1 and "said so" not in out
    assert [note.line for note in Store.load().notes] and len(Store.load().notes) == 1


def test_notes_of_the_interviewer_are_told_and_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("CODE 3 asked for the baseline\nnonsense\nCODE 1 guessed\n.\n"))
    assert main.main(["drill", "defect", "--interviewer", "--seed", "1", "--plain"]) == 0
    out = capsys.readouterr().out
    told = [line.rpartition("kept: ")[2] for line in out.splitlines() if "kept: " in line]
    assert [note.line for note in Store.load().notes] == told and len(told) == 3
    assert told[0].endswith("asked for the baseline") and "3 notes in " in out


def test_the_dialogue_says_how_to_go_on_and_repeats_what_was_typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = plain(monkeypatch, capsys, "a\n80\n\nquit\n", "quiz", "--seed", "1")
    assert "Enter: another. quit: leave. > " in out and "> a\n" in out and "> 80\n" in out


def test_games_are_counted_at_each_quarter_once(capsys: pytest.CaptureFixture[str]) -> None:
    drill = CaseStudy()
    with drill_progress(drill, lines=True):
        assert drill.watch is not None
        for done in (1, 2, 3, 4, 5, 6, 7):
            drill.watch(done, 7)
    assert [line.split(",")[0] for line in capsys.readouterr().err.splitlines()] == [
        f"games: {done} of 7" for done in (2, 4, 6, 7)
    ]
    with drill_progress(drill):
        assert drill.watch is None, "nobody looks, and no lines are wanted"


@pytest.mark.parametrize("words", [["quiz", "--json", "--question", "ch03/passed-monday"], ["--progress", "--json"]])
def test_a_document_says_beside_itself_what_is_wrong_with_the_practice(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    default_path().parent.mkdir(parents=True)
    default_path().write_bytes(b'{"drill": "qu')
    assert main.main(["drill", *words]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) and err.startswith("note: the last line of ") and err.count("\n") == 1
