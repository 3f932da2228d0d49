"""OpenTelemetry traces as JSON (OTLP), with the attributes that models and tools are described by.

Read are the conventions for generative AI (`gen_ai.*`, messages as attributes or as events), and those of OpenInference
(`openinference.*`, `llm.*`), OpenLLMetry (`traceloop.*`, `gen_ai.prompt.0.*`) and Google's ADK (`gcp.vertex.agent.*`),
which many tracers write; and spans as MLflow, Phoenix, Jaeger and Tempo export them. Events that stand in log records
beside the spans are put into theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from aiboard.formats import traces
from aiboard.formats.document import Document, Node, unpacked
from aiboard.formats.rollout import Rollout, listed, members, word

NAME: Final = "otlp"

Attributes = Mapping[str, Any]
"""The attributes of a span or an event, plain values by key."""
Events = Sequence[tuple[str, Attributes]]
"""Names of events with their attributes, in order."""

_OPERATIONS: Final = {
    "chat": "GENERATION", "generate_content": "GENERATION", "text_completion": "GENERATION", "execute_tool": "TOOL",
    "invoke_agent": "AGENT", "embeddings": "EMBEDDING", "retrieval": "RETRIEVER",
}  # fmt: skip
_KINDS: Final = {
    "llm": "GENERATION", "tool": "TOOL", "agent": "AGENT", "retriever": "RETRIEVER", "embedding": "EMBEDDING",
    "chat_model": "GENERATION",
    # Claude Code's own; what the user asked stands in the span around a turn.
    "interaction": "GENERATION", "llm_request": "GENERATION", "tool.execution": "SPAN", "tool.blocked_on_user": "SPAN",
}  # fmt: skip
_KIND_KEYS: Final = ("openinference.span.kind", "traceloop.span.kind", "mlflow.spanType", "span.type")
_TOOL_NAMES: Final = ("gen_ai.tool.name", "tool.name")
_CLAUDE_CODE: Final = "claude_code."
_AGENT_NAMES: Final = ("gen_ai.agent.name", "traceloop.entity.name", "agent.name")
_CALL_INPUTS: Final = (
    "gen_ai.tool.call.arguments", "input.value", "traceloop.entity.input", "mlflow.spanInputs",
    "gcp.vertex.agent.tool_call_args",
)  # fmt: skip
_CALL_OUTPUTS: Final = (
    "gen_ai.tool.call.result", "output.value", "traceloop.entity.output", "mlflow.spanOutputs",
    "gcp.vertex.agent.tool_response",
)  # fmt: skip
_INPUTS: Final = ("gen_ai.input.messages", "gen_ai.prompt", "llm.input_messages")
_OUTPUTS: Final = ("gen_ai.output.messages", "gen_ai.completion", "llm.output_messages")
_WHOLE_INPUT: Final = ("input.value", "mlflow.spanInputs", "user_prompt", "gcp.vertex.agent.llm_request")
_WHOLE_OUTPUT: Final = ("output.value", "mlflow.spanOutputs", "gcp.vertex.agent.llm_response")
"""What went in and came out of a model, where its messages are not given one by one."""
_THOUGHT: Final = "coding_agent.llm.thought.text"
"""What a model thought, as Superopen's hooks tell it beside its messages."""
_EVENT_ROLES: Final = {
    "gen_ai.system.message": "system", "gen_ai.user.message": "user", "gen_ai.assistant.message": "assistant",
    "gen_ai.tool.message": "tool",
}  # fmt: skip
_TALKS: Final = ("gen_ai.conversation.id", "gcp.vertex.agent.session_id", "session.id")
"""The conversation of which a trace is a turn."""
_SCOPES: Final = ("scopespans", "instrumentationlibraryspans")
_EVENT_NAMES: Final = ("event.name", "otel.event.name")
_MERGED: Final = "(merged tools)"
"""ADK's span over calls made at once, which stand beside it too."""
_ADK: Final = ((_WHOLE_INPUT[-1], _WHOLE_OUTPUT[-1]), (_CALL_INPUTS[-1], _CALL_OUTPUTS[-1]))
"""What ADK tells of a model and of a call: both are empty objects where the content is not to be recorded."""
_ELIDED: Final = "<elided>"
"""What ADK writes then into events."""
_FAILED: Final = ("2", "STATUS_CODE_ERROR", "ERROR")
_WRAPPERS: Final = ("message", "tool_call", "function_call")
"""Members around each element of a list in indexed attributes."""
_DEEPEST: Final = 20
_NESTED: Final = 3
"""How deep in one another attributes are looked for."""
_MOST_INDEX: Final = 10_000


