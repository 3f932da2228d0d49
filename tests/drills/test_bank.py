"""Banks: what is shipped is whole, and what is wrong in a file of one's own is named by line and field."""

from collections import Counter
from pathlib import Path

import pytest

from aiboard.drills import bank
from aiboard.scenario.problems import ScenarioError

SOUND = """\
format: 1
bank: mine
title: My questions
chapter: 3
questions:
  - id: first-one
    dimension: CODE
    lesson: L15
    stem: What do you do?
    right: {do: The right thing, then: It works.}
    wrong:
      - {do: The wrong thing, then: It fails.}
      - {do: Nothing, then: Nothing happens.}
"""


def saved(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sound_bank(tmp_path: Path) -> None:
    found = bank.load(saved(tmp_path, SOUND))
    assert (found.bank, found.questions[0].right.do) == ("mine", "The right thing")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("CODE", "Coding", "mine.yaml:7: questions[1].dimension: is not known; possible: CONCEPT, DESIGN, "),
        ("lesson: L15", "lesson: L07", "mine.yaml:8: questions[1].lesson: 'L07' is not measured"),
        ("stem: What do you do?", "steam: What?", "questions[1].stem: is missing"),
        ("format: 1", "format: 2", "mine.yaml:1: format: should be 1"),
        ("      - {do: Nothing, then: Nothing happens.}\n", "", "yaml:11: questions[1].wrong: should have at least 2"),
        ("{do: Nothing, then", "{do: Nothing, than", "mine.yaml:13: questions[1].wrong[2]"),
        ("id: first-one", "id: First One", "mine.yaml:6: questions[1].id: should look like a-short-name in small"),
        ("chapter: 3", "chapter: three", "mine.yaml:4: chapter: "),
    ],
)
def test_problems_are_named_by_line_and_field(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in SOUND
    with pytest.raises(ScenarioError) as error:
        bank.load(saved(tmp_path, SOUND.replace(old, new)))
    assert any(says in str(problem) for problem in error.value.problems), [str(one) for one in error.value.problems]


def test_an_id_used_twice_is_named(tmp_path: Path) -> None:
    question = SOUND[SOUND.index("  - id") :]
    with pytest.raises(ScenarioError, match=r"mine\.yaml:14: questions\[2\]\.id: 'first-one' is used twice"):
        bank.load(saved(tmp_path, SOUND + question))


def test_shipped_banks_cover_chapters_and_dimensions() -> None:
    items = [(one.chapter, item) for one in bank.shipped() for item in one.questions]
    assert len(items) >= 112
    assert sum(item.source for _, item in items) == 12
    by_chapter = Counter(chapter for chapter, _ in items)
    assert set(by_chapter) == set(range(13)) and min(by_chapter.values()) >= 8
    assert set(Counter(item.dimension for _, item in items)) == set(bank.DIMENSIONS)
    assert len({item.id for _, item in items}) == len(items)


def test_the_length_of_an_option_does_not_give_the_answer_away() -> None:
    items = [item for one in bank.shipped() for item in one.questions]
    places = Counter(sum(len(wrong.do) > len(item.right.do) for wrong in item.wrong) for item in items)
    # As long as chance has it, from the longest to the shortest of four: within three standard errors.
    chance = len(items) / 4
    assert max(abs(places[place] - chance) for place in range(4)) < 3 * (len(items) * 3 / 16) ** 0.5, places
