"""What a team can see coming, what money has been, and what the board counts: each figure worked by hand."""

import pytest

from aiboard.engine import outlook
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import capped, on_grid, share_class
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import Disruption
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Block, Chaos, Column, Order, Regression, Source, Stage
from aiboard.engine.moves import (
    lower_share,
    lowering_price,
    most_rollback_cents,
    rollback_price,
    set_share,
    warm_standby,
)
from aiboard.engine.orders import next_start, order_seeds
from aiboard.engine.outlook import LaunchCause, launch_blocks, requirement_begins, start_outlook
from aiboard.engine.systems import accounting
from aiboard.engine.systems.compute import DAY_GPU_MIN, allocate, insert_in_queue
from aiboard.engine.systems.production import late_loss_pct, online_quality, risk_cents
from aiboard.engine.systems.training import ceiling_now, learned_ppm
from aiboard.engine.verbs import Deploy
from tests.engine.worlds import AGENT, CORPUS, LABELS, PROMPT, RAG, quiet


def fresh(**changes: object) -> State:
    return new_state(quiet(minutes=100_000, **changes), 5)


def put(board: Board, index: int, stage: Stage, **fields: object) -> Card:
    """A card in a stage, with these fields."""
    card = board.cards[index]
    card.stage = stage
    for name, value in fields.items():
        assert hasattr(card, name)
        setattr(card, name, value)
    return card


# --- work and days left ---------------------------------------------------------------------------------------------


def test_the_work_left_is_setup_and_runs_less_what_is_done() -> None:
    board = fresh().board
    card = put(board, RAG, Stage.EXPERIMENT, setup_left=40, runs_planned=3, runs_done=1, run_points_done=70)
    assert outlook.work_left(board, card) == 40 + 2 * 300 - 70
    card.stage = Stage.ITERATION
    assert outlook.work_left(board, card) == 40 + 300 - 70
    for stage in set(Stage) - {Stage.EXPERIMENT, Stage.ITERATION}:
        card.stage = stage
        assert outlook.work_left(board, card) == 0


@pytest.mark.parametrize(
    ("points", "speed", "days"),
    [(-5, 100, 0), (0, 100, 0), (1, 100, 1), (100, 100, 1), (101, 100, 2), (300, 85, 4), (340, 85, 4), (341, 85, 5)],
)
def test_days_of_work_are_rounded_up(points: int, speed: int, days: int) -> None:
    assert outlook.days_at(points, speed) == days


def test_the_days_left_are_at_the_speed_of_who_holds_the_card() -> None:
    board = fresh(focus_pct=[100, 50]).board
    card = put(board, RAG, Stage.EXPERIMENT, runs_planned=1, holder=0)
    assert outlook.training_days_left(board, card) == 3
    put(board, PROMPT, Stage.HYPOTHESIS, holder=0)
    assert outlook.training_days_left(board, card) == 6
    card.holder = -1
    assert outlook.training_days_left(board, card) == 3, "nobody holds it: full speed"


def test_a_plan_and_its_budget() -> None:
    world = fresh().world
    idea = world.ideas[RAG]
    idea.setup_points, idea.runs, idea.run_points, idea.gpus = 130, 2, 210, 2
    assert outlook.plan_points(world, RAG) == 550
    assert outlook.budget_gpu_min(world, RAG) == 2 * 6 * 24 * 60


def test_a_box_is_over_from_the_day_after_its_last() -> None:
    board = fresh().board
    card = put(board, RAG, Stage.EXPERIMENT, started_day=4, box_days=3)
    found = []
    for board.day in (4, 6, 7, 9):
        found.append(outlook.box_over(board, card))
    assert found == [0, 0, 1, 3]
    for stage in (Stage.KILLED, Stage.PRODUCTION):
        card.stage = stage
        assert outlook.box_over(board, card) == 0, "it is decided"
    card.stage, card.started_day = Stage.HYPOTHESIS, 0
    assert outlook.box_over(board, card) == 0, "it has not begun"


@pytest.mark.parametrize(("run", "points", "days"), [(300, 100, 1), (100, 100, 1), (60, 60, 1)])
def test_a_mend_is_only_a_runs_end(run: int, points: int, days: int) -> None:
    board = fresh().board
    board.world.ideas[RAG].run_points = run
    assert outlook.mend_points(board.world, RAG) == points and outlook.mend_days(board.world, RAG) == days
    card = board.cards[RAG]
    for regressed in Regression:
        card.regressed = int(regressed)
        assert outlook.iteration_points(board, card) == (points if regressed == Regression.EXPLAINED else run)