def is_log(document: Document) -> bool:
    """Whether one of the first values is a batch of spans, or a span; a line before them may say what they are."""
    return any(map(_is_traced, document.top()[:2]))


def _is_traced(first: Node) -> bool:
    batches = _resources(first)
    is_batch = first.find("resourcespans") is not None or bool(batches and batches[0].find(*_SCOPES))
    return is_batch or _is_span(first) or any(map(_is_span, _exported(first)))


def _resources(node: Node) -> list[Node]:
    """The batches of spans by what sent them; Tempo calls them so, or puts them in a trace."""
    return listed((node.find("trace") or node).find("resourcespans", "batches"))


def _exported(node: Node) -> list[Node]:
    """The spans of an export: MLflow keeps those of a trace in its data, Phoenix answers with a list of them, Jaeger
    with a list of traces."""
    data = node.find("data")
    items = listed(None if data is None else data.find("spans") if isinstance(data.value, dict) else data)
    return [span for one in items for span in (listed(one.find("spans")) or [one])]


def _is_span(node: Node) -> bool:
    ids = all(word(_at(node, key)) for key in ("traceid", "spanid"))
    return ids and node.find("attributes", "tags") is not None


def _at(span: Node, key: str) -> Node | None:
    """An id of a span: in it, or in its context, where the Python SDK's own writer puts it."""
    context = span.find("context")
    return span.find(key) or (context.find(key) if context is not None else None)


def read(document: Document) -> list[Rollout]:
    """The runs of each trace, in the order in which traces begin in the file."""
    by_trace: dict[str, list[Node]] = {}
    logs = _logs(document)
    for node in _spans(document):
        by_trace.setdefault(word(_at(node, "traceid")), []).append(node)
    for trace_id, spans in by_trace.items():
        generations = [
            node for node in spans if trace_id in logs and word(_neutral(node, {}).find("type")) == "GENERATION"
        ]
        if len(generations) == 1:
            # They say no span: there is but one that they can be of.
            logs.setdefault(word(_at(generations[0], "spanid")), []).extend(logs.pop(trace_id))
        by_trace[trace_id] = [_neutral(node, logs) for node in spans]
    for group in by_trace.values():
        _only_outermost(group)
    if not any(word(one.find("type")) != "SPAN" for group in by_trace.values() for one in group):
        document.fail("has spans, but none of a model, a tool or an agent (gen_ai attributes); turn their recording on")
    by_run: dict[str, list[Rollout]] = {trace_id: [] for trace_id in by_trace}
    before: dict[str, frozenset[str]] = {}
    # A conversation's traces in the order of time, whatever the file's is.
    for trace_id, group in sorted(
        by_trace.items(), key=lambda one: min(word(span.find("starttime")) for span in one[1])
    ):
        conversation_id = next(
            (conversation for one in group if (conversation := word(one.find("conversation")))), trace_id
        )
        by_run[trace_id] = traces.runs(_trace(trace_id, group), group, before.get(conversation_id, frozenset()))
        before[conversation_id] = before.get(conversation_id, frozenset()) | traces.tools_called(group)
    return [run for group in by_run.values() for run in group]


def _spans(document: Document) -> Iterator[Node]:
    for node in document.top():
        if _is_span(node):
            yield node
        yield from (span for span in _exported(node) if _is_span(span))
        for resource in _resources(node):
            for scope in listed(resource.find(*_SCOPES)):
                yield from (span for span in listed(scope.find("spans")) if isinstance(span.value, dict))


