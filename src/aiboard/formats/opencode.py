"""What `opencode run --format json` prints: a line a part of a message, as soon as the part is done."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, said, word

NAME: Final = "opencode"

_LOOKED_AT: Final = 20
_MARKS: Final = frozenset(("step-start", "step-finish", "snapshot", "patch"))
"""Parts that say nothing."""


def is_log(document: Document) -> bool:
    """Whether one of the first lines is a part of a session."""
    return any(_is_part(node) for node in document.top()[:_LOOKED_AT])


def _is_part(node: Node) -> bool:
    # Programs that pass the lines on may leave the session out.
    in_session = node.has("sessionID") or word(node.find("type")) in ("step_start", "step_finish")
    return in_session and node.has("part") and node.has("type")


def read(document: Document) -> list[Rollout]:
    """A run for each session in the file."""
    by_session: dict[str, list[Node]] = {}
    unread: Counter[str] = Counter()
    session_id = ""
    for node in document.top():
        part, error = node.find("part"), node.find("error")
        session_id = word(node.find("sessionid")) or session_id
        if part is not None and word(part.find("type")) in _MARKS:
            continue
        entries = by_session.setdefault(session_id, [])
        if part is not None:
            entries.append(node.made({"role": "assistant", "parts": [part.value]}))
        elif word(node.find("type")) == "error" and error is not None:
            entries.append(said(node, "environment", f"error: {error.value}"))
        else:
            unread[f"line {word(node.find('type')) or 'without a type'}"] += 1
    runs = [Rollout(tuple(entries), id=session_id) for session_id, entries in by_session.items()] or [
        Rollout((), id=session_id)
    ]
    return [*runs[:-1], replace(runs[-1], unread=unread)]
