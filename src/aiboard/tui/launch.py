"""The way into the full screens: environment first, textual after; and what is said when they end."""

from __future__ import annotations

import os
import sys
import traceback
from typing import TYPE_CHECKING

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.tui import themes
from aiboard.tui.options import Options

if TYPE_CHECKING:
    from aiboard.tui.app import AiBoard

_FAULT, _UNSAVED = 70, 74
"""Exit codes of a fault of ours and of a game that could not be saved, as of the other commands."""


def run(options: Options | None = None, mouse: bool = True, instead: str = "aiboard --plain") -> int:
    """Open the app on what is asked for and return its exit code.

    Args:
        options: what is opened; None shows the first screen.
        mouse: whether the mouse is used.
        instead: the way that needs no terminal, named where there is none.

    Raises:
        InputError: the terminal cannot show the app, or what was asked for cannot be opened.
    """
    # Before textual is imported: it reads the environment once, at import.
    colourless = _prepare(instead)
    from aiboard.tui.app import AiBoard
    from aiboard.tui.settings import load

    settings = load()
    return _run(AiBoard(options or Options(), settings, colourless), mouse and settings.mouse)


def _prepare(instead: str) -> bool:
    """Judge the terminal before textual is imported; whether colour is off."""
    if os.environ.get("TERM") == "dumb":
        raise InputError(f"this terminal (TERM=dumb) shows no screens; use {instead}", field="TERM")
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise InputError(f"the full screen needs a terminal; use {instead} for pipes and files")
    return themes.prepare_environment()


def _run(app: AiBoard, mouse: bool) -> int:
    try:
        app.run(mouse=mouse)
    except Exception as error:
        app.fault = app.fault or error
    # After `run` the terminal is the shell's again: only now may anything be printed.
    if app.fault is not None:
        return _tell_fault(app)
    if app.failure is not None:
        raise app.failure
    if app.farewell:
        print(app.farewell)
    return app.return_code or (_UNSAVED if app.unsaved else 0)


def _tell_fault(app: AiBoard) -> int:
    """One line on stderr: what happened, where the game is, how to go on. The terminal is as it was."""
    fault = app.fault
    if os.environ.get("AIBOARD_DEBUG") == "1":
        traceback.print_exception(fault)
    # The session is still there: a fault ends the app without `close_game`.
    path = app.session.game.path if app.session is not None else None
    app.close_game()
    text = f"aiboard: bug: {type(fault).__name__}: {clean(str(fault), 200)}"
    if path is not None:
        path_text = clean(str(path), 300)
        text += f"; {app.farewell}; go on with: aiboard play --resume {path_text}"
    print(f"{text}; please report it (AIBOARD_DEBUG=1 shows where)", file=sys.stderr)
    return _FAULT
