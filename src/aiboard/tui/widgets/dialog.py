"""Questions: one at a time, the evidence in view, the answer filled in. Enter does it, Esc leaves all as it was."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import Input

from aiboard.instruments.text import clean
from aiboard.tui.closing import Closing
from aiboard.tui.widgets.pager import bound
from aiboard.tui.widgets.question import Answer, Check, Choice, Fact, Question, Row
from aiboard.tui.widgets.question_parts import Caption, Evidence, Price, Rows

__all__ = ["Answer", "Check", "Choice", "Fact", "Question", "QuestionScreen", "Row"]

#: Widest box; wider terminals keep their board in view around it.
_WIDEST: Final = 100
_TEXT_LIMIT: Final = 200


class QuestionScreen(Closing[Answer | None], ModalScreen[Answer | None]):
    """Asks one question; the result is the answer, or None when the person left."""

    BINDINGS: ClassVar[list[BindingType]] = bound("question")
    DEFAULT_CSS = """
    QuestionScreen { align: center middle; background: $background 55%; }
    QuestionScreen:ansi { background: ansi_default; }
    QuestionScreen > Vertical {
        height: auto; max-height: 100%; padding: 1 2; background: $surface;
        border: round $primary;
        border-title-style: bold; border-title-color: $foreground; border-subtitle-color: $foreground 60%;
    }
    QuestionScreen > Vertical:ansi { background: ansi_default; }
    QuestionScreen Canvas { background: $surface; }
    QuestionScreen:ansi Canvas { background: ansi_default; }
    QuestionScreen Input { border: none; height: 1; padding: 0 1; background: $background; margin: 0; }
    QuestionScreen Input:focus { border: none; }
    QuestionScreen Rows { margin: 1 0 0 0; }
    QuestionScreen Price { margin: 1 0 0 0; }
    """
    ALLOW_SELECT = False
    # Nothing is focused by itself: the arrows choose until the person goes into the words.
    AUTO_FOCUS = ""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self._evidence = Evidence(question)
        self._rows = Rows(question)
        self._price = Price(question)
        self._caption = Caption(question.text_label)
        self._input = Input(clean(question.text, _TEXT_LIMIT), max_length=_TEXT_LIMIT, select_on_focus=False)

    def compose(self) -> ComposeResult:
        """Evidence, choices, words, price."""
        with Vertical() as box:
            box.border_title = Content(clean(self.question.title, 120))
            hints = self._price.hints()
            box.border_subtitle = Content.assemble(*((text, Style.from_rich_style(style)) for text, style in hints))
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
        box = next(iter(self.query(Vertical)), None)
        if box is None:
            return  # closed before it was composed
        box.styles.width = outer
        rows = len(self.question.rows)
        words = 3 if self.question.text_label else 0
        price = len(self._price.lines(inner))
        fixed = 4 + (rows + 1 if rows else 0) + words + (price + 1 if price else 0)
        self._rows.styles.height = rows
        self._price.styles.height = price
        self._price.display = price > 0
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

    def action_much_less(self) -> None:
        """Five choices back."""
        self._choose(-5)

    def action_much_more(self) -> None:
        """Five choices on."""
        self._choose(5)

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
