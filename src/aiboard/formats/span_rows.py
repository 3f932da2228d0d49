"""Traces whose rows are calls, one a line or element: W&B Weave's calls and Braintrust's spans."""

from __future__ import annotations

from typing import Final

from aiboard.formats import traces
from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, listed, members, word

WEAVE: Final = "weave"
BRAINTRUST: Final = "braintrust"

_TYPES: Final = {"llm": "GENERATION", "tool": "TOOL", "agent": "AGENT"}
"""Kinds of rows that are more than a step around others."""
_MODELS: Final = (".create", "completion", "generate_content", ".parse")
"""Ends of what Weave calls a call of a model, after its service's library."""


def is_weave(document: Document) -> bool:
    """Whether the first value is a call of Weave."""
    first = document.top()[0]
    return word(first.find("opname")) != "" and first.find("traceid") is not None


def is_braintrust(document: Document) -> bool:
    """Whether the first value is a span of Braintrust."""
    return all(document.top()[0].find(key) is not None for key in ("rootspanid", "spanid", "spanattributes"))


def read_weave(document: Document) -> list[Rollout]:
    """A run for each trace."""
    return _runs([(word(node.find("traceid")), _call(node)) for node in document.top()])


def read_braintrust(document: Document) -> list[Rollout]:
    """A run for each trace."""
    return _runs([(word(node.find("rootspanid")), _span(node)) for node in document.top()])


def _runs(spans: list[tuple[str, Node]]) -> list[Rollout]:
    by_trace: dict[str, list[Node]] = {}
    for trace_id, span in spans:
        by_trace.setdefault(trace_id, []).append(span)
    return [run for trace_id, group in by_trace.items() for run in traces.runs(_trace(trace_id, group), group)]


def _trace(trace_id: str, spans: list[Node]) -> Node:
    """The trace as a whole: its root, with what it scored."""
    root = next((one for one in spans if not word(one.find("parentobservationid"))), spans[0])
    scores = [{"name": name, "value": one.value} for name, one in members(root.find("scores"))]
    return root.made({"id": trace_id, "name": word(root.find("name")), "scores": scores})


def _call(node: Node) -> Node:
    # `weave:///entity/project/op/Agent.run:version`
    name = word(node.find("opname")).rpartition("/")[2].partition(":")[0]
    attributes = node.find("attributes")
    declared = next((word(one) for key, one in members(attributes) if key == "kind"), "")
    weave = None if attributes is None else attributes.find("weave")
    kind = declared or word(None if weave is None else weave.find("kind"))
    kind = kind if kind in _TYPES else "llm" if name.endswith(_MODELS) else ""
    return _neutral(node, name, kind, word(node.find("parentid")), node.find("inputs"))


def _span(node: Node) -> Node:
    attributes = node.find("spanattributes")
    name, kind = (word(None if attributes is None else attributes.find(key)) for key in ("name", "type"))
    parent_id = next((word(one) for one in listed(node.find("spanparents"))), "")
    return _neutral(node, name, kind, parent_id, node.find("input"))


def _neutral(node: Node, name: str, kind: str, parent_id: str, inputs: Node | None) -> Node:
    """A row in the neutral form."""
    metrics, error = node.find("metrics"), node.find("exception", "error")
    start = node.find("startedat", "created") or (None if metrics is None else metrics.find("start"))
    value: dict[str, object] = {
        "id": word(node.find("spanid", "id")),
        "parentObservationId": parent_id,
        "type": _TYPES.get(kind, "CHAIN"),
        "name": name,
        "startTime": word(start),
    }
    for key, one in (("input", inputs), ("output", node.find("output")), ("scores", node.find("scores"))):
        if one is not None:
            value[key] = one.value
    if error is not None:
        value |= {"level": "ERROR", "statusMessage": error.value if isinstance(error.value, str) else "failed"}
    return node.made(value)
