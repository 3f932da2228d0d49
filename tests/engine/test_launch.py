"""Handoff, legal, canary, monitoring, roll-back, incidents, and what a day in production is worth."""

import pytest

from aiboard.engine.act import IllegalAction
from aiboard.engine.chance.deal import new_state
from aiboard.engine.happenings.live import Alerted, CanaryReviewed, Incident, LegalDone, Monitored
from aiboard.engine.model.card import Card
from aiboard.engine.model.fields import copy_ledger
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import ActionKind, Block, Reason, Stage
from aiboard.engine.systems.production import ALERT_DAYS, online_quality, worth_cents
from tests.engine.play import days, do, evaluated, launched, of_kind, until
from tests.engine.worlds import PROMPT, RAG, quiet


def free(**changes: object) -> State:
    return new_state(quiet(minutes=100_000, **changes), 5)


def shares(state: State) -> list[int]:
    return [card.share_pct for card in state.board.cards if card.share_pct]


def test_handoff_then_legal_then_the_canary() -> None:
    state = free(needs_legal=True, legal_days=6)
    card = evaluated(state, RAG)
    do(state, ActionKind.PROMOTE, RAG)
    assert state.board.legal == 1, "promoting files the review if nobody has"
    told = days(state, 1)
    assert card.block == Block.HANDOFF
    days(state, 1)
    assert card.block == Block.LEGAL and card.handoff_left <= 0
    told = days(state, 4)
    assert of_kind(told, LegalDone) and card.share_pct == 5 and card.launched == state.board.day - 1
    assert state.board.ledger.launches == -state.world.launch_cents


def test_legal_filed_early_costs_no_wait() -> None:
    state = free(needs_legal=True, legal_days=6)
    do(state, ActionKind.LEGAL_REVIEW)
    card = evaluated(state, RAG)
    do(state, ActionKind.PROMOTE, RAG)
    assert until(state, lambda: card.share_pct == 5) == 2
    with pytest.raises(IllegalAction, match="ALREADY_DONE"):
        do(state, ActionKind.LEGAL_REVIEW)


def test_the_rest_of_the_traffic_stays_with_the_model_before() -> None:
    state = free()
    first = launched(state, RAG)
    second = evaluated(state, PROMPT)
    do(state, ActionKind.PROMOTE, PROMPT)
    until(state, lambda: second.share_pct > 0)
    assert (first.share_pct, second.share_pct) == (95, 5)
    do(state, ActionKind.DEPLOY, PROMPT, 50)
    assert (first.share_pct, second.share_pct) == (50, 50)
    do(state, ActionKind.DEPLOY, PROMPT, 100)
    assert (first.share_pct, second.share_pct) == (0, 100)
    assert first.stage == Stage.PRODUCTION, "it stays warm"
    do(state, ActionKind.ROLL_BACK, PROMPT)
    assert first.share_pct == 100 and second.stage == Stage.EVALUATION


def test_an_older_standby_is_retired_by_the_next_launch() -> None:
    state = free(days=80)
    first = launched(state, RAG)
    launched(state, PROMPT)
    launched(state, 4)
    assert first.stage == Stage.KILLED and first.reason == Reason.SUPERSEDED and first.decision == 1
    assert state.board.killed == 0 and state.board.promoted == 3


def test_one_newcomer_at_a_time() -> None:
    state = free()
    evaluated(state, PROMPT)
    evaluated(state, 4)
    do(state, ActionKind.PROMOTE, PROMPT)
    with pytest.raises(IllegalAction, match="PRODUCTION_FULL"):
        do(state, ActionKind.PROMOTE, 4)


def test_undoing_what_no_customer_met_moves_no_traffic() -> None:
    state = free()
    live = launched(state, RAG)
    do(state, ActionKind.DEPLOY, RAG, 50)
    evaluated(state, PROMPT)
    cents = state.board.ledger.booked()
    with pytest.raises(IllegalAction, match="PRODUCTION_FULL"):
        do(state, ActionKind.PROMOTE, PROMPT)
    do(state, ActionKind.DEPLOY, RAG, 100)
    do(state, ActionKind.PROMOTE, PROMPT)
    do(state, ActionKind.DEPLOY, RAG, 50)
    do(state, ActionKind.ROLL_BACK, PROMPT)
    assert live.share_pct == 50 and state.board.ledger.booked() == cents


