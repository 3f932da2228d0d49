"""Where each key of a screen leads, key by key and by click: the ways between screens, and what they change."""

import itertools
import os
from pathlib import Path

import pytest
from textual.events import MouseScrollDown, MouseScrollUp

from aiboard.engine.model.vocabulary import Stage
from aiboard.game import Game, open_game
from aiboard.tui.app import AiBoard
from aiboard.tui.options import Options
from aiboard.tui.screens.dialog import Menu, Window
from aiboard.tui.screens.drills import DrillsScreen
from aiboard.tui.screens.first import FirstScreen
from aiboard.tui.screens.game import GameScreen
from aiboard.tui.screens.labs import LabsScreen
from aiboard.tui.screens.orders import OrdersDialog
from aiboard.tui.screens.picker import PickerScreen, SavesScreen
from aiboard.tui.screens.queue import QueueScreen
from aiboard.tui.screens.settings import SettingsDialog
from aiboard.tui.screens.watch import WatchScreen
from aiboard.tui.screens.why import WhyScreen
from aiboard.tui.settings import Settings
from tests.tui.conftest import BoardApp, screen_text
from tests.tui.test_opening import until


def first() -> AiBoard:
    return AiBoard(Options(), Settings(animation=False))


# --- the first screen ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "screen"), [("l", LabsScreen), ("i", DrillsScreen), ("m", Menu)])
async def test_a_letter_of_the_first_screen_opens_what_it_names(key: str, screen: type) -> None:
    app = first()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, screen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, FirstScreen)


@pytest.mark.parametrize(("downs", "screen"), [(1, LabsScreen), (2, DrillsScreen)])
async def test_enter_takes_the_line_of_the_cursor(downs: int, screen: type) -> None:
    app = first()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["down"] * downs, "enter")
        await pilot.pause()
        assert isinstance(app.screen, screen)


async def test_a_click_on_a_line_of_the_first_screen_takes_it_and_beside_the_lines_nothing() -> None:
    app = first()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = screen_text(app).splitlines()
        await pilot.click(offset=(20, 1))
        await pilot.pause()
        assert isinstance(app.screen, FirstScreen)
        await pilot.click(offset=(20, next(y for y, row in enumerate(rows) if "Interview" in row)))
        await pilot.pause()
        assert isinstance(app.screen, DrillsScreen)


@pytest.mark.parametrize(("key", "screen"), [("s", PickerScreen), ("g", SavesScreen), ("comma", SettingsDialog)])
async def test_more_leads_to_scenarios_saves_and_settings(key: str, screen: type) -> None:
    app = first()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m", key)
        await pilot.pause()
        assert isinstance(app.screen, screen)


async def test_watch_lets_a_bot_play_the_small_scenario() -> None:
    app = first()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WatchScreen))
        assert app.session is not None and app.session.watching is not None


# --- lists of scenarios and saves ------------------------------------------------------------------------------


async def test_the_list_of_scenarios_scrolls_its_page_draws_luck_and_lets_a_bot_play() -> None:
    app = first()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m", "s")
        await until(pilot, lambda: isinstance(app.screen, PickerScreen) and app.screen.view.entries is not None)
        screen = app.screen
        assert isinstance(screen, PickerScreen)
        # The page of the largest project does not fit.
        await pilot.press("down", "down", "down")
        await pilot.pause()
        top = screen_text(app)
        await pilot.press("pagedown")
        await pilot.pause()
        assert screen_text(app) != top
        await pilot.press("pageup")
        await pilot.pause()
        assert screen_text(app) == top
        assert "new luck: seed" not in top
        await pilot.press("n")
        await pilot.pause()
        assert f"new luck: seed {screen.view.seed}" in screen_text(app)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WatchScreen))
        assert app.session is not None and app.session.title == screen.view.key


async def test_a_saved_game_is_gone_on_with(game: Game) -> None:
    game.end_day()
    game.close()
    app = first()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m", "g")
        await until(pilot, lambda: isinstance(app.screen, SavesScreen) and "day 2" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, GameScreen))
        assert app.session is not None and app.session.game.path == game.path


# --- from the board --------------------------------------------------------------------------------------------


async def test_the_queue_sets_priorities_leads_to_its_cards_and_to_the_orders(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(140, 45)) as pilot:
        session = board_app.game_screen.session
        for key in ("EXP-001", "EXP-002"):
            session.do(f"start {key}")
            session.step()
        board_app.notify_screens([])
        await pilot.press("Q")
        await pilot.pause()
        screen = board_app.screen
        assert isinstance(screen, QueueScreen) and screen.view.count() == 2
        await pilot.press("down")
        line = screen.view.line
        assert line is not None
        card = line.card.card
        await pilot.press("1")
        assert session.board.cards[card].priority == 1
        assert screen.view.line is not None and screen.view.line.card.card == card, "the cursor goes with its card"
        done = len(session.game.actions())
        await pilot.press("1")
        assert len(session.game.actions()) == done, "the same again is no action"
        line = screen.view.line
        assert line is not None
        await pilot.press("enter")
        await pilot.pause()
        assert board_app.screen is board_app.game_screen and board_app.game_screen.board_view.card == line.card.card
        await pilot.press("Q", "r")
        await pilot.pause()
        assert isinstance(board_app.screen, OrdersDialog)


async def test_a_card_is_paused_and_resumed_by_one_key(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "enter")
        session = board_app.game_screen.session
        board_app.game_screen.board_view.focus_card(0)
        assert session.board.cards[0].stage == Stage.EXPERIMENT
        await pilot.press("z")
        assert session.board.cards[0].paused
        await pilot.press("z")
        assert not session.board.cards[0].paused


