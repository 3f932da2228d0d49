"""Rules in worlds without luck, to the day and to the millionth, and thresholds from both sides."""

from collections.abc import Callable

import pytest

from aiboard.engine.act import act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents, Purpose
from aiboard.engine.chance.luck import mix
from aiboard.engine.chance.tables import Table
from aiboard.engine.day import advance
from aiboard.engine.happenings.cards import IdeaAdded
from aiboard.engine.happenings.chaos import ChaosBegan, RootCauseFound
from aiboard.engine.happenings.data import DataMoved, KappaRead
from aiboard.engine.happenings.live import Alerted, Incident, Monitored
from aiboard.engine.happenings.plan import OrderRefused
from aiboard.engine.model.books import Disruption, OrderQuestion
from aiboard.engine.model.state import State
from aiboard.engine.model.truth import PlannedDisruption
from aiboard.engine.model.vocabulary import Chaos, Column, IncidentCause, Mode, Order, Refusal, Source, Stage
from aiboard.engine.moves import retire
from aiboard.engine.systems import chaos
from aiboard.engine.systems.agent import StepState, Tool, agent_run, state_of, tool_of
from aiboard.engine.systems.data import order_cents, relabel_cents
from aiboard.engine.systems.evaluation import score
from aiboard.engine.systems.production import incident_day_cents, recent_mean
from aiboard.engine.verbs import (
    Accept,
    Deploy,
    Evaluate,
    Inject,
    OrderData,
    Promote,
    Relabel,
    Respond,
    RollBack,
    RootCause,
    SpotCheck,
    StandingOrder,
    Start,
)
from tests.engine.play import days, evaluated, launched, of_kind, questions, until
from tests.engine.worlds import CORPUS, LABELS, MORE, PROMPT, RAG, SCOPE, quiet, world


def fresh(**changes: object) -> State:
    return new_state(quiet(minutes=100_000, **changes), 5)


# --- the vendor -----------------------------------------------------------------------------------------------------


def vendor(collection: int, annotation: int, qa: int) -> State:
    """A vendor whose work on the labels takes exactly these days."""
    made = quiet(minutes=100_000, days=90, kappa_sd_ppm=0)
    spec = made.datasets[LABELS]
    spec.collection, spec.annotation, spec.qa = (collection,) * 2, (annotation,) * 2, (qa,) * 2
    return new_state(made, 5)


def moves(state: State) -> list[int]:
    """The days on which the batch under way came into annotation, into QA, and was read."""
    since = len(state.board.history)
    began = state.board.day
    until(state, lambda: state.board.data[LABELS].kappa_items > 0)
    told = state.board.history[since:]
    found = [event.day for event in of_kind(told, DataMoved)] + [event.day for event in of_kind(told, KappaRead)]
    return [day - began + 1 for day in found]


@pytest.mark.parametrize(
    ("percent", "times", "stages"),
    [
        (100, (5, 8, 2), [5, 13, 15]),
        # A tenth takes two fifths of the collection and a quarter of the labelling, rounded up.
        (10, (5, 8, 2), [2, 4, 6]),
        (10, (6, 9, 1), [3, 6, 7]),
        (10, (1, 1, 1), [1, 2, 3]),
    ],
)
def test_a_batch_takes_its_part_of_the_days(percent: int, times: tuple[int, int, int], stages: list[int]) -> None:
    state = vendor(*times)
    days(state, 3)
    began = state.board.day
    act(state, OrderData(LABELS, percent))
    task = state.board.data[LABELS]
    assert task.promised_day == task.due_day == began + stages[-1] - 1
    assert (task.asked_day, task.batches, task.moved_day, task.days_left) == (0, 1, began, 0)
    assert moves(state) == stages
    assert task.due_day == task.promised_day and task.moved_day == began + stages[1] - 1


def test_the_rest_after_a_pilot_is_collected_already() -> None:
    state = vendor(5, 8, 2)
    act(state, OrderData(LABELS, 10))
    moves(state)
    act(state, Accept(LABELS))
    began = state.board.day
    act(state, OrderData(LABELS, 100))
    task = state.board.data[LABELS]
    assert (task.batch_pct, task.batches) == (90, 2) and task.promised_day == began + 1 + 8 + 2 - 1
    # Nine tenths of eight days are eight, rounded up.
    assert moves(state) == [1, 9, 11]


