"""Handoff, legal, canary, monitoring, roll-back, incidents, and what a day in production is worth."""

import pytest

from aiboard.engine.act import IllegalAction, act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.happenings.live import (
    Alerted,
    CanaryReviewed,
    Incident,
    IncidentAnswered,
    IncidentWentOn,
    LegalDone,
    Monitored,
)
from aiboard.engine.model.card import Card
from aiboard.engine.model.fields import copy_ledger
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Block, Change, IncidentCause, Reason, Stage
from aiboard.engine.outlook import share_due_day
from aiboard.engine.systems import evaluation
from aiboard.engine.systems.production import ALERT_DAYS, online_quality, worth_cents
from aiboard.engine.verbs import (
    CardAction,
    Deploy,
    Iterate,
    Kill,
    LegalReview,
    Promote,
    Respond,
    ReviewCanary,
    RollBack,
)
from tests.engine.play import days, evaluated, launched, of_kind, until
from tests.engine.worlds import AGENT, PROMPT, RAG, quiet


def free(**changes: object) -> State:
    return new_state(quiet(minutes=100_000, **changes), 5)


def shares(state: State) -> list[int]:
    return [card.share_pct for card in state.board.cards if card.share_pct]


def test_handoff_then_legal_then_the_canary() -> None:
    state = free(needs_legal=True, legal_days=6)
    card = evaluated(state, RAG)
    act(state, Promote(RAG))
    assert state.board.legal == 1, "promoting files the review if nobody has"
    told = days(state, 1)
    assert card.block == Block.HANDOFF
    days(state, 1)
    assert card.block == Block.LEGAL and card.handoff_left <= 0
    told = days(state, 4)
    assert of_kind(told, LegalDone) and card.share_pct == 5 and card.launched == state.board.day - 1
    assert share_due_day(state.board, card) == card.launched + state.world.canary_days, "when more traffic is due"
    assert state.board.ledger.launches == -state.world.launch_cents


def test_legal_filed_early_costs_no_wait() -> None:
    state = free(needs_legal=True, legal_days=6)
    act(state, LegalReview())
    card = evaluated(state, RAG)
    act(state, Promote(RAG))
    assert until(state, lambda: card.share_pct == 5) == 2
    with pytest.raises(IllegalAction, match="ALREADY_DONE"):
        act(state, LegalReview())


def test_the_rest_of_the_traffic_stays_with_the_model_before() -> None:
    state = free()
    first = launched(state, RAG)
    second = evaluated(state, PROMPT)
    act(state, Promote(PROMPT))
    until(state, lambda: second.share_pct > 0)
    assert (first.share_pct, second.share_pct) == (95, 5)
    act(state, Deploy(PROMPT, 50))
    assert (first.share_pct, second.share_pct) == (50, 50)
    act(state, Deploy(PROMPT, 100))
    assert (first.share_pct, second.share_pct) == (0, 100)
    assert first.stage == Stage.PRODUCTION, "it stays warm"
    act(state, RollBack(PROMPT))
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
    act(state, Promote(PROMPT))
    with pytest.raises(IllegalAction, match="PRODUCTION_FULL"):
        act(state, Promote(4))


def test_undoing_what_no_customer_met_moves_no_traffic() -> None:
    state = free()
    live = launched(state, RAG)
    act(state, Deploy(RAG, 50))
    evaluated(state, PROMPT)
    with pytest.raises(IllegalAction, match="PRODUCTION_FULL"):
        act(state, Promote(PROMPT))
    act(state, Deploy(RAG, 100))
    act(state, Promote(PROMPT))
    act(state, Deploy(RAG, 50))
    cents = state.board.ledger.booked()
    act(state, RollBack(PROMPT))
    assert live.share_pct == 50 and state.board.ledger.booked() == cents


def test_the_price_of_undoing_a_launch() -> None:
    """By the customers who met the model, up to five full days; a kill costs the same as a roll-back."""
    for share, stay, full_days in ((5, 4, 0.25), (50, 3, 1.55), (100, 3, 3.05), (100, 12, 5)):
        for undo in (RollBack(RAG), Kill(RAG)):
            state = free()
            launched(state, RAG, share)
            days(state, stay)
            before = state.board.ledger.incidents
            price = undo.preview(state.board).cents
            act(state, undo)
            assert before - state.board.ledger.incidents == price == state.world.rollback_cents * full_days


def test_what_no_customer_met_is_undone_for_nothing() -> None:
    state = free()
    evaluated(state, RAG)
    act(state, Promote(RAG))
    cents = state.board.ledger.booked()
    act(state, RollBack(RAG))
    assert state.board.ledger.booked() == cents


