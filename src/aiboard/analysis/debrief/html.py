"""The debrief as one HTML file: style and pictures inside it, nothing fetched, no script; outside text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Final

from aiboard.analysis.debrief.answers import answers, how
from aiboard.analysis.debrief.decisions import DECISIONS
from aiboard.analysis.debrief.first import LUCK, figures, nothing, remarks, sentences
from aiboard.analysis.debrief.html_parts import (
    answer_card,
    blocks,
    bots_table,
    decisions_table,
    flowing,
    points_table,
    said,
    stake_card,
)
from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.points import POINTS, luck_words
from aiboard.analysis.debrief.printers import parts
from aiboard.analysis.debrief.section import Part
from aiboard.analysis.debrief.share import share, title
from aiboard.analysis.debrief.svg import drawn
from aiboard.analysis.stakes import RANKED

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is fetched and nothing runs, whatever a name from outside may hold."""


def document(debriefs: Sequence[Debrief]) -> str:
    """One document with a debrief after another."""
    style = (files("aiboard.analysis.debrief") / "debrief.css").read_text(encoding="utf-8").strip()
    name = title(debriefs[0]) if len(debriefs) == 1 else f"{len(debriefs)} games"
    body = _overview(debriefs) if len(debriefs) > 1 else []
    body += [part for number, found in enumerate(debriefs) for part in _debrief(found, f"g{number}-")]
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
        f'<li><a href="#g{number}-answers">{said(title(found))}</a>: {said(sentences(found)[0])}</li>'
        for number, found in enumerate(debriefs)
    ]
    return ["<nav><ul>", *items, "</ul></nav>"]


def _debrief(found: Debrief, prefix: str) -> list[str]:
    """One game: the first page, where to go on, then the other parts. Ids carry the game's number."""
    first, *others = parts(found)
    links = [
        f'<a href="#{prefix}{part.tab.lower()}" title="{escape(part.title)}">{escape(part.tab)}</a>' for part in others
    ]
    lines = [f"<h1>Debrief: {said(title(found))}</h1>", *_first(found, first, prefix)]
    lines.append(f'<nav aria-label="Parts of the debrief">{" ".join(links)}</nav>')
    for part in others:
        lines += [_heading(part, prefix), *_part(found, part)]
    return [*lines, f'<p class="dim">{escape(share(found))}</p>']


def _heading(part: Part, prefix: str) -> str:
    return f'<h2 id="{prefix}{part.tab.lower()}">{said(part.title)}</h2>'


def _first(found: Debrief, part: Part, prefix: str) -> list[str]:
    """Two numbers, the luck, the decisions that mattered most."""
    numbers = [
        f"<p>{said(one.name)} <strong>{said(one.number or '–')}</strong> {said(one.note)}</p>" for one in figures(found)
    ]
    asides = [text for text in (luck_words(found), *remarks(found)) if text]
    lines = [f'<div class="numbers">{"".join(numbers)}</div>', *(f"<p>{said(text)}</p>" for text in asides)]
    cards = [answer_card(found, one) for one in answers(found)]
    note = how(found)
    if found.prices is None:
        cards, note = [stake_card(found, stake) for stake in found.stakes], RANKED
    lines.append(_heading(part, prefix))
    if not cards:
        return [*lines, f"<p>{said(nothing(found))}</p>"]
    return [*lines, f'<div class="answers">{"".join(cards)}</div>', f'<p class="dim">{said(note)}</p>']


def _part(found: Debrief, part: Part) -> list[str]:
    """A part: its picture, then its table or its lines."""
    section = part.section(found)
    lines = [drawn(section.chart)] if section.chart is not None else []
    if part is DECISIONS:
        return [*lines, decisions_table(found)]
    table = _TABLES[part](found) if part in _TABLES else ""
    text = list(section.lines)
    if table:
        # It stands for the lines before the first empty one.
        return [*lines, table, *blocks(text[text.index("") + 1 :])]
    return [*lines, *(blocks(text) if part.fixed else flowing(text))]


_TABLES: Final = {LUCK: bots_table, POINTS: points_table}
