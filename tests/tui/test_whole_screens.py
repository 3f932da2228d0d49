"""The look, as text: a few whole screens at 80×24 and 140×45. AIBOARD_GOLDEN=write writes them anew.

Digits are masked: what a rule makes of the numbers is not this test's business.
"""

import asyncio
import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from aiboard.game import new_game
from aiboard.scenario import from_data
from aiboard.tui.app import AiBoard
from aiboard.tui.options import Options
from aiboard.tui.screens.base import Cover
from aiboard.tui.screens.first import FirstScreen
from aiboard.tui.settings import Settings
from tests.tui.conftest import BoardApp, screen_text
from tests.tui.project import data
from tests.written import as_written

GOLDEN = Path(__file__).parent / "golden"
SIZES = [(80, 24), (140, 45)]


def compare(name: str, text: str) -> None:
    """The screen is as it was written down, digits apart."""
    text = re.sub(r"[0-9]+", lambda found: "0" * len(found.group()), text)
    as_written(GOLDEN / f"{name}.txt", text)


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_morning(size: tuple[int, int]) -> None:
    app = BoardApp(new_game(from_data(data()), seed=11), Settings(animation=False))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        compare(f"morning-{size[0]}x{size[1]}", screen_text(app))


async def test_the_first_screen() -> None:
    app = AiBoard(Options(), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, FirstScreen)
        compare("first-80x24", screen_text(app))


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36), (139, 40), (140, 45), (200, 60)])
async def test_nothing_is_lost_or_doubled_at_any_width(size: tuple[int, int]) -> None:
    """Every line fits, the header, the hints and the focused card are there."""
    game = new_game(from_data(data("A rather long name of a project, so long that it must be cut")), seed=11)
    game.do("start 1")
    app = BoardApp(game, Settings(animation=False))
    async with app.run_test(size=size) as pilot:
        for key in ("right", "right", "plus", "plus", "left"):
            await pilot.press(key)
            await pilot.pause()
            lines = screen_text(app).splitlines()
            assert len(lines) == size[1]
            assert "D1 Mon" in lines[0] and "booked" in lines[0]
            assert lines[-1].startswith(" ? help")
            assert sum("EXP-" in line for line in lines) >= 1


async def until(pilot: Pilot[int], text: str) -> None:
    """Let the screen take its new size: on a busy machine one pause is too short."""
    for _ in range(50):
        await pilot.pause()
        if text in screen_text(pilot.app):
            return
        await asyncio.sleep(0.02)


async def test_too_small_is_said_and_goes_away() -> None:
    app = BoardApp(new_game(from_data(data()), seed=11), Settings(animation=False))
    async with app.run_test(size=(79, 24)) as pilot:
        await pilot.pause()
        assert "aiboard needs 80 × 24" in screen_text(app)
        await pilot.resize_terminal(80, 24)
        await until(pilot, "EXP-001")
        assert "aiboard needs" not in screen_text(app)
        assert "EXP-001" in screen_text(app)


@pytest.mark.parametrize("size", [(10, 3), (4, 2), (1, 1)])
async def test_a_terminal_of_a_few_cells_ends_nothing(size: tuple[int, int]) -> None:
    app = BoardApp(new_game(from_data(data()), seed=11), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.resize_terminal(*size)
        await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await until(pilot, "EXP-001")
        assert app.fault is None and "EXP-001" in screen_text(app)


async def test_a_dialog_that_is_being_closed_takes_no_harm_from_another_size() -> None:
    app = BoardApp(new_game(from_data(data()), seed=11), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma")
        await pilot.pause()
        # Its parts go first, and then the messages that wait for it.
        await app.screen.query_one(Cover).remove()
        await pilot.resize_terminal(81, 24)
        await pilot.pause()
        assert app.fault is None
