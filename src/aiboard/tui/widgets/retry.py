"""What stands under the board of then: the decision that was taken there, or the options to choose from again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from aiboard.analysis.debrief import Debrief
from aiboard.analysis.debrief.answers import Answer, rows
from aiboard.analysis.debrief.phrases import to_do
from aiboard.analysis.debrief.prices import interval
from aiboard.analysis.retry import Exercise, Verdict
from aiboard.analysis.weighing import Weighing
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import Panel
from aiboard.tui.themes import Palette

_LABEL: Final = 12
_WIDEST: Final = 110


class Under(Panel):
    """The lines under a board, as its screen has them."""

    DEFAULT_CSS = "Under { dock: bottom; margin-bottom: 1; }"

    def __init__(self, lines: Callable[[int], list[Line]]) -> None:
        super().__init__()
        self._lines = lines

    def draw(self, width: int, height: int) -> list[Line]:
        """A rule, then the lines."""
        return [[("─" * width, self.look["rule"])], *self._lines(width)]


def decision_lines(found: Debrief, one: Answer, width: int, look: Palette) -> list[Line]:
    """A decision that is told of, whole."""
    out: list[Line] = [[(f" {one.kind.value} {one.when}: {one.what}", look["strong"])]]
    room = min(width, _WIDEST) - _LABEL - 4
    worth = {"Points": interval(one.points, 0, signed=True)} if one.points is not None else {}
    for label, text in {**worth, **rows(found, one)}.items():
        for i, row in enumerate(cells.wrap(text, room, 3)):
            out.append([(f"   {label if i == 0 else '':<{_LABEL}}", look["dim"]), (row, look["text"])])
    return out


def choosing_lines(
    found: Debrief, exercise: Exercise, at: int, place: str, so_far: str, width: int, look: Palette
) -> list[Line]:
    """The options of a board, none of them marked; `place` is which board it is, `so_far` how far the prices are."""
    out = _asked(exercise, place, width, look)
    for number, option in enumerate(exercise.options):
        style = look.at(number == at)
        text = cells.pad(to_do(option.line, found.record.world, titled=True), min(width, _WIDEST) - 4)
        out.append([(" ▸ " if number == at else "   ", style("accent")), (text, style("text"))])
    return [*out, [(f"   {so_far}", look["dim"])]]


def _asked(exercise: Exercise, place: str, width: int, look: Palette) -> list[Line]:
    one = exercise.answer
    when = f"day {one.day}, {'at its end' if one.undone else 'as it was'}"
    head: Line = [(f" {place}: {when}. What do you do?", look["strong"])]
    known = cells.wrap(f"Known: {one.known}.", min(width, _WIDEST) - 4, 2)
    return [head, *([(f"   {row}", look["dim"])] for row in known)]


def judged_lines(
    found: Debrief, exercise: Exercise, weighed: Weighing, chosen: int, verdict: Verdict, width: int, look: Palette
) -> list[Line]:
    """What each option was worth against the best, and whether the choice passes."""
    word = "passes" if verdict.passed else "does not pass"
    told = f" {verdict.behind:.0f} points behind the best of these: {word} (within 2 points does)."
    out: list[Line] = [[(told, look["good" if verdict.passed else "bad"])]]
    best = weighed.best
    wide = max(cells.width_of(to_do(option.line, found.record.world, titled=True)) for option in exercise.options)
    wide = min(wide, max(20, min(width, _WIDEST) - 50))
    for number, option in enumerate(exercise.options):
        over = weighed.over(number, best).scaled(0.0, 100 * found.point_cents)
        size = "best" if number == best else interval(over, 0)
        name = cells.pad(to_do(option.line, found.record.world, titled=True), wide)
        marks = ", ".join(_marks(exercise, number, chosen))
        row: Line = [(f"   {name}", look["strong" if number == chosen else "text"])]
        out.append([*row, (f"  {size:<20}", look["accent"]), (marks, look["dim"])])
    out.append([(f"   {weighed.futures} futures each, points behind the best with their 95 % interval.", look["dim"])])
    return out


def _marks(exercise: Exercise, number: int, chosen: int) -> Sequence[str]:
    # Told only now: before the choice it would be the answer.
    option, one = exercise.options[number], exercise.answer
    then = option.line == ("wait" if one.undone else one.line)
    names = (("your choice now", number == chosen), ("in the game", then), ("the reference", option.reference))
    return [name for name, holds in names if holds]
