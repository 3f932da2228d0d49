"""The one screen on which each drill is done: how each kind of ask is shown and answered."""

from __future__ import annotations

import time
from functools import partialmethod

from textual import events
from textual.app import ComposeResult
from textual.widgets import TextArea

from aiboard.drills.asks import Form, Open, Percent, Play, Several, Weights, Words
from aiboard.drills.drill import Setting
from aiboard.drills.form import Field, Number, typed
from aiboard.instruments.errors import InputError
from aiboard.tui import keys
from aiboard.tui.screens.full import Hints, hints_of
from aiboard.tui.screens.sitting import SittingScreen

_STEP = 5
"""Percent that an arrow changes."""
_KEPT_EVERY = 2.0
"""Seconds after which what was typed is in the file."""


class _Text(TextArea):
    """A text under the question: pages are those of the question, which is longer."""

    def on_key(self, event: events.Key) -> None:
        """What was said once goes with the next key."""
        if isinstance(screen := self.screen, DrillScreen):
            screen.view.say_once("")

    def action_cursor_page_up(self) -> None:
        """The question's page."""
        self._page(-1)

    def action_cursor_page_down(self) -> None:
        """The question's page."""
        self._page(1)

    def _page(self, by: int) -> None:
        if isinstance(screen := self.screen, DrillScreen):
            screen.view.scroll(0, by)


