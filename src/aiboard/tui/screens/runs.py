"""An agent's runs over the whole screen: in the game, and for `aiboard trajectory FILE`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual.app import ComposeResult

from aiboard.instruments.trajectory import Run
from aiboard.tui.screens.full import FullScreen
from aiboard.tui.widgets.trajectory import TrajectoryView


class RunsScreen(FullScreen):
    """The viewer, with the hint bar under it. Arguments as of `TrajectoryView`."""

    SCREEN = "runs"

    def __init__(self, title: str, found: Sequence[Run], allow: Collection[str] | None, harmless: bool = False) -> None:
        super().__init__()
        self.view = TrajectoryView(title, found, allow, harmless)
        self.parts = (self.view,)

    def body(self) -> ComposeResult:
        """The viewer."""
        yield self.view

    def action_back(self) -> None:
        """Back to the game; out of the program where the runs are all there is."""
        if len(self.app.screen_stack) == 1:
            self.host.leave()
        else:
            self.dismiss()
