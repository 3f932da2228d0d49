"""Every screen as lines of plain text: what the line mode prints and a screen reader reads."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable
from typing import Final

from aiboard.actions.grammar import to_text
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.verbs import Action
from aiboard.instruments.trajectory import GLYPHS, StepKind, analyse
from aiboard.scenario.words import kebab
from aiboard.views import fmt, words
from aiboard.views.board.columns import CardLine, card_line, columns
from aiboard.views.board.families import families
from aiboard.views.board.header import due_dates, header
from aiboard.views.board.log import log
from aiboard.views.board.orders import order_lines, order_questions
from aiboard.views.board.queue import queue
from aiboard.views.board.trouble import GLYPH, troubles
from aiboard.views.card.measure import eval_chart, readout_chart
from aiboard.views.card.pane import pane
from aiboard.views.card.trajectory import ALLOWED, runs
from aiboard.views.charts.chart import lines as chart_text
from aiboard.views.data.databoard import data_columns
from aiboard.views.decisions.decision import Decision, price_lines, refusal_words
from aiboard.views.decisions.menu import data_options
from aiboard.views.verbs import VERB

NARROWEST: Final = 40
_GLUE: Final = "\u00a0%"
_MARKDOWN: Final = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#"})


def markdown_escaped(line: str) -> str:
    """A line as Markdown that reads as it stands: the signs that Markdown reads are escaped."""
    return line.translate(_MARKDOWN)


def wrap(lines: Iterable[str], width: int = 80) -> list[str]:
    """Lines broken at spaces to a width; what follows a break is indented under its line."""
    rows: list[str] = []
    for line in lines:
        if len(line) <= width:
            rows.append(line.rstrip())
            continue
        # A verdict's mark stands in the margin: what follows it is set in as if it were not there.
        indent = " " * (len(line) - len(line.lstrip(" ✓✗")) + 2)
        # A number and its percent sign stay on one line.
        parts = textwrap.wrap(
            # A terminal of a few columns would break ids and commands into pieces that cannot be typed.
            line.replace(" %", _GLUE),
            max(width, NARROWEST),
            subsequent_indent=indent,
            break_on_hyphens=False,
        )
        rows += [part.replace(_GLUE, " %") for part in parts]
    return rows


def header_lines(board: Board, show_hours: bool = True) -> list[str]:
    """The header."""
    return [header(board, show_hours).text]


def trouble_lines(board: Board, watched: bool = False) -> list[str]:
    """What goes wrong now, a line each; without what can be done about it where a bot plays."""
    return [f"{GLYPH} {trouble.problem if watched else trouble.text}" for trouble in troubles(board)]


def board_lines(board: Board) -> list[str]:
    """The board: every column with its count; Backlog and Killed as counts."""
    lines: list[str] = []
    for column in columns(board):
        over = ", over its limit" if column.is_over_limit else ""
        note = f": {column.note}" if column.note else ""
        lines.append(f"{column.name} {column.tally}{over}{note}")
        # Backlog and Killed are long and decided elsewhere: their count is enough here.
        if not column.counts_only:
            for line in column.cards:
                lines += _card(line)
    return lines


def summary_extras(board: Board) -> dict[str, str]:
    """What a face hands over to a summary of the journal: the board as text, for when its rules are old."""
    return {"board": "\n".join(board_lines(board))}


def column_lines(board: Board, stage: Stage) -> list[str]:
    """One column whole."""
    column = columns(board)[stage]
    lines = [f"{column.name} {column.tally}" + (f": {column.note}" if column.note else "")]
    for line in column.cards:
        if column.counts_only:
            facts = "; ".join(line.state.details)
            lines.append(f"{words.NEWS if line.news else ' '} {line.key} {line.title}; {facts}")
        else:
            lines += _card(line)
    return lines if column.cards else [*lines, "  empty"]


def _card(line: CardLine) -> list[str]:
    return [f"{words.NEWS if line.news else ' '} {line.key} {line.title}", f"    {line.state.text}"]


def card_lines(board: Board, index: int, history: int = 8, ordered: Collection[int] = ()) -> list[str]:
    """A card in full, with what can be done and what happened to it."""
    card_pane = pane(board, index, ordered)
    lines = list(card_pane.lines)
    if card_pane.options:
        lines.append("  You could:")
        lines += [f"    {option.line}  ({fmt.minutes(option.minutes)})" for option in card_pane.options]
    if card_pane.history:
        lines.append("  What happened, newest first:")
        lines += [f"    D{entry.day} {fmt.weekday(entry.day)}  {entry.text}" for entry in card_pane.history[:history]]
    return lines


def data_lines(board: Board) -> list[str]:
    """The data board with what can be done now."""
    lines: list[str] = []
    for column in data_columns(board):
        lines.append(f"{column.name} {len(column.lines)}")
        for line in column.lines:
            lines.append(f"  {line.text}")
            lines += [f"    you could: {option.line}  ({option.word})" for option in data_options(board, line.data)]
    return lines


def queue_lines(board: Board) -> list[str]:
    """The compute queue."""
    compute_queue = queue(board)
    lines = [line for line in (compute_queue.pool, compute_queue.shortage, compute_queue.reserved) if line]
    lines += [f"{number}. {line.text}" for number, line in enumerate(compute_queue.lines, 1)]
    return lines if compute_queue.lines else [*lines, "Nobody asks for a GPU."]


def log_lines(board: Board, days: int = 5, ordered: Collection[int] = ()) -> list[str]:
    """The last days of the log, newest day first."""
    lines: list[str] = []
    for day in log(board, ordered=ordered)[:days]:
        lines.append(f"D{day.day} {day.weekday}, sprint {day.sprint}")
        lines += [f"  {line.text}" for line in day.lines]
    return lines or ["Nothing has happened yet."]


def orders_lines(board: Board) -> list[str]:
    """Standing orders, and what they ask."""
    lines = []
    for line in order_lines(board):
        lines.append(f"{line.text}   [{kebab(line.order)}]")
        lines += [f"  {line.note}"] if line.note else []
    questions = order_questions(board)
    if questions:
        lines.append("They ask:")
        lines += [f"  ! {question.text}  ({question.answer})" for question in questions]
    return lines


def families_lines(board: Board) -> list[str]:
    """Family strips."""
    return [f"{strip.marks}  {strip.text}".strip() for strip in families(board)]


def due_lines(board: Board) -> list[str]:
    """Everything with a day."""
    return [due.text for due in due_dates(board)]


def decision_lines(decision: Decision) -> list[str]:
    """A dialog: evidence, gate, choices filled in, price, warning."""
    lines = [decision.title]
    lines += [f"  {fact.text}" for fact in decision.facts]
    if decision.chart is not None:
        lines += [f"  {line}" for line in chart_text(decision.chart, 70)]
    lines += [f"  {check.text}" for check in decision.checks]
    for row in decision.rows:
        names = ", ".join(
            f"[{choice.word}]" if at == row.selected else choice.word for at, choice in enumerate(row.choices)
        )
        lines.append(f"  {row.label}: {names}")
    if decision.text_label:
        lines.append(f"  {decision.text_label}: {decision.text}")
    lines.append("  costs: " + "; ".join(fact.text for fact in decision.price(decision.values)))
    if decision.warning:
        lines.append(f"  ! {decision.warning}")
    if decision.refusal:
        lines.append(f"  not now: {decision.refusal}")
    return lines


def price_only(board: Board, action: Action) -> list[str]:
    """An action about the whole project: what it is for, what it costs, why not now."""
    lines = [f"{to_text(action, board.world)}: {VERB[type(action)].about}"]
    lines.append("  costs: " + "; ".join(fact.text for fact in price_lines(board, action)))
    refusal = refusal_words(board, action)
    return [*lines, f"  not now: {refusal}"] if refusal else lines


def chart_lines(board: Board, index: int) -> list[str]:
    """A card's charts: eval seeds if it has any, and its readouts."""
    card = board.cards[index]
    line = card_line(board, index)
    lines = [f"{line.key} {line.title}"]
    if card.scores or card.seeds_pending or not card.corrected:
        lines += chart_text(eval_chart(board, index))
    if card.corrected:
        lines += chart_text(readout_chart(board, index))
    return lines


