"""A card's pane: where it is in its time box."""

import pytest

from aiboard.game import new_game
from aiboard.views.card.pane import pane


@pytest.mark.parametrize(
    ("day", "says"),
    [(6, "time box day 6 of 10"), (10, "time box day 10 of 10"), (12, "time box day 12 of 10, late")],
)
def test_a_time_box_that_is_over_counts_the_days_beyond_it(day: int, says: str) -> None:
    game = new_game("support-chatbot", seed=1)
    game.do("start 1")
    card = game.board.cards[0]
    card.started_day, card.box_days = 1, 10
    game.board.day = day
    assert pane(game.board, 0).place == says