async def test_digits_set_the_priority_of_the_card_under_the_cursor(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "4")
        cards = board_app.game_screen.session.board.cards
        assert [card.priority for card in cards[:3]] == [3, 4, 3]


async def test_tab_goes_round_the_cards_that_wait_or_says_that_none_does(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab")
        await pilot.pause()
        assert "no card waits for a decision" in screen_text(board_app)
        for index in (1, 4):
            board_app.game_screen.session.board.cards[index].stage = Stage.EVALUATION
        board_app.notify_screens([])
        seen = []
        for key in ("tab", "tab", "tab", "shift+tab"):
            await pilot.press(key)
            seen.append(board_app.game_screen.board_view.card)
        assert seen[0] != seen[1] and seen[2] == seen[0] and seen[3] == seen[1] and set(seen) == {1, 4}


async def test_the_game_goes_on_in_another_file(board_app: BoardApp, game: Game, tmp_path: Path) -> None:
    other = tmp_path / "deeper" / "still" / "other.jsonl"
    async with board_app.run_test(size=(100, 30)) as pilot:
        await pilot.press("s", "enter", "escape")
        await pilot.pause()
        board_app.save_as(str(other))
        await pilot.pause()
        assert board_app.session is not None and board_app.session.game.path == other
        # Beside it, where the folder is there already, and back.
        for path in (other.with_name("again.jsonl"), other):
            board_app.save_as(str(path))
            await pilot.pause()
        assert board_app.session.game.path == other.with_name("again.jsonl"), "a file that is there is not written over"
        board_app.game_screen.session.step()
        board_app.save_as(str(tmp_path))
        await pilot.pause()
        assert board_app.is_running
    with open_game(other.with_name("again.jsonl"), read_only=True) as found:
        assert found.board.day == 2
    with open_game(tmp_path / "saves" / "game.jsonl", read_only=True) as old:
        assert old.board.day == 1 and old.actions()


async def test_a_menus_line_is_taken_by_a_click(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g")
        await pilot.pause()
        rows = screen_text(board_app).splitlines()
        y = next(y for y, row in enumerate(rows) if "Standing orders" in row)
        window = board_app.screen.query_one(Window)
        await pilot.click(window, offset=(10, y - window.region.y))
        await pilot.pause()
        assert isinstance(board_app.screen, OrdersDialog)


# --- answers, pages, leaving -----------------------------------------------------------------------------------


async def test_why_goes_from_number_to_number_and_round(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(100, 30)) as pilot:
        await pilot.press("w")
        await pilot.pause()
        screen = board_app.screen
        assert isinstance(screen, WhyScreen)
        seen = [screen_text(board_app)]
        for _ in range(len(screen.view.topics)):
            await pilot.press("right")
            await pilot.pause()
            seen.append(screen_text(board_app))
        assert seen[-1] == seen[0] and len(set(seen)) == len(screen.view.topics)
        await pilot.press("left")
        await pilot.pause()
        assert screen_text(board_app) == seen[-2]
        await pilot.press("y")
        await pilot.pause()
        assert "written to" in " ".join(screen_text(board_app).split())


async def test_a_page_moves_by_line_page_wheel_and_to_its_ends(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = [("", f"line {number:02}", "text") for number in range(90)]
        board_app.open("page", "Many lines", rows, "log")
        await pilot.pause()

        def shown() -> list[int]:
            words = screen_text(board_app).split()
            return [int(after) for before, after in itertools.pairwise(words) if before == "line"]

        def top() -> int:
            return shown()[0]

        height = len(shown())
        assert top() == 0
        # Above the first line are two empty ones.
        await pilot.press("down", "down", "down")
        await pilot.pause()
        assert top() == 1
        await pilot.press("pagedown")
        await pilot.pause()
        assert height - 2 <= top() <= height + 3
        await pilot.press("end")
        await pilot.pause()
        assert shown()[-1] == 89
        await pilot.press("home")
        await pilot.pause()
        assert top() == 0
        await pilot._post_mouse_events([MouseScrollDown], offset=(10, 10))
        await pilot.pause()
        assert top() == 1
        await pilot._post_mouse_events([MouseScrollUp], offset=(10, 10))
        await pilot.pause()
        assert top() == 0


async def test_leaving_asks_nothing_once_there_is_room_again(
    board_app: BoardApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, full = os.write, [True]

    def limited(descriptor: int, content: bytes) -> int:
        if full[0]:
            raise OSError(28, "No space left on device")
        return write(descriptor, content)

    async with board_app.run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(os, "write", limited)
        await pilot.press("space")
        await pilot.pause()
        game = board_app.game_screen.session.game
        assert game.trouble is not None and game.unsaved_days() == 1
        full[0] = False
        await pilot.press("q")
        await pilot.pause()
        assert not board_app.is_running
    assert game.trouble is None and open_game(game.path).board.day == 2


async def test_leaving_asks_while_something_is_not_saved(board_app: BoardApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Game, "trouble", property(lambda _: "the disk is full"))
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("q")
        await pilot.pause()
        text = screen_text(board_app)
        assert "Not everything is saved" in text and "the disk is full" in text
        await pilot.press("escape")
        await pilot.pause()
        assert board_app.is_running and board_app.screen is board_app.game_screen
        await pilot.press("q", "s")
        await pilot.pause()
        await pilot.pause()
        assert "The game goes on in this file" in screen_text(board_app)
        await pilot.press("escape", "q", "q")
        await pilot.pause()
        assert not board_app.is_running
