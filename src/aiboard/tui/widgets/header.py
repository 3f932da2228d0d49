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
#: Cells from which on a warning keeps its subject.
_WIDE = 110

#: The rank of what waiting costs; what runs by the day comes after it.
_WAITING: Final = 5

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
        marked, marked_fits = self._fullest(head, width, self.mark)
        unmarked, unmarked_fits = self._fullest(head, width, "")
        # Every number, and which project it is, come before what kind of game; a warning gives way to nothing.
        return [unmarked if self.mark == PRACTICE and unmarked_fits > marked_fits else marked]

    def _fullest(self, head: Header, width: int, mark: str) -> tuple[list[Span], tuple[int, int, bool]]:
        """The line with the hours in as many words as take the place of nothing else."""
        lines = [self._line(head, width, mark, hours) for hours in (head.hours_left, head.brief_hours, head.cells)]
        # The first of the fullest: words where there is room, then the number alone, then only its cells.
        return max(lines, key=lambda line: line[1])

    def _line(self, head: Header, width: int, mark: str, hours: str) -> tuple[list[Span], tuple[int, int, bool]]:
        """The line with this mark and these hours, how many parts it has room for, and whether the title has any."""
        look = self.look
        plain, strong, dim = look["bar"], look["bar.strong"], look["bar.dim"]
        # Mark and hours stand at the right edge, so that the eye finds them in one place.
        tail: list[Span] = []
        if mark:
            tail.append((f" {mark} ", look["bar.warn"]))
        if hours:
            tail.append((f" {hours} ", look["bar.accent"]))
        room = width - sum(cells.width_of(text) for text, _ in tail)
        parts = self._parts(head, width)
        fitted = _as_fit(parts, room)
        # The title comes last: whoever plays knows which project it is.
        used = 0
        out: list[Span] = []
        for _, part in fitted:
            out += [*part, ("  ", plain)]
            used += _width(part)
        if fitted and len(fitted) < len(parts):
            # In the place of the last blanks: something was left out.
            out[-1] = (" …", dim)
        title = cells.cut(head.title, room - used - 3)
        titled = bool(title) and (title == head.title or cells.width_of(title) >= _TITLE)
        if titled:
            out = [(f" {title} ", strong), *out]
            used += cells.width_of(title) + 2
        out.append((" " * max(0, room - used), plain))
        # Before the number of parts come those that are more than what runs by the day, which fills what is left.
        return [*out, *tail], (sum(rank <= _WAITING for rank, _ in fitted), len(fitted), titled)

    def _parts(self, head: Header, width: int) -> list[tuple[int, list[Span]]]:
        """The parts from left to right, each with its rank: 0 is given room first."""
        look = self.look
        plain, dim = look["bar"], look["bar.dim"]
        calendar = f"S{head.sprint} D{head.day} {head.weekday}" if not head.over else "finished"
        booked = look["bar.bad" if head.booked.startswith(fmt.MINUS) else "bar.good"]
        earns = "bar" if head.live == "$0" else "bar.bad" if head.live.startswith(fmt.MINUS) else "bar.good"
        parts: list[tuple[int, list[Span]]] = [
            (0, [(f" {calendar}", look["bar.strong"])]),
            (1, _money("booked", head.booked, booked, dim)),
            (2, _money("live", f"{head.live}/d", look[earns], dim)),
            (_WAITING + 1, _money("burn", f"{head.burn}/d", plain, dim)),
        ]
        if head.warning:
            # Its subject goes where it would take the place of the next promise.
            warning = head.warning if width >= _WIDE else head.brief_warning
            parts.append((3, [(warning, look["bar.bad"])]))
        if head.due is not None:
            parts.append((4, _money("due", head.due.text, look["bar.warn" if head.due.ahead < 2 else "bar"], dim)))
        if head.waiting:
            parts.append((_WAITING, _money("waiting", f"{head.waiting}/d", look["bar.warn"], dim)))
        return parts


def _as_fit(parts: list[tuple[int, list[Span]]], room: int) -> list[tuple[int, list[Span]]]:
    """The parts that fit into `room` cells, given room by their rank, in their own order."""
    fitted = []
    for part in sorted(parts, key=lambda one: one[0]):
        if _width(part[1]) > room:
            # A part that is less important must not take the place of one that did not fit; but where what waiting
            # costs has no room, what runs by the day may have.
            if part[0] < _WAITING:
                break
            continue
        room -= _width(part[1])
        fitted.append(part)
    return [part for part in parts if part in fitted]


def _width(part: list[Span]) -> int:
    """Cells of a part and of the two blanks after it."""
    return sum(cells.width_of(text) for text, _ in part) + 2


def _money(word: str, value: str, style: Style, dim: Style) -> list[Span]:
    return [(f"{word} ", dim), (value, style)]
