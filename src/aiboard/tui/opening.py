"""Opening a game off the event loop: loading, checking and replaying take time, and can be cancelled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.play import FIRST, WATCHED_BOT
from aiboard.play.session import Session
from aiboard.tui import keys
from aiboard.tui.canvas import Canvas
from aiboard.tui.hints import Hints
from aiboard.tui.launch import Options
from aiboard.tui.paint import Span, wrap
from aiboard.tui.screens.base import GameBase


class _Words(Canvas):
    """What is going on, in the middle of the screen."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words = text
        self.wrong = ""

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """One line, or the reason why not."""
        look = self.look
        lines: list[list[Span]] = [[(self.words, look["dim" if self.wrong else "strong"])]]
        if self.wrong:
            lines += [[]] + [[(text, look["warn"])] for text in wrap(self.wrong, min(72, width - 8), 6)]
            lines += [[], [("Esc ", look["key"]), ("back", look["dim"])]]
        else:
            lines += [[], [("Esc ", look["key"]), ("cancels", look["dim"])]]
        room = min(72, width - 8)
        left = " " * max(0, (width - room) // 2)
        above = max(0, (height - len(lines)) * 2 // 5)
        return [[]] * above + [[(left, look["text"]), *line] for line in lines]


class Opening(GameBase):
    """Runs `load` in a thread, then shows what `make` makes of it. An error is shown, or ends the program."""

    SCREEN = "first"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("anywhere")

    def __init__(
        self,
        what: str,
        load: Callable[[bool], Session],
        make: Callable[[Session], GameBase],
        fatal: bool = False,
    ) -> None:
        super().__init__()
        self._what = what
        self._load = load
        self._make = make
        self._fatal = fatal
        self._cancelled = False

    def body(self) -> ComposeResult:
        """The words."""
        yield _Words(self._what)

    def hints(self) -> Hints:
        """Only the way back."""
        return [("Esc", "back"), ("q", "leave")]

    def on_mount(self) -> None:
        """Begin."""
        self.run_worker(self._work, thread=True, exit_on_error=False)

    def _work(self) -> None:
        try:
            session = self._load(self.game_app.settings.coach)
        except InputError as error:
            self.app.call_from_thread(self._failed, error)
        except OSError as error:
            self.app.call_from_thread(self._failed, InputError(error.filename, None, None, error.strerror or "error"))
        else:
            self.app.call_from_thread(self._done, session)

    def _done(self, session: Session) -> None:
        if self._cancelled:
            session.close()
        else:
            self.game_app.started(session, self._make)

    def _failed(self, error: InputError) -> None:
        if self._cancelled:
            return
        if self._fatal:
            self.game_app.fail(error)
            return
        words = self.query_one(_Words)
        words.wrong = str(error)
        words.update()

    def action_back(self) -> None:
        """Cancel."""
        self._cancelled = True
        if len(self.app.screen_stack) == 1:
            self.game_app.to_first()
        else:
            self.dismiss()

    def action_help(self) -> None:
        """There is nothing to do here but wait or go back."""


def _play(session: Session) -> GameBase:
    from aiboard.tui.screens.game import GameScreen

    return GameScreen(session)


def new(
    scenario: str,
    seed: int | None = None,
    save: Path | None = None,
    inject: Path | None = None,
    again: bool = False,
    fatal: bool = False,
) -> Opening:
    """A new game; see `deal`."""

    def load(coach: bool) -> Session:
        from aiboard.play.opening import deal

        return Session(deal(scenario, seed, save, inject, again), coach)

    return Opening(f"Dealing {clean(scenario, 60)} …", load, _play, fatal)


def resume(path: str | Path, fatal: bool = False) -> Opening:
    """Go on with a save."""

    def load(coach: bool) -> Session:
        from aiboard.game import open_game

        return Session(open_game(path), coach)

    return Opening(f"Replaying {clean(Path(path).name, 60)} …", load, _play, fatal)


def watch(scenario: str, bot: str = WATCHED_BOT, seed: int | None = None, fatal: bool = False) -> Opening:
    """A bot plays."""

    def load(coach: bool) -> Session:
        from aiboard.play.opening import deal

        return Session(deal(scenario, seed), coach=False, bot=bot)

    def make(session: Session) -> GameBase:
        from aiboard.tui.screens.watch import WatchScreen

        return WatchScreen(session)

    return Opening(f"Dealing {clean(scenario, 60)} for {clean(bot, 30)} …", load, make, fatal)


def from_options(options: Options) -> Opening:
    """What the command line asked for; its errors end the program with one line."""
    if options.resume is not None:
        return resume(options.resume, fatal=True)
    scenario = options.scenario or FIRST
    if options.watch_bot is not None:
        return watch(scenario, options.watch_bot, options.seed, fatal=True)
    return new(scenario, options.seed, options.save, options.inject, fatal=True)
