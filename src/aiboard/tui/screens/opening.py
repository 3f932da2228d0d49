"""Opening a game off the event loop: loading, checking and replaying take time, and can be cancelled."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult

from aiboard.instruments.errors import InputError
from aiboard.play.session import Session
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import Panel
from aiboard.tui.screens.base import FullScreen, Hints

_ROOM = 72


class _Words(Panel):
    """What is going on, in the middle of the screen."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words = text
        self.wrong = ""

    def draw(self, width: int, height: int) -> list[Line]:
        """One line, or the reason why not."""
        look = self.look
        room = min(_ROOM, width - 8)
        lines: list[Line] = [[(self.words, look["dim" if self.wrong else "strong"])], []]
        if self.wrong:
            lines += [[(text, look["warn"])] for text in cells.wrap(self.wrong, room, 6)] + [[]]
        lines.append([("Esc ", look["key"]), ("back" if self.wrong else "cancels", look["dim"])])
        left = " " * max(0, (width - room) // 2)
        above = max(0, (height - len(lines)) * 2 // 5)
        return [[]] * above + [[(left, look["text"]), *line] for line in lines]


class OpeningScreen(FullScreen):
    """Runs `load` in a thread, then shows the game on a screen. An error is shown, or ends the program.

    Args:
        what: what is going on.
        load: makes the session; called in a thread.
        screen: the screen that shows the game.
        fatal: an error ends the program: the command line asked for this game.
    """

    SCREEN = "opening"

    def __init__(self, what: str, load: Callable[[], Session], screen: str, fatal: bool = False) -> None:
        super().__init__()
        self._words = _Words(what)
        self._load = load
        self._screen_name = screen
        self._fatal = fatal
        self._cancelled = False

    def body(self) -> ComposeResult:
        """The words."""
        yield self._words

    def hints(self) -> Hints:
        """Only the ways out."""
        return [("Esc", "back"), ("q", "leave")]

    def on_mount(self) -> None:
        """Begin."""
        self.work(self._load, self._done, self._failed)

    def _done(self, session: Session) -> None:
        if self._cancelled:
            session.close()
        else:
            self.host.started(session, self._screen_name)

    def _failed(self, why: str) -> None:
        if self._cancelled:
            return
        if self._fatal:
            self.host.fail(InputError(None, None, None, why))
        else:
            self._words.wrong = why
            self._words.update()

    def action_back(self) -> None:
        """Cancel."""
        self._cancelled = True
        if len(self.app.screen_stack) == 1:
            self.host.to_first()
        else:
            self.dismiss()

    def action_help(self) -> None:
        """There is nothing to do here but wait or go back."""
