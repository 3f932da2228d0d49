"""Beats, the coach, the project's prose and the bots' reasons."""

from __future__ import annotations

import pytest

from aiboard.bots.base import ActionReason
from aiboard.engine.happenings.cards import GATE_PASSED, EvalDone, Iterating, RunEnded
from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.happenings.live import Incident, ShareSet
from aiboard.engine.model.vocabulary import Chaos, IncidentCause, Stage
from aiboard.game import new_game
from aiboard.play.beats import BeatKind, beats
from aiboard.play.botwords import bot_reason
from aiboard.play.coach import Coach, triggered_lines
from aiboard.play.voices import voices
from aiboard.scenario.moments import START, moments
from aiboard.scenario.story import CoachLine
from aiboard.views.board.project import epilogue, message, project
from tests.engine.play import dated


def test_a_launch_is_told_with_the_first_customers_sentence() -> None:
    game = new_game("first-sprint", seed=1)
    scenario = game.resolved.scenario
    event = dated(1, ShareSet(0, percent=5, before=0))
    game.board.history.append(event)
    (beat,) = beats(game.board, [event], scenario)
    assert beat.kind == BeatKind.LAUNCH
    assert scenario.story is not None and scenario.story.first_customer is not None
    assert any(scenario.story.first_customer in line for line in beat.lines)
    # The second model's canary is no launch any more.
    again = dated(2, ShareSet(1, percent=5, before=0))
    game.board.history.append(again)
    assert not beats(game.board, [again], scenario)


def test_a_kill_moves_its_family_strip() -> None:
    game = new_game("first-sprint", seed=1)
    game.do("start EXP-001")
    before = len(game.board.history)
    game.do("kill EXP-001")
    (beat,) = beats(game.board, game.board.history[before:], None)
    assert beat.kind == BeatKind.KILL
    assert "1 decided" in beat.lines[0]


def test_an_incident_is_told_only_while_the_model_serves() -> None:
    game = new_game("support-chatbot", seed=1)
    event = dated(1, Incident(0, cents=100_000, online_ppm=700_000, cause=int(IncidentCause.QUALITY)))
    assert not beats(game.board, [event])
    card = game.board.cards[0]
    card.stage, card.share_pct = Stage.PRODUCTION, 50
    (beat,) = beats(game.board, [event, event])
    assert beat.title == "Incident: 001 at 50 % of traffic"


def test_a_regression_walks_back() -> None:
    game = new_game("support-chatbot", seed=1)
    (beat,) = beats(game.board, [dated(1, ChaosBegan(0, -1, chaos=int(Chaos.EVAL_REGRESSION), days=1, source=0))])
    assert beat.kind == BeatKind.REGRESSION and "Evaluation" in beat.title


def test_the_coach_says_one_line_at_a_time() -> None:
    game = new_game("first-sprint", seed=1)
    lines = game.resolved.scenario.coach
    coach = Coach(lines, game.board)
    first = coach.current_line(game.board)
    assert first == next(line.say for line in lines if line.when == START)
    game.do("start EXP-001")
    assert coach.current_line(game.board) == first
    game.do("start EXP-002")
    coach.mark_read()
    assert coach.current_line(game.board) not in ("", first)
    assert all(len(one.text) <= 70 for one in triggered_lines(lines, game.board))
    before = triggered_lines(lines, game.board)
    game.end_day()
    assert triggered_lines(lines, game.board)[: len(before)] == before


def test_two_lines_called_for_at_once_come_one_after_the_other() -> None:
    game = new_game("first-sprint", seed=1)
    lines = game.resolved.scenario.coach
    coach = Coach(lines, game.board)
    coach.current_line(game.board)
    wanted = {line.say for line in lines if line.when in ("run-ended", "under-kill-line")}
    ended = RunEnded(0, readout_ppm=720_000, corrected_ppm=700_000, run=1, kill_ppm=850_000)
    game.board.history.append(dated(1, ended))
    coach.mark_read()
    one = coach.current_line(game.board)
    assert coach.current_line(game.board) == one, "it stands until it was read"
    coach.mark_read()
    other = coach.current_line(game.board)
    assert len(wanted) == 2 and {one, other} == wanted
    coach.mark_read()
    assert coach.current_line(game.board) == other, "and then while it still speaks of today"


def test_a_coach_line_goes_when_the_very_next_thing_answers_it() -> None:
    game = new_game("first-sprint", seed=1)
    game.do("start EXP-001")
    coach = Coach([CoachLine(when="run-ended", say="Look at its number.")], game.board)
    ended = RunEnded(0, readout_ppm=720_000, corrected_ppm=700_000, run=1, kill_ppm=0)
    game.board.history.append(dated(1, ended))
    coach.mark_read()
    assert coach.current_line(game.board) == "Look at its number."
    game.do("start EXP-002")
    coach.mark_read()
    assert coach.current_line(game.board) == "Look at its number.", "that was about another card"
    game.board.history.insert(game.board.history.index(ended) + 1, dated(1, Iterating(0, change=1)))
    assert coach.current_line(game.board) == ""


