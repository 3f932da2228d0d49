"""What an agent did in one run: steps, and what is wrong with them.

The steps come from a real log or from the game's own agent runs; the analysis is the same. It looks at the
tool calls only, in their order: messages between two calls do not part them.

What a loop is stands in `cycles.py`. A tool called many times with different arguments is a flag of its own,
as are too many calls in all: both have good uses, so they colour no step.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from aiboard.instruments import counted
from aiboard.instruments.cycles import Cycle, find_cycles
from aiboard.instruments.text import clean

STEP_CAP: Final = 20
"""Tool calls a run may make before it is flagged. The source's limit for runaway agents. Good runs
go this far at times, so it is a flag and not a verdict."""

BURST_CALLS: Final = 10
"""So many calls of one tool with different arguments within BURST_WINDOW calls are flagged. Our invention:
the median real run makes 3 to 7 calls in all (200 gpt-4o runs of tau-bench)."""

BURST_WINDOW: Final = 20
"""Tool calls looked at together for a burst."""

PASS_TOLERANCE: Final = 1e-6
"""A reward this close to 1 is a success, as tau-bench has it."""

_ERROR_TEXT: Final = re.compile(r"\s*(Error\b|(?i:error\s*:))")
_JSON_READ: Final = 20_000
_NAMED_STEPS: Final = 6
_TOOL_SHOWN: Final = 60


class StepKind(StrEnum):
    """What a step is: something said, or a tool called (with its answer)."""

    MESSAGE = "message"
    TOOL_CALL = "tool call"


class StepState(StrEnum):
    """How a step looks after the analysis. The worst one wins: unauthorised, loop, failed, ok."""

    OK = "ok"
    FAILED = "failed"
    LOOP = "loop"
    UNAUTHORISED = "unauthorised"


GLYPHS: Final[dict[StepState, str]] = {
    StepState.OK: "●",
    StepState.FAILED: "✗",
    StepState.LOOP: "↻",
    StepState.UNAUTHORISED: "!",
}
"""One narrow glyph a state, the same in every face, always with the state's word nearby."""


class FlagKind(StrEnum):
    """What a flag says about a run."""

    FAILED = "failed"
    LOOP = "loop"
    UNAUTHORISED = "unauthorised"
    BURST = "burst"
    STEP_CAP = "step cap"


@dataclass(frozen=True)
class Step:
    """One thing that happened in a run.

    Attributes:
        kind: message or tool call.
        role: who spoke; for a tool call who called.
        tool: name of the tool, empty for a message.
        arguments: what the tool was given, as text; usually JSON.
        output: what the tool answered, or the message's text. None when no answer was recorded.
        error: the tool answered with an error.
        from_text: the call was found in what the agent wrote; the log has no record of calls.

    Text in a step is cleaned (`text.clean_block`) but not shortened: the whole of it is compared.
    """

    kind: StepKind
    role: str = ""
    tool: str = ""
    arguments: str = ""
    output: str | None = None
    error: bool = False
    from_text: bool = False


@dataclass(frozen=True)
class Run:
    """One run of an agent on one task.

    Attributes:
        id: the task's name in the file, else the run's place in it ("1").
        trial: which repetition of the task, None when the file does not say.
        reward: what the run scored, None when the file does not say.
        steps: the steps in order; step numbers count from 1.
        task: the task's name where the file says that it is one: runs with the same are trials of it.
        name: what to call the run on screens; empty where `id` says it.
        unread: what the reader of the log did not understand: a kind and how many of it, most first.
        blamed: the first failure as the log itself has it: the step's number and who made it; None without one.
    """

    id: str
    trial: int | None
    reward: float | None
    steps: tuple[Step, ...]
    task: str | None = None
    name: str = ""
    unread: tuple[tuple[str, int], ...] = ()
    blamed: tuple[int, str] | None = None

    @property
    def label(self) -> str:
        """The run's name, never empty."""
        fallback = self.id if self.id.startswith("run") else f"run {self.id}"
        return self.name or (fallback if self.trial is None else f"{fallback}, trial {self.trial}")

    @property
    def passed(self) -> bool | None:
        """Whether the reward says success (1); None without a reward."""
        return None if self.reward is None else abs(self.reward - 1) <= PASS_TOLERANCE


@dataclass(frozen=True)
class Flag:
    """One finding, with the numbers of the steps it is about and a sentence that names them."""

    kind: FlagKind
    steps: tuple[int, ...]
    reason: str


