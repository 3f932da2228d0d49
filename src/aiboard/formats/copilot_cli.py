"""GitHub Copilot CLI: events of a session (`~/.copilot/session-state/.../events.jsonl`), also as `--output-format json`
prints them and as Copilot writes transcripts in an editor. Each is `type` and `data`.

A call is asked for in a message of the agent, then its start and its end are events; older and shorter logs have only
some of the three.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, listed, said, word

NAME: Final = "copilot-cli"

_LOOKED_AT: Final = 20
_TELLING: Final = frozenset(("session.start", "user.message", "assistant.message", "tool.execution_start"))
"""Types of events by which a log is known."""
_SPOKEN: Final = {
    "user.message": "user",
    "system.message": "system",
    "assistant.message": "assistant",
    "session.error": "environment",
    "session.warning": "environment",
    "session.info": "environment",
}
"""Events that say something, and who says it."""
_ABOUT: Final = (
    "session.",
    "hook.",
    "model.",
    "subagent.",
    "assistant.",
    "permission.",
    "skill.",
    "user_input.",
    "abort",
)
"""Begins of types of other events: about the program, or parts of a message that follows whole."""
_TOOL_ABOUT: Final = frozenset(("tool.execution_partial_result", "tool.execution_progress", "tool.user_requested"))


def is_log(document: Document) -> bool:
    """Whether one of the first lines is an event of a session."""
    return any(
        word(node.find("type")) in _TELLING and isinstance(_data(node).value, dict)
        for node in document.top()[:_LOOKED_AT]
        if node.has("data")
    )


def _data(event: Node) -> Node:
    return event.find("data") or event.made({})


def read(document: Document) -> list[Rollout]:
    """The session, and a run for each of its subagents, by its own name or the call that began it."""
    by_agent: dict[str, list[Node]] = {"": []}
    unread: Counter[str] = Counter()
    session_id = ""
    for node in document.top():
        if not isinstance(node.value, dict):
            unread[f"line that is {node.kind}"] += 1
            continue
        session_id = session_id or word(_data(node).find("sessionid"))
        agent = word(node.find("agentid")) or word(_data(node).find("parenttoolcallid"))
        by_agent.setdefault(agent, []).append(node)
    entries_by_agent = {agent: tuple(_entries(events, unread)) for agent, events in by_agent.items()}
    inside = [
        Rollout(entries, id=session_id, name=f"session {session_id or 1}, subagent {agent}")
        for agent, entries in entries_by_agent.items()
        if agent and entries
    ]
    return [
        Rollout(
            entries_by_agent[""], id=session_id, name=f"session {session_id or 1}" if inside else "", unread=unread
        ),
        *inside,
    ]


def _entries(events: list[Node], unread: Counter[str]) -> list[Node]:
    """What was said, called and answered in a run."""
    started = {
        word(_data(one).find("toolcallid")): _data(one)
        for one in events
        if word(one.find("type")) == "tool.execution_start"
    }
    # A session that was printed has the thoughts in events of their own besides.
    thoughts = {_data(one).find_text("content") for one in events if word(one.find("type")) == "assistant.reasoning"}
    requested_ids: set[str] = set()
    entries: list[Node] = []
    for event in events:
        kind, data = word(event.find("type")), _data(event)
        if kind in _SPOKEN:
            calls = [_call(one, started) for one in listed(data.find("toolrequests"))]
            requested_ids |= {word(one.find("toolcallid")) for one in listed(data.find("toolrequests"))}
            text = data.find_text("content", "message") or ""
            thought = data.find_text("reasoningtext")
            if thought and thought not in thoughts:
                entries.append(said(event, "assistant", thought))
            if text or calls:
                entries.append(event.made({"role": _SPOKEN[kind], "content": text, "tool_calls": calls}))
        elif kind == "assistant.reasoning":
            entries.append(said(event, "assistant", data.find_text("content") or ""))
        elif kind == "tool.execution_start":
            if word(data.find("toolcallid")) not in requested_ids:
                entries.append(event.made({"role": "assistant", "tool_calls": [_call(data, started)]}))
        elif kind == "tool.execution_complete":
            entries.append(_answer(data))
        elif kind not in _TOOL_ABOUT and kind != "result" and not kind.startswith(_ABOUT):
            unread[f"event {kind or 'without a type'}"] += 1
    return entries


def _call(request: Node, started: dict[str, Node]) -> dict[str, object]:
    """A call. Requests in an editor's transcript leave the arguments to the event of its start."""
    call_id = word(request.find("toolcallid"))
    start = started.get(call_id, request)
    arguments = request.find("arguments") or start.find("arguments")
    return {
        "id": call_id,
        "name": word(request.find("name", "toolname")) or word(start.find("toolname")),
        "arguments": "" if arguments is None else arguments.value,
    }


def _answer(data: Node) -> Node:
    result, error, success = data.find("result"), data.find("error"), data.find("success")
    failed = error is not None or (success is not None and success.value is False)
    said_by = error if error is not None else result
    if said_by is not None and isinstance(said_by.value, dict):
        said_by = said_by.find("message", "content", "detailedcontent") or said_by
    value = {"role": "tool", "tool_call_id": word(data.find("toolcallid")), "content": said_by.value if said_by else ""}
    return data.made(value | ({"is_error": True} if failed else {}))
