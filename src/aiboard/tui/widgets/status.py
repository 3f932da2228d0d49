"""What stands under the board: the focused card, what people say and what happened, coach and notices."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiboard.tui import cells
from aiboard.tui.cells import Span
from aiboard.tui.panel import Panel
from aiboard.views.board.trouble import GLYPH

if TYPE_CHECKING:
    from aiboard.views.charts.chart import Chart


Row = list[tuple[str, str]]
"""Texts and roles of one line."""


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One line with a tone (a role of the palette) and a short word in front of it."""

    text: str
    tone: str = "text"
    front: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """Everything the pane shows."""

    title: str = ""
    title_tail: str = ""
    card: tuple[tuple[tuple[str, str], ...], ...] = ()
    log: tuple[StatusLine, ...] = ()
    coach: str = ""
    troubles: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    notice: StatusLine = field(default_factory=lambda: StatusLine(""))
    chart: Chart | None = None
    strips: tuple[tuple[str, str, str], ...] = ()


_WIDE = 120
_TROUBLES, _TROUBLES_SMALL = 5, 3
"""What goes wrong, a line each, on a wide screen and on a small one."""


def is_split(width: int, height: int) -> bool:
    """Whether there is room for the chart and the families beside the words."""
    return width >= _WIDE and height >= 15


def wrap_row(row: Row, width: int) -> list[Row]:
    """A row in rows of at most `width` cells: a fact that has no room begins a row of its own."""
    out: list[Row] = [[]]
    for text, role in row:
        if text.startswith("   ") and sum(cells.width_of(part) for part, _ in out[-1]) + cells.width_of(text) > width:
            out.append([])
            text = f"     {text.lstrip()}"
        out[-1].append((text, role))
    return out


def _spread(row: Row, width: int, spare: int) -> list[Row]:
    """A row that is too long in more rows, where so many are to spare; else as it is, to be cut."""
    if sum(cells.width_of(text) for text, _ in row) <= width:
        return [row]
    if len(row) > 1:
        rows = wrap_row(row, width)
    else:
        rows = [[(part, role)] for text, role in row for part in cells.wrap(text, width, spare + 1)]
    return rows if len(rows) <= spare + 1 else [row]


def _ended(log: list[list[Span]], max_rows: int, width: int) -> list[list[Span]]:
    """The first rows of a log; where the last of them is not the end of its text, a sign that there is more."""
    out = log[:max_rows]
    # The first row of a text has its day or its mark in front.
    if out and len(log) > max_rows and not log[max_rows][0][0].strip():
        *front, (text, style) = out[-1]
        out[-1] = [*front, (cells.cut(f"{text} …", width - sum(cells.width_of(part) for part, _ in front)), style)]
    return out


