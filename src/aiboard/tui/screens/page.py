"""A page of dated or labelled lines over the whole screen, searchable; `y` copies it and writes it to a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partialmethod

from rich.style import Style
from textual.app import ComposeResult
from textual.widgets import Input

from aiboard.play.session import Session
from aiboard.tui import cells
from aiboard.tui.cells import Line, Span
from aiboard.tui.panel import Pager
from aiboard.tui.screens.full import FullScreen, Hints
from aiboard.views import fmt
from aiboard.views.board.project import Project, project

Row = tuple[str, str, str]
"""Front (a day, a heading), text, role of the palette. A text is wrapped; the front stands beside its first line."""

_WIDEST = 92
_COPIED = 92
_SEARCH_LIMIT = 60
_LINES_OF_A_TEXT = 40


class RowList(Pager):
    """Rows under a title, with the words searched for marked."""

    def __init__(self, title: str, rows: Sequence[Row]) -> None:
        super().__init__()
        self.title_text = title
        self.rows = list(rows)
        self.words = ""
        #: Line numbers of the found rows, and which of them was gone to last.
        self.matches: list[int] = []
        self.at = -1
        self._cache: tuple[object, list[Line]] | None = None

    def content(self, width: int) -> list[Line]:
        """All lines; made again only when the width, the words or the colours change."""
        key = (width, self.words, self.look.name)
        if self._cache is None or self._cache[0] != key:
            self._cache = (key, self._make(width))
        return self._cache[1]

    def _make(self, width: int) -> list[Line]:
        look = self.look
        label_width = max((cells.width_of(front) for front, _, _ in self.rows), default=0)
        label_width = min(label_width + 2, 16) if label_width else 0
        room = max(10, min(_WIDEST, width - label_width - 3))
        query = self.words.lower()
        out: list[Line] = [[("  ", look["text"]), (self.title_text, look["strong"])], []]
        self.matches = []
        for front, text, role in self.rows:
            # The line of the text's first part, so that going there shows its beginning.
            if query and query in text.lower():
                self.matches.append(len(out))
            # What fits stays as it is: a drawing is made of its spaces.
            fits = cells.width_of(text) <= room
            for i, part in enumerate([text] if fits else cells.wrap(text, room, _LINES_OF_A_TEXT)):
                label: Span = (cells.pad(front if i == 0 else "", label_width), look["dim"])
                out.append([("  ", look["text"]), label, *highlight_matches(part, query, look[role], look["flash"])])
        return out

    def look_for(self, words: str) -> None:
        """Mark these words and go to the first line that has them; empty words mark nothing."""
        self.words = words.strip()
        self.at = -1
        self.update()
        self.step(1)

    def step(self, by: int) -> None:
        """To the next found line, or the one before; round at the ends."""
        if self.matches:
            self.at = (self.at + by) % len(self.matches) if self.at >= 0 or by > 0 else len(self.matches) - 1
            self.go_to(self.matches[self.at] - self.size.height // 3)

    def tally(self) -> str:
        """What the search found, in words."""
        if not self.words:
            return ""
        return f"{self.at + 1} of {fmt.count(len(self.matches), 'line')}" if self.matches else "no line has that"


def highlight_matches(text: str, query: str, style: Style, mark: Style) -> Line:
    """The text with every place of `query` (small letters) marked."""
    lower = text.lower()
    # A letter whose small form is longer would shift the places found.
    if not query or len(lower) != len(text):
        return [(text, style)]
    out: Line = []
    start = 0
    while (position := lower.find(query, start)) >= 0:
        if position > start:
            out.append((text[start:position], style))
        start = position + len(query)
        out.append((text[position:start], mark))
    if start < len(text) or not out:
        out.append((text[start:], style))
    return out


class PageScreen(FullScreen):
    """The rows, and under them a line to type what to look for. `file` is the end of the copied file's name."""

    SCREEN = "page"
    DEFAULT_CSS = """
    PageScreen Input { border: none; height: 1; padding: 0 1; dock: bottom; margin: 0 0 1 0; display: none; }
    PageScreen Input:focus { border: none; }
    """
    AUTO_FOCUS = ""

    def __init__(self, title: str, rows: Sequence[Row], file: str = "page") -> None:
        super().__init__()
        self.list = RowList(title, rows)
        self.parts = (self.list,)
        self._file = file
        self._input = Input(placeholder="words to look for", max_length=_SEARCH_LIMIT)

    def body(self) -> ComposeResult:
        """Rows and line."""
        yield self.list
        yield self._input

    def action_search(self) -> None:
        """Type what to look for."""
        self._input.display = True
        self._input.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look while the person types."""
        self.list.look_for(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the rows, what was found stays marked."""
        self._close()
        self._tell()

    def _close(self) -> None:
        # Found places stay marked: whoever searched wants to read them now.
        self._input.display = False
        self.set_focus(None)

    def _tell(self) -> None:
        if tally := self.list.tally():
            self.tell(tally)

    def step(self, by: int) -> None:
        """To another found line."""
        self.list.step(by)
        self._tell()

    action_next_found = partialmethod(step, 1)
    action_previous_found = partialmethod(step, -1)

    def action_back(self) -> None:
        """Out of the search first, then out of the page."""
        if self._input.display:
            self._input.value = ""
            self._close()
        else:
            self.dismiss()

    def action_copy(self) -> None:
        """Copy it, and write it to a file."""
        self.tell(self.host.copy(self.list.plain(_COPIED), self._file))


class CanvasScreen(PageScreen):
    """The project's canvas: its numbers on one page, which opens every new game; below it data, risks and people."""

    SCREEN = "canvas"

    def __init__(self, session: Session) -> None:
        canvas = project(session.game.resolved)
        super().__init__(f"{canvas.title}: {fmt.days(canvas.days)}", _canvas_rows(canvas), "canvas")

    def hints(self) -> Hints:
        """The way on first: whoever sees this page for the first time has to find it."""
        (help_key, *others) = super().hints()
        return [("⏎", "to the board"), help_key, *[hint for hint in others if hint[0] not in ("⏎", "Esc")]]

    def action_go_on(self) -> None:
        """To the board."""
        self.dismiss()


def _canvas_rows(canvas: Project) -> list[Row]:
    """The objective and the numbers fit one page at 80×24; what is only read once follows."""
    rows: list[Row] = [("Objective", canvas.objective, "strong")]
    rows += [(fact.name, fact.text, "text") for fact in canvas.facts]
    groups = [(section.name, list(section.lines)) for section in canvas.sections]
    people = [f"{one.name}, {one.role}" + (f": {one.description}" if one.description else "") for one in canvas.people]
    for name, lines in [*groups, ("Who is who", people), ("Day 1", [canvas.scene])]:
        rows.append(("", "", "text"))
        rows += [(name if i == 0 else "", line, "text") for i, line in enumerate(lines)]
    return rows
