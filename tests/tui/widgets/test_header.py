"""The header at the narrowest terminal: the next promise keeps its place."""

import pytest

from aiboard.tui.widgets.header import PRACTICE
from aiboard.views.board.header import DueDate, Header
from tests.tui.conftest import BoardApp, screen_text

UNMET = "requirement unmet: −15 %"


@pytest.mark.parametrize(
    ("warning", "mark", "due"),
    [
        ("", PRACTICE, DueDate("kill check", 20, 1)),
        (UNMET, "", DueDate("close", 80, 16)),
        (UNMET, PRACTICE, DueDate("DS-3", 70, 9)),
    ],
)
async def test_the_next_promise_is_shown_at_80_columns(
    board_app: BoardApp, warning: str, mark: str, due: DueDate
) -> None:
    money = ("−$31.2k", "$1.2k", "$1.9k")
    head = Header("Support chatbot", 7, 8, 64, 80, "Thu", *money, "$868", warning, due, (4, 0, 0), 240, False)
    async with board_app.run_test(size=(80, 24)) as pilot:
        bar = board_app.game_screen.head
        bar.show(head, mark)
        await pilot.pause()
        line = screen_text(board_app).splitlines()[0]
        assert f"due {due.text}" in line and "▮▮▮▮" in line and "live $1.2k/d" in line
        assert ("unmet: −15 %" in line) == bool(warning)


@pytest.mark.parametrize(("booked", "hours"), [("$0", "▮▮▮▮ 4 h left"), ("−$2.8k", "▮▮▮▮ 4 h")])
async def test_the_hours_are_a_number_beside_their_cells(board_app: BoardApp, booked: str, hours: str) -> None:
    money = (booked, "$0", "$60")
    head = Header(
        "Support chatbot", 5, 8, 42, 80, "Tue", *money, "", "", DueDate("launch", 50, 8), (4, 0, 0), 240, False
    )
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.game_screen.head.show(head)
        await pilot.pause()
        assert hours in screen_text(board_app).splitlines()[0]


@pytest.mark.parametrize("hours", [None, (4, 0, 0)])
async def test_what_waiting_costs_is_shown_at_80_columns_before_what_runs_by_the_day(
    board_app: BoardApp, hours: tuple[int, int, int] | None
) -> None:
    """A model that passed its gate and waits is the one number that asks for something."""
    due = DueDate("launch", 20, 2)
    head = Header("First sprint", 2, 2, 18, 20, "Wed", "−$590", "$0", "$40", "$1.0k", "", due, hours, 240, False)
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.game_screen.head.show(head)
        await pilot.pause()
        line = screen_text(board_app).splitlines()[0]
        assert "waiting $1.0k/d" in line and f"due {due.text}" in line
