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
        request_id, params = word(message.find("id")), message.find("params")
        if word(message.find("method")) == "tools/call" and params is not None:
            waiting.add(request_id)
            entries.append(_call(message, request_id, params.find("name"), params.find("arguments")))
        elif request_id in waiting and message.find("method") is None:
            waiting.discard(request_id)
            result, error = message.find("result"), message.find("error")
            error_flag = None if result is None else result.find("iserror")
            failed = error is not None or (error_flag is not None and error_flag.value is True)
            content = error or (None if result is None else result.find("content", "structuredcontent") or result)
            entries.append(answered(message, content, failed, request_id))
    return [Rollout(tuple(entries))]


def read_events(document: Document) -> list[Rollout]:
    """The run: calls of tools as they began and ended, and what models said at their ends."""
    entries: list[Node] = []
    for event in document.top():
        kind, run_id, data = word(event.find("event")), word(event.find("runid")), event.find("data")
        inside = {key: None if data is None else data.find(key) for key in ("input", "output", "error")}
        if kind == "on_tool_start":
            entries.append(_call(event, run_id, event.find("name"), inside["input"]))
        elif kind in ("on_tool_end", "on_tool_error"):
            entries.append(
                answered(event, inside["error"] or _content(inside["output"]), kind == "on_tool_error", run_id)
            )
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
    message = output.find("kwargs") or output
    return message.find("content") or (output if message.find("type", "role") is None else None)


def _call(node: Node, call_id: str, name: Node | None, arguments: Node | None) -> Node:
    return called(node, word(name), {} if arguments is None else arguments, call_id=call_id)
