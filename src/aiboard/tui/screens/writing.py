"""Texts of a drill: written under the question, kept while they are written, checked when it is asked for."""

from __future__ import annotations

import time
from typing import Any, Final

from textual import events
from textual.app import ComposeResult
from textual.widgets import TextArea

from aiboard.drills.asks import Ask, Pick, Words
from aiboard.drills.drill import Setting
from aiboard.drills.form import Field, NumberField, OptionsField, parse_field_text
from aiboard.instruments.errors import InputError
from aiboard.tui.screens.sitting import SittingScreen
from aiboard.tui.widgets.drill import fits_frame

_KEPT_EVERY: Final = 2.0
"""Seconds after which what was typed is in the file."""
_NUMERIC: Final = "0123456789.-$"


class _Text(TextArea):
    """A text under the question: pages are those of the question, which is longer."""

    def on_key(self, event: events.Key) -> None:
        """What was said once goes with the next key."""
        if isinstance(screen := self.screen, WritingScreen):
            screen.view.say_once("")

    def action_cursor_page_up(self) -> None:
        """The question's page."""
        self._page(-1)

    def action_cursor_page_down(self) -> None:
        """The question's page."""
        self._page(1)

    def _page(self, by: int) -> None:
        if isinstance(screen := self.screen, WritingScreen):
            screen.view.scroll(0, by)


