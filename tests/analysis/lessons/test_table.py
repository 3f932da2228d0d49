"""The table: every lesson is complete, its worlds are sound, and it reads as a sentence wherever it is quoted."""

import re

import pytest

from aiboard.analysis.findings import LESSONS as FINDINGS
from aiboard.analysis.lessons import LESSONS, PROJECT, Lesson
from aiboard.scenario import load

MEASURED = [1, 2, 3, 4, 5, 9, 10, 11, 12, 15, 16, 17, 18, 19, 20, 21, 22, 23, 26, 28, 32, 36, 38]


def test_every_lesson_within_reach_is_there() -> None:
    assert list(LESSONS) == [f"L{number:02}" for number in MEASURED]


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.id)
def test_a_row_reads_as_sentences(lesson: Lesson) -> None:
    assert len(lesson.title) <= 60 and not lesson.title.endswith(".")
    for text in (lesson.advice, lesson.obey, lesson.ignore, lesson.boundary.why):
        assert text[0].isupper() and text.endswith(".")
    assert re.match(r"(when|where|with|in) ", lesson.until) and not lesson.until.endswith(".")
    assert lesson.boundary.where.startswith("where ") and not lesson.boundary.where.endswith(".")
    assert not lesson.doubt or lesson.doubt.endswith(".")
    assert lesson.verbs and len(set(lesson.verbs)) == len(lesson.verbs)


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.id)
def test_a_boundary_is_a_sound_world_of_its_own_that_differs_in_its_dials_only(lesson: Lesson) -> None:
    for key in lesson.scenarios:
        plain = load(key)
        other = lesson.boundary.world(plain)
        assert other.sha != plain.sha and other.key == f"{plain.scenario.id}:{lesson.boundary.name}"
        changed = {name for name in plain.data if plain.data[name] != other.data[name]} | {"variant"}
        assert changed == {*lesson.boundary.changes, "variant"}


def test_changes_reach_every_item_of_a_list_and_leave_the_rest() -> None:
    plain = load(PROJECT)
    other = LESSONS["L04"].boundary.world(plain)
    for before, after in zip(plain.data["families"], other.data["families"], strict=True):
        assert after == {**before, **LESSONS["L04"].boundary.changes["families"]["*"]} != before
    assert all(family.mean_sd_ppm == 0 for family in other.world().families)


def test_findings_quote_measured_lessons_only() -> None:
    quoted = {row.measured for row in FINDINGS.values() if row.measured}
    assert quoted <= set(LESSONS) and len(quoted) > 10
    assert FINDINGS["one-seed"].until == LESSONS["L15"].until
