"""The one screen on which each drill is done: how each kind of ask is shown and answered."""

from __future__ import annotations

from functools import partialmethod

from textual import events

from aiboard.drills.asks import Pick, Play, Words
from aiboard.drills.form import NumberField
from aiboard.drills.tomorrow.plan import ID as TOMORROW
from aiboard.tui import keys
from aiboard.tui.screens.full import Hints, hints_of
from aiboard.tui.screens.writing import WritingScreen
from aiboard.tui.widgets.drill_reply import FormReply, OpenReply
from aiboard.views import fmt

_STEP = 5
"""Percent that an arrow changes."""
_MUCH = 10
"""Percent that a sign changes."""


def keys_of(screen: str, table: tuple[keys.Key, ...], name: str) -> tuple[str, ...]:
    """The keys of an action of a screen."""
    return next(key.keys for key in keys.screen_keys(screen, table) if key.name == name)


class DrillScreen(WritingScreen):
    """Choices, percentages and evidence are set in the view, texts and fields of a form written under it."""

    SCREEN = "drill"
    # --- what is asked now ---------------------------------------------------------------------------------

    def show_ask(self) -> None:
        """Show what is asked now."""
        ask = self.ask
        self.view.prepare()
        if isinstance(ask, Words):
            self.open_words(ask)
        else:
            self.close_text()
            self.set_focus(None)
        self.tick()
        # The focus moves after this, and the text takes its room: hints and what is in view depend on it.
        self.call_after_refresh(self.show_hints)
        self.call_after_refresh(self.view.redraw)

    def hints(self) -> Hints:
        """The way on first, in the words of what is asked."""
        ask = self.ask
        if self.view.busy or self.sitting is None:
            return [("Esc", "give up" if self.view.busy else "back")]
        if self.dropping:
            drop = {"choose": "drop this question and ask another"}
            return [*hints_of(self.SCREEN, self.host.table, ["choose"], drop), ("any other key", "stay")]
        name = "choose"
        again = "next part" if self.drill_id == TOMORROW else "another"
        word = again if self.sitting.grade is not None else "take"
        if isinstance(ask, Words):
            texts = sum(isinstance(one, Words) for one in self.sitting.question.asks)
            on = "next part" if texts > 1 and ask is not self.sitting.question.asks[-1] else "hand in"
            if self.typing:
                # In the text Enter begins a line.
                out = hints_of(self.SCREEN, self.host.table, ["edit"], {"edit": "out of the text, then ⏎: " + on})
                return [*out, ("Esc", "out of the text")]
            names, words = ["help", "choose", "edit"], {"edit": "on with the text", "choose": on}
            # Letters go into the text here.
            another = keys.key_label(keys_of(self.SCREEN, self.host.table, "another")[-1])
            return [*hints_of(self.SCREEN, self.host.table, names, words), (another, "another"), ("Esc", "back")]
        if self.typing:
            return [*hints_of(self.SCREEN, self.host.table, ["edit"], {"edit": "take this text"}), ("Esc", "back")]
        reply = self.view.reply
        names = ["help", name, *(reply.KEYS if reply is not None else ()), "copy" if ask is None else "another"]
        word = (reply.enter() if reply is not None else "") or word
        words = {"choose": word, "done": "last line"}
        out = hints_of(self.SCREEN, self.host.table, names, words)
        if isinstance(ask, Pick) and ask.prose:
            # Letters begin the text here too.
            out = [*hints_of(self.SCREEN, self.host.table, names[:-1], words), ("type", "in your own words")]
        return [*out, ("Esc", "back")]

    # --- keys ----------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """A key takes away what was said once; any but Enter keeps the question."""
        if isinstance(event, events.Key):
            self.view.say_once("")
            if event.key not in keys_of(self.SCREEN, self.host.table, "leave"):
                self.leaving = 0.0
            if self.dropping and event.key not in self._taking():
                self.dropping = False
                self.show_hints()
                return
            if not self.dropping and self.typed_sign(event):
                event.stop()
                return
        await super().on_event(event)

    def _taking(self) -> list[str]:
        return list(keys_of(self.SCREEN, self.host.table, "choose"))

    def action_choose(self) -> None:
        """Take what the cursor is on, what is set, or what was written; after the grade another question."""
        ask, reply = self.ask, self.view.reply
        if self.dropping:
            self.drop()
            return
        if self.sitting is None or self.view.busy:
            return
        if ask is None:
            self.begin()
        elif isinstance(reply, OpenReply):
            self._open(reply)
        elif isinstance(reply, FormReply):
            self._choose_field(reply)
        elif isinstance(ask, Play):
            self._play(ask)
        elif isinstance(ask, Words):
            self.give(ask, self._text.text)
        elif reply is not None and not self.view.toggle():
            self.give(ask, reply.value())

    # --- a form ----------------------------------------------------------------------------------------------

    def _choose_field(self, reply: FormReply) -> None:
        """Write a text, set a choice, or hand the form in."""
        form, field = reply.form, reply.field()
        if field is None:
            self._hand_in_form(reply)
        elif not isinstance(field, NumberField) and form.change(reply.at, 1):
            self.save_draft()
            self.view.update()
        else:
            self.open_field(field, str(form.values.get(field.key, "")))

    def _hand_in_form(self, reply: FormReply) -> None:
        form = reply.form
        missing = form.first_missing()
        if missing is None:
            self.give(reply.ask, dict(form.values))
            return
        reply.at = missing
        self.view.move(0)
        self.tell(f"'{form.rows[missing][0].name}' has no value yet", "warn")

    # --- a game ----------------------------------------------------------------------------------------------

    def _play(self, ask: Play) -> None:
        """Play: the game takes the screen, and leads back here. The drill itself finds what was played."""
        self.host.play_in_drill(ask.scenario, ask.resume, (self.drill_id, self.setting, None))

    # --- evidence --------------------------------------------------------------------------------------------

    def _open(self, reply: OpenReply) -> None:
        item = reply.item()
        if item is None:
            if self.try_write(lambda one: one.submit(reply.ask, reply.opened)):
                self.show_ask()
        elif item.minutes > (minutes_left := reply.ask.left(reply.opened)):
            self.tell(f"that takes {fmt.count(item.minutes, 'minute')}; {minutes_left} left", "warn")
        else:
            opened = [*reply.opened, item.key]
            if self.try_write(lambda one: one.save_draft(reply.ask, opened)):
                self.view.reveal(reply, item.key)

    def action_done(self) -> None:
        """To the line that goes on, or hands in."""
        self.view.to_last()
        self.show_hints()

    def action_level(self) -> None:
        """What is left in equal parts; where nothing is left, all alike."""
        self.view.level()

    def move(self, by: int) -> None:
        """The cursor, or the page where there is nothing to choose."""
        self.view.move(by)
        self.show_hints()

    action_up = partialmethod(move, -1)
    action_down = partialmethod(move, 1)

    def change(self, by: int) -> None:
        """More or less of a percentage, or the next choice."""
        self.view.change(by)
        if self.view.form is not None:
            self.save_draft()

    action_less = partialmethod(change, -_STEP)
    action_more = partialmethod(change, _STEP)
    action_much_less = partialmethod(change, -_MUCH)
    action_much_more = partialmethod(change, _MUCH)

    def action_page_up(self) -> None:
        """Page up."""
        self.view.action_page_up()

    def action_page_down(self) -> None:
        """Page down."""
        self.view.action_page_down()

    def action_edit(self) -> None:
        """Into the text, and out of it."""
        if self.typing:
            if self._field is not None and not self.take_text(self._field):
                return
            self.save_draft()
            self.set_focus(None)
        elif self._text.display:
            self._text.focus()
        self.call_after_refresh(self.show_hints)

    def action_copy(self) -> None:
        """The question and its grade, into the clipboard and a file."""
        if self.ask is not None:
            self.tell("it can be copied when it is graded", "warn")
        elif self.sitting is not None:
            self.tell(self.host.copy(self.view.plain(92), f"drill-{self.drill_id}"))

    def action_back(self) -> None:
        """Out of the text first, then out of the drill; started from the command line, out of the program."""
        if self.typing:
            if self._field is not None:
                if not self.leave_field(self._field):
                    return
                self.hush()
            self.action_edit()
            return
        if self.view.busy:
            self.give_up()
            return
        self.save_draft()
        self.close_or(self.host.leave)
