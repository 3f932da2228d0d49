"""Lab 11: a disruption beside the same luck without it."""

from aiboard.engine.model.vocabulary import Stage
from aiboard.labs.board import BoardLab, injected, tell
from aiboard.labs.controls import defaults

LAB = BoardLab()
VALUES = defaults(LAB.CONTROLS)


def test_the_two_games_differ_in_the_disruption_only() -> None:
    pair = injected(VALUES, 7)
    assert pair is not None
    state, without = pair
    assert state.board.injected == 1 and without.board.injected == 0
    assert [card.stage for card in state.board.cards] == [card.stage for card in without.board.cards]


def test_a_data_issue_holds_up_training() -> None:
    told = tell({**VALUES, "kind": 1}, 7)
    assert told.pile == Stage.EXPERIMENT and sum(told.held) > 0 and told.until > told.began == 13


def test_a_disruption_waits_for_something_to_hit() -> None:
    told = tell({**VALUES, "kind": 2, "day": 2}, 7)
    assert told.began > 2


def test_killing_all_has_the_best_throughput_and_the_worst_value() -> None:
    found = LAB.counterexample()
    assert found.naive.says.startswith("kill-all") and found.engine.says.startswith("heuristic")


def test_other_futures_give_an_interval() -> None:
    seen: list[int] = []
    draws = LAB.many({**VALUES, "day": 60}, 7, seen.append)
    value = {figure.name: float(str(figure.value)) for figure in draws.engine}
    assert value["low"] <= value["cents"] <= value["high"] and seen[-1] == draws.count == LAB.DRAWS
