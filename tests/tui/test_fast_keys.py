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
