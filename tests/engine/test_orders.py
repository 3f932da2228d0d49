"""Standing orders: each does its thing on auto, asks on ask, and goes through the player's door."""

import pytest

from aiboard.engine.act import IllegalAction, act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.happenings.cards import EvalDone, Moved
from aiboard.engine.happenings.chaos import RootCauseFound
from aiboard.engine.happenings.live import Alerted, IncidentWentOn, RolledBack
from aiboard.engine.happenings.plan import OrderAsked, OrderRefused
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import (
    Chaos,
    Column,
    Mode,
    Order,
    Refusal,
    Regression,
    Stage,
)
from aiboard.engine.orders import EVAL_GPUS, next_start
from aiboard.engine.verbs import (
    Accept,
    Evaluate,
    Inject,
    Kill,
    OrderData,
    Prioritise,
    RollBack,
    RootCause,
    StandingOrder,
    Start,
    Ticket,
)
from aiboard.views.sentences import sentence
from tests.engine.play import days, launched, of_kind, questions, trained, until
from tests.engine.worlds import LABELS, PROMPT, RAG, quiet


def ordered(order: Order, mode: Mode = Mode.AUTO, seed: int = 5, **changes: object) -> State:
    """A game with one order."""
    state = new_state(quiet(**{"minutes": 100_000, **changes}), seed)
    act(state, StandingOrder(int(order), int(mode)))
    return state


def on(order: Order, card: int = -1, data: int = -1) -> tuple[int, int, int]:
    """A question as `questions` gives it."""
    return (int(order), card, data)


def test_a_run_plan_that_ends_is_evaluated() -> None:
    state = ordered(Order.EVALUATE)
    card = trained(state, RAG)
    assert card.seeds_pending == state.world.first_seeds


def test_asking_instead_of_acting_and_the_answer() -> None:
    state = ordered(Order.EVALUATE, Mode.ASK)
    card = trained(state, RAG)
    assert card.seeds_pending == 0 and questions(state) == [on(Order.EVALUATE, RAG)]
    days(state, 3)
    assert len(of_kind(state.board.history, OrderAsked)) == 1, "a question is put once"
    act(state, Evaluate(RAG, 3))
    assert questions(state) == []


def test_another_mode_settles_what_this_order_asked_and_nothing_else() -> None:
    state = ordered(Order.EVALUATE, Mode.ASK)
    trained(state, RAG)
    act(state, StandingOrder(Order.CANARY, Mode.ASK))
    assert questions(state) == [on(Order.EVALUATE, RAG)]
    act(state, StandingOrder(Order.EVALUATE, Mode.OFF))
    assert questions(state) == []


def test_an_order_that_cannot_act_says_why_once_a_sprint() -> None:
    state = new_state(quiet(minutes=0), 5)
    state.board.orders[Order.DATA] = Mode.AUTO
    days(state, state.world.sprint_days)
    told = of_kind(state.board.history, OrderRefused)
    why = [(event.data, event.order, event.refusal) for event in told]
    assert why == [(LABELS, Order.DATA, Refusal.NOT_ENOUGH_TIME)]
    text = sentence(state.world, told[0]).text
    assert "Data needed" in text and state.world.datasets[LABELS].key in text and "too little time" in text
    days(state, state.world.sprint_days)
    assert len(of_kind(state.board.history, OrderRefused)) == 2, "a new sprint, said again"


def test_killing_is_never_automatic() -> None:
    state = new_state(quiet(minutes=100_000), 5)
    with pytest.raises(IllegalAction, match="BAD_AMOUNT"):
        act(state, StandingOrder(Order.KILL_LINE, Mode.AUTO))
    act(state, StandingOrder(Order.KILL_LINE, Mode.ASK))
    act(state, Ticket(RAG, kill_ppm=990_000))
    card = trained(state, RAG)
    assert card.stage == Stage.EVALUATION and questions(state) == [on(Order.KILL_LINE, RAG)]


def passing(state: State) -> Card:
    """A card whose scores pass the gate."""
    card = trained(state, RAG)
    state.truth.cards[RAG].quality_ppm = 960_000
    act(state, Evaluate(RAG, 5))
    state.truth.cards[RAG].latency_ms = 1_000
    state.truth.cards[RAG].serving_cents = 10_000
    return card


def test_a_passed_gate_is_promoted() -> None:
    state = ordered(Order.PROMOTE)
    card = passing(state)
    until(state, lambda: len(card.scores) == 5)
    assert card.stage == Stage.PRODUCTION and not card.over_gate


def test_promotion_on_auto_files_the_legal_review_once_a_card_trains() -> None:
    state = ordered(Order.PROMOTE, needs_legal=True)
    days(state, 2)
    assert state.board.legal == 0
    act(state, Start(PROMPT))
    days(state, 1)
    assert state.board.legal == 1


def test_a_failed_gate_is_not() -> None:
    state = ordered(Order.PROMOTE)
    card = trained(state, RAG)
    state.truth.cards[RAG].quality_ppm = 500_000
    act(state, Evaluate(RAG, 5))
    until(state, lambda: len(card.scores) == 5)
    days(state, 3)
    assert card.stage == Stage.EVALUATION


