"""Sessions of Gemini CLI: one object with its messages, or a line a message after a line about the session; also what
`--output-format stream-json` prints, where a message comes in pieces.

Qwen Code, which came from it, writes a line a record, with Gemini's message inside.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, listed, said, word

NAME: Final = "gemini-cli"
QWEN: Final = "qwen-code"

_LOOKED_AT: Final = 20
_NOTICES: Final = frozenset(("info", "error", "warning"))
"""Types of what the program itself said."""


def is_log(document: Document) -> bool:
    """Whether the first value tells of a session."""
    first = document.top()[0]
    return first.find("sessionid") is not None and first.find("projecthash") is not None


def read(document: Document) -> list[Rollout]:
    """The session. A message is written again when its calls are done: the last of equal ids counts."""
    header, *lines = document.top()
    messages: dict[str, Node] = {}
    unread: Counter[str] = Counter()
    for index, node in enumerate([*listed(header.find("messages")), *lines]):
        kind = word(node.find("type")) if isinstance(node.value, dict) else ""
        if kind:
            messages[word(node.find("id")) or f"line {index}"] = node
        elif not node.has("$set"):
            unread[f"line that is {node.kind}" if not isinstance(node.value, dict) else "line without a type"] += 1
    entries = [_entry(node) for node in messages.values()]
    return [Rollout(tuple(entries), id=word(header.find("sessionid")), unread=unread)]


def _entry(node: Node) -> Node:
    kind, content = word(node.find("type")), node.find("content")
    if kind in _NOTICES:
        return said(node, "environment", "" if content is None else content.value)
    return node


def is_qwen_log(document: Document) -> bool:
    """Whether one of the first lines is a record of a session of Qwen Code."""
    return any(_is_qwen_record(node) for node in document.top()[:_LOOKED_AT])


def _is_qwen_record(node: Node) -> bool:
    message = node.find("message")
    return node.has("sessionId") and message is not None and message.has("parts")


def read_qwen(document: Document) -> list[Rollout]:
    """A run for each session. What a `system` record says is about the program."""
    sessions: dict[str, list[Node]] = {}
    unread: Counter[str] = Counter()
    for node in document.top():
        message = node.find("message") if isinstance(node.value, dict) else None
        if message is not None:
            sessions.setdefault(word(node.find("sessionid")), []).append(message)
        elif not isinstance(node.value, dict) or word(node.find("type")) != "system":
            unread["line without a message"] += 1
    runs = [Rollout(tuple(entries), id=session_id) for session_id, entries in sessions.items()]
    return [*runs[:-1], replace(runs[-1], unread=unread)]


def is_printed(document: Document) -> bool:
    """Whether one of the first lines begins a session that was printed."""
    return any(
        word(node.find("type")) == "init" and node.find("sessionid") is not None for node in document.top()[:_LOOKED_AT]
    )


def read_printed(document: Document) -> list[Rollout]:
    """The session. Pieces that follow each other are one message."""
    entries: list[Node] = []
    unread: Counter[str] = Counter()
    session_id, growing = "", False
    for node in document.top():
        kind = word(node.find("type"))
        session_id = session_id or word(node.find("sessionid"))
        piece = kind == "message" and node.find("delta") is not None
        text = node.find_text("content", "message") or ""
        if piece and growing:
            entries[-1] = said(node, "assistant", (entries[-1].find_text("content") or "") + text)
        elif kind == "message":
            entries.append(said(node, word(node.find("role")) or "user", text))
        elif kind in ("tool_use", "tool_result"):
            entries.append(node)
        elif kind == "error":
            entries.append(said(node, "environment", f"error: {text}"))
        elif kind not in ("init", "result"):
            unread[f"line {kind or 'without a type'}"] += 1
        growing = piece
    return [Rollout(tuple(entries), id=session_id, unread=unread)]
