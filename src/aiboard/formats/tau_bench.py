"""tau-bench results: a list of `{task_id, trial, reward, info, traj}`, one such, or JSON Lines of them.

`traj` is an OpenAI-style message list. `info` is not read: the tasks' answers stand in it.
"""

from __future__ import annotations

from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.messages import read_messages
from aiboard.instruments.text import clean
from aiboard.instruments.trajectory import Run

NAME: Final = "tau-bench"
WHAT: Final = "tau-bench results"

_ID: Final = 120
_LARGEST: Final = 10**9


def matches(document: Document) -> bool:
    """True when some value near the top has a `traj`."""
    return any(node.has("traj") for node in document.top())


def read(document: Document) -> list[Run]:
    """The runs in the document, one a result. FormatError where a value is not what it should be."""
    return [_run(node, str(place)) for place, node in enumerate(document.top(), 1)]


def _run(result: Node, place: str) -> Run:
    steps = read_messages(result.need("traj").items())
    task = _task(result.get("task_id"), place)
    return Run(task, _trial(result.get("trial")), _reward(result.get("reward")), steps)


def _task(node: Node | None, place: str) -> str:
    if node is None:
        return place
    if isinstance(node.value, str):
        return clean(node.value, _ID) or place
    return str(_whole(node))


def _trial(node: Node | None) -> int | None:
    return None if node is None else _whole(node)


def _whole(node: Node) -> int:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int):
        node.fail(f"is {node.kind}; it must be a whole number")
    if not 0 <= value <= _LARGEST:
        node.fail(f"must lie between 0 and {_LARGEST}")
    return value


def _reward(node: Node | None) -> float | None:
    if node is None:
        return None
    value = node.value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        node.fail(f"is {node.kind}; it must be a number or null")
    if not -_LARGEST <= value <= _LARGEST:
        node.fail(f"must lie between -{_LARGEST} and {_LARGEST}")
    return float(value)
