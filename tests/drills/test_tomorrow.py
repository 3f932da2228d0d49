"""Tomorrow: parts of other drills about one game, resumable anywhere, and a page that says what was missing."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aiboard.analysis.runner import play_with_save
from aiboard.drills.asks import Percent, Pick, Play, Several, Words
from aiboard.drills.attempts import Store
from aiboard.drills.drill import Setting
from aiboard.drills.form import Form
from aiboard.drills.sitting import Sitting
from aiboard.drills.tomorrow import drill as tomorrow
from aiboard.drills.tomorrow import game, plan
from aiboard.engine.chance.latents import Latents
from aiboard.game import new_game
from aiboard.instruments.errors import InputError
from aiboard.scenario import load


@pytest.fixture(autouse=True)
def saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "saves"
    folder.mkdir()
    monkeypatch.setenv("AIBOARD_SAVES", str(folder))
    return folder


def finished(folder: Path, seed: int = 5) -> Path:
    resolved = load("first-sprint")
    path = folder / f"first-sprint-{seed}.jsonl"
    play_with_save(resolved, "heuristic", seed, (), path, Latents(resolved.world()))
    return path


def answer(sitting: Sitting) -> None:
    """Give the next ask something."""
    ask = sitting.ask
    assert ask is not None and not isinstance(ask, Form | Play)
    if isinstance(ask, Words):
        text = "We measured 88 % on 500 questions in a simulation and I decided to kill it."
        # A forecast that cannot be read is refused, and may be left out.
        sitting.submit(ask, "" if ask.read_error is not None and ask.read_error(text) else text)
    elif isinstance(ask, Percent):
        sitting.submit(ask, 80)
    elif isinstance(ask, Several):
        sitting.submit(ask, list(ask.initial))
    else:
        assert isinstance(ask, Pick)
        sitting.submit(ask, ask.options[0].key)


def begin(save: Path | None = None, out: Path | None = None) -> Sitting:
    """As a face does after a kill: nothing but the file is left."""
    return Sitting.begin(plan.ID, tomorrow.make(Setting(save=save, out=out)), Store.load())


def test_from_the_first_part_to_the_page_with_a_kill_after_every_answer(saves: Path, tmp_path: Path) -> None:
    save, out = finished(saves), tmp_path / "page.html"
    seen: list[tuple[str, str]] = []
    while not seen or seen[-1][0] != plan.ID:
        sitting = begin(save, out)
        if not seen or seen[-1][1] != sitting.question.id:
            seen.append((sitting.question.drill, sitting.question.id))
        answer(sitting)
    kinds = [kind for kind, _ in seen]
    assert kinds == ["whiteboard", *["stakeholder"] * 3, "story", "pitch", *["quiz"] * 10, plan.ID]
    assert len(set(seen)) == len(seen)
    store = Store.load()
    # Each part counts for its own drill, and the session once; nothing is left half done.
    assert [attempt.drill for attempt in store.attempts] == kinds and store.drafts == {}
    assert sitting.grade is not None
    page = out.read_text(encoding="utf-8")
    for name in ("CONCEPT", "DESIGN", "CODE", "DEBUG", "FRONTIER", "Accelerate", "no column for Hypothesis"):
        assert name in page and "<html" in page
    assert "you feel 80 % ready" in page
    assert "http" not in page and "<script" not in page
    # The screen breaks the lines itself: of a heading nothing but its own row, of a sentence no half one.
    assert "── In short ──" in sitting.grade.lines
    assert any(line.startswith("Accelerate") and line.endswith("for them") for line in sitting.grade.lines)
    assert "you chose: a  " in page or "you chose: b  " in page or "you chose: c  " in page
    # The next one is another session.
    assert begin(save).question.id == "whiteboard"


def test_a_part_goes_on_in_the_middle(saves: Path) -> None:
    save = finished(saves)
    sitting = begin(save)
    ask = sitting.ask
    assert ask is not None
    sitting.save_draft(ask, "column Hypothesis 5")
    again = begin(save)
    assert again.resumed and again.partial(ask) == "column Hypothesis 5"
    answer(again)
    assert begin(save).question.drill == "stakeholder"


def test_without_a_save_a_short_game_is_played_and_found(saves: Path) -> None:
    sitting = begin()
    assert sitting.question.id.endswith("/game")
    answer(sitting)
    ask = sitting.ask
    assert isinstance(ask, Play) and ask.scenario == "first-sprint" and ask.resume == ""
    # Begun, and left before its end: it goes on.
    with new_game(load("first-sprint"), 1, saves / "begun.jsonl") as begun:
        begun.end_day()
    again = begin().ask
    assert isinstance(again, Play) and again.resume.endswith("begun.jsonl")
    with pytest.raises(InputError, match="is no finished game"):
        begin().submit(again, again.resume)
    # Played to its end, by whatever face: nothing more is asked about it.
    finished(saves)
    following = begin()
    assert following.question.drill == "whiteboard" and "Part 1 of" in following.question.title


def test_the_newest_finished_game_may_be_taken(saves: Path) -> None:
    save = finished(saves)
    # Older than the session: it is offered, not taken.
    os.utime(save, (1_000_000_000, 1_000_000_000))
    sitting = begin()
    ask = sitting.ask
    assert isinstance(ask, Pick) and [option.key for option in ask.options] == ["play", "last"]
    sitting.submit(ask, "last")
    assert sitting.grade is not None and begin().question.drill == "whiteboard"
    found = plan.current(Store.load())
    assert found is not None and found.save == str(save.resolve())


def test_another_save_asks_whether_the_session_under_way_is_dropped(saves: Path) -> None:
    first, second = finished(saves), finished(saves, 6)
    answer(begin(first))
    assert begin(first).question.drill == "stakeholder"
    before = Store.load().path.read_bytes()
    asked = begin(second)
    assert asked.question.id.endswith("/again")
    assert f"A session of {asked.question.id[:10]} about {first.stem} goes on." in asked.question.lines[0]
    drill = tomorrow.make(Setting(save=second))
    with pytest.raises(InputError, match="goes on; --again drops it"):
        drill.find("pitch")
    # It goes on, in this run with the game it is about.
    sitting = Sitting.begin(plan.ID, drill, Store.load())
    assert sitting.ask is not None
    sitting.submit(sitting.ask, "go-on")
    assert Sitting.begin(plan.ID, drill, Store.load()).question.drill == "stakeholder"
    asked = begin(second)
    assert asked.ask is not None
    asked.submit(asked.ask, "anew")
    assert begin(second).question.id == "whiteboard"
    found = plan.current(Store.load())
    assert found is not None and found.save == str(second.resolve())
    assert Store.load().path.read_bytes().startswith(before)
    # A session whose game is gone cannot go on.
    second.unlink()
    assert begin(first).question.id == "whiteboard"


def test_again_begins_anew_with_the_same_game_or_another(saves: Path) -> None:
    first, second = finished(saves), finished(saves, 6)
    for save in (first, second):
        answer(begin(first))
        before = Store.load().path.read_bytes()
        sitting = Sitting.begin(plan.ID, tomorrow.make(Setting(save=save, again=True)), Store.load())
        assert sitting.question.id == "whiteboard"
        found = plan.current(Store.load())
        assert found is not None and found.save == str(save.resolve())
        assert Store.load().path.read_bytes().startswith(before)


def test_a_save_that_is_named_is_taken_where_a_short_game_was_to_be_played(saves: Path) -> None:
    answer(begin())
    assert isinstance(begin().ask, Play)
    save = finished(saves)
    os.utime(save, (1_000_000_000, 1_000_000_000))
    assert begin(save).question.id == "whiteboard"


def test_a_session_of_last_week_is_begun_anew(saves: Path) -> None:
    save, store = finished(saves), Store.load()
    old = plan.plan_session(plan.RehearsalSession("2020-01-01T00:00:00Z"), save, store, 1)
    store.save_part(tomorrow._record(old), "plan", plan.record(old))
    begin(save)
    found = plan.current(Store.load())
    assert found is not None and found.id > "2025"


def test_a_session_is_stale_after_three_days() -> None:
    session = plan.RehearsalSession("2026-03-01T12:00:00Z")
    end = datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert session.fresh(end - timedelta(seconds=1)) and not session.fresh(end)


def test_a_record_that_is_not_whole_is_passed_over() -> None:
    store = Store.load()
    for id, value in (("2026-01-01T00:00:00Z", {"save": "x"}), ("soon", None), ("2026-01-01T00:00:00Z", {"parts": 7})):
        store.save_part(tomorrow._record(plan.RehearsalSession(id)), "plan", value)
        assert plan.current(Store.load()) is None
    assert begin().question.id.endswith("/game")


def test_what_cannot_be_used_is_said_before_it_begins(saves: Path, tmp_path: Path) -> None:
    with new_game(load("first-sprint"), 1, saves / "begun.jsonl") as begun:
        begun.end_day()
    with pytest.raises(InputError, match="is no finished game"):
        tomorrow.make(Setting(save=saves / "begun.jsonl"))
    with pytest.raises(InputError, match="should end in"):
        tomorrow.make(Setting(out=tmp_path / "page.doc"))
    with pytest.raises(InputError, match="--out"):
        tomorrow.make(Setting(out=tmp_path / "absent" / "page.md"))
    with pytest.raises(InputError, match="no session is under way"):
        tomorrow.make(Setting()).find("pitch")
    assert not game.is_over(tmp_path / "absent.jsonl")
