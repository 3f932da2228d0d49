"""Promoted models and what stands before their launch: each happening's row."""

from __future__ import annotations

from typing import Final

from aiboard.engine.happenings import live as happened
from aiboard.engine.model.vocabulary import IncidentCause
from aiboard.engine.model.world import World
from aiboard.engine.systems.production import ALERT_DAYS
from aiboard.views import fmt
from aiboard.views.happenings.row import EventRow, card, row
from aiboard.views.words import Tone


def _share_set(world: World, event: happened.ShareSet) -> str:
    if event.percent == 0:
        return f"{card(world, event)} takes no more traffic."
    if event.percent < 100:
        return f"{card(world, event)} canary: {event.percent} % of traffic, {event.before} % before."
    return f"{card(world, event)} serves all traffic."


def _monitored(world: World, event: happened.Monitored) -> str:
    earned = fmt.signed_money(event.revenue_cents)
    return f"{card(world, event)} live about {fmt.whole(event.online_ppm)} at {event.share_pct} %, {earned}."


def _alert(world: World, event: happened.Alerted) -> str:
    measured = fmt.whole(event.expected_ppm)
    # Not the estimate of all its days, which stands on its card.
    live = f"live about {fmt.whole(event.online_ppm)} over its last {fmt.days(ALERT_DAYS)}"
    return f"Alert: {card(world, event)} {live}, {measured} was measured."


def _rolled_back(world: World, event: happened.RolledBack) -> str:
    return f"{card(world, event)} rolled back from {event.share_pct} %, {fmt.signed_money(-abs(event.cents))}."


def _incident(world: World, event: happened.Incident) -> str:
    cost = fmt.signed_money(-abs(event.cents))
    return f"Incident on {card(world, event)}: {cost}; {_cause(world, event)}."


def _cause(world: World, event: happened.Incident) -> str:
    if event.cause == IncidentCause.TOOL:
        return "its agent used a tool it must not"
    if event.cause == IncidentCause.SLICE:
        return f"its weakest slice is under {fmt.points(world.bad_slice_ppm)} live"
    return f"live about {fmt.whole(event.online_ppm)}"


def _answered(world: World, event: happened.IncidentAnswered) -> str:
    outcome = "the agent has fewer permissions now" if event.cause == IncidentCause.TOOL else "the model still serves"
    return f"Incident response: the incident on {card(world, event)} is over, {outcome}."


def _went_on(world: World, event: happened.IncidentWentOn) -> str:
    return f"The incident on {card(world, event)} goes on: {fmt.signed_money(-event.cents)} for the day."


def _canary_reviewed(world: World, event: happened.CanaryReviewed) -> str:
    threat = ""
    if event.online_ppm < world.bad_launch_ppm:
        threat = f"; truly under {fmt.points(world.bad_launch_ppm)} an incident threatens"
    return f"{card(world, event)} canary reviewed: about {fmt.whole(event.online_ppm)} live{threat}."


ROWS: Final[tuple[EventRow, ...]] = (
    row(happened.LegalStarted, lambda world, event: f"Legal review started, {fmt.days(event.days)}."),
    row(happened.LegalDone, lambda world, event: "Legal review is done.", tone=Tone.GOOD, weight=62, standup_weight=40),
    row(happened.ShareSet, _share_set, weight=60),
    row(happened.Monitored, _monitored, quiet=True),
    row(happened.Alerted, _alert, tone=Tone.BAD, weight=95, standup_weight=96),
    row(happened.RolledBack, _rolled_back, tone=Tone.BAD, weight=92),
    row(happened.Incident, _incident, tone=Tone.BAD, weight=100, standup_weight=100),
    row(happened.IncidentWentOn, _went_on, tone=Tone.BAD, weight=94, standup_weight=94),
    row(happened.IncidentAnswered, _answered, tone=Tone.GOOD, weight=70),
    row(happened.HandoffDone, lambda world, event: f"{card(world, event)} handoff is done.", tone=Tone.GOOD, weight=61),
    row(happened.CanaryReviewed, _canary_reviewed, weight=56),
)
