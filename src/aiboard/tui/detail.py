"""One card in rows of text and roles: for the foot of the board and for the card's own box."""

from __future__ import annotations

from aiboard.engine.board import Board
from aiboard.engine.outlook import budget_gpu_min
from aiboard.instruments.text import clean
from aiboard.tui import paint
from aiboard.views import fmt, words
from aiboard.views.charts_text import Chart
from aiboard.views.columns import CardLine, card_line
from aiboard.views.families import strip
from aiboard.views.measure import eval_chart, readout_chart
from aiboard.views.orders import asked

Row = list[tuple[str, str]]
"""Texts and roles of one line."""


def card_chart(board: Board, index: int) -> Chart | None:
    """The card's measurement as a chart; None before there is one."""
    card = board.cards[index]
    if card.seeds:
        return eval_chart(board, index)
    return readout_chart(board, index) if card.readouts else None


def compact(board: Board, index: int) -> list[Row]:
    """The three rows that matter most."""
    line = card_line(board, index)
    rows = [_state(line)]
    ticket = _ticket(board, index)
    if ticket:
        rows.append(ticket)
    else:
        rows.append([(clean(board.world.ideas[index].hypothesis, 200), "dim")])
    if line.measured is not None:
        rows.append([("measured ", "dim"), (line.measured.text, "strong")])
    return rows


def _state(line: CardLine) -> Row:
    tone = str(line.mark.tone)
    state = line.state.cause or line.mark.word or words.STAGE[line.stage]
    head = [(f"{line.mark.glyph} {state}", tone)]
    if line.state.progress:
        head.append((f"   {line.state.progress}", "text"))
    return head + [(f"   {fact}", "dim") for fact in line.state.facts]


def _ticket(board: Board, index: int) -> Row:
    card = board.cards[index]
    if not card.ticket_day:
        return []
    text = f"success from {fmt.points(card.success_ppm)}   kill under {fmt.points(card.kill_ppm)}"
    days = f"   day {board.day - card.started_day} of {card.box_days}" if card.started_day else ""
    used = f"   {fmt.gpu_hours(card.gpu_used_min)} of {fmt.gpu_hours(budget_gpu_min(board.world, index))} GPU-h"
    return [("ticket ", "dim"), (text + days + used, "text")]


def detail(board: Board, index: int, width: int) -> list[Row]:
    """Everything known, as rows of (text, role)."""
    world, card = board.world, board.cards[index]
    idea = world.ideas[index]
    line = card_line(board, index)
    rows = [_state(line)]
    for text in paint.wrap(clean(idea.hypothesis, 300), width, 2):
        rows.append([(text, "text")])
    for text in paint.wrap(clean(idea.method, 300), width, 1):
        rows.append([(text, "dim")])
    who = line.person or "nobody"
    odds = f"{who} says {card.stated_pct} %" if card.stated_pct else who
    rows.append([(f"{odds}   {line.family}   priority {card.priority}", "dim")])
    ticket = _ticket(board, index)
    if ticket:
        rows.append(ticket)
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
