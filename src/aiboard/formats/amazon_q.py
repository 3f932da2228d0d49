"""Conversations that Amazon Q's and Kiro's command lines save: pairs of what the user's side and the agent said."""

from __future__ import annotations

from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, listed, said, word

NAME: Final = "amazon-q"

_ANSWERS: Final = ("tooluseresults", "cancelledtooluses")


def is_log(document: Document) -> bool:
    """Whether the document has such pairs."""
    pairs = listed(document.nodes[0].find("history"))[:1]
    return any(pair.find("user") is not None and _kinds(pair.find("assistant")) for pair in pairs)


def read(document: Document) -> list[Rollout]:
    """The conversation."""
    node = document.nodes[0]
    entries = [entry for pair in listed(node.find("history")) for entry in _pair(pair)]
    return [Rollout(tuple(entries), id=word(node.find("conversationid")))]


def _kinds(node: Node | None) -> Node | None:
    return None if node is None else node.find("tooluse", "response")


def _pair(pair: Node) -> list[Node]:
    user, agent = pair.find("user"), _kinds(pair.find("assistant"))
    content = None if user is None else user.find("content")
    request = None if content is None else content.find("prompt", *_ANSWERS)
    entries: list[Node] = []
    if request is not None:
        prompt = request.find_text("prompt")
        entries += [said(request, "user", prompt)] if prompt else []
        entries += [_answer(one) for one in listed(request.find("tooluseresults"))]
    if agent is not None:
        calls = [one.value for one in listed(agent.find("tooluses"))]
        text = agent.find_text("content") or ""
        entries.append(agent.made({"role": "assistant", "content": text, **({"tool_calls": calls} if calls else {})}))
    return entries


def _answer(one: Node) -> Node:
    """What a tool gave: texts, or JSON with an exit code."""
    parts = [part.find("text", "json") or part for part in listed(one.find("content"))]
    codes = [word(part.find("exitstatus")) for part in parts]
    failed = word(one.find("status")).lower() == "error" or any(code not in ("", "0") for code in codes)
    content = parts[0].value if len(parts) == 1 else [part.value for part in parts]
    call_id = word(one.find("tooluseid"))
    return one.made({"role": "tool", "content": content, "tool_call_id": call_id, "is_error": failed})
