"""What a player reads of an incident that goes on, of a slow model and of one that regressed."""

from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import IncidentCause, Regression, Stage
from aiboard.engine.verbs import Deploy, Iterate, Promote, Respond, RollBack
from aiboard.game import new_game
from aiboard.views import fmt
from aiboard.views.card.states import state
from aiboard.views.decisions.menu import card_options, decision
from aiboard.views.why.card import why_card


def live(share: int) -> tuple[Board, Card]:
    board = new_game("support-chatbot", 1).board
    card = board.cards[0]
    card.stage, card.share_pct, card.launched, card.share_day = Stage.PRODUCTION, share, 1, board.day
    return board, card


def _possible(board: Board) -> list[str]:
    return [option.action.VERB for option in card_options(board, 0)]


def test_an_incident_is_on_the_card_with_its_price_by_traffic() -> None:
    for share in (5, 50, 100):
        board, card = live(share)
        assert "incident" not in state(board, 0).text and "respond" not in _possible(board)
        card.incident = int(IncidentCause.QUALITY)
        price = fmt.money(board.world.incident_day_cents * share // 100)
        assert f"incident goes on: {price} a day" in state(board, 0).text
        assert any("ncident goes on" in line for line in why_card(board, 0).lines)
        assert "respond" in _possible(board)
        for verb in (RollBack, Respond, Deploy):
            assert any(price in fact.text for fact in decision(board, verb, 0).facts)


def test_an_incidents_sheet_says_each_thing_once() -> None:
    board, card = live(100)
    card.scores, card.incident, card.live_days = [900_000] * 5, int(IncidentCause.QUALITY), 3
    facts = [fact.text for fact in decision(board, RollBack, 0).facts]
    assert sum("incident goes on" in text for text in facts) == 1
    assert facts[0].startswith("measured before customers met it: 90.0")


def test_a_launch_says_what_lateness_takes() -> None:
    board, card = live(0)
    card.stage, card.scores = Stage.EVALUATION, [900_000] * 5
    card.latency_ms = board.world.latency_limit_ms + 500
    assert any("20 % of it lost" in fact.text for fact in decision(board, Promote, 0).facts)


def test_a_regression_asks_for_its_cause_first() -> None:
    board, card = live(0)
    card.stage, card.scores = Stage.EVALUATION, [900_000] * 5
    card.regressed = int(Regression.UNEXPLAINED)
    assert ", 3 days" in decision(board, Iterate, 0).rows[0].choices[0].detail
    assert "root cause?" in state(board, 0).text and "root-cause" in _possible(board)
    card.regressed = int(Regression.EXPLAINED)
    assert ", 1 day" in decision(board, Iterate, 0).rows[0].choices[0].detail
    assert "iterate" in state(board, 0).text and "root-cause" not in _possible(board)
    assert any("regressed" in fact.text for fact in decision(board, Promote, 0).facts)
