"""Saved games, the newest first."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from aiboard.instruments.text import clean
from aiboard.journal.places import Listed, recent, saves_folder
from aiboard.tui import keys, paint
from aiboard.tui.canvas import Canvas
from aiboard.tui.paint import Span
from aiboard.tui.screens.base import GameBase


class _Saves(Canvas):
    """A line a save."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Listed] | None = None
        self.at = 0

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """Scenario, day, luck, file."""
        look = self.look
        rows: list[list[Span]] = [[(" SAVED GAMES", look["heading.focus"])], []]
        if self.found is None:
            return [*rows, [(" Reading …", look["dim"])]]
        if not self.found:
            return [*rows, [(f" none yet in {clean(str(saves_folder()), 200)}", look["dim"])]]
        for i, save in enumerate(self.found):
            here = i == self.at
            soft = look["cursor.dim"] if here else look["dim"]
            rows.append(
                [
                    (" ▸ " if here else "   ", look["cursor.accent"] if here else soft),
                    (paint.pad(clean(save.scenario, 60), 24), look["cursor"] if here else look["text"]),
                    (paint.pad(f"day {save.day + 1}", 9), look["cursor.text"] if here else look["text"]),
                    (paint.pad(f"luck {save.seed}", 17), soft),
                    (paint.pad(clean(save.path.name, 200), max(0, width - 53)), soft),
                ]
            )
        first = max(0, min(self.at + 4 - height, len(rows) - height))
        return rows[first : first + height]


class Saves(GameBase):
    """Choose a save to go on with."""

    SCREEN = "saves"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("saves")

    def __init__(self) -> None:
        super().__init__()
        self.view = _Saves()

    def body(self) -> ComposeResult:
        """One canvas."""
        yield self.view

    def on_mount(self) -> None:
        """Read them in a thread."""
        self.run_worker(self._read, thread=True)

    def _read(self) -> None:
        self.app.call_from_thread(self._show, recent(50))

    def _show(self, found: list[Listed]) -> None:
        self.view.found = found
        self.view.update()

    def _move(self, by: int) -> None:
        if self.view.found:
            self.view.at = max(0, min(len(self.view.found) - 1, self.view.at + by))
            self.view.update()

    def action_up(self) -> None:
        """Line above."""
        self._move(-1)

    def action_down(self) -> None:
        """Line below."""
        self._move(1)

    def action_choose(self) -> None:
        """Go on with it."""
        if self.view.found:
            from aiboard.tui import opening

            self.app.push_screen(opening.resume(self.view.found[self.view.at].path))
