"""What the file of attempts keeps and refuses, what a sitting goes on with, and which question a drill asks next."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.drills import bank, defect, quiz, schedule, shares
from aiboard.drills.asks import Option, Percent, Pick, Weights, Words
from aiboard.drills.attempts import Attempt, Note, Store
from aiboard.drills.brief import brief
from aiboard.drills.defects import RULES
from aiboard.drills.drill import Setting, make
from aiboard.drills.question import Answer, Grade, Question, reason
from aiboard.drills.sitting import Sitting, hand_in
from aiboard.drills.stakeholder import room
from aiboard.instruments.errors import InputError
from aiboard.scenario.source import parse

ASKS = (Pick("option", "?", (Option("a", "x"), Option("b", "y"))), Words("text", "?"), Percent("confidence", "?"))
QUESTION = Question("quiz", "b/q", "T", ("S",), ASKS, "checked", dimension="CODE")
OTHER = replace(QUESTION, id="b/other")
TIME = "2026-03-01T10:00:00Z"


def lines(store: Store) -> list[dict[str, Any]]:
    return [json.loads(line) for line in store.path.read_text(encoding="utf-8").splitlines()]


def done(drill: str, question: str, right: bool, sure: int | None = None) -> Attempt:
    return Attempt(TIME, drill, question, "CODE", float(right), right, sure)


# --- the file of attempts -------------------------------------------------------------------------------------------


def test_of_what_is_wrong_eight_lines_are_kept_cut_to_two_hundred_signs(tmp_path: Path) -> None:
    store = Store.load(tmp_path / "deep" / "er" / "a.jsonl")
    said = [f"✗ {n}" for n in range(7)] + ["✓ right", "✗ " + "x" * 201, "✗ ninth"]
    made = store.add(QUESTION, {"confidence": 7}, Grade(2 / 3, False, tuple(said)))
    assert made.missing == (*map(str, range(7)), "x" * 199 + "…") and made.score == 0.6667
    assert store.attempts == [made] == Store.load(store.path).attempts
    full = store.add(QUESTION, {}, Grade(1.0, True, ("✗ " + "y" * 200,)))
    assert full.missing == ("y" * 200,) and full.confidence is None


def test_the_question_begun_last_is_the_one_to_go_on_with(tmp_path: Path) -> None:
    store = Store.load(tmp_path / "a.jsonl")
    store.save_part(QUESTION, "option", "a")
    store.save_part(OTHER, "option", "b")
    assert store.draft("quiz") == ("b/other", {"option": "b"}) and store.draft("pitch") is None
    store.save_part(QUESTION, "text", "words")
    for found in (store, Store.load(store.path)):
        assert found.draft("quiz") == ("b/q", {"option": "a", "text": "words"})
    store.forget(QUESTION)
    assert store.draft("quiz") == Store.load(store.path).draft("quiz") == ("b/other", {"option": "b"})
    assert [row["kind"] for row in lines(store)] == ["part", "part", "part", "dropped"]
    store.forget(QUESTION)
    assert len(lines(store)) == 4, "what is not there is not dropped again"


def test_half_a_character_can_be_kept_and_no_number_that_json_does_not_know(tmp_path: Path) -> None:
    store = Store.load(tmp_path / "a.jsonl")
    store.save_part(QUESTION, "text~", "\ud800ü")
    assert Store.load(store.path).draft("quiz") == ("b/q", {"text~": "\ud800ü"})
    with pytest.raises(ValueError, match="JSON"):
        store.save_part(QUESTION, "text", float("nan"))
    assert len(lines(store)) == 1


def test_a_note_stands_in_the_store_and_in_the_file(tmp_path: Path) -> None:
    store = Store.load(tmp_path / "a.jsonl")
    note = Note.create(QUESTION, "CODE", 2, "n" * 501)
    store.note(note)
    assert store.notes == Store.load(store.path).notes == [note]
    assert (note.drill, note.question, note.mark, note.text) == ("quiz", "b/q", 2, "n" * 499 + "…")


@pytest.mark.parametrize("torn", [1, 4_095, 4_096, 4_097, 9_000])
@pytest.mark.parametrize("whole", [0, 1])
def test_however_long_a_torn_end_is_the_next_line_is_whole(tmp_path: Path, torn: int, whole: int) -> None:
    store = Store.load(tmp_path / "a.jsonl")
    for _ in range(whole):
        store.add(QUESTION, {"confidence": 1}, Grade(1.0, True, ()))
    with store.path.open("ab") as file:
        file.write(b"x" * torn)
    again = Store.load(store.path)
    assert len(again.attempts) == whole and len(again.notices) == 1
    again.add(QUESTION, {"confidence": 2}, Grade(1.0, True, ()))
    assert [row["confidence"] for row in lines(again)] == [1, 2][1 - whole :]


@pytest.mark.parametrize(
    "change",
    [
        {"right": 1}, {"dimension": 3}, {"question": 3, "kind": "attempt"}, {"missing": [1]}, {"missing": 5},
        {"kind": "note", "mark": 1, "text": 3}, {"kind": "note", "mark": 1, "text": "x", "dimension": None},
        {"kind": "note", "mark": 1}, {"kind": "part", "key": "x"}, {"time": "2026-03-01"},
    ],
)  # fmt: skip
def test_a_line_with_one_wrong_field_is_named_by_its_number(tmp_path: Path, change: dict[str, Any]) -> None:
    sound = {"kind": "attempt", **vars(done("quiz", "b/q", True, 50))}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(sound) + "\n" + json.dumps({**sound, **change}) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.jsonl:2: is no attempt"):
        Store.load(path)


# --- a sitting ------------------------------------------------------------------------------------------------------


class Drill:
    """Asks one of two questions, and finds every answer half right."""

    def next(self, store: Store) -> Question:
        return QUESTION

    def find(self, id: str) -> Question:
        return {"b/q": QUESTION, "b/other": OTHER}[id]

    def grade(self, question: Question, answer: Answer) -> Grade:
        assert set(answer) == {"option", "text", "confidence"}, "what was unfinished is no part of the answer"
        return Grade(0.5, False, ())


def test_what_is_being_written_is_kept_once_for_each_change(tmp_path: Path) -> None:
    store = Store.load(tmp_path / "a.jsonl")
    sitting = Sitting.begin("quiz", Drill(), store)
    assert not sitting.resumed and sitting.partial(ASKS[1]) is None
    for text in ("I", "I lead", "I lead"):
        sitting.save_draft(ASKS[1], text)
    assert [row["value"] for row in lines(store)] == ["I", "I lead"] and sitting.partial(ASKS[1]) == "I lead"
    for ask, value in zip(ASKS, ("a", "words", 30), strict=True):
        sitting.submit(ask, value)
    assert sitting.grade is not None and sitting.grade.score == 0.5
    assert [row["kind"] for row in lines(store)] == ["part"] * 4 + ["attempt"] and store.drafts == {}


def test_what_was_begun_of_the_next_question_goes_on(tmp_path: Path) -> None:
    store = Store.load(tmp_path / "a.jsonl")
    store.save_part(QUESTION, "option", "b")
    # Of another drill's name: nothing was left unfinished there, and the next question is one that was.
    sitting = Sitting.begin("tomorrow", Drill(), store)
    assert sitting.resumed and sitting.answer == {"option": "b"}
    assert Sitting.begin("tomorrow", Drill(), store, "b/other").answer == {}


def test_an_answer_that_is_handed_in_leaves_what_was_begun_otherwise(tmp_path: Path) -> None:
    answer: Answer = {"option": "a", "text": "words", "confidence": 30}
    for begun, other in (
        ({}, {}),
        ({"option": "a"}, {}),
        ({"option": "b"}, {"option": "b"}),
        ({"text~": "words"}, {}),
        ({"text~": "wor"}, {"text~": "wor"}),
        ({"option": "a", "text~": "wor"}, {"text~": "wor"}),
    ):
        store = Store(tmp_path / "a.jsonl")
        for key, value in begun.items():
            store.save_part(QUESTION, key, value)
        assert hand_in(store, QUESTION, answer, Grade(1.0, True, ())) is bool(other), begun
        assert store.drafts.get(("quiz", "b/q"), {}) == other and len(store.attempts) == 1


def test_why_an_answer_is_not_taken_names_its_field_where_it_has_one() -> None:
    assert reason(InputError("is empty")) == "is empty" and reason(InputError("is empty", field="n")) == "n: is empty"


# --- what comes next ------------------------------------------------------------------------------------------------


def test_of_questions_due_at_the_same_time_the_name_decides() -> None:
    at = done("quiz", "x", True).when
    plan = {"d": at, "c": at, "b": at.replace(hour=11), "a": at.replace(hour=11)}
    assert schedule.order(["a", "b", "c", "d"], plan, at, 0) == ["c", "d", "a", "b"]


def test_without_the_package_it_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsrs", None)
    assert schedule.package() is None
    drill, store = quiz.make(Setting()), Store(tmp_path / "a.jsonl")
    ids = drill.due(store, len(drill))
    assert len(ids) == len(set(ids)) == len(drill) and drill.due(store, 3) == ids[:3]
    assert store.notices == [schedule.MISSING]
    # What was tried comes first when it is due; attempts at other drills and banks are none of it.
    store.attempts = [done("quiz", ids[5], True), done("quiz", "mine/x", True), done("pitch", ids[4], True)]
    assert drill.due(store, 2)[0] == ids[5] and "mine/x" not in drill.due(store, len(drill))
    fixed = quiz.Quiz(bank.shipped(), seed=1)
    # Without a seed the number of attempts is one: the order is that of the first seed.
    assert drill.due(store, 9) == fixed.due(store, 9) and drill.next(store).id == ids[5]


def test_the_rule_that_was_broken_least_often_is_next_then_the_one_tried_least() -> None:
    ids = [rule.id for rule in RULES]
    drill, store = defect.make(Setting()), Store(Path("none"))
    assert drill.next(store).id == ids[0]
    store.attempts = [done("defect", ids[0], False), done("quiz", ids[1], True)]
    assert drill.next(store).id == ids[1], "a rule that was tried waits for those that were not"
    store.attempts = [done("defect", id, True) for id in ids if id != ids[3]] + [done("defect", ids[3], False)] * 3
    assert drill.next(store).id == ids[3]
    store.attempts.append(done("defect", ids[3], True))
    assert drill.next(store).id == ids[0]
    assert [defect.make(Setting(seed=seed)).next(store).id for seed in (0, 8, 9)] == [ids[0], ids[8], ids[0]]
    with pytest.raises(InputError, match=f"no rule is called 'x'; there are {', '.join(ids)}"):
        drill.find("x")


# --- find the defect ------------------------------------------------------------------------------------------------


def test_a_defect_is_told_with_its_reason_and_the_others_by_name() -> None:
    drill, rule = defect.make(Setting()), RULES[0]
    question = drill.find(rule.id)
    names = [one.name for one in rule.defects]
    good = drill.grade(question, {"input": '{"scores": [80], "target": 92, "used_hours": 0.1}'})
    others = [name for name in names if name != "a missing budget kills"]
    assert good.lines == (
        "The rule says: kill: over twice the budget.",
        "That is wrong: a missing budget kills.",
        rule.defects[names.index("a missing budget kills")].why,
        "",
        f"It has {len(others)} more known defects: {'; '.join(others)}.",
    )
    assert good.data == {
        "result": "kill: over twice the budget", "defect": "a missing budget kills", "known": len(names),
    }  # fmt: skip
    bad = drill.grade(question, {"input": '{"scores": [80, 84], "target": 92, "budget_hours": 5}'})
    assert bad.lines[:2] == ("The rule says: continue.", "That is what it should say here.") and len(bad.lines) == 3
    assert bad.data == {"result": "continue", "defect": None, "known": len(names)}
    said = drill.brief(question)
    assert [(one.text, one.dimension) for one in said.good] == [(f"an input for one of: {'; '.join(names)}", "CODE")]
    assert said.follow_ups == tuple(f"Another input, one that shows this: {name}?" for name in names)
    assert said.model == tuple(f"{one.name}: {one.why}" for one in rule.defects)
    assert question.lines[0].startswith(f"Chapter {rule.chapter}. ") and question.lines[-1] == f"  {rule.example}"
    assert question.asks[0].fallback == rule.example


@pytest.mark.parametrize(
    ("text", "line"),
    [('{\n"scores": }', 2), ('{"x": NaN}', None), ('{"x": -Infinity}', None), ("[" * 100_000, None)],
)
def test_what_is_not_json_is_refused_with_its_line(text: str, line: int | None) -> None:
    drill = defect.make(Setting())
    with pytest.raises(InputError, match="is not JSON; write an object") as caught:
        drill.grade(drill.find("kill-rule"), {"input": text})
    assert caught.value.line == line


# --- banks, rooms, the quiz -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "of_bank", "of_room"),
    [
        ("bank: x", True, False),
        ("questions: []", True, False),
        ("room: x", False, True),
        ("personas: []", False, True),
        ("title: x", False, False),
    ],
)
def test_a_document_says_by_its_fields_what_it_means_to_be(text: str, of_bank: bool, of_room: bool) -> None:
    document = parse(text.encode(), "mine.yaml")
    assert (bank.is_bank(document), room.is_room(document)) == (of_bank, of_room)


OWN = """\
format: 1
bank: mine
title: Mine
chapter: 3
questions:
  - id: one
    dimension: CODE
    stem: What now?
    right: {do: Measure., then: You know.}
    wrong: [{do: Guess., then: You do not.}, {do: Wait., then: Nothing.}]
    unless: "it costs more than it brings"
