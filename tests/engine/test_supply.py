"""Data: batches through the five columns, what labels do to ceilings and to scores, kappa, prices."""

import pytest

from aiboard.engine.act import IllegalAction, act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import on_grid
from aiboard.engine.day import advance
from aiboard.engine.happenings.data import DataMoved, KappaRead
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Block, Column
from aiboard.engine.systems.data import order_promise, relabel_promise
from aiboard.engine.systems.evaluation import score
from aiboard.engine.systems.training import data_penalty
from aiboard.engine.verbs import Accept, Guidelines, OrderData, Relabel, SpotCheck, Start, Unblock
from tests.engine.play import days, of_kind, trained, until
from tests.engine.worlds import CORPUS, LABELS, RAG, quiet

GOOD, FAIR, POOR = range(3)


def free(**changes: object) -> State:
    return new_state(quiet(minutes=100_000, **changes), 5)


def delivered(state: State, percent: int = 100) -> None:
    """Order and accept."""
    act(state, OrderData(LABELS, percent))
    until(state, lambda: state.board.data[LABELS].kappa_items > 0)
    act(state, Accept(LABELS))


def needy(state: State) -> int:
    return next(i for i, idea in enumerate(state.world.ideas) if idea.dataset == LABELS)


def test_a_batch_goes_through_the_columns() -> None:
    state = free()
    delivered(state)
    moved = [(event.before, event.after) for event in of_kind(state.board.history, DataMoved)]
    assert moved == [(0, 1), (1, 2), (2, 3), (3, 4)]
    task = state.board.data[LABELS]
    assert (task.column, task.delivered_pct, task.batch_pct) == (Column.READY, 100, 0)
    assert state.board.ledger.labels == -state.world.datasets[LABELS].cents


def test_a_pilot_then_the_rest_costs_the_same() -> None:
    state = free()
    delivered(state, 10)
    assert state.board.ledger.labels == -state.world.datasets[LABELS].cents // 10
    delivered(state, 100)
    assert state.board.ledger.labels == -state.world.datasets[LABELS].cents


@pytest.mark.parametrize("percent", [10, 100])
def test_the_promise_is_kept_without_a_delay_and_not_padded(percent: int) -> None:
    slack = []
    for seed in range(40):
        state = new_state(quiet(minutes=100_000), seed)
        task = state.board.data[LABELS]
        word = order_promise(state.board, task, percent)
        act(state, OrderData(LABELS, percent))
        task = state.board.data[LABELS]
        assert task.promised_day == task.due_day == word
        until(state, lambda state=state: state.board.data[LABELS].kappa_items > 0)
        task = state.board.data[LABELS]
        assert state.board.day <= task.promised_day + 1
        assert task.due_day <= task.promised_day
        slack.append(task.promised_day - state.board.day)
        word = relabel_promise(state.board, task)
        act(state, Relabel(LABELS))
        assert state.board.data[LABELS].promised_day == word
        until(state, lambda state=state: state.board.data[LABELS].kappa_items > 0)
        assert state.board.day <= word + 1
    assert min(slack) <= 1, "the longest times do come"


def test_a_pilot_is_promised_sooner_than_the_set() -> None:
    state = free()
    task = state.board.data[LABELS]
    assert order_promise(state.board, task, 10) < order_promise(state.board, task, 100)


def test_cards_wait_for_their_data() -> None:
    state = free()
    index = needy(state)
    act(state, Start(index))
    days(state, 3)
    assert state.board.cards[index].block == Block.NO_DATA and state.board.cards[index].block_until == 0
    delivered(state, 10)
    days(state, 2)
    assert state.board.cards[index].block != Block.NO_DATA


def test_cards_wait_for_the_first_dataset_too_where_it_is_not_there_yet() -> None:
    state = free()
    state.board.data[CORPUS].delivered_pct = 0
    state.world.ideas[RAG].dataset = CORPUS
    act(state, Start(RAG))
    days(state, 1)
    assert state.board.cards[RAG].block == Block.NO_DATA


@pytest.mark.parametrize("quality", [GOOD, FAIR, POOR])
@pytest.mark.parametrize("percent", [10, 100])
def test_labels_lower_ceilings(quality: int, percent: int) -> None:
    state = free()
    delivered(state, percent)
    state.truth.labels[LABELS] = quality
    card = state.board.cards[needy(state)]
    pilot = state.world.pilot_penalty_ppm if percent == 10 else 0
    assert data_penalty(state, card) == [0, 15_000, 50_000][quality] + pilot
    assert data_penalty(state, state.board.cards[0]) == 0
    # The first dataset is one like the others.
    state.world.ideas[0].dataset, state.truth.labels[CORPUS] = CORPUS, 2
    assert data_penalty(state, state.board.cards[0]) >= 50_000
    trained(state, card.index)
    assert state.truth.cards[card.index].penalty_ppm == [0, 15_000, 50_000][quality] + pilot


