"""Lab 1: the order of exploring matters, its exact shares hardly."""

from dataclasses import replace

import pytest

from aiboard.engine.chance.deal import new_state
from aiboard.labs.controls import defaults
from aiboard.labs.exploration_model import SLOTS, WEEKS, chances, deal, simulate_plan
from aiboard.labs.explore import Explore, by_phase, plan_of, table_plan
from aiboard.labs.games import world_and_latents
from aiboard.labs.lab import luck_of
from aiboard.labs.session import open_lab
from aiboard.labs.words import all_rows, text_of

LAB = Explore()
VALUES = defaults(LAB.controls)
REVERSED = tuple(reversed(table_plan()))


def test_the_ideas_are_those_of_the_engines_deal() -> None:
    world, latents = world_and_latents("support-chatbot")
    found = deal(3, 5, 1)
    truth = new_state(world, luck_of(3, 5), latents).truth
    assert found.ceiling[0].tolist() == [card.ceiling_ppm for card in truth.cards]
    assert found.rate[0].tolist() == [world.rate_ppm[card.rate] for card in truth.cards]


def test_exploring_late_loses_and_the_two_rules_of_the_source_hardly_differ() -> None:
    table, slope, late = chances([table_plan(), plan_of(VALUES), REVERSED], VALUES, 7, 200)
    assert table - late > 0.1 and abs(table - slope) < 0.1


def test_with_ceilings_known_the_order_stops_mattering() -> None:
    table, late = chances([table_plan(), REVERSED], {**VALUES, "known": 1}, 7, 100)
    assert table == pytest.approx(late, abs=0.02)


def test_a_plan_tries_as_many_ideas_as_it_explores() -> None:
    found = deal(7, 0, 1)
    assert simulate_plan(found, by_phase((0, 0, 0, 0)), False).tried == 1
    assert simulate_plan(found, table_plan(), False).tried == int(sum(table_plan()) * SLOTS + 1e-6)
    everything = simulate_plan(found, (1.0,) * WEEKS, False)
    assert everything.tried == found.ceiling.size and len(everything.best) == WEEKS


def test_starting_over_is_a_change_of_approach() -> None:
    found = deal(7, 0, 20)
    # One idea alone is one approach; with all ideas of one family there is no other.
    assert not simulate_plan(found, (0.0,) * WEEKS, False).restarts.any()
    assert simulate_plan(found, (1.0,) * WEEKS, False).restarts.sum() > 0
    alike = replace(found, family=found.family * 0)
    assert not simulate_plan(alike, (1.0,) * WEEKS, False).restarts.any()
    # Runs that explore, each at most one change.
    assert simulate_plan(found, table_plan(), False).restarts.max() < WEEKS * SLOTS


def test_quality_of_one_idea_only_grows() -> None:
    found = deal(7, 0, 1)
    best = simulate_plan(found, (0.0,) * WEEKS, False).best[:, 0].tolist()
    assert best == sorted(best) and best[-1] <= found.ceiling[0, 0]


def test_many_games_at_once_are_each_what_they_are_alone() -> None:
    # The noise of a chunk is drawn together: alone the same ideas have other noise, so known ceilings are compared.
    together = simulate_plan(deal(7, 3, 5), table_plan(), True).best[-1].tolist()
    assert together == [int(simulate_plan(deal(7, n, 1), table_plan(), True).best[-1, 0]) for n in range(3, 8)]


def test_an_own_split_is_what_the_sliders_say() -> None:
    assert plan_of({**VALUES, "plan": 3, "phase1": 20, "phase4": 60})[::5] == (0.2, 0.5, 0.1, 0.6)


def test_a_control_without_effect_says_so() -> None:
    values = defaults(LAB.controls)
    assert set(LAB.idle(values)) == {f"phase{n}" for n in range(1, 5)} and LAB.idle({**values, "plan": 3}) == {}
    assert LAB.run(values, 7) == LAB.run({**values, "phase1": 10}, 7)
    sitting = open_lab("explore")
    assert "own, weeks 1-4: 90 % (no effect)" in text_of(all_rows(sitting, 92))


def test_the_bar_of_the_control_is_the_one_that_is_asked_about_and_reached() -> None:
    assert "to have 84 in week 16" in LAB.question({**VALUES, "bar": 840}, 1).text
    assert "to have 96 in week 16" in LAB.question({**VALUES, "bar": 960}, 1).text
    low, high = (LAB.run({**VALUES, "bar": bar}, 3).engine for bar in (840, 960))
    # What was best by then is over the one bar sooner than over the other.
    assert int(str(low.figure("first_week"))) < int(str(high.figure("first_week")))
