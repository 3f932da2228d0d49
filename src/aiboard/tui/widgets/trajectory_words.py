"""How a run and its steps are named, counted and marked in the viewer."""

from __future__ import annotations

import json
from typing import Final

from aiboard.instruments.text import clean
from aiboard.instruments.trajectory import GLYPHS, Analysis, Run, Step, StepKind, StepState
from aiboard.views import fmt

#: The palette's role of each state.
STATE_ROLE: Final[dict[StepState, str]] = {
    StepState.OK: "good",
    StepState.FAILED: "bad",
    StepState.LOOP: "warn",
    StepState.UNAUTHORISED: "accent2",
}
SAID: Final = "○"
"""The glyph of something said."""
_GLIMPSE: Final = 160
_JSON_SHOWN: Final = 20_000


def node(step: Step, state: StepState) -> tuple[str, str]:
    """Glyph and role of a step; something said without a finding is no call."""
    if step.kind is StepKind.MESSAGE and state is StepState.OK:
        return SAID, "dim"
    return GLYPHS[state], STATE_ROLE[state]


def run_name(run: Run) -> str:
    """Short: "run 13", "run 13 · 0" for a trial of it."""
    name = clean(run.id, 60)
    if not name.startswith("run"):
        name = f"run {name}"
    return name if run.trial is None else f"{name} · {run.trial}"


def tally(found: Analysis) -> list[tuple[str, str]]:
    """What is wrong with a run in few characters: glyph and count; a tick when nothing is."""
    bad = [
        (found.errors, StepState.FAILED),
        (found.loops, StepState.LOOP),
        (found.unauthorised or 0, StepState.UNAUTHORISED),
    ]
    out = [(f" {GLYPHS[state]}{count}", STATE_ROLE[state]) for count, state in bad if count]
    return out or [(" ✓", "dim")]


def counts(run: Run, found: Analysis) -> str:
    """A run's numbers in words."""
    parts = [fmt.count(found.steps, "step"), fmt.count(found.tool_calls, "tool call")]
    parts.append(fmt.count(found.errors, "error"))
    parts.append(fmt.count(found.consecutive_repeats, "repeat"))
    parts.append(fmt.count(found.loops, "loop"))
    parts.append("no allow-list" if found.unauthorised is None else f"{found.unauthorised} unauthorised")
    if run.reward is not None:
        parts.insert(0, f"reward {run.reward:g}")
    if run.trial is not None:
        parts.insert(0, f"trial {run.trial}")
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


def laid_out(text: str, width: int) -> str:
    """JSON over several lines where one is too short; other text, and JSON too large to be read, as it is."""
    if len(text) <= width or len(text) > _JSON_SHOWN or not text.lstrip().startswith(("{", "[")):
        return text
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
