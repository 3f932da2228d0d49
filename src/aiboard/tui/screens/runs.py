"""An agent's runs over the whole screen: of a card in the game, and of a log for `aiboard trajectory FILE`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from aiboard.instruments.trajectory import Run
from aiboard.tui.screens.full import PanelScreen
from aiboard.tui.widgets.trajectory import TrajectoryView


class RunsScreen(PanelScreen[TrajectoryView]):
    """The viewer, with the hint bar under it. Arguments as of `TrajectoryView`."""

    SCREEN = "runs"

    def __init__(
        self,
        title: str,
        found: Sequence[Run],
        allow: Collection[str] | None,
        note: str = "",
        harmless: bool = False,
    ) -> None:
        super().__init__(TrajectoryView(title, found, allow, note, harmless))
        self.parts = (self.view,)


class LogScreen(RunsScreen):
    """The runs of a log. There is nothing behind it: going back leaves the program."""

    SMALL_ADVICE = ("make it larger, or use --text", "q leaves; other keys do nothing")

    def action_back(self) -> None:
        """Out of the program."""
        self.host.leave()