@pytest.mark.parametrize(("card", "days"), [(0, 3), (-1, 1)])
def test_a_coach_line_about_a_card_stands_three_days_and_another_one(card: int, days: int) -> None:
    game = new_game("first-sprint", seed=1)
    event = RunEnded(0, readout_ppm=720_000, corrected_ppm=700_000, run=1, kill_ppm=0)
    other = ChaosBegan(-1, -1, chaos=int(Chaos.DATA_ISSUE), days=5, source=0)
    happened = dated(1, event if card >= 0 else other)
    (when,) = moments(happened)[:1]
    coach = Coach([CoachLine(when=when, say="Look here.")], game.board)  # type: ignore[arg-type]
    game.board.history.append(happened)
    for day, line in ((1, "Look here."), (1 + days, "Look here."), (2 + days, "")):
        game.board.day = day
        coach.mark_read()
        assert coach.current_line(game.board) == line, day


def test_a_coach_line_goes_when_it_was_heeded_or_is_old() -> None:
    game = new_game("first-sprint", seed=1)
    coach = Coach(game.resolved.scenario.coach, game.board)
    shown: list[str] = []

    def hear() -> str:
        coach.mark_read()
        shown.append(coach.current_line(game.board))
        return shown[-1]

    game.do("start EXP-001")
    while game.board.cards[0].stage != Stage.EVALUATION:
        game.end_day()
        hear()
    hear()
    assert any("Evaluate it" in line for line in shown)
    game.do("evaluate EXP-001 3")
    assert hear() == "", "heeded"
    game.end_day()
    first = hear()
    assert first
    for _ in range(4):
        game.end_day()
        hear()
    assert hear() != first, "old"


@pytest.mark.parametrize("other", [False, True])
def test_the_coach_speaks_of_promotion_only_where_it_is_possible(other: bool) -> None:
    game = new_game("first-sprint", seed=1)
    board = game.board
    lines = [line for line in game.resolved.scenario.coach if line.when == "gate-passed"]
    coach = Coach(lines, board)
    board.cards[0].stage = Stage.EVALUATION
    if other:
        board.cards[1].stage, board.cards[1].share_pct, board.cards[1].launched = Stage.PRODUCTION, 5, 1
    board.history.append(dated(1, EvalDone(0, mean_ppm=910_000, seeds=3, gate=GATE_PASSED)))
    coach.mark_read()
    assert coach.current_line(board) == ("" if other else lines[0].say)


def test_people_say_a_line_once_and_two_at_most() -> None:
    game = new_game("support-chatbot", seed=1)
    scenario = game.resolved.scenario
    heard: list[str] = []
    for index in range(len(game.world.ideas)):
        since = len(game.board.history)
        ended = RunEnded(index, readout_ppm=720_000, corrected_ppm=700_000, run=1, kill_ppm=800_000)
        game.board.history += [dated(1, ended)] * 3
        found = voices(scenario, game.board, since)
        assert len(found) <= 2
        heard += [voice.line for voice in found]
    assert len(set(heard)) == len(heard)
    since = len(game.board.history)
    game.board.history.append(dated(1, ChaosBegan(-1, -1, chaos=int(Chaos.GPU_SHORTAGE), days=5, source=0)))
    assert scenario.story is not None
    assert voices(scenario, game.board, since)[0].text == scenario.story.chaos["gpu-shortage"]


def test_nobody_speaks_of_a_stopped_card_that_was_never_started() -> None:
    game = new_game("support-chatbot", seed=1)
    scenario = game.resolved.scenario
    index = next(
        at for at, idea in enumerate(game.world.ideas)
        if "killed" in scenario.people[idea.person].lines and game.board.cards[at].shown
    )  # fmt: skip
    line = scenario.people[game.world.ideas[index].person].lines["killed"]

    def said() -> list[str]:
        since = len(game.board.history)
        game.do(f"kill {game.world.ideas[index].key}")
        return [voice.text for voice in voices(scenario, game.board, since)]

    assert line not in said()
    game = new_game("support-chatbot", seed=1)
    game.do(f"start {game.world.ideas[index].key}")
    assert line in said()


def test_the_project_reads_whole() -> None:
    game = new_game("support-chatbot", seed=1)
    page = project(game.resolved)
    assert page.objective and page.sections and page.people and page.scene
    assert len(page.scene.split()) <= 60
    assert message(game.resolved, 1)
    assert epilogue(game.resolved, game.board)


