"""What each disruption does, how long, how drawn ones are spread and warned of, and what eases them."""

from itertools import pairwise

import pytest

from aiboard.engine.act import IllegalAction, act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.happenings.cards import Diverged, RunEnded
from aiboard.engine.happenings.chaos import ChaosBegan, ChaosEnded, ChaosHinted
from aiboard.engine.happenings.data import ScopeMet
from aiboard.engine.happenings.live import Monitored
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import CHAOS_ROWS, Block, Change, Chaos, Column, Refusal, Regression, Source, Stage
from aiboard.engine.outlook import MEND_POINTS, iteration_points
from aiboard.engine.systems.compute import DAY_GPU_MIN
from aiboard.engine.systems.production import online_quality
from aiboard.engine.systems.training import MOST_LOSSES
from aiboard.engine.verbs import (
    Accept,
    Deploy,
    Evaluate,
    Inject,
    Iterate,
    OrderData,
    Pause,
    Prioritise,
    Promote,
    Reserve,
    RollBack,
    RootCause,
    Start,
)
from tests.engine.play import days, evaluated, launched, of_kind, trained, until
from tests.engine.worlds import LABELS, PROMPT, RAG, SCOPE, TUNING, quiet, world


def inject(state: State, kind: Chaos, length: int = 0) -> None:
    act(state, Inject(int(kind), length))


def free(**changes: object) -> State:
    return new_state(quiet(minutes=100_000, **changes), 5)


def running(state: State) -> list[int]:
    return [card.index for card in state.board.cards if card.running and card.setup_left == 0]


# --- GPU shortage ------------------------------------------------------------------------------------------------


def test_a_shortage_lets_exactly_one_experiment_run() -> None:
    state = free()
    for index in (0, 1, 3):
        act(state, Start(index))
    days(state, 2)
    assert len(running(state)) == 3
    inject(state, Chaos.GPU_SHORTAGE)
    for _ in range(state.world.chaos_days[Chaos.GPU_SHORTAGE]):
        advance(state)
        waiting = [card for card in state.board.cards if card.block == Block.SHORTAGE]
        assert len(running(state)) == 1 and len(waiting) == 2
        assert {card.block_until for card in waiting} == {3 + 5}
        assert state.board.running_max == 1 and state.board.gpu_min == DAY_GPU_MIN
    assert state.board.disruption_place(Chaos.GPU_SHORTAGE) < 0
    advance(state)
    assert len(running(state)) >= 2
    trains = [state.board.cards[index] for index in running(state)]
    assert {(card.block, card.block_until) for card in trains} == {(Block.NONE, 0)}


def test_a_shortage_lets_a_large_card_run_too_and_starves_evaluation() -> None:
    state = free()
    trained(state, RAG)
    large = next(i for i, idea in enumerate(state.world.ideas) if idea.gpus == 2 and idea.dataset < 0)
    act(state, Start(large))
    days(state, 2)
    act(state, Evaluate(RAG, 3))
    inject(state, Chaos.GPU_SHORTAGE)
    advance(state)
    assert running(state) == [large] and state.board.gpu_used_min == 2 * DAY_GPU_MIN
    assert state.board.cards[RAG].block == Block.EVAL_QUEUE and not state.board.cards[RAG].scores


def test_who_runs_in_a_shortage_is_the_players_order() -> None:
    state = free()
    for index in (0, 1, 3):
        act(state, Start(index))
    days(state, 2)
    act(state, Prioritise(3, 1))
    inject(state, Chaos.GPU_SHORTAGE)
    advance(state)
    assert running(state) == [3]


def test_reserved_gpus_ease_a_shortage() -> None:
    state = free()
    for index in (0, 1, 3):
        act(state, Start(index))
    days(state, 2)
    before = state.board.ledger.compute
    act(state, Reserve(2, 5))
    assert state.board.ledger.compute == before - 2 * 5 * state.world.reserve_cents
    inject(state, Chaos.GPU_SHORTAGE)
    advance(state)
    assert len(running(state)) == 3


