"""What stands under the board: the focused card in a few lines, what people say and what happened, coach and notices."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiboard.tui import paint
from aiboard.tui.canvas import Canvas
from aiboard.tui.paint import Span


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
    notice: Said = field(default_factory=lambda: Said(""))


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
        """From the top: rule, card, log; from the bottom: notice, coach."""
        look, view = self.look, self.view
        out: list[list[Span]] = [self._rule(width)]
        bottom: list[list[Span]] = []
        if view.coach:
            lines = paint.wrap(view.coach, width - 6, 2)
            for i, text in enumerate(lines):
                bottom.append([(" » " if i == 0 else "   ", look["key"]), (text, look["strong"])])
        if view.notice.text:
            front = view.notice.front or "■"
            bottom.append([(f" {front} ", look[view.notice.tone]), (view.notice.text, look[view.notice.tone])])
        room = height - 1 - len(bottom)
        card = list(view.card)
        log_rows = min(len(view.log), max(3, room - len(card)))
        card = card[: max(0, room - log_rows)]
        for spans in card:
            out.append([(" ", look["text"]), *((text, look[role]) for text, role in spans)])
        free = room - len(card) - log_rows
        if free > 0 and view.log:
            out.append([("─" * width, look["rule"])] if free > 0 and card else [])
            free -= 1
        for said in view.log[:log_rows]:
            front = f" {said.front.strip()} " if said.front.strip() else " "
            out.append([(front, look["dim"]), (said.text, look[said.tone])])
        out += [[]] * max(0, height - len(out) - len(bottom))
        return [*out[: height - len(bottom)], *bottom]

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
