"""One card in rows of text and roles, from the views' pane: for the foot of the board and for the card's own box."""

from __future__ import annotations

from aiboard.engine.model.board import Board
from aiboard.tui import paint
from aiboard.views import words
from aiboard.views.board.columns import CardLine
from aiboard.views.board.families import strip
from aiboard.views.board.orders import asked
from aiboard.views.card.measure import eval_chart, readout_chart
from aiboard.views.card.pane import Pane, pane
from aiboard.views.charts.text import Chart

Row = list[tuple[str, str]]
"""Texts and roles of one line."""


def card_chart(board: Board, index: int) -> Chart | None:
    """The card's measurement as a chart; None before there is one."""
    card = board.cards[index]
    if card.scores:
        return eval_chart(board, index)
    return readout_chart(board, index) if card.readouts else None


def compact(board: Board, index: int) -> list[Row]:
    """The rows that matter most: state, ticket or hypothesis, plan, measurement."""
    found = pane(board, index)
    rows = [_state(found.line)]
    rows.append([(found.ticket, "text")] if found.ticket else [(found.hypothesis, "dim")])
    rows.append([("   ".join(part for part in (found.plan, found.place) if part), "dim")])
    if found.score:
        rows.insert(1, [("measured ", "dim"), (found.score, "strong")])
    return rows


def _state(line: CardLine) -> Row:
    tone = str(line.mark.tone)
    state = line.state.cause or line.mark.word or words.STAGE[line.stage]
    head = [(f"{line.mark.glyph} {state}", tone)]
    if line.state.progress:
        head.append((f"   {line.state.progress}", "text"))
    return head + [(f"   {fact}", "dim") for fact in line.state.facts]


def detail(board: Board, index: int, width: int, found: Pane | None = None) -> list[Row]:
    """Everything known."""
    found = found or pane(board, index)
    rows = [_state(found.line)]
    if found.score:
        rows.append([("measured ", "dim"), (found.score, "strong")])
    for text in paint.wrap(found.hypothesis, width, 2):
        rows.append([(text, "text")])
    for text in paint.wrap(found.method, width, 2):
        rows.append([(text, "dim")])
    if found.ticket:
        for i, text in enumerate(paint.wrap(found.ticket, width - 7, 2)):
            rows.append([("       " if i else "ticket ", "dim"), (text, "text")])
    rows.append([("plan ", "dim"), ("   ".join(part for part in (found.plan, found.place) if part), "text")])
    rows.append([("odds ", "dim"), (f"{found.odds}   priority {found.line.priority}", "text")])
    rows.append([(strip(board, board.world.ideas[index].family).text, "dim")])
    card = board.cards[index]
    extra = []
    if card.latency_ms:
        extra.append(f"p95 {card.latency_ms} ms")
    if card.agent_runs:
        extra.append(f"{card.agent_unauthorised} of {card.agent_runs} runs unauthorised, {card.agent_loops} looped")
    if extra:
        rows.append([("   ".join(extra), "text")])
    if found.learning:
        for text in paint.wrap(f"learned: {found.learning}", width, 3):
            rows.append([(text, "text")])
    for question in asked(board):
        if question.card == index:
            rows.append([(f"? {question.text}", "news")])
    return rows
