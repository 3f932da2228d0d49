"""One card: everything known about it, its chart, and all that can be done with it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiboard.engine.model.vocabulary import Block, Stage
from aiboard.engine.verbs import (
    Action,
    CardAction,
    Deploy,
    Evaluate,
    Iterate,
    Kill,
    LegalReview,
    Pause,
    Promote,
    Resume,
    ReviewCanary,
    RollBack,
    RootCause,
    Start,
    Ticket,
)
from aiboard.tui import keys, paint
from aiboard.tui.detail import card_chart, detail
from aiboard.tui.screens.box import Lines
from aiboard.tui.screens.menu import Item, Menu
from aiboard.tui.screens.project import items_of
from aiboard.tui.session import Session
from aiboard.tui.widgets.chart import mode_of, painted
from aiboard.views import fmt
from aiboard.views.card.pane import pane
from aiboard.views.decisions.menu import project_options

if TYPE_CHECKING:
    from aiboard.tui.keys import Key

#: The board's keys by what they do to a card.
KEYS: Final[dict[type[CardAction], str]] = {
    Start: "start",
    Ticket: "ticket",
    Evaluate: "evaluate",
    Promote: "promote",
    Iterate: "iterate",
    Deploy: "deploy",
    RollBack: "roll_back",
    ReviewCanary: "review",
    Pause: "hold",
    Resume: "hold",
    # last: the first line is what Enter does, and nobody should kill by habit
    Kill: "kill",
}
_LEGAL_STAGES = (Stage.EVALUATION, Stage.PRODUCTION)


class CardBox(Menu):
    """The card in a box; the result is a key's name ("kill"), an action's ("do:unblock"), a line
    ("line:root-cause"), "runs" or "why".

    With `looking` nothing can be done with it: somebody else plays.
    """

    WIDTH = 100

    def __init__(self, session: Session, index: int, table: tuple[Key, ...], looking: bool = False) -> None:
        self.session = session
        self.index = index
        self.pane = pane(session.board, index)
        rows = {key.name: key for key in keys.on_screen("board", table)}
        items: list[Item] = []
        names = {verb.VERB: name for verb, name in KEYS.items()}
        order = [*KEYS.values(), ""]
        options = sorted(
            () if looking else self.pane.options,
            key=lambda one: order.index(names.get(one.action.VERB, "")),
        )
        for option in options:
            name = names.get(option.action.VERB, "")
            key = keys.shown(rows[name].keys[0]) if name else ""
            price = fmt.minutes(option.minutes) if option.minutes and session.show_hours else ""
            word = option.word[:1].upper() + option.word[1:]
            items.append(Item(name or f"do:{option.action.VERB}", key, word, price))
        board = session.board
        card = board.cards[index]
        wanted: set[type[Action]] = {RootCause} if card.block == Block.DATA_ISSUE else set()
        if card.stage in _LEGAL_STAGES:
            wanted.add(LegalReview)
        if not looking:
            items += items_of(tuple(one for one in project_options(board) if type(one.action) in wanted), session)
        if self.pane.agent and card.agent_runs:
            items.append(Item("runs", keys.shown(rows["runs"].keys[0]), "Runs", rows["runs"].help))
        items.append(Item("why", keys.shown(rows["why"].keys[0]), "Why", "what holds it, what moved it"))
        super().__init__(f"{self.pane.line.key} {self.pane.line.title}", items)

    def text_lines(self, width: int) -> Lines:
        """What is known, the gate, the chart and the history as far as there is room."""
        look = self.sheet.look
        board = self.session.board
        rows = detail(board, self.index, width, self.pane)
        out: Lines = [[(text, look[role]) for text, role in row] for row in rows]
        for line in self.pane.checks:
            mark = (f"{line.mark.glyph} {paint.pad(line.name, 26)}", look[str(line.mark.tone)])
            out.append([mark, (line.detail, look["text"])])
        room = self.app.size.height - len(out) - len(self.items) - 6
        chart = card_chart(board, self.index)
        if room >= 6 and chart is not None:
            rows_of_chart = min(room, 14)
            out += [[], *painted(chart, look, width, rows_of_chart, mode_of(self.app))]
            room -= rows_of_chart + 1
        told = self.pane.history[: max(0, room - 1)]
        if told:
            out.append([])
            for said in told:
                out.append([(f"D{said.day} ", look["dim"]), (said.text, look["dim"])])
        return out
