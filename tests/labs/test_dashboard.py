"""Lab 5: the logger's summary as it stands, and what three audiences are told of the same board."""

import itertools

import pytest

from aiboard.engine.counts import Tally
from aiboard.engine.happenings.cards import RunEnded
from aiboard.engine.model.vocabulary import Stage
from aiboard.game import new_game
from aiboard.labs.controls import defaults
from aiboard.labs.dashboard import Dashboard
from aiboard.labs.games import morning, play_to_end, start_more
from aiboard.labs.lab import luck_of
from aiboard.labs.summary import alive, naive_summary, sentences
from aiboard.views import fmt
from aiboard.views.card.measure import best_estimate, quality_estimate
from tests.engine.play import dated

LAB = Dashboard()
VALUES = defaults(LAB.controls)
GAME = "support-chatbot:calm"


def test_the_summary_counts_killed_runs_and_has_no_learnings() -> None:
    board = morning(GAME, 7, "heuristic", 61).board
    found = naive_summary(board)
    assert found.total == found.killed + found.promoted + found.active and found.learnings == 0
    best = best_estimate(board, alive(board))
    assert best is not None and found.best_ppm >= best[1].mean


def test_before_any_run_the_best_is_nothing() -> None:
    board = morning(GAME, 7, "heuristic", 1).board
    found = naive_summary(board)
    assert (found.total, found.best_ppm, found.eta_day) == (0, 0, None)


def test_the_date_is_a_straight_line_from_the_first_sprints_best() -> None:
    board = new_game("support-chatbot", seed=1).board
    board.day = 31
    for day, reading in ((5, 700_000), (15, 760_000), (25, 800_000)):
        board.history.append(dated(day, RunEnded(0, reading, reading, 1, 0)))
    # Ten points in the two sprints after the first; twelve more to 92 are 2.4 sprints.
    assert naive_summary(board).eta_day == 31 + 24
    board.history.append(dated(30, RunEnded(1, 920_000, 900_000, 1, 0)))
    assert naive_summary(board).eta_day == 31


def test_a_date_is_kept_where_the_target_was_reached_by_then(monkeypatch: pytest.MonkeyPatch) -> None:
    day = 16
    came: list[int] = []
    monkeypatch.setattr(Dashboard, "DRAWS", 20)
    draws = LAB.run_many({**VALUES, "day": day}, 7, lambda done: None)
    shares = {figure.name: float(str(figure.value)) for figure in draws.naive + draws.engine}
    for n in range(20):
        said = naive_summary(morning(GAME, luck_of(7, n), "heuristic", day).board).eta_day
        if said is not None and day < said <= 80:
            target = play_to_end(GAME, luck_of(7, n), "heuristic").board.target_day
            came.append(target if target <= said else 0)
    assert 0 in came and shares["dated"] == pytest.approx(len(came) / 20)
    assert shares["kept"] == pytest.approx(sum(map(bool, came)) / len(came))


def test_a_killed_run_is_the_headline_of_the_counterexample() -> None:
    found = LAB.counterexample()
    assert float(str(found.naive.figure("best"))) > float(str(found.engine.figure("best")))
    assert found.naive.figure("learnings") == 0 and int(str(found.engine.figure("learnings"))) > 0


def test_audiences_differ_and_the_best_is_alive() -> None:
    sides = [LAB.run({**VALUES, "audience": at, "day": 41}, 8).engine for at in range(4)]
    names = [{figure.name for figure in side.figures} for side in sides]
    assert "seeds" in names[0] and "gpu_hours" in names[1] and "risk" in names[2] and "why" in names[3]
    assert len({side.verdict for side in sides}) == 1
    board = morning(GAME, 8, "heuristic", 41).board
    assert all(board.cards[index].stage != Stage.KILLED for index in alive(board))


def test_the_sentence_for_the_sponsor_has_a_range_a_risk_and_a_date() -> None:
    board = morning(GAME, 9, "heuristic", 41).board
    right = sentences(board, 9)[LAB.answer({**VALUES, "day": 41}, 9).right]
    best = best_estimate(board, alive(board))
    assert best is not None and best[1].span in right
    assert "Risk:" in right and "Next:" in right and fmt.points(board.world.launch_ppm) in right


def test_the_sponsor_is_told_the_sprint_and_the_researcher_right_and_wrong_of_all_questions() -> None:
    board = morning(GAME, 8, "heuristic", 41).board
    sponsor, researcher = (
        {one.name: one for one in LAB.run({**VALUES, "audience": at, "day": 41}, 8).engine.figures} for at in (2, 0)
    )
    assert sponsor["sprint"].text == "5 of 8" and board.world.days == 8 * board.world.sprint_days
    wrong = researcher["wrong"]
    right, missed = map(int, wrong.text.split(", "))
    assert wrong.value == missed > 0 and wrong.label.endswith(f" of {right + missed}")


