"""Why an action is refused, in words that say where it would be possible."""

import pytest

from aiboard.actions import words
from aiboard.actions.words import refusal
from aiboard.engine.act import check
from aiboard.engine.model.vocabulary import Chaos, Refusal, Stage
from aiboard.engine.verbs import VERBS, CardAction, Deploy, Inject
from aiboard.game import new_game


def test_a_refusal_for_the_stage_names_the_stages_in_which_the_verb_is_possible() -> None:
    """`s` on a card in Evaluation says what `start` takes; every stage that is named is one, and none is missing."""
    board = new_game("support-chatbot", 7).board
    named = 0
    for verb in (one for one in VERBS if issubclass(one, CardAction)):
        for stage in Stage:
            board.cards[0].stage = stage
            action = verb.default_action(board, 0)
            said = words.refusal(Refusal.WRONG_STAGE, board, action)
            if " takes a card in " in said:
                named += 1
                place, takes = said.split("; ")
                assert place == f"EXP-001 is in {stage.name.capitalize()}"
                assert (stage.name.capitalize() in takes) == (check(board, action) != Refusal.WRONG_STAGE)
    board.cards[0].stage = Stage.EVALUATION
    assert named == 10 * len(Stage)


@pytest.mark.parametrize(
    ("chaos", "says"),
    [
        (Chaos.EVAL_REGRESSION, "none is live"),
        (Chaos.DIVERGENCE, "none has begun"),
        (Chaos.VENDOR_DELAY, "none is under way"),
    ],
)
def test_a_disruption_that_has_nothing_to_hit_says_what_it_hits(chaos: Chaos, says: str) -> None:
    board = new_game("support-chatbot", 1).board
    action = Inject(int(chaos))
    assert says in words.refusal(check(board, action), board, action)


@pytest.mark.parametrize(
    ("needs", "legal", "says"), [(False, 0, False), (True, 0, True), (True, 1, True), (True, 2, False)]
)
def test_a_model_without_traffic_waits_for_legal_review_only_where_one_is_due(
    needs: bool, legal: int, says: bool
) -> None:
    board = new_game("first-sprint", seed=1).board
    board.world.needs_legal, board.legal = needs, legal
    said = refusal(Refusal.NOT_DEPLOYED, board, Deploy(0, 50))
    assert ("after handoff and legal review" in said) == says and "after handoff" in said