def test_a_batch_sent_back_is_labelled_and_read_again() -> None:
    state = vendor(5, 8, 2)
    act(state, OrderData(LABELS, 100))
    moves(state)
    began = state.board.day
    act(state, Relabel(LABELS))
    assert state.board.data[LABELS].promised_day == began + 8 + 2 - 1
    assert moves(state)[-1] == 10


def test_what_data_costs() -> None:
    world_ = quiet(relabel_pct=60)
    world_.datasets[LABELS].cents = 250_050
    task = new_state(world_, 5).board.data[LABELS]
    assert [order_cents(world_, task, percent) for percent in (10, 100)] == [25_005, 250_050]
    task.ordered_pct, task.batch_pct = 10, 10
    assert order_cents(world_, task, 100) == 225_045 and relabel_cents(world_, task) == 15_003


@pytest.mark.parametrize(("first", "second", "found"), [(2, 0, 0), (0, 2, 2)])
def test_the_larger_part_of_a_set_says_how_good_it_is(first: int, second: int, found: int) -> None:
    state = vendor(1, 1, 1)
    for percent, quality in ((10, first), (100, second)):
        act(state, OrderData(LABELS, percent))
        moves(state)
        state.truth.batch[LABELS] = quality
        act(state, Accept(LABELS))
        assert state.truth.labels[LABELS] == quality
    task = state.board.data[LABELS]
    assert (task.delivered_pct, task.batch_pct, state.truth.labels[LABELS]) == (100, 0, found)
    task.batch_pct, task.column, task.days_left, state.truth.batch[LABELS] = 10, Column.QA, 0, 1
    act(state, Accept(LABELS))
    assert state.truth.labels[LABELS] == found, "a small part says nothing about the rest"


