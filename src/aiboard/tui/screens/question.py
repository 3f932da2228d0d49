"""Questions: one at a time, the evidence in view, the answer filled in. Enter does it, Esc leaves all as it was."""

from __future__ import annotations

from functools import partialmethod
from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.style import Style
from textual.widgets import Input

from aiboard.instruments.text import clean
from aiboard.tui.screens.dialog import Dialog
from aiboard.tui.widgets.question_parts import Caption, Evidence, Price, Rows, key_hints
from aiboard.views.decisions.decision import Question, Result

_TEXT_LIMIT: Final = 200


class QuestionScreen(Dialog[Result | None]):
    """Asks one question; the result is what the answer makes of it, or None when the person left."""

    SCREEN = "question"
    #: Wider terminals keep their board in view around it.
    WIDTH = 100
    DEFAULT_CSS = """
    QuestionScreen { background: $background 55%; }
    QuestionScreen Rows { margin: 1 0 0 0; }
    QuestionScreen Price { margin: 1 0 0 0; }
    """
    # Nothing is focused by itself: the arrows choose until the person goes into the words.
    AUTO_FOCUS = ""

    def __init__(self, question: Question[Result]) -> None:
        super().__init__()
        self.question = question
        self._evidence = Evidence(question.facts, question.chart, question.checks)
        self._rows = Rows(question.rows)
        self._price = Price(question.price, question.objection)
        self._caption = Caption(question.text_label)
        self._input = Input(clean(question.text, _TEXT_LIMIT), max_length=_TEXT_LIMIT, select_on_focus=False)

    def heading(self) -> str:
        """What is asked."""
        return self.question.title

    def edge(self) -> Content:
        """The keys that do something here, as the player has mapped them."""
        hints = key_hints(self.question, self.host.table, self._price.look)
        return Content.assemble(*((text, Style.from_rich_style(style)) for text, style in hints))

    def body(self) -> ComposeResult:
        """Evidence, choices, words, price."""
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
        self._edit(bool(self.question.text_label and not self.question.rows))

    def resized(self, width: int, height: int) -> None:
        """Leave some of the board in view where there is room for it."""
        super().resized(width if width <= 84 else width - 8, height)

    def lay_out(self, frame: Vertical, width: int, height: int) -> None:
        """The evidence gets what choices, words and price leave."""
        rows = len(self.question.rows)
        caption = len(self._caption.draw(width, 0))
        self._caption.styles.height = caption
        words = 1 + caption + self._input.display if self.question.text_label else 0
        price = len(self._price.lines(width))
        fixed = 4 + (rows + 1 if rows else 0) + words + (price + 1 if price else 0)
        self._rows.styles.height = rows
        self._price.styles.height = price
        self._price.display = price > 0
        # What has to be chosen and what it costs come first; the evidence is cut, and says so.
        evidence = self._evidence.fit(width, max(0, height - fixed))
        self._evidence.styles.height = evidence
        self._evidence.display = evidence > 0

    def _refresh_price(self) -> None:
        self._price.values = self._rows.values()
        self._price.update()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was complained about may be mended."""
        self._price.complaint = ""
        self._refresh_price()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the words is Enter."""
        event.stop()
        self.action_confirm()

    def action_confirm(self) -> None:
        """Do it."""
        text = clean(self._input.value.strip(), _TEXT_LIMIT)
        if self.question.text_needed and not text:
            # The dialog stays, with what is missing under the price.
            self._price.complaint = f"{self.question.text_label}: write a few words"
            self.resized(*self.app.size)
            self._price.update()
            self._edit(True)
            return
        self.dismiss(self.question.build(self._rows.values(), text))

    def move(self, by: int) -> None:
        """To another row; under the last one lie the words."""
        rows = len(self.question.rows)
        if self._input.has_focus:
            if by < 0 and rows:
                self._edit(False)
        elif by > 0 and self._rows.at >= rows - 1 and self.question.text_label:
            self._edit(True)
        elif rows:
            self._rows.at = max(0, min(rows - 1, self._rows.at + by))
            self._rows.update()

    def choose(self, by: int) -> None:
        """Another choice of the row; the price follows it."""
        self._rows.step(by)
        self._rows.update()
        self._refresh_price()
        self.resized(*self.app.size)

    action_up = partialmethod(move, -1)
    action_down = partialmethod(move, 1)
    action_less = partialmethod(choose, -1)
    action_more = partialmethod(choose, 1)
    action_much_less = partialmethod(choose, -5)
    action_much_more = partialmethod(choose, 5)

    def action_edit(self) -> None:
        """Into the words, and out."""
        if self.question.text_label:
            self._edit(not self._input.has_focus)

    def _edit(self, on: bool) -> None:
        """Show the words in their field with the cursor in it, or as text, whole."""
        self._input.display = on
        # Either the field or the text: the same words twice would be read as two.
        self._caption.words = "" if on else clean(self._input.value.strip(), _TEXT_LIMIT)
        self._caption.update()
        self.set_focus(self._input if on else None)
        self.resized(*self.app.size)
