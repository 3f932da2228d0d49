"""`c` and `F`: the coach's numbers on the screen, the mark that they leave, what refuses them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aiboard.analysis import advice, cone
from aiboard.engine.happenings.plan import ForecastGiven
from aiboard.game import Game, new_game, open_game
from aiboard.play.session import Session
from aiboard.scenario import from_data
from aiboard.tui.screens.advice import AdviceScreen, ForecastScreen
from aiboard.tui.screens.question import QuestionScreen
from aiboard.tui.screens.watch import WatchScreen
from aiboard.tui.settings import Settings
from aiboard.views.charts.cone import ConeChart
from tests.tui.conftest import BoardApp, screen_text
from tests.tui.project import data
from tests.tui.test_opening import until

SETTINGS = Settings(animation=False, coach=False)


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advice, "MOST_FUTURES", 3)
    monkeypatch.setattr(cone, "FUTURES", 3)


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_the_first_time_it_asks_then_shows_and_does(game: Game, size: tuple[int, int]) -> None:
    app = BoardApp(game, SETTINGS)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await pilot.pause()
        assert "counts as practice and is not ranked" in screen_text(app) and not game.practice
        await pilot.press("escape")
        await pilot.pause()
        assert not game.practice and app.screen is app.game_screen
        await pilot.press("c", "enter")
        await until(pilot, lambda: "3 of 3 futures of each option." in screen_text(app))
        assert isinstance(app.screen, AdviceScreen) and game.practice
        text = screen_text(app)
        assert "leave it for the day" in text and "start 001" in text and "$0" in text
        screen = app.screen
        screen.at = [one[0].startswith("start") for one in screen.options].index(True)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, QuestionScreen) and not game.actions(), "it is asked as on the board"
        await pilot.press("enter")
        await pilot.pause()
        assert [action.VERB for _, action in game.actions()] == ["start"]
        await pilot.press("c")
        await pilot.pause()
        assert isinstance(app.screen, AdviceScreen), "asked once a game"
    with open_game(game.path, read_only=True) as again:  # type: ignore[arg-type]
        assert again.practice


async def test_a_scenario_without_the_coachs_numbers(tmp_path: Path) -> None:
    game = new_game(from_data({**data(), "advice": False}), 1, tmp_path / "game.jsonl")
    app = BoardApp(game, SETTINGS)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await pilot.pause()
        assert "played without the coach's numbers" in screen_text(app) and not game.practice
        await pilot.press("F", "c")
        await pilot.pause()
        assert "played without the coach's numbers" in screen_text(app)


async def test_who_watches_a_bot_is_told_no_numbers(game: Game) -> None:
    app = BoardApp(game, SETTINGS)
    async with app.run_test(size=(80, 24)) as pilot:
        app.session = Session(game, coach=False, bot="heuristic")
        await app.push_screen(WatchScreen(app.session))
        await pilot.press("c")
        await pilot.pause()
        assert "for who decides" in screen_text(app) and not game.practice


async def test_leaving_ends_the_work(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []
    real = advice.weigh_card

    def endless(of: Game, card: int, most: int) -> Iterator[object]:
        while True:
            steps.append(1)
            yield from real(of, card, 1)

    monkeypatch.setattr(advice, "weigh_card", endless)
    app = BoardApp(game, SETTINGS)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("c", "enter")
        await until(pilot, lambda: len(steps) > 1)
        await pilot.press("escape")
        await pilot.pause(0.5)
        done = len(steps)
        await pilot.pause(0.5)
        assert len(steps) == done and app.screen is app.game_screen


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_the_forecast_takes_yours_and_then_shows_the_cone(game: Game, size: tuple[int, int]) -> None:
    app = BoardApp(game, SETTINGS)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("F")
        await pilot.pause()
        assert isinstance(app.screen, ForecastScreen) and "Yours: none stated." in screen_text(app)
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert any(isinstance(event, ForecastGiven) for event in game.board.history) and not game.practice
        assert "Yours: 70 % by D" in screen_text(app)
        await pilot.press("c", "enter")
        await until(pilot, lambda: "3 futures" in screen_text(app))
        text = " ".join(screen_text(app).split())
        assert game.practice and "P10" in text and "never in " in text and "You said 70 % by day" in text
        await pilot.press("n", "right", "enter")
        await pilot.pause()
        assert f"You said 70 % by day {game.board.forecast_70};" in " ".join(screen_text(app).split())


def test_the_cones_numbers() -> None:
    chart = ConeChart(5, 20, (8, 9, 10, 11, 12, 13, 14, 0, 0, 0), 10, 12)
    assert (chart.quantile(10), chart.quantile(50), chart.quantile(90), chart.never) == (8, 12, 0, 30)
    assert chart.reached_percent(10) == 30 and chart.reached_percent(20) == 70
