"""Who&When: runs of several agents in which people named the first failure (who made it, and at which message).

The name of the agent stands in `name`, or in the role (`Orchestrator (thought)`, `WebSurfer`).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from aiboard.formats.dialects import ANSWER_ROLES, OTHER_ROLES
from aiboard.formats.document import Document, Node, folded
from aiboard.formats.rollout import Rollout, listed, number, word

NAME: Final = "who-and-when"

_DIGITS: Final = re.compile(r"\s*(\d{1,6})\s*")
_RUNS_CODE: Final = frozenset(("computerterminal", "computer", "terminal", "executor"))
"""Agents that run what others wrote; their messages are what came back."""


def is_log(document: Document) -> bool:
    """Whether the first value holds messages and names who failed, or when."""
    node = document.top()[0]
    if not isinstance(node.value, dict) or node.find("history") is None:
        return False
    return node.find("mistakeagent", "mistakestep", "mistakereason") is not None


def read(document: Document) -> list[Rollout]:
    """A run for each case."""
    return [_case(node) for node in document.top()]


def _case(node: Node) -> Rollout:
    unread: Counter[str] = Counter()
    if not isinstance(node.value, dict):
        unread[f"case that is {node.kind}"] += 1
    entries = tuple(_message(entry) for entry in listed(node.find("history")))
    step = node.find("mistakestep")
    match = _DIGITS.fullmatch(str(step.value)) if step is not None and isinstance(step.value, (str, int)) else None
    blamed = (int(match.group(1)), word(node.find("mistakeagent"))) if match else None
    task = word(node.find("questionid")) or None
    reward = number(node.find("iscorrect", "iscorrected"))
    return Rollout(entries, task=task, reward=reward, unread=unread, blamed=blamed)


def _message(entry: Node) -> Node:
    """A message under a role that is known; who speaks stands in front of the text where the role hides it."""
    if not isinstance(entry.value, dict):
        return entry
    role, name = word(entry.find("role")), word(entry.find("name"))
    speaker = name or role
    if folded(role) in ANSWER_ROLES or (folded(role) in OTHER_ROLES and not name):
        return entry
    if folded(speaker).replace(" ", "") in _RUNS_CODE:
        return entry.made({**entry.value, "role": "user", "speaker": speaker})
    # The terminal's and the person's messages hold no calls of an agent.
    if folded(speaker) in OTHER_ROLES:
        return entry.made({**entry.value, "role": speaker})
    return entry.made({**entry.value, "role": "assistant", "speaker": speaker})
