"""A full-screen moment: a launch. Short, skippable; its plain line stands in the log too."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult

from aiboard.play.beats import Beat
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import Panel
from aiboard.tui.screens.base import BaseScreen, Cover

_SECONDS = 1.2


class _Picture(Panel):
    """The beat in the middle of the screen."""

    def __init__(self, beat: Beat) -> None:
        super().__init__()
        self.beat = beat

    def draw(self, width: int, height: int) -> list[Line]:
        """Glyphs, the big line, what stands under it."""
        look, beat = self.look, self.beat
        room = min(64, width - 4)
        rows: list[tuple[str, str]] = [(f"{beat.glyph}   {beat.glyph}   {beat.glyph}", "good"), ("", "text")]
        rows += [(part, "strong") for part in cells.wrap(beat.title, room, 2)]
        for line in beat.lines:
            rows += [("", "text"), *((part, "text") for part in cells.wrap(line, room, 3))]
        out: list[Line] = []
        for text, role in rows:
            indent = (width - cells.width_of(text)) // 2
            out.append([(" " * indent, look["text"]), (text, look[role])])
        return [[]] * max(0, (height - len(out)) // 2) + out


class LaunchScreen(BaseScreen[None]):
    """Stands for about a second; any key goes on at once."""

    DEFAULT_CSS = "LaunchScreen { background: $background; } LaunchScreen:ansi { background: ansi_default; }"

    def __init__(self, beat: Beat) -> None:
        super().__init__()
        self._beat = beat

    def compose(self) -> ComposeResult:
        """The picture, and the cover."""
        yield _Picture(self._beat)
        yield Cover()

    def on_mount(self) -> None:
        """It ends by itself."""
        self.set_timer(_SECONDS, self._end)

    def _end(self) -> None:
        # Not `dismiss` itself: a timer awaits what its callback returns, and a screen cannot wait for its own end.
        self.dismiss()

    def on_key(self, event: events.Key) -> None:
        """Any key."""
        event.stop()
        event.prevent_default()
        self.dismiss()

    def on_click(self, event: events.Click) -> None:
        """Or a click."""
        self.dismiss()

    def tell(self, text: str, tone: str = "good") -> None:
        """There is no line for it here; what happened is told on the board after it."""
