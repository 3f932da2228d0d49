"""Findings about models in front of customers: incidents, days under the floor, agents outside their permissions."""

from __future__ import annotations

from aiboard.analysis.findings.base import Findings, GameAnalysis, followed_finding, missed_finding
from aiboard.engine.happenings.live import Incident, IncidentWentOn, Monitored, RolledBack
from aiboard.engine.systems.deployment import CANARY_PCT
from aiboard.engine.verbs import Promote
from aiboard.views import fmt

#: Where a finding begins: money lost below the floor in the whole game.
_SMALL_LOSS_CENTS = 100_000


def find(case: GameAnalysis) -> Findings:
    """All findings of this kind."""
    yield from _incidents(case)
    yield from _losing_days(case)
    yield from _agents(case)


def _incidents(case: GameAnalysis) -> Findings:
    incidents = case.events(Incident)
    if incidents:
        first = incidents[0]
        cents = sum(event.cents for event in incidents) + sum(event.cents for event in case.events(IncidentWentOn))
        share = _share_on(case, first.card, first.day)
        yield missed_finding(
            "incident", first.day, incidents=fmt.count(len(incidents), "incident"), cost=fmt.money(cents),
            card=case.key(first.card), share=share, canary=CANARY_PCT,
        )  # fmt: skip
        return
    days = len(case.events(Monitored))
    if days:
        yield followed_finding("incident", days=fmt.days(days))


def _share_on(case: GameAnalysis, card: int, day: int) -> int:
    for event in case.events(Monitored):
        if event.card == card and event.day == day:
            return event.share_pct
    return 0


def _losing_days(case: GameAnalysis) -> Findings:
    """Days on which a live model cost more than it earned, by the booked revenue."""
    floor = case.record.world.value_floor_ppm
    losing = [event for event in case.events(Monitored) if event.revenue_cents < 0]
    rolled = case.events(RolledBack)
    # A single day under the floor is noise of the monitoring.
    if losing and sum(event.revenue_cents for event in losing) <= -_SMALL_LOSS_CENTS:
        first = losing[0]
        cents = sum(event.revenue_cents for event in losing)
        yield missed_finding(
            "losing-days", first.day, days=fmt.days(len(losing)), floor=fmt.points(floor), lost=fmt.money(cents),
            card=case.key(first.card),
        )  # fmt: skip
    elif rolled:
        event = rolled[0]
        loss = fmt.money(sum(item.revenue_cents for item in losing))
        yield followed_finding("losing-days", event.day, card=case.key(event.card), share=event.share_pct, lost=loss)


def _agents(case: GameAnalysis) -> Findings:
    """Tool-using agents: what their reviewed runs showed, and what was done about it."""
    world = case.record.world
    board = case.record.board
    agents = [card for card in board.cards if world.families[world.ideas[card.index].family].agent]
    for moment in case.moments:
        if moment.verb is not Promote or moment.card not in {card.index for card in agents}:
            continue
        card = board.cards[moment.card]
        if card.agent_unauthorised:
            bad, runs = card.agent_unauthorised, card.agent_runs
            yield missed_finding("agent-runs", moment.day, card=case.key(card.index), bad=bad, runs=runs)
            return
    held_back = [card for card in agents if card.agent_unauthorised and not card.launched and not card.live_days]
    if held_back:
        run_count = fmt.count(sum(card.agent_unauthorised for card in held_back), "unauthorised agent run")
        yield followed_finding("agent-runs", cards=case.keys([card.index for card in held_back]), runs=run_count)
