"""What there is to play: the scenarios in the order in which they are meant to be played, and the newest save."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean

if TYPE_CHECKING:
    from aiboard.journal.saves import SaveInfo
    from aiboard.views.board.project import Project

FALLBACK = "support-chatbot"
_LAST = 999
"""Order of a scenario that cannot be read."""
_LOOKED_AT = 10
"""Newest saves looked through for one to go on with."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A scenario as the list shows it. `keys` are its variants' full names, the plain one first; `project` its canvas,
    None for a scenario that cannot be read: `wrong` says why.
    """

    key: str
    title: str
    order: int
    keys: tuple[str, ...]
    project: Project | None
    wrong: str = ""


def entries() -> list[Entry]:
    """All shipped scenarios; one that cannot be read stands there with the reason. Reads files: for a thread."""
    from aiboard.scenario import load
    from aiboard.scenario.files import shipped
    from aiboard.views.board.project import project

    scenarios = []
    for path in shipped():
        try:
            resolved = load(str(path))
        except InputError as error:
            scenarios.append(Entry(path.stem, path.stem, _LAST, (path.stem,), None, clean(str(error), 200)))
            continue
        scenario = resolved.scenario
        names = (scenario.id, *(f"{scenario.id}:{name}" for name in resolved.variants if name != "normal"))
        scenarios.append(Entry(scenario.id, clean(scenario.title, 60), scenario.order, names, project(resolved)))
    return sorted(scenarios, key=lambda entry: (entry.order, entry.key))


def next_scenario(finished: Iterable[str], scenarios: list[Entry] | None = None) -> Entry | None:
    """The first scenario in the order that was not played to its end; the big one when all were, None when it cannot
    be read. Reads files unless the entries are given: for a thread.
    """
    played = {name.partition(":")[0] for name in finished}
    readable = [entry for entry in (entries() if scenarios is None else scenarios) if not entry.wrong]
    unplayed = [entry for entry in readable if entry.key not in played]
    return next(iter(unplayed), None) or next((entry for entry in readable if entry.key == FALLBACK), None)


def unfinished_save() -> SaveInfo | None:
    """The newest save of a game that has not ended. Reads files: for a thread."""
    from aiboard.journal.saves import SUFFIX, recent_saves, saves_folder

    if next(saves_folder().glob(f"*{SUFFIX}"), None) is None:
        return None
    # Reading a save takes half of the program: not before it is known that there is one.
    from aiboard.journal.reader import read
    from aiboard.scenario import from_data

    for save in recent_saves(_LOOKED_AT):
        try:
            days = from_data(read(save.path).header.scenario).world().days
        except InputError:
            continue
        if save.day < days:
            return save
    return None
