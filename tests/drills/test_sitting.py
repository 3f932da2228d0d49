"""A sitting goes on with what a draft holds, and with nothing that its question does not take."""

from pathlib import Path

import pytest

from aiboard.drills.attempts import Store
from aiboard.drills.diagnose import drill as diagnose
from aiboard.drills.drill import Setting, make
from aiboard.drills.sitting import Sitting
from aiboard.instruments.errors import InputError


def test_parts_are_kept_as_they_are_given_and_the_last_one_is_graded(tmp_path: Path) -> None:
    store, drill = Store.load(tmp_path / "a.jsonl"), make("quiz", Setting(seed=1))
    sitting = Sitting.begin("quiz", drill, store)
    first = sitting.ask
    assert first is not None and first.key == "option"
    with pytest.raises(InputError):
        sitting.submit(first, "z")
    sitting.submit(first, "a")
    again = Sitting.begin("quiz", drill, Store.load(store.path))
    assert again.resumed and again.question.id == sitting.question.id and again.answer == {"option": "a"}
    second = again.ask
    assert second is not None and again.grade is None
    again.submit(second, 40)
    assert again.grade is not None and again.ask is None
    assert Store.load(store.path).drafts == {} and len(Store.load(store.path).attempts) == 1


def test_what_a_draft_may_not_hold_is_left_out(tmp_path: Path) -> None:
    store = Store.load(tmp_path / "a.jsonl")
    question = diagnose.Diagnose().find("1-5")
    for key, value in {"opened~": ["board", "soul"], "causes": {"wide": 300}, "action": 7, "more": 1}.items():
        store.save_part(question, key, value)
    sitting = Sitting.begin("diagnose", diagnose.Diagnose(), Store.load(store.path))
    assert sitting.question.id == "1-5" and sitting.answer == {}


def test_a_draft_of_a_question_that_is_gone_is_passed_over(tmp_path: Path) -> None:
    store, drill = Store.load(tmp_path / "a.jsonl"), make("quiz", Setting(seed=1))
    gone = Sitting.begin("quiz", drill, store).question
    store.drafts[("quiz", "mine/gone")] = {"option": "a"}
    sitting = Sitting.begin("quiz", drill, store)
    assert not sitting.resumed and sitting.question.id == gone.id


def test_a_named_question_goes_on_where_it_was_left(tmp_path: Path) -> None:
    store, drill = Store.load(tmp_path / "a.jsonl"), make("quiz", Setting(seed=1))
    first, other = drill.next(store), drill.find("ch03/passed-monday")
    store.save_part(first, "option", "b")
    again = Sitting.begin("quiz", drill, Store.load(store.path), first.id)
    assert again.resumed and again.answer == {"option": "b"}
    # Another one begins at its beginning.
    assert not Sitting.begin("quiz", drill, Store.load(store.path), other.id).resumed
