"""An unmet requirement is seen: a promise before it costs, a stop when it begins to, a warning while it does."""

import pytest

from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Stage
from aiboard.game import new_game
from aiboard.play.stop_dues import due_stops
from aiboard.views.board.header import header
from aiboard.views.board.trouble import troubles
from aiboard.views.why.topics import Topic, explain


@pytest.fixture
def board() -> Board:
    """Day 12, a model live for six days, a requirement from day 12 on."""
    found = new_game("support-chatbot", 7).board
    found.world.scope_revenue_pct = 85
    card = found.cards[0]
    card.stage, card.share_pct, card.launched, card.live_days = Stage.PRODUCTION, 100, 6, 6
    found.day = 12
    found.scope_data, found.scope_from = len(found.data) - 1, 12
    return found


def _stops(board: Board) -> list[str]:
    return [stop.sentence for stop in due_stops(board) if "requirement" in stop.sentence]


def test_it_is_due_before_and_a_warning_after(board: Board) -> None:
    board.day = 10
    head = header(board)
    assert head.warning == "" and head.due is not None and head.due.label == "new requirement"
    board.day = 13
    assert header(board).warning == "requirement unmet: −15 %"
    assert "requirement unmet" in header(board).text
    board.scope_met = True
    assert header(board).warning == ""


def test_time_stops_on_the_day_it_begins_to_cost(board: Board) -> None:
    assert _stops(board) == ["The new requirement is not met: from today it takes 15 % of revenue."]
    board.day = 13
    assert not _stops(board)


def test_time_stops_when_the_first_customers_come_later(board: Board) -> None:
    board.day = 20
    board.cards[0].live_days = 1
    assert len(_stops(board)) == 1
    board.cards[0].share_pct = 0
    assert not _stops(board), "nothing is earned, so nothing is lost"


@pytest.mark.parametrize("topic", [Topic.LIVE, Topic.BOOKED])
def test_why_says_what_it_takes_and_what_meets_it(board: Board, topic: Topic) -> None:
    board.day = 14
    board.ledger.revenue, board.before.revenue = 185_000, 100_000
    said = " ".join(explain(board, topic).lines)
    assert "takes 15 % of revenue, $150 yesterday; it needs DS-" in said
    board.scope_met = True
    assert "requirement" not in " ".join(explain(board, topic).lines)


def test_what_meets_it_is_named_whether_a_model_is_live_or_not(board: Board) -> None:
    (told,) = [trouble.text for trouble in troubles(board) if "requirement" in trouble.text]
    assert told.startswith("New requirement, not met: it takes 15 % of revenue")
    assert told.endswith("; evaluate the live model's slices")
    board.day = 11
    board.cards[0].share_pct = 0
    (told,) = [trouble.text for trouble in troubles(board) if "requirement" in trouble.text]
    assert told.startswith("New requirement, not met: from D12 it takes 15 % of revenue; ")
    assert told.endswith("; launch a model with evaluated slices")
