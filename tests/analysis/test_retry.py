"""Boards again: the position before a decision, its options and their worth, what passes, a new game from there."""

from dataclasses import replace
from functools import cache

import pytest

from aiboard.analysis import anchors, position, retry
from aiboard.analysis.debrief.decision_summaries import DecisionKind, DecisionSummary
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.pricing.day import FEW_REPLICATES
from aiboard.analysis.pricing.game import Settings, price_game
from aiboard.analysis.rollouts import Continuation, plan_of
from aiboard.analysis.weighing import WAIT, Option, Weighing, card_choices, weigh
from aiboard.engine.model.state import digest
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.verbs import AddIdea, Reserve
from aiboard.game import Game, new_game


@cache
def played() -> Game:
    game = new_game("first-sprint", seed=7)
    for line in ("start EXP-001", "start EXP-002", "end", "end", 'kill EXP-002 other "no"', "start EXP-003", "end"):
        game.do(line)
    return game


def answer(day: int, line: str, undone: bool = False, alternative: str = "wait", card: int = 1) -> DecisionSummary:
    points = Estimate(-9.0, -12.0, -6.0)
    return DecisionSummary(
        DecisionKind.LOST, day, day, line, undone, line, points, "known", "that", alternative, card=card
    )


def test_a_position_is_the_state_just_before() -> None:
    game = played()
    found = position.position_before(game, 3, "start EXP-003", False)
    assert found.day == 3 and [one.VERB for one in found.actions] == ["kill"]
    assert found.state.board.day == 3 and found.state.board.count(Stage.EXPERIMENT) == 1
    evening = position.position_before(game, 3, "promote EXP-001", True)
    assert [one.VERB for one in evening.actions] == ["kill", "start"]
    assert digest(position.current_position(game).state) == digest(game.state)
    morning = digest(game.timeline.morning(2))
    position.position_before(game, 3, "start EXP-003", False)
    assert digest(game.timeline.morning(2)) == morning, "the game's own states stay as they are"


def test_options_of_a_decision_are_what_was_done_what_else_and_leaving_it() -> None:
    found = retry.exercise(played(), answer(3, "kill EXP-002 other"))
    assert found is not None
    lines = [one.line for one in found.options]
    assert lines[0] == WAIT and "kill EXP-002 other" in lines and len(lines) >= 2
    assert len(lines) == len(set(lines)) and lines[1:] == sorted(lines[1:])


def test_a_card_that_was_on_no_board_is_an_idea_to_ask_for() -> None:
    game = played()
    hidden = next(card.index for card in game.board.cards if not card.shown)
    line = f"start {game.world.ideas[hidden].key}"
    found = retry.exercise(game, answer(3, line, undone=True, card=-1))
    plan = plan_of(position.position_before(game, 3, line, True).state)
    if any(isinstance(one, AddIdea) for one in plan):
        assert found is not None and any(one.line.startswith("add ") for one in found.options)
    assert found is None or line not in [one.line for one in found.options]


def test_worth_is_worked_out_step_by_step_and_ends_with_the_same_futures_for_all() -> None:
    found = position.current_position(played())
    options = card_choices(found, 0)
    assert options[0].line == WAIT and {one.line.split()[0] for one in options} >= {"wait", "kill"}
    before = digest(found.state)
    steps = list(weigh(found, options[:2], 12))
    assert [one.futures for one in steps] == [8, 12] and digest(found.state) == before
    assert all(len(row) == 12 for row in steps[-1].values)
    assert steps[-1].gain_over(0, 0).mean == 0 and steps[-1].values[0][:8] == steps[0].values[0]


@pytest.mark.parametrize(("chosen", "behind", "passed"), [(0, 3.0, False), (1, 0.0, True), (2, 1.5, True)])
def test_within_two_points_passes(chosen: int, behind: float, passed: bool) -> None:
    options = tuple(Option(name, Continuation()) for name in ("wait", "best", "near"))
    weighed = Weighing(options, ((100, 500, 100, 500), (400, 800, 400, 800), (250, 650, 250, 650)))
    verdict = retry.judge(weighed, chosen, 100.0)
    assert verdict == retry.Verdict(pytest.approx(behind), passed) and weighed.best == 1


@pytest.mark.parametrize(("cents", "said"), [(196, "2.0 points behind"), (204, "2.1 points behind")])
def test_a_verdict_does_not_contradict_its_number(cents: int, said: str) -> None:
    options = tuple(Option(name, Continuation()) for name in ("wait", "best"))
    verdict = retry.judge(Weighing(options, ((0,) * 4, (cents,) * 4)), 0, 100.0)
    words = retry.verdict_words(verdict)
    assert words.startswith(said) and ("does not pass" in words) is (said > "2.0 points behind")


def test_luck_among_equals_fails_nobody() -> None:
    options = tuple(Option(name, Continuation()) for name in ("wait", "other"))
    weighed = Weighing(options, ((0, 1000, 0, 1000), (1000, 0, 1001, 0)))
    assert retry.judge(weighed, 0, 100.0).passed


def test_a_branch_has_the_luck_and_what_was_done_before() -> None:
    game = played()
    found = position.position_before(game, 3, "start EXP-003", False)
    with retry.branch(game, found, None) as new:
        assert new.practice and digest(new.state) == digest(found.state)


def test_what_was_left_for_days_is_weighed_as_the_debrief_prices_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FUTURES", FEW_REPLICATES)
    game = new_game("first-sprint", seed=7)
    for _ in range(3):
        game.end_day()
    scale = anchors.find(game.resolved)
    assert scale is not None
    prices = price_game(game.resolved, game.seed, game.timeline.days, scale, Settings(FEW_REPLICATES, options=False))
    days = [one for one in prices.decisions if one.undone and one.last_day > one.day]
    asked = [replace(answer(one.day, one.line, True), last_day=one.last_day) for one in days]
    found = zip(days, [retry.exercise(game, one) for one in asked], strict=True)
    shown = [(one, exercise) for one, exercise in found if exercise is not None and len(exercise.daily_boards) > 1]
    assert shown, "something was left for days in this game"
    for one, exercise in shown:
        weighed = list(retry.weigh_exercise(exercise))[-1]
        done = [option.line for option in exercise.options].index(one.line)
        points = weighed.gain_over(0, done).mean / scale.length * 100
        # A day on which all that was left undone is a tie is priced as one thing.
        assert points == pytest.approx(one.advantage.mean, abs=2 * len(exercise.daily_boards))
        assert f"until day {one.last_day}" in exercise.option_text(exercise.options[0], game.world)


def test_a_day_on_which_its_amount_is_another_one_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reservation to the end of a shortage is a day shorter each morning, and one decision in its price."""
    monkeypatch.setattr(retry, "plan_of", lambda state: [Reserve(1, 8 - state.board.day)])
    left = replace(answer(1, "reserve 1 7", True), last_day=3)
    pairs = [pair for _, pair in retry._left(played(), left)]
    assert [[option.line for option in pair] for pair in pairs] == [[WAIT, f"reserve 1 {days}"] for days in (7, 6, 5)]
