"""What the parts of the board's screen may ask of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from textual.timer import Timer

from aiboard.play.session import Session
from aiboard.tui.host import Host, KeyCommand, LineCommand, LineQuestion, VerbQuestion
from aiboard.tui.widgets.board import BoardView


class BoardHost(Protocol):
    """The board on the screen, its game, a line to say something in, and time that passes by itself."""

    session: Session
    board_view: BoardView

    @property
    def host(self) -> Host:
        """The program around the screens."""

    def say(self, text: str, tone: str = "text", front: str = "") -> None:
        """One line at the bottom of the pane under the board, until the next key."""

    def show_status(self) -> None:
        """The lines under the board, for the card under the cursor."""

    def run_command(self, command: KeyCommand | LineCommand | VerbQuestion | LineQuestion | None) -> None:
        """Do what was chosen in a menu."""

    @property
    def animated(self) -> bool:
        """Whether changes may be animated."""

    @property
    def is_covered(self) -> bool:
        """Whether another screen lies on the board: time waits."""

    def end_day(self) -> None:
        """End one day and show what it brought."""

    def press_later(self, name: str) -> None:
        """Do what a key is for, once the dialog over the board has gone."""

    def set_interval(self, interval: float, callback: Callable[[], None]) -> Timer:
        """Call again and again."""