def test_setup_waits_for_gpus_too() -> None:
    state = free()
    inject(state, Chaos.GPU_SHORTAGE)
    for index in (0, 1, 3):
        act(state, Start(index))
    left = [state.board.cards[index].setup_left for index in (0, 1, 3)]
    advance(state)
    assert [state.board.cards[index].setup_left for index in (0, 1, 3)] == [0, *left[1:]]
    assert [state.board.cards[index].block for index in (0, 1, 3)] == [Block.NONE, Block.SHORTAGE, Block.SHORTAGE]


# --- data issue --------------------------------------------------------------------------------------------------


def test_a_data_issue_stalls_experiment() -> None:
    state = free()
    for index in (0, 1, 3):
        act(state, Start(index))
    days(state, 2)
    done = [state.board.cards[index].run_points_done for index in (0, 1, 3)]
    inject(state, Chaos.DATA_ISSUE)
    for _ in range(state.world.chaos_days[Chaos.DATA_ISSUE]):
        advance(state)
        for index in (0, 1, 3):
            assert state.board.cards[index].block == Block.DATA_ISSUE
            assert state.board.cards[index].block_until == 3 + 4
    assert [state.board.cards[index].run_points_done for index in (0, 1, 3)] == done
    assert state.board.gpu_used_min == 0
    advance(state)
    assert len(running(state)) == 3


def test_a_found_root_cause_saves_three_quarters_of_the_rest() -> None:
    state = free()
    inject(state, Chaos.DATA_ISSUE, 8)
    advance(state)
    assert RootCause().preview(state.board).saved_days == 5
    act(state, RootCause())
    # Day 2 of 8: six are left after today; three quarters of them, rounded up, are saved.
    assert state.board.disruptions[0].until_day == 8 - 5
    assert check(state.board, RootCause()) == Refusal.NO_TARGET


def test_the_cause_of_a_vendor_delay_brings_the_labels_sooner() -> None:
    due = []
    for finds in (False, True):
        state = free()
        act(state, OrderData(LABELS, 100))
        advance(state)
        before = state.board.data[LABELS].due_day
        inject(state, Chaos.VENDOR_DELAY, 8)
        if finds:
            act(state, RootCause())
            assert check(state.board, RootCause()) == Refusal.NO_TARGET
        due.append(state.board.data[LABELS].due_day - before)
    assert due[0] == 8 and 0 <= due[1] <= 3


def test_an_unstable_card_loses_runs_until_its_cause_is_found() -> None:
    lost = []
    for finds in (False, True):
        state = free()
        act(state, Start(RAG))
        days(state, 3)
        inject(state, Chaos.DIVERGENCE)
        if finds:
            act(state, RootCause(RAG))
        days(state, 12)
        lost.append(state.board.cards[RAG].diverged)
        assert not state.board.cards[RAG].unstable or not finds
    assert lost == [MOST_LOSSES, 1]


def test_without_a_shared_corpus_it_stalls_only_its_own_cards() -> None:
    state = free()
    state.world.datasets[0].ready = False
    state.board.data[0].delivered_pct = 0
    act(state, OrderData(LABELS, 100))
    until(state, lambda: state.board.data[LABELS].kappa_items > 0)
    act(state, Accept(LABELS))
    needy = next(i for i, idea in enumerate(state.world.ideas) if idea.dataset == LABELS)
    act(state, Start(needy))
    act(state, Start(RAG))
    days(state, 2)
    inject(state, Chaos.DATA_ISSUE)
    advance(state)
    assert state.board.cards[needy].block == Block.DATA_ISSUE and running(state) == [RAG]


# --- eval regression ---------------------------------------------------------------------------------------------


def test_a_regression_sends_the_live_model_back_and_voids_scores() -> None:
    state = free()
    live = launched(state, RAG)
    waiting = evaluated(state, PROMPT)
    asked = evaluated(state, 4, 3)
    act(state, Evaluate(4, 2))
    baseline = list(state.board.baseline)
    revenue = state.board.ledger.revenue
    inject(state, Chaos.EVAL_REGRESSION)
    assert live.stage == Stage.EVALUATION and live.share_pct == 0 and live.scores == []
    assert waiting.scores == [] and waiting.slice_ppm == 0
    assert state.board.baseline != baseline and state.board.set_version == 1
    advance(state)
    assert state.board.ledger.revenue == revenue
    assert len(asked.scores) == 2, "an evaluation under way is scored on the new set"
    act(state, Evaluate(RAG, 5))
    until(state, lambda: len(live.scores) == 5)
    act(state, Promote(RAG))
    # Half of the handoff: it has been live before.
    assert live.handoff_left == state.world.handoff_points // 2


