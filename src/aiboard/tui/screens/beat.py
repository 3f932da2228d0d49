"""Full-screen moments: a launch, a page in the night. Short, skippable, each with its plain line in the log too."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from aiboard.instruments.text import clean
from aiboard.tui import paint
from aiboard.tui.canvas import Canvas
from aiboard.tui.paint import Span

_SECONDS = 1.2


class _Picture(Canvas):
    """Some lines in the middle."""

    def __init__(self, rows: list[tuple[str, str]]) -> None:
        super().__init__()
        self.rows = rows

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """Centred."""
        look = self.look
        out: list[list[Span]] = []
        for text, role in self.rows:
            for part in paint.wrap(text, min(64, width - 4), 4) or [""]:
                left = (width - paint.width_of(part)) // 2
                out.append([(" " * left, look["text"]), (part, look[role])])
        above = max(0, (height - len(out)) // 2)
        return [[]] * above + out


class Beat(ModalScreen[None]):
    """Shows lines for about a second; any key goes on at once."""

    DEFAULT_CSS = "Beat { background: $background; } Beat:ansi { background: ansi_default; }"
    ALLOW_SELECT = False

    def __init__(self, rows: list[tuple[str, str]], seconds: float = _SECONDS) -> None:
        super().__init__()
        self._rows = rows
        self._seconds = seconds
        self._over = False

    def compose(self) -> ComposeResult:
        """The picture."""
        yield _Picture(self._rows)

    def on_mount(self) -> None:
        """It ends by itself."""
        if self._seconds:
            self.set_timer(self._seconds, self._end)

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


def launch(name: str, worth: str, customer: str) -> list[tuple[str, str]]:
    """The lines of a launch."""
    rows = [("●  LIVE  ●", "good"), ("", "text"), (f"{clean(name, 60)} serves every customer", "strong"), ("", "text")]
    if customer:
        rows += [(f"“{clean(customer, 160)}”", "text"), ("", "text")]
    if worth:
        rows.append((clean(worth, 160), "accent"))
    return rows
