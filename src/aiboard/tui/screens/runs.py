"""An agent's runs over the whole screen: of a card in the game, and of a log for `aiboard trajectory FILE`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual.app import ComposeResult

from aiboard.instruments.trajectory import Run
from aiboard.play.session import Session
from aiboard.tui.screens.base import GameBase
from aiboard.tui.widgets.trajectory import TrajectoryView
from aiboard.views import fmt
from aiboard.views.card.trajectory import ALLOWED, runs


class RunsScreen(GameBase):
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
        super().__init__()
        self.view = TrajectoryView(title, found, allow, note, harmless)

    def body(self) -> ComposeResult:
        """The viewer."""
        yield self.view

    def on_mount(self) -> None:
        """Keys go to the viewer."""
        self.view.focus()


class LogScreen(RunsScreen):
    """The runs of a log. There is nothing behind it: going back leaves the program."""

    SMALL_ADVICE = ("make it larger, or use --text", "q leaves")

    def action_back(self) -> None:
        """Out of the program."""
        self.game_app.leave()


def of_card(session: Session, card: int) -> RunsScreen | None:
    """The reviewed runs of an agent card; None when there are none."""
    found = runs(session.board, card)
    if not found:
        return None
    world = session.board.world
    title = f"{fmt.key(world, card)} {fmt.title(world, card)}: {fmt.count(len(found), 'reviewed run')}"
    return RunsScreen(title, found, ALLOWED, harmless=True)