def test_a_regressed_model_is_worse_until_its_cause_is_found_and_it_was_iterated() -> None:
    state = free(days=80, drift_ppm_day=0)
    card = launched(state, RAG)
    hidden = state.truth.cards[RAG]
    hidden.ceiling_ppm = hidden.quality_ppm
    sound, online = state.quality(card), online_quality(state, card)
    inject(state, Chaos.EVAL_REGRESSION)
    for step in (lambda: None, lambda: iterated(state, RAG), lambda: act(state, RootCause(RAG))):
        step()
        assert state.quality(card) == sound - state.world.regression_ppm
        assert online_quality(state, card) == online - state.world.regression_ppm
    with pytest.raises(IllegalAction, match="NO_TARGET"):
        act(state, RootCause(RAG))
    iterated(state, RAG)
    assert (state.quality(card), online_quality(state, card)) == (sound, online)


def test_a_regression_with_a_known_cause_is_mended_in_a_day() -> None:
    state = free(days=80)
    card = launched(state, RAG)
    inject(state, Chaos.EVAL_REGRESSION)
    run = state.world.ideas[RAG].run_points
    assert iteration_points(state.board, card) == run > MEND_POINTS
    act(state, RootCause(RAG))
    began = state.board.day
    iterated(state, RAG)
    assert state.board.day - began == 1 and state.board.cards[RAG].regressed == Regression.NONE
    assert iteration_points(state.board, card) == run


def iterated(state: State, index: int) -> None:
    """One more run of a card in Evaluation, which changes nothing but its length."""
    act(state, Iterate(index, int(Change.LONGER)))
    until(state, lambda: state.board.cards[index].stage == Stage.EVALUATION)


def test_a_regressed_model_launched_again_unchanged_fails_again() -> None:
    """Offline and live: neither a launch nor another evaluation mends it."""
    state = free(days=80, drift_ppm_day=0, monitor_sd_ppm=[0, 0, 0])
    card = launched(state, RAG)
    days(state, 1)
    seen = card.monitored_ppm[-1]
    inject(state, Chaos.EVAL_REGRESSION)
    act(state, Promote(RAG))
    until(state, lambda: card.share_pct > 0)
    assert card.monitored_ppm[-1] == seen - state.world.regression_ppm


def test_a_warm_standby_takes_over() -> None:
    state = free()
    first = launched(state, RAG)
    second = launched(state, PROMPT)
    assert (first.share_pct, second.share_pct) == (0, 100)
    inject(state, Chaos.EVAL_REGRESSION)
    assert (first.share_pct, second.share_pct) == (100, 0) and second.stage == Stage.EVALUATION


def test_no_live_model_no_regression() -> None:
    state = free()
    with pytest.raises(IllegalAction, match="NO_TARGET"):
        inject(state, Chaos.EVAL_REGRESSION)


# --- scope change ------------------------------------------------------------------------------------------------


