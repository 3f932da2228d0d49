"""What holds of every verb, a sheet of actions judged as a whole, and what can be seen of a start or a launch."""

import re
from pathlib import Path

import pytest

import aiboard.engine
from aiboard.engine import outlook
from aiboard.engine.act import act, check, check_all, legal_actions, options_of
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Purpose
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.vocabulary import Block, Chaos, Mode, Order, Refusal, Stage
from aiboard.engine.orders import next_start
from aiboard.engine.outlook import LaunchCause, best_start, launch_blocks, start_outlook
from aiboard.engine.verbs import (
    VERBS,
    Accept,
    Action,
    CardAction,
    DataAction,
    Evaluate,
    Inject,
    Iterate,
    LegalReview,
    OrderData,
    Pause,
    Prioritise,
    Promote,
    Reserve,
    Resume,
    RootCause,
    StandingOrder,
    Start,
    card_options,
    data_options,
    plan_options,
)
from aiboard.engine.verbs.card import RESUME_POINTS
from tests.engine.play import evaluated, launched, made, until
from tests.engine.worlds import LABELS, PROMPT, RAG, quiet, world


def free(**changes: object) -> State:
    return new_state(quiet(minutes=100_000, **changes), 4)


@pytest.mark.parametrize("kind", [Refusal, Block, Purpose])
def test_every_member_is_used_by_the_rules(kind: type[Refusal] | type[Block] | type[Purpose]) -> None:
    """A member that nothing gives needs words in every face and is never seen."""
    root = Path(aiboard.engine.__file__ or "").parent
    bots = root.parent / "bots"
    text = "\n".join(path.read_text(encoding="utf-8") for place in (root, bots) for path in place.rglob("*.py"))
    used = set(re.findall(rf"\b{kind.__name__}\.(\w+)", text))
    assert [one.name for one in kind if one.name not in used] == []


@pytest.mark.parametrize("verb", VERBS)
def test_an_action_is_its_values(verb: type[Action]) -> None:
    one, same, other = made(verb, 1, 2, "x"), made(verb, 1, 2, "x"), made(verb, 0, 1)
    assert one == same and hash(one) == hash(same) and one.with_values({}) == one
    assert (one == other) == (not verb.SLOTS)
    assert verb.__name__ in repr(one)


def test_a_cause_is_looked_for_only_where_something_is() -> None:
    """Anything but a card of the board or the open data issue is no target."""
    state = free()
    act(state, Inject(Chaos.DATA_ISSUE))
    assert check(state.board, RootCause()) == Refusal.NONE
    for card in (-7, -2, 500):
        assert check(state.board, RootCause(card)) == Refusal.NO_SUCH_CARD


def test_a_sheet_is_judged_as_a_whole() -> None:
    """Each action is possible alone; together the minutes do not reach, and nothing has changed after asking."""
    state = new_state(world(minutes=120), 4)
    state.board.day = 2
    sheet: list[Action] = [StandingOrder(order, Mode.ASK) for order in (Order.EVALUATE, Order.START, Order.DATA)]
    before = digest(state)
    assert all(check(state.board, action) == Refusal.NONE for action in sheet)
    assert check_all(state, sheet) == (2, Refusal.NOT_ENOUGH_TIME)
    assert check_all(state, sheet[:2]) == (-1, Refusal.NONE)
    assert check_all(state, [Reserve(1, 5), Reserve(2, 5)]) == (1, Refusal.ALREADY_DONE)
    assert digest(state) == before


def test_pausing_and_resuming_say_the_setup_they_bring() -> None:
    state = free()
    act(state, Start(RAG))
    card = state.board.cards[RAG]
    before = card.setup_left
    assert Pause(RAG).preview(state.board).setup_points == RESUME_POINTS
    act(state, Pause(RAG))
    assert Resume(RAG).preview(state.board).setup_points == RESUME_POINTS
    act(state, Resume(RAG))
    assert card.setup_left == before + RESUME_POINTS


def test_an_evaluation_is_resumed_at_once() -> None:
    state = free()
    evaluated(state, RAG)
    assert Pause(RAG).preview(state.board).setup_points == 0


def test_a_start_says_who_holds_the_card_with_how_many_and_how_fast() -> None:
    state = free()
    act(state, Start(RAG))
    board = state.board
    for index in (PROMPT, RAG + 4):
        found = Start(index).preview(board)
        act(state, Start(index))
        held = sum(card.holder == found.holder and card.in_flight() for card in board.cards)
        assert (found.holder, found.workload) == (board.cards[index].holder, held)
        assert found.speed_pct == state.world.focus_pct[held - 1]
        assert (found.stage, found.limit) == (Stage.EXPERIMENT, board.wip[Stage.EXPERIMENT]), "how full it gets"
    nobody = LegalReview().preview(board)
    assert (nobody.holder, nobody.workload, nobody.stage) == (-1, 0, -1)
    assert not any((nobody.cents, nobody.gpu_min, nobody.cards, nobody.limit, nobody.setup_points, nobody.void_seeds))
    # Somebody who takes it from the backlog holds one more; a launch is one less in flight.
    card = board.cards[RAG]
    until(state, lambda: card.stage == Stage.EVALUATION)
    act(state, Evaluate(RAG, 3))
    until(state, lambda: len(card.scores) == 3)
    flying = sum(one.holder == card.holder and one.in_flight() for one in board.cards)
    assert Promote(RAG).preview(board).workload == flying - 1


def test_priority_goes_to_the_front_and_from_there_to_the_middle() -> None:
    board = free().board
    found = []
    for priority in (3, 2, 1):
        board.cards[RAG].priority = priority
        found.append(Prioritise.default_action(board, RAG))
    assert found == [Prioritise(RAG, 1), Prioritise(RAG, 1), Prioritise(RAG, 3)]


