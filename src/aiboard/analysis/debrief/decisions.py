"""The section of every decision: when, what, its price, and what the board said then."""

from __future__ import annotations

from typing import Any, Final

from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.paragraphs import listed
from aiboard.analysis.debrief.phrases import WAIT
from aiboard.analysis.debrief.prices import decision_of, interval, price_of, unlisted, unlisted_data
from aiboard.analysis.debrief.section import Part
from aiboard.analysis.moments import Moment
from aiboard.analysis.pricing.model import Decision
from aiboard.engine.verbs import Forecast
from aiboard.views.card.measure import Measured


def _decisions(found: Debrief) -> list[str]:
    """By day: what was done, with its price where it was another choice than the reference's; what was left undone."""
    said = [(moment.day, _moment(found, moment)) for moment in found.moments]
    if found.prices is not None:
        said += [(one.day, _priced(found, one)) for one in unlisted(found.prices, found.moments)]
    # Sorting keeps the order within a day.
    return listed([text for _, text in sorted(said, key=lambda one: one[0])]) or ["No decision was taken."]


def _moment(found: Debrief, moment: Moment) -> str:
    then = moment.known.text()
    priced = decision_of(found.prices, moment)
    price = f" · {_price(found, priced)}" if priced is not None else ""
    if found.prices is not None and priced is None and moment.by == "player" and moment.verb is not Forecast:
        price = " · as the reference"
    return f"D{moment.day} {moment.done}{price}" + (f" · {then}" if then else "")


def _priced(found: Debrief, one: Decision) -> str:
    days = f"D{one.day}" if one.day == one.last_day else f"D{one.day} to D{one.last_day}"
    what = f"left undone: {one.line}" if one.undone else one.line
    return f"{days} {what} · {_price(found, one)}" + (f" · {one.known}" if one.known else "")


def _price(found: Debrief, one: Decision) -> str:
    """Points with their interval, the label of a sure loss, the reference's choice."""
    label = f" {one.label.value}" if one.label else ""
    wait = "the reference left it" if one.instead == WAIT else f"the reference: {one.instead}"
    instead = "" if one.undone else f", {wait}"
    return f"{interval(one.advantage, signed=True)} points{label}{instead}"


def _decisions_data(found: Debrief) -> dict[str, Any]:
    timeline = [_moment_data(found, moment) for moment in found.moments]
    return {"decisions": [*timeline, *unlisted_data(found.prices, found.moments)]}


def _moment_data(found: Debrief, moment: Moment) -> dict[str, Any]:
    known = moment.known
    return {
        "day": moment.day,
        "action": moment.line,
        **price_of(found.prices, moment),
        "by": moment.by,
        "card": _key(found, moment.card),
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


def measured_data(value: Measured | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {"mean": value.mean / 10_000, "low": value.low / 10_000, "high": value.high / 10_000, "seeds": value.seeds}


def _key(found: Debrief, card: int) -> str | None:
    return found.record.world.ideas[card].key if card >= 0 else None


DECISIONS: Final = Part("All decisions, with what was known then", "Decisions", _decisions, _decisions_data)
