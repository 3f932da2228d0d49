"""Cards through the stages: tickets, runs, pauses, focus, the pool, evaluation time."""

import pytest

from aiboard.engine.act import IllegalAction, act, check, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import on_grid
from aiboard.engine.day import advance
from aiboard.engine.happenings.cards import IdeaAdded, RunEnded, SetupDone, WentOverLimit
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Block, Change, Mode, Order, Reason, Refusal, Stage
from aiboard.engine.outlook import training_days_left
from aiboard.engine.systems.compute import DAY_GPU_MIN, cards_held, speed_of
from aiboard.engine.systems.training import ceiling_now
from aiboard.engine.verbs import (
    AddIdea,
    Defer,
    Evaluate,
    Guidelines,
    Iterate,
    Kill,
    Pause,
    Prioritise,
    Resume,
    StandingOrder,
    Start,
    Ticket,
)
from tests.engine.play import days, evaluated, kinds, of_kind, trained, until
from tests.engine.worlds import AGENT, LABELS, PROMPT, RAG, TUNING, quiet, world


def free(**changes: object) -> State:
    """A project of a manager without a clock, where cards of one person do not slow each other unless asked for."""
    return new_state(quiet(**{"minutes": 100_000, "focus_pct": [100], **changes}), 5)


# --- tickets -----------------------------------------------------------------------------------------------------


def test_starting_from_the_backlog_writes_the_ticket() -> None:
    state = free()
    card = state.board.cards[RAG]
    act(state, Start(RAG))
    assert (card.success_ppm, card.kill_ppm, card.ticket_day) == (880_000, 800_000, 1)
    # 100 points of setup and three runs of 300 are ten days; three more for evaluation.
    assert card.box_days == 13 and card.stage == Stage.EXPERIMENT


def test_a_ticket_is_fixed_before_training() -> None:
    state = free()
    act(state, Ticket(RAG, 900_000, 820_000, 9))
    act(state, Start(RAG))
    card = state.board.cards[RAG]
    assert (card.success_ppm, card.kill_ppm, card.box_days) == (900_000, 820_000, 9)
    with pytest.raises(IllegalAction, match="WRONG_STAGE"):
        act(state, Ticket(RAG, 700_000))


def test_freshness_comes_from_decided_cards_that_were_written_down() -> None:
    """Fixed with the ticket: what is learned later no longer reaches a card designed before (design freshness)."""
    state = free()
    early = RAG + 4
    act(state, Ticket(early))
    board = state.board
    for index, text in ((RAG, "too small"), (RAG + 8, "")):
        act(state, Start(index))
        board.cards[index].runs_done = 4
        do_kill(state, index, text)
    act(state, Ticket(RAG + 12))
    assert (board.cards[early].fresh_cards, board.cards[RAG + 12].fresh_cards) == (0, 1)
    assert board.cards[RAG + 12].fresh_ppm == state.world.fresh_ppm
    gained = [ceiling_now(board.cards[i], state.truth.cards[i]) - state.truth.cards[i].ceiling_ppm for i in (early, 13)]
    assert gained == [0, state.world.fresh_ppm]


def do_kill(state: State, index: int, text: str) -> None:
    act(state, Kill(index, learning=text))


def test_freshness_has_a_cap() -> None:
    state = free(fresh_cap=1)
    for index in (RAG, RAG + 4):
        act(state, Start(index))
        state.board.cards[index].runs_done = 4
        do_kill(state, index, "noted")
    act(state, Ticket(RAG + 8))
    assert state.board.cards[RAG + 8].fresh_cards == 1
    assert state.board.cards[RAG + 8].fresh_ppm == state.world.fresh_ppm


@pytest.mark.parametrize(("runs", "seeds", "share"), [(0, 0, 0), (1, 0, 25), (2, 3, 80), (3, 5, 100), (0, 16, 100)])
def test_a_card_teaches_by_its_evidence(runs: int, seeds: int, share: int) -> None:
    """A card that was stopped before anybody measured it teaches nothing, whatever is written about it."""
    state = free()
    act(state, Start(RAG))
    card = state.board.cards[RAG]
    card.runs_done, card.seeds_done = runs, seeds
    do_kill(state, RAG, "noted")
    act(state, Ticket(RAG + 4))
    later = state.board.cards[RAG + 4]
    assert later.fresh_ppm == state.world.fresh_ppm * share // 100
    assert later.fresh_cards == (1 if share else 0)


