"""Where the runs are in a document.

A list of messages is a run. It may stand in an object beside what is known of the run, such objects may stand in
a list, in JSON Lines, or in an object again. JSON Lines with a message a line are one run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from aiboard.formats.dialects import AGENT_ROLES
from aiboard.formats.document import Document, Node, folded, unpacked
from aiboard.formats.messages import is_entry

VERDICTS: Final = ("resolved", "isresolved", "iscorrect", "correct", "passed", "success", "utility", "score")
"""Members that say whether the task was done, where there is no reward."""
_SURE: Final = ("messages", "traj")
"""Keys that hold a run's messages even where the list is empty."""
_HOLDERS: Final = (
    *_SURE,
    "conversation",
    "conversations",
    "history",
    "chathistory",
    "chatmessages",
    "messagethread",
    "contents",
    "transcript",
    "trajectory",
    "dialog",
    "dialogue",
    "chat",
    "turns",
    "items",
    "steps",
    "log",
    "entries",
    "events",
    "trace",
    "spans",
    "activities",
    "inputs",
    "output",
    "choices",
    "input",
    "prompt",
)
"""Folded keys under which a run's messages stand."""
_COLLECTIONS: Final = (
    "runs",
    "results",
    "trajectories",
    "simulations",
    "trials",
    "episodes",
    "data",
    "conversations",
    "tasksoutput",
)
"""Keys under which several runs stand."""
_OUTER: Final = (
    *("data", "result", "run", "session", "state", "values", "thread", "request", "response", "body"),
    *("requestbody", "sample", "agentstate", "llmcontext"),
)
"""Keys of objects that have the messages inside."""
_PLACES: Final = frozenset((*_HOLDERS, *_COLLECTIONS, *_OUTER, "agentstates", "message"))
_ANSWERS: Final = ("response", "responsebody", "choices", "completion", "output", "outputs")
"""Keys of what a model gave back, beside the messages it was asked with."""
_SAID: Final = ("role", "type", "content", "tool_calls", "function_call")
_OWN: Final = ("trial", "reward", "rewardinfo", "taskid", "instanceid", *VERDICTS)
"""Members that only a whole run has."""
_SESSION: Final = ("sessionid", "conversationid", "threadid", "session")
"""Members that say which talk a request belongs to."""
_ADDED: Final = ("output", "update", "data", "values", "state")
"""Members with what a node of a graph added, beside its name."""
_DEPTH: Final = 4
_CALL_AND_ANSWER: Final = 2


@dataclass(frozen=True)
class Found:
    """A run's messages, and the objects around them, the nearest first."""

    messages: tuple[Node, ...]
    around: tuple[Node, ...] = ()
    tau_bench: bool = False
    key: str = ""
    """The run's name in an object of runs."""
    stray: str = ""
    """What stands between runs and is none; empty for a run."""


def find_runs(document: Document) -> list[Found]:
    """The runs of a document; empty where there are none."""
    if document.lines or isinstance(document.nodes[0].value, list):
        return _updates(document.top()) or _last_requests(_in_list(document.top(), _DEPTH))
    node = document.nodes[0]
    raw_runs = _in_object(node, (), _DEPTH) or _in_mapping(node)
    # What a service answers is one message.
    return raw_runs or ([Found((node,))] if is_entry(node) else [])


def _updates(nodes: list[Node]) -> list[Found]:
    """The one run in the updates of a graph: in each, what a node of it added, under the node's name."""
    inside = [node.need(key) for node in nodes if len(node.names) == 1 for key in node.names.values()]
    inside = inside or [one for node in nodes if node.find("node", "langgraphnode") and (one := node.find(*_ADDED))]
    additions = [one.find("messages") for one in inside if not is_entry(one)]
    lists = [one for one in additions if one is not None and isinstance(one.value, list)]
    entries = [entry for one in lists for entry in one.items()]
    no_holders = _PLACES.isdisjoint(name for node in nodes for name in node.names)
    # Lists that each begin with a question are runs of their own.
    first = [entry.find_text("role", "type") or "" for one in lists for entry in one.items()[:1]]
    questions = sum(folded(role) in ("user", "human") for role in first)
    has_node_names = all(node.find("node", "langgraphnode") is not None for node in nodes)
    is_run = (
        (no_holders or has_node_names)
        and questions < 2
        and len(lists) == len(nodes) > 1
        and all(map(is_entry, entries))
    )
    return [Found(tuple(entries))] if is_run and entries else []


