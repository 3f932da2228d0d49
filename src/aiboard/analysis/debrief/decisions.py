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


def entries(found: Debrief) -> list[Entry]:
    """By day: what was done, with its price where it was another choice than the reference's; what was left undone."""
    said: list[Entry] = []
    for moment in found.moments:
        priced = decision_of(found.prices, moment)
        answer = summarise_decision(found, priced) if priced is not None else summarise_moment(found, moment)
        price = _short(priced) if priced is not None else AS_REFERENCE if _same(found, moment) else ""
        said.append(Entry(_moment(found, moment), price, answer, moment.by, _label(priced)))
    if found.prices is not None:
        others = unlisted(found.prices, found.moments)
        said += [
            Entry(_priced(found, one), _short(one), summarise_decision(found, one), "player", _label(one))
            for one in others
        ]
    # Sorting keeps the order within a day.
    return sorted(said, key=lambda one: one.answer.day)


def _decisions(found: Debrief) -> list[str]:
    return wrap_list([one.text for one in entries(found)]) or ["No decision was taken."]


def _moment(found: Debrief, moment: TakenDecision) -> str:
    then = moment.known.text()
    priced = decision_of(found.prices, moment)
    price = f" · {_price(found, priced)}" if priced is not None else ""
    if priced is None and _same(found, moment):
        price = f" · {AS_REFERENCE}"
    # In the words of the debrief's screen; the line that replays it is in the save and in the JSON.
    done = done_text(moment.done, found.record.world)
    return f"D{moment.day} {done}{price}" + (f" · {then}" if then else "")


def _same(found: Debrief, moment: TakenDecision) -> bool:
    """Whether a decision without a price of its own was the reference's choice; a forecast has scores instead."""
    return found.prices is not None and moment.by == "player" and moment.verb is not Forecast


def _label(one: Decision | None) -> str:
    return one.label.value if one is not None and one.label else ""


def _short(one: Decision) -> str:
    return interval_text(one.advantage, 0, signed=True)


def _priced(found: Debrief, one: Decision) -> str:
    days = f"D{one.day}" if one.day == one.last_day else f"D{one.day} to D{one.last_day}"
    what = past_text(one.line, one.undone, found.record.world)
    return f"{days} {what} · {_price(found, one)}" + (f" · {one.known}" if one.known else "")


def _price(found: Debrief, one: Decision) -> str:
    """Points with their interval, the label of a sure loss, the reference's choice."""
    label = f" {_label(one)}" if one.label else ""
    other = imperative_text(one.instead, found.record.world)
    wait = "the reference left it" if one.instead == WAIT else f"the reference: {other}"
    instead = "" if one.undone else f", {wait}"
    return f"{interval_text(one.advantage, signed=True)} points{label}{instead}"


def _decisions_data(found: Debrief) -> dict[str, Any]:
    timeline = [_moment_data(found, moment) for moment in found.moments]
    return {"decisions": [*timeline, *unlisted_data(found.prices, found.moments)]}


def _moment_data(found: Debrief, moment: TakenDecision) -> dict[str, Any]:
    known = moment.known
    return {
        "day": moment.day,
        "action": moment.line,
        **price_of(found.prices, moment),
        "by": moment.by,
        "card": found.key(moment.card),
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
