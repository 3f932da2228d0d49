"""Forms: what fields take, from files and from typed lines, and the YAML that goes back in."""

import pytest

from aiboard.drills import form
from aiboard.drills.asks import Option
from aiboard.drills.form import ChoiceField, Field, Form, Grader, MultiChoiceField, NumberField, SentenceField
from aiboard.instruments.errors import InputError
from aiboard.scenario.source import parse

YES_NO = (Option("yes", "yes"), Option("no", "no"))
FORM = Form(
    "plan",
    "Your plan",
    (
        Field("goal", "canvas", "Goal", Grader.PERSON),
        NumberField("seeds", "canvas", "Seeds", Grader.SIMULATION, 1, 10, 1, 3, "seeds"),
        NumberField("line", "canvas", "Line", Grader.SIMULATION, 50, 99, 0.5, 85, "percent"),
        ChoiceField("pool", "board", "Pool", Grader.SIMULATION, YES_NO),
        MultiChoiceField(
            "gates", "board", "Gates", Grader.SIMULATION, (Option("slices", "slices"), Option("leaks", "leaks"))
        ),
    ),
)
WHOLE = {"goal": "fewer: tickets", "seeds": 5, "line": 88.5, "pool": "no", "gates": ["slices"]}


def test_flat_or_by_group() -> None:
    assert FORM.validate(WHOLE) == WHOLE
    board = {"pool": True, "gates": ["leaks", "slices"]}
    found = FORM.validate({"canvas": {"goal": "x", "seeds": 1.0, "line": 60}, "board": board})
    assert found == {"goal": "x", "seeds": 1, "line": 60, "pool": "yes", "gates": ["slices", "leaks"]}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"seeds": 11}, "seeds: not understood; give 1 to 10 seeds"),
        ({"seeds": 2.5}, "seeds: not understood"),
        ({"seeds": True}, "seeds: not understood"),
        ({"line": float("nan")}, "line: not understood"),
        ({"pool": "maybe"}, "pool: not understood; give one of yes, no"),
        ({"gates": ["slices", "souls"]}, "gates: not understood"),
        ({"gates": "slices"}, "gates: not understood"),
        ({"goal": "  "}, "goal: not understood; give a sentence"),
        ({"goal": "x" * 601}, "goal: not understood"),
        ({"colour": 1}, "colour: is no field"),
        # A group holds fields, and nothing else does.
        ({"canvas": 7}, "canvas: is no field"),
        ({"canvas": ["goal"]}, "canvas: is no field"),
        ({"colour": {"goal": "x"}}, "colour: is no field"),
        ({"goal": {"seeds": 5}}, "goal: not understood"),
    ],
)
def test_what_a_field_does_not_take_is_named(change: dict[str, object], says: str) -> None:
    with pytest.raises(InputError) as caught:
        FORM.validate({**WHOLE, **change})
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not understood; give a sentence of 5 words or more"),
        (7, "not understood; give a sentence of 5 words or more"),
        ("Fewer tickets", "has 2 words; write at least 5"),
        ("asdf qwer zxcv jkl asdf", "are no answer; write it in words"),
        (" ".join(f"ticket{n}" for n in range(90)), "not understood; give a sentence of 5 words or more, at most 600"),
    ],
)
def test_a_sentence_says_what_it_has_too_little_of(text: object, says: str) -> None:
    field = SentenceField("why", "canvas", "Why", Grader.PERSON, 5)
    with pytest.raises(InputError) as caught:
        form.validate_field(field, text)
    assert says in str(caught.value) and form.validate_field(field, "Fewer tickets for all of us") is not None


def test_a_missing_field_is_named_and_a_list_is_refused() -> None:
    with pytest.raises(InputError, match=r"line: is missing; give 50 to 99 percent"):
        FORM.validate({key: value for key, value in WHOLE.items() if key != "line"})
    with pytest.raises(InputError, match="should be fields with values"):
        FORM.validate(["goal"])


def test_of_a_draft_the_sound_values_are_kept() -> None:
    left = {key: value for key, value in WHOLE.items() if key != "seeds"}
    assert FORM.parse_draft({**WHOLE, "seeds": 99, "more": 1}) == left
    assert FORM.parse_draft(["x"]) == {}


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("goal", "'fewer tickets'", "fewer tickets"),
        ("seeds", " 5 ", 5),
        ("line", "88.5 %", 88.5),
        ("pool", '"no"', "no"),
        ("gates", "[leaks, slices]", ["slices", "leaks"]),
        ("gates", "leaks slices", ["slices", "leaks"]),
        ("gates", "none", []),
        ("gates", "[]", []),
    ],
)
def test_typed_values(key: str, text: str, value: object) -> None:
    assert form.parse_field_text(FORM.field_by_key(key), text) == value


@pytest.mark.parametrize(("key", "text"), [("seeds", "many"), ("line", "1e2"), ("gates", ""), ("pool", "")])
def test_typed_values_that_mean_nothing(key: str, text: str) -> None:
    with pytest.raises(InputError):
        form.parse_field_text(FORM.field_by_key(key), text)


def test_the_template_is_yaml_that_comes_back() -> None:
    document = parse("\n".join(form.template(FORM, WHOLE)).encode(), "x.yaml")
    assert FORM.validate(document.data) == WHOLE
    # What has no value yet is a remark that says what it takes.
    assert "  # seeds: 1 to 10 seeds" in form.template(FORM, {"goal": "x"})


def test_a_line_may_name_its_field() -> None:
    assert form.parse_field_line(FORM, "  seeds: 4") == (FORM.field_by_key("seeds"), "4")
    assert form.parse_field_line(FORM, "in short: 4") is None


def test_values_in_words() -> None:
    seeds = FORM.field_by_key("seeds")
    assert (seeds.value_text(1), seeds.value_text(2), FORM.field_by_key("gates").value_text([])) == (
        "1 seed",
        "2 seeds",
        "none",
    )


def test_a_choice_of_numbers_takes_a_number_out_of_yaml() -> None:
    field = ChoiceField(
        "part", "data", "first part", Grader.SIMULATION, (Option("20", "a fifth"), Option("50", "half"))
    )
    assert field.parse(50) == "50" and field.parse(50.0) == "50" and field.parse("20") == "20"
    assert field.parse(30) is None
