"""The whiteboard: structure is found, what is missing is named, the picture holds all of it."""

import pytest

from aiboard.drills import whiteboard
from aiboard.drills.drawing import drawing, picture
from aiboard.drills.drill import Setting
from aiboard.drills.whiteboard import MODEL, checks

DRILL = whiteboard.make(Setting())
QUESTION = DRILL.find("whiteboard")


def failed(text: str) -> list[str]:
    return [check.name for check in checks(drawing(text)) if not check.ok]


def test_the_model_board_has_every_point() -> None:
    assert failed(MODEL) == [] and drawing(MODEL).unread == []
    grade = DRILL.grade(QUESTION, {"board": MODEL})
    assert grade.score == 1 and grade.right


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("column Killed\n", ["column Killed", "an arrow to Killed"]),
        ("arrow Evaluation -> Iteration\n", ["feedback from Evaluation"]),
        ("gate Experiment -> Evaluation: all runs done, numbers in the log\n", ["gate Experiment to Evaluation"]),
        ("blocker Experiment: GPU shortage\n", ["two blockers"]),
        ("metric cycle time: days from hypothesis to decision\n", ["metric cycle time"]),
    ],
)
def test_what_is_left_out_is_named(line: str, names: list[str]) -> None:
    assert line in MODEL
    assert failed(MODEL.replace(line, "")) == names


def test_a_column_without_its_limit() -> None:
    assert failed(MODEL.replace("column Experiment 3", "column Experiment")) == ["limit on Experiment"]


def test_the_wrong_order_is_named() -> None:
    text = "column Production 2\n" + MODEL.replace("column Production 2\n", "")
    assert "left to right" in failed(text)


def test_other_names_and_short_forms_are_understood() -> None:
    text = "column Ideas (5)\ncolumn Training WIP 3\ncolumn Testing 4\narrow test -> train"
    found = drawing(text)
    assert found.columns == {"Ideas": 5, "Training": 3, "Testing": 4} and found.arrows == [("Testing", "Training")]
    assert {"column Hypothesis", "limit on Experiment", "feedback from Evaluation"}.isdisjoint(failed(text))


def test_lines_that_cannot_be_read_are_said_and_cost_nothing_else() -> None:
    grade = DRILL.grade(QUESTION, {"board": MODEL + "\nsomething\narrow A -> B\ngate Hypothesis -> Experiment"})
    assert grade.score == 1 and len(grade.data["unread"]) == 3


def test_the_picture_fits_and_shows_everything() -> None:
    drawn = picture(drawing(MODEL))
    assert max(map(len, drawn)) <= 78
    text = "\n".join(drawn)
    for word in ("Hypothesis", "limit 5", "Evaluation ──▶ Iteration", "GPU shortage", "kill rate"):
        assert word in text
    assert picture(drawing("nothing")) == ["(an empty board)"]


def test_lines_that_could_not_be_read_are_told_before_what_is_missing() -> None:
    said = DRILL.grade(QUESTION, {"board": "Backlog\ncolumn Experiment 3"}).lines
    assert next(at for at, line in enumerate(said) if line.startswith("not read: Backlog")) < next(
        at for at, line in enumerate(said) if line.startswith("✗ ")
    )
