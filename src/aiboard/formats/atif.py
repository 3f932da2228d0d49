"""ATIF, the Agent Trajectory Interchange Format (Harbor): steps with their calls and what came back.

Subagents' trajectories may stand inside; each is a run.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, listed, members, number, said, word

NAME: Final = "atif"

_ROLES: Final = {"agent": "assistant", "user": "user", "system": "system"}
_DEPTH: Final = 5
_SHARED: Final = "[answered together with the last call of this step]"


def is_log(document: Document) -> bool:
    """Whether the first value is a trajectory by its version, or by its steps and agent."""
    node = document.top()[0]
    if not isinstance(node.value, dict) or not isinstance(node.value.get("steps"), list):
        return False
    return word(node.find("schemaversion")).startswith("ATIF") or (node.has("agent") and node.has("session_id"))


def read(document: Document) -> list[Rollout]:
    """A run for each trajectory and each of its subagents'."""
    return [rollout for node in document.top() for rollout in _trajectory(node, _DEPTH)]


def _trajectory(node: Node, depth: int) -> list[Rollout]:
    unread: Counter[str] = Counter()
    entries = [entry for step in listed(node.find("steps")) for entry in _step(step, unread)]
    if not isinstance(node.value, dict):
        unread[f"trajectory that is {node.kind}"] += 1
    agent = node.find("agent")
    extra, final = node.find("extra"), node.find("finalmetrics")
    reward = next(
        (one for holder in (node, extra, final) if holder is not None and (one := holder.find("reward"))), None
    )
    task = word(node.find("taskid", "taskname")) or word(None if extra is None else extra.find("taskid", "taskname"))
    run_id = word(node.find("trajectoryid", "sessionid"))
    rollouts = [Rollout(tuple(entries), run_id, task or None, None, number(reward), unread=unread)]
    inside = listed(node.find("subagenttrajectories")) if depth else []
    for sub in inside:
        rollouts += _trajectory(sub, depth - 1)
    if inside and agent is not None and not task:
        rollouts[0] = replace(rollouts[0], name=f"agent {word(agent.find('name'))}")
    return rollouts


def _step(step: Node, unread: Counter[str]) -> list[Node]:
    """The entries of a step: what was said, what was called, what came back."""
    if not isinstance(step.value, dict):
        unread[f"step that is {step.kind}"] += 1
        return []
    source = word(step.find("source"))
    message, thought = step.find("message"), step.find_text("reasoningcontent")
    content = "" if message is None else message.value
    entries: list[Node] = []
    if thought:
        entries.append(said(step, "assistant", thought))
    # A step that only calls is an empty message with calls.
    calls = listed(step.find("toolcalls"))
    if content or calls or not thought:
        value: dict[str, object] = {"role": _ROLES.get(source, source or "unknown"), "content": content}
        if calls:
            value["tool_calls"] = [call.value for call in calls]
        entries.append(step.made(value))
    observation = step.find("observation")
    results = listed(None if observation is None else observation.find("results"))
    if len(results) == 1 < len(calls) and results[0].find("sourcecallid") is None:
        # A terminal shows what all commands of a step did on one screen: the last call has it.
        entries += [said(step, "tool", _SHARED) for _ in calls[1:]]
    return [*entries, *map(_answer, results)]


def _answer(result: Node) -> Node:
    """An answer; whether it is an error is no member of the format, so converters say it in `extra`."""
    if not isinstance(result.value, dict):
        return result
    value: dict[str, object] = {"role": "tool", **result.value}
    value.setdefault("content", "")
    error = _flag(result.find("extra"), 3)
    if error is not None:
        value["is_error"] = error
    return result.made(value)


def _flag(node: Node | None, depth: int) -> bool | None:
    """What some member that ends in `is_error`, at any depth, says; True counts before False."""
    flag: bool | None = None
    for key, member in members(node):
        if isinstance(member.value, bool) and key.lower().replace("_", "").endswith("iserror"):
            flag = bool(flag) or member.value
        elif depth and isinstance(member.value, dict):
            inner = _flag(member, depth - 1)
            flag = inner if flag is None else flag or bool(inner)
    return flag
