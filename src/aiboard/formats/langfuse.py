"""Langfuse traces: a trace and its observations, as the page or the interface gives them."""

from __future__ import annotations

from typing import Final

from aiboard.formats import traces
from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, listed, word

NAME: Final = "langfuse"

_TYPES: Final = frozenset(
    (
        "SPAN",
        "EVENT",
        "GENERATION",
        "AGENT",
        "TOOL",
        "CHAIN",
        "RETRIEVER",
        "EVALUATOR",
        "EMBEDDING",
        "GUARDRAIL",
    )
)


def is_log(document: Document) -> bool:
    """Whether the first value is a trace with observations, or an observation."""
    node = document.top()[0]
    return bool(_observations(node)) or _is_observation(node)


def _is_observation(node: Node) -> bool:
    return word(node.find("type")) in _TYPES and node.find("starttime") is not None


def _observations(node: Node) -> list[Node]:
    """The observations of a trace: beside it, or inside it."""
    trace = node.find("trace")
    for holder in (node, trace):
        observations = listed(None if holder is None else holder.find("observations"))
        if any(_is_observation(one) for one in observations):
            return observations
    return []


def read(document: Document) -> list[Rollout]:
    """The runs of each trace. Observations without a trace around them are put together by their trace's id."""
    top = document.top()
    if _observations(top[0]):
        return [rollout for node in top for rollout in traces.runs(node.find("trace") or node, _observations(node))]
    by_trace: dict[str, list[Node]] = {}
    for node in top:
        by_trace.setdefault(word(node.find("traceid")), []).append(node)
    return [rollout for observations in by_trace.values() for rollout in traces.runs(None, observations)]