@dataclass(frozen=True)
class Analysis:
    """What `analyse` found in one run.

    Attributes:
        steps: number of steps, messages and tool calls together.
        tool_calls: number of tool calls.
        from_text: how many of them were found in what the agent wrote.
        errors: steps whose tool answered with an error.
        consecutive_repeats: calls with the same tool and the same arguments as the call before.
        loops: number of loops.
        unauthorised: calls of tools outside the allow-list; None without one.
        bursts: tools called many times in a short while with different arguments.
        over_step_cap: more tool calls than the cap.
        states: one state a step.
        flags: the findings, by their first step.
    """

    steps: int
    tool_calls: int
    from_text: int
    errors: int
    consecutive_repeats: int
    loops: int
    unauthorised: int | None
    bursts: int
    over_step_cap: bool
    states: tuple[StepState, ...]
    flags: tuple[Flag, ...]

    def flags_of(self, number: int) -> tuple[Flag, ...]:
        """The flags that name step `number` (from 1)."""
        return tuple(flag for flag in self.flags if number in flag.steps)


def looks_like_error(output: str) -> bool:
    """True when a tool's answer is an error by its text; for logs that carry no flag.

    That is a text that starts with "Error" (tau-bench, and most home-made tools), or a JSON object whose
    `error` is neither empty nor false.
    """
    if _ERROR_TEXT.match(output):
        return True
    if not output.lstrip().startswith("{") or '"error"' not in output or len(output) > _JSON_READ:
        return False
    answer = _json_or_none(output)
    return isinstance(answer, dict) and bool(answer.get("error"))


def unread_words(unread: Sequence[tuple[str, int]]) -> str:
    """What the reader of a log did not understand, in a sentence: a kind and how many of it each."""
    total = sum(count for _, count in unread)
    listing = [f"{clean(kind, _TOOL_SHOWN)} {count}" for kind, count in unread[:_NAMED_STEPS]]
    more = [f"{len(unread) - _NAMED_STEPS} more"] if len(unread) > _NAMED_STEPS else []
    blocks, kinds = counted.count(total, "block"), counted.count(len(unread), "kind")
    return f"{blocks} of {kinds} not read: {', '.join(listing + more)}"


def blamed_words(step: int, agent: str) -> str:
    """The first failure as the log has it, in a sentence."""
    return f"the log names step {step}{f' ({clean(agent, _TOOL_SHOWN)})' if agent else ''} as the first failure"


def normalised(arguments: str) -> str:
    """Arguments in one spelling: JSON without spaces and with sorted keys, other text with single spaces."""
    value = _json_or_none(arguments)
    if value is not None:
        try:
            return json.dumps(value, sort_keys=True, separators=(",", ":"))
        except RecursionError:
            pass
    return " ".join(arguments.split())


def analyse(run: Run, allow: Collection[str] | None = None, step_cap: int = STEP_CAP) -> Analysis:
    """Count and flag what happened in `run`.

    Args:
        run: the run.
        allow: names of the tools the agent may call; None when that is not known.
        step_cap: tool calls beyond this number are flagged.
    """
    numbered = list(enumerate(run.steps, 1))
    calls = [_Call(number, step) for number, step in numbered if step.kind is StepKind.TOOL_CALL]
    failed = [number for number, step in numbered if step.error]
    looped, loop_flags = _loops(calls)
    bursts = _bursts(calls)
    flags = loop_flags + bursts
    if failed:
        flags.append(Flag(FlagKind.FAILED, tuple(failed), f"{_named(failed)} got an error from the tool"))
    outside: list[_Call] = []
    if allow is not None:
        outside = [call for call in calls if call.tool not in allow]
        flags += _unauthorised(outside)
    over = len(calls) > step_cap
    if over:
        late = tuple(call.number for call in calls[step_cap:])
        reason = f"{len(calls)} tool calls, the cap is {step_cap}: step {late[0]} is the first beyond it"
        flags.append(Flag(FlagKind.STEP_CAP, late, reason))
    states = [StepState.FAILED if step.error else StepState.OK for step in run.steps]
    for number in looped:
        states[number - 1] = StepState.LOOP
    for call in outside:
        states[call.number - 1] = StepState.UNAUTHORISED
    return Analysis(
        steps=len(run.steps),
        tool_calls=len(calls),
        from_text=sum(1 for step in run.steps if step.from_text),
        errors=len(failed),
        consecutive_repeats=sum(1 for a, b in pairwise(calls) if a.key == b.key),
        loops=len(loop_flags),
        unauthorised=None if allow is None else len(outside),
        bursts=len(bursts),
        over_step_cap=over,
        states=tuple(states),
        flags=tuple(sorted(flags, key=_first_step)),
    )


