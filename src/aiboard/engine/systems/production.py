"""Production: live models meet customers. A day's measured quality is what customers got, and what money follows."""

from typing import Final

from aiboard.engine.chance.latents import Purpose, capped, on_grid, share_class
from aiboard.engine.chance.luck import draw, happens
from aiboard.engine.happenings.live import Alerted, CanaryReviewed, Incident, IncidentWentOn, Monitored
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import PRODUCTION, IncidentCause
from aiboard.engine.model.world import World
from aiboard.engine.moves import log

#: Share of traffic, percent, from which an alert may be raised: less is too noisy.
ALERT_SHARE: Final = 50
#: A point of quality, millionths.
A_POINT_PPM: Final = 10_000
#: Days of monitoring an alert is based on.
ALERT_DAYS: Final = 3
#: Share of an agent's unauthorised runs that a customer or auditor notices on a day at full traffic.
NOTICED_PCT: Final = 25


def online_quality(state: State, card: Card) -> int:
    """What customers get: offline quality plus the serving skew (offline evals flatter), less a fault and drift."""
    truth = state.truth.cards[card.index]
    loss = state.world.fault_ppm[truth.fault] + drifted_ppm(state.world, card)
    return state.quality(card) + truth.skew_ppm - loss


def drifted_ppm(world: World, card: Card) -> int:
    """Quality that the card's model has lost to drift so far."""
    return world.drift_ppm_day * card.aged_days


def day_cents(world: World, online_ppm: int) -> int:
    """A day's revenue of one model at all traffic: dollars per point above the floor; under the floor it costs more."""
    over = online_ppm - world.value_floor_ppm
    if over < 0:
        over *= world.loss_factor
    return over * world.point_cents // 10_000


