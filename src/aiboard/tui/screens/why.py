"""`w`: what a number is, what moved it, what could be done. A page a topic, left and right between them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from aiboard.engine.model.board import Board
from aiboard.tui import keys, paint
from aiboard.tui.paint import Span
from aiboard.tui.screens.base import GameBase
from aiboard.tui.widgets.pager import Line, Pager
from aiboard.views.why.topics import ABOUT_ONE, Topic, why

_CARD = (Topic.CARD, Topic.SCORE, Topic.ODDS, Topic.GATE)
_PROJECT = (
    Topic.BOOKED,
    Topic.LIVE,
    Topic.BURN,
    Topic.WAITING,
    Topic.DUE,
    Topic.FORECAST,
    Topic.SPEED,
    Topic.HOURS,
)


class _Answer(Pager):
    """Topics on top, the chosen one's answer below."""

    def __init__(self, board: Board, index: int, topics: tuple[Topic, ...]) -> None:
        super().__init__()
        self.board = board
        self.index = index
        self.topics = topics
        self.at = 0

    def content(self, width: int) -> list[Line]:
        """Value, meaning, parts that add up, what could be done."""
        look = self.look
        found = why(self.board, self.topics[self.at], self.index)
        names: list[Line] = [[(" ", look["text"])]]
        used = 1
        for i, topic in enumerate(self.topics):
            if used + len(topic) + 2 > width:
                names.append([(" ", look["text"])])
                used = 1
            names[-1].append((f" {topic} ", look["cursor" if i == self.at else "dim"]))
            used += len(topic) + 2
        room = min(width - 4, 92)
        out = [*names, []]
        out += [[("  ", look["text"]), (text, look["strong"])] for text in paint.wrap(found.title, room, 2)]
        out += [[("  ", look["text"]), (text, look["accent"])] for text in paint.wrap(found.value, room, 4)]
        out.append([])
        out += [[("  ", look["text"]), (text, look["text"])] for text in paint.wrap(found.what, room, 6)]
        if found.moved:
            out += [[], [(f"  {found.moved}", look["heading"])]]
            amount = max((paint.width_of(part.amount) for part in found.parts), default=0)
            for part in found.parts:
                tone = "good" if part.value > 0 else "bad" if part.value < 0 else "text"
                row: list[Span] = [("    ", look["text"]), (paint.right(part.amount, amount), look[tone])]
                out.append([*row, (f"  {part.name}", look["text"])])
            if not found.parts:
                out.append([("    nothing moved", look["dim"])])
            elif found.total and len(found.parts) > 1:
                total = (paint.right(found.total, amount), look["strong"])
                out.append([("    ", look["text"]), total, ("  in all", look["dim"])])
        if found.could:
            out.append([])
            for line in found.could:
                for i, text in enumerate(paint.wrap(line, room - 2, 3)):
                    out.append([("  - " if i == 0 else "    ", look["dim"]), (text, look["text"])])
        return out


class WhyScreen(GameBase):
    """The answer to `w` for a card (or a dataset) and for the project's numbers."""

    SCREEN = "why"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("why", "page")

    def __init__(self, board: Board, index: int, data: bool = False) -> None:
        super().__init__()
        one: tuple[Topic, ...] = (Topic.DATASET,) if data else _CARD
        topics = (*one, *_PROJECT) if index >= 0 else _PROJECT
        self.answer = _Answer(board, index, tuple(t for t in topics if index >= 0 or t not in ABOUT_ONE))

    def body(self) -> ComposeResult:
        """One pager."""
        yield self.answer

    def _go(self, by: int) -> None:
        self.answer.at = (self.answer.at + by) % len(self.answer.topics)
        self.answer.offset_rows = 0
        self.answer.update()

    def action_next_topic(self) -> None:
        """Next number."""
        self._go(1)

    def action_previous_topic(self) -> None:
        """Number before."""
        self._go(-1)

    def action_up(self) -> None:
        """Line up."""
        self.answer.action_up()

    def action_down(self) -> None:
        """Line down."""
        self.answer.action_down()

    def action_page_up(self) -> None:
        """Page up."""
        self.answer.action_page_up()

    def action_page_down(self) -> None:
        """Page down."""
        self.answer.action_page_down()

    def action_top(self) -> None:
        """To the top."""
        self.answer.action_top()

    def action_bottom(self) -> None:
        """To the end."""
        self.answer.action_bottom()

    def action_copy(self) -> None:
        """Copy it, and write it to a file."""
        from aiboard.tui.copying import copy_out

        text = "\n".join("".join(part for part, _ in line).rstrip() for line in self.answer.content(90))
        self.tell(copy_out(self.game_app, text, "why"))
