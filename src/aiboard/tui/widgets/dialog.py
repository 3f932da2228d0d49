"""Questions: one at a time, the evidence in view, the answer filled in. Enter does it, Esc leaves all as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from aiboard.instruments.text import clean
from aiboard.tui import keys, paint
from aiboard.tui.canvas import Canvas
from aiboard.tui.paint import Span
from aiboard.tui.themes import Palette
from aiboard.tui.widgets.actions import ACTIONS
from aiboard.tui.widgets.chart import mode_of, painted
from aiboard.tui.widgets.pager import Line, bound
from aiboard.views.charts_text import Chart, height_for
from aiboard.views.words import Mark, Tone

#: Widest box; wider terminals keep their board in view around it.
_WIDEST: Final = 100
_TEXT_LIMIT: Final = 200
_CHART_ROWS: Final = (6, 16)

TONE_ROLE: Final[dict[Tone, str]] = {
    Tone.PLAIN: "text",
    Tone.DIM: "dim",
    Tone.GOOD: "good",
    Tone.BAD: "bad",
    Tone.WARN: "warn",
    Tone.NEWS: "accent",
    Tone.WORK: "accent",
}


@dataclass(frozen=True)
class Fact:
    """One line of text with a tone."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Check:
    """One line of the gate: pass, fail or open, and the numbers behind it."""

    mark: Mark
    name: str
    detail: str


@dataclass(frozen=True)
class Choice:
    """One of the values of a row: what it means for the program, its word, what it costs or does."""

    value: int
    word: str
    detail: str = ""