def late_loss_pct(world: World, latency_ms: int) -> int:
    """Percent of its revenue that a model with this p95 latency loses, rounded down."""
    over = max(0, latency_ms - world.latency_limit_ms)
    return min(100, over * world.late_revenue_pct // 100)


def worth_cents(board: Board, online_ppm: int, share_pct: int, latency_ms: int) -> int:
    """A day's revenue of one model at its share of traffic; less of it when it is slow, or a requirement is not met."""
    cents = day_cents(board.world, online_ppm) * share_pct // 100
    if cents > 0:
        cents = cents * (100 - late_loss_pct(board.world, latency_ms)) // 100
        if board.has_scope_cost():
            cents = cents * board.world.scope_revenue_pct // 100
    return cents


def recent_mean(card: Card) -> int:
    """Mean of the last ALERT_DAYS values at half the traffic or more; 0 while there are fewer: 5 % is too noisy."""
    if len(card.monitored_ppm) < ALERT_DAYS or card.monitored_pct[-ALERT_DAYS] < ALERT_SHARE:
        return 0
    total = 0
    for i in range(len(card.monitored_ppm) - ALERT_DAYS, len(card.monitored_ppm)):
        total += card.monitored_ppm[i]
    return total // ALERT_DAYS


def _serve(state: State, card: Card) -> None:
    board = state.board
    truth = state.truth.cards[card.index]
    true_online = online_quality(state, card)
    noise = state.latents.monitor[share_class(card.share_pct)]
    observed = on_grid(true_online, state.world.score_step_ppm)
    observed = capped(observed + draw(noise, state.seed, Purpose.MONITOR, card.index, card.live_days))
    # Monitoring measures these as well.
    card.latency_ms = truth.latency_ms
    card.serving_cents = truth.serving_cents
    revenue = worth_cents(board, observed, card.share_pct, card.latency_ms)
    board.ledger.revenue += revenue
    board.ledger.serving -= truth.serving_cents * card.share_pct // 100
    card.live_days += 1
    card.aged_days += 1
    card.exposed_pct += card.share_pct
    card.monitored_ppm.append(observed)
    card.monitored_pct.append(card.share_pct)
    log(board, Monitored(card.index, online_ppm=observed, share_pct=card.share_pct, revenue_cents=revenue))
    # What the offline scores promised; 0 without a score.
    expected = card.mean_ppm()
    recent = recent_mean(card)
    if expected > 0 and 0 < recent < expected - state.world.alert_ppm:
        log(board, Alerted(card.index, online_ppm=recent, expected_ppm=expected))
    _incidents(state, card, true_online)


def incident_day_cents(world: World, card: Card) -> int:
    """What another day of an incident costs at the card's share of traffic, cents."""
    return world.incident_day_cents * card.share_pct // 100


def _incidents(state: State, card: Card, true_online: int) -> None:
    """An incident that goes on costs by the day, and a bad model may have another one meanwhile."""
    if card.incident:
        cents = incident_day_cents(state.world, card)
        state.board.ledger.incidents -= cents
        log(state.board, IncidentWentOn(card.index, cents=cents))
    cause, shortfall = _worst_shortfall(state, card, true_online)
    chance = _incident_chance(state.world, shortfall) * card.share_pct // 100
    if happens(chance, state.seed, Purpose.INCIDENT, card.index, card.live_days):
        _strike(state, card, cause, state.world.incident_cents)
    elif _agent_acts(state, card):
        _strike(state, card, IncidentCause.TOOL, state.world.agent_incident_cents)


def _worst_shortfall(state: State, card: Card, true_online: int) -> tuple[IncidentCause, int]:
    """What of a model is further under its bar, all of it or its weakest slice, and by how much; 0 or less for none."""
    shortfall = state.world.bad_launch_ppm - true_online
    weakest = true_online + state.truth.cards[card.index].slice_ppm
    slice_short = state.world.bad_slice_ppm - weakest
    if slice_short > shortfall:
        return IncidentCause.SLICE, slice_short
    return IncidentCause.QUALITY, shortfall


def _incident_chance(world: World, short_ppm: int) -> int:
    """Chance a day at full traffic, millionths, of an incident of a model so far under its bar."""
    return world.incident_ppm * max(0, short_ppm) // A_POINT_PPM


def _agent_chance(state: State, card: Card) -> int:
    """Chance a day at full traffic, millionths, that somebody notices an agent outside its permissions."""
    world = state.world
    if not world.families[world.ideas[card.index].family].agent:
        return 0
    return world.unauthorised_ppm[state.truth.cards[card.index].unauthorised] * NOTICED_PCT // 100


def risk_cents(state: State, card: Card) -> int:
    """What a live model's incidents cost on a day at full traffic, on average, and one that goes on by its day."""
    world = state.world
    open_cents = world.incident_day_cents if card.incident else 0
    _, shortfall = _worst_shortfall(state, card, online_quality(state, card))
    cents = _incident_chance(world, shortfall) * world.incident_cents
    return open_cents + (cents + _agent_chance(state, card) * world.agent_incident_cents) // 1_000_000


def _agent_acts(state: State, card: Card) -> bool:
    """Whether somebody notices today that an agent acted outside its permissions."""
    chance = _agent_chance(state, card) * card.share_pct // 100
    return happens(chance, state.seed, Purpose.AGENT_INCIDENT, card.index, card.live_days)


def _strike(state: State, card: Card, cause: IncidentCause, cents: int) -> None:
    state.board.ledger.incidents -= cents
    card.incidents += 1
    card.incident = int(cause)
    log(state.board, Incident(card.index, cents=cents, online_ppm=card.monitored_ppm[-1], cause=int(cause)))


def _review(state: State, card: Card) -> None:
    """A canary review: people read conversations, one sharper look at online quality."""
    board = state.board
    observed = on_grid(online_quality(state, card), state.world.score_step_ppm)
    observed = capped(observed + draw(state.latents.review, state.seed, Purpose.REVIEW, card.index, card.reviews))
    card.reviews += 1
    card.review_pending = False
    card.monitored_ppm.append(observed)
    card.monitored_pct.append(HALF_EQUIVALENT_PCT)
    log(board, CanaryReviewed(card.index, online_ppm=observed))


#: A review is as sharp as a day of monitoring at half the traffic.
HALF_EQUIVALENT_PCT: Final = 50


def run(state: State) -> None:
    """A day in production."""
    for card in state.board.cards:
        if card.share_pct > 0 and card.stage == PRODUCTION:
            _serve(state, card)
            if card.review_pending:
                _review(state, card)
