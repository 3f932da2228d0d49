"""Events of a session of Claude Managed Agents, as the interface lists and streams them: `agent.tool_use`, ..."""

from __future__ import annotations

from collections import Counter
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, answered, called, listed, said, word

NAME: Final = "managed-agents"

_LOOKED_AT: Final = 20
_BEGINS: Final = ("agent.", "session.", "span.", "user.")
_ABOUT: Final = ("session.", "span.", "user.interrupt", "user.tool_confirmation", "agent.thread")
_CALLS: Final = frozenset(("agent.tool_use", "agent.mcp_tool_use", "agent.custom_tool_use"))
_ANSWERS: Final = frozenset(("agent.tool_result", "agent.mcp_tool_result", "user.custom_tool_result"))


def is_log(document: Document) -> bool:
    """Whether the first events are those of a session."""
    return any(_is_event(node) for node in _events(document)[:_LOOKED_AT])


def _is_event(node: Node) -> bool:
    return word(node.find("type")).startswith(_BEGINS) and word(node.find("id")).startswith("sevt")


def _events(document: Document) -> list[Node]:
    """The events, taken out of the page that the interface answers with."""
    top = document.top()
    return (listed(top[0].find("data", "events")) if len(top) == 1 and not document.lines else []) or top


def read(document: Document) -> list[Rollout]:
    """The session."""
    entries: list[Node] = []
    unread: Counter[str] = Counter()
    for event in _events(document):
        kind, content = word(event.find("type")), event.find("content")
        if kind in _CALLS:
            tool, call_id = word(event.find("name")), word(event.find("id"))
            entries.append(called(event, tool, event.find("input"), call_id=call_id))
        elif kind in _ANSWERS:
            call_id = word(event.find("tooluseid", "mcptooluseid", "customtooluseid"))
            error_flag = event.find("iserror")
            entries.append(answered(event, content, error_flag is not None and error_flag.value is True, call_id))
        elif kind == "session.error":
            error = event.find("error")
            entries.append(said(event, "environment", f"error: {'' if error is None else error.find_text('message')}"))
        elif content is not None or event.find("description") is not None:
            text = event.find_text("description") if content is None else content.value
            entries.append(said(event, "user" if kind.startswith("user.") else "assistant", text))
        elif not kind.startswith(_ABOUT) and kind != "agent.thinking":
            unread[f"event {kind or 'without a type'}"] += 1
    return [Rollout(tuple(entries), unread=unread)]