def _logs(document: Document) -> dict[str, list[Node]]:
    """The log records that stand beside spans, by the span they belong to; else by its trace."""
    records: dict[str, list[Node]] = {}
    for node in document.top():
        for resource in listed(node.find("resourcelogs")):
            for scope in listed(resource.find("scopelogs")):
                for one in listed(scope.find("logrecords")):
                    records.setdefault(word(one.find("spanid")) or word(one.find("traceid")), []).append(one)
    return records


def _trace(trace_id: str, spans: list[Node]) -> Node:
    """The trace as a whole, named as its root: the span without a parent in it."""
    ids = {word(one.find("id")) for one in spans}
    root = next((one for one in spans if word(one.find("parentobservationid")) not in ids), spans[0])
    return root.made({"id": trace_id, "name": word(root.find("name"))})


def _only_outermost(spans: list[Node]) -> None:
    """A call is often traced twice, by the agent and by its client: the inner span becomes a plain one."""
    by_id = {word(one.find("id")): one for one in spans}
    for index, one in enumerate(spans):
        parent = by_id.get(word(one.find("parentobservationid")))
        kind = word(one.find("type"))
        if word(one.find("name")) == _CLAUDE_CODE + "tool.execution" and parent is not None and one.has("level"):
            # A call's failure stands in the span of its execution.
            failed = {key: _object(one)[key] for key in ("level", "statusMessage") if one.has(key)}
            place_above = spans.index(parent)
            spans[place_above] = by_id[word(parent.find("id"))] = parent.made({**_object(parent), **failed})
        if kind in ("TOOL", "AGENT") and parent is not None and _same(one, parent):
            spans[index] = one.made({**_object(one), "type": "SPAN"})


def _same(one: Node, other: Node) -> bool:
    return all(word(one.find(key)) == word(other.find(key)) for key in ("type", "name"))


def _object(node: Node) -> dict[str, Any]:
    return node.value if isinstance(node.value, dict) else {}


# --- a span ------------------------------------------------------------------------------------------------


def _neutral(span: Node, logs: Mapping[str, Sequence[Node]]) -> Node:
    """A span in the neutral form. `logs`: what was recorded beside it, by the ids of spans."""
    attrs = attributes(span.find("attributes", "tags"))
    for keys in _ADK:
        if all(attrs.get(key) == "{}" for key in keys):
            attrs = {key: one for key, one in attrs.items() if key not in keys}
    span_id = word(_at(span, "spanid"))
    events = [_told(one) for one in [*listed(span.find("events", "logs")), *logs.get(span_id, ())]]
    events = [(event, details) for event, details in events if details.get("content") != _ELIDED]
    name = word(span.find("name", "operationname"))
    kind = _kind({**_said_outside(span), **attrs}, name)
    value: dict[str, object] = {
        "id": span_id,
        "parentObservationId": _parent(span),
        "type": kind,
        "name": _name(attrs, kind, name),
        "conversation": str(_first(attrs, _TALKS) or ""),
        # Padded, so that whole numbers of any length sort as text.
        "startTime": word(span.find("starttimeunixnano", "starttime")).zfill(20),
    }
    if kind == "TOOL":
        value["input"], value["output"] = (_first(attrs, keys) for keys in (_CALL_INPUTS, _CALL_OUTPUTS))
        if name.startswith(_CLAUDE_CODE):
            value["input"] = {key: attrs[key] for key in ("full_command", "file_path") if key in attrs} or None
            value["output"] = next((details.get("output") for event, details in events if event == "tool.output"), None)
    elif kind in ("GENERATION", "AGENT"):
        value["input"], value["output"] = _input(span, attrs, events), _output(attrs, events)
        if attrs.get(_THOUGHT):
            thought = {"role": "assistant", "content": [{"type": "thinking", "thinking": attrs[_THOUGHT]}]}
            value["output"] = [thought, *([] if value["output"] is None else [value["output"]])]
    status = span.find("status")
    code = span.find("statuscode") if status is None else status.find("code", "statuscode")
    if word(code) in _FAILED:
        status_message = None if status is None else status.find_text("message", "description")
        reason = status_message or span.find_text("statusmessage") or str(attrs.get("error.type", ""))
        value |= {"level": "ERROR", "statusMessage": reason}
    return span.made({key: one for key, one in value.items() if one not in (None, "", [])})


