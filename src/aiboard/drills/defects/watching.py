"""Naive rules that watch something run: an agent's steps, the inputs of a live model."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from math import log, sqrt
from statistics import mean, pstdev
from typing import Final

from aiboard.drills.defects.rule import Input, Result, numbers, rows, rule
from aiboard.instruments.cycles import find_cycles, three_alike

#: Calls of one tool in a row that nobody wants, whatever their arguments.
_MANY: Final = 10
#: Index over bins by rank that a hundred values do not reach by chance.
_SHIFTED: Final = 0.35
_ALLOWED: Final = ("search", "read", "send_email", "status")


def _calls(inputs: Input) -> list[tuple[str, str]]:
    steps = rows(inputs, "steps", "tool", "input")
    return [(str(one["tool"]), json.dumps(one["input"], sort_keys=True)) for one in steps]


def _loop(inputs: Input) -> Result:
    calls = _calls(inputs)
    has_loop = three_alike(calls)
    unauthorised = sorted({tool for tool, _ in calls} - set(_ALLOWED))
    return f"{'LOOP' if has_loop else 'no loop'}, unauthorised: {', '.join(unauthorised) or 'none'}"


def _cycle(inputs: Input) -> bool:
    """Whether the corrected detector, which reads outputs too, finds a cycle."""
    calls = _calls(inputs)
    outputs = [str(one.get("output", "")) for one in rows(inputs, "steps", "tool", "input")]
    call_numbers = {call: index for index, call in enumerate(dict.fromkeys(calls))}
    output_numbers = {text: index for index, text in enumerate(dict.fromkeys(outputs))}
    answers = [output_numbers[text] for text in outputs]
    return bool(find_cycles([call_numbers[call] for call in calls], answers, [False] * len(calls)))


def _flood(inputs: Input) -> bool:
    """Whether one tool is called very often with ever new arguments."""
    calls = _calls(inputs)
    tool_counts = Counter(tool for tool, _ in calls)
    return any(
        count >= _MANY and len({call for call in calls if call[0] == tool}) > 1 for tool, count in tool_counts.items()
    )


def _outputs_change(inputs: Input) -> bool:
    outputs = [str(one.get("output", "")) for one in rows(inputs, "steps", "tool", "input")]
    return len(set(outputs)) > 1


LOOP: Final = rule(
    "loop-rule",
    _loop,
    {
        "goes round in two steps": lambda given, result: "no loop" in result and _cycle(given),
        "the same effect in other words": lambda given, result: "no loop" in result and _flood(given),
        "waiting is taken for a loop": lambda given, result: (
            result.startswith("LOOP") and _outputs_change(given) and not _cycle(given)
        ),
    },
)


# --- drift -----------------------------------------------------------------------------------------------------


def _psi(expected: list[float], actual: list[float], edges: list[float]) -> float:
    """Population stability index over bins; empty ones count as a thousandth."""
    total = 0.0
    for low, high in pairwise(edges):
        # Bins are open at their upper end, or a value on an edge would count twice; the last one is closed.
        last = high == edges[-1]
        shares = [
            max(0.001, sum(low <= value < high or (last and value == high) for value in values) / len(values))
            for values in (expected, actual)
        ]
        total += (shares[1] - shares[0]) * log(shares[1] / shares[0])
    return total


def _naive_psi(inputs: Input) -> float:
    expected, actual = numbers(inputs, "expected"), numbers(inputs, "actual")
    low, high = min(expected + actual), max(expected + actual)
    return _psi(expected, actual, [low + (high - low) * index / 10 for index in range(10)] + [high])


def _quantile_psi(inputs: Input) -> float:
    """The same over ten bins that each hold a tenth of what is expected."""
    expected, actual = sorted(numbers(inputs, "expected")), numbers(inputs, "actual")
    # Edges by rank: an outlier takes one place among them, and no width from the other bins.
    inner = [expected[len(expected) * index // 10] for index in range(1, 10)]
    low, high = min(expected[0], *actual), max(expected[-1], *actual)
    return _psi(expected, actual, [low, *inner, high])


def _drift(inputs: Input) -> Result:
    value = _naive_psi(inputs)
    return f"index {value:.3f}: {'ALERT, retrain' if value > 0.2 else 'WARN' if value > 0.1 else 'OK'}"


def _same_level(inputs: Input) -> bool:
    """Whether the means lie within two standard errors of each other."""
    expected, actual = numbers(inputs, "expected"), numbers(inputs, "actual")
    error = sqrt(pstdev(expected) ** 2 / len(expected) + pstdev(actual) ** 2 / len(actual))
    return abs(mean(expected) - mean(actual)) <= 2 * error


def _few(inputs: Input) -> bool:
    return min(len(numbers(inputs, "expected")), len(numbers(inputs, "actual"))) < 100


def _blind(inputs: Input, result: Result) -> bool:
    # A mean would not see the shift either: the outlier moves it more. Bins by rank do.
    return "OK" in result and not _few(inputs) and _quantile_psi(inputs) > _SHIFTED


DRIFT: Final = rule(
    "drift-rule",
    _drift,
    {
        "no values are an error": lambda given, result: result.startswith("error"),
        "alarm from few values": lambda given, result: "ALERT" in result and _few(given) and _same_level(given),
        "an outlier hides the shift": _blind,
    },
)
