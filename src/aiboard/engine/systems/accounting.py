"""Accounting: what the day cost, what the tail after close is worth."""

from aiboard.engine.happenings.plan import Closed
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.model.world import World
from aiboard.engine.moves import log
from aiboard.engine.systems.production import ALERT_DAYS, day_cents, late_loss_pct, online_quality, risk_cents


def run(state: State) -> None:
    """Charge the GPU time used today."""
    board = state.board
    used = board.gpu_used_min + board.eval_used_min
    board.ledger.compute -= used * state.world.gpu_hour_cents // 60


def tail_cents(
    over_ppm: int, drift_ppm_day: int, days: int, share_pct: int, point_cents: int, running_cents: int, loss_factor: int
) -> int:
    """What one live model earns after close, in one closed sum.

    Day t = 1..m earns share x (over - drift x t) x point value, while that is positive (m = min(days, over // drift));
    it is served on those days and has its incidents, `running_cents` a day for both. A model that loses money is
    noticed by its alert and taken back: it loses for ALERT_DAYS, a point under the floor `loss_factor` times its value.
    Rounded down.
    """
    cents = 0
    if over_ppm > 0:
        m = days if drift_ppm_day == 0 else min(days, over_ppm // drift_ppm_day)
        total = m * over_ppm - drift_ppm_day * m * (m + 1) // 2
        cents = total * point_cents // 10_000 * share_pct // 100 - m * running_cents * share_pct // 100
    if cents > 0:
        return cents
    a_day = over_ppm * (1 if over_ppm > 0 else loss_factor) * point_cents // 10_000 - running_cents
    return min(0, a_day * min(days, ALERT_DAYS) * share_pct // 100)


def _tail(state: State, card: Card) -> int:
    world = state.world
    truth = state.truth.cards[card.index]
    over = online_quality(state, card) - world.value_floor_ppm
    point = world.point_cents * (100 - late_loss_pct(world, truth.latency_ms)) // 100
    a_day = truth.serving_cents + risk_cents(state, card)
    cents = tail_cents(over, world.drift_ppm_day, world.tail_days, card.share_pct, point, a_day, world.loss_factor)
    if cents > 0 and state.board.scope_data >= 0 and not state.board.scope_met:
        cents = cents * world.scope_revenue_pct // 100
    return cents


def close(state: State) -> None:
    """The project ends: live models go on earning for `tail_days`; everything else is worth 0."""
    board = state.board
    total = 0
    for card in board.cards:
        if card.stage == Stage.PRODUCTION and card.share_pct > 0:
            total += _tail(state, card)
    board.ledger.tail = total
    board.over = True
    log(board, Closed(tail_cents=total, value_cents=board.ledger.booked()))


def burn_cents(board: Board) -> int:
    """Yesterday's running costs (compute, labels, serving) and labels ordered since, positive cents."""
    current = board.ledger
    previous = board.before
    return (
        (previous.compute - current.compute) + (previous.labels - current.labels) + (previous.serving - current.serving)
    )


def live_cents(board: Board) -> int:
    """Yesterday's revenue, cents."""
    return board.ledger.revenue - board.before.revenue


def unpaid_cents(world: World, booked_cents: int) -> int:
    """What an unmet requirement took, cents, when so much was booked: the rest of the same revenue."""
    paid = world.scope_revenue_pct
    return booked_cents * (100 - paid) // paid if paid else 0


def measured_worth_cents(board: Board, quality_ppm: int, latency_ms: int = 0) -> int:
    """What a model of this quality and latency (0: unknown) would earn a day at full traffic, before serving."""
    cents = max(0, day_cents(board.world, quality_ppm))
    return cents * (100 - late_loss_pct(board.world, latency_ms)) // 100
