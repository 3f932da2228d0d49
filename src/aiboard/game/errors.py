"""The errors of a game: an action that is refused, a save that cannot be played on."""

from __future__ import annotations

from pathlib import Path

from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import Action
from aiboard.instruments.errors import InputError
from aiboard.journal.reader import Save


class RefusedError(InputError):
    """The engine refused an action; nothing changed. `refusal` is its reason."""

    def __init__(self, action: Action, line: str, refusal: Refusal, message: str) -> None:
        super().__init__(message, field=line)
        self.action = action
        self.refusal = refusal


class ReadOnlyError(InputError):
    """The game cannot be changed: it is open for reading only, or its save is full."""


class TamperedError(InputError):
    """The replay of a save differs from what the save says."""


class OldRulesError(InputError):
    """A save made by other rules; it cannot be replayed. `save` still holds the summaries."""

    def __init__(self, save: Save, rules_version: int) -> None:
        save_version = save.header.rules_version
        last = save.summaries()[-1:]
        day = last[0].get("day") if last else None
        extent = f"its last summary is of day {day}" if isinstance(day, int) else "it holds no summary"
        message = (
            f"is {save_version} and this aiboard plays rules {rules_version}: read only, {extent}; "
            "use the aiboard that made it to play on"
        )
        super().__init__(message, file=save.path, line=1, field="rules_version")
        self.save = save


class CrashError(Exception):
    """A defect ended a game; `cause` is what went wrong, `save` the file that holds the game up to there, if any.

    Faces raise it from the defect (`raise CrashError(error, game.path) from error`) once the terminal is as it was. The
    command line turns it into one line that names the save, and an exit code that is not 0.
    """

    def __init__(self, cause: BaseException, save: Path | None) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.save = save
