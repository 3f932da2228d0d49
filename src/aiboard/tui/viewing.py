"""The trajectory viewer as a program of its own: `aiboard trajectory FILE` at a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from aiboard.instruments.errors import InputError

if TYPE_CHECKING:
    from aiboard.instruments.trajectory import Run


def open_trajectory(title: str, runs: Sequence[Run], allow: Collection[str] | None = None, note: str = "") -> int:
    """Show runs full-screen until the reader leaves; the exit code.

    Args:
        title: where they come from.
        runs: one at least.
        allow: tools the agent may call, None when that is not known.
        note: what is known of all runs together, shown under the title.

    Raises:
        InputError: no runs, or no terminal to show them in.
    """
    if not runs:
        raise InputError(title, None, None, "has no runs to view")
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise InputError(None, None, None, "the viewer needs a terminal; use --text for pipes and files")
    if os.environ.get("TERM") == "dumb":
        raise InputError(None, None, "TERM", "this terminal (TERM=dumb) shows no screens; use --text")
    from aiboard.tui import themes

    colourless = themes.prepare_environment()
    from aiboard.tui.settings import load
    from aiboard.tui.viewer import Viewer

    settings = load()
    return Viewer(title, runs, allow, settings, colourless, note).run(mouse=settings.mouse) or 0
