"""Logs in which a call and its answer are two records with one id: MCP's messages, and LangChain's stream of events."""

from __future__ import annotations

from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, answered, called, said, word

MCP: Final = "mcp"
EVENTS: Final = "langchain-events"

_LOOKED_AT: Final = 50


def is_mcp(document: Document) -> bool:
    """Whether one of the first values is a request of MCP to call a tool."""
    return any(word(_message(node).find("method")) == "tools/call" for node in document.top()[:_LOOKED_AT])


def is_events(document: Document) -> bool:
    """Whether the first value is an event of LangChain's stream."""
    first = document.top()[0]
    return word(first.find("event")).startswith("on_") and first.find("runid") is not None


def read_mcp(document: Document) -> list[Rollout]:
    """The run: what was called between a client and a server, in the order of requests."""
    entries: list[Node] = []
    waiting: set[str] = set()
    for message in map(_message, document.top()):
        own, given = word(message.find("id")), message.find("params")
        if word(message.find("method")) == "tools/call" and given is not None:
            waiting.add(own)
            entries.append(_call(message, own, given.find("name"), given.find("arguments")))
        elif own in waiting and message.find("method") is None:
            waiting.discard(own)
            result, error = message.find("result"), message.find("error")
            said_so = None if result is None else result.find("iserror")
            failed = error is not None or (said_so is not None and said_so.value is True)
            content = error or (None if result is None else result.find("content", "structuredcontent") or result)
            entries.append(answered(message, content, failed, own))
    return [Rollout(tuple(entries))]


def read_events(document: Document) -> list[Rollout]:
    """The run: calls of tools as they began and ended, and what models said at their ends."""
    entries: list[Node] = []
    for event in document.top():
        kind, own, data = word(event.find("event")), word(event.find("runid")), event.find("data")
        inside = {key: None if data is None else data.find(key) for key in ("input", "output", "error")}
        if kind == "on_tool_start":
            entries.append(_call(event, own, event.find("name"), inside["input"]))
        elif kind in ("on_tool_end", "on_tool_error"):
            entries.append(answered(event, inside["error"] or _content(inside["output"]), kind == "on_tool_error", own))
        elif kind == "on_chat_model_end":
            text = _content(inside["output"])
            entries += [said(event, "assistant", text.value)] if text is not None and text.value else []
    return [Rollout(tuple(entries))]


def _message(node: Node) -> Node:
    """The message of MCP in a line: the line, or a member of one that only says when it was sent."""
    inner = node.find("message", "payload", "data")
    return inner if inner is not None and inner.find("jsonrpc") is not None else node


def _content(output: Node | None) -> Node | None:
    """Of a message of LangChain its content; else the value."""
    if output is None:
        return None
    held = output.find("kwargs") or output
    return held.find("content") or (output if held.find("type", "role") is None else None)


def _call(node: Node, own: str, name: Node | None, given: Node | None) -> Node:
    return called(node, word(name), {} if given is None else given, own=own)
