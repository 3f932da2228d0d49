"""How the work of a game flowed, counted again from its cards and events."""

import pytest

from aiboard.analysis.health import OrderedBatch, health
from aiboard.engine.happenings.data import DataOrdered
from tests.analysis.games import by_bot, calm, play, read


@pytest.mark.parametrize(
    ("came", "today", "in_time"),
    [(9, 9, True), (10, 30, True), (11, 30, False), (0, 10, None), (0, 11, False)],
)
def test_a_batch_is_in_time_on_the_day_that_was_promised(came: int, today: int, in_time: bool | None) -> None:
    assert OrderedBatch(1, 2, 10, came).on_time(today) is in_time


def test_the_flow_is_counted_from_the_cards() -> None:
    record = by_bot("heuristic").record
    found, board = health(record), record.board
    decided = [card for card in board.cards if card.decision]
    assert decided and found.decided == len(decided)
    ticketed = [card for card in decided if card.ticket_day]
    assert found.cycle_time == sum(card.decided_day - card.ticket_day for card in ticketed) / len(ticketed)
    assert found.throughput == pytest.approx(len(decided) / (len(record.days) / record.world.sprint_days))
    assert found.kill_rate == board.killed / len(decided) and found.promotion_rate == board.promoted / len(decided)
    assert sum(found.blocked_by_sprint) == sum(found.blockers.values()) > 0
    assert len(found.blocked_by_sprint) == -(-len(record.days) // record.world.sprint_days)
    assert 0 <= found.focus_lost < found.worked


def test_a_set_that_was_ordered_came_on_a_day_or_is_overdue() -> None:
    record = read(play(calm(), 5, "order DS-2 100", until=40)).record
    orders = [event for event in record.history if isinstance(event, DataOrdered)]
    found = health(record)
    assert [(one.data, one.ordered_day) for one in found.batches] == [(one.data, one.day) for one in orders]
    (batch,) = found.batches
    assert batch.promised_day > batch.ordered_day
    assert found.readiness == {True: 1.0, False: 0.0, None: None}[batch.on_time(record.board.day)]
