"""Logs whose steps are neither messages nor look like steps: one function for each tool that writes them, in KINDS.

- n8n: what each node of a workflow gave. What an agent asked through its port `ai_tool` is a call.
- Dify: answers with the thoughts before them; a run is a conversation.
- ToolBench: nodes that are an action, its input or a thought, in chains or a tree, or messages under `next`.
- Mind2Web: what people did on pages; what they did it to stands in `action_reprs`.
- OpenAI's Assistants: steps of runs.
- DeepEval: the spans of tools in a test case's trace.
- Cursor: bubbles, a tool's call and its answer in one.
- Glaive: a conversation as one text.
- Speakers such as `Agent (Action)`, as they are shown to annotators.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from aiboard.formats.blocks import as_text
from aiboard.formats.document import Document, Node, unpacked
from aiboard.formats.in_text import first_word
from aiboard.formats.rollout import Rollout, answered, called, listed, members, number, said, whole, word

_LOOKED_AT: Final = 20


class Kind(NamedTuple):
    """A kind of log: its name in `format`, whether a value is of it, the value's entries.

    `together`: the members of which the first is alike in values of one run; none where each value is a run.
    """

    name: str
    is_part: Callable[[Node], bool]
    entries: Callable[[Node], Iterator[Node]]
    together: tuple[str, ...] = ()

    def is_log(self, document: Document) -> bool:
        """Whether one of the first values, or of those inside the one value, is of the kind."""
        return bool(self._parts(document))

    def read(self, document: Document) -> list[Rollout]:
        """The runs."""
        runs: dict[str, list[Node]] = {}
        for index, node in enumerate(self._parts(document)):
            runs.setdefault(word(node.find(*self.together)) if self.together else str(index), []).append(node)
        return [self._rollout(nodes) for nodes in runs.values()]

    def _rollout(self, nodes: list[Node]) -> Rollout:
        if all(any(_created(node)) for node in nodes):
            # Pages of an interface may begin with the newest, and several are of one second.
            if _created(nodes[0]) > _created(nodes[-1]):
                nodes.reverse()
            nodes.sort(key=_created)
        first = nodes[0]
        key = first.path[-1] if first.path else 0
        run_id = word(first.find(*(self.together or ("id",)))) or (key if isinstance(key, str) else "")
        task = word(first.find("taskid", "annotationid")) or None
        entries = tuple(entry for node in nodes for entry in self.entries(node))
        return Rollout(entries, run_id, task, reward=number(first.find("reward", "win", "success")))

    def _parts(self, document: Document) -> list[Node]:
        """The values of the kind: those near the top, else those in `data`, else the members of the one object."""
        top = document.top()
        if any(map(self.is_part, top[:_LOOKED_AT])):
            return top
        if len(top) != 1 or not isinstance(top[0].value, dict):
            return []
        inside = listed(top[0].find("data", "testcases"))
        if any(map(self.is_part, inside[:_LOOKED_AT])):
            return inside
        keys = [key for key, value in top[0].value.items() if isinstance(value, dict)]
        return list(map(top[0].need, keys)) if any(map(self.is_part, map(top[0].need, keys[:_LOOKED_AT]))) else []


def _created(node: Node) -> tuple[float, str]:
    """When a value was made: seconds, or a date as text."""
    created = node.find("createdat")
    return number(created) or 0.0, word(created) if isinstance(created and created.value, str) else ""


def _skipped(node: Node, kind: str) -> Node:
    """An entry that is counted as not understood."""
    return node.made({"type": kind})


def _text(node: Node | None) -> str:
    return node.value if node is not None and isinstance(node.value, str) else ""


def _inside(node: Node, *names: str) -> Node | None:
    """What stands under these members, one inside the other; None where one is missing."""
    current: Node | None = node
    for name in names:
        current = None if current is None else current.find(name)
    return current


# --- n8n -------------------------------------------------------------------------------------------------


def _nodes_run(node: Node) -> Node | None:
    return _inside(node, "data", "resultdata", "rundata") or _inside(node, "resultdata", "rundata")


def _n8n(node: Node) -> Iterator[Node]:
    executions = [(name, one) for name, runs in members(_nodes_run(node)) for one in listed(runs)]
    executions.sort(
        key=lambda each: (number(each[1].find("starttime")) or 0.0, number(each[1].find("executionindex")) or 0.0)
    )
    for name, one in executions:
        inputs, outputs = _port(one, "inputoverride"), _port(one, "data")
        error = one.find("error")
        failed = error is not None or word(one.find("executionstatus")) == "error"
        if "aitool" in (inputs.keys() | outputs.keys()):
            yield called(one, name, inputs.get("aitool", ""))
            message = "" if error is None else error.find_text("message") or error.value
            yield answered(one, message if failed else outputs.get("aitool", ""), failed)
        elif "main" in outputs:
            value: Any = outputs["main"]
            chat = value.get("chatInput") if isinstance(value, dict) else None
            output = value.get("output") if isinstance(value, dict) else None
            yield (
                said(one, "user", chat)
                if isinstance(chat, str)
                else said(one, "assistant", as_text(one.made(output or value)))
            )
        elif failed:
            yield said(one, "environment", f"{name}: {'' if error is None else error.find_text('message') or ''}")
        else:
            yield from (_skipped(one, f"port {port}") for port in outputs)


def _port(one: Node, side: str) -> dict[str, object]:
    """What went through each port of a node: the JSON of its one item, else a list of several."""
    by_port: dict[str, object] = {}
    for port, branches in members(one.find(side)):
        items = [item.find("json") for branch in listed(branches) for item in listed(branch)]
        values = [item.value for item in items if item is not None]
        by_port[port.replace("_", "").lower()] = values[0] if len(values) == 1 else values
    return by_port


# --- Dify, Cursor, Assistants ----------------------------------------------------------------------------


def _dify(node: Node) -> Iterator[Node]:
    yield said(node, "user", _text(node.find("query")))
    thought = ""
    for step in sorted(listed(node.find("agentthoughts")), key=lambda one: number(one.find("position")) or 0.0):
        thought, tools = _text(step.find("thought")), word(step.find("tool"))
        if not tools:
            yield said(step, "assistant", thought)
        for tool in filter(None, tools.split(";")):
            yield called(step, tool, _of_tool(step.find("toolinput"), tool), thought)
            yield answered(step, _of_tool(step.find("observation"), tool))
            thought = ""
    if _text(node.find("answer")) != thought:
        yield said(node, "assistant", _text(node.find("answer")))


def _of_tool(node: Node | None, tool: str) -> object:
    """What is of a tool in what its step was given or gave: one tool has all of it."""
    value = "" if node is None else unpacked(node).value
    return value[tool] if isinstance(value, dict) and tool in value else value


_READ_SPANS: Final = ("toolspans", "basespans", "agentspans")
"""Spans of DeepEval that are calls, or only hold others."""


def _deepeval(case: Node) -> Iterator[Node]:
    yield said(case, "user", _text(case.find("input")))
    spans = listed(_inside(case, "trace", "toolspans"))
    for span in sorted(spans, key=lambda one: word(one.find("starttime"))):
        failed = span.find("error") is not None or word(span.find("status")) == "ERRORED"
        yield called(span, word(span.find("name")), span.find("input"))
        yield answered(span, span.find("output", "error"), failed)
    for kind, others in members(case.find("trace")):
        if kind.lower().endswith("spans") and kind.lower() not in _READ_SPANS:
            yield from (_skipped(span, f"one of {kind}") for span in listed(others))
    yield said(case, "assistant", _text(case.find("actualoutput")))


def _bubbles(node: Node) -> list[Node]:
    """The bubbles in a conversation, or the one that this is."""
    keys = ("bubbleid", "toolformerdata")
    return [one for one in (node, *listed(node.find("conversation", "bubbles"))) if one.find(*keys) is not None]


def _cursor(node: Node) -> Iterator[Node]:
    for bubble in _bubbles(node):
        text, tool = _text(bubble.find("text")), bubble.find("toolformerdata")
        if text:
            yield said(bubble, "user" if word(bubble.find("type")) in ("1", "user") else "assistant", text)
        if tool is not None and word(tool.find("name")):
            yield called(tool, word(tool.find("name")), tool.find("rawargs", "params"))
            yield answered(tool, tool.find("result", "error"), word(tool.find("status")) == "error")


def _assistants(step: Node) -> Iterator[Node]:
    error = step.find("lasterror")
    message = None if error is None else error.find("message") or error
    if word(step.find("type") or _inside(step, "stepdetails", "type")) == "message_creation":
        yield _skipped(step, "message_creation")  # the message stands elsewhere
    for call in listed(_inside(step, "stepdetails", "toolcalls")):
        kind = word(call.find("type"))
        body = call.find(kind.replace("_", "")) or call
        yield called(call, word(body.find("name")) or kind, body.find("arguments", "input"))
        result = body.find("output", "outputs", "results")
        if result is not None or message is not None:
            yield answered(call, result or message, message is not None)


# --- benchmarks and data to train on -----------------------------------------------------------------------


def _is_toolbench(node: Node) -> bool:
    return (node.find("answergeneration") is not None and node.find("tree", "trys") is not None) or bool(
        listed(_inside(node, "answer", "answerdetails"))
    )


_FINE_CODES: Final = (0, 3, 4)
"""What ToolBench's environment says of a call that went well: an answer, the end, a new start."""


