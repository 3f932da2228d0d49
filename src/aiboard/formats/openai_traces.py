"""Traces of OpenAI's agents SDK as its exporters write them: `trace` and `trace.span`, one a line or in a list."""

from __future__ import annotations

from typing import Any, Final

from aiboard.formats import traces
from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, listed, word

NAME: Final = "openai-traces"

_SPAN: Final = "trace.span"
_LOOKED_AT: Final = 20
_TYPES: Final = {
    "agent": "AGENT",
    "function": "TOOL",
    "handoff": "TOOL",
    "generation": "GENERATION",
    "response": "GENERATION",
}


def is_log(document: Document) -> bool:
    """Whether one of the first values is a span."""
    return any(word(node.find("object")) == _SPAN for node in _values(document)[:_LOOKED_AT])


def _values(document: Document) -> list[Node]:
    """The traces and spans; what was sent to the service stands in `data`."""
    return [one for node in document.top() for one in (listed(node.find("data")) or [node])]


def read(document: Document) -> list[Rollout]:
    """The runs of each trace: one for each agent."""
    names: dict[str, Node] = {}
    by_trace: dict[str, list[Node]] = {}
    for node in _values(document):
        if word(node.find("object")) == _SPAN:
            by_trace.setdefault(word(node.find("traceid")), []).append(_neutral(node))
        elif word(node.find("object")) == "trace":
            names[word(node.find("id"))] = node.made(
                {"id": word(node.find("id")), "name": word(node.find("workflowname"))}
            )
    return [rollout for trace_id, spans in by_trace.items() for rollout in traces.runs(names.get(trace_id), spans)]


def _neutral(span: Node) -> Node:
    data, error = span.find("spandata"), span.find("error")
    kind = "" if data is None else word(data.find("type"))
    value: dict[str, Any] = {
        "id": word(span.find("id")),
        "parentObservationId": word(span.find("parentid")),
        "type": _TYPES.get(kind, "SPAN"),
        "startTime": word(span.find("startedat")),
        "name": kind if data is None else word(data.find("name")) or kind,
    }
    if data is not None:
        value |= {key: one.value for key in ("input", "output") if (one := data.find(key)) is not None}
        if kind == "handoff":
            value["input"] = {key: word(data.find(key.replace("_", ""))) for key in ("from_agent", "to_agent")}
    if error is not None:
        value |= {"level": "ERROR", "statusMessage": error.find_text("message") or "error"}
    return span.made(value)