def runs_lines(board: Board, index: int, number: int = 0) -> list[str]:
    """A card's agent runs: the list, or one of them step by step (`number` from 1)."""
    agent_runs = runs(board, index)
    if not agent_runs:
        return ["No agent runs to look at: evaluating an agent card makes them."]
    analyses = [analyse(run, allow=ALLOWED) for run in agent_runs]
    if not 1 <= number <= len(agent_runs):
        lines = []
        for run, analysis in zip(agent_runs, analyses, strict=True):
            flags = ", ".join(flag.kind.value for flag in analysis.flags) or "no findings"
            lines.append(f"{run.id}: {fmt.count(analysis.tool_calls, 'call')}, {flags}")
        return lines
    run, analysis = agent_runs[number - 1], analyses[number - 1]
    lines = [run.id]
    for step_number, (step, state) in enumerate(zip(run.steps, analysis.states, strict=True), 1):
        if step.kind == StepKind.MESSAGE:
            lines.append(f"{step_number:>3}. {step.role}: {step.output}")
        else:
            lines.append(f"{step_number:>3}. {GLYPHS[state]} {state.value}  {step.tool} {step.arguments}")
            lines.append(f"       {step.output}")
    lines += [f"- {flag.reason}" for flag in analysis.flags]
    return lines
