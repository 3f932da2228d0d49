"""What a price says was known of a dataset: what the data board of that morning shows, and no more."""

from aiboard.analysis.pricing.words import _of_set
from aiboard.game import new_game
from aiboard.views.data.databoard import data_columns


def test_ideas_that_are_not_proposed_yet_are_not_counted() -> None:
    board = new_game("support-chatbot", 7).board
    ideas = board.world.ideas
    asked = [line for column in data_columns(board) for line in column.lines if line.needed]
    hidden = {ideas[card.index].dataset for card in board.cards if not card.shown}
    assert asked and hidden & {line.data for line in asked}, "no idea of a shown set is hidden: nothing is tested"
    for line in asked:
        assert f"{len(line.needed)} open card" in _of_set(board, line.data)
