"""Builds the debrief of a game from what was done on each of its days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from aiboard.analysis import anchors as scales
from aiboard.analysis import hindsight
from aiboard.analysis.debrief.model import Debrief, ModelEarnings
from aiboard.analysis.findings import GameAnalysis, findings
from aiboard.analysis.forecasts import forecasts
from aiboard.analysis.health import health
from aiboard.analysis.moments import TakenDecision, taken_decisions
from aiboard.analysis.record import Record, record
from aiboard.analysis.same_luck import same_luck
from aiboard.analysis.stakes import at_stake
from aiboard.bots import BOTS
from aiboard.engine.happenings.live import Monitored
from aiboard.engine.model.fields import dump_ledger
from aiboard.engine.verbs import Action, Promote
from aiboard.play.questions import outcomes
from aiboard.scenario import ResolvedScenario

if TYPE_CHECKING:
    from aiboard.game import Game


def debrief(game: Game, bots: Sequence[str] = BOTS) -> Debrief:
    """The debrief of a game, finished or not. Plays each bot once on the luck of a finished one."""
    result = build(game.resolved, game.seed, game.timeline.days, game.why_practice, bots, game.answers)
    return replace(result, bot=game.bot)


def build(
    resolved: ResolvedScenario,
    seed: int,
    days: Sequence[Sequence[Action]],
    why_practice: tuple[str, ...] = (),
    bots: Sequence[str] = BOTS,
    answers: Mapping[tuple[int, str], str] | None = None,
) -> Debrief:
    """The debrief of a game given by what was done on each day (`aiboard.game.Timeline.days`)."""
    played = record(resolved.world(), seed, days)
    flow = health(played)
    decisions = taken_decisions(played)
    scale = scales.find(resolved)
    value = played.end.returns()
    if not played.finished:
        equity, note = None, "it is told when the game is over"
    else:
        equity = scale.equity(value) if scale else None
        note = scales.warning(resolved, scale) or ""
    return Debrief(
        resolved=resolved,
        record=played,
        why_practice=why_practice,
        parts=dump_ledger(played.board.ledger),
        value_cents=value,
        equity=equity,
        equity_note=note,
        point_cents=scale.length / 100 if scale is not None and scale.weakness() is None else 0.0,
        # What the bots come to tells how good the ideas are: nobody sees that who still plays.
        bots=tuple(same_luck(resolved, played, scale, bots)) if played.finished else (),
        health=flow,
        forecasts=tuple(forecasts(played)),
        outcomes=tuple(outcomes(played.board, answers or {})),
        moments=tuple(decisions),
        stakes=tuple(at_stake(played, decisions)),
        findings=tuple(findings(GameAnalysis(played, flow, decisions))),
        earned=tuple(_earned(played, decisions)),
        killed=tuple(hindsight.killed_cards(played)),
        retro=tuple(hindsight.retro_answers(played, answers or {})),
        launched=tuple(hindsight.launched_cards(played)),
    )


def _earned(played: Record, decisions: Sequence[TakenDecision]) -> list[ModelEarnings]:
    first: dict[int, int] = {}
    days: dict[int, int] = {}
    cents: dict[int, int] = {}
    for event in played.history:
        if isinstance(event, Monitored):
            first.setdefault(event.card, event.day)
            days[event.card] = days.get(event.card, 0) + 1
            cents[event.card] = cents.get(event.card, 0) + event.revenue_cents
    # The first promotion is the decision; a second one puts a model back that was in production before.
    promotions: dict[int, TakenDecision] = {}
    for moment in decisions:
        if moment.verb is Promote:
            promotions.setdefault(moment.card, moment)
    earnings = [ModelEarnings(card, promotions.get(card), first[card], days[card], cents[card]) for card in first]
    return sorted(earnings, key=lambda item: (-item.cents, item.card))
