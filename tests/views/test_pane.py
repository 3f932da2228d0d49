"""A card's pane: where it is in its time box, how a canary's numbers are read together."""

import pytest

from aiboard.engine.verbs import Deploy
from aiboard.game import new_game
from aiboard.tui.widgets.status_text import card_rows
from aiboard.views.card.measure import live_beside
from aiboard.views.card.pane import pane
from aiboard.views.decisions import card_facts
from aiboard.views.why.card import why_card
from tests.views import made


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
    assert pane(game.board, 0).box_day == says


def test_a_canary_says_how_its_two_numbers_are_weighed() -> None:
    board = made.board()
    card = board.cards[made.CANARY]
    card.monitored_ppm, card.monitored_pct = [700_000, 760_000], [5, 5]
    board.world.monitor_sd_ppm, board.world.skew_mean_ppm = [80_000, 40_000, 25_000], -15_000
    said = (
        "The live number is 2 readings of customers, each off by about 8 points at 5 % of traffic; 90.5 is of frozen "
        "questions, and customers differ by about −1.5. Both measure this model: weigh each by its interval."
    )
    assert said in why_card(board, made.CANARY).summary
    assert said in [fact.text for fact in card_facts.traffic(board, Deploy(made.CANARY, 50))]
    shown = " ".join("".join(text for text, _ in row) for row in card_rows(board, made.CANARY, 76))
    assert said in " ".join(shown.split())
    # With all customers there is no canary to weigh, and before the first reading nothing to weigh with.
    card.share_pct = 100
    assert not live_beside(board, made.CANARY)
    card.share_pct, card.monitored_ppm = 5, []
    assert not live_beside(board, made.CANARY)
