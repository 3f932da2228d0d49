"""Evaluators: each prices by its own play, and two of them on one game are shown with how far they are apart."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from aiboard.analysis import anchors
from aiboard.analysis.debrief import html, json_document, markdown, sections, text
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.evaluators import CURRENT, EVALUATORS, OTHERS, other_evaluator
from aiboard.analysis.evaluators.bias import bias
from aiboard.analysis.pricing.game import Settings, price_game
from aiboard.analysis.pricing.model import THRESHOLDS, Decision, Prices
from aiboard.analysis.rollouts import plan_of, play_out
from aiboard.bots import BOTS, make_bot
from aiboard.bots.runner import play_day
from aiboard.cli.main import main
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.verbs import Action
from aiboard.instruments.errors import InputError
from aiboard.scenario import load
from tests.analysis.games import by_bot

SEED = 1_000_004


def scale() -> anchors.Anchors:
    """A sound scale, whatever this checkout's anchors belong to."""
    return anchors.Anchors("x", "", 1, "x", 100, -1e6, 3e6, 1e4, 1e6, ())


def game(bot: str) -> list[list[Action]]:
    """A whole game of `first-sprint`."""
    state = new_state(load("first-sprint").world(), SEED)
    player = make_bot(bot, SEED)
    days: list[list[Action]] = []
    while not state.board.over:
        days.append(play_day(state, player))
        advance(state)
    return [*days, []]


def decision(day: int, line: str, mean: float, half: float = 1.0) -> Decision:
    advantage = Estimate(mean, mean - half, mean + half)
    return Decision(day, day, line, False, line, advantage, None, None, None, line, line, "", 32)


def prices(*decisions: Decision) -> Prices:
    mean = 100 + sum(one.advantage.mean for one in decisions)
    return Prices(decisions, 0.0, (), Estimate(mean, mean - 3, mean + 3), None, 32, 20)


def test_every_evaluator_has_a_bot_a_version_of_its_own_and_the_labels() -> None:
    assert set(EVALUATORS) <= set(BOTS) and CURRENT.policy not in OTHERS
    assert len({one.version for one in EVALUATORS.values()}) == len(EVALUATORS) >= 2
    assert all(one.thresholds == THRESHOLDS for one in EVALUATORS.values())
    assert CURRENT.version == anchors.EVALUATOR_VERSION and CURRENT.policy == anchors.HUNDRED


@pytest.mark.parametrize("policy", EVALUATORS)
def test_an_evaluators_own_game_has_no_departures(policy: str) -> None:
    found = price_game(load("first-sprint"), SEED, game(policy), scale(), Settings(32, policy=policy))
    assert found.decisions == () and found.score == Estimate(100.0, 100.0, 100.0)


def test_the_policy_that_is_named_plays_on() -> None:
    state = new_state(load("first-sprint").world(), SEED)
    assert plan_of(state, "idle") == [] and plan_of(state) != []
    ends = {policy: play_out(state.clone(), policy) for policy in ("idle", "reference", "heuristic")}
    assert len(set(ends.values())) == 3


def test_a_choice_that_one_of_them_does_not_price_is_its_own() -> None:
    ours = prices(decision(1, "start EXP-001", -4.0), decision(2, "kill EXP-002", -20.0))
    theirs = prices(decision(1, "start EXP-001", 6.0), decision(3, "promote EXP-003", 2.0))
    found = bias(CURRENT, ours, other_evaluator("heuristic"), theirs)
    assert [(one.line, round(one.gap.mean)) for one in found.opinions] == [
        ("kill EXP-002", 20), ("start EXP-001", 10), ("promote EXP-003", 2),
    ]  # fmt: skip
    assert found.opinions[0].second is None and found.opinions[2].first is None
    assert found.gap is not None and found.gap.mean == pytest.approx(32)
    assert found.data()["decisions"][0]["other_advantage"] is None


def test_a_second_evaluator_has_a_section_in_every_format_and_only_where_it_was_asked() -> None:
    ours = prices(decision(1, "start EXP-001", -4.0), decision(2, "kill EXP-002", -20.0))
    found = bias(CURRENT, ours, other_evaluator("heuristic"), prices(decision(1, "start EXP-001", 6.0)))
    one = by_bot("vibes")
    two = replace(one, prices=ours, bias=found)
    for write in (text, markdown, lambda shown: html([shown])):
        assert "Two evaluators" in write(two) and "Two evaluators" not in write(one)
        assert "kill EXP-002" in write(two) and "who judges" in write(two)
    (section,) = [section for section in sections(two) if section.tab == "Evaluators"]
    assert len([line for line in section.lines if "EXP" in line]) == 2 and max(map(len, section.lines)) <= 79
    assert json_document(two)["evaluators"] == found.data() and "evaluators" not in json_document(one)


def test_differences_carry_both_errors() -> None:
    assert Estimate(5.0, 2.0, 8.0) - Estimate(1.0, -3.0, 5.0) == Estimate(4.0, -1.0, 9.0)


def test_an_evaluator_is_another_one_by_name() -> None:
    for name, said in (("reference", "prices already"), ("judge", "no evaluator 'judge'")):
        with pytest.raises(InputError, match=said):
            other_evaluator(name)


def test_the_debrief_shows_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anchors, "find", lambda resolved: scale())
    assert main(["simulate", "first-sprint", "--bot", "reference", "--games", "1", "--save", str(tmp_path)]) == 0
    (save,) = map(str, tmp_path.iterdir())
    capsys.readouterr()
    words = ["debrief", save, "--rollouts", "32", "--jobs", "1", "--evaluator", "heuristic"]
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["evaluators"]
    # The first one's own game: every decision that is priced is the other's opinion.
    assert found["decision_score"]["mean"] == 100 and found["decisions"]
    assert all(one["advantage"] is None for one in found["decisions"])
    assert found["bias"]["mean"] == pytest.approx(
        found["other_decision_score"]["mean"] - found["decision_score"]["mean"]
    )
    assert main(["debrief", save, "--evaluator", "heuristic"]) == 2
    assert "--rollouts" in capsys.readouterr().err
    assert main([*words, "--format", "html"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("<!doctype html>") and "Two evaluators" in page
