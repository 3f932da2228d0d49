"""The section on a second evaluator: what it says of the same decisions, and that the difference is who judges."""

from __future__ import annotations

from typing import Any, Final

from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.paragraphs import wrap_paragraphs
from aiboard.analysis.debrief.prices import interval_text
from aiboard.analysis.debrief.section import Part
from aiboard.analysis.evaluators.bias import Bias, Opinion
from aiboard.views import fmt

SHOWN: Final = 12
"""Decisions on which the two are shown beside each other, where they differ most."""
_WHAT: Final = 42


def _lines(debrief: Debrief) -> list[str]:
    bias = debrief.bias
    if bias is None:
        return []
    scores = []
    if bias.first_score is not None and bias.second_score is not None and bias.gap is not None:
        scores = [
            f"Decision score {interval_text(bias.first_score)}; by the other {interval_text(bias.second_score)}.",
            f"Difference {interval_text(bias.gap)}: bias, which is of who judges and not of the play.",
        ]
    paragraphs = [f"First: {bias.first.title}. Other: {bias.second.title}.", *scores]
    return [*wrap_paragraphs(paragraphs), "", *_table(bias), "", *wrap_paragraphs([_OWN])]


_OWN: Final = (
    "The same truths and luck; another policy plays on. own: that evaluator's own choice, which it does not price. "
    "Whoever plays like an evaluator looks good to it."
)


def _table(bias: Bias) -> list[str]:
    head = f"{'day':>4}  {'decision, points':<{_WHAT}}{'first':>9}{'other':>9}{'bias':>9}"
    return [head, *(_row(one) for one in bias.opinions[:SHOWN])]


def _row(one: Opinion) -> str:
    line = f"left undone: {one.line}" if one.undone else one.line
    cells = [f"{fmt.number(value.mean, 1):>9}" if value else f"{'own':>9}" for value in (one.first, one.second)]
    return f"{one.day:>4}  {line[: _WHAT - 1]:<{_WHAT}}{''.join(cells)}{fmt.number(one.gap.mean, 1):>9}"


def _data(debrief: Debrief) -> dict[str, Any]:
    return {"evaluators": debrief.bias.data()} if debrief.bias is not None else {}


OPINIONS: Final = Part("Two evaluators: how far prices are a matter of who judges", "Evaluators", _lines, _data, True)