def test_money_needs_two_assumptions() -> None:
    few, many = (LAB.run({**VALUES, "settles": at, "day": 41}, 8).engine.figure("dollars_high") for at in (20, 100))
    assert 4.9 < float(str(many)) / float(str(few)) < 5.1


def test_added_experiments_are_begun_two_sprints_before_and_take_no_hours() -> None:
    values = {**VALUES, "day": 41}
    before, after = (LAB.run({**values, "added": added}, 8) for added in (0, 3))
    assert after.naive != before.naive and "3 experiments more begun on day 21" in after.draw[0]
    state = morning(GAME, 8, "heuristic", 21)
    begun, hours = Tally(state.board.cards).started, state.board.minutes_left
    assert start_more(state, 3) == 3
    assert (Tally(state.board.cards).started, state.board.minutes_left) == (begun + 3, hours)
    # Nothing of it stays in the game that others look at.
    assert LAB.run(values, 8) == before


def test_the_researcher_sees_the_sweep_and_what_evaluations_said_beside_what_is_true() -> None:
    state = morning(GAME, 8, "heuristic", 61)
    side = LAB.run({**VALUES, "audience": 0, "day": 61}, 8).engine
    evaluated = [card for card in state.board.cards if card.scores]
    texts = {figure.name: figure.text for figure in side.figures}
    counts = [int(number) for name in ("said_good", "said_bad") for number in texts[name].split(", ")]
    assert sum(counts) == len(evaluated) > 0
    bar = state.world.launch_ppm
    truly = sum(state.quality(card) >= bar for card in evaluated)
    assert counts[0] + counts[2] == truly
    best = best_estimate(state.board, alive(state.board))
    assert best is not None and fmt.tenth(best[1].mean) in texts["sweep"]


@pytest.mark.parametrize("day", [21, 61])
def test_the_researcher_sees_intervals_on_one_line_with_the_target(day: int) -> None:
    """A line from 65 to 100 %: a point is a 35th of it."""
    board = morning(GAME, 8, "heuristic", day).board
    bars = LAB.run({**VALUES, "audience": 0, "day": day}, 8).engine.bars
    found = {fmt.key(board.world, index): quality_estimate(board, index) for index in alive(board)}
    assert 0 < len(bars) <= 5
    for bar in bars:
        one = found[bar.label]
        assert one is not None
        places = [(ppm / 10_000 - 65) / 35 for ppm in (one.low, one.high, board.world.target_ppm)]
        assert [bar.start, bar.end, bar.mark] == pytest.approx([max(0, min(1, place)) for place in places])
    assert all(one.start >= other.start for one, other in itertools.pairwise(bars))


def test_the_scrum_master_has_a_line_an_experiment_with_its_decision() -> None:
    board = morning(GAME, 8, "heuristic", 61).board
    bars = LAB.run({**VALUES, "audience": 1, "day": 61}, 8).engine.bars
    killed = {fmt.key(board.world, card.index) for card in board.cards if card.stage == Stage.KILLED}
    ended = {bar.label.split()[0] for bar in bars if bar.label.endswith(("killed", "withdrawn"))}
    assert ended and ended <= killed


def test_the_retrospective_counts_why_experiments_were_killed() -> None:
    board = morning(GAME, 8, "heuristic", 61).board
    side = LAB.run({**VALUES, "audience": 3, "day": 61}, 8).engine
    killed = int(str(side.figure("killed")))
    reasons = [int(part.rsplit(" ", 1)[1]) for part in str(side.figure("why")).split(", ")]
    assert 0 < sum(reasons) <= killed <= sum(card.stage == Stage.KILLED for card in board.cards)


def test_a_promoted_card_with_the_highest_number_is_not_called_open() -> None:
    values = {**VALUES, "day": 40}
    board = morning(GAME, 12, "heuristic", 40).board
    card = board.cards[naive_summary(board).best_card]
    assert card.stage == Stage.PRODUCTION
    assert f"{fmt.key(board.world, card.index)} (promoted)" in LAB.answer(values, 12).because[1]


def test_how_many_experiments_the_stated_odds_are_held_against_is_said() -> None:
    """Those that were killed before an evaluation are not among them, so the share measured is too high."""
    board = morning(GAME, 12, "heuristic", 61).board
    judged = sum(bool(card.scores) for card in board.cards)
    side = LAB.run({**VALUES, "day": 61, "audience": 3}, 12).engine
    assert next(one.text for one in side.figures if one.name == "stated").endswith(f"of {judged} evaluated")