class WritingScreen(SittingScreen):
    """The text, of an ask or of a form's field, and what typing does where there is one."""

    DEFAULT_CSS = """
    WritingScreen TextArea {
        dock: bottom; height: 40%; margin: 0 0 1 0; border: round $primary; display: none; background: $background;
    }
    WritingScreen TextArea:focus { border: round $primary; }
    """
    AUTO_FOCUS = ""

    def __init__(self, name: str, setting: Setting, question: str | None) -> None:
        super().__init__(name, setting, question)
        self._text = _Text(soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self._began = 0.0
        #: The field of a form whose text is being written.
        self._field: Field | None = None
        #: A first sign has opened the text, and the focus is on its way: what is typed meanwhile belongs to the text.
        self._catching = False
        #: A text that its field did not take when one wanted to leave it.
        self._refused: str | None = None

    def body(self) -> ComposeResult:
        """The question, and under it the text that is written."""
        yield self.view
        yield self._text

    def on_mount(self) -> None:
        """Begin, and keep the clock and what is typed up to date."""
        self.set_interval(1.0, self.tick)
        self.set_interval(_KEPT_EVERY, self.save_draft)
        self.begin()

    def on_unmount(self) -> None:
        """However the screen is left, what was typed since the last beat is kept."""
        self.save_draft()

    def on_descendant_focus(self) -> None:
        """Into the text: other keys hold now."""
        self.call_after_refresh(self.show_hints)

    @property
    def typing(self) -> bool:
        """Whether keys go into the text."""
        return self.focused is self._text

    def open_words(self, ask: Words) -> None:
        """The text of an ask, as far as it was written."""
        assert self.sitting is not None
        written = self.sitting.partial(ask)
        self._text.load_text(written if isinstance(written, str) else ask.initial)
        if isinstance(written, str):
            self._text.move_cursor(self._text.document.end)
        else:
            # Behind the first label of a form.
            self._text.action_cursor_line_end()
        # A question too long for the frame stands above it, whole.
        self._text.border_title = ask.prompt if fits_frame(ask.prompt, self.app.size.width) else "Your answer"
        self._began = time.monotonic()
        self._show_text()

    def open_field(self, field: Field, value: str) -> None:
        """The text of a form's field."""
        self._field = field
        self._text.load_text(value)
        self._text.action_cursor_line_end()
        self._text.border_title, self._text.border_subtitle = field.name, field.input_hint()
        self._show_text()

    def _show_text(self) -> None:
        self._text.display = True
        self._text.focus()
        self.call_after_refresh(self.show_hints)

    def close_text(self) -> None:
        """No text any more."""
        self._field, self._text.display, self._catching, self._refused = None, False, False, None

    def tick(self) -> None:
        """The clock and the count of words in the frame of the text."""
        ask = self.ask
        if isinstance(ask, Words):
            self._text.border_subtitle = self.view.gauge(ask, self._text.text, time.monotonic() - self._began)

    def save_draft(self) -> None:
        """What was written or set so far goes into the file."""
        # While games are played what is on the screen was handed in, and what is asked next may be there already.
        ask = None if self.view.busy else self.ask
        if isinstance(ask, Words) and self.sitting is not None and self._text.text.strip():
            self.try_write(lambda drill_session: drill_session.save_draft(ask, self._text.text))
        elif ask is not None and self.view.form is not None:
            values = dict(self.view.form.values)
            if self._field is not None and (field_value := self._said(self._field)) is not None:
                values[self._field.key] = field_value
            self.try_write(lambda drill_session: drill_session.save_draft(ask, values))
        elif ask is not None and self.sitting is not None and self.view.reply is not None:
            value, initial = self.view.reply.value(), self.view.reply.initial
            # Before anything is set there is nothing to keep.
            if initial is not None and (value != initial or self.sitting.partial(ask) is not None):
                self.try_write(lambda drill_session: drill_session.save_draft(ask, value))

    def _written(self) -> str:
        """The text in one line."""
        return " ".join(self._text.text.split())

    def _said(self, field: Field) -> Any:
        """What a field takes of the text as far as it is written; None for nothing."""
        try:
            return parse_field_text(field, self._written())
        except InputError:
            return None

    def take_text(self, field: Field) -> bool:
        """The text that was written is the field's, where there is any; False, and it stays, for one that is none."""
        form, text = self.view.form, self._written()
        if form is not None and text:
            try:
                form.values[field.key] = parse_field_text(field, text)
            except InputError as error:
                self.tell(error.message, "warn")
                return False
        self.close_text()
        self.save_draft()
        self.view.move(1)
        return True

    def leave_field(self, field: Field) -> bool:
        """Out of a field with the text that was written; one that it does not take is dropped when asked for twice."""
        if self._text.text == self._refused:
            self.close_text()
            return True
        if self.take_text(field):
            return True
        self._refused = self._text.text
        self.tell("this field does not take that text; Esc again drops it", "warn")
        return False

    # --- typing where nothing is being written -----------------------------------------------------------------

    def typed_sign(self, event: events.Key) -> bool:
        """A letter or digit begins a text or a number; before an answer it goes there; elsewhere letters are keys."""
        sign = event.character or ""
        if self.typing:
            self._catching = False
        if self.typing or self.view.busy or not sign.isprintable() or len(sign) != 1:
            return False
        ask = self.ask
        if self._catching:
            self._text.insert(sign)
            return True
        if isinstance(ask, Pick) and sign.isalnum():
            ask = self._after_prose(ask)
        if isinstance(ask, Words) and sign.isalnum():
            self._text.insert(sign)
            self._catching = True
            self._text.focus()
            self.call_after_refresh(self.show_hints)
            return True
        if self.view.form is not None:
            return self._typed_in_form(sign)
        return sign.isalnum() and self.view.type_character(sign)

    def _after_prose(self, ask: Pick) -> Ask | None:
        """What is asked once a sentence is typed at a choice that leads to a text: its letters are no keys."""
        if ask.prose and self.try_write(lambda one: one.submit(ask, ask.prose)):
            self.show_ask()
        return self.ask

    def _typed_in_form(self, sign: str) -> bool:
        field = self.view.field()
        if field is None or isinstance(field, OptionsField):
            return False
        if sign not in _NUMERIC if isinstance(field, NumberField) else not sign.isalnum():
            return False
        self.open_field(field, sign)
        self._catching = True
        return True

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """A line that only says `check` asks what could be read so far; it is taken out again."""
        ask = self.ask
        if not isinstance(ask, Words) or ask.check is None:
            return
        lines = self._text.text.split("\n")
        row = self._text.cursor_location[0] - 1
        if row >= 0 and lines[row].strip().lower() == Words.CHECK:
            self._text.delete((row, 0), (row + 1, 0))
            del lines[row]
            self.view.show_check(ask.check("\n".join(lines)))
