"""A page of sections for people, printed as plain text, Markdown or HTML. All three walk the same lines."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.views.linear import markdown_escaped, wrap

_WIDTH: Final = 80
_LONGEST: Final = 2_000
_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46em;margin:2em auto;padding:0 1em}"
    "body{color:#1b1f24;background:#fff}"
    "h1{font-size:1.5em}h2{font-size:1.15em;border-bottom:1px solid #ccc}pre{font-size:.9em;overflow-x:auto}"
    "@media(prefers-color-scheme:dark){body{color:#dfe4ea;background:#12161c}}@media print{body{margin:0}}"
)


@dataclass(frozen=True)
class Section:
    """A heading and its lines; an empty line parts paragraphs. `fixed` lines are a drawing and keep their spaces."""

    title: str
    lines: tuple[str, ...]
    fixed: bool = False


@dataclass(frozen=True)
class Page:
    """A title and sections."""

    title: str
    sections: tuple[Section, ...]


def text(page: Page) -> str:
    """Plain text, at most 80 columns."""
    lines = [clean(page.title, _LONGEST)]
    for part in page.sections:
        lines += ["", _heading(part).ljust(_WIDTH, "─")]
        body = [clean(line, _LONGEST) for line in part.lines]
        lines += body if part.fixed else wrap(body, _WIDTH)
    return "\n".join(lines) + "\n"


def page_lines(page: Page) -> tuple[str, ...]:
    """The lines as they are, for who breaks them to a width of its own."""
    parts = ([_heading(part), *(clean(line, _LONGEST) for line in part.lines)] for part in page.sections)
    return (clean(page.title, _LONGEST), *(line for part in parts for line in ("", *part)))


def _heading(part: Section) -> str:
    return f"── {clean(part.title, _LONGEST)} ──"


def markdown(page: Page) -> str:
    """Markdown: a list item a line, drawings in fences."""
    lines = [f"# {_escaped(page.title)}"]
    for part in page.sections:
        lines += ["", f"## {_escaped(part.title)}", ""]
        if part.fixed:
            lines += ["```text", *(clean(line, _LONGEST).replace("`", "'") for line in part.lines), "```"]
        else:
            lines += [_item(line) for line in part.lines]
    return "\n".join(lines) + "\n"


def html(page: Page) -> str:
    """One HTML document that needs nothing else."""
    body = [f"<h1>{_safe(page.title)}</h1>"]
    for part in page.sections:
        body.append(f"<h2>{_safe(part.title)}</h2>")
        if part.fixed:
            body.append("<pre>" + "\n".join(_safe(line) for line in part.lines) + "</pre>")
        else:
            items = "\n".join(f"<li>{_safe(line.strip())}</li>" for line in part.lines if line.strip())
            body.append(f"<ul>\n{items}\n</ul>")
    head = f'<meta charset="utf-8">\n<title>{_safe(page.title)}</title>\n<style>{_STYLE}</style>'
    return "\n".join(["<!doctype html>", '<html lang="en">', head, *body, "</html>"]) + "\n"


def render(page: Page, file: Path) -> str:
    """The page in the form that the end of a file's name asks for. InputError for another one."""
    forms = {".md": markdown, ".html": html, ".htm": html, ".txt": text}
    form = forms.get(file.suffix.lower())
    if form is None:
        raise InputError(f"'{clean(file.name, 60)}' should end in .md, .html or .txt", field="--out")
    return form(page)


def _safe(line: str) -> str:
    return escape(clean(line, _LONGEST))


def _item(line: str) -> str:
    """A line of a list, deeper where it is set in; an empty one parts two lists."""
    content = line.strip()
    depth = "  " if line.startswith("  ") else ""
    return f"{depth}- {_escaped(content)}" if content else ""


def _escaped(line: str) -> str:
    return markdown_escaped(clean(line, _LONGEST))