class StatusPane(Panel):
    """Rule with the card's name, the card, the log, then coach and notice at the bottom."""

    DEFAULT_CSS = "StatusPane { height: 10; }"

    def __init__(self) -> None:
        super().__init__()
        self.status = Status()

    def show(self, status: Status) -> None:
        """Show something else; only what differs is drawn."""
        # Most keys change nothing here: no paint.
        if status != self.status:
            self.status = status
            self.update()

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """From the top: rule, card, log; from the bottom: notice, coach. Wide: chart and families at the right."""
        look = self.look
        bottom = self._bottom(width, height)
        room = height - 1 - len(bottom)
        split = is_split(width, height)
        left_width = width // 2 - 1 if split else width
        words = self._words(left_width, room)
        words += [[]] * max(0, room - len(words))
        # Wide terminals: what is known of the card and its chart are read together.
        if split:
            beside = self._beside(width - left_width - 2, room)
            words = cells.two_panes(words, beside, left_width, len(words), look["text"], look["rule"])
        return [self._rule(width), *words[:room], *bottom]

    def _bottom(self, width: int, height: int) -> list[list[Span]]:
        """Coach, troubles, stops, notice; each in two rows where all of them take no more than half of the pane."""
        status = self.status
        max_troubles = _TROUBLES if width >= _WIDE else _TROUBLES_SMALL
        troubles = status.troubles[:max_troubles]
        if len(status.troubles) > max_troubles:
            troubles = (*troubles[:-1], f"and {len(status.troubles) - max_troubles + 1} more: w, trouble")
        notice = status.notice
        rows: list[list[Span]] = []
        for max_rows in (2, 1):
            rows = [
                *self._rows(" » ", status.coach, "strong", width, 2, "key"),
                *(row for text in troubles for row in self._rows(f" {GLYPH} ", text, "warn", width, max_rows)),
                *(row for text in status.stops for row in self._rows(" ■ ", text, "accent", width, max_rows)),
                *self._rows(f" {notice.front or '■'} ", notice.text, notice.tone, width, 2),
            ]
            if len(rows) <= height // 2:
                break
        return rows

    def _rows(self, front: str, text: str, role: str, width: int, max_rows: int, mark: str = "") -> list[list[Span]]:
        """A text in at most so many rows, its mark before the first; none for no text."""
        return cells.hanging_indent(front, self.look[mark or role], text, self.look[role], width - 4, max_rows)

    def _words(self, width: int, room: int) -> list[list[Span]]:
        """The card's rows, a rule, the log."""
        look, status = self.look, self.status
        # Three lines of what happened stay, however much is known of the card; each in two rows where there is room.
        free = max(3, room - len(status.card) - 1)
        log = self._log(width, 2)
        if len(log) > free:
            log = self._log(width, 1)
        log_rows = min(len(log), max(3, room - len(status.card)))
        card: list[Row] = []
        spare = room - log_rows - len(status.card) - bool(log)
        for row in status.card[: max(0, room - log_rows)]:
            rows = _spread(list(row), width - 2, max(0, spare))
            spare -= len(rows) - 1
            card += rows
        out: list[list[Span]] = [[(" ", look["text"]), *((text, look[role]) for text, role in row)] for row in card]
        if log and card and room > len(card) + log_rows:
            out.append([("─" * width, look["rule"])])
        return out + _ended(log, log_rows, width)

    def _log(self, width: int, max_rows: int) -> list[list[Span]]:
        """What happened, each in at most so many rows, the day before the first of them."""
        look = self.look
        out: list[list[Span]] = []
        for line in self.status.log:
            front = f" {line.front.strip()} " if line.front.strip() else " "
            # A whole line on the ground of "ask" would shout.
            tone = "news" if line.tone == "ask" else line.tone
            out += cells.hanging_indent(
                front, look["dim"], line.text, look[tone], width - cells.width_of(front) - 1, max_rows
            )
        return out

    def _beside(self, width: int, room: int) -> list[list[Span]]:
        """The chart as large as it may be, then a line a family."""
        look, status = self.look, self.status
        strips: list[list[Span]] = []
        name = max((cells.width_of(name) for name, _, _ in status.strips), default=0)
        marks = min(14, max((len(marks) for _, marks, _ in status.strips), default=0))
        for title, signs, text in status.strips:
            front: Span = (cells.pad(title, name + 1), look["strong"])
            strips.append([front, (cells.pad(cells.cut(signs, marks), marks + 1), look["accent"]), (text, look["dim"])])
        remaining = room - len(strips) - 1
        if status.chart is None or remaining < 6:
            return [[("Approaches", look["heading"])], *strips][:room]
        # Late: a game begins without anything to draw.
        from aiboard.tui.widgets.chart import mode_of, spans_of

        chart = spans_of(status.chart, look, width - 1, remaining, mode_of(self.app))
        return [*chart, [], *strips][:room]

    def _rule(self, width: int) -> list[Span]:
        look, status = self.look, self.status
        if not status.title:
            return [("─" * width, look["rule"])]
        tail = f" {status.title_tail} ──" if status.title_tail else ""
        title = cells.cut(status.title, width - 6 - cells.width_of(tail))
        fill = width - 4 - cells.width_of(title) - cells.width_of(tail)
        return [
            ("── ", look["rule"]),
            (title, look["strong"]),
            (" " + "─" * max(0, fill), look["rule"]),
            (tail, look["dim"]),
        ]
