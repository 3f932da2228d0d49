"""OpenHands: event logs of both generations, evaluation output, and reports of attempts.

- V0 events: `{"action": "run", "args": {...}}` answered by `{"observation": "run", "cause": ID, ...}`.
- V1 events (agent SDK): `kind` is `MessageEvent`, `ActionEvent`, `ObservationEvent`, ... joined by `tool_call_id`.
- Evaluation output: a line an instance, with `history` (events), `instance_id` and `test_result`.
- A report names attempts by task with an outcome and a score, without their events.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from aiboard.formats.blocks import as_text
from aiboard.formats.document import Document, Node, folded
from aiboard.formats.rollout import Rollout, listed, members, number, said, word

NAME: Final = "openhands"

_LOOKED_AT: Final = 20
_HOLDERS: Final = ("history", "trajectory", "events")
_SPOKEN: Final = frozenset(("message", "system", "think", "finish"))
"""V0 actions that are text: the task, what the agent says, thinks and says at the end."""
_SILENT: Final = frozenset(
    ("changeagentstate", "agentstatechanged", "null", "recall", "think", "condensation", "loadskill")
)
"""V0 events about the program itself, and answers that only say that something was noted."""
_QUIET_KINDS: Final = frozenset(
    (
        "conversationstateupdateevent",
        "pauseevent",
        "condensation",
        "condensationrequest",
        "tokenevent",
        "llmcompletionlogevent",
    )
)
_V1: Final = frozenset(
    ("messageevent", "actionevent", "observationevent", "systempromptevent", "agenterrorevent", "userrejectobservation")
)
_DEPTH: Final = 4


def is_log(document: Document) -> bool:
    """Whether the first values are events, or objects that hold them, or reports of attempts."""
    top = document.top()[:_LOOKED_AT]
    if any(_is_event(node) for node in top):
        return True
    return bool(_events(top[0])) or bool(_attempts(top[0], _DEPTH))


def _is_event(node: Node) -> bool:
    if not isinstance(node.value, dict):
        return False
    if folded(word(node.find("kind"))) in _V1:
        return True
    return (
        node.has("source")
        and (node.has("timestamp") or node.has("id"))
        and (
            (node.has("action") and (node.has("args") or node.has("message")))
            or (node.has("observation") and node.has("content"))
        )
    )


def _events(node: Node) -> list[Node]:
    """The events in an object around them; V0 paired each action with its observation in older files."""
    for key in _HOLDERS:
        inside = [one for entry in listed(node.find(key)) for one in (listed(entry) or [entry])]
        if any(_is_event(one) for one in inside[:_LOOKED_AT]):
            return inside
    return []


def read(document: Document) -> list[Rollout]:
    """A run for a list of events, for each instance with events, for each attempt of a report."""
    top = document.top()
    if any(_is_event(node) for node in top[:_LOOKED_AT]):
        return [_rollout(top[0], top)]
    if _events(top[0]):
        return [_rollout(node, _events(node)) for node in top]
    return [_attempt(arm, node) for arm, node in _attempts(top[0], _DEPTH)]


def _rollout(node: Node, events: list[Node]) -> Rollout:
    unread: Counter[str] = Counter()
    entries = [entry for event in events for entry in _entries(event, unread)]
    task = word(node.find("instanceid", "taskid")) or None
    result = node.find("testresult", "report")
    report = None if result is None else result.find("report")
    holders = [holder for holder in (node, result, report) if holder is not None]
    reward = next((one for holder in holders if (one := holder.find("resolved", "reward"))), None)
    return Rollout(tuple(entries), task=task, reward=number(reward), unread=unread)


def _entries(event: Node, unread: Counter[str]) -> list[Node]:
    if not isinstance(event.value, dict):
        unread[f"event that is {event.kind}"] += 1
        return []
    if folded(word(event.find("kind"))):
        return _new_event(event, unread)
    if event.find("action") is not None:
        return _action(event)
    if event.find("observation") is not None:
        return _observation(event)
    unread[f"event with {', '.join(list(event.value)[:3])}"] += 1
    return []


# --- V0 ------------------------------------------------------------------------------------------------


def _action(event: Node) -> list[Node]:
    kind, args = word(event.find("action")), event.find("args")
    agent = word(event.find("source")) == "agent"
    thought = "" if args is None else args.find_text("thought") or ""
    if folded(kind) in _SILENT - {"think"}:
        return []
    if kind in _SPOKEN:
        text = "" if args is None else args.find_text("content", "thought", "finalthought") or ""
        text = text or event.find_text("message") or ""
        role = "system" if kind == "system" else "assistant" if agent else "user"
        return [said(event, role, text)] if text or kind == "message" else []
    arguments = {key: one.value for key, one in members(args) if key != "thought"}
    meta = event.find("toolcallmetadata")
    tool = "" if meta is None else word(meta.find("functionname"))
    call = {"id": f"event {word(event.find('id'))}", "name": tool or kind, "arguments": _essence(arguments)}
    return [event.made({"role": "assistant", "content": thought, "tool_calls": [call]})]


def _essence(arguments: dict[str, object]) -> dict[str, object]:
    """Arguments without what the program adds to each of them."""
    added = ("is_input", "blocking", "is_static", "hidden", "confirmation_state", "security_risk", "cwd")
    return {key: value for key, value in arguments.items() if key not in added and value not in ("", None)}


def _observation(event: Node) -> list[Node]:
    kind = word(event.find("observation"))
    if folded(kind) in _SILENT:
        return []
    content = event.find_text("content") or event.find_text("message") or ""
    answer: dict[str, object] = {"role": "tool", "content": content}
    cause = word(event.find("cause"))
    if cause:
        answer["tool_call_id"] = f"event {cause}"
    extras = event.find("extras")
    code = None
    if extras is not None:
        metadata = extras.find("metadata")
        code = extras.find("exitcode") or (None if metadata is None else metadata.find("exitcode"))
    failed = kind == "error" or (extras is not None and getattr(extras.find("error"), "value", False) is True)
    success = event.find("success")
    if success is not None and success.value is False:
        failed = True
    # -1 says that the command still runs.
    if code is not None and isinstance(code.value, int) and code.value > 0:
        failed = True
    if failed or code is not None:
        answer["is_error"] = failed
    return [event.made(answer)]


# --- V1 ------------------------------------------------------------------------------------------------


def _new_event(event: Node, unread: Counter[str]) -> list[Node]:
    kind = folded(word(event.find("kind")))
    if kind == "messageevent":
        message = event.find("llmmessage")
        agent = word(event.find("source")) == "agent"
        if message is None or not isinstance(message.value, dict):
            return []
        return [message.made({"role": "assistant" if agent else "user", **message.value})]
    if kind == "systempromptevent":
        prompt = event.find("systemprompt")
        return [] if prompt is None else [said(event, "system", [prompt.value])]
    if kind == "actionevent":
        return [_new_action(event)]
    if kind in ("observationevent", "userrejectobservation", "agenterrorevent"):
        return [_new_observation(event, kind)]
    if kind not in _QUIET_KINDS:
        unread[f"event {word(event.find('kind'))}"] += 1
    return []


def _new_action(event: Node) -> Node:
    call, action = event.find("toolcall"), event.find("action")
    tool = word(event.find("toolname")) or ("" if action is None else word(action.find("kind")))
    arguments: object = {key: one.value for key, one in members(action) if key != "kind"}
    raw_arguments = None
    if call is not None and isinstance(call.value, dict):
        body = call.find("function") or call
        raw_arguments = body.find("arguments")
        tool = tool or word(body.find("name"))
    tool_call = {
        "name": tool,
        "arguments": arguments if raw_arguments is None else raw_arguments.value,
        "id": word(event.find("toolcallid")),
    }
    thought = [one.value for one in listed(event.find("thought"))]
    return event.made({"role": "assistant", "content": thought, "tool_calls": [tool_call]})


def _new_observation(event: Node, kind: str) -> Node:
    inner = event.find("observation")
    content = None if inner is None else inner.find("content", "output", "text", "message", "error")
    if content is None:
        content = event.find("error", "rejectionreason")
    code = None if inner is None else inner.find("exitcode")
    flag = None if inner is None else inner.find("iserror")
    failed = kind != "observationevent" or (flag is not None and flag.value is True)
    if code is not None and isinstance(code.value, int) and code.value > 0:
        failed = True
    answer: dict[str, object] = {"role": "tool", "content": "" if content is None else content.value}
    if failed or flag is not None or code is not None:
        answer["is_error"] = failed
    call_id = word(event.find("toolcallid"))
    return event.made({**answer, **({"tool_call_id": call_id} if call_id else {})})


# --- reports -------------------------------------------------------------------------------------------


def _attempts(node: Node, depth: int, arm: str = "") -> list[tuple[str, Node]]:
    """The attempts in a report, with the key of the part of the report that they stand in."""
    attempts: list[tuple[str, Node]] = []
    for key, inner in members(node):
        if key == "attempts":
            attempts += [(arm, one) for one in listed(inner) if _is_attempt(one)]
        elif depth and isinstance(inner.value, dict):
            attempts += _attempts(inner, depth - 1, key)
    return attempts


def _is_attempt(node: Node) -> bool:
    worker = folded(word(node.find("workerkind")))
    return node.find("taskid") is not None and ("openhands" in worker or node.find("conversation") is not None)


def _attempt(arm: str, node: Node) -> Rollout:
    """An attempt. Its events are elsewhere; what the report repeats of them is its last message."""
    unread = Counter({"attempt without its events": 1})
    contract, validation = node.find("contract"), node.find("validation")
    summary = None if contract is None else contract.find("summary")
    entries = []
    if summary is not None:
        entries.append(said(node, "assistant", "\n".join(as_text(one) for one in listed(summary)) or as_text(summary)))
    for error in listed(None if validation is None else validation.find("errors")):
        entries.append(said(node, "environment", f"not valid: {as_text(error)}"))
    task, attempt_id = word(node.find("taskid")), word(node.find("id"))
    reward = number(node.find("reward", "score") or (None if validation is None else validation.find("score")))
    name = f"{arm}: task {task}" if arm else ""
    return Rollout(tuple(entries), id=attempt_id, task=task or None, reward=reward, name=name, unread=unread)
