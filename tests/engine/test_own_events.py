"""Luck is keyed by an entity's own effects: the order of play, other cards and the calendar do not move it."""

import pytest

from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.happenings.live import Incident
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Change, Chaos, Source, Stage
from aiboard.engine.systems.evaluation import score
from aiboard.engine.systems.training import MOST_LOSSES
from aiboard.engine.verbs import Accept, AddIdea, Evaluate, Inject, Iterate, Kill, OrderData, Start
from tests.engine.play import days, evaluated, launched, of_kind, trained, until
from tests.engine.worlds import AGENT, LABELS, PROMPT, RAG, TUNING, quiet, world

SEEDS = range(6)


def rich(state: State) -> State:
    """A manager without a clock."""
    state.world.minutes = 100_000
    state.board.minutes_left = 100_000
    return state


def ready(state: State) -> State:
    """Everything on the board started that has its data."""
    for card in state.board.cards:
        if card.shown and state.world.ideas[card.index].dataset < 0:
            act(state, Start(card.index))
    return state


@pytest.mark.parametrize("seed", SEEDS)
def test_one_order_of_five_or_five_of_one(seed: int) -> None:
    one = rich(new_state(quiet(), seed))
    five = rich(new_state(quiet(), seed))
    card = trained(one, RAG)
    act(one, Evaluate(RAG, 7))
    until(one, lambda: len(card.scores) == 7)
    other = trained(five, RAG)
    for count in (1, 1, 3, 2):
        act(five, Evaluate(RAG, count))
        have = len(other.scores)
        until(five, lambda have=have, count=count: len(other.scores) == have + count)
        days(five, 1)
    assert card.scores == other.scores
    assert five.board.day > one.board.day


@pytest.mark.parametrize("seed", SEEDS)
def test_any_order_of_parts(seed: int) -> None:
    """A seed scores the same on a part whatever was asked before, and its noise is the same on every part."""
    state = rich(new_state(quiet(), seed))
    card = trained(state, RAG)
    found: dict[int, list[int]] = {}
    for part in (20, 100, 50, 20, 50, 100):
        act(state, Evaluate(RAG, 4, part))
        until(state, lambda: card.seeds_pending == 0)
        assert found.setdefault(part, card.scores.copy()) == card.scores
    hidden = state.truth.cards[RAG]
    luck = {20: hidden.fifth_items_ppm, 50: hidden.half_items_ppm, 100: hidden.items_ppm}
    assert max(found[100]) < 1_000_000
    noise = [[value - luck[part] for value in scores] for part, scores in found.items()]
    assert noise[0] == noise[1] == noise[2]


@pytest.mark.parametrize("seed", SEEDS)
def test_later_is_the_same(seed: int) -> None:
    """Starting a week later, ordering later, evaluating later: the same numbers."""
    found = []
    for wait in (0, 5):
        state = rich(new_state(quiet(hazard_ppm=[300_000] * 3), seed))
        days(state, wait)
        card = trained(state, PROMPT)
        days(state, wait)
        act(state, Evaluate(PROMPT, 4, slices=True))
        until(state, lambda card=card: len(card.scores) == 4)
        found.append((card.readouts, card.scores, card.slice_ppm, card.diverged))
    assert found[0] == found[1]


def measured(card: Card) -> tuple[list[int], list[int], list[int], int, int]:
    """Everything that was measured of a card."""
    return (card.readouts, card.scores, card.monitored_ppm, card.slice_ppm, card.diverged)


