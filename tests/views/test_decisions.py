"""Decisions: every verb has its words, and what a dialog says before is what happens after."""

import pytest

from aiboard.engine.act import check
from aiboard.engine.model.vocabulary import Block, Change, Reason, Refusal, Regression, Stage
from aiboard.engine.verbs import (
    VERBS,
    CardAction,
    DataAction,
    Evaluate,
    Iterate,
    Kill,
    OrderData,
    Pause,
    Promote,
    Resume,
    RootCause,
    Start,
)
from aiboard.game import Game, new_game
from aiboard.views import fmt
from aiboard.views.board.standup import fact
from aiboard.views.card.evidence import suggested_learning, suggested_reason
from aiboard.views.card.states import state
from aiboard.views.decisions.menu import card_options, complete_typed, decision, decision_of, fill_reason, preview_text
from aiboard.views.verbs import VERB
from tests.views.playing import trained


def test_every_verb_has_its_words() -> None:
    assert set(VERB) == set(VERBS)
    assert len({said.about for said in VERB.values()}) == len(VERBS)
    for verb in VERBS:
        if issubclass(verb, CardAction | DataAction):
            assert "{it}" in VERB[verb].question and VERB[verb].confirm


@pytest.fixture
def game() -> Game:
    return new_game("support-chatbot", 7)


def test_every_verb_of_a_card_or_dataset_opens_a_dialog(game: Game) -> None:
    for verb in (one for one in VERBS if issubclass(one, CardAction | DataAction)):
        found = decision(game.board, verb, 0)
        assert type(found.action) is verb and found.title.endswith("?")


def test_a_dialog_is_filled_in_with_what_was_asked(game: Game) -> None:
    game.do("start EXP-001")
    for _ in range(12):
        game.end_day()
    board, shown = game.board, 0
    for verb in (one for one in VERBS if issubclass(one, CardAction | DataAction)):
        for index in range(len(board.data if issubclass(verb, DataAction) else board.cards)):
            for action in verb.options(board, index):
                assert isinstance(action, CardAction | DataAction)
                if check(board, action) == Refusal.NONE:
                    shown += 1
                    found = decision_of(board, fill_reason(board, action)).action
                    # An amount of 0 and words that are left out stand for the usual ones.
                    for asked, offered in zip(action.values(), found.values(), strict=True):
                        assert offered == asked or not asked
    assert shown > 100


def test_a_dialog_without_hours_offers_the_same_amounts(game: Game) -> None:
    before = [row.choices for row in decision(game.board, OrderData, 1).rows]
    game.board.minutes_left = 0
    assert [row.choices for row in decision(game.board, OrderData, 1).rows] == before
    assert len(before[0]) == 2


def test_pausing_says_what_resuming_takes(game: Game) -> None:
    game.do("start EXP-001")
    assert "resuming it takes 1 day of setup again" in [fact.text for fact in decision(game.board, Pause, 0).price({})]
    game.do("pause EXP-001")
    assert "1 day of setup again" in [fact.text for fact in decision(game.board, Resume, 0).price({})]


def test_a_kill_without_words_gets_those_of_the_evidence() -> None:
    game = trained("support-chatbot")
    board = game.board
    plateau = fill_reason(board, Kill(0, Reason.PLATEAU))
    assert plateau == Kill(0, Reason.PLATEAU, suggested_learning(board, 0, Reason.PLATEAU))
    assert fill_reason(board, Kill(0, Reason.PLATEAU, "mine")) == Kill(0, Reason.PLATEAU, "mine")
    assert complete_typed(board, Kill(0), "kill 1") == Kill(0, suggested_reason(board, 0), suggested_learning(board, 0))
    assert complete_typed(board, Kill(0), "kill 1 other") == Kill(
        0, learning=suggested_learning(board, 0, Reason.OTHER)
    )
    hidden = next(card.index for card in board.cards if not card.shown)
    assert fill_reason(board, Kill(hidden)) == Kill(hidden), "what is not possible is left as it is"


def test_a_promotion_says_what_will_hold_the_launch() -> None:
    game = trained("support-chatbot")
    told = " ".join(fact.text for fact in decision(game.board, Promote, 0).price({}))
    assert "of handoff" in told and "legal review starts: 15 days" in told
    other = next(card for card in game.board.cards if card.index and card.shown)
    other.stage = Stage.PRODUCTION
    told = " ".join(fact.text for fact in decision(game.board, Promote, 0).price({}))
    assert "which is on its way to all customers" in told


def test_menus_offer_the_usual_amounts(game: Game) -> None:
    game.do("start EXP-001")
    assert {option.action.VERB for option in card_options(game.board, 0)} >= {"kill", "pause", "prioritise"}


def test_iterating_opens_at_the_change_that_mends_and_at_one_that_the_hours_allow() -> None:
    """A new technique takes hours; the run that mends a regression takes none, and neither does training longer."""
    board = trained("support-chatbot").board
    card = board.cards[0]
    card.scores = [880_000, 881_000]
    assert decision(board, Iterate, 0).values == {"change": Change.TECHNIQUE}
    board.minutes_left = 0
    assert decision(board, Iterate, 0).values == {"change": Change.LONGER}
    board.minutes_left, card.regressed = 240, Regression.EXPLAINED
    assert decision(board, Iterate, 0).values == {"change": Change.LONGER}


def test_what_stands_against_a_decision_follows_the_choice() -> None:
    board = trained("support-chatbot").board
    board.minutes_left = 0
    found = decision(board, Iterate, 0)
    assert "too little time" in found.objection({"change": Change.TECHNIQUE})
    assert found.objection({"change": Change.LONGER}) == ""


