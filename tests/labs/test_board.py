"""Lab 11: a disruption beside the same luck without it."""

import pytest

from aiboard.engine.model.vocabulary import Stage
from aiboard.labs.board import BoardLab, _fewer, _money, _what
from aiboard.labs.controls import defaults
from aiboard.labs.disruption import ADDED, measure_effect, paired_states
from aiboard.labs.session import open_lab
from aiboard.labs.words import all_rows, because_rows, text_of
from aiboard.play.watching import PILE_UP_STAGES

LAB = BoardLab()
VALUES = defaults(LAB.controls)


def test_the_two_games_differ_in_the_disruption_only() -> None:
    pair = paired_states(_what(VALUES), 7)
    assert pair is not None
    state, without = pair
    assert state.board.injected == 1 and without.board.injected == 0
    assert [card.stage for card in state.board.cards] == [card.stage for card in without.board.cards]


def test_a_data_issue_holds_up_training() -> None:
    told = measure_effect(_what({**VALUES, "kind": 1}), 7)
    assert (
        told.pile == PILE_UP_STAGES.index(Stage.EXPERIMENT)
        and sum(told.held_days) > 0
        and told.last_day > told.first_day == 13
    )


def test_a_disruption_waits_for_something_to_hit() -> None:
    told = measure_effect(_what({**VALUES, "kind": 2, "day": 2}), 7)
    assert told.first_day > 2


def test_killing_all_has_the_best_throughput_and_the_worst_value() -> None:
    found = LAB.counterexample()
    assert found.naive.verdict.startswith("kill-all") and found.engine.verdict.startswith("heuristic")


def test_other_futures_give_an_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(LAB), "DRAWS", 16)
    seen: list[int] = []
    draws = LAB.run_many({**VALUES, "day": 60}, 7, seen.append)
    value = {figure.name: float(str(figure.value)) for figure in draws.engine}
    assert value["low"] <= value["cents"] <= value["high"] and seen[-1] == draws.count == LAB.DRAWS


def test_after_a_change_the_text_is_of_the_draw_that_is_shown() -> None:
    sitting = open_lab("board", 12)
    sitting.commit(0)
    sitting.set_control("day", "15")
    _ = sitting.outcome
    # Nothing of the old draw stays while the new one is worked out.
    assert sitting.is_other_draw and "day 13" not in " ".join(text_of(because_rows(sitting, 92)))
    text = " ".join(" ".join(text_of(all_rows(sitting, 92))).split())
    told = measure_effect(_what(sitting.values), 12)
    assert _fewer(told) in text and _money(told) in text
    assert "On day 15, or" in text and "On day 13, or" not in text and "When asked, before the change" in text
    assert text.count("The project ends with") == 1


def test_added_experiments_overload_the_board_and_take_no_hours() -> None:
    what = _what({**VALUES, "kind": ADDED, "added": 6, "day": 3})
    pair = paired_states(what, 7)
    assert pair is not None
    state, without = pair
    assert without.board.count(Stage.BACKLOG) - state.board.count(Stage.BACKLOG) == 6
    assert state.board.minutes_left == without.board.minutes_left
    assert state.board.count(Stage.EXPERIMENT) > state.board.wip[Stage.EXPERIMENT]
    told = measure_effect(what, 7)
    assert told.started == 6 and told.over_limit > 0


def test_card_days_held_up_are_told_by_sprint() -> None:
    told = measure_effect(_what({**VALUES, "kind": 1}), 7)
    # From the second sprint, in which it comes, to the eighth.
    assert len(told.by_sprint) == 7
    more = [with_it - without for with_it, without in told.by_sprint]
    assert more[0] > 0


def test_the_difference_in_money_is_told_by_what_it_is_made_of() -> None:
    told = measure_effect(_what(VALUES), 7)
    assert sum(cents for _, cents in told.parts) == told.cents and told.parts[0][0] in _money(told)
