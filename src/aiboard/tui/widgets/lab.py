"""A lab on the screen: its controls, its question, then both rules side by side."""

from __future__ import annotations

from typing import Final

from aiboard.labs.controls import Control
from aiboard.labs.session import LabSession
from aiboard.labs.words import (
    LETTERS,
    Row,
    because_rows,
    counterexample_rows,
    draws_rows,
    sides_rows,
    verdict_rows,
    wrap_text,
)
from aiboard.tui import cells
from aiboard.tui.cells import Line, Span
from aiboard.tui.line_window import line_window
from aiboard.tui.panel import ListPanel

_WIDEST: Final = 128
"""Lines longer than this are hard to read."""
_TALL: Final = 34
"""Rows from which the course's advice stays on the screen after the answer."""
_TRACK: Final = 8
_LABEL: Final = 17


class LabView(ListPanel):
    """The cursor is on a control, or before the answer on one of the choices, which follow the controls."""

    def __init__(self) -> None:
        super().__init__()
        self.lab_session: LabSession | None = None
        #: What is being worked out, shown in the title; empty for nothing.
        self.busy = ""
        self._scrolled = 0
        self._to_draws = False

    def show(self, lab_session: LabSession) -> None:
        """It has been opened: the cursor is on the first choice."""
        self.lab_session = lab_session
        self.at = len(lab_session.lab.controls)
        self.update()

    def count(self) -> int:
        """Controls, and the choices while there is something to answer."""
        if self.lab_session is None:
            return 0
        return len(self.lab_session.lab.controls) + (
            0 if self.lab_session.revealed else len(self.lab_session.question.choices)
        )

    @property
    def control(self) -> int | None:
        """The control under the cursor; None when it is on a choice."""
        return self.at if self.lab_session is not None and self.at < len(self.lab_session.lab.controls) else None

    @property
    def choice(self) -> int | None:
        """The choice under the cursor; None when it is on a control or there is nothing to answer."""
        if self.lab_session is None or self.control is not None or self.lab_session.revealed:
            return None
        return self.at - len(self.lab_session.lab.controls)

    def to_choice(self, choice: int) -> None:
        """The cursor to a choice; nothing where there is none."""
        if self.lab_session is not None and len(self.lab_session.lab.controls) + choice < self.count():
            self.at = len(self.lab_session.lab.controls) + choice
            self.update()

    def scroll_page(self, by: int) -> None:
        """The results up or down."""
        self._scrolled = max(0, self._scrolled + by * max(1, self.size.height // 2))
        self.update()

    def show_results(self) -> None:
        """The answer was committed: the cursor goes to the controls, the results begin at their top."""
        self.at, self._scrolled = 0, 0
        self.update()

    def show_draws(self) -> None:
        """Many draws have come: bring them into view."""
        self._to_draws = True
        self.update()

    def draw(self, width: int, height: int) -> list[Line]:
        """The fixed part on top, then what can be scrolled."""
        look = self.look
        lab_session = self.lab_session
        if lab_session is None:
            return [[], [("  Opening the lab …", look["dim"])]]
        room = min(width - 2, _WIDEST)
        top = self._title(lab_session, width)
        if not lab_session.revealed:
            top += self._lines(wrap_text(lab_session.lab.texts.scene, room, "text"))
        if not lab_session.revealed or height >= _TALL:
            top += self._lines(wrap_text(lab_session.lab.texts.claim, room, "dim", "The course: "))
        top += self._controls(lab_session, room)
        top.append([("─" * width, look["rule"])])
        body = self._results(lab_session, room) if lab_session.revealed else self._question(lab_session, room)
        visible, self._scrolled = line_window(body, self._scrolled, height - len(top), look)
        return top + visible

    def _title(self, lab_session: LabSession, width: int) -> list[Line]:
        look = self.look
        entry = lab_session.entry
        left = f" LAB {entry.chapter}  {entry.title}"
        right = self.busy or f"luck {lab_session.seed}"
        gap = max(1, width - cells.width_of(left) - cells.width_of(right) - 1)
        return [[(left, look["heading.focus"]), (" " * gap, look["text"]), (right, look["dim"])]]

    def _controls(self, lab_session: LabSession, room: int) -> list[Line]:
        """In two columns, one under the other within each."""
        controls = lab_session.lab.controls
        rows = (len(controls) + 1) // 2
        width = room // 2
        out: list[Line] = []
        for y in range(rows):
            line: Line = [(" ", self.look["text"])]
            for index in (y, y + rows):
                if index < len(controls):
                    line += self._control(controls[index], lab_session.values[controls[index].name], index, width)
            out.append(line)
        return out

    def _control(self, control: Control, value: int, index: int, width: int) -> Line:
        selected = index == self.at
        style = self.look.row_styles(selected)
        row: list[Span] = [
            ("▸" if selected else " ", style("accent")),
            (cells.pad(control.label, _LABEL), style("strong" if selected else "dim")),
            *(self._idle(control, value, selected) or self._slider(control, value, selected)),
        ]
        return [*cells.fit_spans(row, width - 1, style("text")), (" ", self.look["text"])]

    def _idle(self, control: Control, value: int, selected: bool) -> list[Span]:
        """The value of a control that changes nothing as the others are set; nothing for one that does."""
        if self.lab_session is None or control.name not in self.lab_session.lab.idle(self.lab_session.values):
            return []
        return [(f"{control.value_text(value)}, no effect", self.look.row_styles(selected)("dim"))]

    def _slider(self, control: Control, value: int, selected: bool) -> list[Span]:
        """A place on a line and the number; of words only the word, between arrows."""
        style = self.look.row_styles(selected)
        if control.words:
            return [("◂ ", style("dim")), (control.value_text(value), style("text")), (" ▸", style("dim"))]
        at = (value - control.low) * (_TRACK - 1) // (control.high - control.low)
        return [
            ("─" * at, style("dim")),
            ("●", style("accent")),
            ("─" * (_TRACK - 1 - at) + " ", style("dim")),
            (control.value_text(value), style("text")),
        ]

    def _question(self, lab_session: LabSession, room: int) -> list[Line]:
        """The question and the choices; the line under the cursor stands out."""
        look = self.look
        out = self._lines(wrap_text(lab_session.question.text, room, "strong"))
        out.append([])
        for i, choice in enumerate(lab_session.question.choices):
            selected = i == self.choice
            style = look.row_styles(selected)
            front = f"{'▸' if selected else ' '} {LETTERS[i]}  "
            for row in wrap_text(choice, room - 2, prefix=front):
                out.append(
                    [(" ", look["text"]), *cells.fit_spans([(row[0][0], style("text"))], room - 1, style("text"))]
                )
        out += [[], *self._lines(wrap_text("Enter commits the answer. Nothing is revealed before.", room, "dim"))]
        return out

    def _results(self, lab_session: LabSession, room: int) -> list[Line]:
        """What was answered, both rules, many draws, the counterexample."""
        if lab_session.last_outcome is None:
            return [[("  …", self.look["dim"])]]
        rows: list[Row] = [
            *verdict_rows(lab_session, room),
            *sides_rows(lab_session.lab, lab_session.last_outcome, room),
            (),
        ]
        if lab_session.draws is not None:
            if self._to_draws:
                self._scrolled, self._to_draws = len(rows), False
            rows += [*draws_rows(lab_session.draws, room), ()]
        rows += [*because_rows(lab_session, room), (), *counterexample_rows(lab_session, room)]
        return self._lines(rows)

    def _lines(self, rows: list[Row]) -> list[Line]:
        look = self.look
        return [[(" ", look["text"]), *((text, look[role]) for text, role in row)] for row in rows]
