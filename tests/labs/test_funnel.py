"""Lab 0: the listing's kill rule as it stands, and the deal's arithmetic."""

from aiboard.labs.controls import defaults
from aiboard.labs.funnel import Funnel, _plateau_seen
from aiboard.labs.ideas import judge, naive_reason, trained_state

LAB = Funnel()
VALUES = defaults(LAB.controls)


def test_the_listing_kills_what_is_over_the_target_and_what_has_just_begun() -> None:
    assert naive_reason((0.931, 0.933, 0.935), 1, 24, 0.92) == "plateau"
    assert naive_reason((0.72,), 1, 24, 0.92) == "gap too large"
    assert naive_reason((0.80, 0.84, 0.88), 49, 24, 0.92) == "over budget"
    assert naive_reason((0.80, 0.84, 0.88), 48, 24, 0.92) == "goes on"
    # Without a budget the first minute is too much.
    assert naive_reason((), 0.1, 0, 0.92) == "over budget"


def test_a_card_over_the_target_goes_on_for_the_forecast() -> None:
    found = LAB.counterexample()
    assert found.naive.figure("kill") is True and found.engine.figure("kill") is False


def test_only_the_chosen_ideas_are_judged_and_a_higher_bar_leaves_fewer() -> None:
    few, all_of_them = judge({**VALUES, "ideas": 5}, 7), judge(VALUES, 7)
    assert few == all_of_them[:5] and len(all_of_them) == 24
    low, high = (sum(one.good for one in judge({**VALUES, "bar": bar}, 7)) for bar in (840, 950))
    assert low > high


def test_the_forecast_ends_more_of_the_hopeless_than_the_listing() -> None:
    found = [one for seed in range(20) for one in judge({**VALUES, "day": 14}, seed)]
    hopeless = [one for one in found if not one.good]
    assert sum(one.killed for one in hopeless) > 3 * sum(one.naive != "goes on" for one in hopeless)


def test_each_side_counts_by_its_own_rule() -> None:
    values = {**VALUES, "day": 14}
    found, outcome = judge(values, 7), LAB.run(values, 7)
    for side, kills in (
        (outcome.naive, [one.naive != "goes on" for one in found]),
        (outcome.engine, [one.killed for one in found]),
    ):
        lost = sum(one.good for one, kill in zip(found, kills, strict=True) if kill)
        kept = sum(not one.good for one, kill in zip(found, kills, strict=True) if not kill)
        assert (side.figure("killed"), side.figure("lost"), side.figure("kept")) == (sum(kills), lost, kept)
    assert outcome.naive.figure("killed") != outcome.engine.figure("killed")


def test_a_day_is_the_same_whatever_day_was_looked_at_before() -> None:
    fresh = [judge({**VALUES, "day": day}, seed) for seed, day in ((91, 9), (92, 15))]
    # From another day forward, from a later one back, and the kept states stay as they were.
    for seed, first, day, expected in ((91, 30, 9, fresh[0]), (92, 3, 15, fresh[1])):
        before = trained_state(first, seed)
        held = [list(card.readouts) for card in before.board.cards]
        assert judge({**VALUES, "day": day}, seed) == expected
        assert [list(card.readouts) for card in before.board.cards] == held and before.board.day == first


def test_on_the_first_days_nobody_has_a_reading_and_nobody_is_killed() -> None:
    assert not any(one.reading or one.killed for one in judge({**VALUES, "day": 2}, 7))


def test_late_ones_are_stale_whether_good_or_not() -> None:
    stale = [one for one in judge({**VALUES, "day": 40}, 7) if one.stale]
    assert {one.good for one in stale} == {True, False}


def test_a_plateau_is_rarely_seen_through_the_noise() -> None:
    # Three normal readings with a spread of 3.5 lie within a point in about 2 % of cases.
    assert 0.005 < _plateau_seen() < 0.05


def test_kill_stale_names_what_it_ends_and_ends_good_ones_too() -> None:
    values = {**VALUES, "day": 40, "kill-stale": 1}
    before, after = LAB.run({**values, "kill-stale": 0}, 7), LAB.run(values, 7)
    found = judge(values, 7)
    stale = [one for one in found if one.stale]
    assert len(before.draw) == 1 and after.draw[1].startswith(f"Kill stale ends {len(stale)} ideas: {stale[0].key} ")
    bulk = sum(one.naive != "goes on" or one.stale > 0 for one in found)
    assert after.naive.figure("killed") == bulk > int(str(before.naive.figure("killed")))
    assert before.engine == after.engine
    draws = LAB.run_many({**values, "ideas": 6}, 7, lambda done: None)
    values_by_name = {figure.name: figure.value for figure in draws.naive + draws.engine}
    # Slow starters: being late says next to nothing about an idea.
    assert abs(float(str(values_by_name["stale"])) - float(str(values_by_name["stale_bad"]))) < 0.2