class _Call:
    """A tool call as the analysis compares it."""

    def __init__(self, number: int, step: Step) -> None:
        self.number = number
        self.tool = step.tool
        self.key = (step.tool, normalised(step.arguments))
        self.output = step.output
        self.error = step.error


def _first_step(flag: Flag) -> int:
    return flag.steps[0]


def _loops(calls: list[_Call]) -> tuple[set[int], list[Flag]]:
    """Numbers of the steps that repeat, and one flag a loop."""
    # Numbers stand for calls and outputs: each is compared up to fifty times, and may be long.
    keys: dict[tuple[str, str], int] = {}
    outputs: dict[str | None, int] = {}
    cycles = find_cycles(
        [keys.setdefault(call.key, len(keys)) for call in calls],
        [outputs.setdefault(call.output, len(outputs)) for call in calls],
        [call.error for call in calls],
    )
    looped: set[int] = set()
    flags: list[Flag] = []
    for cycle in cycles:
        numbers = [call.number for call in calls[cycle.first : cycle.last]]
        looped.update(numbers)
        flags.append(Flag(FlagKind.LOOP, tuple(numbers), _loop_reason(calls, numbers, cycle)))
    return looped, flags


def _loop_reason(calls: list[_Call], numbers: list[int], cycle: Cycle) -> str:
    silent = all(call.output is None for call in calls[cycle.first : cycle.last])
    origin = calls[cycle.first - cycle.period].number
    if cycle.period == 1:
        verb = "repeats" if len(numbers) == 1 else "repeat"
        outcome = "no output recorded" if silent else "same output"
        return f"{_named(numbers)} {verb} step {origin}: same call, {outcome}"
    outcome = "no output recorded" if silent else "same outputs"
    return (
        f"steps {origin} to {numbers[-1]} go round a cycle of {cycle.period} calls {cycle.rounds} times: "
        f"same calls, {outcome}"
    )


def _bursts(calls: list[_Call]) -> list[Flag]:
    """One flag for each tool whose calls with different arguments crowd a window."""
    by_tool: dict[str, list[int]] = {}
    for i, call in enumerate(calls):
        by_tool.setdefault(call.tool, []).append(i)
    flags: list[Flag] = []
    for tool, indexes in by_tool.items():
        if len(indexes) < BURST_CALLS or not _crowded(calls, indexes):
            continue
        numbers = [calls[i].number for i in indexes]
        reason = (
            f"{clean(tool, _TOOL_SHOWN)} was called {len(indexes)} times with different arguments, "
            f"{BURST_CALLS} or more of them within {BURST_WINDOW} calls (steps {numbers[0]} to {numbers[-1]})"
        )
        flags.append(Flag(FlagKind.BURST, tuple(numbers), reason))
    return flags


def _crowded(calls: list[_Call], indexes: list[int]) -> bool:
    """Whether some window holds calls at `indexes` with BURST_CALLS different arguments."""
    counts: dict[str, int] = {}
    oldest = 0
    for i in indexes:
        arguments = calls[i].key[1]
        counts[arguments] = counts.get(arguments, 0) + 1
        while indexes[oldest] <= i - BURST_WINDOW:
            expired = calls[indexes[oldest]].key[1]
            counts[expired] -= 1
            if not counts[expired]:
                del counts[expired]
            oldest += 1
        if len(counts) >= BURST_CALLS:
            return True
    return False


def _unauthorised(outside: list[_Call]) -> list[Flag]:
    by_tool: dict[str, list[int]] = {}
    for call in outside:
        by_tool.setdefault(call.tool, []).append(call.number)
    return [
        Flag(
            FlagKind.UNAUTHORISED,
            tuple(numbers),
            f"{_named(numbers)} called {clean(tool, _TOOL_SHOWN)}, which is not on the allow-list",
        )
        for tool, numbers in by_tool.items()
    ]


def _named(numbers: Sequence[int]) -> str:
    """'step 7' or 'steps 5, 6 and 7'; many are shortened."""
    if len(numbers) == 1:
        return f"step {numbers[0]}"
    labels = [str(number) for number in numbers[:_NAMED_STEPS]]
    if len(numbers) > _NAMED_STEPS:
        return f"steps {', '.join(labels)} and {len(numbers) - _NAMED_STEPS} more"
    return f"steps {', '.join(labels[:-1])} and {labels[-1]}"


def _json_or_none(text: str) -> object | None:
    """The JSON object or list in `text`; None for anything else."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value
