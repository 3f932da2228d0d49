"""What an agent did, step by step: runs at the left, the steps of one as nodes, findings in words.

What was said, passed and answered stays hidden until the reader asks: logs hold names, paths and keys.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from rich.cells import chop_cells
from rich.style import Style

from aiboard.instruments.text import clean, clean_lines
from aiboard.instruments.trajectory import GLYPHS, Analysis, Run, StepKind, StepState, analyse
from aiboard.tui import cells
from aiboard.tui.cells import Line, Span
from aiboard.tui.panel import Panel
from aiboard.tui.widgets.trajectory_words import (
    SAID,
    STATE_ROLE,
    counts,
    glimpse,
    laid_out,
    node,
    run_name,
    size,
    tally,
)
from aiboard.views import fmt

_LEFT: Final = (20, 30)
_BLOCK_LINES: Final = 200
_FINDING_ROWS: Final = 6
_NODE_ROWS: Final = 3


class TrajectoryView(Panel):
    """Runs and steps with a cursor in each.

    Args:
        title: where the runs come from.
        runs: the runs; one at least.
        allow: tools the agent may call, None when that is not known.
        harmless: the content is ours (the game's own agents), so it is shown from the start.
    """

    def __init__(
        self, title: str, runs: Sequence[Run], allow: Collection[str] | None = None, harmless: bool = False
    ) -> None:
        super().__init__()
        self.title_text = clean(title)
        self.runs = list(runs)
        self.allow = allow
        self.revealed = harmless
        self.run_at = 0
        self.step_at = 0
        self.open_steps: set[int] = set()
        self._top = 0
        self._found: dict[int, Analysis] = {}

    # --- what is looked at ---------------------------------------------------------------------------------

    @property
    def run_shown(self) -> Run:
        """The run under the cursor."""
        return self.runs[self.run_at]

    def found(self, index: int) -> Analysis:
        """The analysis of a run, made when it is first seen."""
        if index not in self._found:
            self._found[index] = analyse(self.runs[index], self.allow)
        return self._found[index]

    # --- drawing -------------------------------------------------------------------------------------------

    def draw(self, width: int, height: int) -> list[Line]:
        """Title and legend, then the two panes side by side; one run needs no list."""
        look = self.look
        left = max(_LEFT[0], min(_LEFT[1], width // 4)) if len(self.runs) > 1 else 0
        head: list[Line] = [[(f" {self.title_text} ", look["strong"])]]
        legend = self._legend_row()
        if cells.width_of(self.title_text) + sum(len(text) for text, _ in legend) + 2 <= width:
            head[0] += legend
        else:
            head.append(legend)
        rule = "─" * left + "┬" + "─" * (width - left - 1) if left else "─" * width
        head.append([(rule, look["rule"])])
        rows = max(0, height - len(head))
        if not left:
            return head + [[(" ", look["text"]), *row] for row in self._run_pane(width - 2, rows)]
        runs = self._run_rows(left, rows)
        right = self._run_pane(width - left - 2, rows)
        body: list[Line] = []
        for y in range(rows):
            one = cells.line(runs[y] if y < len(runs) else [], left, look["text"])
            spans: Line = [(s.text, s.style or look["text"]) for s in one]
            spans.append(("│ ", look["rule"]))
            body.append(spans + (right[y] if y < len(right) else []))
        return head + body

    def _legend_row(self) -> Line:
        look = self.look
        out: Line = [(" ", look["text"])]
        for state in StepState:
            out += [(f"{GLYPHS[state]} ", look[STATE_ROLE[state]]), (f"{state.value}  ", look["dim"])]
        out.append((f"{SAID} said", look["dim"]))
        return out

    def _run_rows(self, width: int, rows: int) -> list[Line]:
        """The list of runs, the one looked at kept in view."""
        look = self.look
        first = max(0, min(self.run_at - rows // 2, len(self.runs) - rows))
        out: list[Line] = []
        for i in range(first, min(len(self.runs), first + rows)):
            here = i == self.run_at
            style = look["cursor" if here else "text"]
            marks = tally(self.found(i))
            room = width - 3 - sum(len(text) for text, _ in marks)
            name = run_name(self.runs[i])
            if cells.width_of(name) > room:
                name = name.removeprefix("run ")
            line: Line = [
                ("▸ " if here else "  ", look["cursor.accent"] if here else style),
                (cells.pad(name, room), style),
            ]
            line += [(text, look.on_cursor(role) if here else look[role]) for text, role in marks]
            out.append([*line, (" ", style)])
        return out

    def _run_pane(self, width: int, rows: int) -> list[Line]:
        """Counts, nodes and findings of the run, then its steps."""
        look = self.look
        run, found = self.run_shown, self.found(self.run_at)
        out: list[Line] = [[(text, look["text"])] for text in cells.wrap(counts(run, found), width, 2)]
        out += self._node_rows(width)
        findings = [
            (part, i == 0)
            for flag in found.flags
            for i, part in enumerate(cells.wrap(f"{flag.kind.value}: {flag.reason}", width - 2, 3))
        ]
        most = max(1, min(_FINDING_ROWS, rows // 4))
        if len(findings) > most:
            more = sum(1 for _, starts in findings[most - 1 :] if starts)
            last = f"and {fmt.count(more, 'more finding')}: f goes to the next" if more else "…"
            findings = [*findings[: most - 1], (last, False)]
        for text, starts in findings:
            out.append([("▸ " if starts else "  ", look["warn"]), (text, look["text"])])
        if not found.flags:
            out.append([("nothing to point at in this run", look["dim"])])
        out.append([("─" * width, look["rule"])])
        return out + self._step_rows(width, rows - len(out))

    def _node_rows(self, width: int) -> list[Line]:
        """Every step as a glyph, the cursor's one marked; a window around it when there are too many."""
        look = self.look
        states = self.found(self.run_at).states
        across = max(1, width)
        rows = -(-len(states) // across)
        first = max(0, min(self.step_at // across - _NODE_ROWS // 2, rows - _NODE_ROWS)) * across
        out: list[Line] = []
        for start in range(first, min(len(states), first + _NODE_ROWS * across), across):
            line: Line = []
            for i in range(start, min(len(states), start + across)):
                glyph, role = node(self.run_shown.steps[i], states[i])
                line.append((glyph, look["flash"] if i == self.step_at else look[role]))
            out.append(line)
        return out or [[("no steps", look["dim"])]]

    def _step_rows(self, width: int, rows: int) -> list[Line]:
        """The window over the steps, opened ones with their content."""
        blocks = [1 + len(self._content_rows(i, width)) if i in self.open_steps else 1 for i in range(self._count)]
        starts = [0]
        for block in blocks:
            starts.append(starts[-1] + block)
        if not blocks or rows < 1:
            return []
        first, last = starts[self.step_at], starts[self.step_at + 1]
        # The cursor's step stays in view; of a step longer than the window, the part scrolled to.
        self._top = min(self._top, first) if last - first <= rows else min(self._top, last - 1)
        self._top = max(self._top, min(first, last - rows)) if last - first <= rows else max(self._top, first)
        self._top = max(0, min(self._top, starts[-1] - rows))
        out: list[Line] = []
        for i in range(self._count):
            if starts[i + 1] <= self._top:
                continue
            if starts[i] >= self._top + rows:
                break
            lines = [self._step_row(i, width)]
            if i in self.open_steps:
                lines += self._content_rows(i, width)
            out += lines[max(0, self._top - starts[i]) :]
        return out[:rows]

    @property
    def _count(self) -> int:
        return len(self.run_shown.steps)

    def _step_row(self, i: int, width: int) -> Line:
        look = self.look
        step, state = self.run_shown.steps[i], self.found(self.run_at).states[i]
        glyph, role = node(step, state)
        word = state.value if step.kind is StepKind.TOOL_CALL or state is not StepState.OK else "said"
        here = i == self.step_at
        name = clean(step.tool or step.role or "?", 60)
        room = max(12, min(30, width // 3))
        held = glimpse(step) if self.revealed else size(step)
        spans: list[Span] = [
            ("▸" if here else " ", look["accent"]),
            (f"{i + 1:>4} ", look["dim"]),
            (f"{glyph} {word:<13}", look[role]),
            (cells.pad(name, room), look["strong" if step.kind is StepKind.TOOL_CALL else "text"]),
            (f"  {held}", look["dim"]),
        ]
        if not here:
            return spans
        cut = cells.line(spans, width, look["cursor.text"])
        roles = ["accent", "dim", role, "text", "dim"]
        texts = [(s.text, roles[n] if n < len(roles) else "text") for n, s in enumerate(cut)]
        return [(text, look["cursor"] if n == 3 else look.on_cursor(role)) for n, (text, role) in enumerate(texts)]

    def _content_rows(self, i: int, width: int) -> list[Line]:
        """Arguments and output of an opened step, or that they are hidden; and the findings about it."""
        look = self.look
        step = self.run_shown.steps[i]
        out: list[Line] = []
        for flag in self.found(self.run_at).flags_of(i + 1):
            for n, text in enumerate(cells.wrap(flag.reason, width - 9, 3)):
                out.append([("       ! " if n == 0 else "         ", look["warn"]), (text, look["warn"])])
        parts = [("passed", step.arguments)] if step.kind is StepKind.TOOL_CALL else []
        parts.append(("answer" if step.kind is StepKind.TOOL_CALL else "said", step.output or ""))
        for label, text in parts:
            if step.output is None and label == "answer":
                out.append(_labelled(look["dim"], look["dim"], label, "none was recorded"))
            elif not text:
                out.append(_labelled(look["dim"], look["dim"], label, "nothing"))
            elif not self.revealed:
                length = fmt.count(len(text), "character")
                out.append(_labelled(look["dim"], look["dim"], label, f"{length}, hidden; v shows it"))
            else:
                room = width - 16
                whole = clean_lines(laid_out(text, room), _BLOCK_LINES, 4000)
                lines = [part for line in whole for part in _cut(line, room)]
                for n, line in enumerate(lines):
                    out.append(_labelled(look["dim"], look["text"], label if n == 0 else "", line))
        return out

    # --- moving --------------------------------------------------------------------------------------------

    def _to_step(self, step: int) -> None:
        self.step_at = max(0, min(self._count - 1, step)) if self._count else 0
        self.update()

    def action_up(self) -> None:
        """Step above."""
        self._to_step(self.step_at - 1)

    def action_down(self) -> None:
        """Step below."""
        self._to_step(self.step_at + 1)

    def action_page_up(self) -> None:
        """A page up; inside a long step, its earlier lines."""
        self._page(-1)

    def action_page_down(self) -> None:
        """A page down; inside a long step, its later lines."""
        self._page(1)

    def _page(self, way: int) -> None:
        rows = max(1, self.size.height - 12)
        if self.step_at in self.open_steps:
            before = self._top
            self._top += way * rows
            self.update()
            if self._top != before:
                return
            self._top = before
        self._to_step(self.step_at + way * (1 if self.step_at in self.open_steps else rows))

    def action_top(self) -> None:
        """First step."""
        self._to_step(0)

    def action_bottom(self) -> None:
        """Last step."""
        self._to_step(self._count - 1)

    def action_previous_run(self) -> None:
        """Run before."""
        self._to_run(self.run_at - 1)

    def action_next_run(self) -> None:
        """Next run."""
        self._to_run(self.run_at + 1)

    def _to_run(self, index: int) -> None:
        if 0 <= index < len(self.runs):
            self.run_at, self.step_at, self._top = index, 0, 0
            self.open_steps = set()
            self.update()

    def action_open(self) -> None:
        """Open or close the step under the cursor."""
        self.open_steps ^= {self.step_at}
        self.update()

    def action_reveal(self) -> None:
        """Show content, or hide it again; the step under the cursor is opened so that something is seen."""
        self.revealed = not self.revealed
        if self.revealed:
            self.open_steps.add(self.step_at)
        self.update()

    def action_next_flag(self) -> None:
        """Next step with a finding, in the next runs too."""
        self._to_flag(1)

    def action_previous_flag(self) -> None:
        """Step before with a finding, in the runs before too."""
        self._to_flag(-1)

    def _to_flag(self, way: int) -> None:
        run, step = self.run_at, self.step_at
        for _ in range(len(self.runs) + 1):
            states = self.found(run).states
            places = [i for i, state in enumerate(states) if state is not StepState.OK]
            ahead = [i for i in places if (i > step if way > 0 else i < step)]
            if ahead:
                if run != self.run_at:
                    self._to_run(run)
                self._to_step(ahead[0] if way > 0 else ahead[-1])
                return
            run = (run + way) % len(self.runs)
            step = -1 if way > 0 else len(self.runs[run].steps)


def _labelled(soft: Style, style: Style, label: str, text: str) -> Line:
    return [(f"       {label:<7} ", soft), (text, style)]


def _cut(text: str, width: int) -> list[str]:
    """A line in parts of at most `width` cells, broken anywhere: a log's text is shown as it is."""
    return chop_cells(text, max(8, width)) or [""]
