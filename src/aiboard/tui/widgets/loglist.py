"""A long list of dated lines that can be searched: found words are marked, and one key goes from one to the next."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style

from aiboard.tui import paint
from aiboard.tui.widgets.pager import Line, Pager
from aiboard.views import fmt

Entry = tuple[str, str, str]
"""Front (a day), text, role of the palette. Texts are wrapped; the front stands beside the first line."""

_WIDEST = 100


class LogList(Pager):
    """Entries under a title, with the words searched for marked."""

    def __init__(self, title: str, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.title_text = title
        self.entries = list(entries)
        self.words = ""
        #: Line numbers of the found entries, and which of them was gone to last.
        self.found: list[int] = []
        self.at = -1
        self._made: tuple[object, list[Line]] | None = None

    def content(self, width: int) -> list[Line]:
        """All lines; made again only when the width, the words or the colours change."""
        key = (width, self.words, self.look.name)
        if self._made is None or self._made[0] != key:
            self._made = (key, self._make(width))
        return self._made[1]

    def _make(self, width: int) -> list[Line]:
        look = self.look
        left = min(14, max((paint.width_of(front) for front, _, _ in self.entries), default=0) + 2)
        room = max(10, min(_WIDEST, width - left - 3))
        wanted = self.words.lower()
        out: list[Line] = [[("  ", look["text"]), (self.title_text, look["strong"])], []]
        self.found = []
        for front, text, role in self.entries:
            if wanted and wanted in text.lower():
                self.found.append(len(out))
            for i, part in enumerate(paint.wrap(text, room, 40) or [""]):
                day = paint.pad(front if i == 0 else "", left)
                out.append([("  ", look["text"]), (day, look["dim"]), *marked(part, wanted, look[role], look["flash"])])
        return out

    def look_for(self, words: str) -> None:
        """Mark these words and go to the first line that has them; empty words mark nothing."""
        self.words = words.strip()
        self.at = -1
        self.update()
        if self.found:
            self.step(1)

    def step(self, by: int) -> None:
        """To the next found line, or the one before; round at the ends."""
        if self.found:
            self.at = (self.at + by) % len(self.found) if self.at >= 0 or by > 0 else len(self.found) - 1
            self.go_to(self.found[self.at] - self.size.height // 3)

    def tally(self) -> str:
        """What the search found, in words."""
        if not self.words:
            return ""
        if not self.found:
            return "no line has that"
        return f"{self.at + 1} of {fmt.count(len(self.found), 'line')}"


def marked(text: str, wanted: str, style: Style, mark: Style) -> Line:
    """The text with every place of `wanted` (small letters) marked."""
    lower = text.lower()
    # A letter whose small form is longer would shift the places found.
    if not wanted or len(lower) != len(text):
        return [(text, style)]
    out: Line = []
    start = 0
    while (place := lower.find(wanted, start)) >= 0:
        if place > start:
            out.append((text[start:place], style))
        start = place + len(wanted)
        out.append((text[place:start], mark))
    if start < len(text) or not out:
        out.append((text[start:], style))
    return out
