"""A form's rows: what an arrow changes in each kind of field, and what is missing."""

from aiboard.drills.asks import Option
from aiboard.drills.form import ChoiceField, Field, Form, Grader, MultiChoiceField, NumberField
from aiboard.tui.themes import palette
from aiboard.tui.widgets.drill_form import HAND_IN, FormRows

OPTIONS = (Option("a", "the first"), Option("b", "the second"), Option("c", "the third"))
TEXT = Field("why", "case", "Why", Grader.PERSON)
COUNT = NumberField("seeds", "case", "Seeds", Grader.PROGRAM, low=1, high=9, step=2, start=3, unit="seeds")
ONE = ChoiceField("gate", "rules", "Gate", Grader.PROGRAM, OPTIONS)
MANY = MultiChoiceField("risks", "rules", "Risks", Grader.PERSON, OPTIONS)


def rows(**values: object) -> FormRows:
    form = Form("case", "Fill it in.", (TEXT, COUNT, ONE, MANY))
    return FormRows(form, values)


def test_a_number_begins_at_its_start_and_keeps_to_its_range() -> None:
    found = rows()
    assert found.change(1, 1) and found.values["seeds"] == 3
    for expected in (5, 7, 9, 9):
        assert found.change(1, 1) and found.values["seeds"] == expected
    for expected in (7, 5, 3, 1, 1):
        assert found.change(1, -1) and found.values["seeds"] == expected


def test_a_choice_goes_round_in_both_directions() -> None:
    found = rows()
    seen = []
    for _ in range(4):
        assert found.change(2, 1)
        seen.append(found.values["gate"])
    assert seen == ["a", "b", "c", "a"]
    found = rows()
    seen = []
    for _ in range(4):
        assert found.change(2, -1)
        seen.append(found.values["gate"])
    assert seen == ["c", "b", "a", "c"]


def test_of_several_choices_each_has_a_row_of_its_own() -> None:
    found = rows()
    assert [option.key for field, option in found.rows if option is not None] == ["a", "b", "c"]
    assert found.change(3, 1) and found.change(5, 1) and found.values["risks"] == ["a", "c"]
    assert found.change(3, -1) and found.values["risks"] == ["c"]


def test_arrows_change_no_text_and_not_the_line_that_hands_in() -> None:
    found = rows(why="because")
    assert not found.change(0, 1) and found.values["why"] == "because"
    assert not found.change(6, 1) and found.field(6) is None


def test_what_is_missing_is_the_first_field_without_a_value() -> None:
    assert rows().first_missing() == 0
    assert rows(why="because", seeds=3).first_missing() == 2
    assert rows(why="because", seeds=3, gate="a").first_missing() is None, "any number of choices may be none"


def test_the_cursor_stands_on_its_row_and_groups_have_headings() -> None:
    found = rows(why="because", seeds=3, gate="b")
    look = palette("dark")
    for at in range(7):
        lines, cursor = found.lines(look, at, 60)
        text = ["".join(part for part, _ in line) for line in lines]
        assert text[cursor].lstrip().startswith("▸"), at
        assert sum(line.lstrip().startswith("▸") for line in text) == 1
        assert [line.strip() for line in text if line.strip() in ("Case", "Rules")] == ["Case", "Rules"]
    assert HAND_IN in text[cursor]
