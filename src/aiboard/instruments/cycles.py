"""Cycles in a sequence of calls: the agent goes round and learns nothing.

A cycle of period p is a stretch of calls where each call from the second round on is the same call as p
calls before and got the same output, for at least one whole round more. Polling is not a cycle: there the
same calls go on and an output changes, to something other than an error, just before or just after the equal
ones. The agent was waiting for that change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MAX_PERIOD: Final = 50
"""Longest cycle looked for, in calls."""


@dataclass(frozen=True)
class Cycle:
    """The calls first..last-1 (places from 0) repeat, one by one, the calls `period` places before them."""

    first: int
    last: int
    period: int

    @property
    def rounds(self) -> int:
        """How many whole times the cycle was gone round, the first time included; 2 or more."""
        return (self.last - self.first) // self.period + 1


def three_alike(calls: Sequence[object]) -> bool:
    """The usual loop rule: whether three calls in a row are the same, whatever they returned."""
    return any(a == b == c for a, b, c in zip(calls, calls[1:], calls[2:], strict=False))


def find_cycles(calls: Sequence[int], outputs: Sequence[int], failed: Sequence[bool]) -> list[Cycle]:
    """All cycles, short periods first; one whose repeats all lie inside shorter cycles is left out.

    Args:
        calls: a number for each call, the same for equal calls (tool, arguments in one spelling).
        outputs: a number for what each call got, the same for equal outputs; as long as `calls`.
        failed: whether that was an error; as long as `calls`.
    """
    covered: set[int] = set()
    cycles: list[Cycle] = []
    for period in range(1, min(MAX_PERIOD, len(calls) // 2) + 1):
        for start, end in _same_calls(calls, period):
            for cycle in _same_outputs(outputs, failed, start, end, period):
                indexes = range(cycle.first, cycle.last)
                if not covered.issuperset(indexes):
                    covered.update(indexes)
                    cycles.append(cycle)
    return cycles


def _same_calls(calls: Sequence[int], period: int) -> list[tuple[int, int]]:
    """Longest stretches [start, end) of two rounds or more where each call is the one `period` before."""
    stretches: list[tuple[int, int]] = []
    start = 0
    for i in range(period, len(calls) + 1):
        if i < len(calls) and calls[i] == calls[i - period]:
            continue
        if i - start >= 2 * period:
            stretches.append((start, i))
        start = i - period + 1
    return stretches


def _same_outputs(outputs: Sequence[int], failed: Sequence[bool], start: int, end: int, period: int) -> list[Cycle]:
    """The parts of a stretch of equal calls that are cycles and not polling."""
    changes = [i for i in range(start + period, end) if outputs[i] != outputs[i - period]]
    edges = [start + period - 1, *changes, end]
    cycles: list[Cycle] = []
    for k in range(len(edges) - 1):
        first, last = edges[k] + 1, edges[k + 1]
        if last - first < period:
            continue
        came_from_change = k > 0 and not failed[edges[k]]
        ends_in_change = last < end and not failed[last]
        if not came_from_change and not ends_in_change:
            cycles.append(Cycle(first, last, period))
    return cycles