def _last_requests(raw_runs: list[Found]) -> list[Found]:
    """The runs without those that the next one begins with, whole: what a model was asked, again and again.

    Such a log has a request a line, each with all that was said before it. A run with a task or a reward stays,
    and so does one of another session.
    """
    last_runs = [one for one in raw_runs if one.stray]
    before: list[object] = []
    for one in raw_runs:
        if one.stray:
            continue
        now = [_gist(message) for message in one.messages]
        shared = one.messages[: len(before)]
        agents = sum(folded(message.find_text("role", "type") or "") in AGENT_ROLES for message in shared)
        longer = 0 < len(shared) < len(now) and now[: len(shared)] == before
        again = 0 < agents < len(shared) or any(node.find(*_SESSION) is not None for node in one.around)
        if last_runs and longer and again and _goes_on(last_runs[-1], one):
            last_runs.pop()
        last_runs.append(one)
        before = now
    return last_runs


def _goes_on(before: Found, now: Found) -> bool:
    """Whether neither run has what only a whole run has, and both name the same session, if any."""
    around = (*before.around, *now.around)
    sessions = [
        {str(session.value) for node in one.around if (session := node.find(*_SESSION))} for one in (before, now)
    ]
    return all(node.find(*_OWN) is None for node in around) and sessions[0] == sessions[1]


def _gist(message: Node) -> object:
    """What a message says and calls. Requests and answers differ in the rest, such as members that are empty."""
    message = message.find("message") or message
    return [message.value.get(key) or None for key in _SAID] if isinstance(message.value, dict) else message.value


def _in_list(nodes: list[Node], depth: int) -> list[Found]:
    if any(is_entry(node) for node in nodes):
        return _events_by_run(nodes) or [Found(tuple(nodes))]
    if depth == 0:
        return []
    inside = [_in_run(node, depth - 1) for node in nodes]
    if not any(inside):
        return []
    # A run without messages is a run all the same: it was started, and may have a reward. An event of another name,
    # in a log of which some hold what was sent to a model, is none.
    holding = {_event(node) for node, runs in zip(nodes, inside, strict=True) if runs}
    strays = {name: "" if "" in holding or name in holding else f"event {name}" for name in map(_event, nodes)}
    alone = [[Found((), (node,), stray=strays[_event(node)])] for node in nodes]
    return [raw_run for runs, one in zip(inside, alone, strict=True) for raw_run in runs or one]


def _event(node: Node) -> str:
    return node.find_text("event", "eventtype") or ""


def _events_by_run(nodes: list[Node]) -> list[Found]:
    """The runs in a log of events that each name theirs; empty for other logs, and where each call has its own name."""
    runs: dict[str, list[Node]] = {}
    for node in nodes:
        own = None if node.find("event") is None else node.find("runid", *_SESSION)
        if own is None:
            return []
        runs.setdefault(str(own.value), []).append(node)
    if max(map(len, runs.values())) <= _CALL_AND_ANSWER:
        return []
    return [Found(tuple(events), key=own) for own, events in runs.items()]


def _in_run(node: Node, depth: int) -> list[Found]:
    return _in_list(node.items(), depth) if isinstance(node.value, list) else _in_object(node, (), depth)