def test_a_new_eval_set_takes_the_question_back() -> None:
    state = ordered(Order.PROMOTE, Mode.ASK)
    launched(state, PROMPT)
    card = passing(state)
    until(state, lambda: len(card.scores) == 5)
    assert on(Order.PROMOTE, RAG) in questions(state)
    act(state, Inject(Chaos.EVAL_REGRESSION))
    assert questions(state) == []


def test_free_gpus_start_the_next_card() -> None:
    """By priority, then stated odds, then id; never without its data; GPUs for evaluations are left free."""
    state = ordered(Order.START, gpus=3 + EVAL_GPUS)
    ideas = state.world.ideas
    for idea in ideas:
        idea.gpus = 1
    needy = [i for i, idea in enumerate(ideas) if idea.dataset == LABELS]
    act(state, Prioritise(needy[0], 1))
    act(state, Prioritise(9, 1))
    days(state, 1)
    started = [card.index for card in state.board.cards if card.stage == Stage.EXPERIMENT]
    rest = [card for card in state.board.cards if card.shown and card.index != 9 and card.index not in needy]
    rest.sort(key=lambda card: (-card.stated_pct, card.index))
    assert started == sorted([9, rest[0].index, rest[1].index])
    days(state, 20)
    assert all(state.board.cards[i].started_day == 0 for i in needy)


def test_an_order_begins_on_the_day_on_which_it_is_set() -> None:
    """With what is left of today's hours; an order that was on has had its morning."""
    state = ordered(Order.START)
    days(state, 1)
    assert of_kind(state.board.history, Moved)[0].day == 1
    idle = ordered(Order.START, minutes=0)
    days(idle, 1)
    assert not of_kind(idle.board.history, Moved)
    state.board.cards[RAG].priority = 1
    before = len(of_kind(state.board.history, Moved))
    act(state, StandingOrder(int(Order.EVALUATE), int(Mode.AUTO)))
    for card in state.board.cards:
        if card.stage == Stage.EXPERIMENT:
            act(state, Kill(card.index, 0, ""))
    killed = len(of_kind(state.board.history, Moved))
    days(state, 1)
    starts = [event for event in of_kind(state.board.history, Moved)[killed:] if event.day == 2]
    assert before and not starts, "the start order, which was not set today, waits for its morning"


def test_a_new_order_leaves_alone_what_an_older_one_guards() -> None:
    """A regressed model is not evaluated while the mend order is on, and no canary widens under an incident."""
    state = ordered(Order.MEND, Mode.ASK)
    card = launched(state, RAG)
    act(state, Inject(int(Chaos.EVAL_REGRESSION)))
    advance(state)
    act(state, StandingOrder(int(Order.EVALUATE), int(Mode.AUTO)))
    advance(state)
    assert card.regressed and not card.scores and not card.seeds_pending
    state = ordered(Order.ROLL_BACK, Mode.ASK, bad_launch_ppm=990_000, incident_ppm=1_000_000, days=60)
    card = launched(state, RAG, 5)
    until(state, lambda: card.incidents > 0)
    until(state, lambda: state.board.day - card.share_day >= state.world.canary_days)
    act(state, StandingOrder(int(Order.CANARY), int(Mode.AUTO)))
    advance(state)
    assert card.incident and card.share_pct == 5


def started(state: State) -> list[int]:
    """The cards in training after a day."""
    days(state, 1)
    return [card.index for card in state.board.cards if card.stage == Stage.EXPERIMENT]


def test_a_card_that_does_not_fit_lets_smaller_ones_start() -> None:
    """It keeps its place: as soon as enough GPUs are free it is the first to start."""
    state = ordered(Order.START, gpus=3 + EVAL_GPUS)
    for idea in state.world.ideas:
        idea.gpus = 2
    state.world.ideas[PROMPT].gpus = 1
    for place, index in enumerate((8, 9, PROMPT)):
        act(state, Prioritise(index, 1 if place < 2 else 2))
    one, other = sorted((8, 9), key=lambda index: (-state.board.cards[index].stated_pct, index))
    assert next_start(state.board) == one
    # Of three GPUs the first takes two; the second does not fit into the one left, the third does.
    assert started(state) == sorted([one, PROMPT])
    assert next_start(state.board) == other
    act(state, Kill(PROMPT))
    assert started(state) == [one], "one free GPU is still not enough"
    act(state, Kill(one))
    assert other in started(state)


@pytest.mark.parametrize(("idle", "found"), [(True, [8]), (False, [PROMPT])])
def test_a_card_that_needs_every_gpu_starts_when_the_pool_is_idle(idle: bool, found: list[int]) -> None:
    state = ordered(Order.START, gpus=3)
    for idea in state.world.ideas:
        idea.gpus = 3
    state.world.ideas[PROMPT].gpus = 1
    act(state, Prioritise(8, 1))
    if not idle:
        act(state, Start(PROMPT))
    assert started(state) == found


