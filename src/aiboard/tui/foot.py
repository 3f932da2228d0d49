"""What stands under the board: the focused card, what people say and what happened, coach and notices."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiboard.tui import paint
from aiboard.tui.canvas import Canvas
from aiboard.tui.paint import Span
from aiboard.tui.widgets.chart import mode_of, painted
from aiboard.views.charts.text import Chart


@dataclass(frozen=True, slots=True)
class Said:
    """One line with a tone (a role of the palette) and a short word in front of it."""

    text: str
    tone: str = "text"
    front: str = ""


@dataclass(frozen=True, slots=True)
class FootView:
    """Everything the foot shows."""

    title: str = ""
    title_tail: str = ""
    card: tuple[tuple[tuple[str, str], ...], ...] = ()
    log: tuple[Said, ...] = ()
    coach: str = ""
    stops: tuple[str, ...] = ()
    notice: Said = field(default_factory=lambda: Said(""))
    chart: Chart | None = None
    strips: tuple[tuple[str, str, str], ...] = ()


def is_split(width: int, height: int) -> bool:
    """Whether there is room for the chart and the families beside the words."""
    return width >= 120 and height >= 15


class Foot(Canvas):
    """Rule with the card's name, the card, the log, then coach and notice at the bottom."""

    DEFAULT_CSS = "Foot { height: 10; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.view = FootView()

    def show(self, view: FootView) -> None:
        """Show something else; only what differs is painted."""
        if view != self.view:
            self.view = view
            self.update()

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """From the top: rule, card, log; from the bottom: notice, coach. Wide: chart and families at the right."""
        look = self.look
        bottom = self._bottom(width)
        room = height - 1 - len(bottom)
        split = is_split(width, height)
        left = width // 2 - 1 if split else width
        words = self._words(left, room)
        words += [[]] * max(0, room - len(words))
        if split:
            beside = self._beside(width - left - 2, room)
            words = [
                paint.fitted(row, left, look["text"])
                + [("│ ", look["rule"])]
                + (beside[y] if y < len(beside) else [])
                for y, row in enumerate(words)
            ]
        return [self._rule(width), *words[:room], *bottom]

    def _bottom(self, width: int) -> list[list[Span]]:
        look, view = self.look, self.view
        out: list[list[Span]] = []
        if view.coach:
            for i, text in enumerate(paint.wrap(view.coach, width - 6, 2)):
                out.append([(" » " if i == 0 else "   ", look["key"]), (text, look["strong"])])
        stopped = look["accent"]
        most = 2 if len(view.stops) == 1 else 1
        for stop in view.stops:
            for i, text in enumerate(paint.wrap(stop, width - 4, most)):
                out.append([("   " if i else " ■ ", stopped), (text, stopped)])
        if view.notice.text:
            style = look[view.notice.tone]
            for i, text in enumerate(paint.wrap(view.notice.text, width - 4, 2)):
                out.append([(f" {view.notice.front or '■'} " if i == 0 else "   ", style), (text, style)])
        return out

    def _words(self, width: int, room: int) -> list[list[Span]]:
        """The card's rows, a rule, the log."""
        look, view = self.look, self.view
        log_rows = min(len(view.log), max(3, room - len(view.card)))
        card = view.card[: max(0, room - log_rows)]
        out: list[list[Span]] = [[(" ", look["text"]), *((text, look[role]) for text, role in row)] for row in card]
        if view.log and card and room > len(card) + log_rows:
            out.append([("─" * width, look["rule"])])
        for said in view.log[:log_rows]:
            front = f" {said.front.strip()} " if said.front.strip() else " "
            # A whole line on the ground of "ask" would shout.
            tone = "news" if said.tone == "ask" else said.tone
            out.append([(front, look["dim"]), (said.text, look[tone])])
        return out

    def _beside(self, width: int, room: int) -> list[list[Span]]:
        """The chart as large as it may be, then a line a family."""
        look, view = self.look, self.view
        strips: list[list[Span]] = []
        name = max((paint.width_of(name) for name, _, _ in view.strips), default=0)
        marks = min(14, max((len(marks) for _, marks, _ in view.strips), default=0))
        for title, glyphs, text in view.strips:
            front: Span = (paint.pad(title, name + 1), look["strong"])
            strips.append([front, (paint.pad(glyphs, marks + 1), look["accent"]), (text, look["dim"])])
        left = room - len(strips) - 1
        if view.chart is None or left < 6:
            return [[("Approaches", look["heading"])], *strips][:room]
        chart = painted(view.chart, look, width - 1, left, mode_of(self.app))
        return [*chart, [], *strips][:room]

    def _rule(self, width: int) -> list[Span]:
        look, view = self.look, self.view
        if not view.title:
            return [("─" * width, look["rule"])]
        tail = f" {view.title_tail} ──" if view.title_tail else ""
        title = paint.cut(view.title, width - 6 - paint.width_of(tail))
        fill = width - 4 - paint.width_of(title) - paint.width_of(tail)
        return [
            ("── ", look["rule"]),
            (title, look["strong"]),
            (" " + "─" * max(0, fill), look["rule"]),
            (tail, look["dim"]),
        ]
