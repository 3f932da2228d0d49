"""Labs: the course's simulations, each with its rule beside the engine's on the same draw.

The list is read without importing any lab: a lab is imported when it is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean, did_you_mean
from aiboard.scenario.files import load_json

if TYPE_CHECKING:
    from aiboard.labs.lab import Lab


@dataclass(frozen=True, slots=True)
class LabEntry:
    """A lab in the list: its id, title, chapter of the course, what makes it (empty: not there yet), its subject."""

    id: str
    title: str
    chapter: int
    made_by: str = ""
    about: str = ""
    minutes: int = 5

    @property
    def is_available(self) -> bool:
        """Whether it can be opened."""
        return bool(self.made_by)


ENTRIES: Final = tuple(LabEntry(**row) for row in load_json(__file__, "labs.json"))
"""The labs by chapter. A new lab is a module, its texts, and a line of labs.json with its class's name."""


def find(name: str) -> LabEntry:
    """A lab by its id or chapter; InputError when there is none, or not yet."""
    query = name.strip().lower()
    for entry in ENTRIES:
        if query in (entry.id, str(entry.chapter)):
            if entry.is_available:
                return entry
            raise InputError(f"{entry.id} is not there yet; aiboard lab lists those that are", field="lab")
    guess = did_you_mean(query, (entry.id for entry in ENTRIES if entry.is_available))
    raise InputError(f"there is no lab '{clean(name, 40)}': {guess}aiboard lab lists them", field="lab")


def make(entry: LabEntry) -> Lab:
    """The lab itself; imports its module."""
    module, name = entry.made_by.split(":")
    lab: Lab = getattr(import_module(f"aiboard.labs.{module}"), name)()
    return lab
