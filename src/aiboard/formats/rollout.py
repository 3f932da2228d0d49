"""What a reader of a tool's own log finds, and how runs are made of it.

A reader finds runs: for each the entries of its message list, taken or made from what the log holds, and what the
log says of the run. Messages, calls and answers in the entries are read in one place for all tools.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.messages import read_messages
from aiboard.formats.runs import MAX_RUNS, MAX_STEPS
from aiboard.instruments.text import clean
from aiboard.instruments.trajectory import Run

_LONGEST: Final = 120
_LARGEST: Final = 10**9
TORN: Final = "last line, cut off"
NOISE: Final = "line that is no JSON"
"""What is counted for a log that ends in the middle of a line."""


@dataclass(frozen=True)
class TrajectoryFile:
    """A file of agent runs: its name as given, the names of the dialects in it, its runs in order."""

    file: str
    format: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Rollout:
    """A run as a reader found it.

    Attributes:
        entries: messages and items of the run, in order.
        id: the run's own name in the log; empty where it has none.
        task: the task's name where the log has one.
        trial: which repetition of the task; None when the log does not say.
        reward: what the run scored; None when the log does not say.
        name: what to call the run; empty for what its task, trial or file says.
        unread: what was met beside the entries and not understood, by kind.
        blamed: place in `entries` of the first failure, as the log has it, and who made it.
    """

    entries: tuple[Node, ...]
    id: str = ""
    task: str | None = None
    trial: int | None = None
    reward: float | None = None
    name: str = ""
    unread: Counter[str] = field(default_factory=Counter)
    blamed: tuple[int, str] | None = None


def assembled(document: Document, format: str, rollouts: Iterable[Rollout]) -> TrajectoryFile:
    """The file's runs, named. FormatError where there are none, too many, or too many steps."""
    stem = clean(os.path.basename(document.file).split(".")[0], _LONGEST)
    runs: list[Run] = []
    room = MAX_STEPS
    # Runs are read one by one as they are found: an archive need not be in memory as a whole.
    for position, one in enumerate(rollouts, 1):
        if position > MAX_RUNS:
            document.fail(f"has more than {MAX_RUNS} runs; split the file")
        runs.append(_run(one, str(position), room))
        room -= len(runs[-1].steps)
    if not runs:
        document.fail(f"is a log of {format} without a run; give a log with at least one run")
    for kind, count in ((TORN, int(document.torn)), (NOISE, document.broken)):
        if count:
            runs[-1] = replace(runs[-1], unread=(*runs[-1].unread, (kind, count)))
    if len(runs) == 1 and not runs[0].name and stem:
        runs[0] = replace(runs[0], name=stem)
    return TrajectoryFile(document.file, format, tuple(runs))


def _run(rollout: Rollout, position: str, room: int) -> Run:
    """A run of its entries. Where only its place in the file would name it, its name is empty."""
    read = read_messages(rollout.entries, room, strict=False)
    unread = Counter(dict(read.unread)) + rollout.unread
    if not rollout.entries:
        unread["run without messages"] += 1
    run_id = clean(rollout.task or rollout.id, _LONGEST) or position
    name = clean(rollout.name, _LONGEST) or (f"task {run_id}" if rollout.task else "")
    if rollout.trial is not None:
        name = f"{name}, trial {rollout.trial}" if name else f"trial {rollout.trial}"
    # An entry without a step (an empty message) is blamed at the step that follows.
    blamed = None
    if rollout.blamed is not None and 0 <= rollout.blamed[0] < len(read.starts):
        blamed = (min(read.starts[rollout.blamed[0]] + 1, max(1, len(read.steps))), clean(rollout.blamed[1], _LONGEST))
    task = None if rollout.task is None else run_id
    return Run(run_id, rollout.trial, rollout.reward, read.steps, task, name, tuple(unread.most_common()), blamed)


# --- what readers share --------------------------------------------------------------------------------


def word(node: Node | None) -> str:
    """A name in the log: text, or a whole number as text; empty for anything else."""
    value = None if node is None else node.value
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return clean(value, _LONGEST) if isinstance(value, str) else clean(str(value) if abs(value) < 10**20 else "")


def number(node: Node | None) -> float | None:
    """A score in the log; a yes counts 1. None for what is no number, or none that a score can be."""
    value = None if node is None else node.value
    if not isinstance(value, (int, float)) or abs(value) > _LARGEST or not isfinite(value):
        return None
    return float(value)


def whole(node: Node | None) -> int | None:
    """A count in the log, 0 or more; None for anything else."""
    value = None if node is None else node.value
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST else None


def listed(node: Node | None) -> list[Node]:
    """The elements of a list; none of what is no list."""
    return node.items() if node is not None and isinstance(node.value, list) else []


def members(node: Node | None) -> list[tuple[str, Node]]:
    """The members of an object that are not null; none of what is no object."""
    if node is None or not isinstance(node.value, dict):
        return []
    return [(key, node.need(key)) for key, value in node.value.items() if value is not None]


def said(node: Node, role: str, content: object) -> Node:
    """A message made of something in the log."""
    return node.made({"role": role, "content": content})


def called(node: Node, tool: str, arguments: object, thought: str = "", call_id: str = "") -> Node:
    """A message in which the agent calls a tool, made of something in the log.

    Args:
        node: what it is made of.
        tool: the tool's name.
        arguments: what it was given: a value, a node, or None for nothing.
        thought: what the agent says beside it.
        call_id: the call's id; empty where the answer follows.
    """
    call = {"name": tool, "arguments": _held(arguments), **({"id": call_id} if call_id else {})}
    return node.made({"role": "assistant", "content": thought, "tool_calls": [call]})


def answered(node: Node, content: object, failed: bool = False, call_id: str = "") -> Node:
    """What a call gave, as in `called`. `failed`: the log says that it went wrong; `call_id` is the call's id."""
    flags = {**({"is_error": True} if failed else {}), **({"tool_call_id": call_id} if call_id else {})}
    return node.made({"role": "tool", "content": _held(content), **flags})


def _held(value: object) -> object:
    content = value.value if isinstance(value, Node) else value
    return "" if content is None else content
