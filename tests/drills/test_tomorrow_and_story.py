"""The session for the day before at its bounds, and the drill about a story: which game, which parts, which page."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.analysis.runner import play_with_save
from aiboard.drills import story
from aiboard.drills.asks import Words
from aiboard.drills.attempts import Attempt, Store
from aiboard.drills.bank import DIMENSIONS
from aiboard.drills.drill import Setting
from aiboard.drills.tomorrow import drill as tomorrow
from aiboard.drills.tomorrow import game, plan, report
from aiboard.drills.tomorrow.plan import Part, RehearsalSession
from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.vocabulary import Stage
from aiboard.game import new_game, open_game
from aiboard.instruments.errors import InputError
from aiboard.scenario import load
from aiboard.views import fmt

BEGUN = "2026-03-01T09:00:00Z"
AT = datetime(2026, 3, 1, 9, tzinfo=UTC).timestamp()


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished game of a bot."""
    path = tmp_path_factory.mktemp("saves") / "told.jsonl"
    resolved = load("first-sprint")
    play_with_save(resolved, "heuristic", 5, (), path, Latents(resolved.world()))
    return path


def attempt(drill: str, question: str, dimension: str = "CODE", score: float = 1, **more: Any) -> Attempt:
    return Attempt(more.pop("time", BEGUN), drill, question, dimension, score, score >= 0.7, **more)


# --- which game -----------------------------------------------------------------------------------------------------


def test_of_the_saves_the_newest_that_fits_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        # Name, scenario, whether it is over, seconds after the session was begun; the newest first.
        ("open-2", "first-sprint", False, 9), ("open-1", "first-sprint", False, 8), ("other", "tutorial", True, 7),
        ("done-2", "first-sprint", True, 6), ("done-1", "first-sprint", True, 0), ("before", "first-sprint", True, -1),
    ]  # fmt: skip
    for name, _, _, late in rows:
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (AT + late, AT + late))

    def found(*names: str) -> list[str]:
        listed = [SimpleNamespace(path=tmp_path / name, scenario=kind) for name, kind, *_ in rows if name in names]
        monkeypatch.setattr(game, "recent_saves", lambda deep: listed if deep else [])
        monkeypatch.setattr(game, "is_over", lambda path: {row[0]: row[2] for row in rows}[path.name])
        there = game.saves(RehearsalSession(BEGUN))
        return [path.name if path else "" for path in (there.finished, there.played, there.unfinished)]

    assert found(*(row[0] for row in rows)) == ["other", "done-2", "open-2"]
    assert found("open-1", "before") == ["before", "", "open-1"], "what was played before is no game of this session"
    assert found("done-1") == ["done-1", "done-1", ""], "the second in which it was begun counts"
    assert found("other") == ["other", "", ""] and found() == ["", "", ""]


def test_a_game_that_was_chosen_has_to_be_there_and_over(finished: Path, tmp_path: Path) -> None:
    there = game.Saves(finished, None, None)
    assert (
        game.chosen_save({"game": "last"}, there)
        == game.chosen_save({"save": str(finished)}, there)
        == finished.resolve()
    )
    for answer, saves, says in (
        ({"game": "last"}, game.Saves(None, None, None), "game: no finished game is there; play one"),
        ({"save": str(tmp_path / "none.jsonl")}, there, "save: 'none.jsonl' is no finished game; play it to its end"),
    ):
        with pytest.raises(InputError) as caught:
            game.chosen_save(answer, saves)
        assert says in str(caught.value)
    assert game.goes_on(RehearsalSession(BEGUN, "/x/mine.jsonl")).startswith(
        "a session of 2026-03-01 about mine goes on; "
    )


# --- which parts ----------------------------------------------------------------------------------------------------


