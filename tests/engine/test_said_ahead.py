"""What the board says of days to come is what comes; what an action answers is asked no more."""

import pytest

from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.books import Asked
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Block, Order
from aiboard.engine.systems.evaluation import score
from aiboard.engine.verbs import Action, CheckLeak, Evaluate, Iterate, Kill, Promote
from tests.engine.play import days, evaluated, launched, questions
from tests.engine.worlds import CORPUS, LABELS, PROMPT, RAG, quiet


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
        Asked(int(Order.PROMOTE), RAG, -1),
        Asked(int(Order.PROMOTE), PROMPT, -1),
        Asked(int(Order.DATA), -1, LABELS),
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


def test_a_second_model_waits_its_turn_and_the_days_after_a_launch_are_counted_from_it() -> None:
    state = free()
    card = launched(state, RAG)
    day = card.launched
    days(state, 3)
    assert card.launched == day and card.live_days == state.board.day - day
