"""The debrief as one HTML file: style and pictures inside it, nothing fetched, no script; outside text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from aiboard.analysis.debrief.answers import Answer, answers, how, rows
from aiboard.analysis.debrief.first import remarks, sentences
from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.prices import interval
from aiboard.analysis.debrief.printers import PARTS, parts
from aiboard.analysis.debrief.section import Part, Section
from aiboard.analysis.debrief.share import share, title
from aiboard.analysis.debrief.svg import drawn

_STYLE: Final = """
:root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --dim: #667; --line: #ccd; --good: #157f3b;
  --bad: #b3261e; --mark: #1f5fbf; --card: #f5f6f9; }
@media (prefers-color-scheme: dark) { :root { --back: #10151c; --text: #dde3ea; --dim: #8a94a3; --line: #2b3543;
  --good: #5fd38d; --bad: #ff8078; --mark: #7db4ff; --card: #18202a; } }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2.2rem; border-bottom: 1px solid var(--line); }
nav { color: var(--dim); } nav a { color: var(--mark); margin-right: .8rem; text-decoration: none; }
.first { font-size: 1.15rem; font-weight: 600; } .dim { color: var(--dim); }
article { background: var(--card); border-left: 4px solid var(--line); padding: .4rem 1rem; margin: .8rem 0; }
article.won { border-color: var(--good); } article.rule { border-color: var(--mark); }
article.lost { border-color: var(--bad); } article.maybe { border-style: dashed; }
article h3 { margin: .2rem 0; font-size: 1rem; display: flex; justify-content: space-between; gap: 1rem; }
article b { white-space: nowrap; } dl { margin: .2rem 0; display: grid; grid-template-columns: 7rem 1fr; }
dt { color: var(--dim); } dd { margin: 0; }
pre { overflow-x: auto; font: 14px/1.4 ui-monospace, monospace; background: var(--card); padding: .6rem; }
figure { margin: 1rem 0; } figcaption { color: var(--dim); font-size: .9rem; }
ul { padding-left: 1.2rem; } svg { width: 100%; max-width: 760px; height: auto; }
svg text { fill: var(--dim); font: 13px system-ui, sans-serif; } svg .mark { fill: var(--text); }
svg .grid { stroke: var(--line); stroke-width: .6; } svg .zero { stroke: var(--dim); stroke-dasharray: 3 3; }
svg .curve { fill: none; stroke: var(--mark); stroke-width: 2; } svg .area { fill: var(--mark); opacity: .12; }
svg .won { fill: var(--good); } svg .lost { fill: var(--bad); } svg .own { fill: var(--mark); }
svg .team { fill: none; stroke: var(--dim); stroke-width: 1.5; }
""".strip()
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is fetched and nothing runs, whatever a name from outside may hold."""


def document(debriefs: Sequence[Debrief]) -> str:
    """One document with a debrief after another."""
    name = title(debriefs[0]) if len(debriefs) == 1 else f"{len(debriefs)} games"
    body = [part for number, found in enumerate(debriefs) for part in _debrief(found, f"g{number}-")]
    return "\n".join([
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Debrief: {escape(name)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        *body,
        "</body>",
        "</html>",
    ]) + "\n"  # fmt: skip


def _debrief(found: Debrief, prefix: str) -> list[str]:
    # Ids carry the game's number: several games may stand on one page.
    links = [f'<a href="#{prefix}{part.tab.lower()}">{escape(part.tab)}</a>' for part in parts(found)]
    lines = [f"<h1>Debrief: {escape(title(found))}</h1>", f"<nav>{' '.join(links)}</nav>"]
    for part in parts(found):
        lines.append(f'<h2 id="{prefix}{part.tab.lower()}">{escape(part.title)}</h2>')
        lines += _first(found) if part is PARTS[0] and answers(found) else _part(part, part.section(found))
    return [*lines, f'<p class="dim">{escape(share(found))}</p>']


def _first(found: Debrief) -> list[str]:
    first, *others = [*sentences(found), *remarks(found)]
    lines = [f'<p class="first">{escape(first)}</p>', *(f"<p>{escape(text)}</p>" for text in others)]
    for one in answers(found):
        lines += _answer(found, one)
    return [*lines, f'<p class="dim">{escape(how(found))}</p>']


def _answer(found: Debrief, one: Answer) -> list[str]:
    size = f"<b>{escape(interval(one.points, 0, signed=True))} points</b>" if one.points is not None else ""
    head = f"<h3><span>{one.kind.value} {escape(f'{one.when}: {one.what}')}</span> {size}</h3>"
    facts = [f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in rows(found, one).items()]
    return [f'<article class="{one.kind.name.lower()}">', head, "<dl>", *facts, "</dl>", "</article>"]


def _part(part: Part, section: Section) -> list[str]:
    """A section: its picture, then its lines as they are, or as paragraphs and lists."""
    picture = [drawn(section.chart)] if section.chart is not None else []
    if part.fixed:
        text = "\n".join(section.lines)
        return [*picture, *([f"<pre>{escape(text)}</pre>"] if text.strip() else [])]
    return [*picture, *_flowing(section.lines)]


def _flowing(lines: Sequence[str]) -> list[str]:
    """Lines that were wrapped for a terminal, as paragraphs and lists again."""
    out: list[str] = []
    inside = False
    for text in _joined(lines):
        item = text.startswith("- ")
        if item != inside:
            out.append("<ul>" if item else "</ul>")
            inside = item
        out.append(f"<li>{_with_breaks(text[2:])}</li>" if item else f"<p>{_with_breaks(text)}</p>")
    return [*out, "</ul>"] if inside else out


def _with_breaks(text: str) -> str:
    return "<br>".join(escape(part) for part in text.split("\n"))


def _joined(lines: Sequence[str]) -> list[str]:
    """Items and paragraphs, each whole; a labelled row under an item begins a line of its own."""
    out: list[str] = []
    fresh = True
    for line in lines:
        if not line.strip():
            fresh = True
        elif line.startswith("- ") or fresh or not out:
            out.append(line.strip() if not line.startswith("- ") else line)
            fresh = False
        elif line.startswith("  ") and not line.startswith("    ") and ": " in line and line[2:3].isupper():
            out[-1] += "\n" + line.strip()
        else:
            out[-1] += " " + line.strip()
    return out
