"""Keys that arrive faster than screens change: nothing is closed or opened twice, nothing breaks."""

import random

import pytest
from textual import events
from textual.pilot import Pilot

from aiboard.tui.screens.game import GameScreen
from tests.tui.conftest import BoardApp

#: What a board takes, but the way out: leaving ends the test.
KEYS = [*"stxiperdcowgnabvlkhju123.:?/", "space", "enter", "escape", "up", "down", "left", "right", "G", "S", "plus"]


async def _burst(pilot: Pilot[None], keys: list[str]) -> None:
    """All keys in the queue before any of them is handled, as a terminal delivers a held key."""
    for key in keys:
        character = key if len(key) == 1 else {"space": " ", "enter": "\r", "plus": "+"}.get(key)
        name = {".": "full_stop", ":": "colon", "?": "question_mark", "/": "slash"}.get(key, key)
        pilot.app.post_message(events.Key(name, character))
    await pilot.pause()


def _boards(app: BoardApp) -> int:
    return sum(isinstance(screen, GameScreen) for screen in app.screen_stack)


@pytest.mark.parametrize("opener", ["x", "enter", "g", "s", "d", "o", "question_mark", "escape", "w"])
async def test_what_closes_closes_once(board_app: BoardApp, opener: str) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press(opener)
        await pilot.pause()
        await _burst(pilot, ["escape", "escape", "escape"])
        await pilot.pause()
        assert _boards(board_app) == 1


async def test_a_letter_of_a_menu_chooses_once(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await _burst(pilot, ["s", "t", "s"])
        await pilot.pause()
        assert _boards(board_app) == 1
        assert len(board_app.screen_stack) <= 3


@pytest.mark.parametrize("seed", range(6))
async def test_a_cat_on_the_keyboard(board_app: BoardApp, seed: int) -> None:
    """Bursts of random keys over a whole game's screens: one board, or a menu led to other games on purpose."""
    dice = random.Random(seed)
    async with board_app.run_test(size=(80, 24)) as pilot:
        for _ in range(25):
            await _burst(pilot, dice.choices(KEYS, k=dice.randint(1, 6)))
            assert board_app.is_running
            assert _boards(board_app) == (1 if board_app.session is not None else 0)
            assert len(board_app.screen_stack) < 12


@pytest.mark.parametrize("name", ["next_stop", "day", "start", "undo"])
async def test_a_key_that_comes_after_the_one_that_left_does_nothing(board_app: BoardApp, name: str) -> None:
    async with board_app.run_test(size=(80, 24)):
        screen, days = board_app.game_screen, len(board_app.session.game.timeline.days)
        game = board_app.session.game
        # The way out goes ahead of keys that wait in a screen's queue; those are handled after it.
        board_app.leave_now()
        screen.action_press(name)
        assert board_app.screen is screen
    assert board_app.fault is None and len(game.timeline.days) == days


async def test_an_answer_that_comes_after_leaving_is_not_given(board_app: BoardApp) -> None:
    answers: list[object] = []
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.open("settings", then=answers.append)
        await pilot.pause()
        # Its result waits for the next round of messages; the way out comes before.
        board_app.screen.dismiss(None)
        board_app.leave_now()
        await pilot.pause()
    assert answers == [] and board_app.fault is None