def test_an_attempt_counts_by_its_place_and_by_its_time(tmp_path: Path) -> None:
    parts = (Part("quiz", "a"), Part("quiz", "b"), Part("pitch", "pitch"))
    session, store = RehearsalSession(BEGUN, "s", parts, before=1), Store(tmp_path / "a.jsonl")
    store.attempts = [
        attempt("quiz", "a"),
        attempt("quiz", "b", time="2026-03-01T08:59:59Z"),
        attempt("story", "a"),
        attempt("pitch", "pitch"),
    ]
    assert session.done(store) == {parts[2]: store.attempts[3]} and session.next_part(store) == parts[0]
    store.attempts.append(attempt("quiz", "a"))
    assert list(session.done(store)) == [parts[2], parts[0]] and session.next_part(store) == parts[1]


def test_the_session_begun_last_is_under_way(tmp_path: Path) -> None:
    store = Store(tmp_path / "a.jsonl")
    assert plan.current(store) is None
    one, two = "2026-03-01T08:00:00Z", "2026-03-01T09:00:00Z"
    known = {"plan": {"save": "/x/s", "parts": [["quiz", "a"], ["pitch", "pitch"]]}, "begun": 7}
    store.drafts = {("tomorrow", one): known, ("quiz", two): {}, ("tomorrow", f"{two}/game"): {}}
    found = plan.current(store)
    assert found == RehearsalSession(one, "/x/s", (Part("quiz", "a"), Part("pitch", "pitch")), 7)
    store.drafts[("tomorrow", two)] = {"plan": None}
    assert plan.current(store) == RehearsalSession(two, before=0)
    for record in ({"begun": "x"}, {"plan": {"save": "s", "parts": [["quiz"]]}}, {"plan": {"parts": []}}):
        store.drafts[("tomorrow", two)] = record
        assert plan.current(store) is None, record
    assert plan.record(replace(found, before=0)) == known["plan"]


def test_the_room_asks_about_three_days_and_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    names = {5: ("a", "b"), 10: ("a", "b"), 15: ("a", "b"), 1: ("a",), 2: ()}
    total = [20]

    def saved(save: Path, day: int = 0) -> Any:
        asked.append(day)
        return SimpleNamespace(day=day, board=SimpleNamespace(world=SimpleNamespace(days=total[0])))

    item = SimpleNamespace(by=["hart"])
    room = SimpleNamespace(item=lambda name: item)
    monkeypatch.setattr(plan, "save_snapshot", saved)
    monkeypatch.setattr("aiboard.drills.tomorrow.plan.rooms.shipped", lambda: room)
    monkeypatch.setattr(plan, "askable_questions", lambda moment, room: names[moment.day])
    made = lambda moment, name, by, room: SimpleNamespace(question=SimpleNamespace(id=f"{moment.day}/{by}/{name}"))  # noqa: E731
    monkeypatch.setattr(plan, "make_question", made)
    luck: Any = SimpleNamespace(choice=lambda options: options[-1])
    assert list(plan._room(Path("s"), luck)) == ["5/hart/b", "10/hart/a"] and asked == [0, 5, 10, 15]
    asked.clear()
    total[0] = 3
    # Of three days the first is asked about twice: a day has to have begun.
    assert list(plan._room(Path("s"), luck)) == ["1/hart/a"] and asked == [0, 1, 1, 2]


