"""A Line-API widget that repaints only the cells that changed. Every panel of the game is one.

A subclass gives the whole picture as lines of spans; `update` compares it with what is on the screen and asks for the
smallest regions. A cursor move then costs a few hundred bytes, which matters over a network.
"""

from __future__ import annotations

from functools import partialmethod
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from aiboard.tui import cells, themes
from aiboard.tui.cells import Line


class Panel(Widget):
    """Draws `draw(width, height)`; call `update` when what it draws may have changed."""

    DEFAULT_CSS = "Panel { width: 100%; height: 1fr; }"

    can_focus = False

    def __init__(self) -> None:
        super().__init__()
        self._spans: list[Line] = []
        self._strips: list[Strip | None] = []
        self._shape = (0, 0)
        self._look: themes.Palette | None = None
        #: Each style on the panel's ground, as far as it was asked for.
        self._grounded: dict[Style | None, Style] = {}
        self.wrong = ""

    def draw(self, width: int, height: int) -> list[Line]:
        """The picture: at most `height` lines of at most `width` cells."""
        raise NotImplementedError

    def fail(self, reason: str) -> None:
        """What it should show could not be had: say why instead."""
        self.wrong = reason
        self.update()

    @property
    def look(self) -> themes.Palette:
        """The palette in use."""
        return themes.palette_of(self.app)

    def update(self) -> None:
        """Draw again and repaint what differs."""
        width, height = self.size
        # Not laid out yet: the first paint draws it.
        if not width or not height:
            return
        if not self._spans or self._shape != (width, height) or self._look is not self.look:
            self._spans = []
            self.refresh()
            return
        # Lines are compared rather than watched for: a whole repaint costs ten times the bytes of one line.
        fresh = self._drawn(width, height)
        regions = []
        for y, (old, new) in enumerate(zip(self._spans, fresh, strict=True)):
            if old != new:
                self._strips[y] = None
                regions.append(_difference(old, new, y, width))
        self._spans = fresh
        if regions:
            self.refresh(*regions)

    def _drawn(self, width: int, height: int) -> list[Line]:
        rows = self._failure(width) if self.wrong else self.draw(width, height)[:height]
        rows += [[] for _ in range(height - len(rows))]
        return rows

    def _failure(self, width: int) -> list[Line]:
        return [[], *([(f"  {text}", self.look["warn"])] for text in cells.wrap(self.wrong, width - 4, 8))]

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region. Whether all has to be drawn anew is asked once, not for each line."""
        width, height = self.size
        if not self._spans or self._shape != (width, height) or self._look is not self.look:
            self._spans = self._drawn(width, height)
            self._strips = [None] * height
            self._shape, self._look = (width, height), self.look
            self._grounded = {}
        # A panel has no border, padding or tint: to ask a style sheet for them takes as long as the line itself.
        strips = [self.render_line(y) for y in crop.line_range]
        ground = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, ground) for strip in strips]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """One line, exactly as wide as the widget was when it was last drawn."""
        width = self._shape[0]
        if y >= len(self._spans):
            return Strip.blank(width)
        strip = self._strips[y]
        if strip is None:
            strip = self._strips[y] = self._strip(self._spans[y], width)
        return strip

    def _strip(self, spans: Line, width: int) -> Strip:
        segments = cells.line(spans, width, self.look["text"])
        return Strip(cells.merge_segments(Segment(text, self._on_ground(style)) for text, style, _ in segments), width)

    def _on_ground(self, style: Style | None) -> Style:
        """The style with the panel's background: the Line API paints none under segments that have none."""
        combined = self._grounded.get(style)
        if combined is None:
            ground = Style() if self.look.ansi else Style(bgcolor=self.background_colors[1].rich_color)
            combined = self._grounded[style] = ground + style
        return combined

    def on_resize(self, event: events.Resize) -> None:
        """A new size is a new picture; it is drawn when lines are next asked for."""
        self._spans = []

    def text(self) -> str:
        """What is drawn, as plain text (for copying, and for tests)."""
        width, height = self.size
        return "\n".join("".join(text for text, _ in row).rstrip() for row in self._drawn(width, height))


class Cursor:
    """Lines with a cursor on one of them, which keys move; `WRAPS` takes it from the last line to the first."""

    WRAPS: ClassVar[bool] = True
    at: int = 0

    def count(self) -> int:
        """How many lines the cursor can be on."""
        raise NotImplementedError

    def redraw(self) -> None:
        """The cursor has moved."""
        raise NotImplementedError

    def move(self, by: int) -> None:
        """Up or down by some lines."""
        count, at = self.count(), self.at + by
        if count:
            self.at = at % count if self.WRAPS else max(0, min(count - 1, at))
            self.redraw()

    action_up = partialmethod(move, -1)
    action_down = partialmethod(move, 1)
    action_page_up = partialmethod(move, -10)
    action_page_down = partialmethod(move, 10)


