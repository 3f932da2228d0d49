"""One card: everything known about it, its chart, and all that can be done with it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiboard.engine.act import check, cost_min
from aiboard.engine.events import Action
from aiboard.engine.kinds import ActionKind, Block, Refusal, Stage
from aiboard.tui import keys, paint
from aiboard.tui.detail import card_chart, detail
from aiboard.tui.gate import gate_lines
from aiboard.tui.possible import possible_actions, trial
from aiboard.tui.screens.box import Lines
from aiboard.tui.screens.menu import Item, Menu
from aiboard.tui.session import Session
from aiboard.tui.widgets.chart import mode_of, painted
from aiboard.views import fmt

if TYPE_CHECKING:
    from aiboard.tui.keys import Key

#: Actions without a key of their own on the board.
_MORE = {
    "unblock": (ActionKind.UNBLOCK, "Unblock", "chase what it waits for"),
    "root_cause": (ActionKind.ROOT_CAUSE, "Root cause", "why did the run break?"),
    "defer": (ActionKind.DEFER, "Defer", "back to the backlog"),
    "legal": (ActionKind.LEGAL_REVIEW, "Legal review", "file it; it takes weeks"),
    "document": (ActionKind.DOCUMENT, "Document", "write down what was learned"),
}


class CardBox(Menu):
    """The card in a box; the result is the name of what to do."""

    WIDTH = 100

    def __init__(self, session: Session, index: int, table: tuple[Key, ...]) -> None:
        self.session = session
        self.index = index
        board = session.board
        items = []
        rows = {key.name: key for key in keys.on_screen("board", table)}
        for name, action in possible_actions(board, index):
            key = rows[name]
            minutes = cost_min(board, action)
            price = f"   ({fmt.minutes(minutes)})" if minutes and session.show_hours else ""
            items.append(Item(name, keys.shown(key.keys[0]), (key.hint or name).capitalize(), key.help + price))
        for name, (kind, word, what) in _MORE.items():
            if check(board, more_action(session, index, name)) == Refusal.NONE and _fits(session, index, kind):
                items.append(Item(name, "", word, what))
        if world_has_runs(session, index):
            items.append(Item("runs", keys.shown(rows["runs"].keys[0]), "Runs", rows["runs"].help))
        items.append(Item("why", keys.shown(rows["why"].keys[0]), "Why", "what holds it, what moved it"))
        title = f"{fmt.key(board.world, index)} {fmt.title(board.world, index)}"
        super().__init__(title, items)

    def text_lines(self, width: int) -> Lines:
        """What is known, then the chart if there is room."""
        look = self.sheet.look
        board = self.session.board
        out: Lines = [
            [(text, look[role]) for text, role in row] for row in detail(board, self.index, width)
        ]
        card = board.cards[self.index]
        if card.stage == Stage.EVALUATION and card.seeds:
            out.append([])
            for line in gate_lines(board, self.index).checks:
                mark = (f"{line.mark.glyph} {paint.pad(line.name, 26)}", look[str(line.mark.tone)])
                out.append([mark, (line.detail, look["text"])])
        room = self.app.size.height - len(out) - len(self.items) - 6
        chart = card_chart(board, self.index)
        if room >= 6 and chart is not None:
            out.append([])
            out += painted(chart, look, width, min(room, 14), mode_of(self.app))
        return out


def world_has_runs(session: Session, index: int) -> bool:
    """Whether the card is an agent whose runs can be looked at."""
    return session.board.cards[index].agent_runs > 0


def more_action(session: Session, index: int, name: str) -> Action:
    """The action behind one of the names without a key."""
    kind = _MORE[name][0]
    if kind == ActionKind.LEGAL_REVIEW:
        return Action(kind)
    if kind == ActionKind.DOCUMENT:
        return Action(kind, index, text="noted")
    return trial(session.board, kind, index)


def _fits(session: Session, index: int, kind: ActionKind) -> bool:
    """Whether an action that is possible has to do with this card now."""
    card = session.board.cards[index]
    if kind == ActionKind.LEGAL_REVIEW:
        return card.stage in (Stage.EVALUATION, Stage.PRODUCTION) or card.block == Block.LEGAL
    return True


