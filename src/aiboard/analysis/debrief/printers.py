"""The debrief as sections, plain text, Markdown and JSON: each walks the one list of parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from aiboard.analysis.debrief import detail_sections, first_pass, stories
from aiboard.analysis.debrief.decisions import DECISIONS
from aiboard.analysis.debrief.forecast_section import CALIBRATION, FORECAST
from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.opinions import OPINIONS
from aiboard.analysis.debrief.paragraphs import WIDTH, unwrap_lines
from aiboard.analysis.debrief.points import POINTS
from aiboard.analysis.debrief.section import Part, Section
from aiboard.analysis.debrief.share import share_line, title
from aiboard.views.charts import chart as charts
from aiboard.views.charts.cells import GlyphMode
from aiboard.views.linear import markdown_escaped

_CHART_WIDTH: Final = WIDTH - 4
_AIR: Final = 3
"""Rows more than the fewest that a chart likes."""

#: The first four are the first pass; the others give the details.
PARTS: Final[tuple[Part, ...]] = (
    first_pass.ANSWERS,
    first_pass.VALUE_LINE,
    first_pass.LUCK,
    first_pass.NEXT,
    DECISIONS,
    POINTS,
    FORECAST,
    CALIBRATION,
    stories.PART,
    detail_sections.FINDINGS,
    detail_sections.LESSONS,
    first_pass.EARNED,
    detail_sections.LEDGER,
    detail_sections.FAMILIES,
    detail_sections.HINDSIGHT,
    detail_sections.FLOW,
)


def parts(debrief: Debrief) -> tuple[Part, ...]:
    """The parts of one debrief: what a second evaluator says only where one was asked, and last."""
    return PARTS if debrief.bias is None else (*PARTS, OPINIONS)


def sections(debrief: Debrief) -> list[Section]:
    """All sections in order."""
    return [part.section(debrief) for part in parts(debrief)]


def text(debrief: Debrief) -> str:
    """Plain text, at most 80 columns."""
    lines = [f"Debrief: {title(debrief)}"]
    for part in parts(debrief):
        lines += ["", f"── {part.title} ".ljust(WIDTH, "─"), *_drawn(part.section(debrief))]
    return "\n".join([*lines, "", share_line(debrief)]) + "\n"


def markdown(debrief: Debrief) -> str:
    """Markdown: the same sections; charts and tables stand in fenced blocks."""
    lines = [f"# Debrief: {_escaped(title(debrief))}"]
    for part in parts(debrief):
        lines += ["", f"## {part.title}", ""]
        section = part.section(debrief)
        if part.fixed:
            lines += ["```text", *(line.replace("`", "'") for line in _drawn(section)), "```"]
        else:
            lines += _flowing(section.lines)
    return "\n".join([*lines, "", "---", "", _escaped(share_line(debrief))]) + "\n"


def _flowing(lines: Sequence[str]) -> list[str]:
    """Paragraphs parted by an empty line, items one after another; labelled rows keep a line each."""
    out: list[str] = []
    for text in unwrap_lines(lines):
        if out and not (text.startswith("- ") and out[-1].startswith("- ")):
            out.append("")
        out.append(_escaped(text).replace("\n", "\\\n  "))
    return out


def _drawn(section: Section) -> list[str]:
    """A section's lines, under its chart in block characters."""
    if section.chart is None:
        return list(section.lines)
    height = charts.height_for(section.chart, _CHART_WIDTH) + _AIR
    chart_lines = [line.rstrip() for line in charts.lines(section.chart, _CHART_WIDTH, height, GlyphMode.BLOCK)]
    return [*chart_lines, *([""] if section.lines else []), *section.lines]


def json_document(debrief: Debrief) -> dict[str, Any]:
    """JSON data. Money in dollars, qualities in points, days are working days; what is not priced yet is None."""
    board = debrief.record.board
    document: dict[str, Any] = {
        "scenario": debrief.resolved.key,
        "scenario_sha": debrief.resolved.sha,
        "rules_version": board.world.rules_version,
        "seed": debrief.record.seed,
        "day": board.day,
        "days": board.world.days,
        "finished": debrief.finished,
        "practice": debrief.practice,
        "practice_because": list(debrief.why_practice),
    }
    for part in parts(debrief):
        document |= part.data(debrief)
    return document | {"share": share_line(debrief)}


def _escaped(line: str) -> str:
    """A line of ours as Markdown: a list's own dash is kept."""
    head, body = (line[:2], line[2:]) if line.startswith("- ") else ("", line)
    return head + markdown_escaped(body)
