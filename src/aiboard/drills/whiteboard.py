"""Whiteboard, five minutes: a board for an AI team as text, checked by its structure and shown as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from aiboard.drills.asks import Words
from aiboard.drills.brief import Brief, Point
from aiboard.drills.drawing import Drawing, drawing, picture
from aiboard.drills.drill import OneQuestion, Setting, entry
from aiboard.drills.question import Answer, Grade, Question
from aiboard.scenario.content import ContentFile, shipped
from aiboard.scenario.units import Text
from aiboard.views import fmt

ID: Final = "whiteboard"
SECONDS: Final = 300


class _File(ContentFile):
    """What is asked, looked for and held up as a model."""

    task: Annotated[str, Text(800, lines=True)]
    columns: dict[str, list[str]]
    metrics: dict[str, list[str]]
    model: Annotated[str, Text(2_000, lines=True)]
    talk: list[Annotated[str, Text(200)]]


_GIVEN: Final = shipped(_File, "aiboard.drills", "whiteboard.yaml")
MODEL: Final = _GIVEN.model
"""A board to hold one's own against."""

#: Columns that need a limit: what is killed needs none.
_LIMITED: Final = ("Hypothesis", "Experiment", "Evaluation", "Production")
_GATES: Final = (("Hypothesis", "Experiment"), ("Experiment", "Evaluation"), ("Evaluation", "Production"))


# --- the checks ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Check:
    """One point of the rubric: its name, whether the drawing has it, what is missing, what is marked by it."""

    name: str
    ok: bool
    missing: str = ""
    dimension: str = "DESIGN"


def checks(board: Drawing) -> list[Check]:
    """Every point of the rubric, in the order in which a board is drawn."""
    roles = _roles(board)
    return [*columns(board), *_edges(board, roles), *_gates(board, roles), *_rest(board)]


def limit(board: Drawing, role: str) -> int | None:
    """The limit on the column that has a role of chapter 11; None without such a column or without a limit."""
    name = _roles(board).get(role)
    return board.columns[name] if name else None


def _roles(board: Drawing) -> dict[str, str]:
    return {role: name for role, starts in _GIVEN.columns.items() if (name := _column(board, starts))}


def _column(board: Drawing, starts: Iterable[str]) -> str | None:
    return next((name for name in board.columns if name.lower().startswith(tuple(starts))), None)


def columns(board: Drawing) -> Iterator[Check]:
    """The points about columns, their order and their limits."""
    roles = _roles(board)
    for role in _GIVEN.columns:
        yield Check(f"column {role}", role in roles, f"no column for {role}")
    order = [list(board.columns).index(roles[role]) for role in _LIMITED if role in roles]
    right = len(order) == len(_LIMITED) and order == sorted(order)
    yield Check("left to right", right, "the flow does not run from hypothesis to production")
    for role in _LIMITED:
        has = role in roles and bool(board.columns[roles[role]])
        yield Check(f"limit on {role}", has, f"no limit on {role}")


def _edges(board: Drawing, roles: dict[str, str]) -> Iterator[Check]:
    names = list(board.columns)
    evaluation, killed = roles.get("Evaluation"), roles.get("Killed")
    # No role of its own: a board without Iteration may send work straight back to Experiment.
    iteration_names = [name for name in names if name.lower().startswith("iter")]
    # A way back is one to Iteration, or to a column that lies left of Evaluation.
    targets = [end for start, end in board.arrows if start == evaluation and end != killed]
    feedback = any(
        end in iteration_names or names.index(end) < names.index(evaluation) for end in targets if evaluation
    )
    yield Check("feedback from Evaluation", feedback, "no arrow leads back from Evaluation")
    kills = any(end == killed for _, end in board.arrows) if killed else False
    yield Check("an arrow to Killed", kills, "no arrow leads to Killed")


def _gates(board: Drawing, roles: dict[str, str]) -> Iterator[Check]:
    ends = {(start, end) for start, end, _ in board.gates}
    for start, end in _GATES:
        has = (roles.get(start), roles.get(end)) in ends
        yield Check(f"gate {start} to {end}", has, f"nothing says what passes from {start} to {end}", "CODE")


def _rest(board: Drawing) -> Iterator[Check]:
    count = len({words.lower() for _, words in board.blockers})
    yield Check("two blockers", count >= 2, f"{count} of two blockers", "DEBUG")
    metrics = " | ".join(board.metrics).lower()
    for name, words in _GIVEN.metrics.items():
        yield Check(f"metric {name}", any(word in metrics for word in words), f"no metric says {name}", "CONCEPT")


def readable(text: str) -> list[str]:
    """What of a board could be read, and why not the rest. What is missing is not told: that is the exercise."""
    board = drawing(text)
    limits = sum(limit is not None for limit in board.columns.values())
    counts = (
        (len(board.columns), "column"), (limits, "limit"), (len(board.arrows), "arrow"), (len(board.gates), "gate"),
        (len(board.blockers), "blocker"), (len(board.metrics), "metric"),
    )  # fmt: skip
    read = "Read: " + ", ".join(fmt.count(count, name) for count, name in counts) + "."
    return [read, *(f"Not read: {line}" for line in board.unread)]


# --- the drill -------------------------------------------------------------------------------------------------


def make(setting: Setting) -> Whiteboard:
    """The drill; nothing in it is drawn."""
    return Whiteboard()


class Whiteboard(OneQuestion):
    """The board that the format asks for."""

    QUESTION = Question(
        ID,
        ID,
        "Whiteboard: the board of an AI team",
        tuple(_GIVEN.task.split("\n")),
        (Words("board", "Your board:", SECONDS, check=readable),),
        entry(ID).checked,
        entry(ID).judged,
        "DESIGN",
    )

    def brief(self, question: Question) -> Brief:
        """What an empty board misses is what a good one has."""
        rows = checks(Drawing())
        good = tuple(Point(row.name, row.dimension) for row in rows)
        follow_ups = tuple(f"Without {row.name}: what goes wrong then?" for row in rows)
        return Brief(good, follow_ups, tuple(picture(drawing(MODEL))), drawing=True)

    def grade(self, question: Question, answer: Answer) -> Grade:
        """The share of the rubric's points that are on the board, and the board as a picture."""
        board = drawing(answer["board"])
        rows = checks(board)
        good = [row for row in rows if row.ok]
        picture_lines = picture(board)
        lines = [f"{len(good)} of {len(rows)} points of the rubric are on it.", ""]
        # Before what is missing: a line that could not be read may be why.
        lines += [f"not read: {line}" for line in board.unread]
        lines += [f"✗ {row.missing}" for row in rows if not row.ok]
        lines += [f"✓ {', '.join(row.name for row in good)}"] if good else []
        data = {
            "points": [{"name": row.name, "ok": row.ok} for row in rows],
            "unread": board.unread,
            "picture": picture_lines,
        }
        score = len(good) / len(rows)
        model = (*picture(drawing(MODEL)), "", "Say while you draw:", *(f"  {line}" for line in _GIVEN.talk))
        return Grade(score, score >= _PASS, (*lines, "", *picture_lines), model, data=data)


#: From which share of the points on the board counts as right.
_PASS: Final = 0.8
