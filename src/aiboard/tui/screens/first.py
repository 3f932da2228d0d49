"""The first screen: three lines at most before the first key that matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from aiboard.tui import keys, paint
from aiboard.tui.canvas import Canvas
from aiboard.tui.paint import Span
from aiboard.tui.screens.base import GameBase

_NAME = (
    "▄▀▀▄ ▀█▀ █▀▀▄ █▀▀█ ▄▀▀▄ █▀▀▄ █▀▀▄",
    "█▀▀█  █  █▀▀▄ █  █ █▀▀█ █▀█▄ █  █",
    "▀  ▀ ▀▀▀ ▀▀▀  ▀▀▀▀ ▀  ▀ ▀  ▀ ▀▀▀ ",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line to choose: the action it runs, its word, what it is, how long it takes."""

    action: str
    word: str
    what: str
    time: str


class Lines(Canvas):
    """The name, the lines and the cursor."""

    def __init__(self, lines: list[Line], note: str) -> None:
        super().__init__()
        self.lines = lines
        self.note = note
        self.at = 0
        self._top = 0

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """Centred, a little above the middle."""
        look = self.look
        room = 62
        left = max(2, (width - room) // 2)
        margin: Span = (" " * left, look["text"])
        out: list[list[Span]] = [[margin, (row, look["accent"])] for row in _NAME]
        out += [[], [margin, ("Run an AI team. Its experiments lie to you a little. So does luck.", look["dim"])], []]
        self._top = len(out)
        for i, item in enumerate(self.lines):
            here = i == self.at
            style = look["cursor"] if here else look["strong"]
            soft = look["cursor.dim"] if here else look["dim"]
            key = f" {'▸' if here else ' '} "
            out.append(
                [
                    margin,
                    (key, look["cursor.accent"] if here else look["text"]),
                    (paint.pad(item.word, 10), style),
                    (paint.pad(item.what, room - 13 - 8), look["cursor.text"] if here else look["text"]),
                    (paint.right(item.time, 7) + " ", soft),
                ]
            )
            out.append([])
        if self.note:
            out.append([margin, (self.note, look["warn"])])
        above = max(1, (height - len(out)) * 2 // 5)
        self._top += above
        return [[] for _ in range(above)] + out

    def row_at(self, y: int) -> int | None:
        """Which line is at a screen row."""
        index, rest = divmod(y - self._top, 2)
        return index if rest == 0 and 0 <= index < len(self.lines) else None


class FirstScreen(GameBase):
    """Play, watch, and on later runs first of all: continue."""

    SCREEN = "first"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("first")

    def body(self) -> ComposeResult:
        """One canvas."""
        yield Lines(self._lines(), self.game_app.settings.note)

    def on_screen_resume(self) -> None:
        """Back from a game: there may be something to continue now."""
        lines = self.lines
        lines.lines = self._lines()
        lines.at = 0
        lines.update()

    def _lines(self) -> list[Line]:
        settings = self.game_app.settings
        lines = []
        if settings.resumable():
            lines.append(Line("continue", "Continue", settings.last_line, ""))
        again = "first-sprint" in settings.finished
        if again:
            lines.append(Line("play", "Play", "the next scenario, new luck", ""))
        else:
            lines.append(Line("play", "Play", "your first sprint: one Monday, two GPUs", "10 min"))
        lines.append(Line("watch", "Watch", "a bot plays, you throw chaos at it", "2 min"))
        return lines

    @property
    def lines(self) -> Lines:
        """The canvas."""
        return self.query_one(Lines)

    def _move(self, by: int) -> None:
        lines = self.lines
        lines.at = (lines.at + by) % len(lines.lines)
        lines.update()

    def action_up(self) -> None:
        """Line above."""
        self._move(-1)

    def action_down(self) -> None:
        """Line below."""
        self._move(1)

    async def action_choose(self) -> None:
        """What the cursor is on."""
        await self.run_action(self.lines.lines[self.lines.at].action)

    def action_continue(self) -> None:
        """The last game."""
        if self.game_app.settings.resumable():
            self.game_app.open_last()

    def action_play(self) -> None:
        """The first scenario, or the next."""
        self.game_app.open_next()

    def action_watch(self) -> None:
        """A bot plays."""
        self.game_app.open_watch()

    def action_more(self) -> None:
        """Scenarios, saved games, settings."""
        from aiboard.tui.screens.menu import more_menu

        self.app.push_screen(more_menu(), self._chosen)

    def _chosen(self, chosen: str | None) -> None:
        if chosen == "settings":
            self.action_settings()
        elif chosen == "help":
            self.action_help()
        elif chosen == "leave":
            self.game_app.leave()
        elif chosen == "scenarios":
            from aiboard.tui.screens.picker import Picker

            self.app.push_screen(Picker())
        elif chosen == "saves":
            from aiboard.tui.screens.saves import Saves

            self.app.push_screen(Saves())

    def action_back(self) -> None:
        """Nowhere to go back to: stay."""

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        index = self.lines.row_at(event.y)
        if index is not None:
            self.lines.at = index
            self.lines.update()
            self.call_later(self.run_action, self.lines.lines[index].action)
