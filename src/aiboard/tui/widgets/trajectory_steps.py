"""The steps of one run, one under the other: a cursor, opened steps with their content, a window over all of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from rich.cells import chop_cells

from aiboard.instruments.text import clean, clean_lines
from aiboard.instruments.trajectory import Analysis, Run, StepKind, StepState
from aiboard.tui import cells
from aiboard.tui.cells import Line, Span
from aiboard.tui.themes import Palette
from aiboard.tui.widgets.trajectory_words import format_json, glimpse, size, step_mark
from aiboard.views import fmt

_BLOCK_LINES: Final = 200
_LINE_CHARACTERS: Final = 4000
_WORD: Final = re.compile(r"\S*\s+|\S+")


class StepList:
    """A run's steps and where the reader is among them.

    Args:
        run: the run.
        analysis: its analysis.
    """

    def __init__(self, run: Run, analysis: Analysis) -> None:
        self.run = run
        self.analysis = analysis
        self.at = 0
        self.opened: set[int] = set()
        self._top = 0
        #: The step under the cursor as drawn last: which, its first line, the one after its last, the window's rows.
        self._drawn_step = (-1, 0, 0, 0)

    @property
    def count(self) -> int:
        """How many steps there are."""
        return len(self.run.steps)

    def go(self, step: int) -> None:
        """Put the cursor on a step, the nearest there is."""
        self.at = max(0, min(self.count - 1, step))

    def page(self, direction: int, rows: int) -> None:
        """Up (-1) or down (1) by `rows`: inside an opened step while there is more of it, else to other steps."""
        if self.at not in self.opened:
            self.go(self.at + direction * rows)
            return
        step, first, last, window = self._drawn_step
        more = self._top + window < last if direction > 0 else first < self._top
        if step == self.at and more:
            self._top += direction * rows
        else:
            self.go(self.at + direction)

    def lines(self, look: Palette, width: int, rows: int, revealed: bool) -> list[Line]:
        """The window: `rows` lines of at most `width` cells. `revealed`: contents are shown."""
        if not self.count or rows < 1:
            return []
        content = {i: self._content(i, look, width, revealed) for i in sorted(self.opened)}

        def start(step: int) -> int:
            return step + sum(len(lines) for i, lines in content.items() if i < step)

        first, last = start(self.at), start(self.at + 1)
        self._drawn_step = (self.at, first, last, rows)
        self._scroll(first, last, start(self.count), rows)
        step = bisect_right(range(self.count), self._top, key=start) - 1
        skipped = self._top - start(step)
        out: list[Line] = []
        while step < self.count and len(out) < rows + skipped:
            out += [self._step_row(step, look, width, revealed), *content.get(step, ())]
            step += 1
        return out[skipped : skipped + rows]

    def _scroll(self, first: int, last: int, end: int, rows: int) -> None:
        """Keep the cursor's step, lines first..last-1 of `end`, in view; of a longer one the part scrolled to."""
        if last - first <= rows:
            self._top = max(min(self._top, first), last - rows)
        else:
            self._top = max(min(self._top, last - 1), first)
        self._top = max(0, min(self._top, end - rows))

    def _step_row(self, i: int, look: Palette, width: int, revealed: bool) -> Line:
        step, state = self.run.steps[i], self.analysis.states[i]
        glyph, role = step_mark(step, state)
        word = state.value if step.kind is StepKind.TOOL_CALL or state is not StepState.OK else "said"
        selected = i == self.at
        name = clean(step.tool or step.role or "?", 60)
        room = max(12, min(30, width // 3))
        preview = glimpse(step) if revealed else size(step)
        spans: list[Span] = [
            ("▸" if selected else " ", look["accent"]),
            (f"{i + 1:>4} ", look["dim"]),
            (f"{glyph} {word:<13}", look[role]),
            (cells.pad(name, room), look["strong" if step.kind is StepKind.TOOL_CALL else "text"]),
            (f"  {preview}", look["dim"]),
        ]
        if not selected:
            return spans
        cut = cells.line(spans, width, look["cursor.text"])
        roles = ["accent", "dim", role, "text", "dim"]
        texts = [(s.text, roles[n] if n < len(roles) else "text") for n, s in enumerate(cut)]
        return [(text, look["cursor"] if n == 3 else look.on_cursor(role)) for n, (text, role) in enumerate(texts)]

    def _content(self, i: int, look: Palette, width: int, revealed: bool) -> list[Line]:
        """The findings about an opened step; its arguments and output, or that they are hidden."""
        step = self.run.steps[i]
        out: list[Line] = []
        for flag in self.analysis.flags_of(i + 1):
            out += cells.hanging_indent("       ! ", look["warn"], flag.reason, look["warn"], width - 9, 3)
        call = step.kind is StepKind.TOOL_CALL
        if call:
            out += _labelled(look, "passed", step.arguments, width, revealed)
        return out + _labelled(look, "answer" if call else "said", step.output, width, revealed)


def _labelled(look: Palette, label: str, text: str | None, width: int, revealed: bool) -> list[Line]:
    """A text under its label: a log's text is shown as it is, with every space."""
    if text is None:
        lines, style = ["none was recorded"], look["dim"]
    elif not text:
        lines, style = ["nothing"], look["dim"]
    elif not revealed:
        lines, style = [f"{fmt.count(len(text), 'character')}, hidden; v shows it"], look["dim"]
    else:
        room = max(8, width - 16)
        text_lines = clean_lines(format_json(text, room), _BLOCK_LINES, _LINE_CHARACTERS)
        lines, style = [row for line in text_lines for row in _rows(line, room)], look["text"]
    return [[(f"       {'' if n else label:<7} ", look["dim"]), (line, style)] for n, line in enumerate(lines)]


def _rows(line: str, room: int) -> list[str]:
    """A line in rows of at most `room` cells, broken after a space where a row has one; no character is left out."""
    rows, taken = [""], 0
    for word in _WORD.findall(line):
        width = cells.width_of(word)
        if taken + width <= room:
            rows[-1] += word
            taken += width
            continue
        # What is longer than a row begins on the row that only indents it.
        rows += chop_cells((rows.pop() if rows[-1].isspace() or not rows[-1] else "") + word, room)
        taken = cells.width_of(rows[-1])
    return rows
