"""The schedule of disruptions given a history written by hand: windows, hints, what would have struck by now.

Four windows of ten days of which six may have a plan: days 2 to 7, 12 to 17, 22 to 27, 32 to 37.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from aiboard.analysis.belief.schedule import Schedule, WindowOption, _Chances
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import Diverged, Moved, RunEnded, SetupDone
from aiboard.engine.happenings.chaos import ChaosBegan, ChaosHinted
from aiboard.engine.happenings.data import DataMoved
from aiboard.engine.happenings.live import Monitored
from aiboard.engine.model.board import Board
from aiboard.engine.model.truth import PlannedDisruption
from aiboard.engine.model.vocabulary import Chaos, Column, Source, Stage
from aiboard.engine.model.world import World
from tests.engine.play import dated
from tests.engine.worlds import world

SHORTAGE, ISSUE, REGRESSION, SCOPE, DIVERGENCE, VENDOR = Chaos


@cache
def latents() -> Latents:
    return Latents(made())


def made(**changes: Any) -> World:
    return world(**{"days": 40, "chaos_events": 4, "chaos_gap": 4, "chaos_weights": [3, 3, 1, 2, 3, 3], **changes})


def board(day: int, *events: Event, **changes: Any) -> Board:
    """A board on a day, with what happened."""
    found = new_state(made(**changes), 1, latents()).board
    found.day, found.history = day, list(events)
    return found


def began(day: int, kind: Chaos, days: int = 1, source: Source = Source.DRAWN) -> ChaosBegan:
    return dated(day, ChaosBegan(-1, -1, kind, days, source))


def hinted(day: int, kind: Chaos, days: int) -> ChaosHinted:
    return dated(day, ChaosHinted(kind, days))


def drawn(seen: Board, count: int = 200) -> list[list[PlannedDisruption]]:
    return Schedule(seen, latents()).draw(count, np.random.default_rng(1))


def plans(rows: list[list[PlannedDisruption]], first: int, last: int) -> set[tuple[int, int, int, bool]]:
    """All that the draws plan from one day to another: day, kind, hint's day, done."""
    found = [plan for row in rows for plan in row if first <= plan.day <= last]
    return {(plan.day, plan.kind, plan.hint_day, plan.done) for plan in found}


def window(seen: Board, number: int) -> dict[WindowOption, float]:
    """What an open window may hold, with its odds; without what cannot be."""
    options, logs = Schedule(seen, latents())._windows[number]
    odds = np.exp(logs)
    found: dict[WindowOption, float] = {}
    for option, part in zip(options, odds / odds.sum(), strict=True):
        if part > 0:
            found[option] = found.get(option, 0.0) + float(part)
    return found


# --- priors -----------------------------------------------------------------------------------------------------------


def test_on_the_first_morning_every_day_kind_and_hint_has_its_prior() -> None:
    found = window(board(1), 0)
    assert {one.day for one in found} == {2, 3, 4, 5, 6, 7} and {one.kind for one in found} == {0, 1, 2, 4, 5}
    # A day in six; of 13 parts of the deck that may come so early three are shortages; a quarter is hinted.
    assert found[WindowOption(7, SHORTAGE, 0)] == pytest.approx(1 / 6 * 3 / 13 * 3 / 4)
    assert found[WindowOption(7, REGRESSION, 3)] == pytest.approx(1 / 6 * 1 / 13 / 12)
    assert {one.hint for one in found if one.day == 7} == {0, 2, 3, 4}
    # No hint comes before day 1: what is less than five days ahead shares it.
    assert found[WindowOption(4, SHORTAGE, 1)] == pytest.approx(1 / 6 * 3 / 13 / 4)
    assert found[WindowOption(5, SHORTAGE, 1)] == pytest.approx(1 / 6 * 3 / 13 / 6)
    assert sum(found.values()) == pytest.approx(1)


def test_a_kind_comes_only_on_its_own_days_and_a_day_without_any_is_free() -> None:
    late = window(board(1), 3)
    assert {one.kind for one in late if one.day == 35} == {REGRESSION, DIVERGENCE, VENDOR}
    assert {one.kind for one in late if one.day == 36} == {REGRESSION, DIVERGENCE}
    assert SCOPE in {one.kind for one in window(board(1), 1)} and SCOPE not in {one.kind for one in window(board(1), 0)}
    closed = made()
    closed.chaos_to = [33] * len(closed.chaos_to)
    seen = board(1)
    seen.world = closed
    found = window(seen, 3)
    assert found[WindowOption(34, -1, 0)] == pytest.approx(1 / 6) and WindowOption(33, SHORTAGE, 0) in found
    assert all(len(row) <= 4 for row in drawn(seen)) and {len(row) for row in drawn(seen)} == {3, 4}


