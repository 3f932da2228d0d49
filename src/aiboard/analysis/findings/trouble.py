"""Findings about trouble that lasts until somebody acts: an unmet requirement, runs lost in a row."""

from __future__ import annotations

from aiboard.actions.words import minutes
from aiboard.analysis.findings.base import Findings, GameAnalysis, followed_finding, missed_finding
from aiboard.analysis.unpaid import unpaid_revenue
from aiboard.engine.happenings.cards import Diverged, RunEnded
from aiboard.engine.happenings.chaos import RootCauseFound
from aiboard.engine.happenings.data import ScopeMet
from aiboard.engine.model.vocabulary import Chaos
from aiboard.engine.systems.training import LOSSES_WITH_CAUSE
from aiboard.engine.verbs import RootCause, verb_minutes
from aiboard.views import fmt


def find(case: GameAnalysis) -> Findings:
    """All findings of this kind."""
    yield from _requirement(case)
    yield from _lost_runs(case)


def _requirement(case: GameAnalysis) -> Findings:
    """Revenue that was not paid because a requirement added during the project was not met."""
    board = case.record.board
    if board.scope_data < 0:
        return
    data = case.dataset(board.scope_data)
    unpaid = unpaid_revenue(case.record)
    met = next(iter(case.events(ScopeMet)), None)
    if unpaid.cents:
        until = f"until it was met on day {met.day}" if met else f"to day {board.day}: it was not met"
        after = f", {fmt.money(unpaid.tail_cents)} of it after close" if unpaid.tail_cents else ""
        yield missed_finding(
            "requirement", unpaid.first_day, data=data, due=board.scope_from, paid=case.record.world.scope_revenue_pct,
            days=fmt.days(unpaid.days), until=until, lost=fmt.money(unpaid.cents), after=after,
        )  # fmt: skip
    elif met:
        yield followed_finding("requirement", met.day, data=data)


def _lost_runs(case: GameAnalysis) -> Findings:
    """The longest row of runs that one card lost to NaN, with nobody looking for the cause in between."""
    longest: list[Diverged] = []
    rows: dict[int, list[Diverged]] = {}
    searches: list[tuple[RootCauseFound, int]] = []
    for event in case.record.history:
        if isinstance(event, Diverged):
            row = rows.setdefault(event.card, [])
            row.append(event)
            if len(row) > len(longest):
                longest = row.copy()
        elif isinstance(event, RunEnded):
            rows.pop(event.card, None)
        elif isinstance(event, RootCauseFound) and event.card >= 0 and event.chaos == Chaos.DIVERGENCE:
            # Also before a row: a run that a disruption took may be looked into at once.
            searches.append((event, len(rows.pop(event.card, []))))
    # One more than it takes to look for the cause: until then nothing could have been done.
    if len(longest) > LOSSES_WITH_CAUSE:
        days = ", ".join(str(event.day) for event in longest)
        work = sum(event.points for event in longest)
        yield missed_finding(
            "nan-losses", longest[0].day, card=case.key(longest[0].card), losses=len(longest), days=days,
            work=fmt.work_days(work), least=LOSSES_WITH_CAUSE,
            minutes=minutes(verb_minutes(case.record.world, RootCause)),
        )  # fmt: skip
    elif searches:
        first, loss_count = searches[0]
        after = f"{loss_count} losses in a row" if loss_count > 1 else "the first loss"
        yield followed_finding("nan-losses", first.day, card=case.key(first.card), after=after)
