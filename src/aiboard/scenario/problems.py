"""What is wrong with a scenario: a list of problems, each one line for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aiboard.instruments.errors import InputError

FieldPath = tuple[str | int, ...]
"""A place inside a document: keys and list positions, outermost first."""

_SHOWN_KEY: Final = 60


class ScenarioError(InputError):
    """A scenario that cannot be played. `problems` holds every problem found; the text is the first one."""

    def __init__(self, problems: Sequence[InputError]) -> None:
        first = problems[0]
        message = first.message
        if len(problems) > 1:
            message += f" (and {len(problems) - 1} more: aiboard check lists them)"
        super().__init__(message, file=first.file, line=first.line, field=first.field)
        self.problems = tuple(problems)


def dotted(path: FieldPath) -> str:
    """`ideas[3].family` from a path; places in lists count from 1, as people do."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part[:_SHOWN_KEY]}" if text else part[:_SHOWN_KEY]
    return text
