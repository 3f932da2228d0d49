"""Claude Code: session files (`~/.claude/projects/...`) and what `--output-format stream-json` prints.

A line is a record; those with a `message` are the conversation. A turn of the model may take several lines, one a
block. Sidechains (subagents) stand between the lines of the session, or in a file of their own: each is a run.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, answered, called, members, said, word

NAME: Final = "claude-code"

_LOOKED_AT: Final = 100
_BOOKKEEPING: Final = frozenset(
    (
        "summary",
        "queue-operation",
        "file-history-snapshot",
        "progress",
        "result",
        "rate_limit_event",
        "stream_event",
        "last-prompt",
        "custom-title",
        "ai-title",
        "agent-name",
        "agent-color",
        "agent-setting",
        "permission-mode",
        "mode",
        "pr-link",
        "tag",
        "attachment",
    )
)
"""Types of records that are no part of the conversation."""


def is_log(document: Document) -> bool:
    """Whether one of the first lines is a record of a session, or of the printed stream."""
    return any(_is_record(node) for node in document.top()[:_LOOKED_AT])


def _is_record(node: Node) -> bool:
    if not (node.has("type") and node.has("message")):
        return False
    return node.has("session_id") or (node.has("uuid") and (node.has("sessionId") or node.has("parentUuid")))


def read(document: Document) -> list[Rollout]:
    """A run for each session, and one for each of its sidechains."""
    chains: dict[str, list[Node]] = {}
    names: dict[str, str] = {}
    unread: Counter[str] = Counter()
    chain_of: dict[str, str] = {}
    seen: set[str] = set()
    for node in document.top():
        entry = _entry(node, unread)
        if entry is None:
            continue
        # A resumed session repeats lines of the one before.
        mark = f"{word(node.find('uuid'))} {entry.kind}"
        if mark in seen and node.has("uuid"):
            continue
        seen.add(mark)
        chain = _chain(node, chain_of)
        chains.setdefault(chain, []).append(entry)
        names.setdefault(chain, _name(node, chain))
    # A run that is alone in its file is called by the file: people know their files, not the ids in them.
    several = len(names) > 1
    rollouts = [
        Rollout(tuple(entries), id=chain, name=names[chain] if several else "") for chain, entries in chains.items()
    ]
    if rollouts:
        rollouts[0].unread.update(unread)
    return rollouts


def _entry(node: Node, unread: Counter[str]) -> Node | None:
    """The message of a line; None where it holds none, which is counted unless that is as it should be."""
    if not isinstance(node.value, dict):
        unread[f"line that is {node.kind}"] += 1
        return None
    kind = word(node.find("type"))
    message = node.find("message")
    if message is None:
        if kind == "tool_call":
            return _cursor_call(node)
        text = node.find_text("content")
        if kind == "system" and text:
            return said(node, "system", text)
        if kind not in _BOOKKEEPING and kind != "system":
            unread[f"line {kind or 'without a type'}"] += 1
        return None
    if isinstance(message.value, str):
        return said(node, kind if kind in ("user", "assistant", "system") else "user", [message.value])
    if not isinstance(message.value, dict) or message.find("content") is None:
        unread["message without content"] += 1
        return None
    return message if message.has("role") else message.made({"role": kind or "user", **message.value})


def _cursor_call(node: Node) -> Node:
    """A tool call as Cursor's agent prints it in the same stream: a line where it begins, and one where it ends."""
    name, body = next(iter(members(node.find("toolcall"))), ("", node))
    call_id = word(node.find("callid"))
    if word(node.find("subtype")) != "completed":
        tool = word(body.find("name")) or name.removesuffix("ToolCall")
        return called(node, tool, body.find("args", "arguments"), call_id=call_id)
    kind, result = next(iter(members(body.find("result"))), ("", None))
    return answered(node, result, kind in ("error", "failure", "rejected"), call_id)


def _chain(node: Node, chain_of: dict[str, str]) -> str:
    """The run that a line belongs to.

    A line goes on with the line it names as its parent, whatever its session is called: a resumed session has a
    new name. A line of a sidechain names its agent, else the sidechain is known by its first line.
    """
    parent = chain_of.get(word(node.find("parentuuid")))
    side = node.find("issidechain")
    entry_id = word(node.find("uuid"))
    session = word(node.find("sessionid")) or next(iter(chain_of.values()), "session")
    tool = word(node.find("parenttooluseid"))
    if tool or (side is not None and side.value is True):
        agent = word(node.find("agentid")) or tool
        goes_on = parent if parent is not None and " " in parent else None
        chain = f"{session} {agent}" if agent else goes_on or f"{session} {entry_id}"
    else:
        chain = parent if parent is not None and " " not in parent else session
    if entry_id:
        chain_of[entry_id] = chain
    return chain


def _name(node: Node, chain: str) -> str:
    session, _, agent = chain.partition(" ")
    name = f"session {session[:8]}"
    return f"{name}, subagent {agent[:12]}" if agent else name
