"""Money: the tail's closed sum, parts that add up, and integers that stay small."""

from hypothesis import given
from hypothesis import strategies as st

from aiboard.bots import BOTS
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.happenings.data import DataOrdered, SentBack
from aiboard.engine.happenings.live import Incident, IncidentWentOn, Monitored, RolledBack
from aiboard.engine.happenings.plan import Closed
from aiboard.engine.model.fields import FIELDS, copy_ledger, dump_ledger
from aiboard.engine.systems.accounting import tail_cents
from aiboard.engine.systems.production import online_quality, risk_cents
from aiboard.engine.verbs import RollBack
from tests.engine.play import bot_days, days, launched, of_kind, random_games, until
from tests.engine.worlds import RAG, quiet, world


@given(
    over=st.integers(-50_000, 190_000),
    drift=st.integers(0, 6_000),
    length=st.integers(0, 90),
    share=st.sampled_from([5, 50, 95, 100]),
    point=st.integers(0, 60_000),
    serving=st.integers(0, 40_000),
)
def test_the_closed_sum_is_the_day_by_day_sum(
    over: int, drift: int, length: int, share: int, point: int, serving: int
) -> None:
    """Quality over the floor falls by the drift every day; the model earns while any is left; rounded down once."""
    earned = served = 0
    for day in range(1, length + 1):
        left = over - drift * day
        if over <= 0 or left < 0:
            break
        earned += left
        served += 1
    exact = earned * point // 10_000 * share // 100 - served * serving * share // 100
    found = tail_cents(over, drift, length, share, point, serving, 3)
    if exact > 0:
        assert found == exact
    else:
        a_day = (over * 3 if over < 0 else over) * point // 10_000 - serving
        assert found == min(0, a_day * min(3, length) * share // 100)


def test_a_longer_tail_without_serving_is_worth_no_less() -> None:
    worth = [tail_cents(80_000, 500, length, 100, 10_000, 0, 3) for length in range(0, 300, 10)]
    assert worth == sorted(worth) and worth[-1] == worth[-2] > 0
    assert tail_cents(0, 500, 40, 100, 10_000, 0, 3) == 0


def test_a_model_that_loses_money_at_close_is_taken_back_by_its_alert() -> None:
    """Two points under the floor at three times $100 a point: $600 a day for three days, and half of it at half."""
    assert tail_cents(-20_000, 300, 40, 100, 10_000, 0, 3) == -3 * 60_000
    assert tail_cents(-20_000, 300, 40, 50, 10_000, 0, 3) == -3 * 30_000
    assert tail_cents(10_000, 300, 40, 100, 10_000, 15_000, 3) == -3 * 5_000


def test_a_model_that_earns_nothing_has_no_tail_and_one_without_drift_earns_to_the_end() -> None:
    assert [tail_cents(over, 300, 40, 100, 10_000, 0, 3) for over in (0, 299)] == [0, 0]
    assert tail_cents(50_000, 0, 40, 100, 10_000, 0, 3) == 40 * 50_000
    # Days 1 to 3 earn 2, 1 and 0 points: each a hundred dollars, at half the traffic.
    assert tail_cents(30_000, 10_000, 40, 50, 10_000, 0, 3) == 15_000
    assert tail_cents(30_000, 10_000, 2, 100, 10_000, 4_000, 3) == 30_000 - 2 * 4_000
    assert tail_cents(-10_000, 10_000, 2, 100, 10_000, 4_000, 3) == -2 * (30_000 + 4_000), (
        "two days are left to lose on"
    )


def test_the_tail_is_booked_at_close() -> None:
    state = new_state(quiet(minutes=100_000), 5)
    card = launched(state, RAG)
    until(state, lambda: state.board.over)
    made = state.world
    over = online_quality(state, card) - made.value_floor_ppm
    serving = state.truth.cards[RAG].serving_cents + risk_cents(state, card)
    expected = tail_cents(over, made.drift_ppm_day, made.tail_days, 100, made.point_cents, serving, made.loss_factor)
    assert state.board.ledger.tail == expected > 0
    closed = of_kind(state.board.history, Closed)[-1]
    assert (closed.tail_cents, closed.value_cents) == (expected, state.returns())


def test_what_is_not_live_has_no_tail() -> None:
    state = new_state(quiet(minutes=100_000), 5)
    launched(state, RAG)
    act(state, RollBack(RAG))
    until(state, lambda: state.board.over)
    assert state.board.ledger.tail == 0


def test_every_cent_has_a_cause() -> None:
    """The parts add up to what is booked, evenings to the whole, and revenue and incidents to their events."""
    for bot in BOTS:
        last = None
        for state in bot_days(world(), bot, 3):
            ledger = state.board.ledger
            assert sum(dump_ledger(ledger).values()) == ledger.booked() == state.returns()
            last = state
        assert last is not None
        history = last.board.history
        assert sum(event.revenue_cents for event in of_kind(history, Monitored)) == last.board.ledger.revenue
        charged = sum(event.cents for kind in (Incident, IncidentWentOn) for event in of_kind(history, kind))
        undone = sum(event.cents for event in of_kind(history, RolledBack))
        assert charged + undone == -last.board.ledger.incidents
        bought = sum(event.cents for event in of_kind(history, DataOrdered))
        again = sum(event.cents for event in of_kind(history, SentBack))
        assert bought + again == -last.board.ledger.labels


def test_yesterdays_parts_add_up_to_yesterday() -> None:
    """`before` is the ledger of last evening: each day's parts, summed over the game, are the whole."""
    for state in random_games(world(), 4, seed=700):
        if state.board.day == 1:
            parts = dict.fromkeys(FIELDS["Ledger"], 0)
            seen = copy_ledger(state.board.ledger)
        for name in parts:
            change = getattr(state.board.ledger, name) - getattr(seen, name)
            parts[name] += change
        seen = copy_ledger(state.board.ledger)
        assert sum(parts.values()) == state.board.ledger.booked()
        assert (
            state.board.before.booked()
            + sum(getattr(state.board.ledger, name) - getattr(state.board.before, name) for name in parts)
            == state.board.ledger.booked()
        )


def test_money_stays_far_from_64_bits() -> None:
    """Even a long project of extreme prices keeps every intermediate under 2**62 (scenario bounds are tighter)."""
    most = tail_cents(190_000, 0, 400, 100, 10**9, 0, 3)
    assert most * 10_000 < 2**62
    state = new_state(quiet(days=80), 1)
    days(state, 80)
    assert state.returns() == 0
