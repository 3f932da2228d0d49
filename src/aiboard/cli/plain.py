"""`aiboard play --plain`: the same game line by line on stdin and stdout; works in pipes, without colour or cursor."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from aiboard.cli.dialogue import Dialogue
from aiboard.cli.errors import NO_OUTPUT, OK
from aiboard.cli.plain_words import LineCommands
from aiboard.game import CrashError, open_game
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.play import TUTORIAL_SCENARIO
from aiboard.play.opening import deal
from aiboard.play.session import Session

_LINE: Final = 4_000
"""Longest line that is taken, in characters."""
_LEAVING: Final = ("SIGTERM", "SIGHUP", "SIGQUIT")
"""Sent by `kill`, by a terminal that closes, by Ctrl-\\. Windows has only the first."""


def play(
    scenario: str | None,
    seed: int | None = None,
    save: Path | None = None,
    resume: Path | None = None,
    inject: Path | None = None,
    bot: str = "",
) -> int:
    """Open a game and play it until `quit` or the end of the input; the save is complete at any time.

    With the name of a `bot` it plays, and the lines bring disruptions.

    Raises InputError for a scenario, save or file that cannot be opened.
    """
    game = open_game(resume) if resume is not None else deal(scenario or TUTORIAL_SCENARIO, seed, save, inject)
    # Errors of input and disk are told as they are; any other is a defect, and its line names the save.
    with game:
        try:
            return GameDialogue(Session(game, coach=not bot, bot=bot)).run()
        except (InputError, OSError):
            raise
        except Exception as error:
            raise CrashError(error, game.path) from error


class GameDialogue:
    """Reads lines, does what they say, prints what came of it."""

    def __init__(self, session: Session) -> None:
        self.game = session.game
        self.dialogue = Dialogue(_LINE)
        self.say = self.dialogue.say
        self.commands = LineCommands(session, self.confirm)
        self._reading = False
        self._signal: int | None = None

    def run(self) -> int:
        """Until `quit` or the end of the input; the exit code."""
        with _restored_terminal(), self._signals():
            self.say(self.commands.printed.opening())
            while not self.commands.leaving:
                self.notices()
                line = self.read("> ")
                if line is None:
                    break
                try:
                    self.say(self.commands.execute(line))
                except InputError as error:
                    self.say([str(error)])
        return self._leave()

    def _leave(self) -> int:
        """Save what can be saved and say truthfully what came of it."""
        # Closing writes what is still to be written: only then is it known whether all of it is saved.
        self.game.close()
        self.notices()
        path = clean(str(self.game.path), 4096)
        if self.game.trouble is not None:
            print(f"Not saved: {self.game.unsaved_days()} ended days, and what was done last, are not in {path}")
            return NO_OUTPUT
        if self.game.path is not None:
            # A path is for copying: never wrapped.
            print(f"Saved: {path}")
        return OK if self._signal is None else 128 + self._signal

    def notices(self) -> None:
        """What the game has to say about its save."""
        self.say([f"note: {notice}" for notice in self.game.take_notices()])

    def read(self, prompt: str) -> str | None:
        """The next line; None at the end of the input, or when a signal asks to leave."""
        # Before the signal is looked at: one that comes between the two must not be left waiting for a line.
        self._reading = True
        try:
            return None if self._signal is not None else self.dialogue.ask(prompt)
        except KeyboardInterrupt:
            self._signal = self._signal or signal.SIGINT
            return None
        finally:
            self._reading = False

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Signals that ask to leave end the game as `quit` does: after the line in work, or at once while waiting."""

        def leave(number: int, frame: object) -> None:
            self._signal = number
            if self._reading:
                raise _LeaveSignal

        handlers: dict[int, Any] = {}
        for name in _LEAVING:
            number = getattr(signal, name, None)
            # Only the main thread may take signals, and one that the parent wants ignored (nohup) stays ignored.
            if number is not None and threading.current_thread() is threading.main_thread():
                if signal.getsignal(number) != signal.SIG_IGN:
                    handlers[number] = signal.signal(number, leave)
        try:
            yield
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)

    def confirm(self, lines: list[str]) -> bool:
        """Show what speaks against an action and ask. In a pipe what was written is meant: it is only shown."""
        self.say(lines)
        # A script that stopped at a question would take the next action for its answer.
        if not self.dialogue.interactive:
            return True
        answer = self.read("Do it? y/N ")
        return answer is not None and answer.strip().lower() in ("y", "yes")


class _LeaveSignal(KeyboardInterrupt):
    """A signal asks to leave while a line is waited for, as Ctrl-C does."""


@contextmanager
def _restored_terminal() -> Iterator[None]:
    """Line editing switches echo off while it waits; whatever ends the game, the terminal is put back."""
    try:
        import termios
    except ImportError:
        # Windows: its console keeps no such state.
        yield
        return
    try:
        descriptor = sys.stdin.fileno()
        attributes = termios.tcgetattr(descriptor)
    except (AttributeError, OSError, ValueError, termios.error):
        # No terminal, or no input at all.
        yield
        return
    try:
        yield
    finally:
        # The terminal may be gone by now.
        with suppress(OSError, termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, attributes)