def test_the_pilot_then_the_question_then_after_a_week_the_rest() -> None:
    state = ordered(Order.DATA)
    days(state, 1)
    task = state.board.data[LABELS]
    assert (task.column, task.batch_pct) == (Column.COLLECTION, 10)
    assert state.board.data[2].ordered_pct == 0, "no card wants that one"
    until(state, lambda: task.kappa_items > 0)
    act(state, Accept(LABELS))
    days(state, 1)
    asked = state.board.day
    assert questions(state) == [on(Order.DATA, data=LABELS)]
    until(state, lambda: task.ordered_pct == 100)
    assert state.board.day - asked == 5 and questions(state) == []


def test_answering_a_card_leaves_the_question_about_a_dataset() -> None:
    """Card 1 and dataset 1 share a number; only the one that was answered is off the list."""
    assert RAG == LABELS == 1
    state = ordered(Order.DATA)
    task = state.board.data[LABELS]
    until(state, lambda: task.kappa_items > 0)
    act(state, Accept(LABELS))
    days(state, 1)
    act(state, Kill(RAG))
    assert questions(state) == [on(Order.DATA, data=LABELS)]
    act(state, OrderData(LABELS, 100))
    assert questions(state) == []


@pytest.mark.parametrize("quality", [0, 2])
def test_low_kappa_is_held_back(quality: int) -> None:
    state = ordered(Order.KAPPA, kappa_sd_ppm=0)
    task = state.board.data[LABELS]
    act(state, OrderData(LABELS, 100))
    until(state, lambda: task.column == Column.ANNOTATION)
    state.truth.batch[LABELS] = quality
    until(state, lambda: task.kappa_items > 0 or task.relabels > 0)
    # .86 is accepted, .52 is under .6 and goes back.
    assert (task.relabels, task.column) == ((0, Column.READY) if quality == 0 else (1, Column.ANNOTATION))


def test_the_canary_climbs_three_days_each() -> None:
    state = ordered(Order.CANARY)
    launched(state, RAG, 5)
    shares = []
    for _ in range(8):
        advance(state)
        shares.append(state.board.cards[RAG].share_pct)
    assert shares == [5, 5, 50, 50, 50, 100, 100, 100] or shares == [5, 50, 50, 50, 100, 100, 100, 100]


@pytest.mark.parametrize("mode", [Mode.AUTO, Mode.ASK])
def test_an_alert_rolls_back_the_morning_after(mode: Mode) -> None:
    state = ordered(Order.ROLL_BACK, mode, monitor_sd_ppm=[0, 0, 0], bad_launch_ppm=0)
    card = launched(state, RAG)
    days(state, 2)
    assert card.share_pct == 100, "no alert, no roll-back"
    state.truth.cards[RAG].quality_ppm -= 150_000
    told = []
    while not of_kind(told, Alerted):
        told = days(state, 1)
    if mode == Mode.AUTO:
        assert card.stage == Stage.EVALUATION and of_kind(told, RolledBack)
    else:
        assert card.share_pct == 100 and questions(state) == [on(Order.ROLL_BACK, RAG)]
        act(state, RollBack(RAG))
        assert questions(state) == []


def test_the_roll_back_order_ends_an_incident_the_next_morning() -> None:
    state = ordered(Order.ROLL_BACK, Mode.AUTO, bad_launch_ppm=990_000, incident_ppm=1_000_000, days=60)
    card = launched(state, RAG, 5)
    until(state, lambda: card.incidents > 0)
    told = of_kind(state.board.history, RolledBack)
    assert card.stage == Stage.EVALUATION and card.incident == 0 and len(told) == 1
    assert not of_kind(days(state, 5), IncidentWentOn)


@pytest.mark.parametrize("mode", [Mode.AUTO, Mode.ASK])
def test_a_regression_is_explained_and_mended(mode: Mode) -> None:
    state = ordered(Order.MEND, mode)
    card = launched(state, RAG)
    state.board.orders[Order.EVALUATE] = int(Mode.AUTO)
    act(state, Inject(int(Chaos.EVAL_REGRESSION)))
    first = len(state.board.history)
    told = days(state, 1)
    if mode == Mode.ASK:
        assert questions(state) == [on(Order.MEND, RAG)] and card.regressed == Regression.UNEXPLAINED
        assert not card.seeds_pending, "its scores would say nothing about the mended model"
        act(state, RootCause(RAG))
        assert questions(state) == []
        return
    assert of_kind(told, RootCauseFound)
    until(state, lambda: card.stage == Stage.EVALUATION and card.regressed == Regression.NONE)
    until(state, lambda: bool(of_kind(state.board.history[first:], EvalDone)))


def test_orders_spend_the_managers_hours() -> None:
    state = ordered(Order.START, minutes=120, gpus=9)
    days(state, 1)
    # Each start writes a ticket: an hour. Two fit into the first day, and the third is the next morning's.
    assert sorted(card.started_day for card in state.board.cards if card.started_day) == [1, 1, 2]
    assert state.board.minutes_left == 60


def test_nothing_is_ordered_when_all_is_off() -> None:
    state = new_state(quiet(), 5)
    days(state, 40)
    moved = of_kind(state.board.history, Moved)
    assert not moved and state.board.ledger.booked() == 0
