"""`w`: what a number is, what moved it, what could be done. A page a topic, left and right between them."""

from __future__ import annotations

from functools import partialmethod

from aiboard.engine.model.board import Board
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import Pager
from aiboard.tui.screens.full import PanelScreen
from aiboard.views.why.topics import ABOUT_ONE, Topic, explain

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
    Topic.TROUBLE,
)


class _Answer(Pager):
    """Topics on top, the chosen one's answer below; with `looking` without what only a player could do."""

    def __init__(self, board: Board, index: int, topics: tuple[Topic, ...], looking: bool = False) -> None:
        super().__init__()
        self.looking = looking
        self.board = board
        self.index = index
        self.topics = topics
        self.at = 0

    def content(self, width: int) -> list[Line]:
        """Value, meaning, parts that add up, what could be done."""
        look = self.look
        explanation = explain(self.board, self.topics[self.at], self.index, self.looking)
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
        out += [[("  ", look["text"]), (text, look["strong"])] for text in cells.wrap(explanation.title, room, 2)]
        out += [[("  ", look["text"]), (text, look["accent"])] for text in cells.wrap(explanation.value, room, 4)]
        out.append([])
        out += [[("  ", look["text"]), (text, look["text"])] for text in cells.wrap(explanation.summary, room, 6)]
        if explanation.parts_label:
            out += [[], [(f"  {explanation.parts_label}", look["heading"])]]
            amount = max((cells.width_of(part.amount) for part in explanation.parts), default=0)
            for part in explanation.parts:
                tone = "good" if part.value > 0 else "bad" if part.value < 0 else "text"
                row: Line = [("    ", look["text"]), (cells.align_right(part.amount, amount), look[tone])]
                out.append([*row, (f"  {part.name}", look["text"])])
            if not explanation.parts:
                out.append([("    nothing moved", look["dim"])])
            elif explanation.total and len(explanation.parts) > 1:
                total = (cells.align_right(explanation.total, amount), look["strong"])
                out.append([("    ", look["text"]), total, ("  in all", look["dim"])])
        if explanation.details:
            out.append([])
            for line in explanation.details:
                out += cells.hanging_indent("  - ", look["dim"], line, look["text"], room - 2, 3)
        return out


class WhyScreen(PanelScreen[_Answer]):
    """The answer to `w` for a card (or a dataset) and for the project's numbers."""

    SCREEN = "why"

    def __init__(self, board: Board, index: int, data: bool = False, looking: bool = False) -> None:
        about_one: tuple[Topic, ...] = (Topic.DATASET,) if data else _CARD
        topics = (*about_one, *_PROJECT) if index >= 0 else _PROJECT
        applicable = tuple(t for t in topics if index >= 0 or t not in ABOUT_ONE)
        super().__init__(_Answer(board, index, applicable, looking))

    def turn(self, by: int) -> None:
        """To another number."""
        self.view.at = (self.view.at + by) % len(self.view.topics)
        self.view.go_to(0)

    action_next_topic = partialmethod(turn, 1)
    action_previous_topic = partialmethod(turn, -1)

    def action_copy(self) -> None:
        """Copy it, and write it to a file."""
        self.tell(self.host.copy(self.view.plain(90), "why"))
