"""Interview practice: the list of drills, and the one screen on which each of them is done."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import partialmethod

from textual.app import ComposeResult
from textual.widgets import TextArea

from aiboard.drills.asks import Ask, Form, Open, Percent, Play, Several, Weights, Words
from aiboard.drills.attempts import Store
from aiboard.drills.drill import DRILLS, Drill, Entry, Setting, Watched, make
from aiboard.drills.form import Field, Number, typed
from aiboard.drills.sitting import Sitting
from aiboard.instruments.errors import InputError
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import ListPanel
from aiboard.tui.screens.base import ListKeys
from aiboard.tui.screens.full import FullScreen, Hints, PanelScreen, hints_of
from aiboard.tui.screens.page import Row
from aiboard.tui.widgets.drill import DrillView

_STEP = 5
"""Percent that an arrow changes."""
_KEPT_EVERY = 2.0
"""Seconds after which what was typed is in the file."""


class _Drills(ListPanel):
    """The drills, one a line, with what each is and how often it was done."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Entry, ...] = DRILLS
        self.done: dict[str, int] = {}

    def count(self) -> int:
        """Its lines."""
        return len(self.rows)

    def draw(self, width: int, height: int) -> list[Line]:
        """Title, minutes, tries; under it what it is."""
        look = self.look
        out: list[Line] = [[], [("  Interview practice", look["strong"])], []]
        for i, entry in enumerate(self.rows):
            style = look.at(i == self.at)
            tries = self.done.get(entry.id, 0)
            out.append(
                [
                    (f" {'▸' if i == self.at else ' '} ", style("accent")),
                    (cells.pad(entry.title, 24), style("strong")),
                    (cells.right(f"{entry.minutes} min", 8), style("dim")),
                    (cells.right(f"done {tries}" if tries else "", 10) + " ", style("dim")),
                ]
            )
            out.append([("     ", look["text"]), (entry.about, look["dim"])])
        return out


class DrillsScreen(PanelScreen[_Drills]):
    """Choose a drill."""

    SCREEN = "drills"

    def __init__(self) -> None:
        super().__init__(_Drills())
        self.parts = (ListKeys(self.view),)

    def on_screen_resume(self) -> None:
        """Opened, or back from a drill: count again."""
        self.call_after_refresh(self.work, Store.load, self._count, self.view.fail)

    def _count(self, store: Store) -> None:
        done = [attempt.drill for attempt in store.done]
        self.view.done = {name: done.count(name) for name in set(done)}
        self.view.update()

    def action_choose(self) -> None:
        """Do it."""
        self.host.open("drill", self.view.rows[self.view.at].id, Setting(), None)

    def action_progress(self) -> None:
        """How practice is going."""
        self.work(_progress_rows, self._show_progress, self.view.fail)

    def action_interviewer(self) -> None:
        """The other side of the table, for who asks the questions."""
        name = self.view.rows[self.view.at].id
        self.work(lambda: _sheet_rows(name), self._show_sheet, lambda why: self.tell(why, "warn"))

    def _show_sheet(self, found: tuple[str, list[Row]]) -> None:
        self.host.open("page", *found, "interviewer")

    def _show_progress(self, rows: list[Row]) -> None:
        self.host.open("page", "Progress", rows, "progress")


def _progress_rows() -> list[Row]:
    # Imported here: reading the banks' names is for those who ask.
    from aiboard.drills import progress, schedule

    found = progress.progress(Store.load().done, schedule.package())
    rows: list[Row] = [("", "tries, mean score, sure, right, squared error", "dim")]
    for row in found.dimensions:
        rows.append((row.name, progress.told(row), "text"))
    rows.append(("", "how often you were right, by how sure you said you were", "dim"))
    rows += [(row.name, progress.told(row), "text") for row in found.calibration]
    ready = sum(when <= datetime.now(UTC) for _, when in found.due)
    rows.append(("due now", f"{ready} of {len(found.due)} questions seen", "strong"))
    return rows


def _sheet_rows(name: str) -> tuple[str, list[Row]]:
    # Imported here: its rubric is read for those who ask.
    from aiboard.drills.interviewer import sheet

    page = sheet(name, Setting(), Store.load()).page()
    rows: list[Row] = []
    for section in page.sections:
        rows += [("", "", "text"), ("", section.title, "strong"), *(("", line, "text") for line in section.lines)]
    return page.title, rows


class _GivenUp(Exception):
    """The person does not want to wait for the games."""


