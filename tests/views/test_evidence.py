"""Reason and learning filled in from the evidence."""

from __future__ import annotations

import pytest

from aiboard.engine.model.vocabulary import Reason, Stage
from aiboard.engine.verbs import Kill
from aiboard.game import Game, new_game
from aiboard.views import words
from aiboard.views.card.evidence import suggested_learning, suggested_reason
from aiboard.views.decisions.menu import decision


@pytest.fixture
def game() -> Game:
    found = new_game("support-chatbot", seed=1)
    found.do("start EXP-001")
    return found


def test_a_plateau_is_named_with_its_numbers(game: Game) -> None:
    card = game.board.cards[0]
    card.corrected = [841_000, 840_000, 843_000]
    assert suggested_reason(game.board, 0) == Reason.PLATEAU
    learning = suggested_learning(game.board, 0)
    assert learning.startswith("plateau: 84.1, 84.0, 84.3; ")
    assert " best " in learning


def test_the_kill_line_comes_first(game: Game) -> None:
    card = game.board.cards[0]
    card.corrected = [741_000, 740_000, 743_000]
    assert suggested_reason(game.board, 0) == Reason.BELOW_LINE
    assert "kill line 80" in suggested_learning(game.board, 0)


def test_a_rising_curve_is_no_plateau(game: Game) -> None:
    card = game.board.cards[0]
    card.corrected = [810_000, 840_000, 870_000]
    assert suggested_reason(game.board, 0) != Reason.PLATEAU


def test_too_dear_to_serve(game: Game) -> None:
    card = game.board.cards[0]
    card.stage = Stage.EVALUATION
    card.corrected = [930_000]
    card.scores = [931_000, 929_000, 930_000]
    card.latency_ms = 500
    card.serving_cents = game.world.serving_limit_cents + 1
    assert suggested_reason(game.board, 0) == Reason.SERVING


def test_nothing_measured_is_said(game: Game) -> None:
    assert suggested_reason(game.board, 0) == Reason.OTHER
    assert "nothing measured" in suggested_learning(game.board, 0)


def test_a_kill_takes_two_keys(game: Game) -> None:
    """The decision filled in is an action the engine takes, words included."""
    found = decision(game.board, Kill, 0)
    assert found.refusal == ""
    game.do(found.action)
    assert game.board.cards[0].stage == Stage.KILLED
    assert game.board.cards[0].documented


def test_lost_runs_are_no_reason_once_their_cause_is_found(game: Game) -> None:
    card = game.board.cards[0]
    card.diverged = 2
    assert suggested_reason(game.board, 0) == Reason.DIVERGED
    card.root_caused = True
    assert suggested_reason(game.board, 0) != Reason.DIVERGED


def test_every_reason_says_when_it_is_the_right_one(game: Game) -> None:
    (reasons,) = decision(game.board, Kill, 0).rows
    assert len({choice.detail for choice in reasons.choices}) == len(Reason) == len(words.REASON_MEANS)
    assert all(len(choice.detail) <= 46 for choice in reasons.choices), "the dialog has no more room at 80 columns"


def test_a_superseded_card_is_held_against_what_customers_get_of_the_other(game: Game) -> None:
    board, other = game.board, game.board.cards[5]
    board.cards[0].scores = [860_000] * 3
    other.stage, other.share_pct, other.launched, other.scores = Stage.PRODUCTION, 100, 1, [930_000] * 3
    assert "006 is live, measured 93.0 (" in suggested_learning(board, 0, Reason.SUPERSEDED)
    other.monitored_ppm, other.monitored_pct = [900_000] * 20, [100] * 20
    assert "006 is live at about 90 (" in suggested_learning(board, 0, Reason.SUPERSEDED)


def test_a_card_that_scores_under_another_in_evaluation_is_superseded(game: Game) -> None:
    board = game.board
    mine, other = board.cards[0], board.cards[5]
    for card in (mine, other):
        card.stage, card.success_ppm = Stage.EVALUATION, 880_000
    mine.corrected, mine.scores, other.corrected = [860_000], [860_000] * 3, [930_000]
    assert suggested_reason(board, 0) == Reason.OTHER, "a readout alone does not say which is better"
    other.scores = [930_000] * 3
    assert suggested_reason(board, 0) == Reason.SUPERSEDED and suggested_reason(board, 5) == Reason.OTHER
    assert "; 006, measured 93.0 (" in suggested_learning(board, 0)


@pytest.mark.parametrize("count", [159, 160, 161])
def test_a_learning_has_160_characters_at_most(game: Game, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiboard.views.card.evidence._fact", lambda board, card, reason: "x" * count)
    monkeypatch.setattr("aiboard.views.card.evidence.best_of_family", lambda board, family: None)
    assert suggested_learning(game.board, 0, Reason.OTHER) == "x" * min(count, 160)