def test_an_idea_on_request_costs_an_hour_and_may_have_to_wait_for_the_next_sprint() -> None:
    state = new_state(quiet(adds_a_sprint=1), 5)
    family = next(one.family for one in legal_actions(state.board) if isinstance(one, AddIdea))
    act(state, AddIdea(family))
    assert state.board.minutes_left == 240 - 60
    assert check(state.board, AddIdea(family)) == Refusal.NEXT_SPRINT
    days(state, state.world.sprint_days)
    assert state.board.added_sprint == 0 and check(state.board, AddIdea(family)) != Refusal.NEXT_SPRINT


def test_killing_what_was_never_started_is_no_decision() -> None:
    state = free()
    do_kill(state, RAG, "no")
    assert state.board.decided == 0 and state.board.cards[RAG].stage == Stage.KILLED


# --- hours -------------------------------------------------------------------------------------------------------


def test_hours_are_spent_and_do_not_keep() -> None:
    state = new_state(quiet(), 5)
    assert state.board.minutes_left == 240
    act(state, Start(RAG))
    act(state, Ticket(PROMPT))
    assert state.board.minutes_left == 120
    do_kill(state, 4, "free")
    act(state, Prioritise(5, 1))
    assert state.board.minutes_left == 120
    with pytest.raises(IllegalAction, match="NOT_ENOUGH_TIME"):
        act(state, Guidelines(LABELS))
    advance(state)
    assert state.board.minutes_left == 240


def test_standing_orders_are_free_at_planning() -> None:
    state = new_state(quiet(), 5)
    act(state, StandingOrder(0, 2))
    assert state.board.minutes_left == 240
    days(state, 1)
    act(state, StandingOrder(1, 1))
    assert state.board.minutes_left == 180


# --- training ----------------------------------------------------------------------------------------------------


def test_a_run_closes_its_share_of_the_gap() -> None:
    state = free()
    act(state, Start(RAG))
    hidden = state.truth.cards[RAG]
    start, gap = hidden.quality_ppm, hidden.ceiling_ppm - hidden.quality_ppm
    days(state, 4)
    rate = state.world.rate_ppm[hidden.rate]
    assert hidden.quality_ppm == start + gap * rate // 1_000_000
    assert len(state.board.cards[RAG].readouts) == 1


def test_training_never_takes_quality_away() -> None:
    state = free()
    state.truth.cards[RAG].ceiling_ppm = 500_000
    before = state.truth.cards[RAG].quality_ppm
    trained(state, RAG)
    assert state.truth.cards[RAG].quality_ppm == before


def test_setup_then_runs_take_their_days() -> None:
    state = free()
    act(state, Start(RAG))
    told = [kinds(advance(state)) for _ in range(10)]
    assert [day for day, found in enumerate(told, 1) if SetupDone in found] == [1]
    assert [day for day, found in enumerate(told, 1) if RunEnded in found] == [4, 7, 10]
    assert state.board.cards[RAG].stage == Stage.EVALUATION


def test_surplus_work_carries_over() -> None:
    """At 92 % a run of 300 points takes 3.26 days: the fraction is not rounded up run by run."""
    state = free(focus_pct=[92])
    act(state, Start(RAG))
    advance(state)
    assert state.board.cards[RAG].speed_pct == 92
    found = [event.day for event in of_kind(days(state, 10), RunEnded) if event.card == RAG]
    # Setup 100 points: two days (84 over); runs at 300, 600, 900 points: days 5, 8, 11.
    assert found == [5, 8, 11]


def test_a_pause_keeps_the_run_and_costs_a_day_to_come_back() -> None:
    state = free()
    card = state.board.cards[RAG]
    act(state, Start(RAG))
    days(state, 3)
    assert card.run_points_done == 200
    act(state, Pause(RAG))
    days(state, 4)
    assert (card.block, card.run_points_done) == (Block.PAUSED, 200)
    act(state, Resume(RAG))
    advance(state)
    assert (card.run_points_done, card.setup_left, card.readouts) == (200, 0, [])
    advance(state)
    assert len(card.readouts) == 1