def test_disruptions_that_can_be_injected_are_all_kinds_of_up_to_sixty_days() -> None:
    state = free()
    assert Inject.options(state.board, -1) == [Inject(int(kind)) for kind in Chaos]
    assert check(state.board, Inject(Chaos.GPU_SHORTAGE, 60)) == Refusal.NONE
    for days in (-1, 61):
        assert check(state.board, Inject(Chaos.GPU_SHORTAGE, days)) == Refusal.BAD_AMOUNT


def test_nothing_is_changed_while_a_single_seed_is_being_scored() -> None:
    state = free()
    evaluated(state, RAG)
    assert check(state.board, Iterate(RAG, 0)) == Refusal.NONE
    act(state, Evaluate(RAG, 1))
    assert state.board.cards[RAG].seeds_pending == 1
    assert check(state.board, Iterate(RAG, 0)) == Refusal.BUSY


def test_a_launch_names_what_will_hold_it() -> None:
    state = free(needs_legal=True, legal_days=15, days=150)
    card = evaluated(state, RAG)
    assert [(one.cause, one.days) for one in launch_blocks(state.board, card)] == [
        (LaunchCause.HANDOFF, outlook.handoff_days(state.board, card)),
        (LaunchCause.LEGAL, 15),
    ]
    act(state, LegalReview())
    until(state, lambda: state.board.legal == 2)
    assert [one.cause for one in launch_blocks(state.board, card)] == [LaunchCause.HANDOFF]
    launched(state, PROMPT, 100)
    newer = launched(state, PROMPT + 8, 5)
    assert state.board.cards[PROMPT].share_pct == 95, "the model that fades is not the one to wait for"
    found = launch_blocks(state.board, card)
    assert (found[0].cause, found[0].card) == (LaunchCause.NEWCOMER, newer.index)
    assert check(state.board, Promote(RAG)) == Refusal.PRODUCTION_FULL


def _needy(state: State) -> int:
    """A shown card that trains on the labels."""
    ideas = state.world.ideas
    return next(card.index for card in state.board.cards if card.shown and ideas[card.index].dataset == LABELS)


def test_a_start_is_foreseen_with_its_data() -> None:
    state = free()
    card = state.board.cards[_needy(state)]
    ahead = start_outlook(state.board, card)
    assert (ahead.cause, ahead.day) == (Block.NO_DATA, 0)
    act(state, OrderData(LABELS, 100))
    ahead = start_outlook(state.board, card)
    assert (ahead.cause, ahead.day) == (Block.NO_DATA, state.board.data[LABELS].due_day)
    until(state, lambda: check(state.board, Accept(LABELS)) == Refusal.NONE)
    assert start_outlook(state.board, card).day == state.board.day
    act(state, Accept(LABELS))
    assert start_outlook(state.board, card).cause == Block.NONE


def test_a_start_is_foreseen_with_its_gpus() -> None:
    """What is recommended is what can train now; the start order keeps the place for the first by priority."""
    state = free(gpus=2)
    big = next(card for card in state.board.cards if card.shown and state.world.ideas[card.index].gpus == 2)
    small = [card.index for card in state.board.cards if card.shown and state.world.ideas[card.index].gpus == 1]
    big.priority = 1
    assert start_outlook(state.board, big).cause == Block.NONE
    act(state, Start(small[0]))
    ahead = start_outlook(state.board, big)
    assert (ahead.cause, ahead.gpus) == (Block.NO_GPU, 1)
    assert ahead.day == state.board.day + outlook.training_days_left(state.board, state.board.cards[small[0]])
    assert next_start(state.board) == big.index
    assert best_start(state.board) not in (-1, big.index)
    act(state, Inject(Chaos.GPU_SHORTAGE, 3))
    ahead = start_outlook(state.board, big)
    assert (ahead.cause, ahead.day) == (Block.SHORTAGE, state.board.day + 3)
    assert best_start(state.board) == -1


def test_what_is_possible_about_each_thing_is_all_that_is_possible() -> None:
    state = free()
    evaluated(state, RAG, 3)
    board = state.board
    places = len(board.cards) + len(board.data) + 1
    about = [options_of(board, place) for place in range(places)]
    assert [action for found in about for action in found] == legal_actions(board)
    assert all(about[place] for place in (RAG, len(board.cards) + LABELS, places - 1))
    assert options_of(board, places + RAG) == about[RAG]
    for seeds in {action.seeds for action in about[RAG] if isinstance(action, Evaluate)}:
        whole = [one for one in about[RAG] if isinstance(one, Evaluate) and (one.seeds, one.percent) == (seeds, 100)]
        assert [one.slices for one in whole] == [False, True], "the weakest slice may be scored too"


def test_every_verb_is_offered_with_its_options() -> None:
    """`card_options` and its like name each verb for speed: none is missing, and each offers what its class does."""
    board = free().board
    found: set[type[Action]] = set()
    for offered, base, index in (
        (card_options(board, RAG), CardAction, RAG),
        (data_options(board, LABELS), DataAction, LABELS),
        (plan_options(board, True), Action, -1),
    ):
        verbs = list(dict.fromkeys(type(action) for action in offered))
        assert all(issubclass(verb, base) for verb in verbs)
        assert offered == [action for verb in verbs for action in verb.options(board, index)]
        found.update(verbs)
    assert found == set(VERBS)
    assert plan_options(board, False) == [one for one in plan_options(board, True) if not isinstance(one, Inject)]
