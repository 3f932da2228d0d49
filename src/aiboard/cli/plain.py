"""`aiboard play --plain`: the same game line by line on stdin and stdout; works in pipes, without colour or cursor."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

from aiboard.cli.errors import OK
from aiboard.cli.plain_words import Words
from aiboard.game import open_game
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.play import FIRST
from aiboard.play.opening import deal
from aiboard.play.session import Session
from aiboard.views.linear import wrap

_WIDTH: Final = 80
_WIDEST: Final = 100
_LINE: Final = 4_000


def play(
    scenario: str | None,
    seed: int | None = None,
    save: Path | None = None,
    resume: Path | None = None,
    inject: Path | None = None,
) -> int:
    """Open a game and play it until `quit` or the end of the input; the save is complete at any time.

    Raises InputError for a scenario, save or file that cannot be opened.
    """
    game = open_game(resume) if resume is not None else deal(scenario or FIRST, seed, save, inject)
    with game:
        return Loop(Session(game)).run()


class Loop:
    """Reads lines, does what they say, prints what came of it."""

    def __init__(self, session: Session) -> None:
        self.game = session.game
        self.asking = sys.stdin is not None and sys.stdin.isatty()
        self.width = min(shutil.get_terminal_size((_WIDTH, 24)).columns, _WIDEST) if self.asking else _WIDTH
        self.words = Words(session, self.confirm)

    def run(self) -> int:
        """Until `quit` or the end of the input."""
        _lenient_input()
        self.say(self.words.opening())
        while not self.words.leaving:
            self.notices()
            line = self.read("> ")
            if line is None:
                break
            try:
                self.say(self.words.take(line))
            except InputError as error:
                self.say([str(error)])
        self.notices()
        if self.game.path is not None:
            # A path is for copying: never wrapped.
            print(f"Saved: {clean(str(self.game.path), 4096)}")
        return OK

    def say(self, lines: list[str]) -> None:
        """Print lines, wrapped to the width."""
        for line in wrap(lines, self.width):
            print(line)
        sys.stdout.flush()

    def notices(self) -> None:
        """What the game has to say about its save."""
        self.say([f"note: {clean(notice, 300)}" for notice in self.game.take_notices()])

    def read(self, prompt: str) -> str | None:
        """The next line; None at the end of the input."""
        if self.asking:
            try:
                return input(prompt)[:_LINE]
            except EOFError:
                print()
                return None
        line = sys.stdin.readline(_LINE) if sys.stdin is not None else ""
        if not line:
            return None
        # A pipe shows no typing: repeat the line, so that the output reads as the game did.
        print(f"{prompt}{clean(line, 200).rstrip()}")
        return line

    def confirm(self, lines: list[str]) -> bool:
        """Show what speaks against an action and ask. In a pipe what was written is meant: it is only shown."""
        self.say(lines)
        if not self.asking:
            return True
        answer = self.read("Do it? y/N ")
        return answer is not None and answer.strip().lower() in ("y", "yes")


def _lenient_input() -> None:
    """Bytes that are no UTF-8 become a mark instead of ending the game; line editing where there is any."""
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    if sys.stdin is not None and sys.stdin.isatty():
        try:
            import readline  # noqa: F401
        except ImportError:
            return