def _parent(span: Node) -> str:
    """The id of the span above; Jaeger has it among references to others."""
    above = [one for one in listed(span.find("references")) if word(one.find("reftype")) == "CHILD_OF"]
    return word(span.find("parentspanid", "parentid")) or word(above[0].find("spanid") if above else None)


def _told(event: Node) -> tuple[str, Attributes]:
    """The name of an event of a span, or of a log record, with what it says."""
    attrs = attributes(event.find("attributes", "fields"))
    body = event.find("body")
    fields = None if body is None else _plain(body.value, 0)
    name = word(event.find("name", "eventname")) or str(_first(attrs, (*_EVENT_NAMES, "event")) or "")
    return name, {**attrs, **(fields if isinstance(fields, dict) else {})}


def _said_outside(span: Node) -> dict[str, Any]:
    """The kind of a span where it stands beside its attributes."""
    kind = word(span.find("spankind"))
    return {_KIND_KEYS[0]: kind} if kind.lower() in _KINDS else {}


def _kind(attrs: Attributes, name: str) -> str:
    operation = str(attrs.get("gen_ai.operation.name") or name.split(" ")[0])
    span_kind = next((str(attrs[key]).lower() for key in _KIND_KEYS if key in attrs), "")
    if attrs.get(_TOOL_NAMES[0]) == _MERGED:
        return "SPAN"
    if operation in _OPERATIONS or span_kind in _KINDS:
        return _OPERATIONS.get(operation) or _KINDS[span_kind]
    if any(key in attrs for key in _TOOL_NAMES):
        return "TOOL"
    return "GENERATION" if "gen_ai.request.model" in attrs or "llm.request.type" in attrs else "SPAN"


def _name(attrs: Attributes, kind: str, name: str) -> str:
    """What is called or who runs, where it is said; else the span's name without its first word's operation."""
    label = _first(attrs, {"TOOL": (*_TOOL_NAMES, "tool_name"), "AGENT": _AGENT_NAMES}.get(kind, ()))
    first, _, subject = name.partition(" ")
    return str(label) if isinstance(label, str) and label else subject if subject and first in _OPERATIONS else name


def _first(attrs: Attributes, keys: tuple[str, ...]) -> object:
    return next((attrs[key] for key in keys if key in attrs), None)


def _input(span: Node, attrs: Attributes, events: Events) -> object:
    """The messages that a model was given: as attributes, or as events in order."""
    instructions: list[object] = []
    system = attrs.get("gen_ai.system_instructions")
    if system is not None:
        instructions.append({"role": "system", "content": _text(unpacked(span.made(system)))})
    messages = _messages(attrs, _INPUTS)
    if messages is None:
        event_messages = [_event(name, details) for name, details in events if name in _EVENT_ROLES]
        event_messages += [details["gen_ai.prompt"] for name, details in events if "gen_ai.prompt" in details]
        event_messages += [
            details["gen_ai.input.messages"] for _, details in events if "gen_ai.input.messages" in details
        ]
        messages = event_messages or _first(attrs, _WHOLE_INPUT)
    return [*instructions, messages] if instructions else messages


def _output(attrs: Attributes, events: Events) -> object:
    messages = _messages(attrs, _OUTPUTS)
    if messages is not None:
        return messages
    event_messages = [details.get("message", details) for name, details in events if name == "gen_ai.choice"]
    event_messages += [details["gen_ai.completion"] for _, details in events if "gen_ai.completion" in details]
    event_messages += [
        details["gen_ai.output.messages"] for _, details in events if "gen_ai.output.messages" in details
    ]
    return event_messages or _first(attrs, _WHOLE_OUTPUT)


