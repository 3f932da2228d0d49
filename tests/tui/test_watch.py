"""Watching: the bot plays, the ghost runs beside, the board can be taken over."""

from pathlib import Path

import pytest

from aiboard.engine.model.vocabulary import Chaos, Stage
from aiboard.game import new_game
from aiboard.play.session import Session
from aiboard.scenario import from_data
from aiboard.tui.app import AiBoard
from aiboard.tui.options import Options
from aiboard.tui.screens.game import GameScreen
from aiboard.tui.screens.sheet import SheetScreen
from aiboard.tui.screens.watch import WatchScreen
from aiboard.tui.settings import Settings
from tests.tui.conftest import screen_text
from tests.tui.project import data


class Watching(AiBoard):
    """The app, opened on a watched game."""

    def __init__(self, save: Path) -> None:
        super().__init__(Options(), Settings(animation=False))
        self._save = save

    async def on_mount(self) -> None:
        """A bot that always starts what it can."""
        self.session = Session(new_game(from_data(data()), seed=11, save=self._save), bot="promote-all")
        self.watch_screen = WatchScreen(self.session)
        await self.push_screen(self.watch_screen)


@pytest.fixture
def app(tmp_path: Path) -> Watching:
    """A watched game."""
    return Watching(tmp_path / "saves" / "watched.jsonl")


async def test_the_bot_plays_and_says_why(app: Watching, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        await pilot.pause()
        board = app.watch_screen.session.board
        assert board.day == 2
        assert any(card.stage == Stage.EXPERIMENT for card in board.cards)
        assert "promote-all: start EXP-" in screen_text(app)
    assert "start EXP-" in (tmp_path / "saves" / "watched.jsonl").read_text(encoding="utf-8")


async def test_the_watcher_decides_nothing(app: Watching) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        digest = app.watch_screen.session.game.digest()
        await pilot.press("s", "x", "e", "p", "o", "n")
        await pilot.pause()
        assert app.screen is app.watch_screen
        await pilot.press("enter")
        await pilot.pause()
        assert "Kill" not in screen_text(app).split("╭")[1]
        assert app.watch_screen.session.game.digest() == digest


async def test_an_injection_asks_for_a_guess_and_runs_beside_its_ghost(app: Watching) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "space", "G", "enter")
        await pilot.pause()
        assert "Where will it pile up?" in screen_text(app)
        await pilot.press("2")
        await pilot.pause()
        session = app.watch_screen.session
        assert session.board.disruption_place(Chaos.GPU_SHORTAGE) >= 0
        assert session.watching is not None
        ghost = session.watching.counterfactual
        assert ghost is not None and ghost.guess == Stage.EXPERIMENT
        assert ghost.state.board.disruption_place(Chaos.GPU_SHORTAGE) < 0
        await pilot.press("space")
        await pilot.pause()
        assert ghost.state.board.day == session.board.day
        assert "with / without the GPU shortage" in screen_text(app)
        for _ in range(200):
            if isinstance(app.screen, SheetScreen):
                break
            await pilot.press("space")
            await pilot.pause(0.05)
        text = screen_text(app)
        assert "What the GPU shortage cost" in text
        assert "Both played on to the end by promote-all, over 16 futures" in text and "net value" in text
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is app.watch_screen
        await pilot.press("space")
        await pilot.pause()
        assert "with / without" not in screen_text(app), "its cost was told"


async def test_a_watcher_is_told_what_is_wrong_and_not_what_the_bot_could_do(app: Watching) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(8):
            await pilot.press("space")
        await pilot.press("G", "enter", "escape")
        await pilot.pause()
        text = screen_text(app)
        assert "GPU shortage until" in text and " wait" in text
        assert "reserve a GPU" not in text and "by priority" not in text
        await pilot.press("t")
        await pilot.pause()
        assert "reserve a GPU" in screen_text(app)


async def test_the_forecast_of_a_watched_board_asks_nothing(app: Watching) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("F")
        await pilot.pause()
        text = screen_text(app)
        assert "promote-all plays" in text and "state yours" not in text and "cone" not in text
        await pilot.press("n")
        await pilot.pause()
        assert "promote-all plays; t on the board takes it over" in screen_text(app)
        assert app.watch_screen.session.board.forecast_70 == 0


async def test_t_takes_the_board_over(app: Watching) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "t")
        await pilot.pause()
        assert type(app.screen) is GameScreen
        card = app.watch_screen.session.board.cards[0]
        killed = card.stage == Stage.KILLED
        app.screen.board_view.focus_card(0)
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert not killed and card.stage == Stage.KILLED


async def test_why_offers_a_watcher_nothing_to_do(app: Watching) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        await pilot.pause()
        assert "In Backlog" in screen_text(app) and "start, with" not in screen_text(app)


async def test_a_key_that_decides_says_who_decides(app: Watching) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g")
        await pilot.pause()
        await pilot.pause(0.1)
        assert "promote-all plays; t on the board takes it over" in screen_text(app)
        assert "G D R S V N chaos" in screen_text(app), "what a watcher is here for has room at 80 cells"


async def test_a_finished_board_that_was_watched_offers_no_more_days(app: Watching) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch_screen.session.board.over = True
        await pilot.press("g")
        await pilot.pause()
        await pilot.pause(0.1)
        hints = screen_text(app).splitlines()[-1]
        assert "space debrief, play again" in hints
        assert not [one for one in ("chaos", "take over", "day") if one in hints]
        assert "the project has ended; nothing is decided any more" in screen_text(app)
        await pilot.press("t")
        await pilot.pause()
        assert app.screen is app.watch_screen, "there is nothing left to take over"


async def test_the_data_board_and_the_queue_decide_nothing(tmp_path: Path) -> None:
    app = Watching(tmp_path / "saves" / "watched.jsonl")
    async with app.run_test(size=(80, 24)) as pilot:
        digest = app.watch_screen.session.game.digest()
        await pilot.press("d")
        await pilot.pause()
        assert "o order" not in screen_text(app)
        await pilot.press("o")
        await pilot.pause()
        assert "promote-all plays" in screen_text(app) and "Order" not in screen_text(app)
        await pilot.press("escape", "Q")
        await pilot.pause()
        assert "reserve" not in screen_text(app)
        await pilot.press("r")
        await pilot.pause()
        assert "promote-all plays" in screen_text(app) and "Standing orders" not in screen_text(app)
        assert app.watch_screen.session.game.digest() == digest
