"""The interviewer's sheet: every drill has one, made of its own data, and notes are kept a line at once."""

import json
from pathlib import Path

import pytest

from aiboard.bots import make_bot
from aiboard.drills.attempts import Store
from aiboard.drills.bank import DIMENSIONS
from aiboard.drills.bank import shipped as banks
from aiboard.drills.brief import brief
from aiboard.drills.diagnose.causes import causes
from aiboard.drills.diagnose.drill import case
from aiboard.drills.drill import DRILLS, Setting, make
from aiboard.drills.interviewer import dimensions, parse_note, sheet
from aiboard.drills.page import html, markdown, text
from aiboard.drills.question import Question
from aiboard.drills.rubric import shipped as rubric
from aiboard.drills.stakeholder.room import shipped as room
from aiboard.game import new_game
from aiboard.instruments.errors import InputError
from tests.drills.stakeholder.boards import early

QUESTION = Question("quiz", "a/b", "T", ("What?",), (), "A program looks.", "You judge.", "CODE")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.load(tmp_path / "a.jsonl")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished game to tell a story of."""
    save = tmp_path_factory.mktemp("saves") / "mine.jsonl"
    with new_game("first-sprint", seed=5, save=save) as game:
        bot = make_bot("heuristic", 5)
        while not game.board.over:
            while (action := bot.play(game.board)) is not None:
                game.do(action)
            game.end_day()
    return save


@pytest.mark.parametrize("name", [one.id for one in DRILLS])
def test_every_drill_has_a_sheet(name: str, store: Store, finished: Path) -> None:
    found = sheet(name, Setting(seed=3, save=finished if name == "story" else None), store)
    said = text(found.page())
    assert bool(found.brief.good) == (found.question.dimension in DIMENSIONS)
    assert all(point.dimension in DIMENSIONS for point in found.brief.good)
    assert found.candidate_command.startswith(f"aiboard drill {name}")
    for dimension in DIMENSIONS:
        assert f"── {dimension}, 1 to 4" in said
        assert all(level[:30] in said for level in dimensions()[dimension].levels)
    assert max(map(len, said.splitlines())) <= 80 and "none yet" in said
    document = json.loads(json.dumps(found.document()))
    assert document["id"] == found.question.id and set(document["rubric"]) == set(DIMENSIONS)


def test_what_is_on_it_comes_from_the_drills_own_data(store: Store) -> None:
    asked = sheet("quiz", Setting(), store, "ch03/passed-monday")
    item = next(item for one in banks() for item in one.questions if item.id == "passed-monday")
    assert asked.looks_for(item.dimension) == [item.right.do]
    assert all(any(action.do in line for line in asked.brief.follow_ups) for action in item.wrong)
    told = sheet("pitch", Setting(), store)
    assert told.brief.model == tuple(rubric("pitch").model) and len(told.brief.good) == len(rubric("pitch").parts)
    planted = sheet("diagnose", Setting(), store, "2-17")
    assert planted.brief.truth[0] == causes()[case(2, 17).cause].name
    lena = room().persona("lena")
    assert lena is not None
    talk = sheet("stakeholder", Setting(), store, f"{early().id}/lena/when-target")
    assert any(lena.attacks["range"] in line for line in talk.brief.follow_ups)
    assert any("simulated games" in line for line in talk.brief.truth)
    # What the question does not want is not attacked.
    assert not any(lena.attacks["money"] in line for line in talk.brief.follow_ups)


def test_a_part_of_a_session_is_briefed_by_its_own_drill(store: Store, finished: Path) -> None:
    setting = Setting(save=finished, seed=2)
    first = sheet("tomorrow", setting, store)
    assert (
        first.question.drill == "whiteboard" and first.candidate_command == f"aiboard drill tomorrow --save {finished}"
    )
    assert first.brief == sheet("whiteboard", Setting(), store).brief
    assert first.brief.drawing


def test_a_drill_that_says_no_more_is_asked_by_its_question() -> None:
    found = brief(object(), QUESTION)
    assert [(point.text, point.dimension) for point in found.good] == [
        ("A program looks.", "CODE"),
        ("You judge.", "CODE"),
    ]


@pytest.mark.parametrize(
    ("line", "dimension", "mark", "words"),
    [
        ("CODE 3 asked for the baseline", "CODE", 3, "asked for the baseline"),
        ("debug: looked at one thing only", "DEBUG", None, "looked at one thing only"),
        ("design 4", "DESIGN", 4, ""),
        ("slow start, then good", "", None, "slow start, then good"),
        ("CODE 5 of them", "CODE", None, "5 of them"),
        ("codes are fine", "", None, "codes are fine"),
    ],
)
def test_notes_are_read(line: str, dimension: str, mark: int | None, words: str) -> None:
    note = parse_note(QUESTION, line + "\n")
    assert (note.dimension, note.mark, note.text) == (dimension, mark, words)


@pytest.mark.parametrize("line", ["", "  ", "CODE", "CODE:"])
def test_a_note_without_words_and_mark_is_none(line: str) -> None:
    with pytest.raises(InputError, match="write a note"):
        parse_note(QUESTION, line)


def test_notes_are_kept_with_the_attempts_and_stand_on_the_sheet(store: Store) -> None:
    asked = sheet("pitch", Setting(), store)
    for line in ("CONCEPT 3 clear", "CONCEPT 4 with a number", "a line \x1b[31mfrom outside"):
        store.note(parse_note(asked.question, line))
    store.note(parse_note(QUESTION, "CODE 1 of another question"))
    with store.path.open("ab") as file:
        file.write(b'{"kind": "note", "ti')
    again = Store.load(store.path)
    assert len(again.notes) == 4 and "torn" in again.notices[0] and again.attempts == []
    said = text(sheet("pitch", Setting(), again).page())
    assert "Mean marks: CONCEPT 3.5." in said and "with a number" in said and "another question" not in said
    assert "\x1b" not in said


def test_a_note_that_is_none_is_refused_with_its_line(store: Store) -> None:
    store.note(parse_note(QUESTION, "CODE 3 fine"))
    store.path.write_text(store.path.read_text().replace('"mark": 3', '"mark": 9'))
    with pytest.raises(InputError, match=r"a\.jsonl:1: is no attempt"):
        Store.load(store.path)


def test_a_page_in_all_three_forms(store: Store) -> None:
    page = sheet("whiteboard", Setting(), store).page()
    for form in (text, markdown, html):
        said = form(page)
        # The drawing keeps its spaces, and signs of the form's own language are harmless.
        assert "│ limit 5   │" in said and "Hypothesis" in said
    assert "arrow FROM -\\> TO" in markdown(page) and "arrow FROM -&gt; TO" in html(page)
    assert html(page).startswith("<!doctype html>") and html(page).count("<h2>") == len(page.sections)


@pytest.mark.parametrize("text", ["CODE 9 x", "3", "7 7", "CODE 5"])
def test_a_mark_there_is_not_is_no_note(text: str) -> None:
    question = make("pitch", Setting()).find("pitch")
    with pytest.raises(InputError, match="marks are 1 to 4"):
        parse_note(question, text)
