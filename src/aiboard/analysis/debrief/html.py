"""The debrief as one HTML file: style and pictures inside it, nothing fetched, no script; outside text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import Final

from aiboard.analysis.debrief.decision_summaries import DecisionKind, DecisionSummary, key_decisions, method_words, rows
from aiboard.analysis.debrief.decisions import DECISIONS, entries
from aiboard.analysis.debrief.first_pass import LUCK, figures, no_decisions_text, remarks, sentences, standings
from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.paragraphs import unwrap_lines
from aiboard.analysis.debrief.phrases import done_text
from aiboard.analysis.debrief.points import POINTS, luck_words, points_ledger
from aiboard.analysis.debrief.prices import interval_text
from aiboard.analysis.debrief.printers import parts
from aiboard.analysis.debrief.section import Part
from aiboard.analysis.debrief.share import share_line, title
from aiboard.analysis.debrief.svg import chart_figure
from aiboard.analysis.stakes import RANKING_NOTE, Stake
from aiboard.views import fmt

_WORD: Final = {
    DecisionKind.WON: "made the most", DecisionKind.RULE: "broke a rule, and gained",
    DecisionKind.LOST: "lost", DecisionKind.MAYBE: "may have lost",
    DecisionKind.SAME: "",
}  # fmt: skip
"""A mark and a colour in words, for who sees neither."""
_GLUE: Final = (
    (re.compile(r" (?=%)"), "\u00a0"),
    (re.compile(r" ([≥≤]) "), "\u00a0\\1\u00a0"),
)
"""What stays on one line: a number and its percent sign, a comparison."""
_COLUMNS: Final = re.compile(r"\S {3,}\S|─{3}")
"""What only a layout in columns has."""
Cells = tuple[str, ...]
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is fetched and nothing runs, whatever a name from outside may hold."""