"""


def test_a_quiz_answer_is_told_option_by_option(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(OWN, encoding="utf-8")
    drill = quiz.make(Setting(bank=file))
    assert len(drill) == 1 and drill.due(Store(tmp_path / "a.jsonl"), 5) == ["mine/one"]
    question = drill.find("mine/one")
    assert (question.title, question.lines, question.dimension) == ("Chapter 3, Mine", ("What now?",), "CODE")
    then = {"Measure.": "You know.", "Guess.": "You do not.", "Wait.": "Nothing."}
    options = {option.text: option.key for option in question.asks[0].options}  # type: ignore[attr-defined]
    assert sorted(options.values()) == ["a", "b", "c"] and set(options) == set(then)
    right, chosen = options["Measure."], options["Wait."]
    marks = {right: "✓", chosen: "✗"}
    rows = [
        line for text, key in options.items() for line in (f"{marks.get(key, ' ')} {key}  {text}", f"     {then[text]}")
    ]
    bad = drill.grade(question, {"option": chosen, "confidence": 90})
    assert bad.lines == (
        f"Not the best: {right} is. Confidence 90 %: squared error 0.81 (0 is best, 0.25 is what 50 % always costs).",
        "",
        *rows,
        "",
        "When another answer is right: it costs more than it brings",
    )
    assert (bad.brier, bad.data) == (0.81, {"right_option": right, "lesson": None, "measured": []})
    good = drill.grade(question, {"option": right, "confidence": 90})
    assert good.lines[0].startswith("Right. Confidence 90 %: squared error 0.01") and good.brier == 0.01
    assert not any(line.startswith("✗") for line in good.lines)
    said = drill.brief(question)
    assert [(one.text, one.dimension) for one in said.good] == [("Measure.", "CODE")] and said.model == ("You know.",)
    assert said.follow_ups == (
        "Why not: Guess. (It leads here: You do not.)",
        "Why not: Wait. (It leads here: Nothing.)",
        "When would another answer be right? (it costs more than it brings)",
    )
    assert [one.chapter for one in bank.shipped()] == list(range(13))


def test_a_question_of_no_dimension_is_not_marked() -> None:
    asked = replace(QUESTION, judged="You.", dimension="GAME")
    assert brief(object(), asked).good == () and brief(object(), QUESTION).good[0].text == "checked"
    assert len(brief(object(), QUESTION).good) == 1, "who judges nothing looks for nothing"


def test_what_is_left_of_a_hundred_is_shared_by_all_where_all_have_some() -> None:
    assert shares.fill_evenly({"a": 50, "b": 30}) == {"a": 60, "b": 40}
    assert shares.fill_evenly({"a": 50, "b": 0, "c": 0}) == {"a": 50, "b": 25, "c": 25}
    assert shares.fill_evenly({"a": 99, "b": 0, "c": 0}) == {"a": 99, "b": 1, "c": 0}
    assert shares.complete_shares({"a": 60, "b": 40}, "abc") == {"a": 60, "b": 40}


def test_a_drill_there_is_not_is_named_with_those_there_are() -> None:
    with pytest.raises(InputError, match="no drill is called 'x'; there are quiz, "):
        make("x", Setting())


def test_what_a_rule_says_is_told_by_two_hundred_signs() -> None:
    drill = defect.make(Setting())
    # 23 signs of its own, and the name of the tool.
    for length in (176, 177, 178):
        tool = "t" * length
        grade = drill.grade(drill.find("loop-rule"), {"input": json.dumps({"steps": [{"tool": tool, "input": 1}]})})
        said = f"no loop, unauthorised: {tool}"
        assert grade.data["result"] == said and len(said) == 23 + length
        assert grade.lines[0] == f"The rule says: {said if length < 178 else said[:199] + '…'}."


def test_a_lesson_that_was_not_measured_has_no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    item = next(item for one in bank.shipped() for item in one.questions if item.lesson is not None)
    rows = [row for row in quiz.verdicts().rows if row.lesson.id == item.lesson]
    assert rows and len(list(quiz.worth(item))) == 4
    for left in ([], [replace(row, here=replace(row.here, equity=None)) for row in rows]):
        monkeypatch.setattr(quiz, "verdicts", lambda left=left: SimpleNamespace(rows=left, games=9))
        assert list(quiz.worth(item)) == []


def test_a_draft_that_holds_nothing_sound_is_not_gone_on_with(tmp_path: Path) -> None:
    shared = replace(QUESTION, asks=(Weights("causes", "?", (Option("a", "x"), Option("b", "y"))),))

    class Sharing(Drill):
        def next(self, store: Store) -> Question:
            return shared

        def find(self, id: str) -> Question:
            return shared

    for begun, left in (({"z": 3}, {}), ({"a": 130}, {}), ("a", {}), ({"a": 30}, {"causes~": {"a": 30, "b": 0}})):
        store = Store(tmp_path / "a.jsonl")
        store.save_part(shared, "causes~", begun)
        sitting = Sitting.begin("quiz", Sharing(), store)
        assert (sitting.answer, sitting.resumed) == (left, bool(left)), begun
