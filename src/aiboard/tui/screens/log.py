"""The whole log, searchable; `y` copies it and writes it to a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from aiboard.tui.screens.base import GameBase
from aiboard.tui.widgets.loglist import Entry, LogList
from aiboard.tui.widgets.pager import bound

_LIMIT = 60


class LogScreen(GameBase):
    """The list, and under it a line to type what to look for."""

    SCREEN = "log"
    BINDINGS: ClassVar[list[BindingType]] = bound("log")
    DEFAULT_CSS = """
    LogScreen Input { border: none; height: 1; padding: 0 1; dock: bottom; margin: 0 0 1 0; display: none; }
    LogScreen Input:focus { border: none; }
    """
    AUTO_FOCUS = "LogList"

    def __init__(self, title: str, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.log_list = LogList(title, entries)
        self._input = Input(placeholder="words to look for", max_length=_LIMIT)

    def body(self) -> ComposeResult:
        """List and line."""
        yield self.log_list
        yield self._input

    def action_search(self) -> None:
        """Type what to look for."""
        self._input.display = True
        self._input.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look while the person types."""
        self.log_list.look_for(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the list, what was found stays marked."""
        self._close()
        self._tell()

    def _close(self) -> None:
        self._input.display = False
        self.log_list.focus()

    def _tell(self) -> None:
        if tally := self.log_list.tally():
            self.tell(tally)

    def action_next_found(self) -> None:
        """Next found line."""
        self.log_list.step(1)
        self._tell()

    def action_previous_found(self) -> None:
        """Found line before."""
        self.log_list.step(-1)
        self._tell()

    def action_back(self) -> None:
        """Out of the search first, then out of the log."""
        if self._input.display:
            self._input.value = ""
            self._close()
        else:
            super().action_back()

    def action_copy(self) -> None:
        """Copy it, and write it to a file."""
        from aiboard.tui.copying import copy_out

        text = "\n".join("".join(part for part, _ in line).rstrip() for line in self.log_list.content(92))
        self.tell(copy_out(self.game_app, text, "log"))
