"""The quiz grades, tells every consequence, and shows what was measured."""

from pathlib import Path

import pytest

from aiboard.analysis.lessons.shipped_verdicts import verdicts
from aiboard.analysis.lessons.verdict import BoundaryVerdict
from aiboard.drills import bank, quiz
from aiboard.drills.attempts import Store
from aiboard.instruments.errors import InputError


@pytest.fixture(scope="module")
def drill() -> quiz.Quiz:
    return quiz.Quiz(bank.shipped(), seed=1)


def test_right_and_wrong(drill: quiz.Quiz) -> None:
    question = drill.find("ch03/passed-monday")
    item = next(item for one in bank.shipped() for item in one.questions if item.id == "passed-monday")
    right = next(letter for letter, _, is_right in quiz.lettered(item) if is_right)
    good = drill.grade(question, {"option": right, "confidence": 80})
    wrong = next(option.key for option in question.asks[0].options if option.key != right)  # type: ignore[union-attr]
    bad = drill.grade(question, {"option": wrong, "confidence": 80})
    assert (good.score, good.right, good.brier) == (1.0, True, pytest.approx(0.04))
    assert (bad.score, bad.right, bad.brier) == (0.0, False, pytest.approx(0.64))
    told = "\n".join(bad.lines)
    for action in (item.right, *item.wrong):
        assert action.do in told and action.then in told


def test_the_measured_worth_and_the_world_where_it_stops(drill: quiz.Quiz) -> None:
    question = drill.find("ch02/wip-limits")
    lines = drill.grade(question, {"option": "a", "confidence": 50}).lines
    row = next(row for row in verdicts().rows if row.lesson.id == "L02")
    told = "\n".join(lines)
    assert "Measured (L02" in told and row.lesson.boundary.where in told
    assert f"{row.here.equity.mean:.1f}" in told  # type: ignore[union-attr]
    assert "Another answer is right where switching is free" in told


def test_where_a_lesson_stops_it_pays_nothing_and_where_it_loses_it_costs(drill: quiz.Quiz) -> None:
    seen = set()
    for row in verdicts().rows:
        told = quiz._boundary_text(row)
        seen.add(row.boundary_verdict)
        assert ("there it costs" in told) is (row.boundary_verdict == BoundaryVerdict.LOSES), row.lesson.id
        assert ("there it pays nothing" in told) is (row.boundary_verdict == BoundaryVerdict.STOPS), row.lesson.id
    assert {BoundaryVerdict.LOSES, BoundaryVerdict.STOPS} <= seen


def test_every_lesson_named_by_a_shipped_question_has_figures(drill: quiz.Quiz) -> None:
    for one in bank.shipped():
        for item in one.questions:
            assert bool(list(quiz.worth(item))) == (item.lesson is not None), item.id


def test_right_options_stand_at_every_letter() -> None:
    letters = [
        next(letter for letter, _, right in quiz.lettered(item) if right)
        for one in bank.shipped()
        for item in one.questions
    ]
    assert all(letters.count(letter) > len(letters) / 8 for letter in "abcd")


def test_a_missed_question_comes_before_new_ones(drill: quiz.Quiz, tmp_path: Path) -> None:
    store = Store.load(tmp_path / "a.jsonl")
    first = drill.next(store)
    store.add(first, {"confidence": 60}, drill.grade(first, {"option": "a", "confidence": 60}))
    # Without the package it is due at once; with it, after some minutes: a new one comes first.
    assert drill.next(store).drill == "quiz"


def test_an_unknown_question_is_refused(drill: quiz.Quiz) -> None:
    with pytest.raises(InputError, match="no question is called 'x'"):
        drill.find("x")
