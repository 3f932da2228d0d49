"""The header: one line with the calendar, the money, the next promise and the hours. Numbers are the view's."""

from __future__ import annotations

from typing import Final

from rich.style import Style

from aiboard.tui import cells
from aiboard.tui.cells import Span
from aiboard.tui.panel import Panel
from aiboard.views import fmt
from aiboard.views.board.header import Header

#: A title cut to fewer cells than this says nothing.
_TITLE = 14
#: Cells from which on the hours are written out beside their marks.
_WIDE = 110


PRACTICE: Final = "practice"
"""The mark of a game that cannot be ranked."""


class HeaderBar(Panel):
    """One line. Parts that do not fit are left out from the least important on; the hours stay."""

    DEFAULT_CSS = "HeaderBar { height: 1; dock: top; }"

    def __init__(self) -> None:
        super().__init__()
        self.head: Header | None = None
        self.mark = ""

    def show(self, head: Header, mark: str = "") -> None:
        """Another header; `mark` is a word about the game ("practice", "read only")."""
        if (head, mark) != (self.head, self.mark):
            self.head, self.mark = head, mark
            self.update()

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """Title, calendar, money, due, hours."""
        head = self.head
        if head is None:
            return [[(" " * width, self.look["bar"])]]
        marked, both = self._line(head, width, self.mark)
        plain, titled = self._line(head, width, "")
        # Which project it is comes before what kind of game; a warning gives way to nothing.
        return [plain if self.mark == PRACTICE and titled and not both else marked]

    def _line(self, head: Header, width: int, mark: str) -> tuple[list[Span], bool]:
        """The line with this mark, and whether it has room for the title."""
        look = self.look
        plain, strong, dim = look["bar"], look["bar.strong"], look["bar.dim"]
        tail: list[Span] = []
        if mark:
            tail.append((f" {mark} ", look["bar.warn"]))
        if head.cells:
            tail.append((f" {head.hours_left if width >= _WIDE else head.cells} ", look["bar.accent"]))
        room = width - sum(cells.width_of(text) for text, _ in tail)
        calendar = f"S{head.sprint} D{head.day} {head.weekday}" if not head.over else "finished"
        groups: list[list[Span]] = [
            [(f" {calendar}", strong)],
            _money("booked", head.booked, look["bar.bad" if head.booked.startswith(fmt.MINUS) else "bar.good"], dim),
        ]
        earns = "bar" if head.live == "$0" else "bar.bad" if head.live.startswith(fmt.MINUS) else "bar.good"
        groups.append(_money("live", f"{head.live}/d", look[earns], dim))
        groups.append(_money("burn", f"{head.burn}/d", plain, dim))
        if head.warning:
            groups.append([(head.warning, look["bar.bad"])])
        if head.due is not None:
            groups.append(_money("due", head.due.text, look["bar.warn" if head.due.ahead < 2 else "bar"], dim))
        if head.waiting:
            groups.append(_money("waiting", f"{head.waiting}/d", look["bar.warn"], dim))
        used = 0
        out: list[Span] = []
        for group in groups:
            need = sum(cells.width_of(text) for text, _ in group) + 2
            # Groups come in the order of their weight: the first that does not fit ends the line.
            if used + need > room:
                break
            out += [*group, ("  ", plain)]
            used += need
        title = cells.cut(head.title, room - used - 3)
        titled = bool(title) and (title == head.title or cells.width_of(title) >= _TITLE)
        if titled:
            out = [(f" {title} ", strong), *out]
            used += cells.width_of(title) + 2
        out.append((" " * max(0, room - used), plain))
        return [*out, *tail], titled


def _money(word: str, value: str, style: Style, dim: Style) -> list[Span]:
    return [(f"{word} ", dim), (value, style)]
