"""A page of text over the whole screen: the canvas, the reasons behind a number, the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from aiboard.tui import keys, paint
from aiboard.tui.paint import Span
from aiboard.tui.screens.base import GameBase
from aiboard.tui.widgets.pager import Line, Pager

if TYPE_CHECKING:
    from aiboard.views.board.project import Project

Row = tuple[str, str, str]
"""Front, text, role. A text is wrapped; the front stands beside its first line."""


class _Text(Pager):
    """Rows, wrapped to the width."""

    def __init__(self, title: str, rows: list[Row]) -> None:
        super().__init__()
        self.title_text = title
        self.rows = rows

    def content(self, width: int) -> list[Line]:
        """Title, then the rows."""
        look = self.look
        left = max((paint.width_of(front) for front, _, _ in self.rows), default=0)
        left = min(left + 2, 16) if left else 0
        room = min(width - left - 4, 92)
        out: list[Line] = [[(f"  {self.title_text}", look["strong"])], []]
        for front, text, role in self.rows:
            if not text and not front:
                out.append([])
                continue
            for i, part in enumerate(paint.wrap(text, room, 40) or [""]):
                label: Span = (paint.pad(front if i == 0 else "", left), look["dim"])
                out.append([("  ", look["text"]), label, (part, look[role])])
        return out


class PageScreen(GameBase):
    """Scrolls some rows; `y` copies them and writes them to a file."""

    SCREEN = "page"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("page")

    def __init__(self, title: str, rows: list[Row], name: str = "page") -> None:
        super().__init__()
        self.text = _Text(title, rows)
        self._file = name

    def body(self) -> ComposeResult:
        """The text."""
        yield self.text

    def on_mount(self) -> None:
        """Keys go to the text."""
        self.text.focus()

    def action_copy(self) -> None:
        """Copy it, and write it to a file."""
        from aiboard.tui.copying import copy_out

        text = "\n".join("".join(part for part, _ in line).rstrip() for line in self.text.content(90))
        self.tell(copy_out(self.game_app, text, self._file))


def canvas_rows(found: Project) -> list[Row]:
    """A project's page as rows."""
    rows: list[Row] = []
    if found.scene:
        rows += [("", found.scene, "text"), ("", "", "text")]
    rows += [("Objective", found.objective, "strong"), ("", "", "text")]
    for section in found.sections:
        rows += [(section.name if i == 0 else "", line, "text") for i, line in enumerate(section.lines)]
        rows.append(("", "", "text"))
    if found.note:
        rows += [("Worth", found.note, "text"), ("", "", "text")]
    for i, person in enumerate(found.people):
        about = f"{person.name}, {person.role}" + (f": {person.about}" if person.about else "")
        rows.append(("People" if i == 0 else "", about, "text"))
    return rows