def document(debriefs: Sequence[Debrief]) -> str:
    """One document with a debrief after another."""
    style = (files("aiboard.analysis.debrief") / "debrief.css").read_text(encoding="utf-8").strip()
    name = title(debriefs[0]) if len(debriefs) == 1 else f"{len(debriefs)} games"
    body = _overview(debriefs) if len(debriefs) > 1 else []
    body += [part for number, debrief in enumerate(debriefs) for part in _debrief(debrief, f"g{number}-")]
    return "\n".join([
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Debrief: {escape(name)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        *body,
        "</body>",
        "</html>",
    ]) + "\n"  # fmt: skip


def _overview(debriefs: Sequence[Debrief]) -> list[str]:
    """Several games: what each came to, and the way to it."""
    items = [
        f'<li><a href="#g{number}-answers">{html_text(title(debrief))}</a>: {html_text(sentences(debrief)[0])}</li>'
        for number, debrief in enumerate(debriefs)
    ]
    return ["<nav><ul>", *items, "</ul></nav>"]


def _debrief(debrief: Debrief, prefix: str) -> list[str]:
    """One game: the first page, where to go on, then the other parts. Ids carry the game's number."""
    first, *others = parts(debrief)
    links = [
        f'<a href="#{prefix}{part.tab.lower()}" title="{escape(part.title)}">{escape(part.tab)}</a>' for part in others
    ]
    lines = [f"<h1>Debrief: {html_text(title(debrief))}</h1>", *_first(debrief, first, prefix)]
    lines.append(f'<nav aria-label="Parts of the debrief">{" ".join(links)}</nav>')
    for part in others:
        lines += [_heading(part, prefix), *_part(debrief, part)]
    return [*lines, f'<p class="dim">{escape(share_line(debrief))}</p>']


def _heading(part: Part, prefix: str) -> str:
    return f'<h2 id="{prefix}{part.tab.lower()}">{html_text(part.title)}</h2>'


def _first(debrief: Debrief, part: Part, prefix: str) -> list[str]:
    """Two numbers, the luck, the decisions that mattered most."""
    numbers = [
        f"<p>{html_text(one.name)} <strong>{html_text(one.number or '–')}</strong> {html_text(one.note)}</p>"
        for one in figures(debrief)
    ]
    asides = [text for text in (luck_words(debrief), *remarks(debrief)) if text]
    lines = [f'<div class="numbers">{"".join(numbers)}</div>', *(f"<p>{html_text(text)}</p>" for text in asides)]
    cards = [answer_card(debrief, one) for one in key_decisions(debrief)]
    note = method_words(debrief)
    if debrief.prices is None:
        cards, note = [stake_card(debrief, stake) for stake in debrief.stakes], RANKING_NOTE
    lines.append(_heading(part, prefix))
    if not cards:
        return [*lines, f"<p>{html_text(no_decisions_text(debrief))}</p>"]
    return [*lines, f'<div class="answers">{"".join(cards)}</div>', f'<p class="dim">{html_text(note)}</p>']


def _part(debrief: Debrief, part: Part) -> list[str]:
    """A part: its picture, then its table or its lines."""
    section = part.section(debrief)
    lines = [chart_figure(section.chart)] if section.chart is not None else []
    if part is DECISIONS:
        return [*lines, decisions_table(debrief)]
    table = _TABLES[part](debrief) if part in _TABLES else ""
    text = list(section.lines)
    if table:
        # It stands for the lines before the first empty one.
        return [*lines, table, *blocks(text[text.index("") + 1 :])]
    return [*lines, *(blocks(text) if part.fixed else paragraph_html(text))]


# --- pieces ----------------------------------------------------------------------------------------------------


def html_text(text: str) -> str:
    """Text for the page: escaped, and what belongs together stays on one line."""
    for pattern, instead in _GLUE:
        text = pattern.sub(instead, text)
    return escape(text)


# --- cards ---------------------------------------------------------------------------------------------------


def answer_card(debrief: Debrief, summary: DecisionSummary) -> str:
    """A decision that is told of."""
    size = f"{interval_text(summary.points, 0, signed=True)} points" if summary.points is not None else ""
    tag = f"{summary.kind.value} {_WORD[summary.kind]} · {summary.when}"
    return _card(summary.kind.name.lower(), tag, size, summary.text, rows(debrief, summary))


def stake_card(debrief: Debrief, stake: Stake) -> str:
    """A decision without a price, with what was at stake."""
    at_stake = f"about {fmt.money(stake.cents)} at stake"
    return _card("stake", f"Day {stake.day}", at_stake, done_text(stake.done, debrief.record.world), stake.rows())


def _card(kind: str, tag: str, size: str, headline: str, facts: dict[str, str]) -> str:
    terms = "".join(f"<dt>{html_text(label)}</dt><dd>{html_text(text)}</dd>" for label, text in facts.items())
    head = f'<p class="tag"><span>{html_text(tag)}</span> <strong>{html_text(size)}</strong></p>'
    return f'<article class="{kind}">{head}<h3>{html_text(headline)}</h3><dl>{terms}</dl></article>'


# --- tables --------------------------------------------------------------------------------------------------


def decisions_table(debrief: Debrief) -> str:
    """Every decision: when, what, its worth and the reference's choice, what was known."""
    lines = []
    # Without prices their column would be empty.
    priced = debrief.prices is not None
    for entry in entries(debrief):
        answer = entry.answer
        whose = "" if entry.by == "player" else f" ({entry.by})"
        other = f"; reference: {answer.instead}" if answer.points is not None and not answer.undone else ""
        kind = answer.kind.name.lower() if answer.points is not None else ""
        price = " ".join(filter(None, [entry.price, entry.label]))
        worth, kinds = ((f"{price}{other}",), ("", "", kind, "")) if priced else ((), ("", "", ""))
        lines.append(_row((answer.when, f"{answer.text}{whose}", *worth, answer.known), kinds))
    points = ("points, over the reference's choice",) if priced else ()
    return _table(("when", "what", *points, "known then"), lines, "rows")


def bots_table(debrief: Debrief) -> str:
    """What each bot makes of this luck, and the player; empty while the game goes on."""
    lines = []
    for name, cents, equity, you in standings(debrief):
        cells = (f"{'▸ ' if you else ''}{name}", fmt.exact_money(cents), _points(equity, 0))
        lines.append(_row(cells, ("", "n", "n"), "you" if you else ""))
    return _table(("played by", "net value", "equity"), lines, numbers=2) if lines else ""


def points_table(debrief: Debrief) -> str:
    """The ledger of points; empty without prices."""
    lines = [_row((row.name, _points(row.points), row.note), ("", "n", "")) for row in points_ledger(debrief)]
    if lines and debrief.equity is not None:
        lines.append(_row(("equity", fmt.number(debrief.equity, 1), ""), ("", "n", ""), "sum"))
    return _table(("", "points", ""), lines, numbers=1) if lines else ""


def _points(value: float | None, decimals: int = 1) -> str:
    return "·" if value is None else fmt.number(value, decimals)


def _row(cells: Cells, kinds: Cells, whose: str = "") -> str:
    row_cells = (f"<td{_class(kind)}>{html_text(text)}</td>" for text, kind in zip(cells, kinds, strict=True))
    return f"<tr{_class(whose)}>{''.join(row_cells)}</tr>"


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _table(head: Cells, lines: Iterable[str], kind: str = "", numbers: int = 0) -> str:
    """A table; `numbers` columns after the first hold numbers."""
    cells = (
        f'<th scope="col"{_class("n" if 0 < at <= numbers else "")}>{html_text(text)}</th>'
        for at, text in enumerate(head)
    )
    inside = f"<thead><tr>{''.join(cells)}</tr></thead><tbody>{''.join(lines)}</tbody>"
    return f'<div class="wide"><table{_class(kind)}>{inside}</table></div>'


# --- lines of the text ---------------------------------------------------------------------------------------


def blocks(lines: Sequence[str]) -> list[str]:
    """Lines laid out in columns as they are; the sentences and lists between them flow."""
    out: list[str] = []
    for _, group in groupby(_numbered(lines), key=lambda one: one[0]):
        part = [line for _, line in group if line.strip()]
        if any(map(_COLUMNS.search, part)):
            out.append(f"<pre>{escape(chr(10).join(part))}</pre>")
        else:
            out += paragraph_html(part)
    return out


def _numbered(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Each line with the number of its block: an empty line begins the next."""
    at, block_lines = 0, []
    for line in lines:
        at += not line.strip()
        block_lines.append((at, line))
    return block_lines


def paragraph_html(lines: Sequence[str]) -> list[str]:
    """Lines that were wrapped for a terminal, as paragraphs and lists again."""
    out: list[str] = []
    inside = False
    # Lines were broken for 78 cells; a page breaks them by its own width.
    for text in unwrap_lines(lines):
        item = text.startswith("- ")
        if item != inside:
            out.append("<ul>" if item else "</ul>")
            inside = item
        out.append(f"<li>{_with_breaks(text[2:])}</li>" if item else f"<p>{_with_breaks(text)}</p>")
    return [*out, "</ul>"] if inside else out


def _with_breaks(text: str) -> str:
    return "<br>".join(html_text(part) for part in text.split("\n"))


_TABLES: Final = {LUCK: bots_table, POINTS: points_table}
