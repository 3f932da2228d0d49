"""What a file says of each run that was found in it, and what to call it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from aiboard.formats.dialects import OPENAI
from aiboard.formats.document import Document, Node
from aiboard.formats.finding import VERDICTS, Found
from aiboard.formats.messages import Transcript, read_messages
from aiboard.instruments.text import clean
from aiboard.instruments.trajectory import Run

MAX_STEPS: Final = 100_000
"""Most messages, calls and answers of one file: each costs about 50 µs."""
MAX_RUNS: Final = 20_000
"""Most runs of one file: each costs about 150 µs before its first message."""

TAU_BENCH: Final = "tau-bench"

_TASK: Final = ("taskid", "instanceid", "usertaskid", "problemid", "exampleid", "customid", "task", "index")
"""Folded names of members that name the task."""
_GRADES: Final = ("result", "evalresult", "evaluation", "rewardinfo", "metrics", "meta", "info")
"""Objects beside the messages in which verdicts stand too."""
_ID: Final = 120
_LARGEST: Final = 10**9


def read_runs(document: Document, raw_runs: Sequence[Found]) -> tuple[str, list[Run]]:
    """The runs that `find_runs` found, named, and the name of their format. FormatError where a value is wrong."""
    runs: list[Run] = []
    used_dialects: set[str] = set()
    room = MAX_STEPS
    if len(raw_runs) > MAX_RUNS:
        document.fail(f"has {len(raw_runs)} runs, the most is {MAX_RUNS}; split the file")
    non_runs = Counter(kind for one in raw_runs if (kind := _no_object(one)))
    for position, one in enumerate((one for one in raw_runs if not _no_object(one)), 1):
        read = read_messages(one.messages, room)
        room -= len(read.steps)
        used_dialects |= read.dialects
        runs.append(_run(one, str(position), read))
    if non_runs:
        runs[-1] = replace(runs[-1], unread=(*runs[-1].unread, *non_runs.most_common()))
    stem = os.path.basename(document.file).split(".")[0]
    named_runs = [replace(run, name=_name(run, clean(stem, _ID), len(runs) == 1)) for run in runs]
    tau_bench = any(one.tau_bench for one in raw_runs)
    return TAU_BENCH if tau_bench else "+".join(sorted(used_dialects)) or OPENAI, named_runs


def _no_object(raw_run: Found) -> str:
    """What stands between runs and is none; empty for a run."""
    if raw_run.stray:
        return clean(raw_run.stray, _ID)
    alone = raw_run.around[0] if raw_run.around and not raw_run.messages else None
    return f"value that is {alone.kind}" if alone is not None and not isinstance(alone.value, (dict, list)) else ""


def _run(raw_run: Found, position: str, read: Transcript) -> Run:
    task = next((_word(node) for node in _known(raw_run, *_TASK)), None)
    run_id = next((_word(node) for node in _known(raw_run, "id", "runid", meta=False)), None)
    unread = read.unread if raw_run.messages or not raw_run.around else (("run without messages", 1),)
    run_id = run_id or clean(raw_run.key, _ID)
    return Run(task or run_id or position, _trial(raw_run), _reward(raw_run), read.steps, task, unread=unread)


def _known(raw_run: Found, *keys: str, meta: bool = True) -> Iterator[Node]:
    metadata = [inner for node in raw_run.around if (inner := node.find("meta")) is not None] if meta else []
    for node in (*raw_run.around, *metadata):
        for key in keys:
            value = node.find(key)
            if value is not None and isinstance(value.value, (str, int)) and value.value != "":
                yield value


def _word(node: Node) -> str:
    return clean(node.value, _ID) if isinstance(node.value, str) else str(_whole(node))


def _trial(raw_run: Found) -> int | None:
    for node in raw_run.around:
        trial = node.find("trial", "epoch")
        if trial is not None:
            return _whole(trial)
    return None


def _reward(raw_run: Found) -> float | None:
    for node in raw_run.around:
        info = node.find("rewardinfo")
        reward = node.find("reward") or (info.find("reward") if info is not None else None)
        if reward is None:
            continue
        value = reward.value
        if not isinstance(value, (int, float)):
            reward.fail(f"is {reward.kind}; it must be a number or null")
        if not -_LARGEST <= value <= _LARGEST:
            reward.fail(f"must lie between -{_LARGEST} and {_LARGEST}")
        return float(value)
    return _verdict(raw_run)


def _verdict(raw_run: Found) -> float | None:
    """Whether the task was done, by the nearest object. A task has to be named: answers of services say success too."""
    if not raw_run.around or next(_known(raw_run, *_TASK, "id"), None) is None:
        return None
    nearest = raw_run.around[0]
    for node in (nearest, *(inner for key in _GRADES if (inner := nearest.find(key)) is not None)):
        for key in VERDICTS:
            value = node.find(key)
            if value is not None and isinstance(value.value, (int, float)) and -_LARGEST <= value.value <= _LARGEST:
                return float(value.value)
    return None


def _whole(node: Node) -> int:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int):
        node.fail(f"is {node.kind}; it must be a whole number")
    if not 0 <= value <= _LARGEST:
        node.fail(f"must lie between 0 and {_LARGEST}")
    return value


def _name(run: Run, stem: str, only: bool) -> str:
    """The task and trial, else the run's own id, else the file; of several runs in a file, its number."""
    name = f"task {run.task}" if run.task is not None else run.id
    if run.task is None and run.id.isdecimal():
        name = stem if only and stem else f"run {run.id}"
    return name if run.trial is None else f"{name}, trial {run.trial}"