def _toolbench(node: Node) -> Iterator[Node]:
    question = _text(node.find("query") or _inside(node, "answergeneration", "query"))
    if question:
        yield said(node, "user", question)
    tree, tool = _inside(node, "tree", "tree"), ""
    stack = [one for each in listed(node.find("trys")) for one in listed(each.find("chain"))]
    stack = (listed(_inside(node, "answer", "answerdetails")) or ([tree] if tree is not None else stack))[::-1]
    while stack:
        one = stack.pop()
        stack += listed(one.find("children", "next"))[::-1]
        kind, text = word(one.find("nodetype", "role")), _text(one.find("description", "message"))
        if kind == "Action":
            tool = text
        elif kind == "Action Input" and tool:
            yield called(one, tool, text)
            code = whole(one.find("observationcode"))
            yield answered(one, _text(one.find("observation")), (code or 0) not in _FINE_CODES)
        elif kind == "tool":
            yield from _written_call(one, text)
        elif text and not (kind == "user" and text in question):
            yield said(one, kind if kind in ("system", "user") else "assistant", text)


_CALL: Final = re.compile(r"\{'name': '([^']{1,120})', 'arguments': ?(.*?)(?:, 'response': ?(.*))?\Z", re.DOTALL)


def _written_call(node: Node, text: str) -> Iterator[Node]:
    """A call as Python writes it, at times cut off in the middle."""
    match = _CALL.match(text)
    if match is None:
        yield said(node, "assistant", text)
        return
    yield called(node, match.group(1), match.group(2).strip("'"))
    if match.group(3):
        yield answered(node, match.group(3).removesuffix("}").strip("'"))


