"""Opening a game off the event loop: loading, checking and replaying take time, and can be cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import Panel
from aiboard.tui.screens.full import Hints, PanelScreen

if TYPE_CHECKING:
    from aiboard.play.session import Session

_ROOM = 72


@dataclass(frozen=True, slots=True)
class GameRequest:
    """A game to deal; see `aiboard.play.opening.deal`, which is imported when it is needed."""

    scenario: str
    seed: int | None = None
    save: Path | None = None
    inject: Path | None = None
    again: bool = False

    def session(self, coach: bool = False, bot: str = "") -> Session:
        """The game, dealt. Takes time: for a thread."""
        from aiboard.play.opening import deal
        from aiboard.play.session import Session

        return Session(deal(self.scenario, self.seed, self.save, self.inject, self.again), coach, bot)


class _Words(Panel):
    """What is going on, in the middle of the screen."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words = text
        self.trouble = ""

    def draw(self, width: int, height: int) -> list[Line]:
        """One line, or the reason why not."""
        look = self.look
        room = min(_ROOM, width - 8)
        lines: list[Line] = [[(self.words, look["dim" if self.trouble else "strong"])], []]
        if self.trouble:
            lines += [[(text, look["warn"])] for text in cells.wrap(self.trouble, room, 6)] + [[]]
        lines.append([("Esc ", look["key"]), ("back" if self.trouble else "cancels", look["dim"])])
        indent = " " * max(0, (width - room) // 2)
        above = max(0, (height - len(lines)) * 2 // 5)
        return [[]] * above + [[(indent, look["text"]), *line] for line in lines]


class OpeningScreen(PanelScreen[_Words]):
    """Runs `load` in a thread, then shows the game on a screen. An error is shown, or ends the program.

    Args:
        what: what is going on.
        load: makes the session; called in a thread with what says, at any time, whether it is still wanted.
        screen: the screen that shows the game.
        fatal: an error ends the program: the command line asked for this game.
        canvas: the project's canvas is read before the board: the game is a new one.
    """

    SCREEN = "opening"

    def __init__(
        self,
        what: str,
        load: Callable[[Callable[[], bool]], Session],
        screen: str,
        fatal: bool = False,
        canvas: bool = False,
    ) -> None:
        super().__init__(_Words(what))
        self._load = load
        self._screen_name = screen
        self._fatal = fatal
        self._canvas = canvas
        self._cancelled = Event()

    def hints(self) -> Hints:
        """Only the ways out."""
        return [("Esc", "back"), ("q", "leave")]

    def on_mount(self) -> None:
        """Begin."""
        self.run_in_thread(lambda: self._load(self._cancelled.is_set), self._done, self._failed)

    def _done(self, session: Session) -> None:
        # The lock on the save has to go, else it could not be opened again.
        if self._cancelled.is_set():
            session.close()
        else:
            host = self.host
            host.show_game(session, self._screen_name)
            if self._canvas:
                host.open("canvas", session)

    def _failed(self, reason: str) -> None:
        if self._cancelled.is_set():
            return
        if self._fatal:
            self.host.fail(InputError(reason))
        else:
            self.view.trouble = reason
            self.view.update()

    def action_back(self) -> None:
        """Cancel."""
        self._cancelled.set()
        self.close_or(self.host.to_first)

    def on_unmount(self) -> None:
        """Left by another way: nobody waits for the game any more."""
        self._cancelled.set()

    def action_help(self) -> None:
        """There is nothing to do here but wait or go back."""


def new_game_screen(request: GameRequest, coach: bool, fatal: bool = False) -> OpeningScreen:
    """A new game."""
    message = f"Dealing {clean(request.scenario, 60)} …"
    return OpeningScreen(message, lambda _: request.session(coach), "board", fatal, canvas=True)


def watch(request: GameRequest, bot: str, fatal: bool = False) -> OpeningScreen:
    """A bot plays."""
    message = f"Dealing {clean(request.scenario, 60)} for {clean(bot, 30)} …"
    return OpeningScreen(message, lambda _: request.session(bot=bot), "watch", fatal)


def resume(path: str | Path, coach: bool, fatal: bool = False) -> OpeningScreen:
    """Go on with a save."""

    def load(cancelled: Callable[[], bool]) -> Session:
        from aiboard.game import open_game
        from aiboard.play.session import Session

        return Session(open_game(path, cancelled=cancelled), coach)

    return OpeningScreen(f"Replaying {clean(Path(path).name, 60)} …", load, "board", fatal)
