"""Sentences for `w` on what a rule does to a card now, from the rule's own numbers; empty where it does nothing."""

from __future__ import annotations

from aiboard.engine import outlook
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Mode, Order, Regression, Stage
from aiboard.engine.moves import most_rollback_cents, rollback_price
from aiboard.engine.systems.compute import cards_held, focus_speed
from aiboard.engine.systems.production import drifted_ppm, incident_day_cents, late_loss_pct
from aiboard.engine.systems.training import LOSSES_WITH_CAUSE, MOST_LOSSES
from aiboard.engine.verbs import CheckLeak, verb_minutes
from aiboard.views import fmt
from aiboard.views.card.measure import live_beside
from aiboard.views.card.states import raise_day

_TRAINING = (Stage.EXPERIMENT, Stage.ITERATION)


def card_rules(board: Board, index: int) -> list[str]:
    """What rules do to the card as it stands."""
    card = board.cards[index]
    sentences = [
        rule(board, card) for rule in (_focus, _lost_runs, _regressed, _canary, _incident, _late, _drift, _exposed)
    ]
    return [one for one in sentences if one]


def score_rules(board: Board, index: int) -> list[str]:
    """What a score leaves out: leaked questions, the weakest slice."""
    card = board.cards[index]
    return [one for one in (_leak(board, card), _slice(board, card)) if one]


def _focus(board: Board, card: Card) -> str:
    speed = focus_speed(board, card)
    if card.stage not in _TRAINING or speed == 100:
        return ""
    holds = fmt.count(cards_held(board)[card.holder], "card")
    return f"Speed {speed} %: {fmt.person_name(board.world, card.holder)} holds {holds}."


def _lost_runs(board: Board, card: Card) -> str:
    if card.stage not in _TRAINING or not card.lost_in_a_row or card.root_caused:
        return ""
    if card.unstable:
        return f"It lost a run to NaN and may lose {MOST_LOSSES} in a row, until its root cause is found."
    if card.lost_in_a_row < LOSSES_WITH_CAUSE:
        return f"It lost a run to NaN: one is bad luck, {LOSSES_WITH_CAUSE} in a row have a cause that can be found."
    return f"It lost {card.lost_in_a_row} runs in a row to NaN: that has a cause, which can be found."


def _regressed(board: Board, card: Card) -> str:
    if not card.regressed or card.stage == Stage.KILLED:
        return ""
    drop = fmt.points(board.world.regression_ppm)
    mend = f"one iteration of {fmt.days(outlook.mend_days(board.world, card.index))} mends it"
    if card.regressed == Regression.EXPLAINED:
        return f"The regression took {drop} points; its cause is known and {mend}."
    return f"The regression took {drop} points. Promoted again as it is it has lost them still; with its cause {mend}."


def _canary(board: Board, card: Card) -> str:
    """What a canary waits for, until when, and who raises it."""
    due_day = raise_day(board, card) if card.stage == Stage.PRODUCTION else 0
    if due_day == 0 or outlook.fading(board, card):
        return ""
    auto = board.orders[Order.CANARY] == Mode.AUTO
    actor = "the canary order does it" if auto else "you decide it, nothing is raised by itself"
    share, days = outlook.next_share(card), fmt.days(board.world.canary_days)
    return (
        f"A canary: {card.share_pct} % of customers for {days}, so that monitoring shows what they get before more "
        f"of them do. {share} % from D{due_day}: {actor}. {live_beside(board, card.index)}"
    ).rstrip()


def _incident(board: Board, card: Card) -> str:
    if not card.incident or not card.share_pct:
        return ""
    a_day = fmt.money(incident_day_cents(board.world, card))
    return f"The incident costs {a_day} a day at {card.share_pct} % of traffic until it is answered or rolled back."


def _late(board: Board, card: Card) -> str:
    """What a slow model loses while it serves, or would."""
    loss_pct = late_loss_pct(board.world, card.latency_ms)
    if not loss_pct or card.stage not in (Stage.EVALUATION, Stage.PRODUCTION):
        return ""
    limit = fmt.seconds(board.world.latency_limit_ms)
    return f"p95 {fmt.seconds(card.latency_ms)}, limit {limit}: customers leave, {loss_pct} % of its revenue is lost."


def _drift(board: Board, card: Card) -> str:
    drift = drifted_ppm(board.world, card)
    # Under half a tenth of a point it would read as none.
    if not card.share_pct or drift < 500:
        return ""
    return f"Drift took {fmt.tenth(drift)} points in {fmt.days(card.aged_days)}; a run trains it on what is new."


def _exposed(board: Board, card: Card) -> str:
    """The price of a roll-back: by what customers have met."""
    if not card.share_pct:
        return ""
    world = board.world
    price_now = fmt.exact_money(rollback_price(board, card))
    # In hundredths of such a day; a fifth of a day is three days at 5 %, nineteen are not 19.00.
    exposure = f"{card.exposed_pct / 100:.2f}".rstrip("0").rstrip(".")
    max_price = fmt.exact_money(most_rollback_cents(world))
    a_day = fmt.exact_money(world.rollback_cents)
    return (
        f"A roll-back costs {price_now}: {a_day} for each day at full traffic, {exposure} so far, {max_price} at most."
    )


def _leak(board: Board, card: Card) -> str:
    world = board.world
    if not world.leak_chance_pct or not card.scores:
        return ""
    if card.leak_checked:
        return "Its training data was searched: no eval question is in it any more."
    takes = fmt.minutes(verb_minutes(world, CheckLeak))
    return (
        f"Eval questions leaked into its training data would lift it by about {fmt.points(world.leak_ppm)} points, "
        f"and customers do not see that; a search takes {takes}."
    )


def _slice(board: Board, card: Card) -> str:
    if not card.scores:
        return ""
    bar = fmt.points(board.world.bad_slice_ppm)
    if card.slice_ppm:
        return f"Its weakest slice scored {fmt.tenth(card.slice_ppm)}; truly under {bar} an incident threatens."
    return f"Its slices are not scored; one that is truly under {bar} threatens with an incident."
