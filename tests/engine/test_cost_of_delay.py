"""What waiting costs: the best model that could serve everybody, above what serves now."""

from aiboard.engine.chance.deal import new_state
from aiboard.engine.cost_of_delay import cost_of_delay, delay_cents
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.systems.accounting import measured_worth_cents
from tests.engine.worlds import PROMPT, RAG, quiet


def _board() -> Board:
    board = new_state(quiet(), 5).board
    board.baseline = [720_000, 721_000, 719_000]
    return board


def _measured(board: Board, index: int, mean: int) -> Card:
    card = board.cards[index]
    card.stage = Stage.EVALUATION
    card.success_ppm = 880_000
    card.scores = [mean - 1_000, mean, mean + 1_000]
    card.latency_ms, card.serving_cents = 900, 6_000
    return card


def _live(board: Board, index: int, mean: int, share: int, seen: int = 0) -> Card:
    card = _measured(board, index, mean)
    card.stage, card.share_pct, card.launched = Stage.PRODUCTION, share, 1
    if seen:
        card.monitored_ppm, card.monitored_pct, card.live_days = [seen], [share], 1
    return card


def test_a_model_that_serves_everybody_waits_for_nothing() -> None:
    board = _board()
    _live(board, RAG, 910_000, 100, seen=880_000)
    assert cost_of_delay(board) is None and delay_cents(board) == 0


def test_a_card_that_passed_its_gate_waits() -> None:
    board = _board()
    card = _measured(board, RAG, 910_000)
    found = cost_of_delay(board)
    assert found is not None and found.card == RAG and found.now_cents == 0
    assert found.cents() == measured_worth_cents(board, 910_000) == delay_cents(board)
    card.latency_ms = board.world.latency_limit_ms + 1
    assert cost_of_delay(board) is None, "its gate fails: it is not launched as it is"


def test_only_what_it_earns_more_than_the_live_model_counts() -> None:
    board = _board()
    _live(board, PROMPT, 890_000, 100, seen=870_000)
    _measured(board, RAG, 930_000)
    found = cost_of_delay(board)
    assert found is not None and found.card == RAG
    assert found.cents() == measured_worth_cents(board, 930_000) - measured_worth_cents(board, 870_000)
    _measured(board, RAG, 860_000)
    assert cost_of_delay(board) is None


def test_a_canary_waits_for_the_rest_of_its_traffic() -> None:
    board = _board()
    _live(board, RAG, 910_000, 50, seen=890_000)
    found = cost_of_delay(board)
    assert found is not None
    assert found.cents() == measured_worth_cents(board, 890_000) - measured_worth_cents(board, 890_000) // 2


def test_a_standby_is_no_candidate() -> None:
    board = _board()
    _live(board, PROMPT, 890_000, 100, seen=870_000)
    _live(board, RAG, 930_000, 0, seen=920_000)
    assert cost_of_delay(board) is None


def test_an_unmet_requirement_takes_its_part_of_both() -> None:
    board = _board()
    _measured(board, RAG, 910_000)
    board.scope_data, board.scope_from = 3, board.day
    assert delay_cents(board) == measured_worth_cents(board, 910_000) * board.world.scope_revenue_pct // 100