# --- launches -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "days", "again"), [(0, 0, 0), (1, 1, 0), (100, 1, 1), (200, 2, 1), (201, 3, 1), (250, 3, 2)]
)
def test_handoff_takes_days_and_half_of_them_for_a_model_that_was_live(points: int, days: int, again: int) -> None:
    board = fresh(handoff_points=points).board
    card = put(board, RAG, Stage.EVALUATION)
    assert outlook.handoff_days(board, card) == days
    card.live_days = 1
    assert (outlook.handoff_points(board, card), outlook.handoff_days(board, card)) == (points // 2, again)
    put(board, RAG, Stage.PRODUCTION, handoff_left=120)
    assert outlook.handoff_days(board, card) == 2, "what is left of it"


def test_what_holds_a_launch_and_for_how_long() -> None:
    board = fresh(needs_legal=True, legal_days=15, handoff_points=200).board
    card = put(board, RAG, Stage.EVALUATION)
    put(board, PROMPT, Stage.PRODUCTION, handoff_left=100)

    def held() -> list[tuple[LaunchCause, int, int]]:
        return [(one.cause, one.days, one.card) for one in launch_blocks(board, card)]

    newcomer, handoff = (LaunchCause.NEWCOMER, 0, PROMPT), (LaunchCause.HANDOFF, 2, -1)
    assert held() == [newcomer, handoff, (LaunchCause.LEGAL, 15, -1)]
    board.legal, board.legal_left = 1, 4
    assert held() == [newcomer, handoff, (LaunchCause.LEGAL, 4, -1)]
    board.legal = 2
    assert held() == [newcomer, handoff]
    put(board, PROMPT, Stage.KILLED)
    put(board, RAG, Stage.PRODUCTION, handoff_left=1)
    assert held() == [(LaunchCause.HANDOFF, 1, -1)], "on its own way it does not stand in it"
    board.cards[RAG].handoff_left = 0
    assert held() == []
    board.legal, board.world.needs_legal = 0, False
    assert held() == []


@pytest.mark.parametrize(
    ("fields", "settles"),
    [
        ({"share_pct": 0, "launched": 0}, True),
        ({"share_pct": 5, "launched": 3}, True),
        ({"share_pct": 99, "launched": 3}, True),
        ({"share_pct": 100, "launched": 3}, False),
        ({"share_pct": 0, "launched": 3}, False),
    ],
)
def test_a_model_settles_until_all_customers_have_it(fields: dict[str, int], settles: bool) -> None:
    board = fresh().board
    card = put(board, RAG, Stage.PRODUCTION, **fields)
    assert outlook.settling(board, card) == settles
    assert outlook.unsettled_newcomer(board) == (RAG if settles else -1)
    card.stage = Stage.EVALUATION
    assert not outlook.settling(board, card)


def test_a_model_fades_while_a_newer_one_has_traffic() -> None:
    board = fresh().board
    old = put(board, PROMPT, Stage.PRODUCTION, share_pct=95, launched=2, share_day=2)
    new = put(board, RAG, Stage.PRODUCTION, share_pct=5, launched=8, share_day=8)
    assert outlook.fading(board, old) and not outlook.fading(board, new)
    assert outlook.unsettled_newcomer(board) == RAG
    for name, value in (("share_pct", 0), ("share_day", 2), ("stage", Stage.EVALUATION)):
        kept = getattr(new, name)
        setattr(new, name, value)
        assert not outlook.fading(board, old), name
        setattr(new, name, kept)


@pytest.mark.parametrize(("share", "after"), [(0, 0), (4, 100), (5, 50), (6, 100), (50, 100), (99, 100), (100, 0)])
def test_the_next_step_of_a_canary(share: int, after: int) -> None:
    board = fresh(canary_days=3).board
    card = put(board, RAG, Stage.PRODUCTION, share_pct=share, share_day=10)
    assert outlook.next_share(card) == after
    assert outlook.share_due_day(board, card) == (13 if after else 0)
    assert Deploy.default_action(board, RAG) == Deploy(RAG, after or 100)


@pytest.mark.parametrize(("live", "seen", "met"), [(3, 0, True), (2, 0, False), (5, 2, True), (5, 3, False)])
def test_customers_had_a_model_for_a_canarys_days_before_it_came_back(live: int, seen: int, met: bool) -> None:
    board = fresh(canary_days=3).board
    card = put(board, RAG, Stage.PRODUCTION, live_days=live, monitored_ppm=[800_000] * seen)
    assert outlook.met_before(board, card) == met


def test_a_requirement_begins_on_its_day_or_with_the_first_customers() -> None:
    board = fresh().board
    card = put(board, RAG, Stage.PRODUCTION, share_pct=100, live_days=7)
    board.scope_data, board.scope_from = 3, 10
    found = []
    for board.day in (9, 10, 11):
        found.append(requirement_begins(board))
    assert found == [False, True, False]
    card.live_days = 1
    assert requirement_begins(board)
    card.live_days = 2
    assert not requirement_begins(board)
    board.day, board.scope_met = 10, True
    assert not requirement_begins(board)
    board.scope_met, card.share_pct = False, 0
    assert not requirement_begins(board), "nobody pays yet"


# --- GPUs and starts ------------------------------------------------------------------------------------------------


def test_gpus_are_claimed_by_cards_in_training_that_can_go_on() -> None:
    board = fresh(gpus=6).board
    for index in (RAG, AGENT):
        board.world.ideas[index].gpus = 2
    card = put(board, RAG, Stage.EXPERIMENT)
    put(board, AGENT, Stage.ITERATION)
    assert outlook.free_gpus(board) == 2 and outlook.free_gpus(board, [card]) == 4
    for name, value in (("paused", True), ("block", Block.NO_DATA), ("stage", Stage.EVALUATION)):
        kept = getattr(card, name)
        setattr(card, name, value)
        assert outlook.free_gpus(board) == 4, name
        setattr(card, name, kept)
    board.world.gpus = 3
    assert outlook.free_gpus(board) == -1


def foreseen(board: Board, index: int) -> tuple[Block, int, int]:
    """Cause, day and GPUs of a start today."""
    found = start_outlook(board, board.cards[index])
    return found.cause, found.day, found.gpus


def test_a_start_waits_for_as_many_gpus_as_are_missing_until_they_are_given_back() -> None:
    board = fresh(gpus=4).board
    board.day = 7
    ideas = board.world.ideas
    for index, left in ((PROMPT, 5), (RAG, 2)):
        ideas[index].gpus, ideas[index].runs = 2, 1
        put(board, index, Stage.EXPERIMENT, runs_planned=1, run_points_done=300 - 100 * left if left < 3 else -200)
    ideas[AGENT].gpus = 1
    assert foreseen(board, AGENT) == (Block.NO_GPU, 9, 1)
    ideas[AGENT].gpus = 2
    assert foreseen(board, AGENT) == (Block.NO_GPU, 9, 2)
    ideas[AGENT].gpus = 3
    assert foreseen(board, AGENT) == (Block.NO_GPU, 12, 3), "when the longer one ends too"
    ideas[AGENT].gpus = 5
    assert foreseen(board, AGENT) == (Block.NO_GPU, 0, 5), "never"
    board.world.gpus = 5
    ideas[AGENT].gpus = 1
    assert foreseen(board, AGENT) == (Block.NONE, 7, 0), "what is free is enough"


def test_a_start_waits_for_its_data_as_long_as_is_known() -> None:
    board = fresh().board
    board.day = 7
    board.world.ideas[RAG].dataset = LABELS
    task = board.data[LABELS]
    task.due_day = 12
    assert foreseen(board, RAG) == (Block.NO_DATA, 0, 0), "nobody has ordered any"
    task.batch_pct, task.column, task.days_left = 10, Column.ANNOTATION, 3
    assert foreseen(board, RAG) == (Block.NO_DATA, 12, 0)
    task.column, task.days_left = Column.QA, 0
    assert foreseen(board, RAG) == (Block.NO_DATA, 7, 0), "it can be accepted now"
    task.delivered_pct = 10
    assert foreseen(board, RAG) == (Block.NONE, 7, 0)


def disrupt(board: Board, kind: Chaos, until: int, data: int = -1) -> Disruption:
    """A disruption that lasts up to a day."""
    found = Disruption(int(kind), board.day, until, -1, data, int(Source.PLAYER))
    board.disruptions.append(found)
    return found


def test_a_start_waits_for_the_end_of_a_disruption() -> None:
    board = fresh(gpus=4).board
    board.day = 7
    issue = disrupt(board, Chaos.DATA_ISSUE, 9, CORPUS)
    assert foreseen(board, RAG) == (Block.DATA_ISSUE, 10, 0)
    issue.until_day = 6
    shortage = disrupt(board, Chaos.GPU_SHORTAGE, 11)
    assert foreseen(board, RAG) == (Block.NONE, 7, 0), "one card may train in a shortage"
    put(board, PROMPT, Stage.EXPERIMENT)
    assert foreseen(board, RAG) == (Block.SHORTAGE, 12, 0)
    board.world.ideas[RAG].gpus = 5
    assert foreseen(board, RAG) == (Block.SHORTAGE, 12, 2)
    shortage.until_day = 7
    assert foreseen(board, RAG) == (Block.SHORTAGE, 8, 2), "its last day"
    shortage.until_day = 6
    assert foreseen(board, RAG)[0] == Block.NO_GPU


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"priority": 1}, {"priority": 2, "running": True, "waited_days": 9}),
        ({"running": True}, {"waited_days": 9}),
        ({"waited_days": 2}, {"waited_days": 1}),
        ({}, {}),
    ],
)
def test_who_comes_first_in_the_queue(one: dict[str, int], other: dict[str, int]) -> None:
    """Priority, then who runs, then who has waited longer, then the lower number: whichever asked first."""
    for first, second in ((PROMPT, RAG), (RAG, PROMPT)):
        if not one and first == RAG:
            continue
        board = fresh().board
        ahead, behind = put(board, first, Stage.EXPERIMENT, **one), put(board, second, Stage.EXPERIMENT, **other)
        for asked in ([ahead, behind], [behind, ahead]):
            queue: list[Card] = []
            for card in asked:
                insert_in_queue(queue, card)
            assert queue == [ahead, behind]


