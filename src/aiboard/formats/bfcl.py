"""Results of the Berkeley Function Calling Leaderboard: a line an entry, with what the model answered.

`result` is a text, or a list of calls `{name: arguments}`; in tests of several turns a list of turns with such a list
a step. What came back stands beside it, in the `inference_log`, where the file has one.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, listed, members, said, word

NAME: Final = "bfcl"


def is_log(document: Document) -> bool:
    """Whether the first value is an entry with what it took."""
    first = document.top()[0]
    return first.has("id") and first.has("result") and first.find("latency", "inputtokencount") is not None


def read(document: Document) -> list[Rollout]:
    """A run for each entry; its id is the task."""
    return [_run(node) for node in document.top()]


def _run(node: Node) -> Rollout:
    unread: Counter[str] = Counter()
    if not isinstance(node.value, dict):
        return Rollout((), unread=Counter({f"line that is {node.kind}": 1}))
    run_id, result = word(node.find("id")), node.find("result")
    turns = listed(result)
    if turns and all(isinstance(turn.value, list) for turn in turns):
        logs = [one for one in listed(node.find("inferencelog")) if one.has("begin_of_turn_query")]
        entries = [one for index, turn in enumerate(turns) for one in _turn(turn, logs[index : index + 1], unread)]
    else:
        entries = [] if result is None else _step(result, unread)
    return Rollout(tuple(entries), id=run_id, task=run_id or None, unread=unread)


def _turn(turn: Node, logs: list[Node], unread: Counter[str]) -> list[Node]:
    """What was asked, and what each step said, called and got; `logs` is the turn's log where there is one."""
    entries = [query for log in logs for query in listed(log.find("beginofturnquery"))]
    for index, step in enumerate(listed(turn)):
        entries += _step(step, unread)
        logged = [one for log in logs for one in listed(log.find(f"step{index}"))]
        entries += [one for one in logged if word(one.find("role")) == "tool"]
    return entries


def _step(step: Node, unread: Counter[str]) -> list[Node]:
    """What the model said, or the calls it made."""
    if isinstance(step.value, str):
        return [said(step, "assistant", step.value)]
    calls = [(name, arguments) for one in listed(step) for name, arguments in members(one)]
    if calls:
        tool_calls = [{"name": name, "arguments": arguments.value} for name, arguments in calls]
        return [step.made({"role": "assistant", "tool_calls": tool_calls})]
    if step.value != []:
        unread[f"result that is {step.kind}"] += 1
    return []