def _messages(attrs: Attributes, keys: tuple[str, ...]) -> object:
    """Messages under one of the keys: whole, or spread over `key.0.role`, `key.0.content`."""
    value = _first(attrs, keys)
    if value is not None:
        return [_grown(one) for one in value] if isinstance(value, list) else value
    return next((messages for key in keys if (messages := _indexed(attrs, key + "."))), None)


def _event(name: str, details: Attributes) -> dict[str, object]:
    return {"role": _EVENT_ROLES[name], **details}


def _text(node: Node) -> object:
    """The text of instructions that are a list of parts."""
    parts = [one.find_text("content", "text") for one in listed(node)]
    return "\n".join(part for part in parts if part) if parts else node.value


# --- attributes --------------------------------------------------------------------------------------------


def attributes(node: Node | None) -> dict[str, Any]:
    """Plain values by key, of OTLP's list of keys with typed values, or of an object."""
    if node is not None and isinstance(node.value, dict):
        values = {key: unpacked(one).value if key.startswith("mlflow.") else one.value for key, one in members(node)}
        return {**_flat(values, "", 0), **values}
    unwrapped = {}
    for one in listed(node):
        key, value = one.find_text("key"), one.find("value")
        if key and value is not None:
            unwrapped[key] = _plain(value.value, 0)
    return unwrapped


def _flat(values: dict[str, Any], prefix: str, depth: int) -> dict[str, Any]:
    """Attributes in objects in one another, under the names that they have side by side: `tool.name`."""
    flat: dict[str, Any] = {}
    for key, value in values.items():
        flat[prefix + key] = value
        if isinstance(value, dict) and depth < _NESTED:
            flat |= _flat(value, f"{prefix}{key}.", depth + 1)
    return flat


def _plain(value: object, depth: int) -> Any:
    """The value inside OTLP's typed one: `{"stringValue": "x"}` is x."""
    if not isinstance(value, dict) or len(value) != 1 or depth > _DEEPEST:
        return value
    (kind, inner), *_ = value.items()
    name = kind.replace("_", "").lower()
    if name == "intvalue" and isinstance(inner, str):
        return int(inner) if inner.lstrip("-").isdecimal() and len(inner) < 20 else inner
    if name in ("stringvalue", "boolvalue", "doublevalue", "intvalue", "bytesvalue"):
        return inner
    values = inner.get("values", []) if isinstance(inner, dict) else []
    if name == "arrayvalue" and isinstance(values, list):
        return [_plain(one, depth + 1) for one in values]
    if name == "kvlistvalue" and isinstance(values, list):
        pairs = [one for one in values if isinstance(one, dict)]
        return {str(one.get("key", "")): _plain(one.get("value"), depth + 1) for one in pairs}
    return value


def _indexed(attrs: Attributes, prefix: str) -> list[object]:
    """The list that `prefix0.a`, `prefix0.b.0.c`, `prefix1.a` spell, without the wrappers around its elements."""
    tree: dict[str, Any] = {}
    for key, value in attrs.items():
        if key.startswith(prefix):
            branch = tree
            *parents, last = key.removeprefix(prefix).split(".")[:_DEEPEST]
            for part in parents:
                inner = branch.setdefault(part, {})
                branch = inner if isinstance(inner, dict) else {}
            branch[last] = value
    items = _grown(tree)
    return items if isinstance(items, list) else []


def _grown(tree: object) -> Any:
    """A tree whose keys are all numbers as a list; an object with nothing but a wrapper as what is in it."""
    if isinstance(tree, list):
        return [_grown(one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    if tree and all(key.isdecimal() and len(key) < 6 for key in tree):
        return [_grown(tree[key]) for key in sorted(tree, key=int)[:_MOST_INDEX]]
    grown = {key: _grown(one) for key, one in tree.items()}
    only = next(iter(grown)) if len(grown) == 1 else ""
    return grown[only] if only in _WRAPPERS else grown