def _in_object(node: Node, around: tuple[Node, ...], depth: int) -> list[Found]:
    if _PLACES.isdisjoint(node.names):
        return []
    around = (node, *around)
    for key in _HOLDERS:
        inner = node.find(key)
        if inner is None:
            continue
        inner = unpacked(inner)
        tau_bench = key == "traj"
        if key in _SURE and not isinstance(inner.value, dict):
            entries = inner.items()
            if not entries or any(is_entry(entry) for entry in entries) or not _nested(entries):
                return [Found((*entries, *_answered(entries, around)), around, tau_bench)]
        elif isinstance(inner.value, list) and any(is_entry(entry) for entry in inner.items()):
            input_node = node.find("input") if key == "output" else None  # a response beside what it answers
            before = input_node.items() if input_node is not None and isinstance(input_node.value, list) else []
            if key == "choices":
                return [Found((inner.items()[0],), around)]
            return [Found((*before, *inner.items(), *_answered(inner.items(), around)), around)]
        if isinstance(inner.value, dict) and depth:
            deeper = _in_object(inner, around, depth - 1)
            request = node.find("input") if key == "output" else None
            if len(deeper) == 1 and request is not None:
                # The messages of a request, to which what was answered is added.
                deeper = _in_object(request, around, depth - 1) or deeper
            if deeper:
                return [replace(one, tau_bench=one.tau_bench or tau_bench) for one in deeper]
    for key in _COLLECTIONS:
        inner = node.find(key)
        if inner is not None and isinstance(inner.value, list) and depth:
            raw = _in_list(inner.items(), depth - 1)
            if raw:
                return raw
    for key in _OUTER if depth else ():
        inner = node.find(key)
        raw = _in_object(inner, around, depth - 1) if inner is not None else []
        if raw:
            return raw
    # An answer of Anthropic's batches; a team of AutoGen, whose manager keeps what all of them said.
    answer, team = node.find("message"), node.find("agentstates")
    if answer is not None and "result" in (node.path[-1:] or ("",)) and is_entry(answer):
        return [Found((answer,), around)]
    agents = [node.need(key) for node in ([] if team is None else [team]) for key in node.names.values()]
    managers = [one for one in agents if one.find("messagethread") is not None]
    return [raw for one in managers or agents for raw in _in_object(one, (), depth)]


def _answered(entries: list[Node], around: tuple[Node, ...]) -> list[Node]:
    """What the model gave back to these messages, where a log keeps it beside them."""
    if not entries or folded(entries[-1].find_text("role") or "") in AGENT_ROLES:
        return []
    candidates = [inner for node in around for key in _ANSWERS if (inner := node.find(key)) is not None]
    answers = [reply for inner in candidates if (reply := _given(inner, 2))]
    last = [entry.value for entry in entries]
    # What was read as the messages is no answer to them.
    return next((reply for reply in answers if [one.value for one in reply] != last[-len(reply) :]), [])


def _given(node: Node, depth: int) -> list[Node]:
    """The messages in a service's answer: itself, the first of its choices, or its items."""
    if isinstance(node.value, list):
        entries = node.items()[:1] if node.path[-1:] == ("choices",) else node.items()
        return entries if all(isinstance(one.value, dict) and is_entry(one) for one in entries) else []
    if not isinstance(node.value, dict) or is_entry(node) or not depth:
        return [node] if isinstance(node.value, dict) and is_entry(node) else []
    inside = [inner for key in ("body", "choices", "output") if (inner := node.find(key)) is not None]
    return next((reply for inner in inside if (reply := _given(inner, depth - 1))), [])


def _in_mapping(node: Node) -> list[Found]:
    """The runs of an object whose every value is one; its keys are their names."""
    raw_runs: list[Found] = []
    for key, value in node.value.items() if isinstance(node.value, dict) else ():
        inside = _in_run(node.need(key), 1) if isinstance(value, (list, dict)) else []
        if len(inside) != 1:
            return []
        raw_runs.append(replace(inside[0], key=key))
    return raw_runs


def _nested(entries: list[Node]) -> bool:
    """Whether the entries are lists or objects that hold messages of their own."""
    return any(_in_run(entry, 1) for entry in entries[:10])
