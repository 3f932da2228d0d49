"""How a run and its steps are named, counted and marked in the viewer."""

from __future__ import annotations

import json
from typing import Final

from aiboard.instruments.text import clean
from aiboard.instruments.trajectory import GLYPHS, Analysis, Run, Step, StepKind, StepState
from aiboard.tui.cells import cut, width_of
from aiboard.views import fmt

#: The palette's role of each state.
STATE_ROLE: Final[dict[StepState, str]] = {
    StepState.OK: "good",
    StepState.FAILED: "bad",
    StepState.LOOP: "warn",
    StepState.UNAUTHORISED: "accent2",
}
MESSAGE_GLYPH: Final = "○"
"""The glyph of something said."""
NOTE_MARK: Final = " *"
"""Stands in the list beside a run with a note."""
_GLIMPSE: Final = 160
_JSON_SHOWN: Final = 20_000


def step_mark(step: Step, state: StepState) -> tuple[str, str]:
    """Glyph and role of a step; something said without a finding is no call."""
    if step.kind is StepKind.MESSAGE and state is StepState.OK:
        return MESSAGE_GLYPH, "dim"
    return GLYPHS[state], STATE_ROLE[state]


def short_name(run: Run, room: int) -> str:
    """The run's name; where it is longer than `room` cells, without the words that all names share."""
    name = clean(run.label, 80)
    if width_of(name) <= room:
        return name
    file, colon, suffix = name.rpartition(": ")
    suffix = suffix.removeprefix("run ").removeprefix("task ").replace(", trial ", " · ")
    return f"{cut(file, max(4, room - 2 - width_of(suffix)))}: {suffix}" if colon else suffix


def tally(run: Run, analysis: Analysis) -> list[tuple[str, str]]:
    """A run in few characters: glyph and count of each kind of finding, and whether the reward says it passed.

    Without findings and without a reward, a tick.
    """
    bad = [
        (analysis.errors, StepState.FAILED),
        (analysis.loops, StepState.LOOP),
        (analysis.unauthorised or 0, StepState.UNAUTHORISED),
    ]
    out = [(f" {GLYPHS[state]}{count}", STATE_ROLE[state]) for count, state in bad if count]
    if run.reward is None:
        return out or [(" ✓", "dim")]
    if run.passed:
        return [*out, (" pass", "good")]
    return [*out, (" fail" if run.reward == 0 else f" {run.reward:g}", "bad" if run.reward == 0 else "dim")]


def counts(run: Run, analysis: Analysis) -> str:
    """A run's name and numbers in words."""
    parts = [clean(run.label, 80)]
    if run.reward is not None:
        parts.append(f"reward {run.reward:g}")
    source = " (read from the agent's text)" if analysis.from_text else ""
    parts += [
        fmt.count(analysis.steps, "step"),
        fmt.count(analysis.tool_calls, "tool call") + source,
        fmt.count(analysis.errors, "error"),
        fmt.count(analysis.consecutive_repeats, "repeat"),
        fmt.count(analysis.loops, "loop"),
        "no allow-list" if analysis.unauthorised is None else f"{analysis.unauthorised} unauthorised",
    ]
    return ", ".join(parts)


def size(step: Step) -> str:
    """How much a step holds, without showing it."""
    if step.kind is StepKind.MESSAGE:
        return fmt.count(len(step.output or ""), "character")
    answer = "no answer" if step.output is None else f"{len(step.output)} back"
    return f"{len(step.arguments)} passed, {answer}"


def glimpse(step: Step) -> str:
    """The beginning of what a step gave, in one line."""
    if step.kind is StepKind.TOOL_CALL and step.output is None:
        return "no answer"
    return clean(step.output or "", _GLIMPSE)


def format_json(text: str, width: int) -> str:
    """JSON over several lines where one is too short; other text, and JSON too large to be read, as it is."""
    if len(text) <= width or len(text) > _JSON_SHOWN or not text.lstrip().startswith(("{", "[")):
        return text
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
