"""What an agent did, step by step: the runs at the left; the marks, findings and steps of one run at the right.

What was said, passed and answered stays hidden until the reader asks: logs hold names, paths and keys.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partialmethod
from typing import TYPE_CHECKING, Final

from aiboard.instruments.text import clean
from aiboard.instruments.trajectory import GLYPHS, Analysis, Run, StepState, analyse, blamed_words, unread_words
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import Panel
from aiboard.tui.widgets.trajectory_steps import StepList
from aiboard.tui.widgets.trajectory_words import (
    MESSAGE_GLYPH,
    NOTE_MARK,
    STATE_ROLE,
    counts,
    short_name,
    step_mark,
    tally,
)
from aiboard.views import fmt

if TYPE_CHECKING:
    from aiboard.formats.notes import RunNotes

_LEFT: Final = (26, 36)
"""Least and most cells of the list of runs."""
_FINDING_ROWS: Final = 6
_MARK_ROWS: Final = 3
_NOTE_ROWS: Final = 2


class TrajectoryView(Panel):
    """Runs and steps with a cursor in each.

    Args:
        title: where the runs come from.
        runs: the runs; one at least.
        allow: tools the agent may call, None when that is not known.
        note: what is known of all runs together; empty for nothing.
        harmless: the content is ours (the game's own agents), so it is shown from the start.
    """

    def __init__(
        self,
        title: str,
        runs: Sequence[Run],
        allow: Collection[str] | None = None,
        note: str = "",
        harmless: bool = False,
    ) -> None:
        super().__init__()
        self.title_text = clean(title)
        self.runs = list(runs)
        self.allow = allow
        self.note = note
        self.revealed = harmless
        self.notes: RunNotes | None = None
        """Notes that the reader takes; None where no file was named for them."""
        self.run_at = 0
        self._analyses: dict[int, Analysis] = {}
        self.steps = StepList(self.runs[0], self.analysis_of(0))

    # --- what is looked at ---------------------------------------------------------------------------------

    @property
    def step_at(self) -> int:
        """The step under the cursor, from 0."""
        return self.steps.at

    def analysis_of(self, index: int) -> Analysis:
        """The analysis of a run, made when it is first seen."""
        if index not in self._analyses:
            self._analyses[index] = analyse(self.runs[index], self.allow)
        return self._analyses[index]

    # --- drawing -------------------------------------------------------------------------------------------

    def draw(self, width: int, height: int) -> list[Line]:
        """Title and legend, then the two panes side by side; one run needs no list."""
        look = self.look
        left_width = max(_LEFT[0], min(_LEFT[1], width // 4)) if len(self.runs) > 1 else 0
        head = self._head(width)
        rule = "─" * left_width + "┬" + "─" * (width - left_width - 1) if left_width else "─" * width
        head.append([(rule, look["rule"])])
        rows = max(0, height - len(head))
        if not left_width:
            return head + [[(" ", look["text"]), *row] for row in self._run_pane(width - 2, rows)]
        runs = self._run_rows(left_width, rows)
        right = self._run_pane(width - left_width - 2, rows)
        return head + cells.two_panes(runs, right, left_width, rows, look["text"], look["rule"])

    def _head(self, width: int) -> list[Line]:
        """The title, the legend beside or under it, the note."""
        look = self.look
        head: list[Line] = [[(f" {self.title_text} ", look["strong"])]]
        legend: Line = [(" ", look["text"])]
        for state in StepState:
            legend += [(f"{GLYPHS[state]} ", look[STATE_ROLE[state]]), (f"{state.value}  ", look["dim"])]
        legend.append((f"{MESSAGE_GLYPH} said", look["dim"]))
        if cells.width_of(self.title_text) + sum(len(text) for text, _ in legend) + 2 <= width:
            head[0] += legend
        else:
            head.append(legend)
        head += [[(f" {text}", look["text"])] for text in cells.wrap(self.note, width - 2, _NOTE_ROWS)]
        if self.notes is not None:
            head += [[(f" {text}", look["dim"])] for text in cells.wrap(self.notes.sentence, width - 2, _NOTE_ROWS)]
        return head

    def _run_rows(self, width: int, rows: int) -> list[Line]:
        """The list of runs, the one looked at kept in view."""
        look = self.look
        first = max(0, min(self.run_at - rows // 2, len(self.runs) - rows))
        out: list[Line] = []
        for i in range(first, min(len(self.runs), first + rows)):
            selected = i == self.run_at
            style = look["cursor" if selected else "text"]
            marks = tally(self.runs[i], self.analysis_of(i))
            if self.notes is not None and self.notes.of(i) is not None:
                marks = [(NOTE_MARK, "key"), *marks]
            room = width - 4 - sum(len(text) for text, _ in marks)
            line: Line = [
                (" ▸ " if selected else "   ", look["cursor.accent"] if selected else style),
                (cells.pad(short_name(self.runs[i], room), room), style),
            ]
            line += [(text, look.on_cursor(role) if selected else look[role]) for text, role in marks]
            out.append([*line, (" ", style)])
        return out

    def _run_pane(self, width: int, rows: int) -> list[Line]:
        """Counts, marks and findings of the run, then its steps."""
        look = self.look
        run, analysis = self.steps.run, self.steps.analysis
        out: list[Line] = [[(text, look["text"])] for text in cells.wrap(counts(run, analysis), width, 3)]
        if run.unread:
            out += [[(text, look["warn"])] for text in cells.wrap(unread_words(run.unread), width, 2)]
        out += self._noted_rows(width)
        out += self._mark_rows(width)
        out += self._finding_rows(width, max(1, min(_FINDING_ROWS, rows // 4)))
        out.append([("─" * width, look["rule"])])
        return out + self.steps.lines(look, width, rows - len(out), self.revealed)

    def _noted_rows(self, width: int) -> list[Line]:
        """The first failure of the run, as the log has it and as the reader noted it."""
        look = self.look
        run = self.steps.run
        remarks = [] if run.blamed is None else [blamed_words(*run.blamed)]
        note = None if self.notes is None else self.notes.of(self.run_at)
        if note is not None:
            remarks.append(note.sentence)
        return [[(text, look["key"])] for one in remarks for text in cells.wrap(clean(one, 600), width, 2)]

    def _finding_rows(self, width: int, max_rows: int) -> list[Line]:
        """The findings in at most `max_rows` lines; what does not fit is counted."""
        look = self.look
        flags = self.steps.analysis.flags
        if not flags:
            return [[("no findings in this run", look["dim"])]]
        findings = [
            (part, i == 0)
            for flag in flags
            for i, part in enumerate(cells.wrap(f"{flag.kind.value}: {flag.reason}", width - 2, 3))
        ]
        if len(findings) > max_rows:
            more = sum(1 for _, starts in findings[max_rows - 1 :] if starts)
            last = f"and {fmt.count(more, 'more finding')}: f goes to the next" if more else "…"
            findings = [*findings[: max_rows - 1], (last, False)]
        return [[("▸ " if starts else "  ", look["warn"]), (text, look["text"])] for text, starts in findings]

    def _mark_rows(self, width: int) -> list[Line]:
        """A mark for every step, the cursor's one lit; a window around it when there are too many."""
        look = self.look
        states = self.steps.analysis.states
        across = max(1, width)
        rows = -(-len(states) // across)
        first = max(0, min(self.step_at // across - _MARK_ROWS // 2, rows - _MARK_ROWS)) * across
        out: list[Line] = []
        for start in range(first, min(len(states), first + _MARK_ROWS * across), across):
            line: Line = []
            for i in range(start, min(len(states), start + across)):
                glyph, role = step_mark(self.steps.run.steps[i], states[i])
                line.append((glyph, look["flash"] if i == self.step_at else look[role]))
            out.append(line)
        return out or [[("no steps", look["dim"])]]

    # --- moving --------------------------------------------------------------------------------------------

    def _to_step(self, step: int) -> None:
        self.steps.go(step)
        self.update()

    def _move(self, direction: int) -> None:
        self._to_step(self.step_at + direction)

    action_up = partialmethod(_move, -1)
    action_down = partialmethod(_move, 1)

    def _page(self, direction: int) -> None:
        """A page on; inside a long step, its other lines."""
        self.steps.page(direction, max(1, self.size.height - 12))
        self.update()

    action_page_up = partialmethod(_page, -1)
    action_page_down = partialmethod(_page, 1)

    def action_top(self) -> None:
        """First step."""
        self._to_step(0)

    def action_bottom(self) -> None:
        """Last step."""
        self._to_step(self.steps.count - 1)

    def _to_run(self, index: int) -> None:
        if 0 <= index < len(self.runs):
            self.run_at = index
            self.steps = StepList(self.runs[index], self.analysis_of(index))
            self.update()

    def _runs_on(self, direction: int) -> None:
        self._to_run(self.run_at + direction)

    action_previous_run = partialmethod(_runs_on, -1)
    action_next_run = partialmethod(_runs_on, 1)

    def action_open(self) -> None:
        """Open or close the step under the cursor."""
        self.steps.opened ^= {self.step_at}
        self.update()

    def action_reveal(self) -> None:
        """Show content, or hide it again; the step under the cursor is opened so that something is seen."""
        self.revealed = not self.revealed
        if self.revealed:
            self.steps.opened.add(self.step_at)
        self.update()

    def _to_flag(self, direction: int) -> None:
        """The next step with a finding that way, in the runs there too."""
        run, step = self.run_at, self.step_at
        for _ in range(len(self.runs) + 1):
            states = self.analysis_of(run).states
            flagged = [i for i, state in enumerate(states) if state is not StepState.OK]
            ahead = [i for i in flagged if (i > step if direction > 0 else i < step)]
            if ahead:
                if run != self.run_at:
                    self._to_run(run)
                self._to_step(ahead[0] if direction > 0 else ahead[-1])
                return
            run = (run + direction) % len(self.runs)
            step = -1 if direction > 0 else len(self.runs[run].steps)

    action_next_flag = partialmethod(_to_flag, 1)
    action_previous_flag = partialmethod(_to_flag, -1)
