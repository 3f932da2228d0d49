"""A question on the screen: what is given, what is asked now with its cursor, and what the answer was worth."""

from __future__ import annotations

from typing import Final

from aiboard.drills.asks import Ask, Item, Open, Words
from aiboard.drills.speaking import total_speech_text
from aiboard.instruments.text import clean_block
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.widgets.drill_reply import OpenReply
from aiboard.tui.widgets.drill_state import DrillState
from aiboard.views.linear import wrap

_WIDEST: Final = 96


def fits_frame(prompt: str, width: int) -> bool:
    """Whether a question fits into the frame of the text that answers it, on a screen of so many cells."""
    return cells.width_of(prompt) <= width - 8


class DrillView(DrillState):
    """Draws a sitting."""

    def draw(self, width: int, height: int) -> list[Line]:
        """What is asked at the bottom, the question above it as far as there is room, and how to see the rest."""
        self.window = 0
        if self.drill_session is None or (self.asked is None and not self.busy):
            return super().draw(width, height)
        rows = self.content(width)
        if len(rows) <= height - bool(self.note):
            self.offset_rows = 0
            return [*rows, *self._foot(width, 0, self._length)] if self.note else rows
        rows = self.content(width - 2)
        above, below = rows[: self.ask_line], rows[self.ask_line :]
        if not above[-1]:
            # The line between them takes its place.
            above.pop()
        # Who has not moved yet reads; who fills in the rest needs to see more of it.
        share = height * 3 // 5 if self.form is not None and self.at == 0 else height // 3
        min_rows = min(len(above), max(4, share))
        below = self._around(below, max(1, height - 1 - min_rows))
        window = self.window = max(1, height - 1 - len(below))
        self._length = len(above)
        self.offset_rows = max(0, min(self.offset_rows, len(above) - window))
        visible = above[self.offset_rows : self.offset_rows + window]
        if len(above) > window:
            visible = [self._with_bar(row, y, width, window) for y, row in enumerate(visible)]
        return [*visible, *self._foot(width, self.offset_rows, len(above) - self.offset_rows - len(visible)), *below]

    def _around(self, rows: list[Line], max_rows: int) -> list[Line]:
        """So many lines of what is asked, from its first one where the cursor allows."""
        cursor = 0 if self.cursor_line is None else self.cursor_line - self.ask_line
        start = max(0, min(cursor + 2 - max_rows, len(rows) - max_rows))
        return rows[start : start + max_rows]

    def _foot(self, width: int, before: int, after: int) -> list[Line]:
        """The line under the question: what is said once, and that there is more of it."""
        look = self.look
        more = [f"{count} more {direction}" for count, direction in ((before, "above"), (after, "below")) if count > 0]
        out: Line = [("  ", look["text"])]
        if self.note:
            out.append((f"{self.note}  ", look["good"]))
        if more and self.window:
            out += [("PgUp/PgDn", look["key"]), (f" {', '.join(more)}  ", look["dim"])]
        used = sum(cells.width_of(text) for text, _ in out)
        out.append(("─" * max(0, width - used - 2), look["rule"]))
        return [out]

    def to_grade(self) -> None:
        """Show what the answer was worth."""
        self.content(max(20, self.size.width))
        self.go_to(self.grade_line)

    def gauge(self, ask: Words, text: str, seconds: float) -> str:
        """The clock, and how long the text takes to say."""
        passed = int(seconds)
        if ask.rate:
            # The limit is one of speech: what passes while it is written is only told.
            assert self.drill_session is not None
            speech = total_speech_text(self.drill_session.question, self.drill_session.answer, ask, text)
            return f"{speech}  writing {passed // 60}:{passed % 60:02}"
        if not ask.seconds:
            return ""
        seconds_left = ask.seconds - passed
        sign = "" if seconds_left >= 0 else "-"
        return (
            f"{sign}{abs(seconds_left) // 60}:{abs(seconds_left) % 60:02} of {ask.seconds // 60}:{ask.seconds % 60:02}"
        )

    # --- the picture ---------------------------------------------------------------------------------------

    def content(self, width: int) -> list[Line]:
        """The question, what was given, what is asked now, the grade."""
        look = self.look
        if self.drill_session is None:
            return [[], [(f"  {self.busy or 'One moment …'}", look["strong"])]]
        question = self.drill_session.question
        room = min(_WIDEST, width - 4)
        out: list[Line] = [[], [("  ", look["text"]), (question.title, look["strong"])], []]
        out += self._lines(question.lines, room, "text")
        out += [[], *self._lines([f"{question.checked} {question.judged}".strip()], room, "dim"), []]
        self.cursor_line = None
        for ask in question.all_asks(self.drill_session.answer):
            if ask.key in self.drill_session.answer:
                out += self._given(ask, room)
        self.ask_line = len(out)
        if self.busy:
            out += self._lines([self.busy], room, "strong")
        elif (now := self.drill_session.ask) is not None:
            out += self._asked(now, room, len(out))
        elif self.drill_session.grade is not None:
            self.grade_line = len(out)
            out += self._graded(room)
        return out

    def _lines(self, lines: tuple[str, ...] | list[str], room: int, role: str, indent: str = "  ") -> list[Line]:
        style = self.look[role]
        parts = wrap([clean_block(line) for line in lines], room - len(indent) + 2)
        return [[(indent, self.look["text"]), (part, style)] for part in parts]

    def _given(self, ask: Ask, room: int) -> list[Line]:
        assert self.drill_session is not None
        value = self.drill_session.answer[ask.key]
        if isinstance(ask, Open):
            return [row for item in ask.opened_items(value) for row in self._evidence(item, room)]
        answer_lines = ask.answer_text(value).split("\n")
        return [*self._lines([ask.prompt], room, "dim"), *self._lines(answer_lines, room, "accent", "    "), []]

    def _evidence(self, item: Item, room: int) -> list[Line]:
        return [*self._lines([item.text], room, "strong"), *self._lines(item.lines, room, "text", "    "), []]

    def _asked(self, ask: Ask, room: int, above: int) -> list[Line]:
        out: list[Line] = []
        if isinstance(ask, Words):
            prompt = [] if fits_frame(ask.prompt, self.app.size.width) else [ask.prompt]
            out += self._lines(prompt, room, "strong")
            for line in self.checked:
                out += self._lines([line], room, "warn" if line.startswith("Not read") else "text")
            return out
        if self.reply is None:
            return out
        if isinstance(self.reply, OpenReply):
            for item in self.reply.ask.opened_items(self.reply.opened):
                out += self._evidence(item, room)
            # What was opened is read by scrolling; what can be opened next stays in view.
            self.ask_line = above + len(out)
        out += self._lines([self.reply.prompt()], room, "strong")
        lines, cursor = self.reply.lines(self.look, room)
        self.cursor_line = None if cursor is None else above + len(out) + cursor
        return out + lines

    def _graded(self, room: int) -> list[Line]:
        assert self.drill_session is not None and self.drill_session.grade is not None
        grade = self.drill_session.grade
        out: list[Line] = []
        for line in grade.lines:
            role = "good" if line.startswith("✓") else "bad" if line.startswith("✗") else "text"
            out += self._lines([line], room, role)
        if grade.model:
            out += [[], *self._lines(["To hold yours against:"], room, "strong")]
            out += self._lines(list(grade.model), room, "text")
        return out
