"""Sessions of Gemini CLI: one object with its messages, or a line a message after a line about the session."""

from __future__ import annotations

from collections import Counter
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, listed, said, word

NAME: Final = "gemini-cli"

_NOTICES: Final = frozenset(("info", "error", "warning"))
"""Types of what the program itself said."""


def is_log(document: Document) -> bool:
    """Whether the first value tells of a session."""
    first = document.top()[0]
    return first.find("sessionid") is not None and first.find("projecthash") is not None


def read(document: Document) -> list[Rollout]:
    """The session. A message is written again when its calls are done: the last of equal ids counts."""
    head, *lines = document.top()
    messages: dict[str, Node] = {}
    unread: Counter[str] = Counter()
    for place, node in enumerate([*listed(head.find("messages")), *lines]):
        kind = word(node.find("type")) if isinstance(node.value, dict) else ""
        if kind:
            messages[word(node.find("id")) or f"line {place}"] = node
        elif not node.has("$set"):
            unread[f"line that is {node.kind}" if not isinstance(node.value, dict) else "line without a type"] += 1
    entries = [_entry(node) for node in messages.values()]
    return [Rollout(tuple(entries), id=word(head.find("sessionid")), unread=unread)]


def _entry(node: Node) -> Node:
    kind, content = word(node.find("type")), node.find("content")
    if kind in _NOTICES:
        return said(node, "environment", "" if content is None else content.value)
    return node
