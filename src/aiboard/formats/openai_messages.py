"""OpenAI-style message lists.

A list of messages or an object with `messages` is a run; a list of such, or JSON Lines of such, are several.
JSON Lines with a message a line are one run.
"""

from __future__ import annotations

from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.messages import read_messages
from aiboard.instruments.text import clean
from aiboard.instruments.trajectory import Run

NAME: Final = "openai-messages"
WHAT: Final = "an OpenAI-style message list"

_ID: Final = 120


def matches(document: Document) -> bool:
    """True when some value near the top is a message or holds messages."""
    return any(_is_message(node) or _is_run(node) for node in document.top())


def read(document: Document) -> list[Run]:
    """The runs in the document. FormatError where a value is not what it should be."""
    nodes = document.top()
    if any(_is_message(node) for node in nodes):
        return [Run("1", None, None, read_messages(nodes))]
    return [_run(node, str(place)) for place, node in enumerate(nodes, 1)]


def _is_message(node: Node) -> bool:
    return node.has("role") and not node.has("messages")


def _is_run(node: Node) -> bool:
    if isinstance(node.value, list):
        return any(isinstance(entry, dict) and "role" in entry for entry in node.value)
    return node.has("messages")


def _run(node: Node, place: str) -> Run:
    if isinstance(node.value, list):
        return Run(place, None, None, read_messages(node.items()))
    name = node.get("id")
    if name is not None and isinstance(name.value, str):
        place = clean(name.value, _ID) or place
    return Run(place, None, None, read_messages(node.need("messages").items()))