def test_a_smaller_share_is_a_part_of_a_roll_back() -> None:
    """Both ways to no traffic cost the same: at once, or through a smaller share."""
    paid = []
    for steps in ((), (50,), (50, 5)):
        state = free()
        launched(state, RAG)
        days(state, 4)
        before = state.board.ledger.incidents
        for share in steps:
            act(state, Deploy(RAG, share))
        act(state, RollBack(RAG))
        paid.append(before - state.board.ledger.incidents)
    assert max(paid) - min(paid) <= len(paid) * state.world.rollback_cents // 100 and min(paid) > 0


def exact(**changes: object) -> tuple[State, Card]:
    """A live model without monitoring noise."""
    state = free(monitor_sd_ppm=[0, 0, 0], **changes)
    return state, launched(state, RAG)


def test_a_day_is_worth_points_over_the_floor_by_traffic() -> None:
    state, card = exact(drift_ppm_day=0)
    hidden = state.truth.cards[RAG]
    hidden.quality_ppm, hidden.skew_ppm = 900_000, -20_000
    assert online_quality(state, card) == 880_000
    before = copy_ledger(state.board.ledger)
    card.serving_cents = card.latency_ms = 1
    event = of_kind(days(state, 1), Monitored)[0]
    assert (card.serving_cents, card.latency_ms) == (hidden.serving_cents, hidden.latency_ms), "measured live"
    # Eight points over 80 at $100 a point.
    assert (event.online_ppm, event.share_pct, event.revenue_cents) == (880_000, 100, 80_000)
    assert state.board.ledger.revenue - before.revenue == 80_000
    assert before.serving - state.board.ledger.serving == hidden.serving_cents
    act(state, Deploy(RAG, 50))
    served = state.board.ledger.serving
    assert of_kind(days(state, 1), Monitored)[0].revenue_cents == 40_000
    assert served - state.board.ledger.serving == hidden.serving_cents // 2


def test_under_the_floor_it_costs_three_times_as_much() -> None:
    state, _ = exact()
    assert worth_cents(state.board, 810_000, 100, 0) == 10_000
    assert worth_cents(state.board, 790_000, 100, 0) == -30_000
    assert worth_cents(state.board, 800_000, 100, 0) == 0


def test_a_slow_model_loses_revenue_for_each_100_ms_over_the_limit() -> None:
    state, card = exact(drift_ppm_day=0)
    hidden = state.truth.cards[RAG]
    hidden.quality_ppm, hidden.skew_ppm = 900_000, 0
    for over, kept in ((-500, 100), (0, 100), (100, 96), (400, 84), (2_500, 0), (9_000, 0)):
        hidden.latency_ms = state.world.latency_limit_ms + over
        event = of_kind(days(state, 1), Monitored)[0]
        assert event.revenue_cents == 100_000 * kept // 100
        assert card.latency_ms == hidden.latency_ms, "monitoring measures it"
    assert worth_cents(state.board, 790_000, 100, 9_000) == -30_000, "a loss is no smaller by it"


def test_a_live_model_drifts_until_it_is_iterated() -> None:
    state, card = exact(drift_ppm_day=500, days=80)
    first = online_quality(state, card)
    days(state, 6)
    assert online_quality(state, card) == first - 6 * 500
    act(state, RollBack(RAG))
    days(state, 5)
    assert online_quality(state, card) == first - 6 * 500, "without customers it stays as it is"
    act(state, Iterate(RAG, int(Change.LONGER)))
    until(state, lambda: card.stage == Stage.EVALUATION)
    assert online_quality(state, card) >= first


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
    card = launched(state, RAG)
    for event in of_kind(days(state, 12), Monitored):
        assert event.revenue_cents == worth_cents(state.board, event.online_ppm, event.share_pct, card.latency_ms)


def test_a_bad_model_in_front_of_many_has_an_incident_that_goes_on() -> None:
    found = {5: 0, 100: 0}
    for share in found:
        for seed in range(12):
            state = new_state(quiet(minutes=100_000, days=60, bad_launch_ppm=990_000, unauthorised_ppm=[0] * 3), seed)
            card = launched(state, RAG, share)
            before = state.board.ledger.incidents
            told = days(state, 12)
            struck, further = of_kind(told, Incident), of_kind(told, IncidentWentOn)
            assert bool(struck) == bool(card.incident)
            cents = len(struck) * state.world.incident_cents
            cents += len(further) * state.world.incident_day_cents * share // 100
            assert before - state.board.ledger.incidents == cents
            assert not struck or len(further) == state.board.day - 1 - struck[0].day
            again = [event for event in struck if event.day in [day.day for day in further]]
            assert again == struck[1:], "an open incident does not keep the next one away"
            found[share] += bool(struck)
    assert found[5] <= 3 and found[100] >= 9


