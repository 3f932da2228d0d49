"""The lessons that findings speak of: one row each, in the order in which a debrief names them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from aiboard.analysis.lessons import LESSONS as MEASURED


class Dimension(StrEnum):
    """The five dimensions an AI interview looks at."""

    CONCEPT = "CONCEPT"
    DESIGN = "DESIGN"
    CODE = "CODE"
    DEBUG = "DEBUG"
    FRONTIER = "FRONTIER"


@dataclass(frozen=True)
class Lesson:
    """What a finding is an example of.

    Attributes:
        dimension: interview dimension.
        name: the lesson in a few words, as an instruction without its full stop.
        measured: id of the lesson whose bots measure what it is worth; empty where none does.
        own: when it stops paying, where the measured lesson does not say it; goes on after "Stops paying".
    """

    dimension: Dimension
    name: str
    own: str = ""
    measured: str = ""

    @property
    def until(self) -> str:
        """When it stops paying; goes on after "Stops paying"."""
        return self.own or MEASURED[self.measured].until


#: By key. The order is a fixed order of kinds, not a price: nothing has been rolled out.
LESSONS: Final[dict[str, Lesson]] = {
    "launch-day": Lesson(Dimension.CONCEPT, "Launch by the planned sprint", measured="L32"),
    "incident": Lesson(
        Dimension.DEBUG,
        "Keep traffic low until the quality is known",
        "when so few customers meet the model that nobody notices what it says",
        measured="L26",
    ),
    "requirement": Lesson(
        Dimension.CODE,
        "Meet a new requirement before it costs revenue",
        "when the requirement's data cost more than the share of revenue that is not paid",
    ),
    "agent-runs": Lesson(Dimension.FRONTIER, "Read the agent runs of a card before promoting it", measured="L38"),
    "over-gate": Lesson(
        Dimension.DEBUG,
        "Promote what has passed the gate",
        "when the check that failed measures something this product's customers never meet",
    ),
    "one-seed": Lesson(Dimension.DEBUG, "Evaluate on several seeds before a promotion", measured="L15"),
    "losing-days": Lesson(Dimension.DEBUG, "Roll back a model under the value floor", measured="L36"),
    "legal-late": Lesson(
        Dimension.CODE,
        "Start the legal review early",
        "where the review is short, or where most projects of the kind never reach a launch",
    ),
    "data-late": Lesson(Dimension.CODE, "Order data before the cards that need it", measured="L20"),
    "labels": Lesson(Dimension.CODE, "Send back labels the annotators disagree on", measured="L22"),
    "canary": Lesson(Dimension.CODE, "Give the canary its days", measured="L26"),
    "kill-line": Lesson(Dimension.CONCEPT, "Kill a card under its own kill line", measured="L03"),
    "nan-losses": Lesson(
        Dimension.DEBUG,
        "Look for the cause when runs are lost in a row",
        "when the card has one short run left: finding the cause takes longer than losing the run",
    ),
    "wip": Lesson(Dimension.DESIGN, "Keep few cards in flight", measured="L02"),
    "undecided": Lesson(
        Dimension.CONCEPT,
        "Decide every card that was started",
        "when compute is free and nobody waits for the cards' slots",
    ),
    "idle-gpus": Lesson(
        Dimension.DESIGN,
        "Keep the GPUs busy",
        "when the next idea is worth less than the focus it takes from the cards in flight",
    ),
    "families": Lesson(Dimension.CONCEPT, "Try every family before the second card of one", measured="L04"),
    "waiting-decisions": Lesson(
        Dimension.DESIGN,
        "Decide cards in Evaluation promptly",
        "when more evidence is on its way, or when the card is a spare for the one that is live",
    ),
    "forecast": Lesson(
        Dimension.DEBUG,
        "State a forecast as a range",
        "when nobody plans by the date, or when the answer is known already",
    ),
    "learning": Lesson(Dimension.CODE, "Write down what a killed card taught", measured="L09"),
    "early-kill": Lesson(Dimension.CONCEPT, "Kill on measured runs before the plan's end", measured="L01"),
}