class DrillScreen(SittingScreen):
    """Choices, percentages and evidence are set in the view, texts and fields of a form written under it."""

    SCREEN = "drill"
    DEFAULT_CSS = """
    DrillScreen TextArea {
        dock: bottom; height: 40%; margin: 0 0 1 0; border: round $primary; display: none; background: $background;
    }
    DrillScreen TextArea:focus { border: round $primary; }
    """
    AUTO_FOCUS = ""

    def __init__(self, name: str, setting: Setting, question: str | None = None) -> None:
        super().__init__(name, setting, question)
        self._text = _Text(soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self._began = 0.0
        #: The field of a form whose text is being written.
        self._field: Field | None = None

    def body(self) -> ComposeResult:
        """The question, and under it the text that is written."""
        yield self.view
        yield self._text

    def on_mount(self) -> None:
        """Begin, and keep the clock and what is typed up to date."""
        self.set_interval(1.0, self._tick)
        self.set_interval(_KEPT_EVERY, self._keep)
        self.begin()

    # --- what is asked now ---------------------------------------------------------------------------------

    def show_ask(self) -> None:
        """Show what is asked now."""
        ask = self.ask
        self._field = None
        self.view.prepare()
        typing = isinstance(ask, Words)
        self._text.display = typing
        if isinstance(ask, Words) and self.sitting is not None:
            written = self.sitting.partial(ask)
            self._text.load_text(written if isinstance(written, str) else ask.before)
            # Behind the first label of a form, or behind what was written.
            self._text.action_cursor_line_end()
            self._text.border_title = ask.prompt
            self._began = time.monotonic()
            self._text.focus()
        else:
            self.set_focus(None)
        self._tick()
        # The focus moves after this, and the text takes its room: hints and what is in view depend on it.
        self.call_after_refresh(self.show_hints)
        self.call_after_refresh(self.view.follow)

    def hints(self) -> Hints:
        """The way on first, in the words of what is asked."""
        ask = self.ask
        if self.dropping:
            drop = {"choose": "drop this question and ask another"}
            return [*hints_of(self.SCREEN, self.host.table, ["choose"], drop), ("any other key", "stay")]
        name = "choose"
        word = "another" if self.sitting is not None and self.sitting.grade is not None else "take"
        if isinstance(ask, Words):
            # In the text Enter begins a line.
            names = ["edit"] if self._typing else ["help", "choose", "edit"]
            words = {"edit": "leave the text, then ⏎ hands it in" if self._typing else "text", "choose": "hand in"}
            return [*hints_of(self.SCREEN, self.host.table, names, words), ("Esc", "back")]
        if self._typing:
            return [*hints_of(self.SCREEN, self.host.table, ["edit"], {"edit": "take this text"}), ("Esc", "back")]
        names = ["help", name, *(["done"] if isinstance(ask, Open | Several | Form) else [])]
        names += ["more"] if isinstance(ask, Percent | Weights | Form) else []
        names += ["copy"] if ask is None else ["another"]
        word = "open" if isinstance(ask, Open) else "change" if isinstance(ask, Several | Form) else word
        word = "play" if isinstance(ask, Play) else word
        words = {"choose": word, "done": "hand in" if isinstance(ask, Form) else "go on"}
        return [*hints_of(self.SCREEN, self.host.table, names, words), ("Esc", "back")]

    @property
    def _typing(self) -> bool:
        return self.focused is self._text

    def _tick(self) -> None:
        """The clock and the count of words in the frame of the text."""
        ask = self.ask
        if isinstance(ask, Words):
            self._text.border_subtitle = self.view.gauge(ask, self._text.text, time.monotonic() - self._began)

    def _keep(self) -> None:
        ask = self.ask
        if isinstance(ask, Words) and self.sitting is not None and self._text.text.strip():
            self.guarded(lambda sitting: sitting.keep(ask, self._text.text))
        elif isinstance(ask, Form) and self.view.form is not None:
            values = dict(self.view.form.values)
            self.guarded(lambda sitting: sitting.keep(ask, values))

    # --- keys ----------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """A key takes away what was said once; any but Enter keeps the question."""
        if isinstance(event, events.Key):
            self.view.say_once("")
            if self.dropping and event.key not in self._taking():
                self.dropping = False
                self.show_hints()
                return
        await super().on_event(event)

    def _taking(self) -> list[str]:
        rows = {key.name: key for key in keys.on_screen(self.SCREEN, self.host.table)}
        return list(rows["choose"].keys)

    def action_choose(self) -> None:
        """Take what the cursor is on, what is set, or what was written; after the grade another question."""
        ask = self.ask
        if self.dropping:
            self.action_another()
            return
        if self.sitting is None or self.view.busy:
            return
        if ask is None:
            self.begin()
        elif isinstance(ask, Open):
            self._open(ask)
        elif isinstance(ask, Form):
            self._choose_field(ask)
        elif isinstance(ask, Play):
            self._play(ask)
        elif not self.view.toggle():
            self.give(ask, self._text.text if isinstance(ask, Words) else self.view.value())

    # --- a form ----------------------------------------------------------------------------------------------

    def _choose_field(self, ask: Form) -> None:
        """Write a text, set a choice, or hand the form in."""
        form, field = self.view.form, self.view.field()
        if form is None:
            return
        if field is None:
            self._hand_in_form(ask)
        elif not isinstance(field, Number) and form.change(self.view.at, 1):
            self._keep()
            self.view.update()
        else:
            self._field = field
            self._text.load_text(str(form.values.get(field.key, "")))
            self._text.border_title, self._text.border_subtitle = field.name, field.wanted()
            self._text.display = True
            self._text.focus()
            self.call_after_refresh(self.show_hints)

    def _take_text(self, field: Field) -> bool:
        """The text that was written is the field's, where there is any; False, and it stays, for one that is none."""
        form, text = self.view.form, " ".join(self._text.text.split())
        if form is not None and text:
            try:
                form.values[field.key] = typed(field, text)
            except InputError as error:
                self.tell(error.message, "warn")
                return False
        self._close_text()
        self._keep()
        self.view.move(1)
        return True

    def _close_text(self) -> None:
        self._field, self._text.display = None, False

    def _hand_in_form(self, ask: Form) -> None:
        form = self.view.form
        assert form is not None
        missing = form.first_missing()
        if missing is None:
            self.give(ask, dict(form.values))
            return
        self.view.at = missing
        self.view.move(0)
        self.tell(f"'{form.rows[missing][0].name}' has no value yet", "warn")

    # --- a game ----------------------------------------------------------------------------------------------

    def _play(self, ask: Play) -> None:
        """Play: the game takes the screen, and leads back here. The drill itself finds what was played."""
        self.host.play_in_drill(ask.scenario, ask.resume, (self.drill_id, self.setting, None))

    # --- evidence --------------------------------------------------------------------------------------------

    def _open(self, ask: Open) -> None:
        item = self.view.item()
        if item is None:
            self.action_done()
        elif item.minutes > self.view.left():
            self.tell(f"that takes {item.minutes} minutes; {self.view.left()} are left", "warn")
        else:
            opened = [*self.view.opened, item.key]
            if self.guarded(lambda one: one.keep(ask, opened)):
                self.view.reveal(item.key)

    def action_done(self) -> None:
        """Go on with the evidence there is, or with what is set."""
        ask = self.ask
        if isinstance(ask, Form) and not self.view.busy:
            self._hand_in_form(ask)
            return
        value = self.view.opened if isinstance(ask, Open) else self.view.value()
        if isinstance(ask, Open | Several) and self.guarded(lambda one: one.give(ask, value)):
            self.show_ask()

    def move(self, by: int) -> None:
        """The cursor, or the page where there is nothing to choose."""
        self.view.move(by)

    action_up = partialmethod(move, -1)
    action_down = partialmethod(move, 1)

    def change(self, by: int) -> None:
        """More or less of a percentage, or the next choice."""
        self.view.change(by)
        if isinstance(self.ask, Form):
            self._keep()

    action_less = partialmethod(change, -_STEP)
    action_more = partialmethod(change, _STEP)

    def action_page_up(self) -> None:
        """Page up."""
        self.view.action_page_up()

    def action_page_down(self) -> None:
        """Page down."""
        self.view.action_page_down()

    def action_edit(self) -> None:
        """Into the text, and out of it."""
        if self._typing:
            if self._field is not None and not self._take_text(self._field):
                return
            self._keep()
            self.set_focus(None)
        elif self._text.display:
            self._text.focus()
        self.call_after_refresh(self.show_hints)

    def action_copy(self) -> None:
        """The question and its grade, into the clipboard and a file."""
        if self.sitting is not None:
            self.tell(self.host.copy(self.view.plain(92), f"drill-{self.drill_id}"))

    def action_back(self) -> None:
        """Out of the text first, then out of the drill; started from the command line, out of the program."""
        if self._typing:
            if self._field is not None:
                # Left as it was: what the field does not take could not be left otherwise.
                self._close_text()
            self.action_edit()
            return
        if self.view.busy:
            self.give_up()
            return
        self._keep()
        if len(self.app.screen_stack) == 1:
            self.host.leave()
        else:
            self.dismiss()
