"""The review's question: made from this board, never the same twice in a row, scored from what happened."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from aiboard.analysis.debrief import debrief, json_document, text
from aiboard.bots import make_bot
from aiboard.engine.gate import verdict
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import Decided, EvalDone
from aiboard.engine.happenings.live import Monitored
from aiboard.engine.model.vocabulary import Stage
from aiboard.game import Game, new_game, open_game
from aiboard.play.questions import QuestionKind, choose, outcomes, possible_questions
from aiboard.play.session import Session
from aiboard.play.sheets import SheetKind
from tests.engine.play import dated


@pytest.fixture
def game() -> Game:
    return new_game("support-chatbot", seed=1)


def _log(game: Game, day: int, event: Event) -> None:
    game.board.history.append(dated(day, event))


@pytest.mark.parametrize("scenario", ["first-sprint", "support-chatbot"])
@pytest.mark.parametrize("answered", [True, False])
def test_no_kind_of_question_comes_twice_in_a_row_and_every_answer_is_scored(scenario: str, answered: bool) -> None:
    session, bot = Session(new_game(scenario, 5)), make_bot("heuristic", 5)
    asked: list[str] = []
    while not session.board.over:
        for action in iter(lambda: bot.play(session.board), None):
            session.do(action)
        session.step()
        while session.sheet is not None:
            if session.sheet.kind is SheetKind.QUESTION:
                assert len({choice.name for choice in session.sheet.choices}) == len(session.sheet.choices) > 2
                asked.append(session.sheet.question)
            # The first that is an answer: a question opens at none.
            names = [choice.name for choice in session.sheet.choices if choice.name]
            session.answer(names[0] if answered and names else "")
    kinds = [one.partition(":")[0] for one in asked]
    assert kinds and all(one != other for one, other in pairwise(kinds))
    assert len(outcomes(session.board, session.game.answers)) == (len(asked) if answered else 0)


def test_the_question_is_about_this_board(game: Game) -> None:
    assert {one.kind for one in possible_questions(game.board, 1)} == {QuestionKind.FAMILY, QuestionKind.DECIDED}
    game.board.cards[3].stage = Stage.EXPERIMENT
    game.board.cards[5].stage = Stage.EVALUATION
    first = next(iter(possible_questions(game.board, 1)))
    assert first.id == "passes:EXP-006" and "006" in first.text
    live = game.board.cards[7]
    live.stage, live.scores = Stage.PRODUCTION, [880_000, 884_000, 882_000]
    worth = next(one for one in possible_questions(game.board, 1) if one.kind is QuestionKind.WORTH)
    assert [words for _, words in worth.options] == ["under 84", "84 to 86", "86 to 88", "88 or more"]


def test_the_kind_asked_longest_ago_comes_first(game: Game) -> None:
    game.board.cards[3].stage = Stage.EXPERIMENT
    answers = {(1, "passes:EXP-004"): "yes", (2, "family"): ""}
    question = choose(game.board, 3, answers)
    assert question is not None and question.kind is QuestionKind.DECIDED
    question = choose(game.board, 4, {**answers, (3, "decided"): "..1"})
    assert question is not None and question.kind is QuestionKind.PASSES


def test_an_answer_is_scored_when_its_sprint_is_over_and_not_before(game: Game) -> None:
    answers = {(1, "passes:EXP-004"): "yes"}
    _log(game, 12, EvalDone(3, mean_ppm=861_000, seeds=3, gate=0))
    _log(game, 15, EvalDone(3, mean_ppm=901_000, seeds=5, gate=1))
    game.board.day = 20
    assert outcomes(game.board, answers) == []
    game.board.day = 21
    (found,) = outcomes(game.board, answers)
    assert found.right is True and found.outcome == "it passed with 90.1, day 15"
    (wrong,) = outcomes(game.board, {(1, "passes:EXP-004"): "no"})
    assert wrong.right is False
    _log(game, 14, EvalDone(5, mean_ppm=861_000, seeds=3, gate=0))
    for said, right in (("yes", False), ("no", True)):
        (failed,) = outcomes(game.board, {(1, "passes:EXP-006"): said})
        assert failed.right is right and failed.outcome == "it scored 86.1 and did not pass"
    (open_,) = outcomes(game.board, {(1, "passes:EXP-005"): "yes"})
    assert open_.right is None and "not evaluated" in open_.text


def test_live_quality_families_and_counts_are_scored(game: Game) -> None:
    game.board.day = 21
    for day, quality in ((13, 850_000), (14, 870_000)):
        _log(game, day, Monitored(3, online_ppm=quality, share_pct=5, revenue_cents=0))
    _log(game, 9, Monitored(3, online_ppm=990_000, share_pct=5, revenue_cents=0))
    _log(game, 12, EvalDone(3, mean_ppm=861_000, seeds=3, gate=0))
    _log(game, 12, Decided(3, decision=1))
    family = game.world.families[game.world.ideas[3].family].key
    answers = {(1, "worth:EXP-004"): "86..88", (1, "family"): family, (1, "decided"): "2..3"}
    came = {one.question.split()[0] + one.question.split()[1]: one for one in outcomes(game.board, answers)}
    (nobody,) = outcomes(game.board, {(1, "worth:EXP-005"): "86..88"})
    assert nobody.right is None and nobody.outcome == "it served nobody"
    assert came["Whatdo"].right and came["Whatdo"].outcome == "86.0 on average over 2 days"
    assert came["Whichapproach"].right
    assert came["Howmany"].right is False and came["Howmany"].outcome == "it was 1 card"


def test_the_best_new_score_is_the_one_that_a_card_ended_the_sprint_with(game: Game) -> None:
    game.board.day = 21
    other = next(i for i, idea in enumerate(game.world.ideas) if idea.family != game.world.ideas[3].family)
    # One seed flattered it; two more say what it is worth.
    _log(game, 12, EvalDone(3, mean_ppm=941_000, seeds=1, gate=0))
    _log(game, 13, EvalDone(other, mean_ppm=901_000, seeds=3, gate=0))
    _log(game, 15, EvalDone(3, mean_ppm=881_000, seeds=3, gate=0))
    family = game.world.families[game.world.ideas[other].family].key
    (found,) = outcomes(game.board, {(1, "family"): family})
    assert found.right and found.outcome.endswith("at 90.1")


def test_a_save_with_strange_answers_is_read(game: Game) -> None:
    game.board.day = 21
    strange = {(1, "what"): "x", (1, "worth:"): "..", (1, "family"): "nobody", (9, "decided"): "", (1, "passes:E"): "y"}
    assert outcomes(game.board, strange) == []
    assert outcomes(game.board, {(1, "decided"): "٣..x"})[0].right is True


def test_the_next_review_and_the_debrief_say_what_came(tmp_path: Path) -> None:
    session = Session(new_game("first-sprint", 1, tmp_path / "game.jsonl"))
    session.do("start EXP-001")
    for _ in range(10):
        session.step()
    session.answer("on")
    assert session.sheet is not None and session.sheet.question == "passes:EXP-001"
    session.answer("yes")
    session.skip()
    with open_game(tmp_path / "game.jsonl", read_only=True) as again:
        assert again.answers[1, "passes:EXP-001"] == "yes"
    while not session.board.over:
        session.step()
    found = debrief(session.game, bots=())
    shown = " ".join(text(found).split())
    assert "Does 001 pass its gate in sprint 2? You said yes. Not scored: it was not evaluated." in shown
    assert json_document(found)["reviews"][0]["said"] == "yes"


def test_a_review_tells_what_came_of_the_answer_before_it() -> None:
    session = Session(new_game("support-chatbot", 1))
    session.game.answer(1, "decided", "..1")
    for _ in range(20):
        session.step()
    assert session.sheet is not None
    heading = session.sheet.sections[0]
    assert heading.heading == "What came of your last answer?"
    assert "You said 0 or 1. Right: it was 0 cards." in heading.lines[0]


def test_a_card_that_has_passed_is_not_asked_about(game: Game) -> None:
    card = game.board.cards[5]
    card.stage = Stage.EVALUATION
    assert QuestionKind.PASSES in {one.kind for one in possible_questions(game.board, 1)}
    card.success_ppm, card.scores = 880_000, [850_000, 852_000, 851_000]
    card.latency_ms, card.serving_cents = 100, 100
    assert not verdict(game.board, 5).passed
    assert QuestionKind.PASSES in {one.kind for one in possible_questions(game.board, 1)}, "it may pass the next time"
    card.scores = [910_000, 912_000, 911_000]
    assert verdict(game.board, 5).passed
    assert QuestionKind.PASSES not in {one.kind for one in possible_questions(game.board, 1)}


def test_what_keeps_a_gate_from_passing_now_stands_beside_its_question(game: Game) -> None:
    """One that passed before another went live is compared with that one now: its old verdict would mislead."""
    card = game.board.cards[5]
    card.stage, card.success_ppm = Stage.EVALUATION, 880_000
    assert not any("the gate now" in line for line in next(iter(possible_questions(game.board, 1))).facts)
    card.scores = [800_000, 810_000]
    asked = next(iter(possible_questions(game.board, 1)))
    assert asked.kind is QuestionKind.PASSES and "the gate now: mean 80.5 is under the bar 88" in asked.facts
