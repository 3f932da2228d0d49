"""What standing orders did is told from what the player did, on the same day and by the same action."""

from pathlib import Path

from aiboard.engine.happenings.cards import EvalStarted, Ticketed
from aiboard.engine.model.vocabulary import Mode, Order, Stage
from aiboard.engine.verbs import StandingOrder, Start
from aiboard.game import Game, new_game, open_game
from aiboard.views.board.log import log


def by_order(game: Game, kind: type) -> list[tuple[int, int]]:
    """Day and card of the events of a kind that orders brought about."""
    return [
        (one.day, one.card) for one in game.board.history if isinstance(one, kind) and id(one) in game.order_event_ids
    ]


def starts(game: Game) -> list[tuple[int, int]]:
    return [(one.day, one.card) for one in game.board.history if isinstance(one, Ticketed)]


def test_acts_of_an_order_are_told_from_the_players(tmp_path: Path) -> None:
    game = new_game("gpu-drought", 7, save=tmp_path / "it.jsonl")
    mine = next(one.index for one in game.board.cards if one.shown and one.stage == Stage.BACKLOG)
    game.do(Start(mine))
    # Set in the middle of the day: what it does that evening is its own, what was done before is not.
    game.do(StandingOrder(Order.START, Mode.AUTO))
    game.do(StandingOrder(Order.EVALUATE, Mode.AUTO))
    game.end_day()
    evening = [card for day, card in by_order(game, Ticketed) if day == 1]
    assert evening and mine not in evening
    assert {card for day, card in starts(game) if day == 1} == {mine, *evening}
    while not by_order(game, EvalStarted):
        game.end_day()
    assert len(by_order(game, EvalStarted)) == len([one for one in game.board.history if isinstance(one, EvalStarted)])
    lines = [line.text for day in log(game.board, ordered=game.order_event_ids) for line in day.lines]
    assert any(line.endswith("eval seeds asked for, 32 GPU-h, by order.") for line in lines)
    assert sum("has its ticket, by order" in line for line in lines) == len(starts(game)) - 1
    assert not any("by order" in line for line in lines if " is done" in line or "run 1" in line)
    # The same after it was closed and opened again, and after a day was taken back.
    said = by_order(game, Ticketed)
    game.close()
    with open_game(tmp_path / "it.jsonl") as again:
        assert by_order(again, Ticketed) == said
        again.undo()
        assert set(by_order(again, Ticketed)) <= set(said)
