"""Codex: rollout files (`~/.codex/sessions/...`), older ones without envelopes, and what `codex exec --json` prints.

A rollout holds the items of the conversation (`response_item`) and, beside them, events for the screen
(`event_msg`) that repeat much of it. What the items have is taken from them; the rest from the events.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Final

from aiboard.formats.document import Document, Node, folded
from aiboard.formats.rollout import Rollout, said, word

NAME: Final = "codex"

_LOOKED_AT: Final = 20
_RECORDS: Final = frozenset(("session_meta", "response_item", "event_msg", "turn_context", "compacted"))
_SPOKEN: Final = {"user_message": "user", "agent_message": "assistant", "agent_reasoning": "reasoning"}
"""Events that hold what was said, and who said it."""
_DONE: Final = frozenset(("exec_command_end", "mcp_tool_call_end", "patch_apply_end", "web_search_end"))
"""Events that hold a finished call; they repeat an item, where there are items."""
_ABOUT: Final = frozenset(
    (
        *(
            "token_count",
            "turn_aborted",
            "turn_diff",
            "plan_update",
            "background_event",
            "context_compacted",
            "warning",
        ),
        *("agent_reasoning_raw_content", "agent_reasoning_section_break", "entered_review_mode", "exited_review_mode"),
        *(
            "warning",
            "session_configured",
            "thread_name_updated",
            "thread_rolled_back",
            "deprecation_notice",
            "stream_info",
        ),
        *("view_image_tool_call", "exec_approval_request", "apply_patch_approval_request", "undo_completed"),
    )
)
"""Events about the program, and those that repeat what an item has."""
_PASSING: Final = ("_begin", "_delta", "_started", "_complete", "_completed")
"""Ends of names of events that announce or accompany others."""
_SNAPSHOTS: Final = frozenset(("ghost_snapshot", "compaction", "compaction_summary"))
"""Items that keep the state of the folder or of the history, and say nothing."""
_EXIT: Final = re.compile(r"(?:\A|\n)(?:Exit code:|Process exited with code)\s*(-?\d+)")
_HEAD: Final = 400
_CALLS: Final = {"command_execution": "shell", "file_change": "apply_patch", "web_search": "web_search"}
"""Items of the printed stream that are calls, and the tool's name."""


def is_log(document: Document) -> bool:
    """Whether the first lines are records of a rollout or of the printed stream."""
    heads = [node for node in document.top()[:_LOOKED_AT] if isinstance(node.value, dict)]
    return any(_is_record(node) or _is_old_head(node) or _is_printed(node) for node in heads)


def _is_record(node: Node) -> bool:
    return node.has("payload") and node.has("timestamp") and word(node.find("type")) in _RECORDS


def _is_old_head(node: Node) -> bool:
    """The first line of an older rollout: bare facts of the session, the items follow as they are."""
    return node.has("id") and node.has("timestamp") and node.has("instructions") and not node.has("source")


def _is_printed(node: Node) -> bool:
    kind = word(node.find("type"))
    return (kind == "thread.started" and node.has("thread_id")) or (kind.startswith("item.") and node.has("item"))


def read(document: Document) -> list[Rollout]:
    """One run; several where rollouts stand one after the other in the file."""
    parts: list[list[Node]] = [[]]
    for node in document.top():
        starts = word(node.find("type")) in ("session_meta", "thread.started")
        # A rollout that was forked has the head of its parent right after its own.
        if starts and any(word(one.find("type")) != "session_meta" for one in parts[-1]):
            parts.append([])
        parts[-1].append(node)
    return [_rollout(part) for part in parts]


def _rollout(nodes: list[Node]) -> Rollout:
    unread: Counter[str] = Counter()
    items = [node for node in nodes if word(node.find("type")) == "response_item"]
    # Some versions wrote messages as events only: whether items have them decides for each role.
    has_roles = {word(body.find("role")) for node in items if (body := node.find("payload")) is not None}
    has_calls = any("call" in word(body.find("type")) for node in items if (body := node.find("payload")) is not None)
    entries: list[Node] = []
    run_id = ""
    for node in nodes:
        if not isinstance(node.value, dict):
            unread[f"line that is {node.kind}"] += 1
            continue
        kind, body = word(node.find("type")), node.find("payload")
        if kind in ("session_meta", "thread.started") or _is_old_head(node):
            run_id = run_id or word((body or node).find("id", "threadid"))
        elif kind == "event_msg" and body is not None:
            entries += _event(body, has_roles, has_calls, unread)
        elif kind == "response_item" and body is not None:
            entries += [] if word(body.find("type")) in _SNAPSHOTS else [_item(body)]
        elif kind == "compacted" and body is not None:
            entries.append(said(body, "system", word(body.find("message")) or "the history was compacted"))
        elif kind.startswith("item."):
            entries += _printed(node, unread)
        elif kind in ("error", "turn.failed"):
            entries.append(said(node, "system", f"{kind}: {_text(node.find('message', 'error'))}"))
        elif node.has("role") or kind == "reasoning" or kind.removesuffix("_output").endswith("_call"):
            entries.append(_item(node))
        elif kind not in ("turn_context", "turn.started", "turn.completed") and not node.has("record_type"):
            unread[f"line {kind or 'without a type'}"] += 1
    return Rollout(tuple(entries), id=run_id, unread=unread)