@pytest.mark.parametrize("seed", SEEDS)
def test_killing_a_card_changes_no_other(seed: int) -> None:
    """A kill moves others in time (focus, the pool) but not in what they measure."""
    histories = []
    for killed in (-1, RAG):
        state = rich(new_state(quiet(days=200, hazard_ppm=[250_000] * 3, gpus=40), seed))
        ready(state)
        if killed >= 0:
            days(state, 1)
            act(state, Kill(killed))
        rest = [card for card in state.board.cards if card.started_day and card.index != RAG]
        until(state, lambda rest=rest: all(card.stage == Stage.EVALUATION for card in rest))
        for card in rest:
            act(state, Evaluate(card.index, 3, slices=True))
        until(state, lambda rest=rest: all(len(card.scores) == 3 for card in rest))
        histories.append([measured(card) for card in rest])
    assert histories[0] == histories[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_lost_run_by_chaos_leaves_the_cards_own_luck_alone(seed: int) -> None:
    """The same readouts, and the same divergences of its own, later."""
    found = []
    for injected in (False, True):
        state = rich(new_state(quiet(hazard_ppm=[500_000] * 3), seed))
        card = state.board.cards[RAG]
        act(state, Start(RAG))
        until(state, lambda card=card: card.run_points_done > 0)
        if injected:
            act(state, Inject(Chaos.DIVERGENCE))
            assert card.diverged == 1
        until(state, lambda card=card: card.stage == Stage.EVALUATION)
        found.append((card.readouts, card.diverged, state.board.day))
    assert found[0][0] == found[1][0]
    # Nobody looks for the cause, so the disruption takes all the runs it can.
    assert found[1][1] == found[0][1] + MOST_LOSSES
    assert found[1][2] > found[0][2]


def test_readouts_do_not_hang_on_how_often_a_run_was_lost() -> None:
    """Root causing a divergence saves time; the next readout's noise is the same one."""
    differ = 0
    for seed in range(30):
        found = []
        for hazard in (0, 600_000):
            state = rich(new_state(quiet(days=200, hazard_ppm=[hazard] * 3), seed))
            card = trained(state, RAG)
            found.append(card.readouts)
            differ += card.diverged > 0
        assert found[0] == found[1]
    assert differ > 10


@pytest.mark.parametrize("seed", SEEDS)
def test_a_new_checkpoint_and_a_new_eval_set_are_new_events(seed: int) -> None:
    state = rich(new_state(quiet(seed_sd_ppm=20_000), seed))
    card = evaluated(state, RAG, 5)
    quality = state.truth.cards[RAG].quality_ppm
    first = [score - quality for score in card.scores]
    act(state, Iterate(RAG, Change.LONGER))
    until(state, lambda: card.stage == Stage.EVALUATION)
    assert card.scores == [] and card.version == 4
    act(state, Evaluate(RAG, 5))
    until(state, lambda: len(card.scores) == 5)
    second = [score - state.truth.cards[RAG].quality_ppm for score in card.scores]
    assert [a - first[0] for a in first] != [b - second[0] for b in second]


def test_many_versions_of_the_set_never_meet_the_next_checkpoint() -> None:
    state = rich(new_state(quiet(), 3))
    card = trained(state, RAG)
    noise = []
    for version, sets in ((1, 32), (2, 0), (1, 64), (3, 0), (1, 0)):
        card.version, state.board.set_version = version, sets
        noise.append(tuple(score(state, card, n) for n in range(16)))
    assert len(set(noise)) == len(noise)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_regression_of_the_set_is_the_same_whenever_it_comes(seed: int) -> None:
    """The set's luck hangs on its version, not on the day or on who brought it."""
    found = []
    for wait in (0, 3):
        state = rich(new_state(quiet(), seed))
        launched(state, RAG)
        days(state, wait)
        act(state, Inject(Chaos.EVAL_REGRESSION, source=Source.FACILITATOR))
        found.append((state.board.baseline, state.truth.set_ppm, [card.items_ppm for card in state.truth.cards]))
    assert found[0] == found[1]
    before = new_state(quiet(), seed)
    assert before.board.baseline != found[0][0]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pilot_and_the_rest_share_their_labels(seed: int) -> None:
    """Ordering at once, or a pilot first, or later: the same label quality; sending it back is a new event."""
    found = []
    for orders in ((100,), (10, 100)):
        state = rich(new_state(quiet(), seed))
        days(state, len(orders))
        for percent in orders:
            act(state, OrderData(LABELS, percent))
            until(state, lambda state=state: state.board.data[LABELS].kappa_items > 0)
            act(state, Accept(LABELS))
        found.append(state.truth.labels[LABELS])
    assert found[0] == found[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_other_datasets_change_nothing(seed: int) -> None:
    found = []
    for also in (False, True):
        state = rich(new_state(quiet(), seed))
        if also:
            act(state, OrderData(LABELS + 1, 100))
        act(state, OrderData(LABELS, 100))
        until(state, lambda state=state: state.board.data[LABELS].kappa_items > 0)
        found.append((state.board.day, state.board.data[LABELS].kappa_ppm, state.truth.batch[LABELS]))
    assert found[0] == found[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_live_days_are_counted_by_the_model(seed: int) -> None:
    """Monitoring's noise goes by the model's own days with customers: launched later, the same readings."""
    found = []
    for wait in (0, 4):
        state = rich(new_state(quiet(unauthorised_ppm=[100_000] * 3), seed))
        days(state, wait)
        card = launched(state, AGENT)
        seen = len(card.monitored_ppm)
        days(state, 6)
        incidents = [event.day - state.board.day for event in of_kind(state.board.history, Incident)]
        found.append((card.monitored_ppm[seen:], incidents, card.run_codes))
    assert found[0] == found[1]


def test_adding_an_idea_early_reveals_the_same_idea() -> None:
    """All ideas are dealt on day 0: asking for one neither makes nor changes another."""
    early = new_state(world(), 9)
    late = new_state(world(), 9)
    act(early, AddIdea(TUNING))
    shown = [card.index for card in early.board.cards if card.shown and not late.board.cards[card.index].shown]
    assert len(shown) == 1
    for _ in range(12):
        advance(early)
        advance(late)
    act(late, AddIdea(TUNING))
    assert [card.stated_pct for card in early.board.cards] == [card.stated_pct for card in late.board.cards]
    assert [card.ceiling_ppm for card in early.truth.cards] == [card.ceiling_ppm for card in late.truth.cards]


def test_drawn_chaos_is_dealt_and_injections_count_apart() -> None:
    """What a facilitator injects leaves the schedule of drawn disruptions as it was dealt."""
    plain = new_state(world(), 12)
    busy = new_state(world(), 12)
    act(busy, Inject(Chaos.GPU_SHORTAGE, 2, Source.FACILITATOR))
    act(busy, Inject(Chaos.SCOPE_CHANGE, source=Source.FACILITATOR))
    assert busy.board.injected == 2
    schedule = [(plan.day, plan.kind, plan.hint_day) for plan in plain.truth.planned]
    days(busy, 30)
    assert [(plan.day, plan.kind, plan.hint_day) for plan in busy.truth.planned] == schedule
