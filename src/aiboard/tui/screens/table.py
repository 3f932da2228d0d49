"""What the parts of the board's screen may ask of it."""

from __future__ import annotations

from typing import Protocol

from aiboard.play.session import Session
from aiboard.tui.host import Ask, Decide, Host, Press, Typed
from aiboard.tui.widgets.board import BoardView


class Table(Protocol):
    """The board on the screen, its game, and a line to say something in."""

    session: Session
    board_view: BoardView

    @property
    def host(self) -> Host:
        """The program around the screens."""

    def say(self, text: str, tone: str = "text", front: str = "") -> None:
        """One line at the bottom of the pane under the board, until the next key."""

    def show_status(self) -> None:
        """The lines under the board, for the card under the cursor."""

    def run_found(self, found: Press | Typed | Ask | Decide | None) -> None:
        """Do what was chosen in a menu."""
