"""Progress counts what was tried, and holds confidence against what came out."""

from datetime import UTC, datetime

from aiboard.drills.attempts import Attempt
from aiboard.drills.progress import lines, progress

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def attempt(dimension: str, confidence: int | None, right: bool) -> Attempt:
    return Attempt("2026-03-01T10:00:00Z", "quiz", f"b/{dimension}", dimension, float(right), right, confidence)


def test_dimensions_and_calibration() -> None:
    done = [attempt("CODE", 95, True), attempt("CODE", 95, False)]
    done += [attempt("DEBUG", 60, True), attempt("DESIGN", None, True)]
    found = progress(done)
    rows = {row.name: row for row in found.dimensions}
    assert (rows["CODE"].tries, rows["CODE"].right, rows["CODE"].sure) == (2, 0.5, 0.95)
    assert rows["CODE"].penalty == round((0.05**2 + 0.95**2) / 2, 4)
    assert rows["CONCEPT"].tries == 0 and rows["CONCEPT"].score is None
    assert rows["DESIGN"].score == 1 and rows["DESIGN"].penalty is None
    steps = {row.name: row for row in found.calibration}
    assert (steps["90 to 100 %"].tries, steps["90 to 100 %"].right) == (2, 0.5)
    assert steps["50 to 69 %"].right == 1 and steps["0 to 29 %"].tries == 0


def test_each_step_of_confidence_begins_at_its_lower_end() -> None:
    found = progress([attempt("CODE", sure, True) for sure in (0, 29, 30, 49, 50, 69, 70, 89, 90, 100)])
    assert [(row.name, row.tries) for row in found.calibration] == [
        ("0 to 29 %", 2),
        ("30 to 49 %", 2),
        ("50 to 69 %", 2),
        ("70 to 89 %", 2),
        ("90 to 100 %", 2),
    ]


def test_lines_say_what_is_due() -> None:
    told = lines(progress([attempt("CODE", 95, True)]), NOW)
    assert "Due now: 1 question." in told and max(map(len, told)) <= 90
    assert lines(progress([]), NOW)[-1] == "Due now: 0 questions."
