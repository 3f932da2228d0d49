"""What the command line asked the app for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiboard.drills.drill import Setting
    from aiboard.formats.notes import RunNotes
    from aiboard.instruments.trajectory import Run
    from aiboard.labs.session import LabSession


@dataclass(frozen=True, slots=True)
class Options:
    """What is opened at once; nothing named shows the first screen.

    Attributes:
        scenario: id (or `id:variant`, or file) to play.
        seed: luck; None draws one.
        save: where the journal goes; None puts it into the folder of saves.
        resume: a journal to go on with.
        inject: a file of lines `DAY action` that happen by themselves.
        watch_bot: name of a bot that plays while the player watches.
        runs: agent runs to view and nothing else: where they come from, the runs, the tools that may be called (None:
            not known), what is known of all of them together, notes on first failures to take (None: no file for them).
        lab: a lab to do and nothing else.
        drill: the same for a drill: its id, its setting, a question or None.
    """

    scenario: str | None = None
    seed: int | None = None
    save: Path | None = None
    resume: str | Path | None = None
    inject: Path | None = None
    watch_bot: str | None = None
    runs: tuple[str, Sequence[Run], Collection[str] | None, str, RunNotes | None] | None = None
    lab: LabSession | None = None
    drill: tuple[str, Setting, str | None] | None = None
