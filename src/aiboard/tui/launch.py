"""The way into the full-screen game: environment first, textual after."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from aiboard.instruments.errors import InputError
from aiboard.tui import themes


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for."""

    scenario: str | None = None
    seed: int | None = None
    save: Path | None = None
    resume: Path | None = None
    inject: Path | None = None
    mouse: bool = True
    watch_bot: str | None = None


def run(
    scenario: str | None = None,
    seed: int | None = None,
    save: str | os.PathLike[str] | None = None,
    resume: str | os.PathLike[str] | None = None,
    inject: str | os.PathLike[str] | None = None,
    mouse: bool = True,
    watch_bot: str | None = None,
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

    Raises:
        InputError: the terminal cannot show the app, or what was asked for cannot be opened.
    """
    if os.environ.get("TERM") == "dumb":
        raise InputError(None, None, "TERM", "this terminal (TERM=dumb) shows no screens; use aiboard --plain")
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise InputError(None, None, None, "the app needs a terminal; use aiboard --plain for pipes and files")
    colourless = themes.prepare_environment()
    from aiboard.tui.app import AiBoard
    from aiboard.tui.settings import load

    options = Options(scenario, seed, _path(save), _path(resume), _path(inject), mouse, watch_bot)
    settings = load()
    app = AiBoard(options, settings, colourless=colourless)
    app.run(mouse=mouse and settings.mouse)
    if app.failure is not None:
        raise app.failure
    if app.farewell:
        print(app.farewell)
    return app.return_code or 0


def _path(value: str | os.PathLike[str] | None) -> Path | None:
    return None if value is None else Path(value)
