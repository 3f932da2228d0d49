"""A question on the screen: what is given, what is asked now with its cursor, and what the answer was worth."""

from __future__ import annotations

from functools import partialmethod
from typing import Final

from aiboard.drills.asks import Ask, Form, Item, Open, Percent, Pick, Play, Several, Weights, Words
from aiboard.drills.form import Field
from aiboard.drills.shares import WHOLE, levelled, with_share
from aiboard.drills.sitting import Sitting
from aiboard.drills.speaking import said_so_far
from aiboard.instruments.text import clean_block
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import Pager
from aiboard.tui.screens.full import FullScreen
from aiboard.tui.widgets.drill_form import FormRows
from aiboard.views.linear import wrap

FIRST_PERCENT: Final = 50
"""Where a percentage begins."""
_WIDEST: Final = 96
PLAY: Final = "Play it now; you come back here from its end, or go on with it later"


def in_frame(prompt: str, width: int) -> bool:
    """Whether a question fits into the frame of the text that answers it, on a screen of so many cells."""
    return cells.width_of(prompt) <= width - 8


class DrillView(Pager):
    """Draws a sitting. The cursor, and values that are set by arrows, are kept here until they are taken."""

    def __init__(self) -> None:
        super().__init__()
        self.sitting: Sitting | None = None
        self.at = 0
        self.percent = FIRST_PERCENT
        self.shares: dict[str, int] = {}
        self.opened: list[str] = []
        self.set: list[str] = []
        self.form: FormRows | None = None
        #: What takes so long that it is said; nothing is asked meanwhile.
        self.busy = ""
        #: The line on which the cursor stands, and the one on which the grade begins.
        self._cursor_line: int | None = None
        self._grade_line = 0
        #: Where what is asked now begins.
        self._ask_line = 0
        #: What was asked when the question opened: with it the question is shown from its first line.
        self._first = ""
        #: Lines of the question in view above what is asked.
        self._window = 0
        #: Said once, between the question and what is asked.
        self.note = ""
        #: Digits of a percentage that are being typed.
        self._digits = ""
        #: What a check of the text said.
        self.checked: list[str] = []

    def wait(self) -> None:
        """Nothing to show yet."""
        self.sitting = None
        self.wrong = ""
        self.update()

    def show(self, sitting: Sitting) -> None:
        """Another question."""
        self.sitting = sitting
        self._first = sitting.ask.key if sitting.ask is not None else ""
        self.note = ""
        self.prepare()

    def prepare(self) -> None:
        """What is asked is another thing now: begin with its first line."""
        ask = self._ask
        self.at = 0
        self.percent = FIRST_PERCENT
        self._digits, self.checked = "", []
        if isinstance(ask, Weights):
            self.shares = {option.key: 0 for option in ask.options}
        if isinstance(ask, Open) and self.sitting is not None:
            before = self.sitting.partial(ask)
            self.opened = list(before) if isinstance(before, list) else []
        if isinstance(ask, Form) and self.sitting is not None:
            self.form = FormRows(ask, ask.sound(self.sitting.partial(ask)))
        if isinstance(ask, Several):
            self.set = list(ask.before)
            # What was found is right most times: the cursor stands where one goes on.
            self.at = len(ask.options)
        if ask is None or ask.key == self._first:
            self.offset_rows = 0
        else:
            self._to_end()
        self.follow()

    @property
    def _ask(self) -> Ask | None:
        return self.sitting.ask if self.sitting is not None else None

    # --- what is set ---------------------------------------------------------------------------------------

    def value(self) -> object:
        """What would be taken now."""
        ask = self._ask
        if isinstance(ask, Pick):
            return ask.options[self.at].key
        if isinstance(ask, Percent):
            return self.percent
        return list(self.set) if isinstance(ask, Several) else dict(self.shares)

    def toggle(self) -> bool:
        """Set or unset the option under the cursor; False on the line that goes on."""
        ask = self._ask
        if not isinstance(ask, Several) or self.at >= len(ask.options):
            return False
        self.set = sorted({*self.set} ^ {ask.options[self.at].key})
        self.follow()
        return True

    def _unopened(self) -> list[Item]:
        ask = self._ask
        return [item for item in ask.items if item.key not in self.opened] if isinstance(ask, Open) else []

    def item(self) -> Item | None:
        """The evidence under the cursor; None on the line that goes on."""
        closed = self._unopened()
        return closed[self.at] if self.at < len(closed) else None

    def left(self) -> int:
        """Minutes that are left for evidence."""
        ask = self._ask
        if not isinstance(ask, Open):
            return 0
        return ask.minutes - sum(item.minutes for item in ask.items if item.key in self.opened)

    def reveal(self, key: str) -> None:
        """An item was opened."""
        self.opened.append(key)
        self.at = min(self.at, len(self._unopened()))
        self._to_end()
        self.follow()

    def _count(self) -> int:
        ask = self._ask
        if isinstance(ask, Pick | Weights):
            return len(ask.options)
        if isinstance(ask, Several):
            return len(ask.options) + 1
        if isinstance(ask, Form) and self.form is not None:
            return len(self.form.rows) + 1
        return len(self._unopened()) + 1 if isinstance(ask, Open) else 0

    def move(self, by: int) -> None:
        """The cursor by some lines; the page where there is nothing to choose."""
        self._hush()
        self._digits = ""
        if count := self._count():
            self.at = (self.at + by) % count
            self.follow()
        else:
            self.scroll(by)

    def change(self, by: int) -> None:
        """A percentage by so much, within 0 and 100."""
        ask = self._ask
        self._hush()
        self._digits = ""
        if isinstance(ask, Percent):
            self.percent = max(0, min(100, self.percent + by))
        elif isinstance(ask, Weights):
            key = ask.options[self.at].key
            self.shares = with_share(self.shares, key, self.shares[key] + by)
        elif self.form is not None and isinstance(ask, Form):
            self.form.change(self.at, by)
        self.follow()

    def digit(self, sign: str) -> bool:
        """A digit of a percentage; digits in a row are one number. False where none is asked for."""
        ask = self._ask
        if not isinstance(ask, Percent | Weights):
            return False
        self._hush()
        digits = self._digits + sign
        self._digits = digits if int(digits) <= WHOLE else sign
        if isinstance(ask, Percent):
            self.percent = int(self._digits)
        else:
            self.shares = with_share(self.shares, ask.options[self.at].key, int(self._digits))
        self.follow()
        return True

    def level(self) -> None:
        """What is left in equal parts."""
        if isinstance(self._ask, Weights):
            self.shares = levelled(self.shares)
            self._digits = ""
            self.follow()

    def to_last(self) -> None:
        """The cursor on the line that goes on; without one, the end of the page."""
        if count := self._count():
            self.at = count - 1
            self.follow()
        else:
            self.scroll(0, 1_000)

    def show_check(self, lines: list[str]) -> None:
        """What was asked about a text while it is written."""
        self.checked = lines
        self.follow()

    def _hush(self) -> None:
        """What was said of the last key goes with this one."""
        if self.is_mounted and isinstance(self.screen, FullScreen):
            self.screen.hush()

    def field(self) -> Field | None:
        """The field of the form under the cursor; None on the line that hands it in."""
        return self.form.field(self.at) if self.form is not None else None

    def tell(self, busy: str) -> None:
        """Say what takes long."""
        self.busy = busy
        self.follow()

    def follow(self) -> None:
        """Draw; what is asked is in view whatever of the question is."""
        self.update()

    def _to_end(self) -> None:
        """What was given or opened last stands at the end of the question; drawing takes it back to what there is."""
        self.offset_rows = len(self.content(max(20, self.size.width - 2)))

    def scroll(self, lines: int = 0, pages: int = 0) -> None:
        """Move the question; a page keeps one line of the last one."""
        self.go_to(self.offset_rows + lines + pages * max(1, (self._window or self.size.height) - 1))

    action_page_up = partialmethod(scroll, 0, -1)
    action_page_down = partialmethod(scroll, 0, 1)

    def say_once(self, note: str) -> None:
        """Say something until the next key, without taking the place of the keys."""
        if note != self.note:
            self.note = note
            self.update()

    def draw(self, width: int, height: int) -> list[Line]:
        """What is asked at the bottom, the question above it as far as there is room, and how to see the rest."""
        self._window = 0
        if self.sitting is None or (self._ask is None and not self.busy):
            return super().draw(width, height)
        rows = self.content(width)
        if len(rows) <= height - bool(self.note):
            self.offset_rows = 0
            return [*rows, *self._foot(width, 0, self._length)] if self.note else rows
        rows = self.content(width - 2)
        above, below = rows[: self._ask_line], rows[self._ask_line :]
        if not above[-1]:
            # The line between them takes its place.
            above.pop()
        least = min(len(above), max(4, height // 3))
        below = self._around(below, max(1, height - 1 - least))
        window = self._window = max(1, height - 1 - len(below))
        self._length = len(above)
        self.offset_rows = max(0, min(self.offset_rows, len(above) - window))
        shown = above[self.offset_rows : self.offset_rows + window]
        if len(above) > window:
            shown = [self._with_bar(row, y, width, window) for y, row in enumerate(shown)]
        return [*shown, *self._foot(width, self.offset_rows, len(above) - self.offset_rows - len(shown)), *below]

    def _around(self, rows: list[Line], most: int) -> list[Line]:
        """So many lines of what is asked, from its first one where the cursor allows."""
        cursor = 0 if self._cursor_line is None else self._cursor_line - self._ask_line
        start = max(0, min(cursor + 2 - most, len(rows) - most))
        return rows[start : start + most]

    def _foot(self, width: int, before: int, after: int) -> list[Line]:
        """The line under the question: what is said once, and that there is more of it."""
        look = self.look
        more = [f"{count} more {where}" for count, where in ((before, "above"), (after, "below")) if count > 0]
        out: Line = [("  ", look["text"])]
        if self.note:
            out.append((f"{self.note}  ", look["good"]))
        if more and self._window:
            out += [("PgUp/PgDn", look["key"]), (f" {', '.join(more)}  ", look["dim"])]
        used = sum(cells.width_of(text) for text, _ in out)
        out.append(("─" * max(0, width - used - 2), look["rule"]))
        return [out]

    def to_grade(self) -> None:
        """Show what the answer was worth."""
        self.content(max(20, self.size.width))
        self.go_to(self._grade_line)

    def gauge(self, ask: Words, text: str, seconds: float) -> str:
        """The clock, and how long the text takes to say."""
        passed = int(seconds)
        if ask.rate:
            # The limit is one of speech: what passes while it is written is only told.
            assert self.sitting is not None
            said = said_so_far(self.sitting.question, self.sitting.answer, ask, text)
            return f"{said}  written for {passed // 60}:{passed % 60:02}"
        if not ask.seconds:
            return ""
        rest = ask.seconds - passed
        sign = "" if rest >= 0 else "-"
        return f"{sign}{abs(rest) // 60}:{abs(rest) % 60:02} of {ask.seconds // 60}:{ask.seconds % 60:02}"

    # --- the picture ---------------------------------------------------------------------------------------

    def content(self, width: int) -> list[Line]:
        """The question, what was given, what is asked now, the grade."""
        look = self.look
        if self.sitting is None:
            return [[], [(f"  {self.busy or 'One moment …'}", look["strong"])]]
        question = self.sitting.question
        room = min(_WIDEST, width - 4)
        out: list[Line] = [[], [("  ", look["text"]), (question.title, look["strong"])], []]
        out += self._lines(question.lines, room, "text")
        out += [[], *self._lines([f"{question.checked} {question.judged}".strip()], room, "dim"), []]
        self._cursor_line = None
        for ask in question.wanted(self.sitting.answer):
            if ask.key in self.sitting.answer:
                out += self._given(ask, room)
        self._ask_line = len(out)
        if self.busy:
            out += self._lines([self.busy], room, "strong")
        elif (now := self.sitting.ask) is not None:
            out += self._asked(now, room, len(out))
        elif self.sitting.grade is not None:
            self._grade_line = len(out)
            out += self._graded(room)
        return out

    def _lines(self, lines: tuple[str, ...] | list[str], room: int, role: str, indent: str = "  ") -> list[Line]:
        style = self.look[role]
        parts = wrap([clean_block(line) for line in lines], room - len(indent) + 2)
        return [[(indent, self.look["text"]), (part, style)] for part in parts]

    def _given(self, ask: Ask, room: int) -> list[Line]:
        assert self.sitting is not None
        value = self.sitting.answer[ask.key]
        if isinstance(ask, Open):
            return [row for item in ask.items if item.key in value for row in self._evidence(item, room)]
        if isinstance(ask, Pick):
            said = next(ask.line(option) for option in ask.options if option.key == value)
        elif isinstance(ask, Percent):
            said = f"{value} %"
        elif isinstance(ask, Form):
            filled = [f"{field.name}: {field.shown(value[field.key])}" for field in ask.fields]
            return [*self._lines([ask.prompt], room, "dim"), *self._lines(filled, room, "accent", "    "), []]
        elif isinstance(ask, Several):
            said = ", ".join(option.text for option in ask.options if option.key in value) or "none"
        elif isinstance(ask, Weights):
            said = "; ".join(f"{one.text} {value[one.key]} %" for one in ask.options if value.get(one.key))
        else:
            rows = self._lines([ask.prompt], room, "dim")
            return [*rows, *self._lines((value or "–").split("\n"), room, "accent", "    "), []]
        return [*self._lines([ask.prompt], room, "dim"), *self._lines([said], room, "accent", "    "), []]

    def _evidence(self, item: Item, room: int) -> list[Line]:
        return [*self._lines([item.text], room, "strong"), *self._lines(item.lines, room, "text", "    "), []]

    def _asked(self, ask: Ask, room: int, above: int) -> list[Line]:
        out: list[Line] = []
        if isinstance(ask, Open):
            for item in ask.items:
                if item.key in self.opened:
                    out += self._evidence(item, room)
            # What was opened is read by scrolling; what can be opened next stays in view.
            self._ask_line = above + len(out)
            out += self._lines([f"{ask.prompt} {self.left()} minutes left."], room, "strong")
            names = [f"{one.text} ({one.minutes} min)" for one in self._unopened()]
            return out + self._choices([*names, "Enough: go on"], room, above + len(out))
        if isinstance(ask, Words):
            prompt = [] if in_frame(ask.prompt, self.app.size.width) else [ask.prompt]
            for line in self.checked:
                out += self._lines([line], room, "warn" if line.startswith("Not read") else "text")
            return self._lines(prompt, room, "strong") + out
        rest = 100 - sum(self.shares.values())
        left = f" {rest} % left to share." if isinstance(ask, Weights) else ""
        out += self._lines([ask.prompt + left], room, "strong")
        if isinstance(ask, Pick):
            return out + self._choices([ask.line(one) for one in ask.options], room, above + len(out))
        if isinstance(ask, Play):
            return out + self._choices([PLAY], room, above + len(out))
        if isinstance(ask, Form) and self.form is not None:
            lines, cursor = self.form.lines(self.look, self.at, room)
            self._cursor_line = above + len(out) + cursor
            return out + lines
        if isinstance(ask, Several):
            names = [f"[{'✓' if one.key in self.set else ' '}] {one.text}" for one in ask.options]
            return out + self._choices([*names, "So it is: go on"], room, above + len(out))
        if isinstance(ask, Percent):
            bar = "█" * (self.percent // 5) + "░" * (20 - self.percent // 5)
            self._cursor_line = above + len(out)
            key = self.look["key"]
            return [*out, [("  ◂ ", key), (bar, self.look["accent"]), (f" {self.percent} % ▸", key)]]
        if isinstance(ask, Weights):
            names = [f"{self.shares[one.key]:>3} %  {one.text}" for one in ask.options]
            return out + self._choices(names, room, above + len(out))
        return out

    def _choices(self, names: list[str], room: int, above: int) -> list[Line]:
        out: list[Line] = []
        for place, name in enumerate(names):
            style = self.look.at(place == self.at)
            if place == self.at:
                self._cursor_line = above + len(out)
            for part, text in enumerate(wrap([clean_block(name)], room - 4)):
                mark = "▸ " if place == self.at and part == 0 else "  "
                out.append([("  ", self.look["text"]), (mark, style("accent")), (text, style("text"))])
        return out

    def _graded(self, room: int) -> list[Line]:
        assert self.sitting is not None and self.sitting.grade is not None
        grade = self.sitting.grade
        out: list[Line] = []
        for line in grade.lines:
            role = "good" if line.startswith("✓") else "bad" if line.startswith("✗") else "text"
            out += self._lines([line], room, role)
        if grade.model:
            out += [[], *self._lines(["To hold yours against:"], room, "strong")]
            out += self._lines(list(grade.model), room, "text")
        return out
