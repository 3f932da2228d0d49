"""Agent runs as lines of text: a mark for each call, the counts, the findings, and every step where wanted."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from aiboard.cli.output import colourise
from aiboard.formats import TrajectoryFile
from aiboard.formats.notes import RunNotes
from aiboard.instruments.pass_k import pass_k
from aiboard.instruments.personal_data import exposures
from aiboard.instruments.rate_limit import rate_limit_hits
from aiboard.instruments.text import clean, clean_lines
from aiboard.instruments.trajectory import (
    GLYPHS,
    Analysis,
    Run,
    Step,
    StepKind,
    StepState,
    analyse,
    blamed_words,
    unread_words,
)
from aiboard.views import fmt

_COLOURS: Final = {
    StepState.OK: "green",
    StepState.FAILED: "red",
    StepState.LOOP: "yellow",
    StepState.UNAUTHORISED: "magenta",
}
_WIDTH: Final = 78
_MARKS_IN_LINE: Final = 60
_SHOWN_LINES: Final = 40


@dataclass(frozen=True)
class ReportOptions:
    """What is looked for in runs.

    Attributes:
        allow: tools the agent may call, None when that is not known.
        personal: name the calls with personal data in their arguments; the data itself is not shown.
        limit: name the calls that a limit of so many calls of one tool in a run refuses; None for no limit.
        show: every step with its content too.
    """

    allow: frozenset[str] | None
    personal: bool
    limit: int | None
    show: bool


def file_lines(file: TrajectoryFile, options: ReportOptions, notes: RunNotes | None, offset: int) -> Iterator[str]:
    """A file's runs, with the notes on them where some are kept; `offset` runs stand in the files before it."""
    yield colourise(f"{clean(file.file)}: {file.format}, {fmt.count(len(file.runs), 'run')}", "bold")
    passes = pass_k(file.runs)
    if passes is not None:
        yield from textwrap.wrap(passes.sentence, _WIDTH, subsequent_indent="  ")
    legend = "  ".join(f"{_painted_glyph(state)} {state.value}" for state in StepState)
    yield f"one mark a tool call: {legend}"
    for number, run in enumerate(file.runs, offset + 1):
        analysis = analyse(run, options.allow)
        yield ""
        yield from _run_lines(run, analysis, "" if notes is None else f"{number} ")
        if options.personal:
            yield from _personal_lines(run)
        if options.limit is not None:
            yield from _refused_lines(run, options.limit)
        note = None if notes is None else notes.of(number - 1)
        if note is not None:
            yield from _wrapped(note.sentence)
        if options.show:
            yield from _step_lines(run, analysis)
    yield ""


def notes_lines(notes: RunNotes) -> Iterator[str]:
    """The notes by kind."""
    yield f"{clean(os.fspath(notes.path))}: {notes.sentence}"
    if notes.not_read:
        yield f"  {fmt.count(notes.not_read, 'line')} of it not read"


def _run_lines(run: Run, analysis: Analysis, number: str) -> Iterator[str]:
    reward = "" if run.reward is None else f", reward {run.reward:g}"
    source = " (read from the agent's text)" if analysis.from_text else ""
    calls = fmt.count(analysis.tool_calls, "tool call") + source
    yield f"{number}{run.label}{reward}: {fmt.count(analysis.steps, 'step')}, {calls}"
    pairs = zip(run.steps, analysis.states, strict=True)
    marks = [_painted_glyph(state) for step, state in pairs if step.kind is StepKind.TOOL_CALL]
    for start in range(0, len(marks), _MARKS_IN_LINE):
        yield "  " + "".join(marks[start : start + _MARKS_IN_LINE])
    counts = [
        fmt.count(analysis.errors, "error"),
        fmt.count(analysis.consecutive_repeats, "consecutive repeat"),
        fmt.count(analysis.loops, "loop"),
        "no allow-list given" if analysis.unauthorised is None else f"{analysis.unauthorised} unauthorised",
    ]
    yield "  " + ", ".join(counts)
    if run.unread:
        yield from _wrapped(unread_words(run.unread))
    if run.blamed is not None:
        yield from _wrapped(blamed_words(*run.blamed))
    for flag in analysis.flags:
        yield from _wrapped(f"- {flag.kind.value}: {flag.reason}")


def _personal_lines(run: Run) -> Iterator[str]:
    calls = exposures(run)
    for one in calls:
        yield from _wrapped(f"- personal data: step {one.step} gave {clean(one.tool)} {' and '.join(one.kinds)}")
    if not calls:
        yield from _wrapped("no personal data found in arguments (names and places have no shape that could be found)")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")


def _painted_glyph(state: StepState) -> str:
    return colourise(GLYPHS[state], _COLOURS[state])


def _step_lines(run: Run, analysis: Analysis) -> Iterator[str]:
    for number, (step, state) in enumerate(zip(run.steps, analysis.states, strict=True), 1):
        if step.kind is StepKind.TOOL_CALL or state is not StepState.OK:
            head = colourise(f"{GLYPHS[state]} {state.value}", _COLOURS[state])
        else:
            head = colourise("said by", "dim")
        yield ""
        yield f"  {number:>4} {head} {clean(step.tool or step.role)}"
        yield from _content_lines(step)


def _content_lines(step: Step) -> Iterator[str]:
    if step.arguments:
        for line in clean_lines(step.arguments, _SHOWN_LINES):
            yield f"       > {line}"
    if step.output is None:
        yield "       (no output recorded)"
    elif step.output:
        for line in clean_lines(step.output, _SHOWN_LINES):
            yield f"       {line}"


def _refused_lines(run: Run, limit: int) -> Iterator[str]:
    hits = rate_limit_hits(run, limit)
    for one in hits:
        calls = fmt.count(len(one.steps), "call")
        yield from _wrapped(f"- rate limit: {clean(one.tool)}, {calls} over {limit}, from step {one.steps[0]} on")
    if not hits:
        yield f"  no tool was called more than {fmt.count(limit, 'time')}"
