"""Ways in: the first screen, the list of scenarios, saves, the command line's wishes; and the mouse."""

import errno
import os
import re
import signal
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.game import Game, new_game, open_game
from aiboard.instruments.errors import InputError
from aiboard.play.session import Session
from aiboard.scenario import from_data, load
from aiboard.tui import catalogue, launch
from aiboard.tui.app import AiBoard
from aiboard.tui.options import Options
from aiboard.tui.screens.first import FirstScreen
from aiboard.tui.screens.game import GameScreen
from aiboard.tui.screens.opening import OpeningScreen
from aiboard.tui.screens.page import CanvasScreen
from aiboard.tui.screens.picker import PickerScreen
from aiboard.tui.settings import Settings
from aiboard.views.board.canvas import facts
from tests.tui.conftest import BoardApp, screen_text
from tests.tui.project import data


async def until(pilot, wanted, seconds: float = 30.0) -> None:
    """Wait until something is so."""
    for _ in range(int(seconds / 0.05)):
        if wanted():
            return
        await pilot.pause(0.05)
    assert wanted()


async def read_the_canvas(pilot, app: AiBoard) -> None:
    """Wait for a new game's canvas, and go on to its board."""
    await until(pilot, lambda: isinstance(app.screen, CanvasScreen))
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, GameScreen))


@pytest.mark.parametrize("scenario", ["support-chatbot", "first-sprint"])
async def test_a_new_game_opens_with_its_numbers_on_one_page_and_a_resumed_one_does_not(
    tmp_path: Path, scenario: str
) -> None:
    path = tmp_path / "saves" / "new.jsonl"
    app = AiBoard(Options(scenario=scenario, seed=3, save=path), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Objective" in screen_text(app))
        text = " ".join(screen_text(app).replace("│", " ").replace("█", " ").split())
        for fact in facts(load(scenario)):
            assert f"{fact.name} {fact.text}" in text
        await read_the_canvas(pilot, app)
        scene = load(scenario).scenario.story
        assert scene is not None
        assert " ".join(scene.scene.split()) in " ".join(screen_text(app).split())
        await pilot.press("C")
        assert isinstance(app.screen, CanvasScreen)
    app = AiBoard(Options(resume=path), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, GameScreen))
        await pilot.pause()
        assert isinstance(app.screen, GameScreen)


async def test_a_resumed_game_has_its_cursor_on_the_card_that_time_stopped_for(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    with new_game("support-chatbot", 5, path) as game:
        game.do("start EXP-002")
        session = Session(game)
        stops = next(found for _ in range(20) if (found := session.step()))
        wanted = stops[0].card
    assert wanted == 1
    app = AiBoard(Options(resume=path), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, GameScreen))
        await pilot.pause()
        assert app.screen.board_view.card == wanted
        assert "■ Priya: 002 run 1" in screen_text(app) and "▸002" in screen_text(app)


async def test_play_opens_the_first_sprint_and_continue_comes_first_later(tmp_path: Path) -> None:
    app = AiBoard(Options(), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await read_the_canvas(pilot, app)
        assert "First sprint" in screen_text(app)
        await pilot.press("space", "escape")
        await pilot.pause()
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, FirstScreen))
        lines = app.screen.view.ways
        assert [line.action for line in lines] == ["continue", "play", "learn", "interview", "watch"]
        assert "day 2 of 20" in lines[0].detail
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, GameScreen))
        assert app.session is not None and app.session.board.day == 2


@pytest.mark.parametrize(
    ("finished", "what", "minutes"),
    [
        ([], "the tutorial: two sprints, two GPUs", 10),
        (["first-sprint"], "next: GPU drought", 12),
        (["first-sprint", "gpu-drought", "slow-starters"], "next: Support chatbot", 30),
        (["first-sprint", "gpu-drought", "slow-starters", "support-chatbot:calm"], "next: Support chatbot", 30),
        (["first-sprint", "gpu-drought", "slow-starters", "support-chatbot"], "next: Support chatbot, new luck", 30),
    ],
)
async def test_play_says_what_comes_next_and_how_long_it_takes(finished: list[str], what: str, minutes: int) -> None:
    app = AiBoard(Options(), Settings(animation=False, finished=finished))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down")
        assert isinstance(app.screen, FirstScreen)
        view = app.screen.view
        await until(pilot, lambda: f"{minutes} min" in next(way.time for way in view.ways if way.action == "play"))
        (line,) = [line for line in screen_text(app).splitlines() if "Play" in line]
        assert " ".join(line.split()) == f"p Play {what} {minutes} min"
        assert view.ways[view.at].action == "learn", "the cursor stays where it was put"


async def said_or_not(pilot, app: AiBoard, coach: bool) -> None:
    """The board is there, and what the coach says on it, or nothing."""
    await until(pilot, lambda: isinstance(app.screen, GameScreen) and "S1 D1" in screen_text(app))
    assert app.session is not None
    line = " ".join(app.session.coach.split()[:4])
    assert bool(line) is coach
    await until(pilot, lambda: not coach or f"» {line}" in screen_text(app))


