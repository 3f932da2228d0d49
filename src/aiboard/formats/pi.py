"""Pi: session files (`~/.pi/agent/sessions/...`), and what `pi --mode json` prints.

Both begin with a line about the session. In a file each message is a line; a printed message is told when it begins,
while it grows, when it ends, and again with its turn: its end counts.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, said, word

NAME: Final = "pi"

_LOOKED_AT: Final = 20
_SAID: Final = frozenset(("message", "message_end"))
_ABOUT: Final = frozenset(
    (
        *("session", "session_info", "model_change", "thinking_level_change", "label", "custom", "leaf"),
        *("agent_start", "agent_end", "agent_settled", "turn_start", "turn_end", "message_start", "message_update"),
        *("tool_execution_start", "tool_execution_update", "tool_execution_end", "queue_update"),
    )
)
"""Types of lines about the program, or of messages that another line has."""
_SUMMARIES: Final = ("compaction", "branch_summary")


def is_log(document: Document) -> bool:
    """Whether one of the first lines is about the session, or the end of a message."""
    return any(_is_record(node) for node in document.top()[:_LOOKED_AT])


def _is_record(node: Node) -> bool:
    kind = word(node.find("type"))
    if kind == "session":
        return node.has("id") and node.has("cwd")
    return kind == "message_end" and node.find("message") is not None


def read(document: Document) -> list[Rollout]:
    """The session. Branches that were left stand in the file too, and are shown."""
    session_id = ""
    entries: list[Node] = []
    unread: Counter[str] = Counter()
    for node in document.top():
        kind, message = word(node.find("type")), node.find("message")
        if kind in _SAID and message is not None and isinstance(message.value, dict):
            entries += _entries(message)
        elif kind in _SUMMARIES or kind == "custom_message":
            entries.append(said(node, "user", node.find_text("summary", "content") or ""))
        elif kind not in _ABOUT:
            unread[f"line {kind or 'without a type'}"] += 1
        session_id = session_id or (word(node.find("id")) if kind == "session" else "")
    return [Rollout(tuple(entries), id=session_id, unread=unread)]


def _entries(message: Node) -> list[Node]:
    """A message; a command that the user ran is a message of theirs."""
    if word(message.find("role")) == "bashExecution":
        text = "\n".join(message.find_text(key) or "" for key in ("command", "output"))
        return [said(message, "user", text)]
    error = message.find_text("errormessage")
    # What the service refused to answer is a message without a content.
    content = message.find("content")
    entries = [] if error and (content is None or not content.value) else [message]
    return [*entries, *([said(message, "environment", f"error: {error}")] if error else [])]
