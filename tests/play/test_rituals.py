"""Rituals: what a sprint left behind."""

from __future__ import annotations

from aiboard.engine.model.vocabulary import Stage
from aiboard.game import new_game
from aiboard.play.rituals import review


def test_a_card_parked_in_evaluation_is_still_open() -> None:
    game = new_game("first-sprint", seed=1)
    game.do("start EXP-001")
    game.do("start EXP-002")
    while game.board.sprint() == 1:
        game.end_day()
    parked = [card for card in game.board.cards if card.stage == Stage.EVALUATION and not card.in_flight()]
    assert parked, "nobody touched them for a week"
    page = review(game.board, 1, {})
    assert page.sections[1].lines[0] == "0 decided of 2 worked on"
    assert [line.split()[0] for line in page.sections[2].lines] == ["001", "002"]