def test_the_plan_has_its_parts_in_order_and_keeps_when_it_was_begun(finished: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "a.jsonl")
    found = plan.plan_session(RehearsalSession(BEGUN, before=4), finished, store, 1)
    kinds = [part.drill for part in found.parts]
    assert kinds[0] == "whiteboard" and kinds[-11:] == ["pitch", *["quiz"] * 10] and "story" in kinds
    assert (found.id, found.before, found.save) == (BEGUN, 4, str(finished))
    assert plan.plan_session(RehearsalSession(BEGUN), finished, store, 1).parts == found.parts, "a seed decides"
    days = [int(part.question.split("/")[2]) for part in found.parts if part.drill == "stakeholder"]
    assert days and set(days) <= {5, 10, 15} and days == sorted(set(days))


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_page_has_the_facts_of_the_game_and_says_whose_it_was(finished: Path, tmp_path: Path) -> None:
    session, store = RehearsalSession(BEGUN, str(finished), (Part("quiz", "ch03/a"),)), Store(tmp_path / "a.jsonl")
    store.attempts = [attempt("quiz", "ch03/a", confidence=80)]
    page = report.page(session, store, 40)
    facts = {section.title: section.lines for section in page.sections}[
        "Facts of the game of bot heuristic to have at hand"
    ]
    with open_game(finished, read_only=True) as played:
        board, value = played.board, played.state.returns()
    live = board.live()
    assert facts == (
        f"First sprint, simulated: 20 working days, {fmt.count(len(board.world.people), 'person', 'people')}.",
        f"{board.decided} experiments decided: {board.killed} killed, {board.promoted} promoted.",
        f"Live at the end: {fmt.key(board.world, live)}, measured at {fmt.points(board.cards[live].mean_ppm())} %.",
        f"Worth {fmt.money(value)} in the end. Say that it was a simulation.",
    )
    assert page.title == "For tomorrow, written 2026-03-01"
    # Open elsewhere, it is read all the same.
    with open_game(finished):
        assert report._game_owner(session) == "the game of bot heuristic" and tuple(report._facts(session)) == facts
        assert game.is_over(finished)
    own = tmp_path / "own.jsonl"
    with new_game("first-sprint", seed=5, save=own) as mine:
        mine.end_day()
    assert report._game_owner(RehearsalSession(BEGUN, str(own))) == "your game"
    assert list(report._facts(RehearsalSession(BEGUN, str(own))))[2] == "Nothing was live at the end."
    assert report._game_owner(RehearsalSession(BEGUN, "none")) == "your game"


def test_a_model_whose_scores_are_void_was_live_all_the_same() -> None:
    board = new_game("first-sprint", seed=5).board
    assert report._live(board) == "Nothing was live at the end."
    for card in board.cards[:2]:
        card.stage = Stage.PRODUCTION
    board.cards[1].share_pct, board.cards[1].scores = 100, [880_000, 882_000]
    key = fmt.key(board.world, 1)
    assert report._live(board) == f"Live at the end: {key}, measured at 88.1 %."
    # The questions were renewed: it serves on, and no score of it counts.
    board.cards[1].scores = []
    assert report._live(board) == f"Live at the end: {key}, which has no valid score."


def test_what_is_weak_is_read_again_and_what_was_wrong_taken_in_its_lab() -> None:
    wrong = [attempt("quiz", "ch05/b", score=0), attempt("quiz", "ch03/a"), attempt("story", "ch02/x", score=0)]
    said = list(report._reading(["CODE"], wrong))
    assert said[0] == f"Do again for CODE: {', '.join(f'aiboard drill {name}' for name in report.DRILLS['CODE'])}"
    chapters = [line.partition(":")[0] for line in said if line.startswith("Chapter")]
    assert chapters and set(chapters) == {"Chapter 5"}
    titles = [one for one in report.READING if "CODE" in one.dimensions]
    assert said[-len(titles) :] == [f"{one.title} ({one.kind}): {one.gives}" for one in titles]
    assert 0 < len(titles) < len(report.READING)
    assert len(list(report._reading([], []))) == len(report.READING), "where nothing is weak everything is offered"
    for question, chapter in (("ch00/a", 0), ("ch12/a", 12), ("ch123/a", None), ("mine/a", None), ("xch03/a", None)):
        assert report._chapter(attempt("quiz", question)) == chapter
    assert report._chapter(attempt("story", "ch03/a")) is None