def test_finding_a_cause_says_what_it_brings() -> None:
    """Of lost runs and of a regression: what was blank in the dialog is what the hours are for."""
    board = trained("support-chatbot").board
    lost = decision(board, RootCause, 0)
    assert "it loses no more runs of its own" in [fact.text for fact in lost.price(lost.values)]
    board.cards[0].regressed = Regression.UNEXPLAINED
    mended = decision(board, RootCause, 0)
    assert any("one run mends it" in fact.text for fact in mended.price(mended.values))
    assert "root cause" in mended.facts[0].text
    board.cards[0].regressed = Regression.EXPLAINED
    assert "root cause" not in decision(board, Iterate, 0).facts[0].text


def test_what_customers_got_stays_with_a_model_that_was_taken_back() -> None:
    """Offline it still reads 93; its card, the review and the dialogs say what it was live."""
    board = trained("support-chatbot").board
    card = board.cards[0]
    card.scores, card.monitored_ppm, card.monitored_pct = [930_000, 931_000], [820_000] * 4, [100] * 4
    assert any(fact.startswith("live about 82 (") for fact in state(board, 0).facts)
    assert "; live about 82 (" in fact(board, 0)
    for verb in (Iterate, Promote):
        assert any(one.text.startswith("customers got about 82 (") for one in decision(board, verb, 0).facts), verb
    assert any("if it serves as it did" in one.text for one in decision(board, Promote, 0).facts)


def test_a_pause_says_what_it_does_not_free(game: Game) -> None:
    game.do("start EXP-002")
    game.end_day()
    card = game.board.cards[1]
    who = fmt.person_name(game.world, card.holder)
    found = decision(game.board, Pause, 1)
    told = [one.text for one in found.price(found.values)]
    assert f"it still counts for {who} and the limit; a kill would end that" in told
    game.do("pause EXP-002")
    shown = state(game.board, 1)
    assert shown.facts == (f"counts for {who} and the limit",), "no days, GPUs or speed: it stands still"


def test_a_paused_card_in_evaluation_says_what_it_takes_and_that_its_seeds_wait(game: Game) -> None:
    card = game.board.cards[1]
    card.stage, card.corrected, card.holder, card.paused, card.seeds_pending = Stage.EVALUATION, [850_000], 0, True, 3
    shown = state(game.board, 1)
    assert shown.progress.startswith("3 seeds not begun") and shown.facts[-1].startswith("counts for ")
    assert decision(game.board, Evaluate, 1).warning == "it is paused: no seed runs until it is resumed"
    card.paused = False
    assert decision(game.board, Evaluate, 1).warning == ""


def test_more_seeds_say_how_many_there_will_be(game: Game) -> None:
    card = game.board.cards[1]
    card.stage, card.scores = Stage.EVALUATION, [850_000, 860_000, 870_000]
    seeds = decision(game.board, Evaluate, 1).rows[0]
    assert seeds.choices[0].detail == "1 more, 4 in all"


def test_a_kill_of_what_is_over_its_bar_is_warned_of(game: Game) -> None:
    card = game.board.cards[1]
    card.stage, card.success_ppm, card.scores = Stage.EVALUATION, 880_000, [890_000] * 3
    assert decision(game.board, Kill, 1).warning == "it measures over its bar 88"
    card.scores = [870_000] * 3
    assert decision(game.board, Kill, 1).warning == ""


def test_a_dialog_does_not_repeat_that_a_decision_is_open(game: Game) -> None:
    card = game.board.cards[3]
    card.stage, card.scores = Stage.EVALUATION, [900_000] * 3
    assert state(game.board, 3).cause == "decide"
    assert "decide" not in [one.text for one in decision(game.board, Kill, 3).facts]
    card.regressed = int(Regression.UNEXPLAINED)
    assert any("its root cause is found" in one.text for one in decision(game.board, Kill, 3).facts)


def test_a_typed_line_that_cannot_be_done_has_no_price(game: Game) -> None:
    board = game.board
    price, against = preview_text(board, Start(1), "start 2")
    assert price and not against.startswith("EXP-002")
    board.cards[1].stage = Stage.EVALUATION
    price, against = preview_text(board, Start(1), "start 2")
    assert price == "" and "is in Evaluation" in against
    board.cards[1].stage, board.minutes_left = Stage.BACKLOG, 0
    assert all(preview_text(board, Start(1), "start 2")), "tomorrow it can be done"


def test_a_handoff_is_said_once(game: Game) -> None:
    card = game.board.cards[3]
    card.stage, card.handoff_left, card.block, card.block_until = Stage.PRODUCTION, 120, Block.HANDOFF, 3
    assert state(game.board, 3).text.count("handoff") == 1


def test_the_lines_of_a_ticket_stand_under_the_number_they_are_for(game: Game) -> None:
    card = game.board.cards[3]
    card.stage, card.scores, card.success_ppm, card.kill_ppm = Stage.EVALUATION, [900_000] * 3, 880_000, 800_000
    card.regressed, card.corrected = int(Regression.UNEXPLAINED), [850_000]
    told = [one.text for one in decision(game.board, Iterate, 3).facts]
    assert told[0].startswith("regressed") and told[2] == "bar 88, kill line 80" and told[1].startswith("90.0 (")


def test_the_changes_of_an_iteration_fit_beside_their_names(game: Game) -> None:
    card = game.board.cards[3]
    card.stage, card.scores, card.holder = Stage.EVALUATION, [900_000] * 3, 0
    for index in (5, 6):
        game.board.cards[index].stage, game.board.cards[index].holder = Stage.EXPERIMENT, 0
    (changes,) = decision(game.board, Iterate, 3).rows
    assert any(" %, " in choice.detail for choice in changes.choices), "slower than at full speed"
    assert all(len(choice.detail) <= 48 for choice in changes.choices), "the dialog has no more room at 80 columns"