def test_labels_corrupt_scores() -> None:
    """Bad labels in training and test share their errors: the test flatters by half of what they cost."""
    state = free()
    delivered(state)
    card = trained(state, needy(state))
    found = []
    for quality in (GOOD, FAIR, POOR):
        state.truth.labels[LABELS] = quality
        found.append(score(state, card, 0))
    assert found[1] - found[0] == on_grid(7_500, 2_000) and found[2] - found[0] == on_grid(25_000, 2_000)


def test_kappa_readings_are_averaged_and_told() -> None:
    state = free()
    act(state, OrderData(LABELS, 100))
    until(state, lambda: state.board.data[LABELS].kappa_items > 0)
    task = state.board.data[LABELS]
    for _ in range(24):
        act(state, SpotCheck(LABELS))
        advance(state)
    assert task.kappa_items == 25 * state.world.spot_check_items
    truth = state.world.label_kappa_ppm[state.truth.batch[LABELS]]
    assert abs(task.kappa_ppm - truth) < 4 * state.world.kappa_sd_ppm / 5
    assert len(of_kind(state.board.history, KappaRead)) == 25


def test_sending_back_costs_and_deals_anew() -> None:
    state = free()
    act(state, OrderData(LABELS, 100))
    until(state, lambda: state.board.data[LABELS].kappa_items > 0)
    spent = state.board.ledger.labels
    act(state, Relabel(LABELS))
    assert state.board.ledger.labels == spent - 250_000 * 60 // 100
    task = state.board.data[LABELS]
    assert (task.column, task.kappa_items, task.relabels) == (Column.ANNOTATION, 0, 1)
    until(state, lambda: task.kappa_items > 0)
    differ = set()
    for seed in range(30):
        other = new_state(quiet(minutes=100_000), seed)
        act(other, OrderData(LABELS, 100))
        until(other, lambda other=other: other.board.data[LABELS].kappa_items > 0)
        before = other.truth.batch[LABELS]
        act(other, Relabel(LABELS))
        until(other, lambda other=other: other.board.data[LABELS].kappa_items > 0)
        differ.add(before != other.truth.batch[LABELS])
    assert differ == {True, False}


def test_guidelines_help() -> None:
    poor = [0, 0]
    for guided in (0, 1):
        for seed in range(60):
            state = new_state(quiet(minutes=100_000), seed)
            if guided:
                act(state, Guidelines(LABELS))
            act(state, OrderData(LABELS, 100))
            until(state, lambda state=state: state.board.data[LABELS].kappa_items > 0)
            poor[guided] += state.truth.batch[LABELS] == POOR
    assert poor[1] < poor[0]


def test_chasing_the_vendor_wins_a_day_once_a_day() -> None:
    plain, chased = free(), free()
    for state in (plain, chased):
        act(state, Start(needy(state)))
        act(state, OrderData(LABELS, 100))
        days(state, 1)
    act(chased, Unblock(needy(chased)))
    with pytest.raises(IllegalAction, match=r"ALREADY_DONE|NO_TARGET"):
        act(chased, Unblock(needy(chased)))
    passed = [until(state, lambda state=state: state.board.data[LABELS].kappa_items > 0) for state in (plain, chased)]
    assert passed[1] == passed[0] - 1


def test_orders_that_make_no_sense_are_refused() -> None:
    state = free()
    with pytest.raises(IllegalAction, match="BAD_AMOUNT"):
        act(state, OrderData(LABELS, 50))
    with pytest.raises(IllegalAction, match="NOTHING_TO_DO"):
        act(state, Accept(LABELS))
    act(state, OrderData(LABELS, 10))
    with pytest.raises(IllegalAction, match="BUSY"):
        act(state, OrderData(LABELS, 100))
    state = free()
    delivered(state)
    with pytest.raises(IllegalAction, match="ALREADY_DONE"):
        act(state, OrderData(LABELS, 100))


def test_a_lift_is_part_of_the_dealt_ceiling_and_of_the_stated_odds() -> None:
    plain, lifted = quiet(), quiet()
    index = next(i for i, idea in enumerate(lifted.ideas) if idea.dataset == LABELS)
    lifted.ideas[index].lift_ppm = 40_000
    one, other = new_state(plain, 5), new_state(lifted, 5)
    gained = other.truth.cards[index].ceiling_ppm - one.truth.cards[index].ceiling_ppm
    assert gained == 40_000
    assert other.board.cards[index].stated_pct > one.board.cards[index].stated_pct
    assert [card.ceiling_ppm for card in other.truth.cards[:index]] == [
        card.ceiling_ppm for card in one.truth.cards[:index]
    ]