def _is_mind2web(node: Node) -> bool:
    return node.find("annotationid") is not None and node.find("actions") is not None


def _mind2web(node: Node) -> Iterator[Node]:
    yield said(node, "user", _text(node.find("confirmedtask")))
    targets = listed(node.find("actionreprs"))
    for index, action in enumerate(listed(node.find("actions"))):
        operation = action.find("operation") or action
        target = _text(targets[index]) if index < len(targets) else word(action.find("actionuid"))
        yield called(
            action, word(operation.find("op")).lower(), {"target": target, "value": _text(operation.find("value"))}
        )


_TURN: Final = re.compile(r"^(USER|ASSISTANT|FUNCTION RESPONSE): ?", re.MULTILINE)
_ROLES: Final = {"USER": "user", "ASSISTANT": "assistant", "FUNCTION RESPONSE": "tool"}


def _glaive(node: Node) -> Iterator[Node]:
    if node.find_text("system"):
        yield said(node, "system", _text(node.find("system")))
    _, *turns = _TURN.split(_text(node.find("chat")))
    for speaker, text in zip(turns[::2], turns[1::2], strict=True):
        yield said(node, _ROLES[speaker], text.replace("<|endoftext|>", "").strip())


_ACTS: Final = "(action)"


def _speakers(node: Node) -> list[Node]:
    """The turns of a talk without roles, some of whose speakers are an agent's actions."""
    turns = listed(node.find("conversation", "dialogue", "turns"))
    acted = any(_ACTS in word(one.find("speaker")).lower() for one in turns[:_LOOKED_AT])
    return turns if acted and all(one.find("role") is None for one in turns) else []


def _spoken(node: Node) -> Iterator[Node]:
    for turn in _speakers(node):
        speaker, text = word(turn.find("speaker")).lower(), _text(turn.find("text", "content", "utterance"))
        if _ACTS in speaker:
            yield called(turn, *first_word(text))
        elif any(name in speaker for name in ("environment", "observation", "tool")):
            yield said(turn, "tool", text)
        else:
            yield said(turn, "user" if "user" in speaker or "human" in speaker else "assistant", text)


KINDS: Final = (
    Kind("n8n", lambda node: _nodes_run(node) is not None, _n8n),
    Kind(
        "dify",
        lambda node: node.find("query") is not None and node.has("agent_thoughts"),
        _dify,
        ("conversationid", "id"),
    ),
    Kind(
        "assistants", lambda node: _inside(node, "stepdetails", "type") is not None, _assistants, ("runid", "threadid")
    ),
    Kind("cursor", lambda node: bool(_bubbles(node)), _cursor, ("composerid", "id")),
    Kind("deepeval", lambda node: _inside(node, "trace", "toolspans") is not None, _deepeval),
    Kind("toolbench", _is_toolbench, _toolbench),
    Kind(
        "mind2web", lambda node: node.find("annotationid") is not None and node.find("actions") is not None, _mind2web
    ),
    Kind("glaive", lambda node: _TURN.match(_text(node.find("chat")).lstrip()) is not None, _glaive),
    Kind("speakers", lambda node: bool(_speakers(node)), _spoken),
)