def test_a_scope_change_brings_data_cards_and_a_loss_until_it_is_met() -> None:
    state = free(days=80, monitor_sd_ppm=[0, 0, 0], drift_ppm_day=0)
    live = launched(state, RAG)
    hidden = [card.index for card in state.board.cards if not card.shown]
    inject(state, Chaos.SCOPE_CHANGE, 3)
    board = state.board
    assert board.scope_data == SCOPE and board.data[SCOPE].shown and board.scope_from == board.day + 3
    assert len([index for index in hidden if board.cards[index].shown]) == 2
    full = of_kind(days(state, 3), Monitored)
    less = of_kind(days(state, 1), Monitored)
    assert full[-1].online_ppm == less[0].online_ppm, "without noise the model is as good as before"
    before = full[-1].revenue_cents
    assert less[0].revenue_cents == before * state.world.scope_revenue_pct // 100 < before
    act(state, OrderData(SCOPE, 100))
    until(state, lambda: board.data[SCOPE].kappa_items > 0)
    act(state, Accept(SCOPE))
    assert not of_kind(days(state, 1), ScopeMet), "the live model has no slice score yet"
    act(state, RollBack(RAG))
    act(state, Evaluate(RAG, 1, slices=True))
    until(state, lambda: live.slice_ppm > 0)
    act(state, Promote(RAG))
    until(state, lambda: live.share_pct > 0)
    act(state, Deploy(RAG, 100))
    until(state, lambda: board.scope_met)
    assert of_kind(days(state, 2), Monitored)[-1].revenue_cents == full[-1].revenue_cents


def test_a_scope_change_comes_once() -> None:
    state = free()
    inject(state, Chaos.SCOPE_CHANGE)
    advance(state)
    with pytest.raises(IllegalAction, match="NO_TARGET"):
        inject(state, Chaos.SCOPE_CHANGE)


def test_an_injected_scope_change_gives_no_more_notice_than_a_drawn_one() -> None:
    """Else whoever injects one early keeps the drawn one away and has longer for it."""
    only = world(chaos_weights=[0, 0, 0, 1, 0, 0], chaos_events=1)
    state = new_state(only, next(seed for seed in range(60) if new_state(only, seed).truth.planned))
    usual = only.chaos_days[Chaos.SCOPE_CHANGE]
    with pytest.raises(IllegalAction, match="BAD_AMOUNT"):
        inject(state, Chaos.SCOPE_CHANGE, usual + 1)
    inject(state, Chaos.SCOPE_CHANGE, usual)
    due = state.board.scope_from
    assert due == state.board.day + usual
    until(state, lambda: state.truth.planned[0].done)
    assert state.board.scope_from == due
    assert all(event.source != Source.DRAWN for event in of_kind(state.board.history, ChaosBegan))


def test_a_change_of_scope_that_cannot_come_any_more_is_not_hinted_at() -> None:
    only = world(chaos_weights=[0, 0, 0, 1, 0, 0], chaos_events=1)
    hinted = (new_state(only, seed) for seed in range(200))
    state = next(one for one in hinted if one.truth.planned and one.truth.planned[0].hint_day > 2)
    inject(state, Chaos.SCOPE_CHANGE)
    until(state, lambda: state.truth.planned[0].done)
    assert not of_kind(state.board.history, ChaosHinted)


def test_an_unmet_scope_costs_in_the_tail_too() -> None:
    tails = []
    for scope in (False, True):
        state = free(monitor_sd_ppm=[0, 0, 0])
        launched(state, RAG)
        if scope:
            inject(state, Chaos.SCOPE_CHANGE)
        until(state, lambda state=state: state.board.over)
        tails.append(state.board.ledger.tail)
    assert tails[1] == tails[0] * 85 // 100 > 0


# --- training divergence -----------------------------------------------------------------------------------------


def test_a_divergence_takes_the_longest_run() -> None:
    state = free()
    act(state, Start(RAG))
    days(state, 1)
    act(state, Start(PROMPT))
    days(state, 2)
    points = state.board.cards[RAG].run_points_done
    inject(state, Chaos.DIVERGENCE)
    event = of_kind(state.board.history, Diverged)[-1]
    assert (event.card, event.run, event.points) == (RAG, 1, points) and points > 100
    assert state.board.cards[RAG].run_points_done == 0 and state.board.cards[RAG].diverged == 1


def test_a_paused_run_does_not_diverge() -> None:
    state = free()
    act(state, Start(RAG))
    days(state, 2)
    act(state, Pause(RAG))
    with pytest.raises(IllegalAction, match="NO_TARGET"):
        inject(state, Chaos.DIVERGENCE)


def lossy(seed: int, hazard_ppm: int) -> State:
    """A card in training that loses runs this often."""
    state = new_state(quiet(minutes=100_000, hazard_ppm=[hazard_ppm] * 3, days=200), seed)
    act(state, Start(RAG))
    return state


