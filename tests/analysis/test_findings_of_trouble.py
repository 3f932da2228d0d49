"""Findings about trouble that lasts: an unmet requirement, runs lost in a row; and one count of killed cards."""

from aiboard.analysis.debrief import text
from aiboard.analysis.unpaid import unpaid_revenue
from aiboard.engine import counts
from aiboard.engine.happenings.cards import Diverged
from aiboard.engine.model.vocabulary import Stage
from tests.analysis.games import calm, finding, play, read

LIVE = ("legal-review", "start EXP-001", "@8", "evaluate EXP-001 3", "@18", "promote EXP-001", "@20")
REQUIREMENT = (*LIVE, "inject scope-change 5")


def test_an_unmet_requirement_is_the_difference_to_the_same_game_fully_paid() -> None:
    found = read(play(calm(chaos=(("events", 0), ("scope_revenue", 80))), 5, *REQUIREMENT))
    free = read(play(calm(chaos=(("events", 0), ("scope_revenue", 100))), 5, *REQUIREMENT))
    missed = unpaid_revenue(found.record)
    difference = free.value_cents - found.value_cents
    assert missed.days > 5 and difference > 0
    # Each day and the close round to a cent.
    assert abs(missed.cents - difference) <= 2 * missed.days + 2
    item = finding(found, "requirement")
    assert item is not None and not item.good and f"{missed.days} days" in item.text and "it was not met" in item.text
    assert ("of it after close" in item.text) is (missed.tail_cents > 0)
    assert finding(free, "requirement") is None
    assert any("requirement" in stake.done for stake in found.stakes)


def test_no_requirement_no_finding() -> None:
    found = read(play(calm(), 5, *LIVE))
    assert finding(found, "requirement") is None and unpaid_revenue(found.record).cents == 0


def test_runs_lost_in_a_row_and_the_cause_looked_for() -> None:
    hazard = calm(learning=(("hazard", (90, 90, 90)),))
    found = read(play(hazard, 5, "start EXP-001", until=30))
    lost = [event.day for event in found.record.history if isinstance(event, Diverged)]
    item = finding(found, "nan-losses")
    assert item is not None and not item.good
    # A run that ended, between days 2 and 6, begins a new row.
    assert lost == [2, 6, 8, 10] and "EXP-001 lost 3 runs in a row to NaN (days 6, 8, 10)" in item.text
    sought = read(play(hazard, 5, "start EXP-001", "root-cause EXP-001", until=10))
    twin = finding(sought, "nan-losses")
    assert twin is not None and twin.good and "was looked for on day 9, after 2 losses in a row" in twin.text
    assert finding(read(play(calm(), 5, until=10)), "nan-losses") is None


def test_a_cause_that_was_looked_for_after_one_loss_says_so() -> None:
    steady = calm(learning=(("hazard", (0, 0, 0)),))
    lines = ("start EXP-001", "@4", "inject divergence", "root-cause EXP-001")
    item = finding(read(play(steady, 5, *lines, until=8)), "nan-losses")
    assert item is not None and item.good and "after the first loss" in item.text
    # The cause of a regression is no cause of lost runs.
    regressed = (*LIVE, "@22", "inject eval-regression", "root-cause EXP-001")
    assert finding(read(play(steady, 5, *regressed, until=26)), "nan-losses") is None


def test_one_count_of_killed_decided_and_promoted_everywhere() -> None:
    """A promoted card that is killed later counts as promoted, in every sentence."""
    found = read(
        play(calm(), 5, *LIVE, 'kill EXP-001 gap "no"', "start EXP-002", "@30", 'kill EXP-002 gap "no"', until=60)
    )
    board = found.record.board
    in_column = [card for card in board.cards if card.stage == Stage.KILLED and card.started_day]
    assert len(in_column) == 2 and [
        card.index for card in [card for card in board.cards if counts.is_killed(card)]
    ] == [1]
    assert [card.index for card in board.cards if counts.is_retired(card)] == [0]
    over = read(play(calm(), 5, *LIVE, 'kill EXP-001 gap "no"', "start EXP-002", "@30", 'kill EXP-002 gap "no"'))
    shown = " ".join(text(over).split())
    assert "Of 1 card killed" in shown and "Every kill (1) left a learning" in shown
    assert "Of 2 decided cards 1 was killed (50 %) and 1 promoted (50 %) (1 of them withdrawn or replaced" in shown


def test_the_best_card_is_told_by_its_mean_and_interval() -> None:
    found = read(play(calm(), 5, "start EXP-001", "@8", "evaluate EXP-001 3"))
    item = finding(found, "launch-day")
    assert item is not None and "The best card measured" in item.text and "3 seeds; the bar was" in item.text
    assert "best number" not in item.text
