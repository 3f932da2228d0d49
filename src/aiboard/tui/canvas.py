"""A Line-API widget that repaints only the cells that changed. Every panel of the game is one.

A subclass gives the whole picture as lines of spans; `update` compares it with what is on the screen and asks for the
smallest regions. A cursor move then costs a few hundred bytes, which matters over a network.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from aiboard.tui import paint, themes
from aiboard.tui.paint import Span


class Canvas(Widget):
    """Draws `draw(width, height)`; call `update` when what it draws may have changed."""

    DEFAULT_CSS = "Canvas { width: 100%; height: 1fr; }"

    can_focus = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: list[list[Segment]] = []
        self._shape = (0, 0)
        self._look: themes.Palette | None = None

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """The picture: at most `height` lines of at most `width` cells."""
        raise NotImplementedError

    @property
    def look(self) -> themes.Palette:
        """The palette in use."""
        return themes.of(self.app)

    def update(self) -> None:
        """Draw again and repaint what differs."""
        width, height = self.size
        if not width or not height:
            return
        if not self._rows or self._shape != (width, height) or self._look is not self.look:
            self._rows = []
            self.refresh()
            return
        fresh = self._build(width, height)
        regions = [
            region
            for y, (old, new) in enumerate(zip(self._rows, fresh, strict=True))
            if (region := _difference(old, new, y)) is not None
        ]
        self._rows = fresh
        if regions:
            self.refresh(*regions)

    def _build(self, width: int, height: int) -> list[list[Segment]]:
        look = self.look
        # The Line API paints no background under segments that have none.
        ground = Style() if look.ansi else Style(bgcolor=self.background_colors[1].rich_color)
        rest = ground + look["text"]
        rows = [
            list(Segment.apply_style(paint.line(spans, width, rest), ground))
            for spans in self.draw(width, height)[:height]
        ]
        while len(rows) < height:
            rows.append([Segment(" " * width, rest)])
        self._shape, self._look = (width, height), look
        return rows

    def render_line(self, y: int) -> Strip:
        """One line, exactly as wide as the widget."""
        width, height = self.size
        if not self._rows or self._shape != (width, height) or self._look is not self.look:
            self._rows = self._build(width, height)
        if y >= len(self._rows):
            return Strip.blank(width)
        return Strip(self._rows[y], width)

    def on_resize(self, event: events.Resize) -> None:
        """A new size is a new picture; it is drawn when lines are next asked for."""
        self._rows = []

    def text(self) -> str:
        """What is drawn, as plain text (for copying, and for tests)."""
        width, height = self.size
        return "\n".join("".join(s.text for s in row).rstrip() for row in self._build(width, height))


def _difference(old: list[Segment], new: list[Segment], y: int) -> Region | None:
    """The part of line `y` in which two rows of the same width differ."""
    if old == new:
        return None
    head = 0
    left = 0
    shortest = min(len(old), len(new))
    while head < shortest and old[head] == new[head]:
        left += new[head].cell_length
        head += 1
    tail = 0
    right = 0
    while tail < shortest - head and old[-1 - tail] == new[-1 - tail]:
        right += new[-1 - tail].cell_length
        tail += 1
    total = sum(segment.cell_length for segment in new)
    return Region(left, y, max(1, total - left - right), 1)
