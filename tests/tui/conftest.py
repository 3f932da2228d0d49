"""What tests of the app share: settings and saves of their own, games in them, and the screen as text."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from textual import _wait

from aiboard.game import Game, new_game
from aiboard.play.session import Session
from aiboard.scenario import from_data
from aiboard.tui.app import AiBoard
from aiboard.tui.cells import Line
from aiboard.tui.options import Options
from aiboard.tui.panel import Panel
from aiboard.tui.screens.game import GameScreen
from aiboard.tui.settings import Settings
from aiboard.tui.themes import Palette
from tests.tui.project import busy, data

# After each key the pilot waits for a while in which the program computes nothing, twenty milliseconds at least: typing
# takes longer than what is typed. The same share of a shorter while says as much.
_wait.SLEEP_GRANULARITY, _wait.SLEEP_IDLE = 1 / 250, 1 / 250 / 20


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and saves in the test's own folder."""
    monkeypatch.setenv("AIBOARD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AIBOARD_SAVES", str(tmp_path / "saves"))
    (tmp_path / "saves").mkdir()


Playing = tuple[AiBoard, GameScreen]


class BoardApp(AiBoard):
    """The app, opened at once on a game."""

    def __init__(self, game: Game, settings: Settings | None = None) -> None:
        super().__init__(Options(), settings or Settings(animation=False))
        self._game = game
        self.game_screen: GameScreen

    async def on_mount(self) -> None:
        """The board over the first screen."""
        self.session = Session(self._game, self.settings.coach)
        self._game.sync_soon = self.sync_soon
        self.game_screen = GameScreen(self.session)
        await self.push_screen(self.game_screen)


@pytest.fixture
def game(tmp_path: Path) -> Game:
    """A small game with a save."""
    return new_game(from_data(data()), seed=11, save=tmp_path / "saves" / "game.jsonl")


@pytest.fixture
def board_app(game: Game) -> BoardApp:
    """The app on that game."""
    return BoardApp(game)


@pytest.fixture
def busy_app(game: Game) -> BoardApp:
    """The app on the same project later, with a card in every stage and much that goes wrong."""
    busy(game.board)
    return BoardApp(game)


@pytest.fixture
def shown() -> Callable[[AiBoard], str]:
    """The screen as plain text, lines without trailing spaces."""
    return screen_text


def screen_text(app: AiBoard) -> str:
    """What the compositor would send to the terminal, as text."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.crop(0, width).text.rstrip() for strip in strips[:height])


def in_roles(lines: Sequence[Line], look: Palette) -> list[str]:
    """Lines with the palette's role before each text; rows without a word are left out."""
    names = {id(look[role]): role for role in reversed(look.roles())}
    return [
        "".join(f"⟨{names.get(id(style), str(style))}⟩{text}" for text, style in line).rstrip()
        for line in lines
        if "".join(text for text, _ in line).strip(" │")
    ]


def picture(app: AiBoard) -> str:
    """The screen as text, then its panels line by line in the palette's roles."""
    out = [screen_text(app)]
    for panel in app.screen.query(Panel):
        out.append(f"--- {type(panel).__name__} {panel.size.width}x{panel.size.height}")
        out += in_roles(panel._drawn(*panel.size) if panel.size else [], app.palette)
    return "\n".join(out)
