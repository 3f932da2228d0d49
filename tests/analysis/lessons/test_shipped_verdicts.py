"""The verdicts that ship: they belong to these rules, worlds and bots; and what the debrief says of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from aiboard.analysis.debrief import json_document, markdown, sections, text
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.lessons import LESSONS, PROJECT, Lesson, shipped_verdicts
from aiboard.analysis.lessons.cells import Cell
from aiboard.analysis.lessons.measured_lesson import Effect, MeasuredLesson
from aiboard.analysis.lessons.shipped_verdicts import Verdicts, parsed, verdicts, worth_sentence
from aiboard.analysis.lessons.verdict import Verdict
from aiboard.analysis.runner import run_games
from aiboard.engine.model.world import RULES_VERSION
from aiboard.scenario import load
from scripts import make_lessons
from tests.analysis.games import by_bot

STORED = Path(shipped_verdicts.__file__).with_name(shipped_verdicts.FILE)


def row(here: Estimate, there: Estimate, lesson: str = "L15", sha: str = "") -> MeasuredLesson:
    """A verdict on a lesson in the default scenario."""
    sha = sha or load(PROJECT).sha
    return MeasuredLesson(
        LESSONS[lesson],
        Effect(PROJECT, sha, Estimate(100, 90, 110), here),
        Effect("w", "x", Estimate(1, 0, 2), there),
        ((1, 2), (3, 4)),
    )


def told(monkeypatch: pytest.MonkeyPatch, here: Estimate, there: Estimate) -> str:
    """What is said with this as the only verdict."""
    monkeypatch.setattr(shipped_verdicts, "verdicts", lambda: Verdicts(RULES_VERSION, 0, 10, (row(here, there),)))
    return worth_sentence(load(PROJECT), "L15")


def test_worth_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    sure, nothing = Estimate(4.23, 3.1, 5.3), Estimate(0.1, -0.2, 0.4)
    where = LESSONS["L15"].boundary.where
    assert told(monkeypatch, sure, nothing) == f"Worth 4.2 (3.1 to 5.3) points a game here; pays nothing {where}."
    assert told(monkeypatch, sure, Estimate(-2, -3, -1)).endswith(f"; costs 2.0 {where}.")
    assert told(monkeypatch, sure, Estimate(3, 2, 4)).endswith(f"; still 3.0 {where}.")
    assert told(monkeypatch, Estimate(0.5, -1, 2), nothing) == (
        "Worth 0.5 (−1.0 to 2.0) points a game here, not told apart from nothing."
    )
    assert told(monkeypatch, Estimate(-3, -4, -2), nothing) == (
        "Worth −3.0 (−4.0 to −2.0) points a game here, so that it costs."
    )
    assert worth_sentence(load(PROJECT), "L26") == "" and worth_sentence(load("first-sprint"), "L15") == "", (
        "not measured"
    )
    assert worth_sentence(load(PROJECT), "") == "", "a finding that no lesson measures"


def test_every_form_of_the_debrief_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = by_bot("heuristic")
    item = next(item for item in found.findings if item.lesson.measured)
    made = row(Estimate(4.2, 3.1, 5.3), Estimate(0, -0.1, 0.1), item.lesson.measured, found.resolved.sha)
    before = json_document(found)
    for where in (
        "aiboard.analysis.lessons.shipped_verdicts.verdicts",
        "aiboard.analysis.debrief.detail_sections.verdicts",
    ):
        monkeypatch.setattr(where, lambda: Verdicts(RULES_VERSION, 0, 10, (made,)))
    said = "Worth 4.2 (3.1 to 5.3) points a game here"
    screen = " ".join(line.strip() for section in sections(found) for line in section.lines)
    for shown in (screen, " ".join(text(found).split()), " ".join(markdown(found).split())):
        assert said in shown and item.lesson.name in shown
    (entry,) = [entry for entry in json_document(found)["findings"] if entry["key"] == item.key]
    assert entry["lesson"] == item.lesson.measured and entry["worth"]["default"]["equity"]["low"] == 3.1
    assert entry["worth"]["holds"] is True and entry["worth"]["boundary"]["stops"] is True
    assert all(entry["worth"] is None for entry in before["findings"]), "nobody measured this scenario"


def test_verdicts_of_other_rules_are_not_believed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stored = Verdicts(RULES_VERSION - 1, 5, 10, (row(Estimate(4, 3, 5), Estimate(0, 0, 0)),))
    (tmp_path / shipped_verdicts.FILE).write_text(stored.to_json(), encoding="utf-8")
    monkeypatch.setattr(shipped_verdicts, "files", lambda _: tmp_path)
    assert shipped_verdicts.verdicts.__wrapped__().rows == ()
    same = replace(stored, rules=RULES_VERSION)
    (tmp_path / shipped_verdicts.FILE).write_text(same.to_json(), encoding="utf-8")
    assert shipped_verdicts.verdicts.__wrapped__() == same, "what is written is what is read"


def test_what_ships_is_what_the_script_writes() -> None:
    found = parsed(STORED.read_text(encoding="utf-8"))
    assert found.to_json() == STORED.read_text(encoding="utf-8")
    assert found.rules == RULES_VERSION, "the rules changed: make lessons"
    assert found.games >= 1_000 and found.seed == 1_000_000
    wanted = [(lesson.id, key) for lesson in LESSONS.values() for key in lesson.scenarios]
    assert [(item.lesson.id, item.here.world) for item in found.rows] == wanted
    page = make_lessons.PAGE.read_text(encoding="utf-8")
    assert page == make_lessons.page(found), "the lessons have changed: make lessons"


@pytest.mark.parametrize("item", verdicts().rows, ids=lambda item: f"{item.lesson.id}-{item.here.world}")
def test_a_shipped_verdict_is_not_old(item: MeasuredLesson) -> None:
    """Its worlds are what the table says, and the first games end as they did when it was measured."""
    resolved = load(item.here.world)
    assert (resolved.sha, item.lesson.boundary.world(resolved).sha) == (item.here.sha, item.there.sha), "make lessons"
    seeds = range(1_000_000, 1_000_000 + len(item.probe[1]))
    games = run_games(resolved, Cell(resolved, item.lesson.id, False).maker(), seeds)
    assert tuple(game.value_cents for game in games) == item.probe[1], "make lessons"


@pytest.mark.parametrize("key", dict.fromkeys(item.here.world for item in verdicts().rows))
def test_the_reference_plays_as_it_did(key: str) -> None:
    probes = {item.probe[0] for item in verdicts().rows if item.here.world == key}
    assert len(probes) == 1, "one reference for all lessons"
    (probe,) = probes
    resolved = load(key)
    games = run_games(resolved, Cell(resolved, "L01", True).maker(), range(1_000_000, 1_000_000 + len(probe)))
    assert tuple(game.value_cents for game in games) == probe, "make lessons"


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.id)
def test_what_does_not_hold_has_a_reason_and_what_holds_has_none(lesson: Lesson) -> None:
    stored = verdicts().find(lesson.id, load(lesson.scenarios[0]).sha)
    if stored is not None:
        assert bool(lesson.doubt) is (stored.verdict != Verdict.HOLDS)