def test_two_lost_runs_in_a_row_have_a_cause_and_it_is_found_for_good() -> None:
    """One loss is bad luck. From the second on the cause can be found, on any later day; no run is lost after that."""
    for seed in range(12):
        state = lossy(seed, 1_000_000)
        card = state.board.cards[RAG]
        until(state, lambda card=card: card.diverged == 1)
        assert check(state.board, RootCause(RAG)) == Refusal.NO_TARGET and card.lost_in_a_row == 1
        until(state, lambda card=card: card.diverged == 2)
        assert of_kind(state.board.history, Diverged)[-1].in_a_row == card.lost_in_a_row == 2
        # Some look for it while the third attempt is under way already.
        days(state, seed % 3)
        lost = card.diverged
        assert RootCause(RAG).preview(state.board).ends_losses
        act(state, RootCause(RAG))
        assert check(state.board, RootCause(RAG)) == Refusal.ALREADY_DONE
        until(state, lambda card=card: card.stage == Stage.EVALUATION)
        assert card.diverged == lost and card.lost_in_a_row == 0


def test_without_its_cause_a_card_goes_on_losing_runs_as_often() -> None:
    lost = 0
    for seed in range(40):
        state = lossy(seed, 400_000)
        until(state, lambda state=state: state.board.cards[RAG].stage == Stage.EVALUATION)
        lost += state.board.cards[RAG].diverged
    # Three runs at .4 lose two on average.
    assert 60 < lost < 105


def test_a_run_that_ends_parts_the_losses_before_it_from_those_after() -> None:
    seen = set()
    for seed in range(20):
        state = lossy(seed, 500_000)
        card = state.board.cards[RAG]
        while card.stage == Stage.EXPERIMENT:
            events = advance(state)
            if of_kind(events, RunEnded):
                assert card.lost_in_a_row == 0
            for event in of_kind(events, Diverged):
                seen.add(event.in_a_row)
    assert {1, 2} < seen


def test_no_disruption_is_dealt_of_a_kind_without_weight() -> None:
    """A window in which no kind of the deck may come stays empty."""
    only = world(chaos_weights=[0, 0, 0, 1, 0, 0], chaos_events=6)
    dealt = [plan for seed in range(60) for plan in new_state(only, seed).truth.planned]
    assert {plan.kind for plan in dealt} == {Chaos.SCOPE_CHANGE}
    assert all(only.chaos_from[plan.kind] <= plan.day <= only.chaos_to[plan.kind] for plan in dealt)
    assert 60 < len(dealt) < 60 * 6


# --- vendor delay ------------------------------------------------------------------------------------------------


def ordered() -> State:
    state = free()
    act(state, OrderData(LABELS, 100))
    advance(state)
    return state


def test_a_vendor_delay_moves_the_batch() -> None:
    plain, late = ordered(), ordered()
    due = late.board.data[LABELS].due_day
    inject(late, Chaos.VENDOR_DELAY)
    assert late.board.data[LABELS].due_day == due + 5
    passed = [until(state, lambda state=state: state.board.data[LABELS].column == Column.QA) for state in (plain, late)]
    assert passed[1] == passed[0] + 5


def test_an_extended_vendor_delay_delays_again() -> None:
    plain, late = ordered(), ordered()
    inject(late, Chaos.VENDOR_DELAY, 2)
    inject(late, Chaos.VENDOR_DELAY, 4)
    passed = [until(state, lambda state=state: state.board.data[LABELS].column == Column.QA) for state in (plain, late)]
    assert passed[1] == passed[0] + 6
    assert late.board.injected == 2 and len(late.board.disruptions) == 1


def test_a_vendor_with_nothing_to_do_is_not_late() -> None:
    with pytest.raises(IllegalAction, match="NO_TARGET"):
        inject(free(), Chaos.VENDOR_DELAY)