@dataclass(frozen=True)
class Row:
    """A row to choose in: `name` is the key of the answer, `at` the place of the choice filled in."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    at: int = 0


@dataclass(frozen=True)
class Answer:
    """What was decided: a value for each row, and the words."""

    values: Mapping[str, int] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True)
class Question:
    """A decision with everything it needs on one screen.

    Attributes:
        title: what is asked ("Kill 012 Hybrid retrieval?").
        verb: the word of the confirming key ("kill").
        facts: what is known, most important first.
        chart: the measurement.
        checks: the gate's lines.
        rows: what can be chosen.
        text_label: name of the words to write; empty when none are wanted.
        text: the words filled in.
        text_needed: an empty text is no answer.
        price: what it costs and changes; a function of the chosen values when it depends on them.
        warning: what speaks against it, or empty.
    """

    title: str
    verb: str
    facts: tuple[Fact, ...] = ()
    chart: Chart | None = None
    checks: tuple[Check, ...] = ()
    rows: tuple[Row, ...] = ()
    text_label: str = ""
    text: str = ""
    text_needed: bool = False
    price: tuple[Fact, ...] | Callable[[Answer], tuple[Fact, ...]] = ()
    warning: str = ""


class _Evidence(Canvas):
    """Facts, chart and gate of a question."""

    DEFAULT_CSS = "_Evidence { height: auto; }"

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.chart_rows = 0

    def draw(self, width: int, height: int) -> list[Line]:
        """Facts first; the gate is never cut by the chart."""
        look = self.look
        facts = _facts(self.question.facts, width, look)
        checks = _checks(self.question.checks, width, look)
        chart: list[Line] = []
        room = height - len(facts) - len(checks)
        if self.question.chart is not None and self.chart_rows:
            rows = min(self.chart_rows, room - (1 if facts else 0))
            if rows >= 4:
                chart = painted(self.question.chart, look, width, rows, mode_of(self.app))
        parts = [part for part in (facts, chart, checks) if part]
        out: list[Line] = []
        spare = height - sum(len(part) for part in parts)
        for i, part in enumerate(parts):
            if i and spare > 0:
                out.append([])
                spare -= 1
            out += part
        return out

    def fit(self, width: int, most: int) -> int:
        """Rows it takes out of `most`, the chart shrunk to what is left."""
        fixed = len(_facts(self.question.facts, width, self.look))
        fixed += len(_checks(self.question.checks, width, self.look))
        self.chart_rows = 0
        if self.question.chart is not None:
            liked = max(_CHART_ROWS[0], min(_CHART_ROWS[1], height_for(self.question.chart, width)))
            self.chart_rows = min(liked, max(0, most - fixed - 1))
            if self.chart_rows < 4:
                self.chart_rows = 0
        gaps = sum(1 for part in (self.question.facts, self.chart_rows, self.question.checks) if part) - 1
        return min(most, fixed + self.chart_rows + max(0, gaps))


class _Rows(Canvas):
    """The rows to choose in."""

    DEFAULT_CSS = "_Rows { height: auto; }"

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.at = 0
        self.chosen = [row.at for row in question.rows]

    def values(self) -> dict[str, int]:
        """The chosen value of every row."""
        rows = self.question.rows
        return {row.name: row.choices[at].value for row, at in zip(rows, self.chosen, strict=True)}

    def step(self, by: int) -> None:
        """Another choice in the row of the cursor."""
        if self.question.rows:
            count = len(self.question.rows[self.at].choices)
            self.chosen[self.at] = (self.chosen[self.at] + by) % count

    def draw(self, width: int, height: int) -> list[Line]:
        """A line each: the label, ‹ the choice ›, what it does."""
        look = self.look
        label = max((paint.width_of(row.label) for row in self.question.rows), default=0)
        words = [choice.word for row in self.question.rows for choice in row.choices]
        room = min(width - label - 8, max((paint.width_of(word) for word in words), default=0))
        out: list[Line] = []
        for i, (row, at) in enumerate(zip(self.question.rows, self.chosen, strict=True)):
            choice = row.choices[at]
            here = i == self.at and len(self.question.rows) > 1
            many = len(row.choices) > 1
            out.append(
                [
                    ("▸ " if here else "  ", look["accent"]),
                    (paint.pad(row.label, label + 2), look["strong" if here else "dim"]),
                    ("◂ " if many else "  ", look["key"]),
                    (paint.pad(choice.word, room), look["strong"]),
                    (" ▸  " if many else "    ", look["key"]),
                    (choice.detail, look["dim"]),
                ]
            )
        return out


class _Price(Canvas):
    """Warning, price and the keys."""

    DEFAULT_CSS = "_Price { height: auto; }"

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.answer = Answer()
        self.complaint = ""

    def lines(self, width: int) -> list[Line]:
        """All its lines."""
        look, question = self.look, self.question
        price = question.price(self.answer) if callable(question.price) else question.price
        out = _facts(price, width, look)
        if question.warning:
            out += [[("! ", look["warn"]), (text, look["warn"])] for text in paint.wrap(question.warning, width - 2, 3)]
        if self.complaint:
            out.append([("! " + self.complaint, look["bad"])])
        out.append([])
        out.append(self._keys())
        return out

    def _keys(self) -> Line:
        look = self.look
        words = {"confirm": self.question.verb}
        wanted = {"confirm", "cancel"}
        if any(len(row.choices) > 1 for row in self.question.rows):
            wanted.add("more")
        if self.question.text_label and self.question.rows:
            wanted.add("edit")
        line: Line = []
        for pane, name, names, _, _, hint in ACTIONS:
            if pane != "question" or name not in wanted:
                continue
            shown = "←→" if name == "more" else keys.shown(names.split()[0])
            line += [(shown, look["key"]), (" " + words.get(name, hint) + "   ", look["dim"])]
        return line

    def draw(self, width: int, height: int) -> list[Line]:
        """Its lines, the keys last even when there is too little room."""
        out = self.lines(width)
        return out if len(out) <= height else [*out[: height - 1], out[-1]]


class QuestionScreen(ModalScreen[Answer | None]):
    """Asks one question; the result is the answer, or None when the person left."""

    BINDINGS: ClassVar[list[BindingType]] = bound("question")
    DEFAULT_CSS = """
    QuestionScreen { align: center middle; background: $background 55%; }
    QuestionScreen:ansi { background: ansi_default; }
    QuestionScreen > Vertical {
        height: auto; max-height: 100%; padding: 1 2 0 2; background: $surface;
        border: round $primary; border-title-style: bold; border-title-color: $foreground;
    }
    QuestionScreen > Vertical:ansi { background: ansi_default; }
    QuestionScreen Canvas { background: $surface; }
    QuestionScreen Input { border: none; height: 1; padding: 0 1; background: $background; margin: 0 0 1 0; }
    QuestionScreen Input:focus { border: none; }
    QuestionScreen .caption { height: 1; margin: 1 0 0 0; }
    QuestionScreen _Rows { margin: 1 0 0 0; }
    QuestionScreen _Price { margin: 0 0 1 0; }
    """
    ALLOW_SELECT = False

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self._evidence = _Evidence(question)
        self._rows = _Rows(question)
        self._price = _Price(question)
        self._caption = _Caption(question.text_label)
        self._input = Input(clean(question.text, _TEXT_LIMIT), max_length=_TEXT_LIMIT, select_on_focus=False)

    def compose(self) -> ComposeResult:
        """Evidence, choices, words, price."""
        with Vertical() as box:
            box.border_title = Content(clean(self.question.title, 120))
            yield self._evidence
            if self.question.rows:
                yield self._rows
            if self.question.text_label:
                yield self._caption
                yield self._input
            yield self._price

    def on_mount(self) -> None:
        """The cursor starts in the words only where nothing else is asked."""
        self._refresh_price()
        if self.question.text_label and not self.question.rows:
            self._input.focus()
        else:
            self.set_focus(None)
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        """The box follows the terminal."""
        self._lay_out()

    def _lay_out(self) -> None:
        screen = self.app.size
        outer = min(_WIDEST, screen.width - (0 if screen.width <= 84 else 8))
        inner = outer - 6
        box = self.query_one(Vertical)
        box.styles.width = outer
        rows = len(self.question.rows)
        words = 4 if self.question.text_label else 0
        price = len(self._price.lines(inner)) + 1
        fixed = 3 + (rows + 1 if rows else 0) + words + price
        self._rows.styles.height = rows
        self._price.styles.height = price - 1
        evidence = self._evidence.fit(inner, max(0, screen.height - fixed))
        self._evidence.styles.height = evidence
        self._evidence.display = evidence > 0

    def _refresh_price(self) -> None:
        self._price.answer = self.answer()
        self._price.update()

    def answer(self) -> Answer:
        """The answer as it stands."""
        return Answer(self._rows.values(), clean(self._input.value.strip(), _TEXT_LIMIT))

    def on_input_changed(self, event: Input.Changed) -> None:
        """The price may follow the words."""
        self._price.complaint = ""
        self._refresh_price()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the words is Enter."""
        event.stop()
        self.action_confirm()

    def action_confirm(self) -> None:
        """Do it."""
        answer = self.answer()
        if self.question.text_needed and not answer.text:
            self._price.complaint = f"{self.question.text_label}: write a few words"
            self._lay_out()
            self._price.update()
            self._input.focus()
            return
        self.dismiss(answer)

    def action_cancel(self) -> None:
        """Leave."""
        self.dismiss(None)

    def action_up(self) -> None:
        """The row above."""
        self._move(-1)

    def action_down(self) -> None:
        """The row below; under the last one lie the words."""
        self._move(1)

    def _move(self, by: int) -> None:
        rows = len(self.question.rows)
        if self._input.has_focus:
            if by < 0 and rows:
                self.set_focus(None)
            return
        if by > 0 and self._rows.at >= rows - 1 and self.question.text_label:
            self._input.focus()
        elif rows:
            self._rows.at = max(0, min(rows - 1, self._rows.at + by))
            self._rows.update()

    def action_less(self) -> None:
        """Previous choice."""
        self._choose(-1)

    def action_more(self) -> None:
        """Next choice."""
        self._choose(1)

    def _choose(self, by: int) -> None:
        self._rows.step(by)
        self._rows.update()
        self._refresh_price()
        self._lay_out()

    def action_edit(self) -> None:
        """Into the words, and out."""
        if not self.question.text_label:
            return
        if self._input.has_focus:
            self.set_focus(None)
        else:
            self._input.focus()


class _Caption(Canvas):
    """The name of the words to write."""

    DEFAULT_CSS = "_Caption { height: 1; margin: 1 0 0 0; }"

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label

    def draw(self, width: int, height: int) -> list[Line]:
        """One dim line."""
        return [[(self._label, self.look["dim"])]]


def _facts(facts: tuple[Fact, ...], width: int, look: Palette) -> list[Line]:
    out: list[Line] = []
    for fact in facts:
        style = look[TONE_ROLE[fact.tone]]
        out += [[(text, style)] for text in paint.wrap(clean(fact.text, 400), width, 3)]
    return out


def _checks(checks: tuple[Check, ...], width: int, look: Palette) -> list[Line]:
    name = max((paint.width_of(check.name) for check in checks), default=0)
    out: list[Line] = []
    for check in checks:
        style = look[TONE_ROLE[check.mark.tone]]
        spans: list[Span] = [(f"{check.mark.glyph} {paint.pad(check.mark.word, 12)} ", style)]
        spans += [(paint.pad(check.name, name + 2), look["text"]), (check.detail, look["dim"])]
        out.append(spans)
    return out
