"""Lab 4: the plan of shortest times loses against the supply chain."""

import re

import pytest

from aiboard.engine.chance.latents import Latents
from aiboard.labs.controls import defaults
from aiboard.labs.data import DataTimeline
from aiboard.labs.session import open_lab
from aiboard.labs.supply import LEGAL, PERSONAL, VENDOR, naive_days, ready_days, simulate_order, supply_world
from aiboard.labs.words import text_of, verdict_rows

LAB = DataTimeline()
VALUES = defaults(LAB.controls)


def _median(**changes: int) -> int:
    days = ready_days({**VALUES, **changes}, 7, 200)
    return days[len(days) // 2]


def test_the_naive_plan_is_hardly_ever_met() -> None:
    days = ready_days(VALUES, 7, 400)
    assert sum(day <= naive_days() for day in days) <= 4
    # Without bad batches the course's lead times come to a median near 27 days.
    assert 24 <= _median(**{"send-back": 0}) <= 30


def test_two_sprints_ahead_are_too_late_with_the_sources_own_times() -> None:
    found = LAB.counterexample()
    assert float(str(found.engine.figure("chance"))) < 0.3 and found.naive.figure("ready") == 13


def test_pilots_are_quicker_guidelines_save_rounds_and_late_vendors_cost_days() -> None:
    assert _median(volume=0) < _median() and _median(guidelines=1) < _median()
    assert _median(blocker=VENDOR, guidelines=1) > _median(guidelines=1)


def test_legal_comes_first_and_personal_data_costs_least_where_it_is_looked_for_first() -> None:
    legal = simulate_order(supply_world(VALUES), Latents(supply_world(VALUES)), {**VALUES, "blocker": LEGAL}, 3)
    assert legal.stages[0] == ("Legal", 1, 15) and _median(blocker=LEGAL) == _median() + 15
    before = simulate_order(
        supply_world(VALUES), Latents(supply_world(VALUES)), {**VALUES, "blocker": PERSONAL, "check": 1}, 3
    )
    assert [name for name, _, _ in before.stages][1] == "Scrub"
    assert _median() < _median(blocker=PERSONAL, check=1) < _median(blocker=PERSONAL)


@pytest.mark.parametrize("blocker", range(4))
@pytest.mark.parametrize("check", range(2))
def test_stages_follow_each_other_and_fill_the_time(blocker: int, check: int) -> None:
    world = supply_world(VALUES)
    for seed in range(20):
        found = simulate_order(world, Latents(world), {**VALUES, "blocker": blocker, "check": check}, seed)
        for (_, _, last), (_, first, _) in zip(found.stages, found.stages[1:], strict=False):
            assert first == last + 1
        assert found.stages[0][1] == 1 and found.stages[-1][2] == found.ready
        assert len(found.kappas) <= 4


def test_half_of_the_draws_and_nine_of_ten_are_ready_by_the_days_that_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(DataTimeline, "DRAWS", 200)
    said = LAB.run_many(VALUES, 7, lambda done: None).conclusion
    half, most = (int(day) for day in re.findall(r"by day (\d+)", said))
    days = ready_days(VALUES, 7, 200)
    for day, share in ((half, 0.5), (most, 0.9)):
        assert sum(one < day for one in days) / 200 <= share < sum(one <= day for one in days) / 200


def test_the_answer_is_the_nearest_offered_and_the_exact_figure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = open_lab("data")
    monkeypatch.setattr(DataTimeline, "DRAWS", 100)
    right = sitting.lab.answer(sitting.values, sitting.seed)
    sitting.commit(right.right)
    (text,) = text_of(verdict_rows(sitting, 120))
    assert f"the nearest of those offered; exactly: {right.exact}" in text and "right" not in text


def test_the_day_of_the_shortest_times_is_counted_and_not_said_to_be_almost_never_met() -> None:
    """A vendor who always takes a week for each stage meets it in some of the draws."""
    values = {**VALUES, "collection": 5, "annotation": 5}
    days = ready_days(values, 12, LAB.DRAWS)
    met = sum(day <= 13 for day in days) / len(days)
    assert met > 0.1
    told = LAB.answer(values, 12).because[0]
    assert (
        "almost never" not in told and f"By day 13, which the shortest times add up to, {100 * met:.0f} % are" in told
    )
