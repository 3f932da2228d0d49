"""What makes a game practice, which cannot be ranked: help that others who play the same luck did not have.

The hints of a tutorial are no such help: they are the scenario's own text, the same for everybody who plays it, and
know nothing of this game's luck.
"""

from __future__ import annotations

from typing import Final

from aiboard.instruments.text import clean

UNDO: Final = "undo"
BRANCH: Final = "branch"
COACH: Final = "coach"
EDITED: Final = "edited"
_WORDS: Final = {
    UNDO: "an undo", BRANCH: "it is a branch", COACH: "the coach's numbers", EDITED: "its save was edited",
}  # fmt: skip
_LONGEST: Final = 40
"""Letters of a reason from a save that we have no words for."""


def reasons(codes: tuple[str, ...]) -> str:
    """In words, in the order in which they came: `an undo, the coach's numbers`; empty for a game that is none."""
    return ", ".join(_WORDS.get(one) or clean(one, _LONGEST) for one in codes)
