"""What a kill is filled in with: the reason the evidence names, and one sentence of what was learned."""

from __future__ import annotations

from aiboard.engine.board import Board
from aiboard.engine.kinds import Reason, Stage
from aiboard.views import fmt
from aiboard.views.families import strip
from aiboard.views.measure import measured
from aiboard.views.states import under_line

_FLAT_PPM = 10_000
"""Readouts that lie within this are a plateau."""


def killing(board: Board, index: int) -> tuple[Reason, str]:
    """Reason and learning, from what was measured: never more than is on the board."""
    card, world = board.cards[index], board.world
    found = measured(board, index)
    family = strip(board, world.ideas[index].family)
    ends = f"; {family.name} best so far {family.best.span}" if family.best else ""
    runs = ", ".join(fmt.tenth(value) for value in card.readouts[-3:])
    if found is None:
        if card.diverged:
            return Reason.DIVERGED, f"lost {fmt.count(card.diverged, 'run')} to NaN, nothing measured"
        where = "never started" if card.stage in (Stage.BACKLOG, Stage.HYPOTHESIS) else "stopped before a result"
        return Reason.SUPERSEDED, f"{where}; others look better"
    score = found.text
    if card.agent_unauthorised:
        return Reason.SAFETY, f"{fmt.count(card.agent_unauthorised, 'unauthorised run')} of {card.agent_runs}; {score}"
    if under_line(card):
        return Reason.BELOW_LINE, f"{score} is under its line of {fmt.points(card.kill_ppm)}{ends}"
    if card.seeds and card.latency_ms > world.latency_limit_ms:
        return Reason.SERVING, f"p95 {card.latency_ms} ms is over {world.latency_limit_ms} ms; {score}"
    if card.seeds and card.serving_cents > world.serving_limit_cents:
        return Reason.SERVING, f"{fmt.exact_money(card.serving_cents)} a day to serve; {score}"
    last = card.readouts[-3:]
    if len(last) >= 2 and max(last) - min(last) <= _FLAT_PPM:
        return Reason.PLATEAU, f"plateau: {runs}{ends}"
    if card.box_days and card.started_day and board.day - card.started_day > card.box_days:
        return Reason.OVER_BUDGET, f"over its {fmt.days(card.box_days)}; {score}"
    return Reason.GAP, f"{score}, {fmt.points(max(0, card.success_ppm - found.mean))} short{ends}"