def _item(item: Node) -> Node:
    """An item as it is; the answer to a call with what it says about its exit code."""
    if not word(item.find("type")).endswith("_output") or not isinstance(item.value, dict):
        return item
    output = item.find("output")
    text = output.value if output is not None else None
    if isinstance(text, str) and text.startswith("{"):
        try:
            inner = json.loads(text)
        except (ValueError, RecursionError):
            inner = None
        if isinstance(inner, dict) and isinstance(inner.get("output"), str):
            metadata = inner.get("metadata")
            code = metadata.get("exit_code") if isinstance(metadata, dict) else None
            return item.made({**item.value, "output": inner["output"], **_verdict(code)})
    # Only at the beginning: a program may print such a line too.
    if isinstance(text, str):
        match = _EXIT.search(text[:_HEAD])
        return item.made({**item.value, **_verdict(int(match.group(1)) if match else None)})
    return item


def _verdict(code: object) -> dict[str, object]:
    return {"is_error": code != 0} if isinstance(code, int) and not isinstance(code, bool) else {}


def _event(event: Node, roles: set[str], has_calls: bool, unread: Counter[str]) -> list[Node]:
    """What an event adds to the items: speech of a role that has no item, calls where no item is a call."""
    kind = word(event.find("type"))
    if kind in _SPOKEN:
        role = _SPOKEN[kind]
        text = _text(event.find("message", "text"))
        if role == "reasoning":
            return [] if roles else [said(event, "assistant", text)]
        return [] if role in roles else [said(event, role, text)]
    if kind in _DONE:
        return [] if has_calls else _done(event, kind)
    if kind in ("error", "stream_error"):
        return [said(event, "system", f"{kind}: {_text(event.find('message'))}")]
    if kind not in _ABOUT and not kind.endswith(_PASSING):
        unread[f"event {kind or 'without a type'}"] += 1
    return []


def _done(event: Node, kind: str) -> list[Node]:
    tool = word(event.find("tool")) or kind.removesuffix("_end")
    call = event.find("invocation", "command", "changes", "query", "parsedcmd")
    output = event.find("aggregatedoutput", "formattedoutput", "stdout", "result")
    code = event.find("exitcode")
    success = event.find("success")
    failed = (code is not None and code.value != 0) or (success is not None and success.value is False)
    return _call_with_answer(event, tool, call, output, failed)


def _printed(node: Node, unread: Counter[str]) -> list[Node]:
    """The entries of a line of the printed stream. An item is printed when it starts and when it ends."""
    item = node.find("item")
    kind = word(item.find("type", "itemtype")) if item is not None else ""
    if item is None or word(node.find("type")) != "item.completed":
        return []
    if kind in ("agent_message", "assistant_message", "reasoning", "error"):
        return [said(item, "system" if kind == "error" else "assistant", _text(item.find("text", "message")))]
    if kind == "todo_list":
        return []
    if kind != "mcp_tool_call" and kind not in _CALLS:
        unread[f"item {kind or 'without a type'}"] += 1
        return []
    code = item.find("exitcode")
    status = folded(word(item.find("status")))
    failed = (code is not None and code.value != 0) or status in ("failed", "declined") or bool(item.find("error"))
    tool = word(item.find("tool")) or _CALLS.get(kind, kind)
    call = item.find("arguments", "command", "changes", "query")
    return _call_with_answer(item, tool, call, item.find("aggregatedoutput", "result", "error", "status"), failed)


def _call_with_answer(node: Node, tool: str, arguments: Node | None, output: Node | None, failed: bool) -> list[Node]:
    call = {"name": tool, "arguments": "" if arguments is None else arguments.value}
    answer = {"role": "tool", "content": _text(output), "is_error": failed}
    return [node.made({"role": "assistant", "tool_calls": [call]}), node.made(answer)]


def _text(node: Node | None) -> str:
    if node is None or isinstance(node.value, str):
        return "" if node is None else str(node.value)
    try:
        return json.dumps(node.value, ensure_ascii=False)
    except RecursionError:
        return ""
