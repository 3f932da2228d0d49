"""What a rate limit would have refused: calls of one tool beyond so many in a run.

A cap on steps ends a run that goes on for long; a limit on a tool bounds what the run can do with that tool, however
its calls differ from each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.instruments.trajectory import Run, StepKind


@dataclass(frozen=True)
class RateLimitHit:
    """Calls of one tool beyond the limit: the tool, the steps' numbers in order."""

    tool: str
    steps: tuple[int, ...]


def rate_limit_hits(run: Run, limit: int) -> list[RateLimitHit]:
    """The calls that a limit of so many of each tool refuses in a run, by tool, in the order of the first of them."""
    counts: dict[str, int] = {}
    steps_by_tool: dict[str, list[int]] = {}
    for number, step in enumerate(run.steps, 1):
        if step.kind is StepKind.TOOL_CALL:
            counts[step.tool] = counts.get(step.tool, 0) + 1
            if counts[step.tool] > limit:
                steps_by_tool.setdefault(step.tool, []).append(number)
    return [RateLimitHit(tool, tuple(steps)) for tool, steps in steps_by_tool.items()]
