"""The parts of a question on the screen: evidence, choices, the words' name, price."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from aiboard.instruments.text import clean
from aiboard.tui import cells, keys
from aiboard.tui.cells import Line
from aiboard.tui.panel import Panel
from aiboard.tui.themes import Palette
from aiboard.tui.widgets.chart import mode_of, spans_of
from aiboard.views.card.gate_lines import CheckLine
from aiboard.views.charts.chart import Chart, height_for
from aiboard.views.decisions.decision import ChoiceRow, DialogFact, Question, Values

#: Rows with more choices than this say how to go through them faster.
_MANY: Final = 12
_CHART_ROWS: Final = (6, 16)


class Evidence(Panel):
    """Facts, chart and gate of a question."""

    DEFAULT_CSS = "Evidence { height: auto; }"

    def __init__(self, facts: tuple[DialogFact, ...], chart: Chart | None, checks: tuple[CheckLine, ...]) -> None:
        super().__init__()
        self._facts = facts
        self._chart = chart
        self._checks = checks
        self.chart_rows = 0

    def draw(self, width: int, height: int) -> list[Line]:
        """Facts first; the gate is never cut by the chart."""
        look = self.look
        facts = _facts(self._facts, width, look)
        checks = check_rows(self._checks, width, look)
        chart: list[Line] = []
        room = height - len(facts) - len(checks)
        if self._chart is not None and self.chart_rows:
            # Under four rows a chart is only its frame.
            rows = min(self.chart_rows, room - (1 if facts else 0))
            if rows >= 4:
                chart = spans_of(self._chart, look, width, rows, mode_of(self.app))
        parts = [part for part in (facts, chart, checks) if part]
        out: list[Line] = []
        spare = height - sum(len(part) for part in parts)
        for i, part in enumerate(parts):
            if i and spare > 0:
                out.append([])
                spare -= 1
            out += part
        return out

    def fit(self, width: int, max_rows: int) -> int:
        """Rows it takes out of `max_rows`, the chart shrunk to what is left."""
        fixed = len(_facts(self._facts, width, self.look))
        fixed += len(check_rows(self._checks, width, self.look))
        self.chart_rows = 0
        if self._chart is not None:
            preferred = max(_CHART_ROWS[0], min(_CHART_ROWS[1], height_for(self._chart, width)))
            self.chart_rows = min(preferred, max(0, max_rows - fixed - 1))
            if self.chart_rows < 4:
                self.chart_rows = 0
        gaps = sum(1 for part in (self._facts, self.chart_rows, self._checks) if part) - 1
        return min(max_rows, fixed + self.chart_rows + max(0, gaps))


class Rows(Panel):
    """The rows to choose in."""

    DEFAULT_CSS = "Rows { height: auto; }"

    def __init__(self, rows: tuple[ChoiceRow, ...]) -> None:
        super().__init__()
        self._rows = rows
        self.at = 0
        self.chosen = [row.selected for row in rows]

    def values(self) -> dict[str, int]:
        """The chosen value of every row."""
        return {row.name: row.choices[at].value for row, at in zip(self._rows, self.chosen, strict=True)}

    def step(self, by: int) -> None:
        """Another choice in the row of the cursor."""
        if self._rows:
            choices = self._rows[self.at].choices
            at = self.chosen[self.at] + by
            # One step goes round words; after the largest amount the smallest would be a surprise.
            amounts = all(choice.word[:1].isdigit() for choice in choices)
            last = len(choices) - 1
            self.chosen[self.at] = max(0, min(last, at)) if amounts or abs(by) > 1 else at % (last + 1)

    def draw(self, width: int, height: int) -> list[Line]:
        """A line each: the label, ‹ the choice ›, what it does."""
        look = self.look
        label = max((cells.width_of(row.label) for row in self._rows), default=0)
        words = [choice.word for row in self._rows for choice in row.choices]
        room = min(width - label - 8, max((cells.width_of(word) for word in words), default=0))
        out: list[Line] = []
        for i, (row, at) in enumerate(zip(self._rows, self.chosen, strict=True)):
            choice = row.choices[at]
            selected = i == self.at and len(self._rows) > 1
            has_choices = len(row.choices) > 1
            out.append(
                [
                    ("▸ " if selected else "  ", look["accent"]),
                    (cells.pad(row.label, label + 2), look["strong" if selected else "dim"]),
                    ("◂ " if has_choices else "  ", look["key"]),
                    (cells.pad(choice.word, room), look["strong"]),
                    (" ▸  " if has_choices else "    ", look["key"]),
                    (choice.detail if choice.detail != choice.word else "", look["dim"]),
                ]
            )
        return out


class Price(Panel):
    """Price and warning."""

    DEFAULT_CSS = "Price { height: auto; }"

    def __init__(self, price: Callable[[Values], tuple[DialogFact, ...]], warning: Callable[[Values], str]) -> None:
        super().__init__()
        self._price = price
        self._warning = warning
        self.values: Values = {}
        self.complaint = ""

    def lines(self, width: int) -> list[Line]:
        """All its lines."""
        look = self.look
        out = _joined(self._price(self.values), width, look)
        # One mark for one warning: a second one would begin another.
        warning = clean(self._warning(self.values), 400)
        out += cells.hanging_indent("! ", look["warn"], warning, look["warn"], width - 2, 3)
        if self.complaint:
            out.append([("! " + self.complaint, look["bad"])])
        return out

    def draw(self, width: int, height: int) -> list[Line]:
        """Its lines."""
        return self.lines(width)


def key_hints(question: Question[Any], table: tuple[keys.Key, ...], look: Palette) -> Line:
    """What the keys do, for the lower edge of the dialog."""
    hint_words = {"confirm": question.verb, "back": ""}
    if any(len(row.choices) > 1 for row in question.rows):
        hint_words["more"] = ""
    if any(len(row.choices) > _MANY for row in question.rows):
        hint_words["much_more"] = ""
    if question.text_label and question.rows:
        hint_words["edit"] = ""
    line: Line = []
    rows = {key.name: key for key in keys.screen_keys("question", table)}
    for name, word in hint_words.items():
        key = rows[name]
        line += [(f" {keys.hint_label(key)}", look["key"]), (f" {word or key.hint} ", look["dim"])]
    return line


class Caption(Panel):
    """The name of the words to write, and the words themselves while nobody edits them: a field would cut them."""

    DEFAULT_CSS = "Caption { margin: 1 0 0 0; }"

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label
        self.words = ""

    def draw(self, width: int, height: int) -> list[Line]:
        """A dim line, then the words."""
        words = cells.wrap(self.words, width - 1, 4)
        return [[(self._label, self.look["dim"])], *([(" " + text, self.look["text"])] for text in words)]


def _facts(facts: tuple[DialogFact, ...], width: int, look: Palette) -> list[Line]:
    out: list[Line] = []
    for fact in facts:
        style = look[str(fact.tone)]
        out += [[(text, style)] for text in cells.wrap(clean(fact.text, 400), width, 3)]
    return out


def _joined(facts: tuple[DialogFact, ...], width: int, look: Palette) -> list[Line]:
    """Short facts side by side, as many in a line as fit."""
    out: list[Line] = []
    used = width
    for fact in facts:
        text = cells.cut(clean(fact.text, 400), width)
        need = cells.width_of(text)
        if used + 3 + need > width:
            out.append([])
            used = -3
        if used > 0:
            out[-1].append(("   ", look["text"]))
        out[-1].append((text, look[str(fact.tone)]))
        used += 3 + need
    return out


def check_rows(checks: tuple[CheckLine, ...], width: int, look: Palette) -> list[Line]:
    """The gate's lines, whole: what fails and by how much stands at a clause's end."""
    return [
        row
        for one in checks
        for row in cells.hanging_indent(
            f"{one.mark.glyph} ", look[str(one.mark.tone)], one.clause, look["text"], width - 2, 2
        )
    ]