def test_a_pool_is_shared_out_to_the_last_gpu() -> None:
    board = fresh(gpus=3).board
    cards = [board.cards[index] for index in (PROMPT, RAG, AGENT)]
    for card, gpus in zip(cards, (2, 2, 1), strict=True):
        board.world.ideas[card.index].gpus = gpus
    shared = allocate(board, cards)
    assert (shared.training, shared.waiting, shared.free_gpus, shared.gpus) == ([cards[0], cards[2]], [cards[1]], 0, 3)
    disrupt(board, Chaos.GPU_SHORTAGE, 9)
    shared = allocate(board, cards)
    assert (shared.training, shared.waiting, shared.gpus, shared.limit) == (cards[:1], cards[1:], 2, 1)
    board.reserved_gpus, board.reserved_until = 1, board.day
    shared = allocate(board, cards)
    assert (shared.training, shared.gpus, shared.limit) == ([cards[0], cards[2]], 3, 3)
    board.reserved_until = board.day - 1
    assert allocate(board, cards).gpus == 2, "the reservation is over"
    assert allocate(board, []).gpus == board.world.shortage_gpus


# --- standing orders ------------------------------------------------------------------------------------------------


def test_the_evaluation_order_asks_for_no_fewer_seeds_than_usual() -> None:
    assert [order_seeds(quiet(first_seeds=seeds)) for seeds in (1, 3, 5)] == [3, 3, 5]


