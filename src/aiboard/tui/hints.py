"""The hint bar: one line at the bottom, `?` first and never cut. Not the stock Footer, which leaks on focus changes."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from aiboard.tui import keys, paint, themes


class HintBar(Widget):
    """Keys of the current screen with one word each, as many as fit; `tail` stands at the right end if there is room."""

    DEFAULT_CSS = "HintBar { height: 1; width: 100%; dock: bottom; }"

    def __init__(self, hints: list[tuple[str, str]], tail: str = "") -> None:
        super().__init__()
        self.can_focus = False
        self._hints = hints
        self._tail = tail

    def show(self, hints: list[tuple[str, str]], tail: str = "") -> None:
        """Other hints; repaints only when they differ."""
        if (hints, tail) != (self._hints, self._tail):
            self._hints, self._tail = hints, tail
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The bar."""
        look = themes.of(self.app)
        width = self.size.width
        tail = self._tail if paint.width_of(self._tail) < width // 3 else ""
        room = width - paint.width_of(tail) - 1
        out: list[Segment] = [Segment(" ")]
        used = 1
        for key, word in self._hints:
            need = paint.width_of(key) + (1 + paint.width_of(word) if word else 0)
            if used + need > room:
                break
            out.append(Segment(key, look["key"]))
            if word:
                out.append(Segment(" " + word, look["dim"]))
            out.append(Segment("  "))
            used += need + 2
        used = sum(segment.cell_length for segment in out)
        if tail:
            out.append(Segment(" " * max(0, width - used - paint.width_of(tail) - 1)))
            out.append(Segment(tail + " ", look["faint"]))
        return Strip(out).adjust_cell_length(width)


def hints_of(screen: str, table: tuple[keys.Key, ...] = keys.TABLE) -> list[tuple[str, str]]:
    """The hints of a screen, from the key table: (key, word)."""
    return [(keys.shown(key.keys[0]), key.hint) for key in keys.on_screen(screen, table) if key.hint]
