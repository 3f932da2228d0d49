"""A new game: nothing done, decided, earned, asked or known yet."""

import pytest

from aiboard.engine.chance.deal import new_state
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Block, Stage
from tests.engine.worlds import CORPUS, world


@pytest.fixture
def board() -> Board:
    return new_state(world(), 5).board


def test_the_first_morning(board: Board) -> None:
    assert (board.day, board.over, board.minutes_left) == (1, False, board.world.minutes)
    assert not board.history and not board.asked and not board.disruptions and not any(board.orders)
    assert board.wip == board.world.wip and board.wip is not board.world.wip


@pytest.mark.parametrize(
    "field",
    [
        *("target_day", "decided", "promoted", "killed", "decided_sprint", "injected", "set_version"),
        *("scope_met", "scope_from", "reserved_gpus", "reserved_until", "running_max"),
        *("gpu_min", "gpu_used_min", "eval_used_min"),
        *("legal", "legal_left", "legal_day", "legal_chased", "forecast_70", "forecast_90", "forecast_day"),
    ],
)
def test_nothing_is_counted_yet(board: Board, field: str) -> None:
    assert getattr(board, field) == 0


def test_nothing_is_booked_yet(board: Board) -> None:
    for ledger in (board.ledger, board.before):
        for cause in ("revenue", "compute", "labels", "serving", "launches", "incidents", "tail"):
            assert getattr(ledger, cause) == 0, cause
        assert ledger.booked() == 0


@pytest.mark.parametrize(
    "field",
    [
        *("ticket_day", "success_ppm", "kill_ppm", "kill_run", "box_days", "fresh_ppm", "fresh_cards"),
        *("started_day", "decided_day", "decision", "over_gate", "moved_day", "touched_day"),
        *("setup_left", "run_points_done", "runs_done", "changes", "version", "diverged", "gpu_used_min"),
        *("waited_days", "block_until", "running", "root_caused", "paused", "documented", "parked"),
        *("seeds_pending", "eval_left_min", "eval_slices", "latency_ms", "slice_ppm"),
        *("agent_runs", "agent_loops", "agent_unauthorised", "share_pct", "share_day", "live_days"),
        *("handoff_left", "launched", "best_ppm", "review_pending", "reviews", "incidents"),
    ],
)
def test_nothing_is_known_of_a_card_yet(board: Board, field: str) -> None:
    assert not any(getattr(card, field) for card in board.cards)


def test_a_new_card_is_in_the_backlog_as_its_scenario_says(board: Board) -> None:
    for index, (card, idea) in enumerate(zip(board.cards, board.world.ideas, strict=True)):
        assert (card.index, card.stage, card.block, card.speed_pct) == (index, Stage.BACKLOG, Block.NONE, 100)
        assert (card.priority, card.runs_planned, card.shown) == (idea.priority, idea.runs, idea.ready_sprint == 0)
        assert 1 <= card.stated_pct <= 99 and card.eval_pct == 100
        assert not any(_lists(card))


def _lists(card: Card) -> list[list[int]]:
    return [card.readouts, card.versions, card.scores, card.monitored_ppm, card.monitored_pct]


def test_only_what_is_ready_needs_no_order(board: Board) -> None:
    for index, task in enumerate(board.data):
        assert (task.ordered_pct, task.delivered_pct) == ((100, 100) if index == CORPUS else (0, 0))
        assert not any((task.batch_pct, task.batches, task.days_left, task.due_day, task.promised_day, task.relabels))
        assert not any((task.kappa_items, task.checks, task.check_pending, task.asked_day, task.chased_day))
        assert task.shown is not board.world.datasets[index].scope
