"""What a question on the screen is made of. The lines are those of `aiboard.views.decisions.decision`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aiboard.views.charts.text import Chart
from aiboard.views.decisions.decision import CheckLine as Check
from aiboard.views.decisions.decision import Choice, Fact, Row

__all__ = ["Answer", "Check", "Choice", "Fact", "Question", "Row"]


@dataclass(frozen=True)
class Answer:
    """What was decided: a value for each row, and the words."""

    values: Mapping[str, int] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True)
class Question:
    """A decision with everything it needs on one screen.

    Attributes:
        title: what is asked ("Kill 012 Hybrid retrieval?").
        verb: the word of the confirming key ("kill").
        facts: what is known, most important first.
        chart: the measurement.
        checks: the gate's lines.
        rows: what can be chosen.
        text_label: name of the words to write; empty when none are wanted.
        text: the words filled in.
        text_needed: an empty text is no answer.
        price: what it costs and changes; a function of the chosen values when it depends on them.
        warning: what speaks against it, or empty.
    """

    title: str
    verb: str
    facts: tuple[Fact, ...] = ()
    chart: Chart | None = None
    checks: tuple[Check, ...] = ()
    rows: tuple[Row, ...] = ()
    text_label: str = ""
    text: str = ""
    text_needed: bool = False
    price: tuple[Fact, ...] | Callable[[Answer], tuple[Fact, ...]] = ()
    warning: str = ""
