"""The hint bar: one line at the bottom, `?` first and never cut. Not the stock Footer, which leaks on focus changes."""

from __future__ import annotations

from aiboard.tui import keys, paint
from aiboard.tui.canvas import Canvas
from aiboard.tui.paint import Span

Hints = list[tuple[str, str]]
"""Keys and one word each, most important first."""


class HintBar(Canvas):
    """As many hints as fit; `tail` stands at the right end if there is room."""

    DEFAULT_CSS = "HintBar { height: 1; width: 100%; dock: bottom; }"

    def __init__(self, hints: Hints, tail: str = "") -> None:
        super().__init__()
        self._hints = hints
        self._tail = tail
        self._told = ""

    def tell(self, text: str, seconds: float = 8.0) -> None:
        """Say something in the place of the hints, for a while."""
        self._told = text
        self.update()
        self.set_timer(seconds, lambda: self._forget(text))

    def _forget(self, text: str) -> None:
        if self._told == text:
            self._told = ""
            self.update()

    def show(self, hints: Hints, tail: str = "") -> None:
        """Other hints; repaints only when they differ."""
        if (hints, tail) != (self._hints, self._tail):
            self._hints, self._tail = hints, tail
            self.update()

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """The bar."""
        look = self.look
        if self._told:
            return [[(" ", look["text"]), (self._told, look["good"])]]
        tail = f" {self._tail} " if self._tail else ""
        out: list[Span] = [(" ", look["text"])]
        used = 1
        for key, word in self._hints:
            need = paint.width_of(key) + (1 + paint.width_of(word) if word else 0)
            if used + need > width - 1:
                break
            out.append((key, look["key"]))
            if word:
                out.append((f" {word}", look["dim"]))
            out.append(("  ", look["text"]))
            used += need + 2
        room = width - used
        if tail and paint.width_of(tail) <= room:
            out += [(" " * (room - paint.width_of(tail)), look["text"]), (tail, look["faint"])]
        return [out]


def hints_of(screen: str, table: tuple[keys.Key, ...] = keys.TABLE) -> Hints:
    """The hints of a screen, from the key table: (key, word)."""
    return [(keys.shown(key.keys[0]), key.hint) for key in keys.on_screen(screen, table) if key.hint]


def named(screen: str, table: tuple[keys.Key, ...], names: list[str]) -> Hints:
    """The hints of some actions of a screen, in this order."""
    rows = {key.name: key for key in keys.on_screen(screen, table)}
    return [(keys.shown(rows[name].keys[0]), rows[name].hint or rows[name].name) for name in names if name in rows]