def test_an_early_evaluation_drops_the_rest_of_the_plan() -> None:
    state = free()
    act(state, Start(RAG))
    days(state, 5)
    act(state, Evaluate(RAG, 2))
    card = state.board.cards[RAG]
    assert (card.stage, card.run_points_done, card.runs_done) == (Stage.EVALUATION, 0, 1)


def test_no_evaluation_without_a_checkpoint() -> None:
    state = free()
    act(state, Start(RAG))
    days(state, 2)
    with pytest.raises(IllegalAction, match="NO_EVIDENCE"):
        act(state, Evaluate(RAG, 2))


def test_what_an_iteration_changes() -> None:
    """One thing at a time: longer closes the gap, a technique moves quality and ceiling, slimmer trades quality."""
    for change in Change:
        state = free()
        card = trained(state, AGENT)
        hidden = state.truth.cards[AGENT]
        before = hidden.quality_ppm, hidden.gained_ppm, hidden.latency_ms, hidden.serving_cents
        act(state, Iterate(AGENT, int(change)))
        assert card.stage == Stage.ITERATION
        until(state, lambda card=card: card.stage == Stage.EVALUATION)
        after = hidden.quality_ppm, hidden.gained_ppm, hidden.latency_ms, hidden.serving_cents
        assert len(card.readouts) == 4 and card.scores == []
        if change == Change.SLIMMER:
            slim = state.world.slim_ppm, state.world.slim_pct
            assert after == (before[0] - slim[0], before[1] - slim[0], *(one * slim[1] // 100 for one in before[2:]))
        elif change == Change.TECHNIQUE:
            assert after[0] - before[0] == after[1] - before[1] != 0 and after[2:] == before[2:]
        else:
            assert after[0] >= before[0] and after[1:] == before[1:]
        assert card.overfit_ppm == (state.world.overfit_ppm if change == Change.LONGER else 0)


def test_an_iteration_takes_hours_and_setup_by_what_it_changes() -> None:
    state = free()
    card = trained(state, RAG)
    previews = [Iterate(RAG, int(change)).preview(state.board) for change in Change]
    assert [one.minutes for one in previews] == [0, 120, 60]
    assert [one.setup_points for one in previews] == [0, state.world.technique_setup_points, 0]
    act(state, Iterate(RAG, Change.TECHNIQUE))
    assert card.setup_left == state.world.technique_setup_points


def test_a_technique_may_make_a_card_worse() -> None:
    gains = []
    for seed in range(40):
        state = new_state(quiet(minutes=100_000), seed)
        card = trained(state, RAG)
        before = state.truth.cards[RAG].quality_ppm
        act(state, Iterate(RAG, Change.TECHNIQUE))
        until(state, lambda card=card: card.stage == Stage.EVALUATION)
        gains.append(state.truth.cards[RAG].quality_ppm - before)
    assert 4 < sum(gain < 0 for gain in gains) < 20


def test_a_training_flatters_by_its_cards_own_optimism() -> None:
    """All readouts of a card are off by the same amount on top of their noise; what is usual is taken off, no more."""
    state = new_state(quiet(minutes=100_000, readout_sd_ppm=0), 3)
    card = trained(state, RAG)
    hidden = state.truth.cards[RAG]
    step = state.world.score_step_ppm
    assert card.readouts[-1] == on_grid(hidden.quality_ppm, step) + hidden.optimism_ppm
    usual = state.world.optimism_mean_ppm
    assert card.corrected == [value - usual for value in card.readouts]
    act(state, Iterate(RAG, Change.LONGER))
    until(state, lambda: card.stage == Stage.EVALUATION)
    act(state, Iterate(RAG, Change.LONGER))
    until(state, lambda: card.stage == Stage.EVALUATION)
    flattered = hidden.optimism_ppm + 2 * state.world.overfit_ppm
    assert card.readouts[-1] == on_grid(hidden.quality_ppm, step) + flattered
    assert card.corrected[-1] == card.readouts[-1] - usual - 2 * state.world.overfit_ppm


def test_a_second_technique_wins_half() -> None:
    state = free(technique_sd_ppm=0, days=90)
    trained(state, RAG)
    gains = []
    for _ in range(3):
        before = state.truth.cards[RAG].gained_ppm
        act(state, Iterate(RAG, Change.TECHNIQUE))
        until(state, lambda state=state: state.board.cards[RAG].stage == Stage.EVALUATION)
        gains.append(state.truth.cards[RAG].gained_ppm - before)
    assert gains == [8_000, 4_000, 8_000 // 3]


# --- focus and the pool ------------------------------------------------------------------------------------------


def test_speed_by_the_cards_that_a_person_holds() -> None:
    board = Board(world(focus_pct=[100, 85, 55, 40]))
    assert [speed_of(board, cards) for cards in (0, 1, 2, 3, 4, 9)] == [100, 100, 85, 55, 40, 40]


def test_only_the_cards_of_one_person_slow_each_other() -> None:
    state = free(gpus=20, focus_pct=[100, 85, 55, 40])
    board = state.board
    people = [idea.person for idea in board.world.ideas]
    first = 0
    same = people.index(people[first], 1)
    other = next(index for index, person in enumerate(people) if person != people[first])
    for index in (first, same, other):
        act(state, Start(index))
    advance(state)
    assert [board.cards[index].speed_pct for index in (first, same, other)] == [85, 85, 100]
    assert [board.cards[index].holder for index in (first, same, other)] == [
        people[first],
        people[first],
        people[other],
    ]
    act(state, Kill(same, Reason.GAP))
    advance(state)
    assert board.cards[first].speed_pct == 100


def test_a_card_of_somebody_who_does_not_build_goes_to_the_builder_with_the_fewest() -> None:
    made = quiet(minutes=100_000)
    for person in made.people[:2]:
        person.builds = False
    state = new_state(made, 3)
    theirs = [index for index, idea in enumerate(made.ideas) if idea.person < 2][:3]
    for index in theirs:
        act(state, Ticket(index))
    assert [state.board.cards[index].holder for index in theirs] == [2, 3, 2]
    act(state, Defer(theirs[0]))
    assert state.board.cards[theirs[0]].holder == -1
    assert cards_held(state.board) == [0, 0, 1, 1]


def test_an_untouched_evaluation_is_parked() -> None:
    state = free()
    card = evaluated(state, RAG)
    assert card.in_flight() and state.board.count_in_flight() == 1
    days(state, 5)
    assert card.parked and not card.in_flight() and state.board.count_in_flight() == 0
    act(state, Evaluate(RAG, 1))
    assert card.in_flight()


def test_the_queue_goes_by_priority_then_waiting_then_id() -> None:
    state = free(gpus=1)
    for index in (PROMPT, RAG, AGENT):
        act(state, Start(index))
    advance(state)
    act(state, Prioritise(AGENT, 1))
    order = []
    for _ in range(12):
        advance(state)
        order.append(next((card.index for card in state.board.cards if card.running), -1))
    # Priority first, setup and runs to their end (the tenth day's evening it is done); then who has waited longest.
    assert order == [AGENT] * 9 + [-1, RAG, RAG]


def test_a_small_card_may_pass_a_large_one() -> None:
    state = free(gpus=2)
    large = next(i for i, idea in enumerate(state.world.ideas) if idea.gpus == 2 and idea.dataset < 0)
    act(state, Start(PROMPT))
    act(state, Start(large))
    act(state, Start(RAG))
    act(state, Prioritise(PROMPT, 1))
    days(state, 2)
    assert [index for index in (PROMPT, RAG, large) if state.board.cards[index].running] == [PROMPT, RAG]
    assert state.board.cards[large].block == Block.NO_GPU


def test_evaluation_gets_what_training_leaves() -> None:
    """Seeds of four GPU-hours: with two of four GPUs training, 48 GPU-hours are left, twelve seeds a day."""
    state = free(gpus=4, eval_gpu_min=960)
    card = trained(state, RAG)
    for index in (0, 3, 4):
        act(state, Start(index))
    days(state, 2)
    act(state, Evaluate(RAG, 5))
    advance(state)
    # Training takes all four (0, 3: one each; 4: two): nothing is left.
    assert state.board.gpu_used_min == 4 * DAY_GPU_MIN
    assert card.block == Block.EVAL_QUEUE and card.eval_left_min == 5 * 960
    act(state, Pause(4))
    before = state.board.ledger.compute
    advance(state)
    assert card.eval_left_min == 5 * 960 - 2 * DAY_GPU_MIN and state.board.eval_used_min == 2 * DAY_GPU_MIN
    assert before - state.board.ledger.compute == 4 * 24 * state.world.gpu_hour_cents, "evaluation is paid as training"
    advance(state)
    assert len(card.scores) == 5 and state.board.eval_used_min == 5 * 960 - 2 * DAY_GPU_MIN


def test_an_evaluation_that_waited_and_is_done_waits_no_more() -> None:
    state = free(gpus=2, eval_gpu_min=100)
    card = trained(state, RAG)
    act(state, Evaluate(RAG, 1))
    state.world.gpus = 0
    advance(state)
    assert (card.block, card.waited_days) == (Block.EVAL_QUEUE, 1)
    state.world.gpus = 2
    advance(state)
    assert len(card.scores) == 1 and (card.block, card.waited_days) == (Block.NONE, 0)


def test_the_days_left_of_an_iteration_are_those_it_takes() -> None:
    state = free()
    card = evaluated(state, RAG)
    act(state, Iterate(RAG, Change.TECHNIQUE))
    left = training_days_left(state.board, card)
    assert left > 1 and until(state, lambda: card.stage == Stage.EVALUATION) == left
    assert card.versions == list(range(1, len(card.readouts) + 1)), "each readout is of the next checkpoint"


def test_gpu_time_is_paid_by_the_minute_used() -> None:
    state = free()
    act(state, Start(RAG))
    days(state, 1)
    assert state.board.ledger.compute == -24 * state.world.gpu_hour_cents, "setup holds its GPU"
    days(state, 1)
    assert state.board.ledger.compute == -48 * state.world.gpu_hour_cents


def test_a_hard_limit_refuses_and_a_soft_one_tells() -> None:
    hard = free(hard_wip=True, wip=[0, 5, 1, 4, 2, 2, 0])
    act(hard, Start(RAG))
    with pytest.raises(IllegalAction, match="WIP_FULL"):
        act(hard, Start(PROMPT))
    soft = free(wip=[0, 5, 1, 4, 2, 2, 0])
    act(soft, Start(RAG))
    told = act(soft, Start(PROMPT))
    over = of_kind(told, WentOverLimit)
    assert [(event.stage, event.count) for event in over] == [(int(Stage.EXPERIMENT), 2)]


def test_a_limit_of_zero_is_none() -> None:
    state = free(hard_wip=True, wip=[0] * 7)
    for index in (RAG, PROMPT, AGENT):
        assert not of_kind(act(state, Start(index)), WentOverLimit)
    assert not state.board.full(Stage.EXPERIMENT)
    auto = free(wip=[0] * 7, gpus=12)
    act(auto, StandingOrder(Order.START, Mode.AUTO))
    days(auto, 1)
    assert auto.board.count(Stage.EXPERIMENT) > 3


def test_ideas_are_proposed_at_planning_and_on_request() -> None:
    state = free()
    told = days(state, 10)
    assert [event.card for event in of_kind(told, IdeaAdded)] == [20, 21]
    act(state, AddIdea(TUNING))
    act(state, AddIdea(TUNING))
    with pytest.raises(IllegalAction, match="NO_IDEAS_LEFT"):
        act(state, AddIdea(TUNING))


def test_an_evaluation_that_got_gpu_time_is_under_way_and_one_that_got_none_waits() -> None:
    state = new_state(quiet(minutes=100_000, eval_gpu_min=100_000), 5)
    card = trained(state, RAG)
    act(state, Evaluate(RAG, 1))
    before = card.eval_left_min
    advance(state)
    card = state.board.cards[RAG]
    assert 0 < card.eval_left_min < before
    assert (card.block, card.waited_days) == (Block.NONE, 0)
    state.world.gpus = 0
    advance(state)
    card = state.board.cards[RAG]
    assert (card.block, card.waited_days) == (Block.EVAL_QUEUE, 1)
