"""The section of every decision: when, what, its price, and what the board said then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from aiboard.analysis.debrief.decision_summaries import DecisionSummary, summarise_decision, summarise_moment
from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.paragraphs import wrap_list
from aiboard.analysis.debrief.phrases import WAIT, done_text, imperative_text, past_text
from aiboard.analysis.debrief.prices import decision_of, interval_text, price_of, unlisted, unlisted_data
from aiboard.analysis.debrief.section import Part
from aiboard.analysis.moments import TakenDecision
from aiboard.analysis.pricing.model import Decision
from aiboard.engine.verbs import Forecast
from aiboard.views.card.measure import QualityEstimate

AS_REFERENCE: Final = "as the reference"


@dataclass(frozen=True)
class Entry:
    """One decision of the list.

    Attributes:
        text: on a line of text, whole.
        price: points with their interval, or that it was the reference's choice; empty where it has none.
        answer: as it is told of.
        by: whose it was: "player", "standing order".
        label: of a sure loss: inaccuracy, mistake, blunder; empty where it has none.
    """

    text: str
    price: str
    answer: DecisionSummary
    by: str
    label: str = ""


def entries(debrief: Debrief) -> list[Entry]:
    """By day: what was done, with its price where it was another choice than the reference's; what was left undone."""
    timeline: list[Entry] = []
    for moment in debrief.moments:
        decision = decision_of(debrief.prices, moment)
        answer = summarise_decision(debrief, decision) if decision is not None else summarise_moment(debrief, moment)
        price = _short(decision) if decision is not None else AS_REFERENCE if _same(debrief, moment) else ""
        timeline.append(Entry(_moment(debrief, moment), price, answer, moment.by, _label(decision)))
    if debrief.prices is not None:
        others = unlisted(debrief.prices, debrief.moments)
        timeline += [
            Entry(_priced(debrief, one), _short(one), summarise_decision(debrief, one), "player", _label(one))
            for one in others
        ]
    # Sorting keeps the order within a day.
    return sorted(timeline, key=lambda one: one.answer.day)


def _decisions(debrief: Debrief) -> list[str]:
    return wrap_list([entry.text for entry in entries(debrief)]) or ["No decision was taken."]


def _moment(debrief: Debrief, moment: TakenDecision) -> str:
    then = moment.known.text()
    decision = decision_of(debrief.prices, moment)
    price = f" · {_price(debrief, decision)}" if decision is not None else ""
    if decision is None and _same(debrief, moment):
        price = f" · {AS_REFERENCE}"
    # In the words of the debrief's screen; the line that replays it is in the save and in the JSON.
    text = done_text(moment.done, debrief.record.world)
    return f"D{moment.day} {text}{price}" + (f" · {then}" if then else "")


def _same(debrief: Debrief, moment: TakenDecision) -> bool:
    """Whether a decision without a price of its own was the reference's choice; a forecast has scores instead."""
    return debrief.prices is not None and moment.by == "player" and moment.verb is not Forecast


def _label(decision: Decision | None) -> str:
    return decision.label.value if decision is not None and decision.label else ""


def _short(decision: Decision) -> str:
    return interval_text(decision.advantage, 0, signed=True)


def _priced(debrief: Debrief, decision: Decision) -> str:
    days = f"D{decision.day}" if decision.day == decision.last_day else f"D{decision.day} to D{decision.last_day}"
    text = past_text(decision.line, decision.undone, debrief.record.world)
    return f"{days} {text} · {_price(debrief, decision)}" + (f" · {decision.known}" if decision.known else "")


def _price(debrief: Debrief, decision: Decision) -> str:
    """Points with their interval, the label of a sure loss, the reference's choice."""
    label = f" {_label(decision)}" if decision.label else ""
    other = imperative_text(decision.instead, debrief.record.world)
    waits = "the reference left it" if decision.instead == WAIT else f"the reference: {other}"
    instead = "" if decision.undone else f", {waits}"
    return f"{interval_text(decision.advantage, signed=True)} points{label}{instead}"


def _decisions_data(debrief: Debrief) -> dict[str, Any]:
    timeline = [_moment_data(debrief, moment) for moment in debrief.moments]
    return {"decisions": [*timeline, *unlisted_data(debrief.prices, debrief.moments)]}


def _moment_data(debrief: Debrief, moment: TakenDecision) -> dict[str, Any]:
    known = moment.known
    return {
        "day": moment.day,
        "action": moment.line,
        **price_of(debrief.prices, moment),
        "by": moment.by,
        "card": debrief.key(moment.card),
        "known": {
            "measured": measured_data(known.measured),
            "gate": known.gate,
            "failed": list(known.failed),
            "stated_odds": None if known.stated_pct is None else known.stated_pct / 100,
            "readouts": [value / 10_000 for value in known.readouts],
            "family_decided": known.family_decided,
            "waiting": known.waiting_cents / 100,
        },
    }


def measured_data(value: QualityEstimate | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {"mean": value.mean / 10_000, "low": value.low / 10_000, "high": value.high / 10_000, "seeds": value.seeds}


DECISIONS: Final = Part("All decisions, with what was known then", "Decisions", _decisions, _decisions_data)
