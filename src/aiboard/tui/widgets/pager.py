"""Long content in a small place: lines with a window over them, moved by keys; and bindings from the action rows."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from aiboard.tui import keys
from aiboard.tui.canvas import Canvas
from aiboard.tui.paint import Span, line
from aiboard.tui.widgets.actions import ACTIONS

Line = list[Span]


def bound(*panes: str) -> list[BindingType]:
    """Textual bindings of this package's panes; the ids are those of the one key table, so a keymap moves them."""
    out: list[BindingType] = []
    for pane, name, names, _, help, _ in ACTIONS:
        if pane not in panes:
            continue
        pressed = names.split()
        if pressed[0].isdigit():
            out += [Binding(k, f"{name}({k})", help, show=False, id=f"{pane}.{name}.{k}") for k in pressed]
        else:
            out.append(Binding(",".join(pressed), name, help, show=False, id=f"{pane}.{name}"))
    return out


class Pager(Canvas):
    """Lines that scroll. A subclass gives all of them in `content`; a bar at the right edge shows where the window is.

    With `cursor` set to a line's number that line is kept in view.
    """

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("page")
    can_focus = True

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.offset_rows = 0
        self.cursor: int | None = None
        self._length = 0

    def content(self, width: int) -> list[Line]:
        """All lines, at most `width` cells each."""
        raise NotImplementedError

    def draw(self, width: int, height: int) -> list[Line]:
        """The window, with a bar at the right edge when there is more than fits."""
        rows = self.content(width)
        if len(rows) > height:
            rows = self.content(width - 2)
        self._length = len(rows)
        if self.cursor is not None:
            self.offset_rows = min(self.offset_rows, self.cursor)
            self.offset_rows = max(self.offset_rows, self.cursor - height + 1)
        self.offset_rows = max(0, min(self.offset_rows, len(rows) - height))
        shown = rows[self.offset_rows : self.offset_rows + height]
        if len(rows) <= height:
            return shown
        return [self._with_bar(row, y, width, height) for y, row in enumerate(shown)]

    def _with_bar(self, row: Line, y: int, width: int, height: int) -> Line:
        size = max(1, height * height // self._length)
        start = (height - size) * self.offset_rows // max(1, self._length - height)
        inside = start <= y < start + size
        bar = ("█" if inside else "│", self.look["faint" if inside else "rule"])
        segments = line(row, width - 1, self.look["text"])
        return [(s.text, s.style or self.look["text"]) for s in segments] + [bar]

    @property
    def at_end(self) -> bool:
        """Whether the last line is in view."""
        return self.offset_rows + self.size.height >= self._length

    def go_to(self, row: int) -> None:
        """Put a line at the top of the window, as far as there are lines."""
        self.offset_rows = max(0, row)
        self.update()

    def action_up(self) -> None:
        """One line up."""
        self.go_to(self.offset_rows - 1)

    def action_down(self) -> None:
        """One line down."""
        self.go_to(self.offset_rows + 1)

    def action_page_up(self) -> None:
        """One window up, a line of it kept."""
        self.go_to(self.offset_rows - max(1, self.size.height - 1))

    def action_page_down(self) -> None:
        """One window down, a line of it kept."""
        self.go_to(self.offset_rows + max(1, self.size.height - 1))

    def action_top(self) -> None:
        """To the first line."""
        self.go_to(0)

    def action_bottom(self) -> None:
        """To the last line."""
        self.go_to(self._length)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves three lines."""
        event.stop()
        self.go_to(self.offset_rows + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves three lines."""
        event.stop()
        self.go_to(self.offset_rows - 3)
