"""SWE-agent (`.traj`) and mini-SWE-agent (`.traj.json` with `messages` and `info`).

SWE-agent keeps the run twice: `trajectory` has each action with what came back, `history` the messages that the
model saw. Where the model called tools, `history` names them; else an action is a line of shell, and its first word
is the tool.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, listed, number, said, word

NAME: Final = "swe-agent"
MINI: Final = "mini-swe-agent"

_SETUP: Final = ("system", "user")


def is_log(document: Document) -> bool:
    """Whether the document is a run of SWE-agent: steps with actions, or messages that name their agent."""
    node = document.nodes[0]
    if document.lines or not isinstance(node.value, dict):
        return False
    if any(_steps(one) for one in listed(node.find("attempts"))) or _steps(node):
        return True
    history = listed(node.find("history"))
    return bool(history) and all(entry.has("agent") and entry.has("role") for entry in history[:3])


def read(document: Document) -> list[Rollout]:
    """The run; a run an attempt where the agent tried several times."""
    node = document.nodes[0]
    attempts = [one for one in listed(node.find("attempts")) if _steps(one) or listed(one.find("history"))]
    task = word(node.find("instanceid")) or None
    if not attempts:
        return [Rollout(_entries(node), task=task, reward=_reward(node))]
    return [Rollout(_entries(one), task=task, trial=i, reward=_reward(one)) for i, one in enumerate(attempts)]


def _steps(node: Node) -> list[Node]:
    steps = listed(node.find("trajectory"))
    if any(isinstance(one.value, dict) and isinstance(one.value.get("action"), (dict, list)) for one in steps[:5]):
        return []  # actions as objects, which `steps` reads
    if steps and steps[0].has("reward"):
        return []  # steps of an environment, which `steps` reads too
    return steps if steps and steps[0].has("action") and (steps[0].has("observation") or steps[0].has("state")) else []


def _entries(node: Node) -> tuple[Node, ...]:
    # Demonstrations stand in front of the run: they were shown to the agent, it did not make them.
    entries = listed(node.find("history"))
    history = [entry for entry in entries if not _is_demo(entry)] or entries
    steps = _steps(node)
    if not steps or any(entry.find("toolcalls") for entry in history):
        return tuple(_message(entry) for entry in history)
    # `trajectory` begins with the first action; the task stands in the messages before it.
    before = []
    for entry in history:
        if word(entry.find("role")) not in _SETUP:
            break
        before.append(entry)
    return (*before, *(entry for step in steps for entry in _step(step)))


def _is_demo(entry: Node) -> bool:
    demo = entry.find("isdemo")
    return demo is not None and demo.value is True


def _message(entry: Node) -> Node:
    """A message of the history; an action that is no tool call becomes one."""
    action = entry.find_text("action")
    if not isinstance(entry.value, dict) or entry.find("toolcalls") is not None or not (action or "").strip():
        return entry
    thought = entry.find_text("thought") or ""
    return entry.made({"role": "assistant", "content": thought, "tool_calls": [_call(action or "")]})


def _call(action: str) -> dict[str, object]:
    tool, _, arguments = action.strip().partition(" ")
    head, newline, below = tool.partition("\n")
    return {"name": head, "arguments": f"{below} {arguments}".strip() if newline else arguments}


def _step(step: Node) -> list[Node]:
    action = step.find_text("action") or ""
    thought = step.find_text("thought") or step.find_text("response") or ""
    observation = step.find("observation")
    if not action.strip():
        answers = [] if observation is None or not observation.value else [said(step, "user", observation.value)]
        return [said(step, "assistant", thought), *answers]
    call = step.made({"role": "assistant", "content": thought, "tool_calls": [_call(action)]})
    if observation is None:
        return [call]
    return [call, step.made({"role": "tool", "content": observation.value})]


def _reward(node: Node) -> float | None:
    info = node.find("info")
    return number(node.find("reward", "resolved") or (None if info is None else info.find("reward", "resolved")))


# --- mini-SWE-agent --------------------------------------------------------------------------------------


def is_mini_log(document: Document) -> bool:
    """Whether the document, or its first line, says that mini-SWE-agent wrote it."""
    node = document.top()[0]
    if not isinstance(node.value, dict) or not listed(node.find("messages")):
        return False
    info = node.find("info")
    return word(node.find("trajectoryformat")).startswith("mini-swe-agent") or (
        info is not None and info.find("miniversion") is not None
    )


def read_mini(document: Document) -> list[Rollout]:
    """A run a document: one of a JSON file, one a line of JSON Lines."""
    rollouts: list[Rollout] = []
    for node in document.top():
        unread: Counter[str] = Counter()
        if not isinstance(node.value, dict):
            unread[f"line that is {node.kind}"] += 1
        entries = tuple(entry for message in listed(node.find("messages")) for entry in _mini_message(message))
        task = word(node.find("instanceid")) or None
        rollouts.append(Rollout(entries, task=task, reward=_reward(node), unread=unread))
    return rollouts


def _mini_message(message: Node) -> list[Node]:
    """The entries of a message. What was run stands in `extra`, in whatever way the model asked for it."""
    if not isinstance(message.value, dict):
        return [message]
    items = message.find("output")
    if not message.has("role") and isinstance(items and items.value, list):
        return listed(items)
    extra = message.find("extra")
    actions = [] if extra is None else [one for one in listed(extra.find("actions")) if one.find("command")]
    role = word(message.find("role"))
    if role == "exit":
        return [said(message, "environment", message.find_text("content") or "")]
    if actions and message.find("toolcalls") is None:
        calls = [_mini_call(one) for one in actions]
        return [message.made({**message.value, "role": "assistant", "tool_calls": calls})]
    code = None if extra is None else extra.find("returncode")
    if code is None or isinstance(code.value, bool) or not isinstance(code.value, int):
        return [message]
    answer = {**message.value, "is_error": code.value != 0}
    return [message.made({**answer, "role": "tool"} if message.has("role") else answer)]


def _mini_call(action: Node) -> dict[str, object]:
    call_id = word(action.find("toolcallid"))
    arguments = {"command": getattr(action.find("command"), "value", "")}
    return {"name": "bash", "arguments": arguments, **({"id": call_id} if call_id else {})}