def test_the_page_in_short(tmp_path: Path) -> None:
    parts = tuple(Part("quiz", name) for name in DIMENSIONS)
    store = Store(tmp_path / "a.jsonl")
    store.attempts = [attempt("quiz", name, name, 0.7, confidence=95) for name in DIMENSIONS]
    page = report.page(RehearsalSession(BEGUN, "", parts), store, 55)
    assert page.sections[0].lines == (
        "5 parts, mean score 70 %; you feel 55 % ready.",
        "In the quiz you were 95 % sure and 100 % right: about as sure as you should be.",
        "Nothing is weak: read what you like, and sleep.",
    )
    four = tuple(f"m{n}" for n in range(4))
    store.attempts = [attempt("quiz", "CODE", "CODE", 0.6999, missing=four)]
    page = report.page(RehearsalSession(BEGUN, "", parts), store, 55)
    lines = {section.title: section.lines for section in page.sections}
    assert lines["In short"] == (
        "1 part, mean score 70 %; you feel 55 % ready.",
        "Begin with CONCEPT, DESIGN, CODE, DEBUG, FRONTIER.",
    )
    assert lines["CODE"] == ("1 try, score 70 %. Read again.", *(f"  quiz CODE, you chose: {said}" for said in four))


@pytest.mark.parametrize(("scores", "right"), [((0.7, 0.7), True), ((0.9, 0.5), True), ((0.7, 0.69), False)])
def test_a_session_is_right_from_seven_tenths_on_and_its_page_is_written(
    scores: tuple[float, float], right: bool, tmp_path: Path
) -> None:
    store = Store(tmp_path / "a.jsonl")
    session = RehearsalSession(BEGUN, "", (Part("quiz", "a"), Part("quiz", "b")))
    store.save_part(tomorrow._record(session), "plan", plan.record(session))
    store.attempts = [attempt("quiz", name, score=score) for name, score in zip("ab", scores, strict=True)]
    drill = tomorrow.Tomorrow(Setting())
    drill._store = store
    grade = drill.grade(tomorrow._record(session), {"ready": 60})
    place = tmp_path / "tomorrow-2026-03-01.md"
    assert (grade.score, grade.right) == (pytest.approx(sum(scores) / 2), right)
    assert grade.lines[-1] == f"The page is in {place}" and grade.data["file"] == str(place)
    assert place.read_text(encoding="utf-8") == grade.data["page"] and "you feel 60 % ready" in grade.data["page"]


def test_a_question_of_a_session_is_found_when_its_time_has_come(finished: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "a.jsonl")
    parts = (Part("whiteboard", "whiteboard"), Part("pitch", "pitch"))
    session = RehearsalSession(BEGUN, str(finished), parts)
    store.save_part(tomorrow._record(session), "plan", plan.record(session))

    def drill(**setting: Any) -> tomorrow.Tomorrow:
        made = tomorrow.Tomorrow(Setting(**setting))
        made._store = store
        return made

    assert drill().find("pitch").title == "Part 2 of 2. Pitch: thirty seconds"
    for id in (BEGUN, "story", f"{BEGUN}/game", f"{BEGUN}/again"):
        with pytest.raises(InputError, match="is not asked in this session, or not yet"):
            drill().find(id)
    with pytest.raises(InputError, match="begins a session anew; leave the question out"):
        drill(again=True).find("pitch")
    assert drill(save=finished).find("pitch").title.startswith("Part 2 of 2.")
    other = finished.parent / "other.jsonl"
    assert drill(save=other).find(BEGUN).id == drill(save=other).find(f"{BEGUN}/again").id == f"{BEGUN}/again"
    store.attempts = [attempt(part.drill, part.question) for part in parts]
    assert drill().find(BEGUN).title == "The end: one page for tomorrow"
    assert drill().find(BEGUN).dimension == "ALL" and drill().brief(drill().find(BEGUN)).good == ()
    assert drill().brief(drill().find("pitch")).good, "a part is briefed by its own drill"


# --- the story ------------------------------------------------------------------------------------------------------