@pytest.mark.parametrize("coach", [True, False])
async def test_the_coach_speaks_or_not_as_set_however_a_game_is_opened(tmp_path: Path, coach: bool) -> None:
    """New and gone on with, by the command line and by key; the disruptions of `--inject` come along."""
    path, planned = tmp_path / "saves" / "new.jsonl", tmp_path / "planned.txt"
    planned.write_text("1 inject gpu-shortage 3\n", encoding="utf-8")
    settings = Settings(animation=False, coach=coach)
    app = AiBoard(Options(scenario="first-sprint", seed=1, save=path, inject=planned), settings)
    async with app.run_test(size=(80, 24)) as pilot:
        await read_the_canvas(pilot, app)
        await said_or_not(pilot, app, coach)
        assert "GPU shortage" in screen_text(app)
    app = AiBoard(Options(resume=path), settings)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, GameScreen))
        await said_or_not(pilot, app, coach)
        app.to_first()
        app.resume(path)
        await until(pilot, lambda: isinstance(app.screen, GameScreen))
        await said_or_not(pilot, app, coach)
        app.play("first-sprint", 1)
        await read_the_canvas(pilot, app)
        await said_or_not(pilot, app, coach)


@pytest.mark.skipif(os.name == "nt", reason="its loop takes no handlers of signals")
async def test_the_signals_are_given_back_when_the_program_ends() -> None:
    before = signal.getsignal(signal.SIGTERM)
    app = AiBoard(Options(), Settings(animation=False))
    async with app.run_test(size=(80, 24)):
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


async def test_a_scenario_that_was_finished_is_dealt_with_other_luck() -> None:
    own = load("first-sprint").scenario.default_seed
    for finished, same in (([], True), (["first-sprint"], False)):
        app = AiBoard(Options(), Settings(animation=False, finished=finished))
        async with app.run_test(size=(80, 24)) as pilot:
            app.play("first-sprint")
            await read_the_canvas(pilot, app)
            assert app.session is not None and (app.session.game.seed == own) is same
        for save in Path(os.environ["AIBOARD_SAVES"]).iterdir():
            save.unlink()