def test_a_person_with_two_other_cards_in_flight_is_passed_by() -> None:
    board = fresh().board
    people = [idea.person for idea in board.world.ideas]
    mine = [index for index in range(20) if people[index] == people[RAG] and board.world.ideas[index].dataset < 0]
    first, second, third = mine[0], mine[1], mine[2]
    for index, card in enumerate(board.cards):
        card.shown = index in (first, second, third)
    for index in (first, second):
        put(board, index, Stage.EXPERIMENT, holder=people[RAG])
    assert next_start(board) == -1
    put(board, second, Stage.HYPOTHESIS, holder=people[RAG])
    assert next_start(board) == second, "its own place in flight does not count against it"
    put(board, second, Stage.KILLED)
    assert next_start(board) == third


@pytest.mark.parametrize(
    ("one", "other"),
    [((1, 10, 9), (2, 99, 0)), ((2, 60, 9), (2, 55, 0)), ((2, 60, 3), (2, 60, 4))],
)
def test_the_next_by_priority(one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    cards = []
    for priority, odds, index in (one, other):
        card = Card(index)
        card.priority, card.stated_pct = priority, odds
        cards.append(card)
    assert outlook.has_priority_over(*cards) and not outlook.has_priority_over(*reversed(cards))


# --- money ----------------------------------------------------------------------------------------------------------


def test_yesterdays_burn_is_what_running_cost_and_its_income_what_models_earned() -> None:
    board = fresh().board
    board.before.compute, board.before.labels, board.before.serving = -1_000, -200, -30
    board.ledger.compute, board.ledger.labels, board.ledger.serving = -1_700, -250, -34
    board.before.revenue, board.ledger.revenue = 5_000, 5_900
    board.ledger.launches = board.ledger.incidents = -7_777
    assert accounting.burn_cents(board) == 700 + 50 + 4
    assert accounting.live_cents(board) == 900


@pytest.mark.parametrize(("paid", "booked", "took"), [(85, 8_500, 1_500), (100, 8_500, 0), (90, 91, 10), (0, 0, 0)])
def test_what_an_unmet_requirement_took(paid: int, booked: int, took: int) -> None:
    assert accounting.unpaid_cents(quiet(scope_revenue_pct=paid), booked) == took


def test_a_measured_worth_is_never_negative_and_less_when_late() -> None:
    board = fresh(late_revenue_pct=4).board
    worth = accounting.measured_worth_cents
    assert (worth(board, 850_000), worth(board, 800_000), worth(board, 700_000)) == (50_000, 0, 0)
    assert worth(board, 850_000, board.world.latency_limit_ms + 250) == 45_000


@pytest.mark.parametrize(
    ("over", "lost"), [(-1, 0), (0, 0), (24, 0), (25, 1), (100, 4), (2_499, 99), (2_500, 100), (9_000, 100)]
)
def test_a_late_answer_loses_revenue_by_the_millisecond(over: int, lost: int) -> None:
    world = quiet(late_revenue_pct=4)
    assert late_loss_pct(world, world.latency_limit_ms + over) == lost


def test_the_risk_of_a_day_is_chance_times_price() -> None:
    state = fresh(
        bad_launch_ppm=850_000, bad_slice_ppm=760_000, incident_ppm=50_000, incident_cents=800_000,
        agent_incident_cents=600_000, incident_day_cents=90_000, unauthorised_ppm=[2_000, 40_000, 120_000],
        fault_ppm=[0, 40_000, 140_000], drift_ppm_day=500,
    )  # fmt: skip
    for index in (RAG, AGENT):
        card, hidden = state.board.cards[index], state.truth.cards[index]
        hidden.quality_ppm, hidden.skew_ppm, hidden.slice_ppm, hidden.fault, hidden.unauthorised = (
            880_000,
            -20_000,
            0,
            0,
            1,
        )
        assert online_quality(state, card) == 860_000
        # An agent's unauthorised runs of 4 % are noticed in a quarter: 1 % of $6,000.
        agents = 6_000 if index == AGENT else 0
        assert risk_cents(state, card) == agents
        hidden.fault = 1
        # Three points under the bar: 15 % of $8,000.
        assert online_quality(state, card) == 820_000 and risk_cents(state, card) == 120_000 + agents
        hidden.slice_ppm = -110_000
        # The slice is five points under its own bar, which is more.
        assert risk_cents(state, card) == 200_000 + agents
        hidden.slice_ppm, hidden.fault, card.aged_days, card.incident = 0, 0, 60, 1
        # Two points under the bar by drift, and an incident that goes on.
        assert risk_cents(state, card) == 80_000 + 90_000 + agents


def test_customers_met_are_paid_for_in_part_and_up_to_the_most() -> None:
    board = fresh(rollback_cents=80_000, rollback_days=5).board
    card = put(board, RAG, Stage.PRODUCTION, share_pct=100, exposed_pct=120)
    assert rollback_price(board, card) == 96_000 and most_rollback_cents(board.world) == 400_000
    for exposed, price in ((500, 400_000), (501, 400_000), (499, 399_200)):
        card.exposed_pct = exposed
        assert rollback_price(board, card) == price
    card.exposed_pct = 120
    assert [lowering_price(board, card, share) for share in (100, 50, 5, 0)] == [0, 48_000, 91_200, 96_000]
    lower_share(board, card, 50)
    assert (card.share_pct, card.exposed_pct, board.ledger.incidents) == (50, 60, -48_000)
    card.share_pct = 0
    assert rollback_price(board, card) == 0, "without traffic nothing is undone"


# --- traffic --------------------------------------------------------------------------------------------------------


def test_the_rest_of_the_traffic_is_the_other_live_models() -> None:
    board = fresh().board
    board.day = 9
    old = put(board, PROMPT, Stage.PRODUCTION, share_pct=100, launched=2, share_day=2)
    new = put(board, RAG, Stage.PRODUCTION, launched=9)
    set_share(board, new, 5)
    assert (new.share_pct, new.share_day, old.share_pct, old.share_day) == (5, 9, 95, 2)
    set_share(board, new, 0)
    assert (new.share_pct, old.share_pct) == (0, 100)
    old.share_pct = 0
    set_share(board, new, 50)
    assert old.share_pct == 0, "only a model without any traffic brings the standby back"
    set_share(board, new, 0)
    assert old.share_pct == 100


def test_the_standby_is_the_one_that_was_live_last() -> None:
    board = fresh().board
    for index, day in ((PROMPT, 4), (RAG, 7), (AGENT, 2)):
        put(board, index, Stage.PRODUCTION, launched=1, share_day=day)
    assert warm_standby(board, -1) == RAG and warm_standby(board, RAG) == PROMPT
    board.cards[RAG].share_pct = 5
    board.cards[PROMPT].launched = 0
    assert warm_standby(board, -1) == AGENT
    board.cards[AGENT].stage = Stage.KILLED
    assert warm_standby(board, -1) == -1


def test_the_live_model_has_the_most_traffic_and_on_a_tie_is_the_newest() -> None:
    board = fresh().board
    assert board.live() == -1
    put(board, PROMPT, Stage.PRODUCTION, share_pct=50, share_day=3)
    put(board, RAG, Stage.PRODUCTION, share_pct=50, share_day=8)
    assert board.live() == RAG and board.live(RAG) == PROMPT
    board.cards[PROMPT].share_pct = 51
    assert board.live() == PROMPT


# --- the board's counts ---------------------------------------------------------------------------------------------


def test_evidence_is_runs_and_seeds_up_to_all_of_it() -> None:
    board = fresh(evidence_run_pct=25, evidence_seed_pct=10).board
    card = board.cards[RAG]
    found = []
    for card.runs_done, card.seeds_done in ((0, 0), (1, 2), (3, 2), (2, 5), (4, 1)):
        found.append(board.evidence_pct(card))
    assert found == [0, 45, 95, 100, 100]


def test_a_family_teaches_by_its_decided_cards_that_were_written_down() -> None:
    board = fresh(fresh_ppm=5_000, fresh_cap=2).board
    family = board.world.ideas[RAG].family
    for index, runs in ((RAG, 2), (RAG + 4, 4), (RAG + 8, 3), (RAG + 12, 4)):
        put(board, index, Stage.KILLED, decision=2, documented=True, runs_done=runs)
    board.cards[RAG + 8].documented = False
    board.cards[RAG + 12].decision = 0
    assert board.family_decided(family) == 2
    assert board.family_fresh_ppm(family) == 5_000 * 150 // 100
    assert sum(board.fresh_ppm()) == board.family_fresh_ppm(family)
    board.cards[RAG + 8].documented = True
    assert board.family_fresh_ppm(family) == 2 * 5_000, "the cap"


def test_a_requirement_costs_from_its_day_until_it_is_met() -> None:
    board = fresh(scope_revenue_pct=85).board
    assert not board.has_scope_cost()
    board.scope_data, board.scope_from = 0, 10
    found = []
    for board.day in (9, 10, 11):
        found.append(board.has_scope_cost())
    assert found == [False, True, True]
    board.world.scope_revenue_pct = 100
    assert not board.has_scope_cost(), "where it takes nothing"
    board.world.scope_revenue_pct, board.scope_met = 85, True
    assert not board.has_scope_cost()


def test_a_disruption_is_active_through_its_last_day() -> None:
    board = fresh().board
    disrupt(board, Chaos.GPU_SHORTAGE, 3)
    disrupt(board, Chaos.DATA_ISSUE, 5)
    found = []
    for board.day in (3, 4, 5, 6):
        found.append((board.disruption_place(Chaos.GPU_SHORTAGE), board.disruption_place(Chaos.DATA_ISSUE)))
    assert found == [(0, 1), (-1, 1), (-1, 1), (-1, -1)]


def test_a_stage_counts_what_is_on_the_board_and_is_full_at_its_limit() -> None:
    board = fresh().board
    for index in (PROMPT, RAG):
        put(board, index, Stage.EXPERIMENT)
    put(board, AGENT, Stage.EXPERIMENT, shown=False)
    assert board.count(Stage.EXPERIMENT) == 2
    full = []
    for board.wip[Stage.EXPERIMENT] in (0, 1, 2, 3):
        full.append(board.full(Stage.EXPERIMENT))
    assert full == [False, True, True, False]


@pytest.mark.parametrize(
    ("stage", "fields", "flies"),
    [
        *((stage, {}, True) for stage in (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.ITERATION, Stage.EVALUATION)),
        *((stage, {}, False) for stage in (Stage.BACKLOG, Stage.PRODUCTION, Stage.KILLED)),
        (Stage.EVALUATION, {"parked": True}, False),
        (Stage.EVALUATION, {"parked": True, "seeds_pending": 1}, True),
    ],
)
def test_who_takes_a_holders_focus(stage: Stage, fields: dict[str, object], flies: bool) -> None:
    board = fresh().board
    card = put(board, RAG, stage, **fields)
    assert card.in_flight() == flies and board.count_in_flight() == int(flies)


@pytest.mark.parametrize(
    ("fields", "under"),
    [
        ({"kill_ppm": 0, "scores": [1]}, False),
        ({"scores": [799_999, 799_999]}, True),
        ({"scores": [800_000, 800_000]}, False),
        ({"scores": [800_000, 799_999]}, True),
        ({"corrected": [700_000], "kill_run": 2}, False),
        ({"corrected": [900_000, 799_999], "kill_run": 2}, True),
        ({"corrected": [700_000, 800_000], "kill_run": 2}, False),
        ({"corrected": [700_000, 700_000], "scores": [900_000], "kill_run": 2}, False),
        ({}, False),
    ],
)
def test_a_card_is_under_its_kill_line(fields: dict[str, object], under: bool) -> None:
    """A score counts, else the last run from the ticket's run on; at the line is not under it."""
    card = put(fresh().board, RAG, Stage.EVALUATION, **{"kill_ppm": 800_000, **fields})
    assert card.under_kill_line() == under


# --- small laws -----------------------------------------------------------------------------------------------------


def test_values_go_to_the_nearest_step_and_halves_up() -> None:
    assert [on_grid(value, 2_000) for value in (-1_001, -1_000, 999, 1_000, 2_999, 3_000)] == [
        -2_000,
        0,
        0,
        2_000,
        2_000,
        4_000,
    ]


def test_no_measured_quality_is_over_all_of_it() -> None:
    assert [capped(value) for value in (999_999, 1_000_000, 1_000_001)] == [999_999, 1_000_000, 1_000_000]


def test_monitoring_is_as_sharp_as_the_share_of_traffic() -> None:
    assert [share_class(share) for share in (1, 5, 19, 20, 79, 80, 100)] == [0, 0, 0, 1, 1, 2, 2]


def test_a_run_closes_its_part_of_the_gap_rounded_down() -> None:
    assert [learned_ppm(gap, 450_000) for gap in (0, 1, 2, 3, 100_001)] == [0, 0, 0, 1, 45_000]


def test_what_a_card_tends_to_is_all_that_is_known_of_it_and_never_perfect() -> None:
    state = fresh()
    card, hidden = state.board.cards[RAG], state.truth.cards[RAG]
    hidden.ceiling_ppm, hidden.gained_ppm, hidden.penalty_ppm, card.fresh_ppm = 900_000, 30_000, 50_000, 7_000
    assert ceiling_now(card, hidden) == 887_000
    found = []
    for hidden.gained_ppm in (132_999, 133_000, 133_001):
        found.append(ceiling_now(card, hidden))
    assert found == [989_999, 990_000, 990_000]


def test_a_day_of_the_pool_has_all_its_minutes() -> None:
    assert DAY_GPU_MIN == 24 * 60 and len(Order) == len(fresh().board.orders)
