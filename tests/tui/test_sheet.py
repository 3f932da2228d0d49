"""Sheets that are longer than the screen: all of a review can be read, what is asked stays above the answers."""

from __future__ import annotations

import pytest

from aiboard.play.sheets import Choice, Section, Sheet, SheetKind
from tests.tui.conftest import BoardApp, screen_text

FACTS = tuple(f"fact number {n} of the review" for n in range(40))
ASKED = "Which of them would you take back?"


def sheet() -> Sheet:
    choices = (Choice("", "", "none of them"), Choice("one", "", "the first"), Choice("two", "", "the second"))
    return Sheet(SheetKind.RETRO, "Retro", (Section("What happened?", FACTS), Section(ASKED)), choices)


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_all_of_a_long_sheet_can_be_read(board_app: BoardApp, size: tuple[int, int]) -> None:
    async with board_app.run_test(size=size) as pilot:
        board_app.open("sheet", sheet())
        await pilot.pause()
        read = set()
        for _ in range(10):
            text = screen_text(board_app)
            assert ASKED in text and "none of them" in text and "the second" in text
            read |= {fact for fact in FACTS if fact in text}
            await pilot.press("pagedown")
            await pilot.pause()
        assert read == set(FACTS), "a page leaves out no line"
        assert "PgUp" in screen_text(board_app) and "PgDn" not in screen_text(board_app)
        await pilot.press(*["pageup"] * 10)
        await pilot.pause()
        assert FACTS[0] in screen_text(board_app) and "PgDn" in screen_text(board_app)


async def test_a_long_fact_is_told_to_its_end(board_app: BoardApp) -> None:
    """How a live number and a score read together is the longest of an incident's facts."""
    fact = (
        "The live number is 5 readings of customers, each off by about 4 points at 50 % of traffic; 91.4 is of frozen "
        "questions, and customers differ by about −1. Both measure this model: weigh each by its interval."
    )
    choices = (Choice("leave", "z", "Leave it on"),)
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.open("sheet", Sheet(SheetKind.INCIDENT, "Incident", (Section("", (fact,)),), choices))
        await pilot.pause()
        text = " ".join(screen_text(board_app).replace("│", " ").split())
        assert "weigh each by its interval." in text and "…" not in text.partition("Incident")[2].partition("╰")[0]
