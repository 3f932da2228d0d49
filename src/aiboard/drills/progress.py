"""How practice is going: by dimension what was seen, how sure and how right; calibration; what is due next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aiboard.drills import schedule
from aiboard.drills.attempts import Attempt
from aiboard.drills.bank import DIMENSIONS
from aiboard.drills.question import brier
from aiboard.views import fmt

#: Lower ends of the steps of the calibration curve, percent.
_STEPS: Final = (0, 30, 50, 70, 90)
_BAR: Final = 20


@dataclass(frozen=True)
class Row:
    """Attempts of a dimension, or of a step of confidence.

    Attributes:
        name: which.
        tries: how many.
        score: mean score, 0 to 1; None without a try.
        sure: mean stated confidence, 0 to 1; None where none was stated.
        right: share right among those with a confidence; None likewise.
        penalty: mean squared error of the confidence; None likewise.
    """

    name: str
    tries: int
    score: float | None
    sure: float | None
    right: float | None
    penalty: float | None


@dataclass(frozen=True)
class Progress:
    """Everything there is to say about the attempts so far; `due` holds questions by the time they are due."""

    dimensions: tuple[Row, ...]
    calibration: tuple[Row, ...]
    due: tuple[tuple[str, datetime], ...]

    def document(self) -> dict[str, Any]:
        """For programs; rates are shares, times ISO 8601."""
        return {
            "dimensions": [vars(row) for row in self.dimensions],
            "calibration": [vars(row) for row in self.calibration],
            "due": [{"question": name, "time": due_time.strftime("%Y-%m-%dT%H:%M:%SZ")} for name, due_time in self.due],
        }


def progress(attempts: Sequence[Attempt], fsrs: Any | None = None) -> Progress:
    """Of these attempts; quiz questions are due by `fsrs` where it is given."""
    rated = [attempt for attempt in attempts if attempt.confidence is not None]
    ends = (*_STEPS[1:], 101)
    steps = [
        row(f"{low} to {high - 1} %", [one for one in rated if low <= (one.confidence or 0) < high])
        for low, high in zip(_STEPS, ends, strict=True)
    ]
    plan = schedule.due((attempt for attempt in attempts if attempt.drill == "quiz"), fsrs)
    return Progress(
        tuple(row(name, [attempt for attempt in attempts if attempt.dimension == name]) for name in DIMENSIONS),
        tuple(steps),
        tuple(sorted(plan.items(), key=lambda item: (item[1], item[0]))),
    )


def row(name: str, tries: Sequence[Attempt]) -> Row:
    """Some attempts, summed up."""
    ratings = [(one.confidence, one.right) for one in tries if one.confidence is not None]
    count = len(ratings)
    return Row(
        name,
        len(tries),
        round(sum(one.score for one in tries) / len(tries), 4) if tries else None,
        round(sum(confidence for confidence, _ in ratings) / count / 100, 4) if count else None,
        round(sum(right for _, right in ratings) / count, 4) if count else None,
        round(sum(brier(confidence, right) for confidence, right in ratings) / count, 4) if count else None,
    )


def lines(report: Progress, at: datetime) -> list[str]:
    """For people. `at` is now, UTC."""
    out = ["By dimension: tries, mean score; where stated: how sure, how right, squared error"]
    for row in report.dimensions:
        parts = [_percent(row.score), _percent(row.sure), _percent(row.right)]
        error = f"{row.penalty:.2f}" if row.penalty is not None else "–"
        out.append(f"  {row.name:<9}{row.tries:>4}" + "".join(f"{part:>8}" for part in parts) + f"{error:>8}")
    out += ["", "When you said so, you were right (a bar is the share right):"]
    for row in report.calibration:
        bar = "█" * round((row.right or 0) * _BAR)
        times = "time" if row.tries == 1 else "times"
        out.append(f"  {row.name:<12}{row.tries:>4} {times:<5} {_percent(row.right):>6}  {bar}".rstrip())
    due_names = [name for name, due_time in report.due if due_time <= at]
    out += ["", f"Due now: {fmt.count(len(due_names), 'question')}."]
    later = [(name, due_time) for name, due_time in report.due if due_time > at]
    if later:
        out.append(f"Next: {later[0][0]}, {later[0][1]:%d %b %H:%M} UTC.")
    return out


def row_text(row: Row) -> str:
    """A row in words, for a page whose lines are wrapped."""
    if not row.tries:
        return "not tried yet"
    parts = [fmt.count(row.tries, "try", "tries"), f"score {_percent(row.score)}"]
    if row.penalty is not None:
        parts.append(f"sure {_percent(row.sure)}, right {_percent(row.right)}, squared error {row.penalty:.2f}")
    return ", ".join(parts)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f} %"
