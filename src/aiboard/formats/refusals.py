"""What a file that is not read looks like, and what to do with it.

A file of a known tool is told by its keys, one line in KNOWN each. In any other file a list of messages is
searched for, so that the place can be named.
"""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.messages import is_entry

_SEARCHED: Final = 20_000
_ELEMENTS: Final = 50
_DEPTH: Final = 12
_LINES: Final = 100


@dataclass(frozen=True)
class Known:
    """A kind of file that is not read.

    Attributes:
        description: what it is, for "looks like ...".
        keys: it is one when all of these keys stand in the object, or in one of the first lines.
        advice: what to do with it; empty where only a list of messages in it could help.
    """

    description: str
    keys: tuple[str, ...]
    advice: str = ""


_GATE: Final = "it holds scores and no runs: aiboard gate reads it"

KNOWN: Final = (
    Known("an Inspect log without samples", ("eval", "version"), "give the whole log"),
    Known("an OpenHands trajectory without events", ("id", "timestamp", "source")),
    Known("CrewAI's log of tasks", ("task_name", "agent", "status"), "it has no calls of tools; give a trace"),
    Known("MetaGPT's saved team", ("env", "investment"), "its messages hold no calls of tools; give a trace"),
    Known("OpenCompass's predictions", ("origin_prompt", "prediction"), "it holds answers and neither runs nor scores"),
    Known("a ChatGPT export", ("mapping", "title")),
    Known("what Cline shows in its window", ("ts", "type", "say"), "give api_conversation_history.json beside it"),
    Known("a chat of GitHub Copilot in an editor", ("requesterUsername", "requests")),
    Known("answers to GAIA's questions", ("task_id", "model_answer"), "give the agent's own log"),
    Known("the score of a category of BFCL", ("accuracy", "correct_count", "total_count"), _GATE),
    Known("HAL's results of an agent", ("raw_eval_results", "results"), _GATE),
    Known("the result of a trial", ("trial_name", "verifier_result"), _GATE),
    Known("results of Terminal-Bench", ("results", "accuracy"), _GATE),
    Known("the result of a job of Harbor", ("stats", "n_total_trials"), _GATE),
    Known("SWE-bench's report", ("resolved_ids", "total_instances"), _GATE),
    Known("SWE-bench's leaderboard", ("resolved", "no_generation"), _GATE),
    Known(
        "HELM's requests and answers",
        ("adapter_spec", "request_states"),
        "aiboard gate reads per_instance_stats.json beside it",
    ),
    Known("promptfoo's results", ("evalId", "results"), _GATE),
    Known("lm-evaluation-harness results", ("results", "versions"), _GATE),
    Known("lm-evaluation-harness samples", ("doc_id", "resps"), _GATE),
)


def known_kind(document: Document) -> Known | None:
    """The kind of file that the document is by its keys; None when it is none of KNOWN."""
    # A message may have any of these keys besides; what has a role is a message.
    heads = [head for node in document.top()[:_LINES] if isinstance(head := node.value, dict) and "role" not in head]
    return _kind_of(heads)


def _kind_of(heads: list[dict[str, object]]) -> Known | None:
    return next((kind for kind in KNOWN for head in heads if all(key in head for key in kind.keys)), None)


def refusal(document: Document, kind: Known | None) -> str:
    """One line: what the file looks like and what to do, for a document that is not read."""
    if kind is not None and kind.advice:
        return f"looks like {kind.description}; {kind.advice}"
    looks = f"looks like {kind.description}" if kind is not None else _looks(document)
    jq_path = _messages_in(document)
    if jq_path is not None:
        slurp = "-s " if document.lines else ""
        return f"{looks}; it holds a list of messages, take it out: jq {slurp}'{jq_path}' FILE > run.json"
    # Some tools write an object of entries by their numbers.
    value = document.nodes[0].value
    entries = islice(value.values(), _LINES) if isinstance(value, dict) and kind is None else ()
    inside = _kind_of([one for one in entries if isinstance(one, dict)])
    if inside is not None and inside.advice:
        return f"looks like {inside.description}; {inside.advice}"
    if kind is not None:
        return f"{looks}: no list of messages is in it; give the log of an agent's run"
    if any(head.find("tool", "toolname") is not None for head in document.top()[:_ELEMENTS]):
        return f"{looks}; beside a tool's name a step needs what it was given (args) or gave (observation)"
    return f"{looks}; give a list of messages, each with a role and content"


def _looks(document: Document) -> str:
    node = document.nodes[0]
    if isinstance(node.value, list) and node.value:
        inner = node.items()[0]
        return f"is a list without messages; its first element is {_described(inner)}"
    return f"is {_described(node)}, without messages where they are looked for"


def _described(node: Node) -> str:
    if not isinstance(node.value, dict):
        return node.kind
    keys = list(node.value)
    return f"an object with {', '.join(key[:30] for key in keys[:5])}{', ...' if len(keys) > 5 else ''}"


def _messages_in(document: Document) -> str | None:
    """The jq path of the nearest list of messages in the document; None when none is found."""
    roots = [(f".[{i}]" if document.lines else "", node) for i, node in enumerate(document.nodes[:_ELEMENTS])]
    ahead = deque((path, node, 0) for path, node in roots)
    searched = 0
    while ahead and searched < _SEARCHED:
        path, node, depth = ahead.popleft()
        searched += 1
        if isinstance(node.value, dict):
            inside = [(path + _step(key), node.need(key)) for key, value in node.value.items() if value]
        elif isinstance(node.value, list):
            entries = node.items()[:_ELEMENTS]
            if sum(is_entry(entry) for entry in entries) * 2 > len(entries) > 1:
                return f".{path}" if path[:1] != "." else path
            inside = [(f"{path}[{i}]", entry) for i, entry in enumerate(entries)]
            if all(isinstance(entry.value, list) for entry in entries):
                # What was sent to a model, again and again: the last has all of it.
                inside = [(f"{path}[-1]", node.items()[-1])] if entries else []
        else:
            continue
        if depth < _DEPTH:
            ahead.extend((path, inner, depth + 1) for path, inner in inside if isinstance(inner.value, (dict, list)))
    return None


def _step(key: str) -> str:
    return f".{key}" if re.fullmatch(r"[A-Za-z_]\w*", key, re.ASCII) else f"[{json.dumps(key)}]"