def test_agreement_is_the_mean_of_its_readings_by_what_was_read() -> None:
    """Before acceptance the batch is read, afterwards what was delivered; without noise a reading is its class's."""
    state = vendor(1, 1, 1)
    task = state.board.data[LABELS]
    act(state, OrderData(LABELS, 100))
    until(state, lambda: task.column == Column.QA)
    state.truth.batch[LABELS] = 0
    until(state, lambda: task.kappa_items > 0)
    assert (task.kappa_ppm, task.kappa_items, task.checks) == (860_000, 100, 1)
    state.truth.batch[LABELS] = 2
    act(state, SpotCheck(LABELS))
    days(state, 1)
    assert (task.kappa_ppm, task.kappa_items, task.checks, task.check_pending) == (690_000, 200, 2, False)
    act(state, Accept(LABELS))
    state.truth.labels[LABELS], state.truth.batch[LABELS] = 1, 0
    act(state, SpotCheck(LABELS))
    days(state, 1)
    assert (task.kappa_ppm, task.kappa_items) == ((2 * 690_000 + 720_000) // 3, 300)


# --- what is dealt and measured stays within its bounds -------------------------------------------------------------

#: A table, and the least and the most that it may give, whatever its spread.
CUTS: dict[str, tuple[int, int]] = {
    "slice_gap": (-150_000, 50_000), "skew": (-120_000, 30_000), "items": (-100_000, 100_000),
    "half_items": (-100_000, 100_000), "fifth_items": (-200_000, 200_000), "set_items": (-100_000, 100_000),
    "bias": (-300_000, 300_000), "stated": (-300_000, 300_000), "optimism": (-200_000, 200_000),
    "readout": (-200_000, 200_000), "seed": (-200_000, 200_000), "slice_noise": (-200_000, 200_000),
    "monitor": (-300_000, 300_000), "review": (-300_000, 300_000), "technique": (-60_000, 80_000),
    "kappa": (-300_000, 300_000),
}  # fmt: skip


@pytest.fixture(scope="module")
def wild() -> Latents:
    """Tables of a world whose every spread is a hundred points around a mean of 0."""
    made = world(**{
        name: ([1_000_000] * 3 if name == "monitor_sd_ppm" else 1_000_000)
        for name in vars_of("_sd_ppm") | {"slice_noise_ppm"}
    }, **dict.fromkeys(vars_of("_mean_ppm"), 0))  # fmt: skip
    for person in made.people:
        person.bias_ppm, person.bias_sd_ppm, person.noise_ppm = 0, 1_000_000, 1_000_000
    return Latents(made)


def vars_of(ending: str) -> set[str]:
    """The names of World's numbers with this ending."""
    return {name for name in dir(world()) if name.endswith(ending)}


@pytest.mark.parametrize("name", CUTS)
def test_no_luck_is_beyond_its_bounds(name: str, wild: Latents) -> None:
    low, high = CUTS[name]
    found = getattr(wild, name)
    for table in found if isinstance(found, list) else [found]:
        assert isinstance(table, Table)
        values = table.values()
        assert low <= values[0] < low + table.step and high - table.step < values[-1] <= high


def test_the_learning_rate_leans_on_how_far_a_ceiling_is_from_its_familys() -> None:
    latents = Latents(world(rate_weights_low=[1, 0, 0], rate_weights_mid=[0, 1, 0], rate_weights_high=[0, 0, 1]))
    classes = [latents.rate_table(offset, 20_000).at(5) for offset in (-10_001, -10_000, 0, 10_000, 10_001)]
    assert classes == [0, 1, 1, 1, 2]


# --- evaluation -----------------------------------------------------------------------------------------------------


def test_a_score_is_made_of_its_parts() -> None:
    state = fresh(seed_sd_ppm=0, label_penalty_ppm=[0, 20_000, 60_000], eval_corruption_pct=50)
    card, hidden = state.board.cards[RAG], state.truth.cards[RAG]
    state.world.ideas[RAG].dataset = LABELS
    hidden.quality_ppm, hidden.leak_ppm, state.truth.set_ppm, state.truth.labels[LABELS] = 800_000, 0, 0, 0
    hidden.items_ppm, hidden.half_items_ppm, hidden.fifth_items_ppm = 2_000, 6_000, -4_000
    assert [score(state, card, 0) for card.eval_pct in (100, 50, 20)] == [802_000, 806_000, 796_000]
    card.eval_pct = 100
    hidden.leak_ppm = 40_000
    assert score(state, card, 0) == 842_000
    state.truth.set_ppm = -10_000
    assert score(state, card, 0) == 832_000
    state.truth.labels[LABELS] = 2
    assert score(state, card, 0) == 862_000
    card.regressed = 1
    assert score(state, card, 0) == 862_000 - state.world.regression_ppm
    hidden.quality_ppm = 999_000
    assert score(state, card, 0) == 1_000_000


def test_a_card_is_parked_five_days_after_it_was_last_touched() -> None:
    state = fresh()
    card = evaluated(state, RAG)
    assert card.touched_day == state.board.day - 1
    parked = {}
    for _ in range(6):
        advance(state)
        parked[state.board.day - 1 - card.touched_day] = card.parked
    assert parked == {1: False, 2: False, 3: False, 4: False, 5: True, 6: True}
    act(state, Evaluate(RAG, 1))
    days(state, 1)
    assert not card.parked and card.touched_day == state.board.day - 1


def test_the_day_of_the_target_is_the_first_on_which_it_was_cleared() -> None:
    state = fresh(target_ppm=500_000)
    evaluated(state, RAG)
    first = state.board.target_day
    assert first == state.board.day - 1
    evaluated(state, PROMPT)
    assert state.board.target_day == first


# --- production -----------------------------------------------------------------------------------------------------


def live(**changes: object) -> State:
    """A live model without noise, drift, faults, skew or a weak slice; it has all the traffic and is worth 90 %."""
    state = fresh(**{"monitor_sd_ppm": [0, 0, 0], "drift_ppm_day": 0, "bad_launch_ppm": 0, "unauthorised_ppm": [0] * 3,
                     "days": 80, **changes})  # fmt: skip
    launched(state, RAG)
    hidden = state.truth.cards[RAG]
    hidden.quality_ppm, hidden.skew_ppm, hidden.slice_ppm, hidden.latency_ms = 900_000, 0, 0, 100
    return state


@pytest.mark.parametrize(("bar", "strikes"), [(900_000, 0), (902_000, 4)])
def test_an_incident_needs_a_model_under_its_bar(bar: int, strikes: int) -> None:
    """At the bar there is none; a fifth of a point under it, at a chance of 100 % a fifth of a point, one each day."""
    state = live(incident_ppm=5_000_000, bad_launch_ppm=0)
    state.world.bad_launch_ppm = bar
    card = state.board.cards[RAG]
    before = card.incidents
    told = of_kind(days(state, 4), Incident)
    assert len(told) == strikes == card.incidents - before
    assert all((one.cause, one.cents, one.online_ppm) == (1, state.world.incident_cents, 900_000) for one in told)
    card.share_pct = 50
    assert incident_day_cents(state.world, card) == state.world.incident_day_cents // 2


def test_what_is_further_under_its_bar_is_the_cause() -> None:
    state = live(incident_ppm=5_000_000)
    causes = []
    for bad, bad_slice in ((902_000, 901_000), (902_000, 902_000), (902_000, 903_000)):
        state.world.bad_launch_ppm, state.world.bad_slice_ppm = bad, bad_slice
        causes.append(of_kind(days(state, 1), Incident)[0].cause)
    assert causes == [IncidentCause.QUALITY, IncidentCause.QUALITY, IncidentCause.SLICE]


@pytest.mark.parametrize(("promised", "alerted"), [(1_000_000, 0), (1_000_001, 1)])
def test_an_alert_is_more_than_ten_points_under_the_promise(promised: int, alerted: int) -> None:
    state = live(alert_ppm=100_000)
    card = state.board.cards[RAG]
    days(state, 3)
    card.scores = [promised]
    told = of_kind(days(state, 1), Alerted)
    assert [(event.online_ppm, event.expected_ppm) for event in told] == [(900_000, promised)] * alerted


@pytest.mark.parametrize(
    ("values", "shares", "mean"),
    [
        ([700, 800], [100, 100], 0),
        ([700, 800, 900], [50, 100, 100], 800),
        ([700, 800, 900], [49, 100, 100], 0),
        ([100, 700, 800, 900], [5, 50, 50, 100], 800),
        ([700, 800, 901], [100, 100, 100], 800),
    ],
)
def test_the_recent_mean_is_of_three_values_at_half_the_traffic(
    values: list[int], shares: list[int], mean: int
) -> None:
    card = fresh().board.cards[RAG]
    card.monitored_ppm, card.monitored_pct = values, shares
    assert recent_mean(card) == mean


def test_a_live_day_is_counted_in_full() -> None:
    state = live()
    card = state.board.cards[RAG]
    before = card.live_days, card.aged_days, card.exposed_pct, len(card.monitored_ppm)
    card.share_pct = 50
    told = of_kind(days(state, 3), Monitored)
    after = card.live_days, card.aged_days, card.exposed_pct, len(card.monitored_ppm)
    assert [new - old for new, old in zip(after, before, strict=True)] == [3, 3, 150, 3]
    assert card.monitored_pct[-3:] == [50] * 3 and card.monitored_ppm[-3:] == [900_000] * 3
    # Ten points over the floor at $100 a point, on half the traffic.
    assert {(event.online_ppm, event.share_pct, event.revenue_cents) for event in told} == {(900_000, 50, 50_000)}


# --- disruptions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("left", "saved"), [(1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (8, 6)])
def test_a_found_cause_saves_three_quarters_rounded_up(left: int, saved: int) -> None:
    state = fresh()
    act(state, Inject(Chaos.DATA_ISSUE, left + 1))
    item = state.board.disruptions[0]
    assert RootCause().preview(state.board).saved_days == saved == chaos.softened_days(state.board, item)
    told = of_kind(act(state, RootCause()), RootCauseFound)
    assert [(event.days_saved, event.chaos, event.data) for event in told] == [(saved, Chaos.DATA_ISSUE, CORPUS)]
    assert (item.until_day, item.handled) == (state.board.day + left - saved, True)


def test_a_cause_is_worth_finding_while_its_disruption_lasts_beyond_today() -> None:
    board = fresh().board
    board.day = 4
    found = []
    for kind, last in ((Chaos.DATA_ISSUE, 4), (Chaos.DATA_ISSUE, 5), (Chaos.GPU_SHORTAGE, 9), (Chaos.VENDOR_DELAY, 5)):
        board.disruptions = [Disruption(int(kind), 1, last, -1, -1, 1)]
        found.append(chaos.open_cause(board))
    assert found == [-1, 0, -1, 0]
    board.disruptions[0].handled = True
    assert chaos.open_cause(board) == -1


@pytest.mark.parametrize(("left", "days_sooner"), [(1, 0), (2, 1), (3, 2), (9, 6)])
def test_a_vendor_catches_up_but_never_on_the_same_day(left: int, days_sooner: int) -> None:
    state = fresh()
    board = state.board
    board.disruptions = [Disruption(int(Chaos.VENDOR_DELAY), 1, board.day + 8, -1, -1, 1)]
    for index, column in ((LABELS, Column.ANNOTATION), (MORE, Column.QA)):
        task = board.data[index]
        task.column, task.days_left, task.due_day = column, left, 20
    act(state, RootCause())
    assert (board.data[LABELS].days_left, board.data[LABELS].due_day) == (left - days_sooner, 20 - days_sooner)
    assert (board.data[MORE].days_left, board.data[MORE].due_day) == (left, 20), "it is read, not labelled"


def test_a_data_issue_hits_the_shared_corpus_or_the_first_set_in_use() -> None:
    board = fresh().board
    assert chaos.data_issue_target(board) == CORPUS
    board.world.datasets[CORPUS].ready = False
    board.data[CORPUS].delivered_pct = 0
    assert chaos.data_issue_target(board) == -1 and check(board, Inject(Chaos.DATA_ISSUE)) == Refusal.NO_TARGET
    board.data[MORE].delivered_pct = 1
    assert chaos.data_issue_target(board) == MORE


def test_a_change_of_scope_brings_two_ideas_of_the_reserve_and_its_dataset() -> None:
    state = fresh()
    state.world.ideas[21].ready_sprint = 98
    told = act(state, Inject(Chaos.SCOPE_CHANGE))
    assert [event.card for event in of_kind(told, IdeaAdded)] == [24, 25]
    board = state.board
    assert (board.scope_data, board.scope_from) == (SCOPE, board.day + state.world.chaos_days[Chaos.SCOPE_CHANGE])
    assert board.data[SCOPE].shown and not board.scope_met


def test_drawn_disruptions_that_had_to_wait_keep_the_gap() -> None:
    state = fresh(chaos_gap=4)
    state.truth.planned = [PlannedDisruption(1, Chaos.GPU_SHORTAGE, 0), PlannedDisruption(2, Chaos.DATA_ISSUE, 0)]
    days(state, 8)
    began = of_kind(state.board.history, ChaosBegan)
    assert [(event.day, event.chaos, event.source) for event in began] == [(1, 0, Source.DRAWN), (5, 1, Source.DRAWN)]
    assert all(plan.done for plan in state.truth.planned)


# --- standing orders ------------------------------------------------------------------------------------------------


def ordered(order: Order, mode: Mode = Mode.AUTO, **changes: object) -> State:
    state = fresh(**changes)
    act(state, StandingOrder(int(order), int(mode)))
    return state


@pytest.mark.parametrize(
    ("gpus", "evaluating", "started"), [(1, False, 1), (2, False, 2), (2, True, 1), (3, False, 2), (4, False, 3)]
)
def test_the_start_order_keeps_a_gpu_for_evaluations(gpus: int, evaluating: bool, started: int) -> None:
    """But a pool of one or two, as long as nothing is to be evaluated."""
    state = ordered(Order.START, gpus=gpus, wip=[0] * 7)
    for idea in state.world.ideas:
        idea.gpus = 1
    if evaluating:
        state.board.cards[RAG].stage = Stage.EVALUATION
        state.board.cards[PROMPT].stage = Stage.EXPERIMENT
    days(state, 1)
    assert state.board.count(Stage.EXPERIMENT) == started


def test_the_start_order_stops_at_the_limit_of_its_stage() -> None:
    state = ordered(Order.START, gpus=12, wip=[0, 5, 2, 4, 2, 2, 0])
    days(state, 1)
    assert state.board.count(Stage.EXPERIMENT) == 2


@pytest.mark.parametrize(("kappa", "accepted"), [(600_000, True), (599_999, False)])
def test_agreement_at_the_line_is_accepted(kappa: int, accepted: bool) -> None:
    state = ordered(Order.KAPPA, kappa_hold_ppm=600_000)
    task = state.board.data[LABELS]
    task.column, task.batch_pct, task.ordered_pct, task.batches, task.kappa_ppm = Column.QA, 100, 100, 1, kappa
    days(state, 1)
    assert (task.column == Column.READY, task.relabels) == (accepted, 0 if accepted else 1)


def test_a_canary_that_all_customers_knew_does_not_wait() -> None:
    """Few customers teach nothing more about a model that everybody had; at half the traffic it waits its days."""
    for live_days, climbs in ((0, 5), (9, 50)):
        state = ordered(Order.CANARY, canary_days=3)
        card = launched(state, RAG, 5)
        card.monitored_ppm, card.monitored_pct = [900_000], [5]
        card.live_days, card.share_day = live_days, state.board.day
        days(state, 1)
        assert card.share_pct == climbs
    days(state, 2)
    assert card.share_pct == 50
    days(state, 1)
    assert card.share_pct == 100


def test_an_order_says_once_a_sprint_for_each_thing_and_reason_why_it_cannot_act() -> None:
    state = fresh(sprint_days=10)
    board = state.board
    board.orders[Order.DATA] = int(Mode.AUTO)
    state.world.ideas[RAG].dataset = MORE
    state.world.minutes = board.minutes_left = 0
    days(state, 9)
    told = of_kind(board.history, OrderRefused)
    assert [(event.day, event.data) for event in told] == [(2, LABELS), (2, MORE)]
    days(state, 2)
    told = of_kind(board.history, OrderRefused)
    assert [(event.day, event.data) for event in told[2:]] == [(12, LABELS), (12, MORE)], "ten days later"


def test_a_scope_changes_dataset_is_wanted_without_a_card() -> None:
    state = ordered(Order.DATA, Mode.ASK)
    days(state, 1)
    assert (Order.DATA, -1, SCOPE) not in questions(state)
    act(state, Inject(Chaos.SCOPE_CHANGE))
    days(state, 1)
    assert (Order.DATA, -1, SCOPE) in questions(state) and (Order.DATA, -1, LABELS) in questions(state)
    assert (Order.DATA, -1, MORE) not in questions(state), "no card is trained on it"


def test_ideas_come_on_the_first_morning_of_their_sprint() -> None:
    state = fresh(sprint_days=10)
    told = of_kind(days(state, 39), IdeaAdded)
    assert [(event.day, event.card) for event in told] == [(11, 20), (11, 21), (21, 22), (21, 23)]
    assert all(event.person == state.world.ideas[event.card].person for event in told)


# --- training -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("points", "lost"), [(149, False), (150, True)])
def test_an_unstable_card_loses_its_run_at_the_middle(points: int, lost: bool) -> None:
    state = fresh(focus_pct=[100])
    act(state, Start(RAG))
    card, hidden = state.board.cards[RAG], state.truth.cards[RAG]
    days(state, 1)
    card.unstable, card.run_points_done, hidden.diverge_at = True, points - 100, 0
    days(state, 1)
    assert (card.diverged, card.run_points_done, card.lost_in_a_row) == ((1, 0, 1) if lost else (0, points, 0))


@pytest.mark.parametrize(("at", "lost"), [(0, False), (1, True), (100, True), (101, False)])
def test_a_run_diverges_at_its_point(at: int, lost: bool) -> None:
    state = fresh(focus_pct=[100])
    act(state, Start(RAG))
    card, hidden = state.board.cards[RAG], state.truth.cards[RAG]
    days(state, 1)
    hidden.diverge_at = at
    attempts = hidden.attempts
    days(state, 1)
    assert (card.diverged == 1) == lost and hidden.attempts - attempts == int(lost)
    assert card.run_points_done == (0 if lost else 100)


def test_a_run_that_ends_is_a_new_checkpoint_without_scores() -> None:
    state = fresh(focus_pct=[100])
    act(state, Start(RAG))
    card = state.board.cards[RAG]
    days(state, 3)
    card.scores, card.slice_ppm, card.aged_days, card.monitored_ppm, card.monitored_pct = [1], 1, 7, [1], [5]
    card.best_ppm = 999_999
    days(state, 1)
    assert (card.runs_done, card.version, card.versions, card.aged_days, card.slice_ppm) == (1, 1, [1], 0, 0)
    assert card.scores == card.monitored_ppm == card.monitored_pct == [] and card.best_ppm == 999_999


# --- agents ---------------------------------------------------------------------------------------------------------


def test_a_run_is_made_of_its_numbered_draws() -> None:
    """Length by draw 0; a call's tool by 20 and its error by 1 on; loop 40, its kind 41; stray 42 and 43; end 44."""

    def drawn(run: int, n: int) -> int:
        return mix(7, Purpose.AGENT_RUN, 2, run * 64 + n) % 1_000_000

    seen = set()
    for run in range(300):
        expected: list[tuple[int, int]] = []
        for n in range(3 + drawn(run, 0) % 4):
            tool = n if n < 2 else 2 + drawn(run, 20 + n) % 3
            failed = drawn(run, 1 + n) < 63_000
            expected += [(tool, StepState.ERROR), (tool, StepState.OK)] if failed else [(tool, StepState.OK)]
        if drawn(run, 40) < 150_000:
            same = drawn(run, 41) < 500_000
            tool, kind = (Tool.SEARCH_HELP, StepState.SAME_AGAIN) if same else (Tool.SEND_REPLY, StepState.VARIED_AGAIN)
            expected += [(tool, StepState.OK), *[(tool, kind)] * (19 - len(expected))]
        else:
            if drawn(run, 42) < 200_000:
                expected.append((6 + drawn(run, 43) % 2, StepState.UNAUTHORISED))
            expected.append((Tool.SEND_REPLY, StepState.OK if drawn(run, 44) < 700_000 else StepState.WRONG_END))
        codes = agent_run(7, 2, run, 700_000, 150_000, 200_000)
        assert [(tool_of(code), state_of(code)) for code in codes] == expected
        seen.update(state_of(code) for code in codes)
    assert seen == set(StepState)


# --- what is settled ------------------------------------------------------------------------------------------------


def _regressed(state: State) -> None:
    act(state, Inject(Chaos.EVAL_REGRESSION))
    state.board.asked = [OrderQuestion(int(Order.MEND), RAG, -1), *state.board.asked]
    act(state, RootCause(RAG))


#: What answers a question about a live model, besides what `test_stated_dates.py` has.
ANSWERS: dict[str, Callable[[State], object]] = {
    "roll-back": lambda state: act(state, RollBack(RAG)),
    "less traffic": lambda state: act(state, Deploy(RAG, 50)),
    "respond": lambda state: act(state, Respond(RAG)),
    "retire": lambda state: retire(state.board, state.board.cards[RAG]),
    "regression": lambda state: act(state, Inject(Chaos.EVAL_REGRESSION)),
    "its cause": _regressed,
}


@pytest.mark.parametrize("way", ANSWERS)
def test_what_answers_a_question_about_a_live_model_leaves_the_others(way: str) -> None:
    state = live()
    state.board.cards[RAG].incident = 1
    others = [OrderQuestion(int(Order.EVALUATE), PROMPT, -1), OrderQuestion(int(Order.DATA), -1, RAG)]
    state.board.asked = [OrderQuestion(int(Order.ROLL_BACK), RAG, -1), *others]
    ANSWERS[way](state)
    assert questions(state) == [(Order.EVALUATE, PROMPT, -1), (Order.DATA, -1, RAG)]


def test_a_new_deployment_begins_with_nothing_and_costs_a_launch_again() -> None:
    state = live(needs_legal=False, days=90)
    card = state.board.cards[RAG]
    days(state, 3)
    card.incidents = 4
    act(state, RollBack(RAG))
    assert card.launched == 0 and card.live_days > 3
    act(state, Promote(RAG))
    paid = state.board.ledger.launches
    until(state, lambda: card.launched > 0)
    assert (card.launched, card.share_day, card.share_pct) == (state.board.day - 1,) * 2 + (5,)
    assert (card.incidents, card.exposed_pct, len(card.monitored_ppm)) == (0, 5, 1), "its first day"
    assert paid - state.board.ledger.launches == state.world.launch_cents


def test_only_lost_runs_end_by_a_found_cause() -> None:
    state = live()
    act(state, Inject(Chaos.EVAL_REGRESSION))
    found = RootCause(RAG).preview(state.board)
    assert (found.ends_losses, found.saved_days) == (False, 0)
    card = state.board.cards[PROMPT]
    card.stage, card.lost_in_a_row, card.holder = Stage.EXPERIMENT, 2, 0
    found = RootCause(PROMPT).preview(state.board)
    assert (found.ends_losses, found.saved_days) == (True, 0)
    act(state, Inject(Chaos.DATA_ISSUE, 5))
    found = RootCause().preview(state.board)
    assert (found.ends_losses, found.saved_days) == (False, 3)
    state.board.disruptions[-1].handled = True
    assert RootCause().preview(state.board).saved_days == 0


def test_an_extended_disruption_is_told_with_what_is_added() -> None:
    state = fresh()
    act(state, Inject(Chaos.DATA_ISSUE, 3))
    told = of_kind(act(state, Inject(Chaos.DATA_ISSUE, 4, Source.FACILITATOR)), ChaosBegan)
    item = state.board.disruptions[0]
    assert [(event.days, event.source, event.data) for event in told] == [(4, Source.FACILITATOR, CORPUS)]
    assert (item.from_day, item.until_day, len(state.board.disruptions)) == (1, 7, 1)