async def test_play_deals_what_it_says_comes_next() -> None:
    app = AiBoard(Options(), Settings(animation=False, finished=["first-sprint"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "next: GPU drought" in screen_text(app))
        await pilot.press("enter")
        await read_the_canvas(pilot, app)
        assert app.session is not None and app.session.title == "gpu-drought"


async def test_a_save_that_the_settings_do_not_know_can_be_continued(tmp_path: Path) -> None:
    """As after a crash: the settings are written when the program ends."""
    path = tmp_path / "saves" / "left.jsonl"
    with new_game(from_data(data()), seed=1, save=path) as game:
        game.end_day()
    app = AiBoard(Options(), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Continue" in screen_text(app))
        (line,) = [line for line in screen_text(app).splitlines() if "Continue" in line]
        assert "test-project, day 2" in line and line.lstrip().startswith("▸")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, GameScreen))
        assert app.session is not None and app.session.game.path == path


async def test_continue_pressed_before_the_save_is_found_opens_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "saves" / "left.jsonl"
    new_game(from_data(data()), seed=1, save=path).close()
    look, may_look = catalogue.unfinished_save, threading.Event()

    def slow() -> object:
        may_look.wait(30)
        return look()

    monkeypatch.setattr(catalogue, "unfinished_save", slow)
    app = AiBoard(Options(), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Interview" in screen_text(app))
        await pilot.press("c")
        assert isinstance(app.screen, FirstScreen)
        may_look.set()
        await until(pilot, lambda: isinstance(app.screen, GameScreen))
        assert app.session is not None and app.session.game.path == path


async def test_a_scenario_counts_as_finished_when_its_project_was_over_and_once(tmp_path: Path) -> None:
    settings = Settings(animation=False)
    for count, (days, finished) in enumerate([(19, []), (20, ["test-project"]), (20, ["test-project"])]):
        app = BoardApp(new_game(from_data(data()), seed=1, save=tmp_path / f"{count}.jsonl"), settings)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            for _ in range(days):
                app.game_screen.session.game.end_day()
            app.close_game()
            assert settings.finished == finished
            assert bool(settings.last) is (days == 19), "a game that is over is nothing to go on with"


def test_a_wish_that_failed_ends_the_program_with_its_error() -> None:
    wish = InputError("there is no such scenario")
    app: Any = SimpleNamespace(run=lambda mouse: None, fault=None, failure=wish, farewell="", return_code=2)
    with pytest.raises(InputError, match="no such scenario"):
        launch._run(app, mouse=False)
    app.failure = None
    assert launch._run(app, mouse=False) == 2


async def test_continue_minds_the_folder_of_saves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    inside, outside = tmp_path / "mine" / "game.jsonl", tmp_path / "game.jsonl"
    inside.parent.mkdir()
    for save in (inside, outside):
        save.touch()
    monkeypatch.setenv("AIBOARD_SAVES", str(inside.parent))
    assert Settings(last=str(outside)).resumable() == ""
    assert Settings(last=str(inside)).resumable() == str(inside)


async def test_continue_is_not_offered_for_a_save_that_is_gone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("AIBOARD_SAVES", raising=False)
    save = tmp_path / "game.jsonl"
    save.touch()
    settings = Settings(last=str(save))
    assert settings.resumable() == str(save)
    save.unlink()
    assert settings.resumable() == ""


async def test_what_is_wrong_with_the_settings_is_said_to_its_end() -> None:
    place = f"/home/somebody/{'folder/' * 9}settings.json"
    wrong = f"{place}: theme has a value that does not fit; the defaults are used there"
    async with AiBoard(Options(), Settings(animation=False, note=wrong)).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "the defaults are used there" in re.sub(r"\s+", " ", screen_text(pilot.app))


async def test_a_scenario_is_chosen_from_the_list() -> None:
    app = AiBoard(Options(), Settings(animation=False))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("m", "s")
        await until(pilot, lambda: isinstance(app.screen, PickerScreen) and app.screen.view.entries is not None)
        assert isinstance(app.screen, PickerScreen)
        keys = [entry.key for entry in app.screen.view.entries or []]
        assert keys[0] == "first-sprint"
        while app.screen.view.key != "support-chatbot":
            await pilot.press("down")
        await pilot.press("right")
        assert app.screen.view.key.startswith("support-chatbot:")
        wanted = app.screen.view.key
        await pilot.press("enter")
        await read_the_canvas(pilot, app)
        assert app.session is not None and app.session.title == wanted


async def test_opening_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    from aiboard.play import opening

    real, go, told = opening.deal, threading.Event(), threading.Event()
    dealt: list[Game] = []

    def slow(*args: Any) -> Game:
        assert go.wait(10)
        dealt.append(real(*args))
        return dealt[0]

    monkeypatch.setattr(opening, "deal", slow)
    done = OpeningScreen._done

    def tell(screen: OpeningScreen, session: Session) -> None:
        done(screen, session)
        told.set()

    monkeypatch.setattr(OpeningScreen, "_done", tell)
    app = AiBoard(Options(), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, OpeningScreen))
        await pilot.press("escape")
        go.set()
        await until(pilot, told.is_set)
        await pilot.pause()
        assert isinstance(app.screen, FirstScreen)
        assert app.session is None
    assert dealt[0].path is not None
    open_game(dealt[0].path).close()


async def test_a_save_that_is_gone_is_said_on_the_screen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AIBOARD_SAVES", str(tmp_path))
    save = tmp_path / "game.jsonl"
    save.touch()
    app = AiBoard(Options(), Settings(animation=False, last=str(save), last_line="small, day 3"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        save.unlink()
        await pilot.press("enter")
        await until(pilot, lambda: "there is no such file" in screen_text(app))
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, FirstScreen) and "Continue" not in screen_text(app)


async def test_a_wish_of_the_command_line_that_fails_ends_with_its_error() -> None:
    app = AiBoard(Options(scenario="no-such-thing"), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.failure is not None)
    assert app.return_code == 2
    assert "no-such-thing" in str(app.failure)


async def test_a_second_program_may_only_look(tmp_path: Path) -> None:
    path = tmp_path / "saves" / "shared.jsonl"
    with new_game(from_data(data()), seed=11, save=path):
        app = AiBoard(Options(resume=path), Settings(animation=False))
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, GameScreen))
            await pilot.pause()
            assert "read only" in screen_text(app)
            await pilot.press("space")
            await pilot.pause()
            assert app.session is not None and app.session.board.day == 1


async def test_the_mouse_focuses_and_opens_cards() -> None:
    app = BoardApp(new_game(from_data(data()), seed=11), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.game_screen.board_view
        await pilot.click(view, offset=(5, 3))
        await pilot.pause()
        assert view.card == 1
        await pilot.click(view, offset=(5, 3))
        await pilot.pause()
        assert app.screen is not app.game_screen, "the second click opens the card"


async def test_a_day_is_shown_before_the_disk_has_it_and_leaving_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    began, let, done = threading.Event(), threading.Event(), threading.Event()

    def slow(_: int) -> None:
        began.set()
        assert let.wait(30)
        done.set()

    app = AiBoard(Options(scenario="first-sprint"), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await read_the_canvas(pilot, app)
        monkeypatch.setattr(os, "fsync", slow)
        await pilot.press("space")
        await until(pilot, began.is_set)
        assert app.session is not None and " D2 " in screen_text(app) and not done.is_set()
        threading.Timer(0.2, let.set).start()
        app.close_game()
        assert done.is_set()


async def test_a_disk_that_fails_in_the_background_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    app = AiBoard(Options(scenario="first-sprint"), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await read_the_canvas(pilot, app)
        monkeypatch.setattr(os, "fsync", broken)
        await pilot.press("space")
        await until(pilot, lambda: "NOT SAVED" in screen_text(app))
        assert "Input/output error" in screen_text(app)
