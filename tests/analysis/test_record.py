"""The record of a game: boards as they were, shared where nothing changed."""

from aiboard.analysis.record import record
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.fields import parts_board
from tests.analysis.games import by_bot


def test_every_kept_board_is_the_board_of_its_moment() -> None:
    """Sharing cards between copies must not let a later day show through in an earlier board."""
    played = by_bot("heuristic").record
    state = new_state(played.world, played.seed)
    for day in played.days:
        for step in day.steps:
            assert parts_board(step.before) == parts_board(state.board)
            act(state, step.action)
        advance(state)
        assert parts_board(day.morning) == parts_board(state.board)


def test_a_card_is_kept_once_for_each_time_it_changed() -> None:
    """Memory grows with what happened, not with cards times days."""
    played = by_bot("idle").record
    boards = [day.morning for day in played.days]
    kept = {id(card) for board in boards for card in board.cards}
    assert len(kept) < len(boards[0].cards) * len(boards) / 4
    again = record(played.world, played.seed, [[] for _ in range(len(boards) + 1)])
    assert parts_board(again.board) == parts_board(played.board)
