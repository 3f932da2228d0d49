"""The lessons that findings speak of: one row each, in the order in which a debrief names them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


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
        until: when it stops paying; goes on after "Stops paying".
    """

    dimension: Dimension
    name: str
    until: str


#: By key. The order is a fixed order of kinds, not a price: nothing has been rolled out.
LESSONS: Final[dict[str, Lesson]] = {
    "launch-day": Lesson(
        Dimension.CONCEPT,
        "Launch by the planned sprint",
        "when what goes out first is under the value floor: a live model there costs money every day",
    ),
    "incident": Lesson(
        Dimension.DEBUG,
        "Keep traffic low until the quality is known",
        "when so few customers meet the model that nobody notices what it says",
    ),
    "requirement": Lesson(
        Dimension.CODE,
        "Meet a new requirement before it costs revenue",
        "when the requirement's data cost more than the share of revenue that is not paid",
    ),
    "agent-runs": Lesson(
        Dimension.FRONTIER,
        "Read the agent runs of a card before promoting it",
        "when the agent can only read: a tool that changes nothing can be watched instead of gated",
    ),
    "over-gate": Lesson(
        Dimension.DEBUG,
        "Promote what has passed the gate",
        "when the check that failed measures something this product's customers never meet",
    ),
    "one-seed": Lesson(
        Dimension.DEBUG,
        "Evaluate on several seeds before a promotion",
        "when a bad launch costs little, or when the first number lies many points from the bar: more seeds then "
        "change nothing",
    ),
    "losing-days": Lesson(
        Dimension.DEBUG,
        "Roll back a model under the value floor",
        "when the next model is days away and the loss a day is small beside the price of a rollback",
    ),
    "legal-late": Lesson(
        Dimension.CODE,
        "Start the legal review early",
        "where the review is short, or where most projects of the kind never reach a launch",
    ),
    "data-late": Lesson(
        Dimension.CODE,
        "Order data before the cards that need it",
        "when hypotheses change faster than a vendor delivers: the set then serves no card",
    ),
    "labels": Lesson(
        Dimension.CODE,
        "Send back labels the annotators disagree on",
        "when the labels are only a small part of what a card learns from",
    ),
    "canary": Lesson(
        Dimension.CODE,
        "Give the canary its days",
        "near the end of the project, when the days a canary takes are the days it would have earned, and when a bad "
        "answer costs nobody anything",
    ),
    "kill-line": Lesson(
        Dimension.CONCEPT,
        "Kill a card under its own kill line",
        "with slow starters: where curves rise late, a line drawn for fast ones kills what would win",
    ),
    "nan-losses": Lesson(
        Dimension.DEBUG,
        "Look for the cause when runs are lost in a row",
        "when the card has one short run left: finding the cause takes longer than losing the run",
    ),
    "wip": Lesson(
        Dimension.DESIGN,
        "Keep few cards in flight",
        "where switching is free, or where each card waits so long that someone is always idle",
    ),
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
    "families": Lesson(
        Dimension.CONCEPT,
        "Try every family before the second card of one",
        "when one family is known from earlier projects, or when the deadline is closer than a run",
    ),
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
    "learning": Lesson(
        Dimension.CODE,
        "Write down what a killed card taught",
        "when no later card of the family will be designed: nobody is left to read it",
    ),
    "early-kill": Lesson(
        Dimension.CONCEPT,
        "Kill on measured runs before the plan's end",
        "when starting costs more than finishing, or when the first runs say little about the last",
    ),
}