def test_the_price_of_undoing_a_launch() -> None:
    """By the share of customers who met the model, never under the floor."""
    for share, charged in ((5, 30), (50, 50), (100, 100)):
        state = free(rollback_floor_pct=30)
        launched(state, RAG, share)
        before = state.board.ledger.incidents
        do(state, ActionKind.ROLL_BACK, RAG)
        assert before - state.board.ledger.incidents == state.world.rollback_cents * charged // 100


def exact(**changes: object) -> tuple[State, Card]:
    """A live model without monitoring noise."""
    state = free(monitor_sd_ppm=[0, 0, 0], **changes)
    return state, launched(state, RAG)


def test_a_day_is_worth_points_over_the_floor_by_traffic() -> None:
    state, card = exact()
    hidden = state.truth.cards[RAG]
    hidden.quality_ppm, hidden.skew_ppm = 900_000, -20_000
    assert online_quality(state, card) == 880_000
    before = copy_ledger(state.board.ledger)
    event = of_kind(days(state, 1), Monitored)[0]
    # Eight points over 80 at $100 a point.
    assert (event.online_ppm, event.share_pct, event.revenue_cents) == (880_000, 100, 80_000)
    assert state.board.ledger.revenue - before.revenue == 80_000
    assert before.serving - state.board.ledger.serving == hidden.serving_cents
    do(state, ActionKind.DEPLOY, RAG, 50)
    served = state.board.ledger.serving
    assert of_kind(days(state, 1), Monitored)[0].revenue_cents == 40_000
    assert served - state.board.ledger.serving == hidden.serving_cents // 2


def test_under_the_floor_it_costs_three_times_as_much() -> None:
    state, _ = exact()
    assert worth_cents(state, 810_000, 100) == 10_000
    assert worth_cents(state, 790_000, 100) == -30_000
    assert worth_cents(state, 800_000, 100) == 0


def test_an_alert_is_ten_points_under_what_was_promised() -> None:
    """On the mean of the last days: one noisy day is no alert."""
    state, card = exact()
    hidden = state.truth.cards[RAG]
    for drop, alerted in ((96_000, False), (130_000, True)):
        hidden.quality_ppm, hidden.skew_ppm = card.mean_ppm() - drop, 0
        assert bool(of_kind(days(state, ALERT_DAYS)[-2:], Alerted)) == alerted


def test_money_follows_what_was_measured() -> None:
    """The ledger shows no more than monitoring does: a day's revenue is a function of the value shown that day."""
    state = free()
    launched(state, RAG)
    for event in of_kind(days(state, 12), Monitored):
        assert event.revenue_cents == worth_cents(state, event.online_ppm, event.share_pct)


def test_a_bad_model_in_front_of_many_is_an_incident_once() -> None:
    found = {5: 0, 100: 0}
    for share in found:
        for seed in range(12):
            state = new_state(quiet(minutes=100_000, days=60, bad_launch_ppm=990_000, unauthorised_ppm=[0] * 3), seed)
            launched(state, RAG, share)
            before = state.board.ledger.incidents
            told = of_kind(days(state, 12), Incident)
            assert len(told) <= 1
            assert before - state.board.ledger.incidents == len(told) * state.world.incident_cents
            found[share] += len(told)
    assert found[5] == 0 and found[100] >= 9


def test_a_review_looks_sharper_than_a_small_canary() -> None:
    state = free()
    card = launched(state, RAG, 5)
    do(state, ActionKind.REVIEW_CANARY, RAG)
    told = days(state, 1)
    assert len(of_kind(told, CanaryReviewed)) == 1
    assert card.monitored_pct[-2:] == [5, 50] and not card.review_pending
