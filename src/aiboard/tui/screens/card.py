"""One card: everything known about it, its chart, and all that can be done with it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiboard.engine.act import check, cost_min
from aiboard.engine.events import Action
from aiboard.engine.kinds import ActionKind, Block, Refusal, Stage
from aiboard.engine.outlook import budget_gpu_min
from aiboard.instruments.text import clean
from aiboard.tui import keys, paint
from aiboard.tui.gate import gate_lines
from aiboard.tui.possible import possible_actions, trial
from aiboard.tui.screens.box import Lines
from aiboard.tui.screens.menu import Item, Menu
from aiboard.tui.session import Session
from aiboard.tui.widgets.chart import mode_of, painted
from aiboard.views import fmt, words
from aiboard.views.columns import card_line
from aiboard.views.families import strip
from aiboard.views.measure import eval_chart, readout_chart
from aiboard.views.orders import asked

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


def detail(session: Session, index: int, width: int) -> list[list[tuple[str, str]]]:
    """Everything known, as rows of (text, role)."""
    board = session.board
    world, card = board.world, board.cards[index]
    idea = world.ideas[index]
    line = card_line(board, index)
    tone = str(line.mark.tone)
    state = line.state.cause or line.mark.word or words.STAGE[card.stage]
    rows: list[list[tuple[str, str]]] = []
    head = [(f"{line.mark.glyph} {state}", tone), (f"   {line.state.progress}", "text")]
    head += [(f"   {fact}", "dim") for fact in line.state.facts]
    rows.append(head)
    for text in paint.wrap(clean(idea.hypothesis, 300), width, 2):
        rows.append([(text, "text")])
    for text in paint.wrap(clean(idea.method, 300), width, 1):
        rows.append([(text, "dim")])
    who = line.person or "nobody"
    odds = f"{who} says {card.stated_pct} %" if card.stated_pct else who
    rows.append([(f"{odds}   {line.family}   priority {card.priority}", "dim")])
    if card.ticket_day:
        text = f"success from {fmt.points(card.success_ppm)}   kill under {fmt.points(card.kill_ppm)}"
        days = f"   day {board.day - card.started_day} of {card.box_days}" if card.started_day else ""
        used = f"   {fmt.gpu_hours(card.gpu_used_min)} of {fmt.gpu_hours(budget_gpu_min(world, index))} GPU-h"
        rows.append([("ticket ", "dim"), (text + days + used, "text")])
    if line.measured is not None:
        rows.append([("measured ", "dim"), (line.measured.text, "strong")])
    extra = []
    if card.latency_ms:
        extra.append(f"p95 {card.latency_ms} ms")
    if card.serving_cents >= 0:
        extra.append(f"{fmt.exact_money(card.serving_cents)} a day to serve")
    if card.agent_runs:
        extra.append(f"{card.agent_unauthorised} of {card.agent_runs} runs unauthorised, {card.agent_loops} looped")
    if extra:
        rows.append([("   ".join(extra), "text")])
    if idea.dataset >= 0:
        task = board.data[idea.dataset]
        rows.append([(f"data {fmt.dataset(world, idea.dataset)}: {words.COLUMN[task.column]}", "dim")])
    rows.append([(strip(board, idea.family).text, "dim")])
    if card.learning:
        rows.append([("learned ", "dim"), (clean(card.learning, 200), "text")])
    for question in asked(board):
        if question.card == index:
            rows.append([("? ", "news"), (question.text, "news")])
    return rows


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
        out: Lines = [
            [(text, look[role]) for text, role in row] for row in detail(self.session, self.index, width)
        ]
        board = self.session.board
        card = board.cards[self.index]
        if card.stage == Stage.EVALUATION and card.seeds:
            out.append([])
            for line in gate_lines(board, self.index).checks:
                mark = (f"{line.mark.glyph} {paint.pad(line.name, 26)}", look[str(line.mark.tone)])
                out.append([mark, (line.detail, look["text"])])
        room = self.app.size.height - len(out) - len(self.items) - 6
        chart = eval_chart(board, self.index) if card.seeds else readout_chart(board, self.index)
        if room >= 6 and (card.seeds or card.readouts):
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


