"""A full-screen moment: a launch. Short, skippable; its plain line stands in the log too."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from aiboard.play.beats import Beat
from aiboard.tui import paint
from aiboard.tui.canvas import Canvas
from aiboard.tui.closing import Closing
from aiboard.tui.paint import Span

_SECONDS = 1.2


class _Picture(Canvas):
    """The beat in the middle of the screen."""

    def __init__(self, beat: Beat) -> None:
        super().__init__()
        self.beat = beat

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """Glyphs, the big line, what stands under it."""
        look, beat = self.look, self.beat
        room = min(64, width - 4)
        rows: list[tuple[str, str]] = [(f"{beat.glyph}   {beat.glyph}   {beat.glyph}", "good"), ("", "text")]
        rows += [(part, "strong") for part in paint.wrap(beat.title, room, 2)]
        for line in beat.lines:
            rows += [("", "text"), *((part, "text") for part in paint.wrap(line, room, 3))]
        out: list[list[Span]] = []
        for text, role in rows:
            left = (width - paint.width_of(text)) // 2
            out.append([(" " * left, look["text"]), (text, look[role])])
        return [[]] * max(0, (height - len(out)) // 2) + out


class BeatScreen(Closing[None], ModalScreen[None]):
    """Stands for about a second; any key goes on at once."""

    DEFAULT_CSS = "BeatScreen { background: $background; } BeatScreen:ansi { background: ansi_default; }"
    ALLOW_SELECT = False

    def __init__(self, beat: Beat) -> None:
        super().__init__()
        self._beat = beat
        self._over = False

    def compose(self) -> ComposeResult:
        """The picture."""
        yield _Picture(self._beat)

    def on_mount(self) -> None:
        """It ends by itself."""
        self.set_timer(_SECONDS, self._end)

    def on_key(self, event: events.Key) -> None:
        """Any key."""
        event.stop()
        event.prevent_default()
        self._end()

    def on_click(self, event: events.Click) -> None:
        """Or a click."""
        self._end()

    def _end(self) -> None:
        if not self._over:
            self._over = True
            self.dismiss(None)
