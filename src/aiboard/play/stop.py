"""What a stop of time is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from aiboard.engine.happenings import Event
from aiboard.engine.verbs import Action

SHORTAGE_DECISION: Final = "who runs?"
"""What a GPU shortage leaves to decide: it is done in the compute queue."""


class Cause(StrEnum):
    """Why time stopped, worst first."""

    ALERT = "live alert"
    DISRUPTION = "new disruption"
    VERDICT = "verdict"
    RESULT = "result"
    PROMISE = "promise due"
    SLOT = "free slot"
    SPRINT = "sprint ends"
    QUIET = "quiet days"
    END = "the project ends"


@dataclass(frozen=True, slots=True)
class Stop:
    """One reason to look.

    Attributes:
        cause: which of the listed causes.
        sentence: why, one line.
        decision: what is to be decided, a few words; empty for nothing.
        card, data: where the cursor goes (indices), -1 for none.
        pressing: goes before others of its cause.
        usual: what says yes to a decision that is a question, for faces in which it is typed; None for none.
        answer: the kind of event that answers it, where it is about no card or dataset; None for none.
    """

    cause: Cause
    sentence: str
    decision: str = ""
    card: int = -1
    data: int = -1
    pressing: bool = False
    usual: Action | None = None
    answer: type[Event] | None = None

    @property
    def text(self) -> str:
        """Why, and what is to be decided, on one line."""
        return f"{self.sentence} {self.decision[:1].upper()}{self.decision[1:]}".rstrip()
