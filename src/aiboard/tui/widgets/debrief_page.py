"""A page of the debrief: the analysis's plain lines, with their structure made visible. No word is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from textual.renderables.digits import DIGITS, DIGITS3X3_BOLD

from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.themes import Palette

#: Widest text; longer lines are hard to read.
_WIDEST: Final = 100
_LONG: Final = 58
_TABLE: Final = re.compile(r"\S {3,}\S|^ {3,}\S|─{3,}|^▸|^  \S+ {2,}")
#: A row under a bullet that begins with its label, as a decision's "Known: ...".
_LABEL: Final = re.compile(r"  ([A-Z][A-Za-z, ]{2,24}:) ")
_TAG: Final = re.compile(r"(CONCEPT|CODE|DESIGN|DEBUG|FRONTIER)\b")
#: What is set apart in a running text: the boundary of a lesson, what has no price yet, amounts.
_PARTS: Final = re.compile(r"(Stops paying .*$|not priced yet|[+−]?\$[\d,.]+[kM]?)")
_HERO: Final = re.compile(r"[+−]?\$[\d,]+")


def page(lines: Iterable[str], width: int, look: Palette, hero: bool = False) -> list[Line]:
    """The lines laid out for `width` cells; with `hero` the first amount stands above them, large."""
    texts = list(lines)
    out: list[Line] = []
    if hero and texts and (amount := _HERO.search(texts[0])):
        out += large(amount.group(), look, width)
    for text in paragraphs(texts):
        out += _layout_paragraph(text, width, look)
    return out


def paragraphs(lines: Iterable[str]) -> list[str]:
    """Lines that belong together, joined: a bullet or labelled row with what is indented under it, a cut sentence."""
    out: list[str] = []
    last = ""
    for line in lines:
        labelled = _LABEL.match(line) is not None
        # The analysis wraps its lines at 80 columns; here they are joined to be wrapped anew.
        under = bool(out) and (out[-1].startswith("- ") or _LABEL.match(out[-1]) is not None)
        bullet = under and not labelled and line.startswith("  ") and not _TABLE.search(line.strip())
        goes_on = line[:1].isalnum() or line[:1] == "("
        cut = len(last) >= _LONG and last[-1:] != "." and goes_on and not _TABLE.search(last)
        if last and (bullet or (cut and not line.startswith("- "))):
            out[-1] += " " + line.strip()
        else:
            out.append(line)
        last = line
    return out


def large(amount: str, look: Palette, width: int) -> list[Line]:
    """An amount in letters three lines high; nothing where it does not fit."""
    rows = ["", "", ""]
    # Textual's table of digits has a hyphen for the minus sign.
    for char in amount.replace("−", "-"):
        if char in ",.":
            rows = [rows[0] + " ", rows[1] + " ", rows[2] + char]
            continue
        offset = DIGITS.index(char) * 3
        rows = [row + DIGITS3X3_BOLD[offset + i].ljust(3) for i, row in enumerate(rows)]
    if len(rows[0]) > width:
        return []
    role = "bad" if amount.startswith("−") else "good"
    return [*([(row, look[role])] for row in rows), []]


def _layout_paragraph(text: str, width: int, look: Palette) -> list[Line]:
    room = min(width, _WIDEST)
    if label := _LABEL.match(text):
        parts = [(label.group(1), "dim"), *_parts(text[label.end() - 1 :], "text")]
        rows = _wrapped(parts, room - 4, look)
        return [[("  " if i == 0 else "    ", look["text"]), *row] for i, row in enumerate(rows)]
    if _TABLE.search(text):
        return [_table(text, look)]
    if not text.startswith("- "):
        heading = text.endswith(":") and len(text) < _LONG
        return _wrapped(_parts(text, "strong" if heading else "text"), room, look) or [[]]
    body = text[2:]
    tag = _TAG.match(body)
    front = [(tag.group(), "accent2")] if tag else []
    rows = _wrapped([*front, *_parts(body[tag.end() if tag else 0 :], "text")], room - 2, look)
    return [[("• " if i == 0 else "  ", look["accent"]), *row] for i, row in enumerate(rows)]


def _parts(text: str, role: str) -> list[tuple[str, str]]:
    """The text in parts with roles, joined again it is the text."""
    out: list[tuple[str, str]] = []
    for part in _PARTS.split(text):
        if part.startswith("Stops paying") or part == "not priced yet":
            out.append((part, "dim"))
        elif _PARTS.fullmatch(part):
            out.append((part, "bad" if part.startswith("−") else "good" if part.startswith("+") else "strong"))
        elif part:
            out.append((part, role))
    return out


def _wrapped(parts: list[tuple[str, str]], width: int, look: Palette) -> list[Line]:
    """Parts broken at spaces into lines of at most `width` cells; a part goes on where the one before it ended."""
    words: list[list[tuple[str, str]]] = []
    glued = False
    for text, role in parts:
        # A number and its percent sign stay on one line.
        for i, word in enumerate(text.replace(" %", "\u00a0%").split(" ")):
            if word and (i > 0 or not glued):
                words.append([(word, role)])
            elif word:
                words[-1].append((word, role))
        glued = not text.endswith(" ")
    out: list[Line] = []
    used = width
    for pieces in words:
        need = sum(cells.width_of(text) for text, _ in pieces)
        if used + 1 + need > width:
            out.append([])
            used = -1
        elif pieces:
            out[-1].append((" ", look[pieces[0][1]]))
        out[-1] += [(text.replace("\u00a0", " "), look[role]) for text, role in pieces]
        used += 1 + need
    return out


def _table(text: str, look: Palette) -> Line:
    """A row of a table as it is; the player's own row stands out."""
    if text.startswith("▸"):
        return [(text, look["cursor"])]
    if set(text.strip()) <= {"─"}:
        return [(text, look["rule"])]
    return [(part, look[role]) for part, role in _parts(text, "text")]
