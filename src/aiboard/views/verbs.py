"""What each verb is called and is for: the one table of words about them, verbs.json, keyed by class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.engine import verbs
from aiboard.scenario.files import load_json


@dataclass(frozen=True, slots=True)
class VerbWords:
    """The words of a verb.

    Attributes:
        label: what it is in a menu, a few words.
        about: what it is for.
        question: what its dialog asks; `{it}` is the card or dataset. Empty for verbs on the project.
        confirm: the word of the key that does it; empty likewise.
        to_do, done: an action of it as something to do, and told afterwards; its slots stand in braces. Empty for what
            goes by its label.
    """

    label: str
    about: str
    question: str = ""
    confirm: str = ""
    to_do: str = ""
    done: str = ""


_FILE: Final = load_json(__file__, "verbs.json")
_BY_WORD: Final = {verb.VERB: verb for verb in verbs.VERBS}

VERB: Final = {_BY_WORD[word]: VerbWords(**said) for word, said in _FILE.items()}
"""Every verb; menus list cards' and datasets' in this order."""