class DrillScreen(FullScreen):
    """One question after the other. What is given is kept at once, so that leaving in the middle loses nothing."""

    SCREEN = "drill"
    DEFAULT_CSS = """
    DrillScreen TextArea {
        dock: bottom; height: 40%; margin: 0 0 1 0; border: round $primary; display: none; background: $background;
    }
    DrillScreen TextArea:focus { border: round $primary; }
    """
    AUTO_FOCUS = ""

    def __init__(self, name: str, setting: Setting, question: str | None = None) -> None:
        super().__init__()
        self.view = DrillView()
        self._text = TextArea(soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self._drill_id = name
        self._setting = setting
        self._wanted = question
        self._drill: Drill | None = None
        self._store: Store | None = None
        self._began = 0.0
        #: The field of a form whose text is being written.
        self._field: Field | None = None
        self._given_up = False
        #: Whether the drill plays games, so that an answer is taken in a thread.
        self._watched = False

    @property
    def sitting(self) -> Sitting | None:
        """The question that is being answered."""
        return self.view.sitting

    def body(self) -> ComposeResult:
        """The question, and under it the text that is written."""
        yield self.view
        yield self._text

    def on_mount(self) -> None:
        """Read attempts and questions in a thread: a story first works out a debrief."""
        self.set_interval(1.0, self._tick)
        self.set_interval(_KEPT_EVERY, self._keep)
        self._begin()

    def on_unmount(self) -> None:
        """Games that are still played have nobody left to watch them."""
        self._given_up = True

    def _begin(self) -> None:
        self.view.wait()
        self._given_up = False
        self.work(self._load, self._begun, self._failed)

    def _failed(self, why: str) -> None:
        self.view.tell("")
        self.view.fail(why)

    def _load(self) -> Sitting:
        # Read anew each time: another window may have practised meanwhile.
        self._store = store = Store.load()
        self._drill = self._drill or make(self._drill_id, self._setting)
        drill: object = self._drill
        if isinstance(drill, Watched):
            drill.watch = self._watch
            self._watched = True
        wanted, self._wanted = self._wanted, None
        return Sitting.begin(self._drill_id, self._drill, store, wanted)

    def _begun(self, sitting: Sitting) -> None:
        self.view.show(sitting)
        self._next()
        if sitting.resumed:
            self.tell("you began this before; it goes on where it was")
        elif self._store is not None and self._store.notices:
            self.tell(self._store.notices[0], "warn")

    def _watch(self, done: int, total: int) -> None:
        """Called in the thread that plays: say how far it is, and stop it when nobody waits any more."""
        if self._given_up:
            raise _GivenUp
        if done * 100 // total != (done - 1) * 100 // total:
            said = f"Playing: {done} of {total} games, {done * 100 // total} %. Esc gives up; what you gave is kept."
            self.app.call_from_thread(self.view.tell, said)

    # --- what is asked now ---------------------------------------------------------------------------------

    @property
    def _ask(self) -> Ask | None:
        return self.sitting.ask if self.sitting is not None else None

    def _next(self) -> None:
        """Show what is asked now."""
        ask = self._ask
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
        ask = self._ask
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
        ask = self._ask
        if isinstance(ask, Words):
            self._text.border_subtitle = self.view.gauge(ask, self._text.text, time.monotonic() - self._began)

    def _keep(self) -> None:
        ask = self._ask
        if isinstance(ask, Words) and self.sitting is not None and self._text.text.strip():
            self._guarded(lambda sitting: sitting.keep(ask, self._text.text))
        elif isinstance(ask, Form) and self.view.form is not None:
            values = dict(self.view.form.values)
            self._guarded(lambda sitting: sitting.keep(ask, values))

    def _guarded(self, change: object) -> bool:
        """Do something that writes; say what went wrong. Whether it was done."""
        assert self.sitting is not None and callable(change)
        try:
            change(self.sitting)
        except InputError as error:
            self.tell(error.message, "warn")
        except OSError as error:
            self.tell(f"not kept: {error.strerror or error}", "warn")
        else:
            return True
        return False

    # --- keys ----------------------------------------------------------------------------------------------

    def action_choose(self) -> None:
        """Take what the cursor is on, what is set, or what was written; after the grade another question."""
        ask = self._ask
        if self.sitting is None or self.view.busy:
            return
        if ask is None:
            self._begin()
        elif isinstance(ask, Open):
            self._open(ask)
        elif isinstance(ask, Form):
            self._choose_field(ask)
        elif isinstance(ask, Play):
            self._play(ask)
        elif not self.view.toggle():
            self._give(ask, self._text.text if isinstance(ask, Words) else self.view.value())

    def _give(self, ask: Ask, value: object) -> None:
        """Hand an answer in: at once, or in a thread where it makes the drill play games."""
        if not self._watched:
            if self._guarded(lambda one: one.give(ask, value)):
                self._given()
            return
        self._given_up = False
        self.view.tell("One moment …")
        sitting = self.sitting
        assert sitting is not None

        def job() -> bool:
            try:
                sitting.give(ask, value)
            except _GivenUp:
                return False
            return True

        self.work(job, self._handed_in, self._not_taken)

    def _handed_in(self, done: bool) -> None:
        self.view.tell("")
        if done:
            self._given()
        else:
            self.tell("given up; your answer is kept")

    def _not_taken(self, why: str) -> None:
        self.view.tell("")
        self.tell(why, "warn")

    def _given(self) -> None:
        self._next()
        if self.sitting is not None and self.sitting.grade is not None:
            self.view.to_grade()

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

    def _take_text(self, field: Field) -> None:
        """The text that was written is the field's, where there is any."""
        form, text = self.view.form, " ".join(self._text.text.split())
        if form is not None and text:
            try:
                form.values[field.key] = typed(field, text)
            except InputError as error:
                self.tell(error.message, "warn")
                self._field, self._text.display = None, False
                return
        self._field, self._text.display = None, False
        self._keep()
        self.view.move(1)

    def _hand_in_form(self, ask: Form) -> None:
        form = self.view.form
        assert form is not None
        missing = form.first_missing()
        if missing is None:
            self._give(ask, dict(form.values))
            return
        self.view.at = missing
        self.view.move(0)
        self.tell(f"'{form.rows[missing][0].name}' has no value yet", "warn")

    # --- a game ----------------------------------------------------------------------------------------------

    def _play(self, ask: Play) -> None:
        """Play: the game takes the screen, and leads back here. The drill itself finds what was played."""
        self.host.play_in_drill(ask.scenario, ask.resume, (self._drill_id, self._setting, None))

    # --- evidence --------------------------------------------------------------------------------------------

    def _open(self, ask: Open) -> None:
        item = self.view.item()
        if item is None:
            self.action_done()
        elif item.minutes > self.view.left():
            self.tell(f"that takes {item.minutes} minutes; {self.view.left()} are left", "warn")
        else:
            opened = [*self.view.opened, item.key]
            if self._guarded(lambda one: one.keep(ask, opened)):
                self.view.reveal(item.key)

    def action_done(self) -> None:
        """Go on with the evidence there is, or with what is set."""
        ask = self._ask
        if isinstance(ask, Form) and not self.view.busy:
            self._hand_in_form(ask)
            return
        value = self.view.opened if isinstance(ask, Open) else self.view.value()
        if isinstance(ask, Open | Several) and self._guarded(lambda one: one.give(ask, value)):
            self._next()

    def move(self, by: int) -> None:
        """The cursor, or the page where there is nothing to choose."""
        self.view.move(by)

    action_up = partialmethod(move, -1)
    action_down = partialmethod(move, 1)

    def change(self, by: int) -> None:
        """More or less of a percentage, or the next choice."""
        self.view.change(by)
        if isinstance(self._ask, Form):
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
            if self._field is not None:
                self._take_text(self._field)
            self._keep()
            self.set_focus(None)
        elif self._text.display:
            self._text.focus()
        self.call_after_refresh(self.show_hints)

    def action_another(self) -> None:
        """Another question."""
        sitting = self.sitting
        if sitting is not None and self._store is not None:
            store = self._store
            if self._guarded(lambda one: store.forget(one.question)):
                self._begin()

    def action_copy(self) -> None:
        """The question and its grade, into the clipboard and a file."""
        if self.sitting is not None:
            self.tell(self.host.copy(self.view.plain(92), f"drill-{self._drill_id}"))

    def action_back(self) -> None:
        """Out of the text first, then out of the drill; started from the command line, out of the program."""
        if self._typing:
            self.action_edit()
            return
        if self.view.busy:
            self._given_up = True
            return
        self._keep()
        if len(self.app.screen_stack) == 1:
            self.host.leave()
        else:
            self.dismiss()