# --- what came --------------------------------------------------------------------------------------------------------


def test_what_came_belongs_to_the_window_of_its_day_or_to_a_free_one_before() -> None:
    # The second of days 13 and 15 was due in the first window and waited; nobody knows of a third, and a player's
    # belongs to none.
    rows = drawn(board(24, began(13, DIVERGENCE), began(15, ISSUE, 6), began(16, VENDOR, 8)))
    assert plans(rows, 1, 20) == {(13, DIVERGENCE, 0, True), (7, ISSUE, 0, True)}
    rows = drawn(board(24, began(13, DIVERGENCE), began(14, SHORTAGE, 8, Source.PLAYER)))
    assert {one for one in plans(rows, 1, 20) if one[3]} == {(13, DIVERGENCE, 0, True)}
    # In the days between two windows it is the one before that was late, the latest that is free.
    assert (17, ISSUE, 0, True) in plans(drawn(board(24, began(20, ISSUE, 6))), 1, 20)
    assert (17, ISSUE, 0, True) in plans(drawn(board(24, began(3, VENDOR, 8), began(20, ISSUE, 6))), 1, 20)
    assert (22, ISSUE, 0, True) in plans(drawn(board(24, began(22, ISSUE, 6))), 22, 31)
    for row in rows:
        assert [plan.day for plan in row] == sorted(plan.day for plan in row)


# --- hints ------------------------------------------------------------------------------------------------------------


def test_what_was_hinted_is_certain() -> None:
    rows = drawn(board(9, hinted(8, VENDOR, 5)))
    assert plans(rows, 12, 21) == {(13, VENDOR, 8, False)} and all(
        sum(12 <= plan.day <= 21 for plan in row) == 1 for row in rows
    )
    assert len(plans(rows, 22, 31)) > 30, "the other windows are as open as before"
    # It has had nothing to hit so far, and waits.
    assert plans(drawn(board(20, hinted(8, VENDOR, 5))), 12, 21) == {(13, VENDOR, 8, False)}
    # It came, also where another window's days had begun by then: there another one may still come.
    for day, planned in ((13, 13), (19, 17), (23, 17)):
        rows = drawn(board(24, hinted(8, VENDOR, 5), began(day, VENDOR, 8)))
        assert plans(rows, 12, 21) == {(planned, VENDOR, 0, True)}
        assert not any(plan[3] for plan in plans(rows, 22, 31))
    # What came before its day, or is of another kind, is not what was hinted: it was late from the window before.
    for other in (began(12, VENDOR, 8), began(14, ISSUE, 6)):
        rows = drawn(board(16, hinted(8, VENDOR, 5), other))
        assert plans(rows, 12, 21) == {(13, VENDOR, 8, False)} and plans(rows, 1, 11) == {(7, other.chaos, 0, True)}


def test_what_was_not_hinted_by_now_has_its_hint_ahead_or_none() -> None:
    found = window(board(9), 1)
    assert {one.hint for one in found if one.day == 12} == {0, 9}, "days 7 and 8 have told of nothing"
    assert {one.hint for one in found if one.day == 14} == {0, 9, 10, 11}
    # A requirement that is there already keeps the drawn one's hint away.
    known = window(board(11, began(6, SCOPE, 20, Source.PLAYER)), 1)
    assert {one.hint for one in known if (one.day, one.kind) == (12, SCOPE)} == {0, 7, 8, 9}
    assert {one.hint for one in known if (one.day, one.kind) == (12, ISSUE)} == {0}


# --- what would have struck -------------------------------------------------------------------------------------------


def test_what_would_have_come_by_now_is_left_out() -> None:
    found = window(board(7), 0)
    # A shortage or a data issue always has something to hit; the others had nothing.
    assert {one.day for one in found if one.kind in (SHORTAGE, ISSUE)} == {7}
    for kind in (REGRESSION, DIVERGENCE, VENDOR):
        assert {one.day for one in found if one.kind == kind} == {2, 3, 4, 5, 6, 7}
    # A window whose every plan would have come by now was empty.
    gone = made(chaos_from=[1, 50, 50, 50, 50, 50])
    seen = board(11)
    seen.world = gone
    assert window(seen, 0) == {WindowOption(2, -1, 0): 1.0} and plans(drawn(seen), 1, 11) == set()


def strikes(kind: Chaos, *events: Event, day: int = 20, **changes: Any) -> list[int]:
    """The days before `day` on which a disruption of this kind that was due would have begun."""
    chances = _Chances(board(day, *events, **changes))
    return [one for one in range(1, day) if chances.strikes(one, kind)]


