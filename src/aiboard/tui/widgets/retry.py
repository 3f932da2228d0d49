"""What stands under the board of then: the decision that was taken there, or the options to choose from again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from aiboard.analysis.debrief import Debrief
from aiboard.analysis.debrief.decision_summaries import DecisionSummary, rows
from aiboard.analysis.debrief.prices import interval_text
from aiboard.analysis.retry import Exercise, Verdict, compare_options, retry_method_words, verdict_words
from aiboard.analysis.weighing import Weighing
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import Panel
from aiboard.tui.themes import Palette

_LABEL: Final = 12
_WIDEST: Final = 110


class BoardFooter(Panel):
    """The lines under a board, as its screen has them."""

    DEFAULT_CSS = "BoardFooter { dock: bottom; margin-bottom: 1; }"

    def __init__(self, lines: Callable[[int], list[Line]]) -> None:
        super().__init__()
        self._lines = lines

    def draw(self, width: int, height: int) -> list[Line]:
        """A rule, then the lines."""
        return [[("─" * width, self.look["rule"])], *self._lines(width)]


def decision_lines(debrief: Debrief, one: DecisionSummary, width: int, look: Palette) -> list[Line]:
    """A decision that is told of, whole."""
    out: list[Line] = [[(f" {one.kind.value} {one.when}: {one.text}", look["strong"])]]
    room = min(width, _WIDEST) - _LABEL - 4
    worth = {"Points": interval_text(one.points, 0, signed=True)} if one.points is not None else {}
    for label, text in {**worth, **rows(debrief, one)}.items():
        out += cells.hanging_indent(f"   {label:<{_LABEL}}", look["dim"], text, look["text"], room, 3)
    return out


def choosing_lines(
    debrief: Debrief, exercise: Exercise, at: int, heading: str, so_far: str, width: int, look: Palette
) -> list[Line]:
    """The options of a board, none of them marked; `heading` is which board it is, `so_far` how far the prices are."""
    out = _asked(exercise, heading, width, look)
    for number, option in enumerate(exercise.options):
        style = look.row_styles(number == at)
        text = cells.pad(exercise.option_text(option, debrief.record.world), min(width, _WIDEST) - 4)
        out.append([(" ▸ " if number == at else "   ", style("accent")), (text, style("text"))])
    return [*out, [(f"   {so_far}", look["dim"])]]


def _asked(exercise: Exercise, heading: str, width: int, look: Palette) -> list[Line]:
    one = exercise.answer
    date = f"day {one.day}, {'at its end' if one.undone else 'as it was'}"
    head: Line = [(f" {heading}: {date}. What do you do?", look["strong"])]
    fact_rows = cells.wrap(exercise.facts, min(width, _WIDEST) - 4, 3)
    return [head, *([(f"   {row}", look["dim"])] for row in fact_rows)]


def judged_lines(
    debrief: Debrief, exercise: Exercise, weighed: Weighing, chosen: int, verdict: Verdict, width: int, look: Palette
) -> list[Line]:
    """What each option was worth against the best, and whether the choice passes."""
    out: list[Line] = [[(f" {verdict_words(verdict)}", look["good" if verdict.passed else "bad"])]]
    comparisons = compare_options(exercise, weighed, chosen, debrief.record.world, debrief.point_cents)
    worth = max(cells.width_of(one.worth) for one in comparisons)
    marks = max(cells.width_of(one.marks) for one in comparisons)
    room = min(max(cells.width_of(one.option) for one in comparisons), max(20, min(width, _WIDEST) - worth - marks - 7))
    for number, one in enumerate(comparisons):
        name = (f"   {cells.pad(one.option, room)}", look["strong" if number == chosen else "text"])
        out.append([name, (f"  {one.worth:<{worth}}", look["accent"]), (f"  {one.marks}", look["dim"])])
    return [*out, [(f"   {retry_method_words(weighed)}", look["dim"])]]
