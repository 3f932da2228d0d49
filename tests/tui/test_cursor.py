"""The cursor of every list: one line has it, keys move it, and it is seen by its mark and by its ground."""

import pytest
from textual.pilot import Pilot
from textual.strip import Strip

from aiboard.tui.app import AiBoard
from aiboard.tui.panel import Panel
from aiboard.tui.screens.dialog import Window
from tests.tui.conftest import BoardApp
from tests.tui.test_screens import arguments

#: Screens whose lines are walked through with up and down, and how many of them at least.
LISTS = {"labs": 3, "card": 3, "project": 3, "orders": 5, "menu": 2, "settings": 3, "queue": 2, "help": 5}
SIZES = [(80, 24), (140, 45)]


def rows(app: AiBoard) -> list[Strip]:
    """The rows of the list, without a dialog's frame and the board behind it."""
    panel = next(iter(app.screen.query(Window)), None) or next(one for one in app.screen.query(Panel))
    x, y, width, height = panel.region
    return [strip.crop(x, x + width) for strip in app.screen._compositor.render_strips()[y : y + height]]


def marked(app: AiBoard) -> list[int]:
    """The rows that begin with the mark of the cursor."""
    return [y for y, row in enumerate(rows(app)) if row.text.lstrip().startswith("▸")]


def grounds(app: AiBoard, row: int) -> set[str]:
    """The background colours of a row."""
    return {str(part.style.bgcolor) for part in rows(app)[row] if part.style is not None and part.text.strip()}


async def opened(app: BoardApp, pilot: Pilot[int], name: str) -> None:
    for key in ("EXP-001", "EXP-002"):
        app.game_screen.session.do(f"start {key}")
        app.game_screen.session.step()
    app.open(name, *arguments(app)[name])
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", list(LISTS))
async def test_one_line_has_the_cursor_and_the_arrows_move_it(
    board_app: BoardApp, name: str, size: tuple[int, int]
) -> None:
    async with board_app.run_test(size=size) as pilot:
        await opened(board_app, pilot, name)
        (first,) = marked(board_app)
        ground = grounds(board_app, first)
        places = [first]
        for _ in range(LISTS[name] - 1):
            await pilot.press("down")
            await pilot.pause()
            (row,) = marked(board_app)
            assert grounds(board_app, row) == ground and grounds(board_app, first) != ground
            places.append(row)
        assert len(set(places)) == LISTS[name], "each press is another line"
        for _ in places[1:]:
            await pilot.press("up")
        await pilot.pause()
        assert marked(board_app) == [first]