def test_every_bot_reason_has_words() -> None:
    for code in ActionReason:
        assert bot_reason(code.name) != code.name.lower().replace("_", " ") or code.name in ("CHANCE",)
    assert bot_reason("A_STRANGE_ONE") == "a strange one"


def test_a_coach_line_that_waited_until_it_was_old_is_left_out() -> None:
    game = new_game("first-sprint", seed=1)
    lines = game.resolved.scenario.coach
    coach = Coach(lines, game.board)
    coach.current_line(game.board)
    while game.board.day <= 10:
        game.end_day()
    coach.current_line(game.board)
    for _ in range(5):
        game.end_day()
    coach.mark_read()
    review = next(line.say for line in lines if line.when == "sprint-ended")
    assert any(one.text == review for one in triggered_lines(lines, game.board)), "it was called for"
    assert coach.current_line(game.board) != review


def test_the_line_of_a_sprints_end_goes_with_the_first_decision_of_the_next() -> None:
    game = new_game("first-sprint", seed=1)
    lines = [line for line in game.resolved.scenario.coach if line.when == "sprint-ended"]
    coach = Coach(lines, game.board)
    game.do("start EXP-001")
    while game.board.day <= 10:
        game.end_day()
    coach.mark_read()
    assert coach.current_line(game.board) == lines[0].say
    game.do("pause EXP-001")
    coach.mark_read()
    assert coach.current_line(game.board) == lines[0].say, "a pause decides nothing"
    game.do("start EXP-002")
    coach.mark_read()
    assert coach.current_line(game.board) == ""


@pytest.mark.parametrize(("started", "said_then"), [(2, True), (1, False)])
def test_who_goes_first_in_a_shortage_is_asked_only_while_a_card_waits(started: int, said_then: bool) -> None:
    game = new_game("first-sprint", seed=1)
    lines = [line for line in game.resolved.scenario.coach if line.when == "gpu-shortage"]
    coach = Coach(lines, game.board)
    for index in range(started):
        game.do(f"start {index + 1}")
    game.do("inject gpu-shortage 5")
    coach.mark_read()
    assert coach.current_line(game.board) == (lines[0].say if said_then else "")
    if said_then:
        game.do("pause EXP-002")
    else:
        game.do("start EXP-002")
    coach.mark_read()
    assert coach.current_line(game.board) == ("" if said_then else lines[0].say)


def test_nothing_needs_you_is_not_said_while_another_card_could_start() -> None:
    """The first of two cards is in Evaluation when the second starts: one slot is free again."""
    game = new_game("first-sprint", seed=1)
    lines = [line for line in game.resolved.scenario.coach if line.when == "started"]
    coach = Coach(lines, game.board)
    game.do("start EXP-001")
    while game.board.cards[0].stage == Stage.EXPERIMENT:
        game.end_day()
    game.do("start EXP-002")
    coach.mark_read()
    assert coach.current_line(game.board) == "", "a slot is free and EXP-003 could train"
    game.do("start EXP-003")
    assert coach.current_line(game.board) == lines[0].say


def test_nothing_needs_you_is_not_said_after_the_first_result() -> None:
    """A shortage that keeps nobody holds its own line back; the one before it does not stand for that."""
    game = new_game("first-sprint", seed=4)
    lines = game.resolved.scenario.coach
    (idle_line,) = [line.say for line in lines if line.when == "started"]
    coach = Coach(lines, game.board)
    coach.current_line(game.board)
    coach.mark_read()
    game.do("start EXP-001")
    game.do("start EXP-003")
    assert coach.current_line(game.board) == idle_line
    while game.board.cards[0].stage == Stage.EXPERIMENT:
        assert coach.current_line(game.board) == idle_line
        game.end_day()
        coach.mark_read()
    assert game.board.cards[2].stage == Stage.EXPERIMENT, "the other one still runs"
    assert coach.current_line(game.board) != idle_line


def test_the_line_after_a_kill_goes_with_the_next_start() -> None:
    game = new_game("first-sprint", seed=1)
    lines = [line for line in game.resolved.scenario.coach if line.when == "killed"]
    coach = Coach(lines, game.board)
    game.do("start EXP-001")
    game.do('kill EXP-001 other "no"')
    coach.mark_read()
    assert coach.current_line(game.board) == lines[0].say
    game.do("start EXP-002")
    coach.mark_read()
    assert coach.current_line(game.board) == ""


def test_the_coach_is_silent_once_the_project_is_over() -> None:
    game = new_game("first-sprint", seed=1)
    coach = Coach(game.resolved.scenario.coach, game.board)
    assert coach.current_line(game.board)
    game.board.over = True
    assert coach.current_line(game.board) == ""