def test_a_regression_needs_a_model_that_is_live_from_one_day_to_the_next() -> None:
    live = [dated(day, Monitored(card, 840_000, 5, 0)) for day, card in ((9, 0), (10, 0), (11, 0), (12, 1), (14, 0))]
    assert strikes(REGRESSION, *live) == [10, 11] and strikes(REGRESSION) == []


def test_a_divergence_needs_a_run_that_has_come_some_way() -> None:
    run = RunEnded(0, 850_000, 840_000, 1, 0)
    out = Moved(0, Stage.EXPERIMENT, Stage.EVALUATION)
    assert strikes(DIVERGENCE, dated(3, SetupDone(0)), dated(8, run)) == [5, 6, 7, 8]
    assert strikes(DIVERGENCE, dated(3, SetupDone(0)), dated(8, Diverged(0, 1, 100, 1)), dated(12, run)) == [
        5, 6, 7, 8, 10, 11, 12,
    ]  # fmt: skip
    assert strikes(DIVERGENCE, dated(3, SetupDone(0)), dated(8, out)) == [5, 6, 7]
    back = Moved(0, Stage.ITERATION, Stage.EVALUATION)
    assert strikes(DIVERGENCE, dated(3, SetupDone(0)), dated(8, back)) == [5, 6, 7]
    # What is not over yet may still wait for its GPUs; a card that comes from elsewhere never trained.
    assert strikes(DIVERGENCE, dated(3, SetupDone(0))) == []
    assert strikes(DIVERGENCE, dated(3, SetupDone(0)), dated(8, Moved(0, Stage.EVALUATION, Stage.KILLED))) == []
    assert strikes(DIVERGENCE, dated(3, SetupDone(0)), dated(8, Moved(1, Stage.EXPERIMENT, Stage.KILLED))) == []


def test_a_vendor_delay_needs_a_batch_at_the_vendor() -> None:
    def moved(day: int, before: Column, after: Column, data: int = 1) -> DataMoved:
        return dated(day, DataMoved(data, before, after, 10))

    go = moved(3, Column.NEEDED, Column.COLLECTION), moved(6, Column.COLLECTION, Column.ANNOTATION)
    assert strikes(VENDOR, *go, moved(9, Column.ANNOTATION, Column.QA)) == [4, 5, 6, 7, 8, 9]
    assert strikes(VENDOR, *go, day=12) == [4, 5, 6, 7, 8, 9, 10, 11], "it is there still"
    assert strikes(VENDOR, *go[:1], moved(5, Column.COLLECTION, Column.QA, 2), day=8) == [4, 5, 6, 7]
    assert strikes(VENDOR) == []


def test_a_requirement_comes_once_and_only_where_a_set_is_kept_for_it() -> None:
    assert strikes(SCOPE) == list(range(1, 20))
    assert strikes(SCOPE, began(12, SCOPE, 20, Source.PLAYER)) == list(range(1, 12))
    assert strikes(SCOPE, began(12, SCOPE, 20, Source.PLAYER), began(15, SCOPE, 20, Source.PLAYER)) == list(
        range(1, 12)
    )
    none = made()
    none.datasets = none.datasets[:3]
    seen = board(20)
    seen.world = none
    assert not any(_Chances(seen).strikes(day, SCOPE) for day in range(1, 20))


def test_a_data_issue_needs_a_set_that_is_there() -> None:
    assert strikes(ISSUE, day=5) == [1, 2, 3, 4]
    none = made()
    none.datasets = none.datasets[1:]
    seen = board(5)
    seen.world = none
    chances = _Chances(seen)
    assert not any(chances.strikes(day, ISSUE) for day in range(1, 5)) and chances.strikes(1, SHORTAGE)


def test_nothing_comes_within_the_gap_nor_while_its_own_kind_goes_on() -> None:
    others = [1, 2, 3, 4, 9, 10, 11]
    assert strikes(SHORTAGE, began(5, DIVERGENCE), day=12) == others == strikes(ISSUE, began(5, DIVERGENCE), day=12)
    assert strikes(SHORTAGE, began(5, SHORTAGE, 6), day=12) == [1, 2, 3, 4, 11]
    assert strikes(SHORTAGE, began(5, SHORTAGE, 3, Source.PLAYER), day=12) == [1, 2, 3, 4, 8, 9, 10, 11]
    # What strikes once is over at once; what a player brings keeps no distance.
    assert strikes(SHORTAGE, began(5, DIVERGENCE, source=Source.PLAYER), day=12) == list(range(1, 12))
    assert strikes(SCOPE, began(5, SCOPE, 20, Source.PLAYER), day=12) == [1, 2, 3, 4]
    # To the end of the board's days and no further.
    assert strikes(SHORTAGE, began(10, DIVERGENCE), day=12) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
