"""What an answer may be, and how a confidence is scored."""

import pytest

from aiboard.drills.asks import Item, Open, Option, Percent, Pick, Weights, Words
from aiboard.drills.question import Question, brier
from aiboard.instruments.errors import InputError

OPTIONS = (Option("a", "one"), Option("b", "two"))
QUESTION = Question(
    "test",
    "q",
    "Title",
    ("Stem",),
    (
        Pick("option", "Which?", OPTIONS),
        Percent("confidence", "How sure?"),
        Words("text", "Write:"),
        Open("opened", "Look?", (Item("x", "X", 3, ()), Item("y", "Y", 4, ())), 5),
        Weights("causes", "Share:", OPTIONS),
    ),
    "checked",
)
GIVEN = {"option": "a", "confidence": 70, "text": " some\nwords ", "opened": ["x", "x"], "causes": {"a": 100}}


def test_brier() -> None:
    assert brier(100, True) == 0 and brier(100, False) == 1
    assert brier(50, True) == brier(50, False) == 0.25
    assert brier(70, False) == pytest.approx(0.49)


def test_a_whole_answer_is_read() -> None:
    assert QUESTION.read(GIVEN) == {
        "option": "a",
        "confidence": 70,
        "text": "some\nwords",
        "opened": ["x"],
        "causes": {"a": 100, "b": 0},
    }


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("option", "c", "give one of a, b"),
        ("option", ["a"], "give one of a, b"),
        ("confidence", 101, "from 0 to 100"),
        ("confidence", True, "from 0 to 100"),
        ("confidence", 50.0, "from 0 to 100"),
        ("text", "  ", "is empty"),
        ("text", 3, "is empty"),
        ("text", "x" * 9_000, "more than 8000"),
        ("opened", "x", "give a list"),
        ("opened", ["z"], "give a list"),
        ("opened", ["x", "y"], "costs 7 minutes, 5 are there"),
        ("causes", {"a": 60, "b": 30}, "these add up to 90 %: 100 is needed"),
        ("causes", {"z": 100}, "add up to 100"),
        ("causes", {"a": 150, "b": -50}, "add up to 100"),
    ],
)
def test_what_was_not_asked_for_names_its_field(key: str, value: object, says: str) -> None:
    with pytest.raises(InputError) as error:
        QUESTION.read({**GIVEN, key: value}, "mine.json")
    assert str(error.value).startswith(f"mine.json: {key}: ") and says in str(error.value)


def test_missing_and_unknown_fields_are_named() -> None:
    with pytest.raises(InputError, match="confidence: is missing"):
        QUESTION.read({key: value for key, value in GIVEN.items() if key != "confidence"})
    with pytest.raises(InputError, match="more: is not asked"):
        QUESTION.read({**GIVEN, "more": 1})
