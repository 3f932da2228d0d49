"""The app that shows nothing but runs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from aiboard.instruments.trajectory import Run
from aiboard.tui.app import AiBoard
from aiboard.tui.launch import Options
from aiboard.tui.screens.runs import LogScreen, RunsScreen
from aiboard.tui.settings import Settings


class Viewer(AiBoard):
    """The game's app, opened on runs; going back leaves."""

    def __init__(
        self,
        title: str,
        runs: Sequence[Run],
        allow: Collection[str] | None,
        settings: Settings,
        colourless: bool,
        note: str = "",
    ) -> None:
        super().__init__(Options(), settings, colourless)
        self._runs_screen = LogScreen(title, runs, allow, note)

    def get_default_screen(self) -> RunsScreen:
        """The viewer at once."""
        return self._runs_screen
