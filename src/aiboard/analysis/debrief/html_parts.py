"""Pieces of the debrief's HTML page: cards of decisions, tables, lines of text that flow again. All text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import Final

from aiboard.analysis.debrief.answers import Answer, Kind, rows
from aiboard.analysis.debrief.decisions import entries
from aiboard.analysis.debrief.first import standings
from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.paragraphs import joined
from aiboard.analysis.debrief.phrases import in_words
from aiboard.analysis.debrief.points import ledger
from aiboard.analysis.debrief.prices import interval
from aiboard.analysis.stakes import Stake
from aiboard.views import fmt

_WORD: Final = {
    Kind.WON: "made the most", Kind.RULE: "broke a rule, and gained", Kind.LOST: "lost", Kind.MAYBE: "may have lost",
    Kind.SAME: "",
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


def said(text: str) -> str:
    """Text for the page: escaped, and what belongs together stays on one line."""
    for pattern, instead in _GLUE:
        text = pattern.sub(instead, text)
    return escape(text)


# --- cards ---------------------------------------------------------------------------------------------------


def answer_card(found: Debrief, one: Answer) -> str:
    """A decision that is told of."""
    size = f"{interval(one.points, 0, signed=True)} points" if one.points is not None else ""
    tag = f"{one.kind.value} {_WORD[one.kind]} · {one.when}"
    return _card(one.kind.name.lower(), tag, size, one.what, rows(found, one))


def stake_card(found: Debrief, stake: Stake) -> str:
    """A decision without a price, with what was at stake."""
    at_stake = f"about {fmt.money(stake.cents)} at stake"
    return _card("stake", f"Day {stake.day}", at_stake, in_words(stake.done, found.record.world), stake.rows())


def _card(kind: str, tag: str, size: str, what: str, facts: dict[str, str]) -> str:
    terms = "".join(f"<dt>{said(label)}</dt><dd>{said(text)}</dd>" for label, text in facts.items())
    head = f'<p class="tag"><span>{said(tag)}</span> <strong>{said(size)}</strong></p>'
    return f'<article class="{kind}">{head}<h3>{said(what)}</h3><dl>{terms}</dl></article>'


# --- tables --------------------------------------------------------------------------------------------------


def decisions_table(found: Debrief) -> str:
    """Every decision: when, what, its worth and the reference's choice, what was known."""
    lines = []
    # Without prices their column would be empty.
    priced = found.prices is not None
    for one in entries(found):
        answer = one.answer
        whose = "" if one.by == "player" else f" ({one.by})"
        other = f"; reference: {answer.instead}" if answer.points is not None and not answer.undone else ""
        kind = answer.kind.name.lower() if answer.points is not None else ""
        price = " ".join(filter(None, [one.price, one.label]))
        worth, kinds = ((f"{price}{other}",), ("", "", kind, "")) if priced else ((), ("", "", ""))
        lines.append(_row((answer.when, f"{answer.what}{whose}", *worth, answer.known), kinds))
    points = ("points, over the reference's choice",) if priced else ()
    return _table(("when", "what", *points, "known then"), lines, "rows")


def bots_table(found: Debrief) -> str:
    """What each bot makes of this luck, and the player; empty while the game goes on."""
    lines = []
    for name, cents, equity, you in standings(found):
        cells = (f"{'▸ ' if you else ''}{name}", fmt.exact_money(cents), _points(equity, 0))
        lines.append(_row(cells, ("", "n", "n"), "you" if you else ""))
    return _table(("played by", "net value", "equity"), lines, numbers=2) if lines else ""


def points_table(found: Debrief) -> str:
    """The ledger of points; empty without prices."""
    lines = [_row((row.name, _points(row.points), row.what), ("", "n", "")) for row in ledger(found)]
    if lines and found.equity is not None:
        lines.append(_row(("equity", fmt.number(found.equity, 1), ""), ("", "n", ""), "sum"))
    return _table(("", "points", ""), lines, numbers=1) if lines else ""


def _points(value: float | None, decimals: int = 1) -> str:
    return "·" if value is None else fmt.number(value, decimals)


def _row(cells: Cells, kinds: Cells, whose: str = "") -> str:
    shown = (f"<td{_class(kind)}>{said(text)}</td>" for text, kind in zip(cells, kinds, strict=True))
    return f"<tr{_class(whose)}>{''.join(shown)}</tr>"


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _table(head: Cells, lines: Iterable[str], kind: str = "", numbers: int = 0) -> str:
    """A table; `numbers` columns after the first hold numbers."""
    cells = (
        f'<th scope="col"{_class("n" if 0 < at <= numbers else "")}>{said(text)}</th>' for at, text in enumerate(head)
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
            out += flowing(part)
    return out


def _numbered(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Each line with the number of its block: an empty line begins the next."""
    at, found = 0, []
    for line in lines:
        at += not line.strip()
        found.append((at, line))
    return found


def flowing(lines: Sequence[str]) -> list[str]:
    """Lines that were wrapped for a terminal, as paragraphs and lists again."""
    out: list[str] = []
    inside = False
    # Lines were broken for 78 cells; a page breaks them by its own width.
    for text in joined(lines):
        item = text.startswith("- ")
        if item != inside:
            out.append("<ul>" if item else "</ul>")
            inside = item
        out.append(f"<li>{_with_breaks(text[2:])}</li>" if item else f"<p>{_with_breaks(text)}</p>")
    return [*out, "</ul>"] if inside else out


def _with_breaks(text: str) -> str:
    return "<br>".join(said(part) for part in text.split("\n"))
