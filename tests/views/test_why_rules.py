"""`w` explains what each rule does to a card, from the rule's own numbers."""

from __future__ import annotations

import pytest

from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import IncidentCause, Regression, Stage
from aiboard.engine.moves import rollback_price
from aiboard.engine.systems.compute import speed_of
from aiboard.game import new_game
from aiboard.views import fmt
from aiboard.views.why.topics import Topic, explain

Placed = tuple[Board, Card]


@pytest.fixture
def live() -> Placed:
    """A live model with five scores."""
    board = new_game("support-chatbot", 1).board
    card = board.cards[0]
    card.stage, card.share_pct, card.launched, card.share_day = Stage.PRODUCTION, 50, 1, 1
    card.scores, card.exposed_pct = [900_000] * 5, 165
    return board, card


def what(board: Board, topic: Topic = Topic.CARD) -> str:
    return explain(board, topic, 0).summary


def test_focus_is_the_persons_cards(live: Placed) -> None:
    board, _ = live
    for index in range(3):
        board.cards[index].stage, board.cards[index].holder = Stage.EXPERIMENT, 0
    speed = speed_of(board, 3)
    assert f"Speed {speed} %: {fmt.person_name(board.world, 0)} holds 3 cards." in what(board)
    assert "3 cards" in " ".join(explain(board, Topic.SPEED).details)


def test_a_readout_is_told_with_its_optimism(live: Placed) -> None:
    board, card = live
    card.scores, card.readouts, card.corrected = [], [900_000], [880_000]
    told = what(board, Topic.SCORE)
    assert f"less the {fmt.points(board.world.optimism_mean_ppm)} points" in told and "90.0" in told


def test_a_score_says_what_leaks_and_slices_would_change(live: Placed) -> None:
    board, card = live
    assert fmt.points(board.world.leak_ppm) in what(board, Topic.SCORE) and "not scored" in what(board, Topic.SCORE)
    card.leak_checked, card.slice_ppm = True, 801_000
    told = what(board, Topic.SCORE)
    assert "was searched" in told and f"slice scored 80.1; truly under {fmt.points(board.world.bad_slice_ppm)}" in told


def test_lateness_says_what_it_takes(live: Placed) -> None:
    board, card = live
    assert "p95" not in what(board)
    card.latency_ms = board.world.latency_limit_ms + 500
    assert f"{500 * board.world.late_revenue_pct // 100} % of its revenue is lost" in what(board)


def test_drift_says_what_it_took(live: Placed) -> None:
    board, card = live
    card.aged_days = 20
    assert f"Drift took {fmt.tenth(20 * board.world.drift_ppm_day)} points in 20 days" in what(board)


def test_an_incident_and_a_roll_back_are_priced_by_traffic(live: Placed) -> None:
    board, card = live
    card.incident = int(IncidentCause.QUALITY)
    assert f"costs {fmt.money(board.world.incident_day_cents // 2)} a day at 50 % of traffic" in what(board)
    price = fmt.exact_money(rollback_price(board, card))
    assert f"A roll-back costs {price}: {fmt.exact_money(board.world.rollback_cents)} for each day" in what(board)
    assert "1.65 so far" in what(board)


def test_a_regression_says_that_only_its_cause_and_an_iteration_end_it(live: Placed) -> None:
    board, card = live
    card.stage, card.share_pct, card.regressed = Stage.EVALUATION, 0, int(Regression.UNEXPLAINED)
    assert "Promoted again as it is it has lost them still" in what(board)
    card.regressed = int(Regression.EXPLAINED)
    assert "its cause is known and one iteration of 1 day mends it" in what(board)


def test_why_on_a_card_says_why_it_cannot_be_promoted_now() -> None:
    game = new_game("support-chatbot:calm", 5)
    board, card = game.board, game.board.cards[4]
    card.stage, card.scores, card.seeds_done = Stage.EVALUATION, [900_000] * 3, 3
    assert not any(line.startswith("promote: not now") for line in explain(board, Topic.CARD, 4).details)
    other = board.cards[5]
    other.stage, other.share_pct, other.launched, other.scores = Stage.PRODUCTION, 5, 1, [900_000] * 3
    (line,) = [line for line in explain(board, Topic.CARD, 4).details if line.startswith("promote: not now")]
    assert "on its way to customers" in line


def test_where_many_cards_cost_nobody_time_no_loss_is_listed() -> None:
    board = new_game("first-sprint", seed=1).board
    assert min(board.world.focus_pct) == 100
    what = explain(board, Topic.SPEED).summary
    assert what == "Holding several cards in flight costs nobody time in this project."
    assert "85 % with 2" in explain(new_game("support-chatbot", seed=1).board, Topic.SPEED).summary


def test_what_is_due_says_that_the_legal_review_is_done_until_the_launch() -> None:
    """Its day leaves the list when it comes, and time that goes on by itself passes the line that told of it."""
    board = new_game("support-chatbot", seed=1).board
    board.legal, board.legal_left = 1, 3
    assert any(line.startswith("legal ") for line in explain(board, Topic.DUE).details)
    board.legal = 2
    assert explain(board, Topic.DUE).details[-1] == "legal: the review is done"
    board.cards[0].live_days = 1
    assert not any("legal" in line for line in explain(board, Topic.DUE).details)
