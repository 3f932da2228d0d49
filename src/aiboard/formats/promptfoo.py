"""promptfoo's results (version 3, and 2 where it is the same).

An item is the variables of a test; with `--repeat` each repeat has a new test number, so repeats are known by equal
variables of the same provider and prompt. The provider's label tells systems apart, its id may be shared.
"""

from __future__ import annotations

import json
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import listed, number, word
from aiboard.formats.scores import ScoreFile, checked, of_items
from aiboard.instruments.counted import count, left_out

NAME: Final = "promptfoo"

_ERROR: Final = 2
"""`failureReason` of a test that ended in an error, not in a failed assertion."""


def is_results(document: Document) -> bool:
    """Whether the document holds promptfoo's results."""
    return not document.lines and bool(_rows(document.nodes[0]))


def _rows(node: Node) -> list[Node]:
    outer = node.find("results") if isinstance(node.value, dict) else None
    rows = listed(outer.find("results")) if outer is not None and isinstance(outer.value, dict) else listed(outer)
    return rows if any(one.has("success") and one.has("vars") for one in rows[:20]) else []


def read(document: Document) -> ScoreFile:
    """The share of passed tests and the mean score of each provider and prompt, a run a repeat."""
    rows = _rows(document.nodes[0])
    prompts = {_prompt(row) for row in rows}
    # In the order of the tests: the first of equal variables is the first repeat.
    rows.sort(key=lambda row: number(row.find("testidx")) or 0.0)
    repeats: dict[tuple[str, str], int] = {}
    values: dict[tuple[str, str], dict[str, tuple[float, float]]] = {}
    errors = skipped = 0
    for row in rows:
        success, score = row.find("success"), number(row.find("score"))
        if success is None or not isinstance(success.value, bool):
            skipped += 1
            continue
        errors += number(row.find("failurereason")) == _ERROR
        system = _provider(row)
        if len(prompts) > 1:
            system = f"{system}: {_prompt(row)}" if system else _prompt(row)
        item = json.dumps(getattr(row.find("vars"), "value", None), sort_keys=True, default=str)
        repeat = repeats.get((system, item), 0) + 1
        repeats[system, item] = repeat
        passed = 1.0 if success.value else 0.0
        values.setdefault((system, str(repeat)), {})[item] = (passed, passed if score is None else score)
    notes = [f"{count(errors, 'test')} ended in an error, which counts as failed"] if errors else []
    notes += [left_out(skipped, "row", "without a result")] if skipped else []
    results = [
        of_items(system, metric, run, {item: pair[i] for item, pair in by_item.items()}, rerun=True)
        for i, metric in enumerate(("pass", "score"))
        for (system, run), by_item in values.items()
    ]
    return checked(document.file, NAME, results, notes)


def _provider(row: Node) -> str:
    provider = row.find("provider")
    if provider is None:
        return ""
    # Where nobody gave a label it is there and empty.
    return word(provider) or word(provider.find("label")) or word(provider.find("id"))


def _prompt(row: Node) -> str:
    prompt = row.find("prompt")
    label = "" if prompt is None else word(prompt.find("label")) or word(prompt.find("raw"))
    return label or word(row.find("promptidx"))
