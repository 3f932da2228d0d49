"""Saved run states of the OpenAI Agents SDK, of Python and JavaScript: what was asked, and the items since."""

from __future__ import annotations

from collections import Counter
from typing import Final

from aiboard.formats.document import Document, Node, folded
from aiboard.formats.rollout import Rollout, listed, said, word

NAME: Final = "openai-agents"

_MARKS: Final = frozenset(("toolapprovalitem",))
"""Items that repeat a call, to ask a person about it."""


def is_log(document: Document) -> bool:
    """Whether the document is a run state by its version and items."""
    node = document.nodes[0]
    return node.has("$schemaVersion") and node.find("generateditems", "originalinput") is not None


def read(document: Document) -> list[Rollout]:
    """The one run."""
    node = document.nodes[0]
    unread: Counter[str] = Counter()
    generated = listed(node.find("generateditems"))
    request = node.find("originalinput")
    entries = listed(request)
    if request is not None and isinstance(request.value, str):
        entries = [said(request, "user", request.value)]
    pending = node.find("pendingsessionwrite")
    # Saved while a session was written: the items are still on their way there.
    entries += [] if pending is None or generated else listed(pending.find("items"))
    for item in generated:
        kind = folded(word(item.find("type")))
        raw = item.find("rawitem")
        # What was asked of a person about a call is the call again.
        if raw is not None and kind not in _MARKS:
            entries.append(_entry(item, raw))
        elif raw is None:
            unread[f"item {kind or 'without a type'}"] += 1
    return [Rollout(tuple(entries), id=word(node.find("conversationid")), unread=unread)]


def _entry(item: Node, raw: Node) -> Node:
    """The item as the service had it; the answer to a call may stand beside it."""
    output = item.find("output")
    lacks_output = isinstance(raw.value, dict) and raw.find("output") is None
    if lacks_output and isinstance(raw.value, dict) and output is not None and "output" in word(item.find("type")):
        return raw.made({**raw.value, "output": output.value})
    return raw