def test_the_decision_that_was_told_least_often_is_next(finished: Path, tmp_path: Path) -> None:
    drill, store = story.make(Setting(save=finished)), Store(tmp_path / "a.jsonl")
    count = len(drill._debrief.stakes)
    assert count >= 2 and drill.next(store).id == "told/1"
    store.attempts = [attempt("story", "told/1"), attempt("quiz", "told/2")]
    assert drill.next(store).id == "told/2"
    store.attempts = [attempt("story", f"told/{place}") for place in range(1, count + 1)] + [attempt("story", "told/1")]
    assert drill.next(store).id == "told/2"
    question = drill.find("told/1")
    assert question.title == "Story: a decision of bot heuristic" and question.dimension == "DEBUG"
    assert [ask.key for ask in question.asks] == ["situation", "task", "action", "result"]
    assert [(one.seconds, one.rate, one.min_words) for one in question.asks if isinstance(one, Words)] == [
        (120, 150, 5), (0, 150, 5), (0, 150, 5), (0, 150, 5),
    ]  # fmt: skip
    for id in (f"told/{count + 1}", "told/0", "other/1"):
        with pytest.raises(InputError, match=f"there are told/1 to told/{count}"):
            drill.find(id)
    assert drill.find(f"told/{count}").id == f"told/{count}"


def test_a_newer_game_that_goes_on_does_not_hide_the_finished_one(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIBOARD_SAVES", str(tmp_path))
    (tmp_path / "told.jsonl").write_bytes(finished.read_bytes())
    os.utime(tmp_path / "told.jsonl", (AT, AT))
    with new_game("first-sprint", seed=3, save=tmp_path / "open.jsonl") as game:
        game.end_day()
    assert story.make(Setting()).find("told/1").drill == "story"


def test_a_story_of_a_game_in_which_nothing_was_decided_is_none() -> None:
    empty: Any = SimpleNamespace(stakes=())
    with pytest.raises(InputError, match="nothing was decided that a story could be about"):
        story.Story(("mine", empty))
    boxes = {key: "words" for key, _ in story._BOXES}
    assert len(story._more(dict(boxes))) == 1
    for key in boxes:
        assert story._more({name: text for name, text in boxes.items() if name != key}) == ()


def test_a_game_without_a_story_and_another_save_by_the_way(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(setting: Setting) -> Any:
        raise InputError("nothing was decided")

    store = Store(tmp_path / "a.jsonl")
    assert list(plan._story(finished, store)) == ["told/1"]
    monkeypatch.setattr("aiboard.drills.tomorrow.plan.story.make", none)
    assert list(plan._story(finished, store)) == []
    session = RehearsalSession(BEGUN, str(finished), (Part("pitch", "pitch"),))
    store.save_part(tomorrow._record(session), "plan", plan.record(session))
    monkeypatch.setattr(RehearsalSession, "fresh", lambda self, at: True)
    other = tomorrow.Tomorrow(Setting(save=tmp_path / "other.jsonl")).next(store)
    assert other.id == f"{BEGUN}/again" and other.dimension == "GAME"
    assert tomorrow.Tomorrow(Setting(save=finished)).next(store).title == "Part 1 of 1. Pitch: thirty seconds"


def test_a_session_is_begun_anew_once(finished: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "a.jsonl")
    session = RehearsalSession("2020-01-01T00:00:00Z", str(finished), (Part("pitch", "pitch"),))
    store.save_part(tomorrow._record(session), "plan", plan.record(session))
    drill = tomorrow.Tomorrow(Setting(save=finished, again=True, seed=1))
    assert drill.next(store).id == "whiteboard"
    (left,) = [name for kind, name in Store.load(store.path).drafts if kind == "tomorrow"]
    assert left != session.id, "the one before is dropped in the file too"
    store.attempts.append(attempt("whiteboard", "whiteboard", time="2999-01-01T00:00:00Z"))
    # The same run goes on with what it has begun.
    assert drill.next(store).title.startswith("Part 2 of ")