def test_the_chance_of_an_incident_grows_with_what_is_missing() -> None:
    """By the bar that the model is further under; none over both."""
    days_to = []
    for bad, bad_slice in ((0, 0), (900_000, 0), (990_000, 0), (0, 990_000)):
        total = 0
        for seed in range(6):
            made = quiet(minutes=100_000, days=80, drift_ppm_day=0, unauthorised_ppm=[0] * 3)
            made.bad_launch_ppm, made.bad_slice_ppm = bad, bad_slice
            state = new_state(made, seed)
            card = launched(state, RAG)
            hidden = state.truth.cards[RAG]
            hidden.quality_ppm, hidden.skew_ppm, hidden.slice_ppm = 880_000, 0, -100_000
            first = state.board.day
            days(state, 25)
            found = of_kind(state.board.history, Incident)
            total += found[0].day - first if found else 25
            assert all(event.cause == (IncidentCause.SLICE if bad_slice else IncidentCause.QUALITY) for event in found)
            assert not card.incident or found
        days_to.append(total)
    assert days_to[0] == 6 * 25 > days_to[1] > days_to[2] > days_to[3]


def struck(cause: IncidentCause, **changes: object) -> tuple[State, Card]:
    """A live model on the morning after its first incident, which is of this cause."""
    index = AGENT if cause == IncidentCause.TOOL else RAG
    state = free(days=80, **{"unauthorised_ppm": [0] * 3, **changes})
    card = launched(state, index)
    until(state, lambda: card.incident > 0)
    assert card.incident == cause
    return state, card


WAYS = {
    IncidentCause.QUALITY: {"bad_launch_ppm": 990_000},
    IncidentCause.SLICE: {"bad_launch_ppm": 0, "bad_slice_ppm": 1_200_000},
    IncidentCause.TOOL: {"bad_launch_ppm": 0, "unauthorised_ppm": [0, 400_000, 900_000]},
}


@pytest.mark.parametrize("cause", WAYS)
def test_respond_ends_an_incident_and_keeps_the_traffic(cause: IncidentCause) -> None:
    state, card = struck(cause, **WAYS[cause], **({"unauthorised_weights": [0, 1, 0]} if cause == 3 else {}))
    minutes = state.board.minutes_left
    told = act(state, Respond(card.index))
    assert isinstance(told[-1], IncidentAnswered) and told[-1].cause == cause
    assert card.incident == 0 and card.share_pct == 100 and minutes - state.board.minutes_left == 240
    with pytest.raises(IllegalAction, match="NOTHING_TO_DO"):
        act(state, Respond(card.index))
    assert not of_kind(days(state, 1), IncidentWentOn)
    if cause == IncidentCause.TOOL:
        assert state.truth.cards[card.index].unauthorised == 0 and not of_kind(days(state, 20), Incident)
    else:
        until(state, lambda: card.incident > 0)


@pytest.mark.parametrize("undo", [RollBack(RAG), Kill(RAG)])
def test_an_incident_ends_with_the_traffic(undo: CardAction) -> None:
    state, card = struck(IncidentCause.QUALITY, **WAYS[IncidentCause.QUALITY])
    act(state, undo)
    assert card.incident == 0
    assert not of_kind(days(state, 5), IncidentWentOn)


def test_a_response_takes_the_whole_of_a_shorter_day() -> None:
    state, card = struck(IncidentCause.QUALITY, **WAYS[IncidentCause.QUALITY])
    state.world.minutes = state.board.minutes_left = 210
    act(state, Respond(card.index))
    assert state.board.minutes_left == 0


def test_a_fault_is_seen_by_customers_alone() -> None:
    state = free()
    card = launched(state, RAG)
    hidden = state.truth.cards[RAG]
    hidden.fault = 0
    sound, score = online_quality(state, card), evaluation.score(state, card, 9)
    for part, lost in enumerate(state.world.fault_ppm):
        hidden.fault = part
        assert online_quality(state, card) == sound - lost and evaluation.score(state, card, 9) == score


def test_a_review_looks_sharper_than_a_small_canary() -> None:
    state = free()
    card = launched(state, RAG, 5)
    act(state, ReviewCanary(RAG))
    told = days(state, 1)
    assert len(of_kind(told, CanaryReviewed)) == 1
    assert card.monitored_pct[-2:] == [5, 50] and not card.review_pending