class ListPanel(Cursor, Panel):
    """A panel with a cursor on one of its lines."""

    def redraw(self) -> None:
        """The cursor has moved."""
        self.update()


class Pager(Panel):
    """Lines that scroll. A subclass gives all of them in `content`; a bar at the right edge shows where the window is.

    With `cursor` set to a line's number that line is kept in view.
    """

    def __init__(self) -> None:
        super().__init__()
        self.offset_rows = 0
        self.cursor: int | None = None
        self._length = 0

    def content(self, width: int) -> list[Line]:
        """All lines, at most `width` cells each."""
        raise NotImplementedError

    def draw(self, width: int, height: int) -> list[Line]:
        """The window, with a bar at the right edge when there is more than fits."""
        rows = self.content(width)
        # The bar takes two columns, so that the text is wrapped again for what is left.
        if len(rows) > height:
            rows = self.content(width - 2)
        self._length = len(rows)
        # The cursor's line stays in view whatever was scrolled before.
        if self.cursor is not None:
            self.offset_rows = min(self.offset_rows, self.cursor)
            self.offset_rows = max(self.offset_rows, self.cursor - height + 1)
        self.offset_rows = max(0, min(self.offset_rows, len(rows) - height))
        visible = rows[self.offset_rows : self.offset_rows + height]
        if len(rows) <= height:
            return visible
        return [self._with_bar(row, y, width, height) for y, row in enumerate(visible)]

    def _with_bar(self, row: Line, y: int, width: int, height: int) -> Line:
        # As long in the bar as the window is in the text.
        size = max(1, height * height // self._length)
        start = (height - size) * self.offset_rows // max(1, self._length - height)
        inside = start <= y < start + size
        bar = ("█" if inside else "│", self.look["faint" if inside else "rule"])
        segments = cells.line(row, width - 1, self.look["text"])
        return [(s.text, s.style or self.look["text"]) for s in segments] + [bar]

    @property
    def at_end(self) -> bool:
        """Whether the last line is in view."""
        return self.offset_rows + self.size.height >= self._length

    def go_to(self, row: int) -> None:
        """Put a line at the top of the window, as far as there are lines."""
        self.offset_rows = max(0, row)
        self.update()

    def scroll(self, lines: int = 0, pages: int = 0) -> None:
        """Move the window; a page keeps one line of the last one."""
        self.go_to(self.offset_rows + lines + pages * max(1, self.size.height - 1))

    action_up = partialmethod(scroll, -1)
    action_down = partialmethod(scroll, 1)
    action_page_up = partialmethod(scroll, 0, -1)
    action_page_down = partialmethod(scroll, 0, 1)

    def action_top(self) -> None:
        """To the first line."""
        self.go_to(0)

    def action_bottom(self) -> None:
        """To the last line."""
        self.go_to(self._length)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves three lines."""
        event.stop()
        self.scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves three lines."""
        event.stop()
        self.scroll(-3)

    def plain(self, width: int) -> str:
        """All of it as text, for copying."""
        return "\n".join("".join(text for text, _ in row).rstrip() for row in self.content(width))


def _difference(old: Line, new: Line, y: int, width: int) -> Region:
    """A part of line `y` outside which two rows look the same. Rows end in blanks of one style."""
    shortest = min(len(old), len(new))
    head = 0
    while head < shortest and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shortest - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    # What both have is measured once.
    left, after = _width(new[:head]), _width(new[len(new) - tail :])
    old_width = left + _width(old[head : len(old) - tail]) + after
    new_width = left + _width(new[head : len(new) - tail]) + after
    right = max(old_width, new_width)
    if right > width:
        # A cut row ends in an ellipsis whose place depends on the whole last text; it may cut a wide letter in two.
        left = max(0, min(left, width - 2))
        return Region(left, y, width - left, 1)
    # The same style: the text may agree a little further.
    if head < shortest and old[head][1] is new[head][1]:
        left += _common(old[head][0], new[head][0])
    if old_width == new_width:
        right -= after
    left = min(left, width - 1)
    return Region(left, y, max(1, right - left), 1)


def _width(spans: Line) -> int:
    return sum([cells.width_of(text) for text, _ in spans])


def _common(one: str, other: str) -> int:
    """Cells at the front in which two texts agree; only where every character is one cell wide."""
    count = 0
    for a, b in zip(one, other, strict=False):
        # Two characters may share cells (a wide letter, a combining mark): those are repainted whole.
        if a != b or not (a.isascii() or a == "─"):
            break
        count += 1
    return count
