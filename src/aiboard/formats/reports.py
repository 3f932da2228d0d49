"""Reports of evaluation tools whose form is small and fixed, in two modules by what they are of."""

from __future__ import annotations

from typing import Final

from aiboard.formats import reports_agents, reports_models
from aiboard.formats.document import Document
from aiboard.formats.scores import Result, ScoreFile, checked, less_is_better, of_items
from aiboard.instruments.counted import left_out

_LOOKED_AT: Final = 20
REPORTS: Final = (*reports_agents.REPORTS, *reports_models.REPORTS)
"""The first that knows a document reads it."""


def read(document: Document) -> ScoreFile | None:
    """The results of a report; None where it is none of REPORTS. FormatError for one without a score."""
    top = document.top()[:_LOOKED_AT]
    alone = not document.lines and isinstance(document.nodes[0].value, dict)
    report = next((one for one in REPORTS if (alone or not one.alone) and any(map(one.is_report, top))), None)
    if report is None:
        return None
    items: dict[tuple[str, str, str], dict[str, float]] = {}
    results: list[Result] = []
    without = 0
    for score in report.scores(document):
        if score.value is None:
            without += 1
        elif score.item:
            items.setdefault((score.system, score.metric, score.run), {})[score.item] = score.value
        else:
            lower = less_is_better(score.metric) if score.lower_is_better is None else score.lower_is_better
            results.append(
                Result(score.system, score.metric, score.run, score.value, stderr=score.stderr, lower_is_better=lower)
            )
    # Runs of one file are the same model asked again.
    results += [of_items(*key, values, rerun=True) for key, values in items.items()]
    notes = [left_out(without, "result", "without a score")] if without else []
    return checked(document.file, report.name, results, notes)
