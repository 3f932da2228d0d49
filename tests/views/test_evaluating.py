"""The question about an evaluation: seeds and questions, what each choice costs and is good for, from the engine."""

from __future__ import annotations

from itertools import product

import pytest

from aiboard.actions.grammar import parse
from aiboard.engine.model.items import WHOLE_PCT, parts, questions
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import Evaluate
from aiboard.game import Game
from aiboard.views import fmt, linear
from aiboard.views.card.measure import quality_estimate
from aiboard.views.card.states import state
from aiboard.views.decisions.menu import decision, decision_of
from aiboard.views.why.card import why_score
from tests.views.playing import trained


@pytest.fixture
def game() -> Game:
    return trained("support-chatbot")


def evaluated(game: Game, line: str) -> None:
    game.do(line)
    while game.board.cards[0].seeds_pending:
        game.end_day()


def test_every_choice_shows_its_price_and_what_it_is_good_for(game: Game) -> None:
    """What stands there is the engine's preview, for the choice and beside it for the other parts."""
    found = decision(game.board, Evaluate, 0)
    rows = {row.name: row for row in found.rows}
    assert [choice.word for choice in rows["percent"].choices] == ["100", "250", "500"]
    assert rows["percent"].choices[rows["percent"].selected].value == WHOLE_PCT
    names = ("seeds", "percent", "slices")
    for values in product(*([choice.value for choice in rows[name].choices] for name in names)):
        seeds, percent, slices = values
        chosen = dict(zip(names, values, strict=True))
        told = [fact.text for fact in found.price(chosen)]
        for part in parts(game.world):
            before = Evaluate(0, seeds, part, bool(slices)).preview(game.board)
            hours, width = fmt.gpu_hours(before.gpu_min), fmt.tenth(before.half_width_ppm)
            if part == percent:
                assert f"{hours} GPU-h after training" in told and f"mean good to ±{width}" in told
            else:
                assert f"on {questions(game.world, part)}: {hours} GPU-h, ±{width}" in told
        assert game.check(found.build(chosen, "")) == Refusal.NONE


def test_what_becomes_void_is_said_before(game: Game) -> None:
    evaluated(game, "evaluate 1 3 items=100")
    assert "its 3 scores become void" in " ".join(linear.decision_lines(decision(game.board, Evaluate, 0)))
    again = parse("evaluate 1 2 items=20%", game.world)
    assert isinstance(again, Evaluate)
    same = decision_of(game.board, again)
    assert "void" not in " ".join(linear.decision_lines(same))
    assert same.action == Evaluate(0, 2, 20)


def test_the_question_goes_back_to_all_of_them(game: Game) -> None:
    """After a look at a part the usual next one is a first look at the whole; after that, two seeds more."""
    for line in ("evaluate 1 5 items=100", "evaluate 1 3"):
        action = decision(game.board, Evaluate, 0).action
        assert action == Evaluate(0, game.world.first_seeds)
        evaluated(game, line)
    action = decision(game.board, Evaluate, 0).action
    assert action == Evaluate(0, 2)


def test_scores_say_which_questions_they_are_on(game: Game) -> None:
    evaluated(game, "evaluate 1 5 items=100")
    assert game.board.cards[0].eval_pct == 20
    found = quality_estimate(game.board, 0)
    assert found is not None and found.text.endswith(", 5 seeds on 100 questions")
    assert "5 seeds on 100 q" in state(game.board, 0).progress
    assert "100 of the 500 frozen items" in " ".join(why_score(game.board, 0).lines)
    evaluated(game, "evaluate 1 2")
    assert game.board.cards[0].eval_pct == WHOLE_PCT
    found = quality_estimate(game.board, 0)
    assert found is not None and found.text.endswith(", 2 seeds")


def test_the_tutorial_does_not_ask_for_it() -> None:
    game = trained("first-sprint")
    found = decision(game.board, Evaluate, 0)
    assert [row.name for row in found.rows] == ["seeds", "slices"]
    told = " ".join(linear.decision_lines(found))
    assert "questions" not in told and " on " not in " ".join(fact.text for fact in found.price(found.values))
