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
    found: list[str] = []
    for line in lines:
        if len(line) <= width:
            found.append(line.rstrip())
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
        found += [part.replace(_GLUE, " %") for part in parts]
    return found


def header_lines(board: Board, show_hours: bool = True) -> list[str]:
    """The header."""
    return [header(board, show_hours).text]


def trouble_lines(board: Board, watched: bool = False) -> list[str]:
    """What goes wrong now, a line each; without what can be done about it where a bot plays."""
    return [f"{GLYPH} {trouble.what if watched else trouble.text}" for trouble in troubles(board)]


def board_lines(board: Board) -> list[str]:
    """The board: every column with its count; Backlog and Killed as counts."""
    found: list[str] = []
    for column in columns(board):
        over = ", over its limit" if column.is_over_limit else ""
        note = f": {column.note}" if column.note else ""
        found.append(f"{column.name} {column.tally}{over}{note}")
        # Backlog and Killed are long and decided elsewhere: their count is enough here.
        if not column.counts_only:
            for line in column.cards:
                found += _card(line)
    return found


def summary_extras(board: Board) -> dict[str, str]:
    """What a face hands over to a summary of the journal: the board as text, for when its rules are old."""
    return {"board": "\n".join(board_lines(board))}


def column_lines(board: Board, stage: Stage) -> list[str]:
    """One column whole."""
    column = columns(board)[stage]
    found = [f"{column.name} {column.tally}" + (f": {column.note}" if column.note else "")]
    for line in column.cards:
        if column.counts_only:
            facts = "; ".join(line.state.details)
            found.append(f"{words.NEWS if line.news else ' '} {line.key} {line.title}; {facts}")
        else:
            found += _card(line)
    return found if column.cards else [*found, "  empty"]


def _card(line: CardLine) -> list[str]:
    return [f"{words.NEWS if line.news else ' '} {line.key} {line.title}", f"    {line.state.text}"]


def card_lines(board: Board, index: int, history: int = 8, ordered: Collection[int] = ()) -> list[str]:
    """A card in full, with what can be done and what happened to it."""
    found = pane(board, index, ordered)
    lines = list(found.lines)
    if found.options:
        lines.append("  You could:")
        lines += [f"    {option.line}  ({fmt.minutes(option.minutes)})" for option in found.options]
    if found.history:
        lines.append("  What happened, newest first:")
        lines += [f"    D{told.day} {fmt.weekday(told.day)}  {told.text}" for told in found.history[:history]]
    return lines


def data_lines(board: Board) -> list[str]:
    """The data board with what can be done now."""
    found: list[str] = []
    for column in data_columns(board):
        found.append(f"{column.name} {len(column.lines)}")
        for line in column.lines:
            found.append(f"  {line.text}")
            found += [f"    you could: {option.line}  ({option.word})" for option in data_options(board, line.data)]
    return found


def queue_lines(board: Board) -> list[str]:
    """The compute queue."""
    found = queue(board)
    lines = [line for line in (found.pool, found.shortage, found.reserved) if line]
    lines += [f"{place}. {line.text}" for place, line in enumerate(found.lines, 1)]
    return lines if found.lines else [*lines, "Nobody asks for a GPU."]


def log_lines(board: Board, days: int = 5, ordered: Collection[int] = ()) -> list[str]:
    """The last days of the log, newest day first."""
    found: list[str] = []
    for day in log(board, ordered=ordered)[:days]:
        found.append(f"D{day.day} {day.weekday}, sprint {day.sprint}")
        found += [f"  {line.text}" for line in day.lines]
    return found or ["Nothing has happened yet."]


def orders_lines(board: Board) -> list[str]:
    """Standing orders, and what they ask."""
    found = []
    for line in order_lines(board):
        found.append(f"{line.text}   [{kebab(line.order)}]")
        found += [f"  {line.about}"] if line.about else []
    questions = order_questions(board)
    if questions:
        found.append("They ask:")
        found += [f"  ! {question.text}  ({question.answer})" for question in questions]
    return found


def families_lines(board: Board) -> list[str]:
    """Family strips."""
    return [f"{strip.marks}  {strip.text}".strip() for strip in families(board)]


def due_lines(board: Board) -> list[str]:
    """Everything with a day."""
    return [due.text for due in due_dates(board)]


def decision_lines(decision: Decision) -> list[str]:
    """A dialog: evidence, gate, choices filled in, price, warning."""
    found = [decision.title]
    found += [f"  {fact.text}" for fact in decision.facts]
    if decision.chart is not None:
        found += [f"  {line}" for line in chart_text(decision.chart, 70)]
    found += [f"  {check.text}" for check in decision.checks]
    for row in decision.rows:
        names = ", ".join(f"[{choice.word}]" if at == row.at else choice.word for at, choice in enumerate(row.choices))
        found.append(f"  {row.label}: {names}")
    if decision.text_label:
        found.append(f"  {decision.text_label}: {decision.text}")
    found.append("  costs: " + "; ".join(fact.text for fact in decision.price(decision.values)))
    if decision.warning:
        found.append(f"  ! {decision.warning}")
    if decision.refused:
        found.append(f"  not now: {decision.refused}")
    return found


def price_only(board: Board, action: Action) -> list[str]:
    """An action about the whole project: what it is for, what it costs, why not now."""
    found = [f"{to_text(action, board.world)}: {VERB[type(action)].about}"]
    found.append("  costs: " + "; ".join(fact.text for fact in price_lines(board, action)))
    refused = refusal_words(board, action)
    return [*found, f"  not now: {refused}"] if refused else found


def chart_lines(board: Board, index: int) -> list[str]:
    """A card's charts: eval seeds if it has any, and its readouts."""
    card = board.cards[index]
    line = card_line(board, index)
    found = [f"{line.key} {line.title}"]
    if card.scores or card.seeds_pending or not card.corrected:
        found += chart_text(eval_chart(board, index))
    if card.corrected:
        found += chart_text(readout_chart(board, index))
    return found


def runs_lines(board: Board, index: int, number: int = 0) -> list[str]:
    """A card's agent runs: the list, or one of them step by step (`number` from 1)."""
    found = runs(board, index)
    if not found:
        return ["No agent runs to look at: evaluating an agent card makes them."]
    analyses = [analyse(one, allow=ALLOWED) for one in found]
    if not 1 <= number <= len(found):
        lines = []
        for one, analysis in zip(found, analyses, strict=True):
            flags = ", ".join(flag.kind.value for flag in analysis.flags) or "no findings"
            lines.append(f"{one.id}: {fmt.count(analysis.tool_calls, 'call')}, {flags}")
        return lines
    one, analysis = found[number - 1], analyses[number - 1]
    lines = [one.id]
    for place, (step, state) in enumerate(zip(one.steps, analysis.states, strict=True), 1):
        if step.kind == StepKind.MESSAGE:
            lines.append(f"{place:>3}. {step.role}: {step.output}")
        else:
            lines.append(f"{place:>3}. {GLYPHS[state]} {state.value}  {step.tool} {step.arguments}")
            lines.append(f"       {step.output}")
    lines += [f"- {flag.reason}" for flag in analysis.flags]
    return lines
