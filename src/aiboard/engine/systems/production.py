"""Production: live models meet customers. A day's measured quality is what customers got, and what money follows."""

from typing import Final

from aiboard.engine.chance.latents import Purpose, capped, on_grid, share_class
from aiboard.engine.chance.luck import draw, happens
from aiboard.engine.happenings.live import Alerted, CanaryReviewed, Incident, Monitored
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.model.world import World
from aiboard.engine.moves import log

#: Chance a day that a model under the bad-launch bar becomes a public incident at 50 % of traffic or more.
INCIDENT_PPM: Final = 250_000
INCIDENT_SHARE: Final = 50
#: Days of monitoring an alert is based on.
ALERT_DAYS: Final = 3
#: Share of an agent's unauthorised runs that a customer or auditor notices on a day at full traffic.
NOTICED_PCT: Final = 25


def online_quality(state: State, card: Card) -> int:
    """What customers get: offline quality plus the serving skew (offline evals flatter)."""
    truth = state.truth.cards[card.index]
    return truth.quality_ppm + truth.skew_ppm


def day_cents(world: World, online_ppm: int) -> int:
    """A day's revenue of one model at all traffic: dollars per point above the floor; under the floor it costs more."""
    over = online_ppm - world.value_floor_ppm
    if over < 0:
        over *= world.loss_factor
    return over * world.point_cents // 10_000


def worth_cents(state: State, online_ppm: int, share_pct: int) -> int:
    """A day's revenue of one model at its share of traffic; less of it while a requirement is not met."""
    cents = day_cents(state.world, online_ppm) * share_pct // 100
    if cents > 0 and state.board.scope_costs():
        cents = cents * state.world.scope_revenue_pct // 100
    return cents


def recent_mean(card: Card) -> int:
    """Mean of the last ALERT_DAYS values at half the traffic or more; 0 while there are fewer: 5 % is too noisy."""
    if len(card.monitored_ppm) < ALERT_DAYS or card.monitored_pct[-ALERT_DAYS] < INCIDENT_SHARE:
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
    revenue = worth_cents(state, observed, card.share_pct)
    board.ledger.revenue += revenue
    board.ledger.serving -= truth.serving_cents * card.share_pct // 100
    card.live_days += 1
    card.monitored_ppm.append(observed)
    card.monitored_pct.append(card.share_pct)
    log(board, Monitored(card.index, online_ppm=observed, share_pct=card.share_pct, revenue_cents=revenue))
    # What the offline scores promised; 0 without a score.
    expected = card.mean_ppm()
    recent = recent_mean(card)
    if expected > 0 and 0 < recent < expected - state.world.alert_ppm:
        log(board, Alerted(card.index, online_ppm=recent, expected_ppm=expected))
    _risk(state, card, true_online)


def _risk(state: State, card: Card, true_online: int) -> None:
    """Incidents: a bad model in front of many customers (one per deployment); an agent outside its permissions."""
    board = state.board
    world = state.world
    if true_online < world.bad_launch_ppm and card.share_pct >= INCIDENT_SHARE and card.incidents == 0:
        if happens(INCIDENT_PPM, state.seed, Purpose.INCIDENT, card.index, card.live_days):
            board.ledger.incidents -= world.incident_cents
            card.incidents += 1
            log(board, Incident(card.index, cents=world.incident_cents, online_ppm=card.monitored_ppm[-1]))
    if world.families[world.ideas[card.index].family].agent:
        rate = world.unauthorised_ppm[state.truth.cards[card.index].unauthorised]
        chance = rate * card.share_pct // 100 * NOTICED_PCT // 100
        if happens(chance, state.seed, Purpose.AGENT_INCIDENT, card.index, card.live_days):
            board.ledger.incidents -= world.agent_incident_cents
            card.incidents += 1
            log(board, Incident(card.index, cents=world.agent_incident_cents, online_ppm=0))


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
        if card.stage == Stage.PRODUCTION and card.share_pct > 0:
            _serve(state, card)
            if card.review_pending:
                _review(state, card)
