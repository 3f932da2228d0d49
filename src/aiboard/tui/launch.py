"""The ways into the full screens: environment first, textual after; and what is said when they end."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.tui import themes

if TYPE_CHECKING:
    from aiboard.drills.drill import Setting
    from aiboard.formats.notes import RunNotes
    from aiboard.instruments.trajectory import Run
    from aiboard.labs.sitting import Sitting
    from aiboard.tui.app import AiBoard

_FAULT: Final = 70
"""Exit code of a fault of ours, as of the other commands."""


def run(
    scenario: str | None = None,
    seed: int | None = None,
    save: str | os.PathLike[str] | None = None,
    resume: str | os.PathLike[str] | None = None,
    inject: str | os.PathLike[str] | None = None,
    mouse: bool = True,
    watch_bot: str | None = None,
    drill: tuple[str, Setting, str | None] | None = None,
) -> int:
    """Open the app and return its exit code.

    Args:
        scenario: id (or `id:variant`, or file) to play at once; None shows the first screen.
        seed: luck; None draws one.
        save: where the journal goes; None puts it into the folder of saves.
        resume: a journal to go on with.
        inject: a file of lines `DAY action` that happen by themselves.
        mouse: whether the mouse is used.
        watch_bot: name of a bot that plays while the player watches.
        drill: a drill to do and nothing else: its id, its setting, a question or None.

    Raises:
        InputError: the terminal cannot show the app, or what was asked for cannot be opened.
    """
    # Before textual is imported: it reads the environment once, at import.
    colourless = _prepare("aiboard --plain")
    from aiboard.tui.app import AiBoard, Options
    from aiboard.tui.settings import load

    settings = load()
    options = Options(scenario, seed, _path(save), _path(resume), _path(inject), watch_bot, drill=drill)
    return _run(AiBoard(options, settings, colourless), mouse and settings.mouse)


def open_trajectory(
    title: str,
    runs: Sequence[Run],
    allow: Collection[str] | None = None,
    note: str = "",
    notes: RunNotes | None = None,
) -> int:
    """Show runs full-screen until the reader leaves; the exit code.

    Args:
        title: where they come from.
        runs: one at least.
        allow: tools the agent may call, None when that is not known.
        note: what is known of all runs together, shown under the title.
        notes: notes on first failures that the reader takes; None where no file was named for them.

    Raises:
        InputError: no runs, or no terminal to show them in.
    """
    if not runs:
        raise InputError("has no runs to view", file=title)
    colourless = _prepare("--text")
    from aiboard.tui.app import AiBoard, Options
    from aiboard.tui.settings import load

    settings = load()
    return _run(AiBoard(Options(runs=(title, runs, allow, note, notes)), settings, colourless), settings.mouse)


def open_lab(sitting: Sitting, mouse: bool = True) -> int:
    """Show a lab full-screen until the reader leaves; the exit code.

    Raises InputError where there is no terminal to show it in.
    """
    colourless = _prepare("--plain")
    from aiboard.tui.app import AiBoard, Options
    from aiboard.tui.settings import load

    settings = load()
    return _run(AiBoard(Options(lab=sitting), settings, colourless), mouse and settings.mouse)


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
    return app.return_code or 0


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
        place = clean(str(path), 300)
        text += f"; {app.farewell}; go on with: aiboard play --resume {place}"
    print(f"{text}; please report it (AIBOARD_DEBUG=1 shows where)", file=sys.stderr)
    return _FAULT


def _path(value: str | os.PathLike[str] | None) -> Path | None:
    return None if value is None else Path(value)