# --- durations, extension, schedule ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Chaos.GPU_SHORTAGE, Chaos.DATA_ISSUE])
@pytest.mark.parametrize("length", [0, 1, 7])
def test_it_lasts_its_days(kind: Chaos, length: int) -> None:
    state = free()
    act(state, Start(RAG))
    act(state, Start(PROMPT))
    days(state, 1)
    inject(state, kind, length)
    stalled = 0
    ended = []
    for _ in range(12):
        ended += of_kind(advance(state), ChaosEnded)
        stalled += any(card.block in (Block.SHORTAGE, Block.DATA_ISSUE) for card in state.board.cards)
    assert stalled == (length or state.world.chaos_days[kind])
    assert [event.day for event in ended] == [1 + stalled]


@pytest.mark.parametrize("kind", [Chaos.GPU_SHORTAGE, Chaos.DATA_ISSUE])
def test_a_second_one_extends_the_first(kind: Chaos) -> None:
    state = free()
    inject(state, kind, 3)
    advance(state)
    inject(state, kind, 4)
    assert [item.until_day for item in state.board.disruptions] == [7]
    assert state.board.injected == 2
    assert len(of_kind(state.board.history, ChaosBegan)) == 2


def test_drawn_disruptions_keep_their_distance_and_their_days() -> None:
    first, last = [row.first for row in CHAOS_ROWS], [row.last for row in CHAOS_ROWS]
    made = world(days=80, chaos_events=10, chaos_gap=4, chaos_from=first, chaos_to=last)
    kinds = set()
    for seed in range(150):
        planned = new_state(made, seed).truth.planned
        assert len(planned) == 10
        for plan, after in pairwise(planned):
            assert after.day - plan.day >= 4
        for plan in planned:
            kinds.add(plan.kind)
            fits = made.chaos_from[plan.kind] <= plan.day <= made.chaos_to[plan.kind]
            assert fits or plan.kind == Chaos.DIVERGENCE
            assert 1 <= plan.day <= made.days
            assert plan.hint_day == 0 or (plan.day - plan.hint_day in (3, 4, 5) or plan.hint_day == 1)
    assert kinds == {int(kind) for kind in Chaos if made.chaos_weights[kind]}


def test_what_had_to_wait_keeps_its_distance_too() -> None:
    """Regressions wait for a live model; when one comes they still strike chaos_gap days apart."""
    made = quiet(minutes=100_000, days=80, chaos_events=8, chaos_weights=[0, 0, 1, 0, 1, 0], chaos_gap=4)
    for seed in range(6):
        state = new_state(made, seed)
        days(state, 30)
        launched(state, RAG)
        while not state.board.over:
            if state.board.cards[RAG].stage == Stage.EVALUATION:
                act(state, Promote(RAG))
            advance(state)
        began = [item.from_day for item in state.board.disruptions]
        assert len(began) >= 3
        assert all(later - earlier >= 4 for earlier, later in pairwise(began))


def test_warnings_come_before_the_event() -> None:
    """A hint names the kind and the days to come, and the event keeps to it when it has something to hit."""
    made = world(days=80, chaos_weights=[1, 1, 0, 0, 0, 0], chaos_events=8, chaos_to=[80] * 6)
    hints = 0
    for seed in range(12):
        state = new_state(made, seed)
        until(state, lambda state=state: state.board.over)
        began = {(event.chaos, event.day) for event in of_kind(state.board.history, ChaosBegan)}
        for event in of_kind(state.board.history, ChaosHinted):
            hints += 1
            assert 1 <= event.days <= 5 and (event.chaos, event.day + event.days) in began
    assert hints > 8


def test_calm_is_calm() -> None:
    state = new_state(world(chaos_events=0), 3)
    until(state, lambda: state.board.over)
    assert not of_kind(state.board.history, ChaosBegan)


def test_family_of_tuning_needs_its_labels() -> None:
    """Without its dataset a card waits and says since when it can move."""
    state = free()
    needy = next(i for i, idea in enumerate(state.world.ideas) if idea.dataset == LABELS)
    assert state.world.ideas[needy].family == TUNING
    act(state, Start(needy))
    act(state, OrderData(LABELS, 100))
    advance(state)
    card = state.board.cards[needy]
    assert card.block == Block.NO_DATA and card.block_until == state.board.data[LABELS].due_day > state.board.day
