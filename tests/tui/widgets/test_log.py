"""The log: everything scrolls, words are found, marked and walked through."""

from aiboard.tui import themes
from aiboard.tui.app import AiBoard
from aiboard.tui.options import Options
from aiboard.tui.screens.page import PageScreen, highlight_matches
from aiboard.tui.settings import Settings
from tests.tui.conftest import BoardApp, screen_text

ENTRIES = [
    (f"Mon D{n}", f"EXP-{n:03d} did something" + (" with Tokens" if n % 40 == 0 else ""), "text") for n in range(200)
]


class LogApp(AiBoard):
    """The app on a log."""

    def __init__(self) -> None:
        super().__init__(Options(), Settings(animation=False))
        self.log_screen = PageScreen("Everything", ENTRIES)

    async def on_mount(self) -> None:
        """The log at once."""
        await self.push_screen(self.log_screen, lambda _: self.leave())


async def test_it_scrolls_to_its_end() -> None:
    app = LogApp()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "EXP-000" in screen_text(app) and "EXP-199" not in screen_text(app)
        await pilot.press("end")
        assert "EXP-199" in screen_text(app)
        await pilot.press("home")
        assert "Everything" in screen_text(app)


async def test_words_are_found_while_they_are_typed_and_walked_through() -> None:
    app = LogApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"tokens")
        await pilot.pause()
        assert app.log_screen.list.tally() == "1 of 5 lines"
        await pilot.press("enter", "n", "n", "n")
        await pilot.pause()
        assert "EXP-120 did something with Tokens" in screen_text(app) and "4 of 5 lines" in screen_text(app)
        await pilot.press("N")
        assert app.log_screen.list.tally() == "3 of 5 lines"
        await pilot.press("n", "n", "n")
        assert app.log_screen.list.tally() == "1 of 5 lines"


async def test_escape_leaves_the_search_then_the_log() -> None:
    app = LogApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", "q", "escape")
        assert app.screen is app.log_screen and app.log_screen.list.words == ""
        assert app.screen.focused is None
        await pilot.press("escape")
        await pilot.pause()
    assert app.return_code == 0


async def test_nothing_found_is_said() -> None:
    app = LogApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"zebra", "enter", "n")
        await pilot.pause()
        assert "no line has that" in screen_text(app)


def test_marks_cover_exactly_the_words() -> None:
    look = themes.palette("dark")
    spans = highlight_matches("Token, token TOKEN", "token", look["text"], look["flash"])
    assert [text for text, style in spans if style == look["flash"]] == ["Token", "token", "TOKEN"]
    assert "".join(text for text, _ in spans) == "Token, token TOKEN"
    # A capital dotted I has two characters in small letters; nothing is marked rather than the wrong place.
    assert highlight_matches("İİ token", "token", look["text"], look["flash"]) == [("İİ token", look["text"])]


async def test_the_boards_log_is_this_one(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "enter", "m")
        await pilot.pause()
        assert isinstance(board_app.screen, PageScreen)
        assert "EXP-001" in screen_text(board_app) or "001" in screen_text(board_app)


async def test_agent_runs_open_from_the_board_or_say_why_not(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("v")
        await pilot.pause()
        assert board_app.screen is board_app.game_screen
        assert "no agent runs" in screen_text(board_app)
