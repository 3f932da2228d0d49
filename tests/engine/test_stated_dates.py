"""What the board says of days to come is what comes; what an action answers is asked no more."""

import pytest

from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.books import OrderQuestion
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Block, Order, Stage
from aiboard.engine.orders import next_start
from aiboard.engine.outlook import displaced_cards
from aiboard.engine.systems.evaluation import score
from aiboard.engine.verbs import Action, CheckLeak, Evaluate, Iterate, Kill, Promote, Start
from tests.engine.play import days, evaluated, questions
from tests.engine.worlds import AGENT, CORPUS, LABELS, PROMPT, RAG, TUNING, quiet


def free(**changes: object) -> State:
    return new_state(quiet(minutes=100_000, **changes), 5)


@pytest.mark.parametrize("handoff", [100, 200, 500, 550])
def test_a_card_in_handoff_says_the_day_on_which_it_launches(handoff: int) -> None:
    state = free(handoff_points=handoff)
    card = evaluated(state, RAG)
    act(state, Promote(RAG))
    said = []
    while not card.launched:
        advance(state)
        if card.block == Block.HANDOFF:
            said.append(card.block_until)
    # The launch is at the end of its day: from the next morning on it can move.
    assert set(said) <= {card.launched + 1}, "the same day is said on every day"


def test_a_card_that_waits_for_legal_says_the_day_after_the_review() -> None:
    state = free(needs_legal=True, legal_days=6, handoff_points=0)
    card = evaluated(state, RAG)
    act(state, Promote(RAG))
    said = []
    while not card.launched:
        advance(state)
        if card.block == Block.LEGAL:
            said.append(card.block_until)
    assert len(said) > 1 and set(said) == {card.launched + 1}


@pytest.mark.parametrize("answer", [CheckLeak, Promote, Kill, Evaluate, Iterate])
def test_what_answers_a_question_about_a_card_leaves_questions_about_others(answer: type[Action]) -> None:
    state = free()
    evaluated(state, RAG)
    evaluated(state, PROMPT)
    state.board.asked = [
        OrderQuestion(int(Order.PROMOTE), RAG, -1),
        OrderQuestion(int(Order.PROMOTE), PROMPT, -1),
        OrderQuestion(int(Order.DATA), -1, LABELS),
    ]
    made = {CheckLeak: CheckLeak(RAG), Promote: Promote(RAG), Kill: Kill(RAG, 0, "")}
    made |= {Evaluate: Evaluate(RAG, 2), Iterate: Iterate(RAG, 0)}  # type: ignore[dict-item]
    act(state, made[answer])
    assert questions(state) == [(Order.PROMOTE, PROMPT, -1), (Order.DATA, -1, LABELS)]


@pytest.mark.parametrize("dataset", [CORPUS, LABELS])
def test_bad_labels_flatter_the_score_of_every_card_that_uses_them(dataset: int) -> None:
    state = free()
    card = evaluated(state, RAG)
    state.world.ideas[RAG].dataset = dataset
    state.truth.labels[dataset] = 0
    good = score(state, card, 0)
    state.truth.labels[dataset] = 2
    flattered = state.world.label_penalty_ppm[2] * state.world.eval_corruption_pct // 100
    # On the grid of scores.
    assert abs(score(state, card, 0) - good - flattered) <= state.world.score_step_ppm
    state.world.ideas[RAG].dataset = -1
    assert score(state, card, 0) == good, "one without data of its own has no labels to be wrong"


def test_the_slices_measure_the_cards_own_weakness() -> None:
    state = free(slice_noise_ppm=0)
    card = evaluated(state, RAG)
    for weakness in (-80_000, 0, 20_000):
        state.truth.cards[RAG].slice_ppm = weakness
        act(state, Evaluate(RAG, 1, slices=True))
        days(state, 1)
        assert abs(card.slice_ppm - state.quality(card) - weakness) <= state.world.score_step_ppm


def test_a_model_that_has_launched_is_held_up_by_nothing_any_more() -> None:
    state = free(needs_legal=True, legal_days=3)
    card = evaluated(state, RAG)
    act(state, Promote(RAG))
    blocks = set()
    while not card.launched:
        blocks.add(card.block)
        advance(state)
    assert blocks >= {Block.HANDOFF, Block.LEGAL}
    assert (card.block, card.block_until) == (Block.NONE, 0)


def test_of_the_cards_that_wait_those_with_the_best_stated_odds_are_tried_first() -> None:
    board = free().board
    for index, percent in ((PROMPT, 30), (RAG, 80), (TUNING, 55)):
        board.cards[index].stated_pct = percent
    for card in board.cards[3:]:
        card.shown = False
    board.cards[3].shown = True
    board.cards[3].stage, board.cards[3].stated_pct = Stage.EVALUATION, 99
    tried = Start.priced_options(board, PROMPT)
    assert [action.card for action in tried] == [RAG, TUNING, PROMPT]  # type: ignore[attr-defined]


@pytest.mark.parametrize("dataset", [CORPUS, LABELS])
def test_a_card_whose_data_is_not_there_is_not_next(dataset: int) -> None:
    board = free().board
    for card in board.cards:
        card.priority = 5
    board.cards[RAG].priority = 1
    assert next_start(board) == RAG
    board.world.ideas[RAG].dataset = dataset
    board.data[dataset].delivered_pct = 0
    assert next_start(board) != RAG
    board.data[dataset].delivered_pct = 10
    assert next_start(board) == RAG, "a pilot is enough to begin"
    board.cards[PROMPT].priority = 1
    board.cards[RAG].priority = 2
    assert next_start(board) == PROMPT, "the first card of all is no other than the rest"


def test_a_card_in_training_loses_its_gpus_to_one_that_comes_first_only_where_they_do_not_suffice() -> None:
    state = free(gpus=3)
    board = state.board
    for index in (PROMPT, RAG):
        act(state, Start(index))
    days(state, 3)
    assert all(board.cards[index].running for index in (PROMPT, RAG))
    newcomer = board.cards[AGENT]
    newcomer.priority = 1
    # One GPU is free and one is enough.
    board.world.ideas[AGENT].gpus = 1
    assert displaced_cards(board, newcomer) == []
    board.world.ideas[AGENT].gpus = 2
    assert len(displaced_cards(board, newcomer)) == 1
    board.world.ideas[AGENT].gpus = 3
    assert sorted(displaced_cards(board, newcomer)) == [PROMPT, RAG]
    newcomer.priority = 5
    assert displaced_cards(board, newcomer) == [], "it comes last"
