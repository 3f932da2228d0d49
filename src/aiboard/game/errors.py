"""What a game can answer besides doing what it was asked."""

from __future__ import annotations

from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import Action
from aiboard.instruments.errors import InputError
from aiboard.journal.reader import Save


class Refused(InputError):
    """The engine refused an action; nothing changed. `refusal` is its reason."""

    def __init__(self, action: Action, line: str, refusal: Refusal, message: str) -> None:
        super().__init__(None, None, line, message)
        self.action = action
        self.refusal = refusal


class ReadOnly(InputError):
    """This game may only be looked at."""

    def __init__(self, message: str) -> None:
        super().__init__(None, None, None, message)


class Tampered(InputError):
    """Replay of a save does not come out as the save says."""


class OldRules(InputError):
    """A save made by other rules; it cannot be replayed. `save` still holds the summaries."""

    def __init__(self, save: Save, ours: int) -> None:
        theirs = save.header.rules_version
        last = save.summaries()[-1:]
        day = last[0].get("day") if last else None
        shown = f"its last summary is of day {day}" if isinstance(day, int) else "it holds no summary"
        super().__init__(
            save.path,
            1,
            "rules_version",
            f"is {theirs} and this aiboard plays rules {ours}: read only, {shown}; "
            "use the aiboard that made it to play on",
        )
        self.save = save
