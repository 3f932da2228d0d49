"""LangSmith run exports: runs with their children inside, or one a line or element with the id of its parent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aiboard.formats import traces
from aiboard.formats.document import Document, Node, unpacked
from aiboard.formats.rollout import Rollout, listed, members, word

NAME: Final = "langsmith"

_TYPES: Final = {"llm": "GENERATION", "tool": "TOOL", "retriever": "RETRIEVER", "embedding": "EMBEDDING"}
"""Types of runs that are more than a step around others."""
_ONLY: Final = ("output", "content", "result")
"""The one member of a tool's inputs or outputs under which the whole value stands."""
_DEEPEST: Final = 40


def is_log(document: Document) -> bool:
    """Whether the first value is a run, or an answer of the interface with a list of them."""
    return any(_is_run(node) for node in _top(document)[:1])


def _top(document: Document) -> list[Node]:
    top = document.top()
    inside = listed(top[0].find("runs")) if len(top) == 1 else []
    return inside or _batched(top) or top


def _batched(batches: list[Node]) -> list[Node]:
    """The runs in what was sent to the service: each begins in `post`, `patch` adds how it ended."""
    runs: dict[str, Node] = {}
    for sent in ("post", "patch"):
        for index, run in enumerate(one for batch in batches for one in listed(batch.find(sent))):
            run_id = word(run.find("id")) or f"{sent} {index}"
            before = runs.get(run_id)
            runs[run_id] = run if before is None else before.made(dict(_members(before)) | dict(_members(run)))
    return list(runs.values())


def _members(run: Node) -> list[tuple[str, object]]:
    return [(key, one.value) for key, one in members(run)]


def _is_run(node: Node) -> bool:
    return bool(word(node.find("runtype"))) and node.find("inputs", "outputs", "childruns") is not None


def read(document: Document) -> list[Rollout]:
    """A run for each trace, in the order in which their first runs stand in the file."""
    by_trace: dict[str, list[Node]] = {}
    for position, node in enumerate(_top(document), 1):
        for run, parent, trace in _flat(node, "", "", 0):
            trace_id = word(run.find("traceid")) or trace or word(run.find("id")) or str(position)
            by_trace.setdefault(trace_id, []).append(_span(run, parent))
    return [rollout for trace_id, spans in by_trace.items() for rollout in traces.runs(_trace(trace_id, spans), spans)]


def _flat(run: Node, parent: str, trace: str, depth: int) -> Iterator[tuple[Node, str, str]]:
    """A run and the runs inside it, each with the id of its parent and the id of the trace."""
    if not isinstance(run.value, dict) or depth > _DEEPEST:
        return
    run_id = word(run.find("id"))
    trace_id = trace or word(run.find("traceid")) or run_id
    yield run, word(run.find("parentrunid")) or parent, trace_id
    for child in listed(run.find("childruns")):
        yield from _flat(child, run_id, trace_id, depth + 1)


def _span(run: Node, parent: str) -> Node:
    """A run in the neutral form."""
    kind = _TYPES.get(word(run.find("runtype")).lower(), "CHAIN")
    inputs, output, error = run.find("inputs"), run.find("outputs"), run.find_text("error")
    value: dict[str, object] = {
        "id": word(run.find("id")),
        "parentObservationId": parent,
        "type": kind,
        "name": word(run.find("name")),
        # The dotted order sorts children behind their parents where clocks are too coarse.
        "startTime": run.find_text("dottedorder", "starttime") or "",
        "input": _value(inputs, kind),
        "output": _value(output, kind),
        "feedback": [{"name": name, "value": one.find("avg").value} for name, one in _feedback(run)],  # type: ignore[union-attr]
    }
    if error:
        value |= {"level": "ERROR", "statusMessage": error}
    return run.made({key: one for key, one in value.items() if one is not None})


def _value(node: Node | None, kind: str) -> object:
    """What went in or came out; of a tool without the member that holds all of it."""
    if node is None:
        return None
    inside = members(unpacked(node))
    if kind == "TOOL" and len(inside) == 1 and inside[0][0] in (*_ONLY, "input"):
        return _said(unpacked(inside[0][1]))
    return unpacked(node).value


def _said(node: Node) -> object:
    """A tool's answer: of LangChain's message of one the content."""
    inner = node.find("kwargs", "data")
    content = (inner if inner is not None else node).find("content")
    is_message = content is not None and (inner is not None or node.find("toolcallid") is not None)
    return content.value if is_message and content is not None else node.value


def _feedback(run: Node) -> list[tuple[str, Node]]:
    """Scores by name: what people or graders said of the run."""
    return [(name, one) for name, one in members(run.find("feedbackstats")) if one.find("avg") is not None]


def _trace(trace_id: str, spans: list[Node]) -> Node:
    """What is known of the trace as a whole: from its root, the run without a parent in it."""
    ids = {word(one.find("id")) for one in spans}
    root = next((one for one in spans if word(one.find("parentobservationid")) not in ids), spans[0])
    scores = root.find("feedback")
    value = {"id": trace_id, "name": word(root.find("name")), "scores": [] if scores is None else scores.value}
    return root.made(value)
